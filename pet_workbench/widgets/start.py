"""The map on the start page, drawn from the cases and techniques that are really there."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from pet_workbench import usecases
from pet_workbench.i18n import Language, catalogue, text
from pet_workbench.widgets.accessibility import STYLE
from pet_workbench.widgets.data_table import ABSENT, table_html


@dataclass(frozen=True)
class Page:
    """A notebook on the map.

    Attributes
    ----------
    name : str
        File name without ending.
    case : str
        The use case it is about.
    minutes : int
        How long it takes.
    """

    name: str
    case: str
    minutes: int


PAGES = (
    Page("01_secret_sharing", "table", 25),
    Page("10_aio", "aio", 30),
)
"""All pages, in the order in which to read them; the first one is the one to begin with."""


def pages_there(cases: Sequence[str]) -> tuple[Page, ...]:
    """Return the pages whose case is among `cases`.

    Examples
    --------
    >>> [page.name for page in pages_there(["table"])]
    ['01_secret_sharing']
    """
    return tuple(page for page in PAGES if page.case in cases)


def cards_html(pages: Sequence[Page], *, lang: Language) -> str:
    """Return a card with a link for each page."""
    cards = [_card(page, is_first=n == 0, lang=lang) for n, page in enumerate(pages)]
    return f'<div class="pet-cards">{"".join(cards)}</div>'


def _card(page: Page, *, is_first: bool, lang: Language) -> str:
    """Return the card of one page."""

    def words(part: str) -> str:
        return escape(text(f"start.{page.name}_{part}", lang))

    first = text("start.first", lang)
    tags = [f'<span class="pet-tag pet-tag-first">{escape(first)}</span>'] if is_first else []
    for tag in (text("start.minutes", lang, minutes=page.minutes), words("tag")):
        tags.append(f'<span class="pet-tag">{tag}</span>')
    return (
        f'<div class="pet-card"><h3>{words("title")}</h3><p>{"".join(tags)}</p>'
        f"<p><strong>{words('question')}</strong></p><p>{words('what')}</p>"
        f'<p><a class="pet-go" href="{page.name}.ipynb">{words("go")}</a></p></div>'
    )


def techniques_frame(cases: Sequence[str], *, lang: Language) -> pd.DataFrame:
    """Return which technique is tried on which case: a row per technique, a column per case."""
    found = {key: {id.split(":")[0] for id in usecases.get(key).techniques} for key in cases}
    order = [slug for key in cases for slug in _slugs(key)]
    rows = {slug: [slug in found[key] for key in cases] for slug in order}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(cases))
    frame.insert(0, "technique", [_name("technique", slug, lang) for slug in frame.index])
    return frame


def _slugs(case: str) -> list[str]:
    """Return the techniques of a case without their variants, those without a PET last."""
    slugs = [id.split(":")[0] for id in usecases.get(case).techniques]
    return sorted(dict.fromkeys(slugs), key=lambda slug: "trusted" in slug or "exchange" in slug)


def _name(kind: str, key: str, lang: Language) -> str:
    """Return the words for a case or technique; somebody else's own has only its key."""
    return catalogue(lang).get(f"start.{kind}_{key}", key)


class StartMap:
    """The pages to go to, and which technique answers which question.

    It is plain HTML and no widget, because only then JupyterLab opens its links as notebooks.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self._lang = lang

    def _repr_html_(self) -> str:
        """Return the map for a notebook to show."""
        cases = usecases.names()
        table = table_html(
            techniques_frame(cases, lang=self._lang),
            lang=self._lang,
            caption=text("start.map_caption", self._lang),
            headers={
                "technique": text("start.map_technique", self._lang),
                **{key: _name("case", key, self._lang) for key in cases},
            },
            written=dict.fromkeys(cases, self._there),
            max_rows=50,
        )
        cards = cards_html(pages_there(cases), lang=self._lang)
        return (
            f'<style>{STYLE}</style><div class="pet-wide" lang="{self._lang}">{cards}{table}</div>'
        )

    def _there(self, is_there: bool) -> str:
        """Write whether a technique can be tried on a case."""
        return text("page.yes", self._lang) if is_there else ABSENT
