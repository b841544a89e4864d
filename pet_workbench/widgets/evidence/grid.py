"""The matrix: every case beside every kind of technique, and in words what a cell says."""

from functools import partial
from html import escape

import traitlets

from pet_workbench.bench.matrix import Matrix, Told, address, case_name, kind_name, say
from pet_workbench.viz.evidence_matrix import MEASURES, matrix_exhibit
from pet_workbench.widgets.case import Words, tie
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.evidence.address import Address
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.evidence.exhibits import Showing, topics, unfolding
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.page import Columns, Panel, Sentence, html
from pet_workbench.widgets.start import PAGES

TOPICS = ("answers", "released", "leaks", "accuracy", "cost", "national", "attack")


class MatrixSection(Panel):
    """A heat map, a choice of one cell with its words, and the whole as a table of links.

    Attributes
    ----------
    by : Choice
        What colours the cells.
    case, kind : Pick
    map : Showing
    said : Sentence
        What the chosen cell says.
    table : HTML
        A link in each cell chooses it.
    address : Address
    """

    def __init__(self, state: LabState) -> None:
        words, matrix = state.words, state.matrix
        self.words, self._state = words, state
        self.by = Choice(words("matrix_by"), {one: words(f"matrix_by_{one}") for one in MEASURES})
        self.map, self.said, self.address = Showing(words, is_broad=True), Sentence(), Address()
        self.case = Pick(words("matrix_case"), case_names(matrix, words), value=state.case)
        self.kind = Pick(
            words("matrix_kind"), {kind: kind_name(kind, words.lang) for kind in matrix.kinds}
        )
        tie(self.case, state, "case")
        tie(self.kind, state, "kind")
        self.table = html(unfolding(words("matrix_caption"), table_of_links(matrix, words)))
        super().__init__(
            [
                self.by,
                self.map,
                html(anchors(matrix)),
                Columns([self.case, self.kind]),
                self.said,
                self.table,
                self.address,
            ],
            lang=words.lang,
            label=words("matrix_label"),
        )
        self.by.observe(lambda _: self.draw(), "value")
        self.address.observe(self._go, "fragment")
        state.observe(lambda _: self.tell(), ["case", "kind"])
        self.draw()
        self.tell()

    def draw(self) -> None:
        """Draw the heat map."""
        lang = self.words.lang
        self.map.show(partial(matrix_exhibit, self._state.matrix, by=self.by.value, lang=lang))

    def tell(self) -> None:
        """Say what is known of the chosen cell."""
        state = self._state
        self.said.say(cell_html(state.matrix, state.case, state.kind, self.words))

    def _go(self, change: traitlets.Bunch) -> None:
        """Choose the cell that a link points at."""
        cells = {
            address(case, kind): (case, kind)
            for case in self._state.matrix.cases
            for kind in self._state.matrix.kinds
        }
        if change.new in cells:
            self._state.case, self._state.kind = cells[change.new]


def case_names(matrix: Matrix, words: Words) -> dict[str, str]:
    """Return the cases of a matrix with their names."""
    return {case: case_name(case, words.lang) for case in matrix.cases}


def anchors(matrix: Matrix) -> str:
    """Return a place to point at for every cell, as HTML: the words about it stand below."""
    return "".join(
        f'<span id="{escape(address(case, kind))}"></span>'
        for case in matrix.cases
        for kind in matrix.kinds
    )


def cell_html(matrix: Matrix, case: str, kind: str, words: Words) -> str:
    """Return what is known of one cell, in words.

    Parameters
    ----------
    matrix : Matrix
    case, kind : str
    words : Words
    """
    said = say(matrix.cell(case, kind), words.lang)
    name = f"{case_name(case, words.lang)}: {kind_name(kind, words.lang)}"
    parts = [f"<h3>{escape(name)}</h3>", f"<p><strong>{escape(said.verdict)}</strong></p>"]
    if said.why:
        parts.append(f"<p>{escape(said.why)}</p>")
    parts += [_technique_html(one, words) for one in said.techniques]
    links = [
        f'<a class="pet-go" href="{page.name}.ipynb">{escape(words("matrix_page"))}</a>'
        for page in PAGES
        if case in page.cases
    ]
    return "".join([*parts, *(f"<p>{link}</p>" for link in links[:1])])


def _technique_html(one: Told, words: Words) -> str:
    """Return what is known of one technique on the case."""
    pairs = [(words(f"topic_{topic}"), _written(getattr(one, topic))) for topic in TOPICS]
    return topics(pairs, caption=one.name)


def _written(said: str | tuple[str, ...]) -> str:
    """Write a sentence, or several as a list."""
    if isinstance(said, str):
        return escape(said)
    items = [escape(each) for each in said]
    if len(items) < 2:
        return "".join(items)
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def table_of_links(matrix: Matrix, words: Words) -> str:
    """Return the whole matrix as a table; each cell is a link that chooses it."""
    caption = escape(words("matrix_caption"))
    head = "".join(
        f'<th scope="col">{escape(kind_name(kind, words.lang))}</th>' for kind in matrix.kinds
    )
    body = "".join(_row(matrix, case, words) for case in matrix.cases)
    return (
        f'<div class="pet-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="pet-table"><caption>{caption}</caption><thead><tr>'
        f'<th scope="col">{escape(words("matrix_case"))}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(matrix: Matrix, case: str, words: Words) -> str:
    """Return the row of one case."""
    cells = "".join(
        f'<td><a href="#{escape(address(case, kind))}">'
        f"{escape(say(matrix.cell(case, kind), words.lang).mark)}</a></td>"
        for kind in matrix.kinds
    )
    return f'<tr><th scope="row">{escape(case_name(case, words.lang))}</th>{cells}</tr>'
