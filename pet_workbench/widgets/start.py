"""The map on the start page, drawn from the cases and techniques that are really there."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

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
    group : str
        Id of the heading under which it stands.
    cases : tuple of str
        The use cases it is about; none if it is about a technique.
    minutes : int
        How long it takes.
    """

    name: str
    group: str
    cases: tuple[str, ...]
    minutes: int


PAGES = (
    Page("01_secret_sharing", "meet", ("table",), 25),
    Page("02_homomorphic", "meet", (), 45),
    Page("03_differential_privacy", "meet", (), 50),
    Page("30_pet_chooser", "decide", (), 20),
    Page("31_weighing", "decide", (), 60),
    Page("32_stakeholder_balance", "decide", (), 40),
    Page("40_agreement", "decide", (), 30),
    Page("10_aio", "people", ("aio",), 30),
    Page("11_falls", "people", ("falls", "fall-injuries"), 40),
    Page("12_emoji", "people", ("emoji",), 35),
    Page("13_education_tables", "people", ("education",), 45),
    Page("14_gas", "people", ("gas",), 35),
    Page("15_synthetic_education", "people", ("pupils",), 40),
    Page("16_grid", "people", ("grid",), 30),
    Page("17_health_train", "people", ("train",), 35),
    Page("19_mobility", "people", ("mobility",), 35),
    Page("21_debts", "people", ("debts",), 30),
    Page("23_fraud", "people", ("fraud",), 35),
    Page("25_lists", "people", ("fugitives", "informants"), 40),
    Page("26_treatment", "people", ("treatment",), 35),
    Page("22_entrepreneurs", "organisations", ("entrepreneurs",), 30),
    Page("24_securened", "organisations", ("securened",), 25),
    Page("27_logistics", "organisations", ("logistics",), 25),
    Page("18_passport", "organisations", ("passport",), 30),
    Page("09_attacks_sharing", "attacks", ("table", "aio"), 35),
    Page("20_benchmark_lab", "compare", ("aio",), 45),
)
"""All pages, in the order in which to read them; the first one is the one to begin with."""


CONTRASTS = ("trusted-third-party", "plain-exchange", "suppression", "hashed-ids")
"""Techniques that protect nothing by themselves; shown for comparison."""


def pages_there(cases: Sequence[str]) -> tuple[Page, ...]:
    """Return the pages whose cases are all among `cases`.

    Examples
    --------
    >>> [page.name for page in pages_there(["table"])][:3]
    ['01_secret_sharing', '02_homomorphic', '03_differential_privacy']
    """
    return tuple(page for page in PAGES if set(page.cases) <= set(cases))


def cards_html(pages: Sequence[Page], *, lang: Language) -> str:
    """Return a card with a link for each page, the pages of one group under its heading."""
    shown = []
    for group in dict.fromkeys(page.group for page in pages):
        heading = escape(text(f"start.group_{group}", lang))
        cards = [
            _card(page, is_first=page is pages[0], lang=lang)
            for page in pages
            if page.group == group
        ]
        shown.append(f'<h3>{heading}</h3><div class="pet-cards">{"".join(cards)}</div>')
    return "".join(shown)


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


def techniques_table(cases: Sequence[str], *, lang: Language) -> dict[str, list[str]]:
    """Return which techniques are tried on which case: a row per case, the PETs before the rest."""
    table: dict[str, list[str]] = {"case": [], "pets": [], "contrasts": []}
    for key in cases:
        pets, contrasts = _slugs(key)
        table["case"].append(_name("case", key, lang))
        for column, slugs in (("pets", pets), ("contrasts", contrasts)):
            named = ", ".join(_name("technique", slug, lang) for slug in slugs)
            table[column].append(named or ABSENT)
    return table


def _slugs(case: str) -> tuple[list[str], list[str]]:
    """Return the techniques of a case without their variants: those with a PET, those without."""
    ids = usecases.get(case).techniques
    slugs = dict.fromkeys(id.split(":")[0].replace("+", "-") for id in ids)
    return (
        [slug for slug in slugs if slug not in CONTRASTS],
        [slug for slug in slugs if slug in CONTRASTS],
    )


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
            techniques_table(cases, lang=self._lang),
            lang=self._lang,
            caption=text("start.map_caption", self._lang),
            headers={
                name: text(f"start.map_{name}", self._lang)
                for name in ("case", "pets", "contrasts")
            },
            max_rows=50,
        )
        cards = cards_html(pages_there(cases), lang=self._lang)
        return (
            f'<style>{STYLE}</style><div class="pet-wide" lang="{self._lang}">{cards}{table}</div>'
        )
