"""The families of techniques on the start page: what each does, what it leaves open, where it is.

Their three kinds are those of the report on the adoption of PETs.
"""

from dataclasses import dataclass
from html import escape

from pet_workbench import usecases
from pet_workbench.bench.matrix import kind_name
from pet_workbench.i18n import Language, text
from pet_workbench.widgets.accessibility import STYLE
from pet_workbench.widgets.start import pages_there


@dataclass(frozen=True)
class Family:
    """A family of techniques.

    Attributes
    ----------
    id : str
        As a kind of technique in the matrix.
    sort : str
        Id of the heading under which it stands.
    page : str
        The notebook to meet it on, without ending.
    """

    id: str
    sort: str
    page: str


FAMILIES = (
    Family("synthetic-data", "generate", "15_synthetic_education"),
    Family("differential-privacy", "generate", "03_differential_privacy"),
    Family("federated-learning", "share", "17_health_train"),
    Family("zero-knowledge-proofs", "share", "18_passport"),
    Family("secret-sharing", "conceal", "01_secret_sharing"),
    Family("homomorphic", "conceal", "02_homomorphic"),
    Family("trusted-execution", "conceal", "19_mobility"),
)
"""In the order of the report's figure."""


def families_html(there: frozenset[str], *, lang: Language) -> str:
    """Return every family with what it does and leaves open, and a link where its page is there.

    Parameters
    ----------
    there : frozenset of str
        Names of pages.
    lang : {"nl", "en"}

    Examples
    --------
    >>> html = families_html(frozenset({"02_homomorphic"}), lang="en")
    >>> html.count("<li>"), html.count("href")
    (7, 1)
    """
    shown = []
    for sort in dict.fromkeys(family.sort for family in FAMILIES):
        heading = escape(text(f"start.sort_{sort}", lang))
        items = [_item(one, there, lang=lang) for one in FAMILIES if one.sort == sort]
        shown.append(f"<h3>{heading}</h3><ul>{''.join(items)}</ul>")
    return "".join(shown)


def _item(family: Family, there: frozenset[str], *, lang: Language) -> str:
    """Return one family."""

    def words(part: str) -> str:
        return escape(text(f"start.family_{family.id}_{part}", lang))

    name = kind_name(family.id, lang)
    label = escape(text("start.family_go", lang, name=name))
    link = f' <a href="{family.page}.ipynb">{label}</a>' if family.page in there else ""
    return (
        f"<li><strong>{escape(name)}.</strong> {words('does')} "
        f"<em>{escape(text('start.family_but', lang))}</em> {words('but')}{link}</li>"
    )


class TechniqueFamilies:
    """Which privacy-enhancing technology is which, in a few lines each.

    It is plain HTML and no widget, because only then JupyterLab opens its links as notebooks.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self._lang = lang

    def _repr_html_(self) -> str:
        """Return the list for a notebook to show."""
        there = frozenset(page.name for page in pages_there(usecases.names()))
        listed = families_html(there, lang=self._lang)
        return f'<style>{STYLE}</style><div class="pet-wide" lang="{self._lang}">{listed}</div>'
