"""One case in depth: what was measured, how it grows, what is traded, and who gets what."""

from functools import partial
from html import escape

from pet_workbench.bench import IN_PROCESS, Record
from pet_workbench.bench.matrix import Told, reading, say
from pet_workbench.bench.matrix.names import error_words, people, technique_name
from pet_workbench.viz.evidence_scaling import scaling_exhibit
from pet_workbench.viz.evidence_trade import trade_off_exhibit
from pet_workbench.viz.evidence_words import bytes_text, time_text
from pet_workbench.widgets.case import tie
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import ABSENT
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.evidence.exhibits import Showing, topics, unbroken, written_table
from pet_workbench.widgets.evidence.grid import case_names
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.page import Sentence, html

QUANTITIES = ("seconds", "bytes", "peak_mb")
ACROSS = ("seconds", "bytes")
COLUMNS = ("technique", "n", "seconds", "spread", "bytes", "rounds", "memory", "error")


class Depth(Live):
    """Tables and charts of one case.

    Attributes
    ----------
    case : Pick
    quantity, across : Choice
        What the chart over sizes shows, and what is traded against what leaks.
    reading : Sentence
        What the case teaches.
    measured, receivers : HTML
    scaling, trade : Showing
    """

    def __init__(self, state: LabState) -> None:
        words = state.words
        self._state = state
        self.case = Pick(words("depth_case"), case_names(state.matrix, words), value=state.case)
        tie(self.case, state, "case")
        names = {one: words(f"quantity_{one}") for one in QUANTITIES}
        self.quantity = Choice(words("depth_quantity"), names)
        self.across = Choice(words("depth_across"), {one: names[one] for one in ACROSS})
        self.reading, self.alert = Sentence(), no_alert()
        self.measured, self.receivers = html(""), html("")
        self.scaling, self.trade = Showing(words), Showing(words)
        told, drawn = (self.reading, self.measured), (self.quantity, self.scaling)
        super().__init__(
            words,
            [self.case, self.alert, *told, *drawn, self.across, self.trade, self.receivers],
            label=words("depth_label"),
            controls=(self.case,),
        )
        self.quantity.observe(lambda _: self.draw_scaling(), "value")
        self.across.observe(lambda _: self.draw_trade(), "value")
        state.observe(lambda _: self.draw_scaling(), ["own", "loaded"])

    def redraw(self) -> None:
        """Show another case."""
        case, words, matrix = self.case.value, self.words, self._state.matrix
        self.reading.say(f"<p>{escape(reading(matrix, case, words.lang))}</p>")
        self.measured.value = measured_html(self._state, case)
        self.receivers.value = receivers_html(self._state, case)
        self.draw_scaling()
        self.draw_trade()

    def draw_scaling(self) -> None:
        """Draw how time, bytes or memory grow; with what was measured here, if anything was."""
        case, lang = self.case.value, self.words.lang
        others = tuple(
            line
            for line in (*self._state.own, *self._state.loaded)
            if isinstance(line, Record) and line.case == case and line.network == IN_PROCESS
        )
        records = (*self._state.stored(case), *others)
        self.scaling.show(
            partial(scaling_exhibit, records, quantity=self.quantity.value, lang=lang)
        )

    def draw_trade(self) -> None:
        """Draw what protection costs."""
        records, lang = self._state.stored(self.case.value), self.words.lang
        self.trade.show(partial(trade_off_exhibit, records, across=self.across.value, lang=lang))


def measured_html(state: LabState, case: str) -> str:
    """Return the largest stored measurement of each technique, as a table."""
    words = state.words
    largest: dict[str, Record] = {}
    for record in sorted(state.stored(case), key=lambda one: (one.n, one.date)):
        largest[record.technique] = record
    if not largest:
        return f"<p>{words('depth_none')}</p>"
    return written_table(
        [words(f"compared_{name}") for name in COLUMNS],
        [_row(record, state) for record in largest.values()],
        words,
        caption=words("depth_caption"),
    )


def _row(record: Record, state: LabState) -> list[str]:
    """Return what one record says."""
    words, lang, peak = state.words, state.words.lang, record.peak_most
    low, high = record.seconds_spread
    return [
        technique_name(record.case, record.technique, lang),
        people(record.case, record.n, lang),
        time_text(record.seconds_median, lang),
        words("range", low=unbroken(low, lang), high=unbroken(high, lang)),
        bytes_text(record.bytes, lang),
        words.number(record.rounds),
        ABSENT if peak is None else words.size(peak * 10**6),
        error_words(record.case, record.technique, record.error, lang),
    ]


def receivers_html(state: LabState, case: str) -> str:
    """Return who gets what with each technique, and what more becomes known."""
    words = state.words
    said = [
        one
        for kind in state.matrix.kinds
        for one in say(state.matrix.cell(case, kind), words.lang).techniques
    ]
    pairs = [(one.name, _who(one)) for one in {one.id: one for one in said}.values()]
    return topics(pairs, caption=words("depth_receivers")) if pairs else ""


def _who(one: Told) -> str:
    """Return what is released and what leaks, as paragraphs."""
    return "".join(f"<p>{escape(each)}</p>" for each in (one.released, *one.leaks) if each)
