"""A paper as one HTML page: readable anywhere, printed on A4, with its state inside.

The page fetches nothing and runs nothing: its own policy allows no script.  The state is data in a
script element of a kind that no browser runs.
"""

from functools import singledispatch
from pathlib import Path

from pet_workbench.i18n import Language
from pet_workbench.reports.html import Html, element, items, section, table, together
from pet_workbench.reports.page import Section, Words, download, page
from pet_workbench.reports.paper.blocks import (
    Block,
    Facts,
    Items,
    Line,
    Paper,
    Paragraph,
    Saved,
    Strong,
    Table,
)

_STYLE = Path(__file__).parent / "paper.css"
_KIND_OF_RECORD = "application/json"


def as_html(paper: Paper, state: str, *, name: str, lang: Language) -> str:
    """Return the page.

    Parameters
    ----------
    paper : Paper
    state : str
        JSON, as `embedded.harmless` makes it.
    name : str
        What the state is called in the page.
    lang : {"nl", "en"}
    """
    sections = [
        Section(part.id, part.heading, section(part.heading, *map(block, part.blocks), id=part.id))
        for part in paper.parts
    ]
    kept = Html(f'<script type="application/json" id="{name}">{state}</script>')
    return page(
        paper.title,
        opening=together(*map(block, paper.opening)),
        sections=sections,
        closing=together(*map(block, paper.closing), kept),
        words=Words(paper.labels["skip"], paper.labels["contents"], "", "", ""),
        lang=lang,
        style=_STYLE.read_text(encoding="utf-8"),
    )


def words_of(line: Line) -> Html:
    """Return a line as mark-up.

    Parameters
    ----------
    line : Line

    Examples
    --------
    >>> words_of((Strong("a < b"), "."))
    '<strong>a &lt; b</strong>.'
    """
    return together(*map(_piece, line))


def _piece(piece: str | Strong | Saved) -> object:
    if isinstance(piece, Strong):
        return element("strong", piece.words)
    if isinstance(piece, Saved):
        return download(piece.words, piece.content, name=piece.name, kind=_KIND_OF_RECORD)
    return piece


@singledispatch
def block(one: Block) -> Html:
    """Return a block as mark-up.

    Parameters
    ----------
    one : Block

    Raises
    ------
    TypeError
        If it is no block.
    """
    raise TypeError(f"need a block of a paper, got {type(one).__name__}")


@block.register
def _(one: Paragraph) -> Html:
    look = None if one.look == "plain" else one.look
    return element("p", words_of(one.line), class_=look)


@block.register
def _(one: Items) -> Html:
    if not one.lines:
        return Html("")
    title = element("p", element("strong", one.title), class_="listed") if one.title else Html("")
    return together(title, element("ul", *(element("li", words_of(line)) for line in one.lines)))


@block.register
def _(one: Facts) -> Html:
    rows = (element("div", element("dt", name), element("dd", _said(s))) for name, s in one.rows)
    return element("dl", *rows, class_="small" if one.is_small else None) if one.rows else Html("")


def _said(lines: tuple[Line, ...]) -> Html:
    """Return one line as it is, several as a list."""
    return words_of(lines[0]) if len(lines) == 1 else items(map(words_of, lines))


@block.register
def _(one: Table) -> Html:
    shown = table(one.caption, one.head, one.rows)
    return element("div", shown, class_="form") if one.is_form else shown
