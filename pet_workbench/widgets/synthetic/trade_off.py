"""The trade-off picture: use against risk, of every way to make rows, and one sentence for each."""

from html import escape
from typing import TYPE_CHECKING, Any

from pet_workbench.i18n import day, percent
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.risk import ATTACKS
from pet_workbench.usecases.synthetic_rows import CART, MARGINALS, PLAIN, PRIVATE
from pet_workbench.usecases.synthetic_rows.record import Record, read_record
from pet_workbench.usecases.synthetic_rows.tradeoff import Point, measure
from pet_workbench.viz.trade_off import (
    MEASURES,
    PAIRS,
    WORST,
    risk_words,
    trade_off_figure,
    use_words,
)
from pet_workbench.widgets import Chart, Choice, Columns, Job, Sentence, Step, html
from pet_workbench.widgets.case import Section, small
from pet_workbench.widgets.synthetic.words import SyntheticWords

if TYPE_CHECKING:
    from pet_workbench.widgets.synthetic.page import SyntheticPage

GENERATOR_OF = {
    PRIVATE: generator.PRIVATE,
    MARGINALS: generator.MARGINALS,
    CART: generator.CART,
    PLAIN: generator.COPY,
}
"""What is measured of each technique; of sending the rows themselves, a copy of them."""
TOLD = (
    (generator.PRIVATE, "1"),
    (generator.MARGINALS, ""),
    (generator.CART, ""),
    (generator.COPY, ""),
    (generator.INDEPENDENT, ""),
)
ATTACKS_NOW = 500


class TradeOff(Section):
    """Stored measurements as one picture; a button measures the chosen way once more.

    Parameters
    ----------
    page : SyntheticPage

    Attributes
    ----------
    record : Record
    measure, attack : Choice
        What stands along the axes.
    chart : Chart
    sentences : HTML
        One for each way to make rows.
    again : Job
        Measures the technique and epsilon of the page now.
    now : Point or None
        What came of that.
    """

    words: SyntheticWords

    def __init__(self, page: "SyntheticPage[Any]") -> None:
        words = page.words
        self._state = page.state
        self.record: Record = read_record(page.state.case)
        self.measure = Choice(
            words("trade_off_use"), {one: words(f"measure_{one}") for one in MEASURES}, value=PAIRS
        )
        self.attack = Choice(
            words("trade_off_risk"),
            {one: words(f"attack_{one}") for one in (WORST, *ATTACKS)},
            value=WORST,
        )
        self.chart, self.sentences, self.said = Chart(), html(""), Sentence()
        self.again = Job(
            self._measure, lang=page.lang, label=words("measure_again"), on_done=self._show
        )
        self.now: Point | None = None
        note = html(small(words("trade_off_note", **_about(words, self.record))))
        axes = Columns([self.measure, self.attack])
        super().__init__(
            page,
            [axes, self.chart, self.sentences, note, self.again, self.said],
            label=words("trade_off_label"),
            follows=("technique", "epsilon"),
        )
        for control in (self.measure, self.attack):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Draw the picture with the chosen axes."""
        lang = self.words.lang
        figure = trade_off_figure(
            self.record.points,
            lang=lang,
            measure=self.measure.value,
            attack=self.attack.value,
            now=self.now,
            x_title=self.words(f"use_{self.measure.value}"),
        )
        self.chart.draw(figure)
        items = "".join(f"<li>{self._sentence(*one)}</li>" for one in TOLD)
        meant = self.words(f"meant_{self.measure.value}")
        self.sentences.value = f"<p>{meant}</p><ul>{items}</ul>"

    def _sentence(self, name: str, epsilon: str) -> str:
        """Say what one way to make rows came to."""
        return self.words(f"told_{name}", **self.facts(self.record.point(name, epsilon)))

    def facts(self, point: Point) -> dict[str, str]:
        """Return what sentences about a point may ask for."""
        words, lang = self.words, self.words.lang
        worst = point.worst
        return {
            "pairs": percent(1 - point.pairs, lang),
            "auc": use_words(point, "auc", lang),
            "overlap": percent(point.overlap, lang),
            "risk": risk_words(worst, lang),
            "attack": words(f"the_attack_{worst.attack}"),
            "rows": words.number(point.rows),
        }

    def _measure(self, step: Step) -> Point:
        """Measure the way that the page shows now."""
        state = self._state
        return measure(
            state.case,
            state.tables,
            GENERATOR_OF[state.technique],
            epsilon=state.epsilon,
            attacks=ATTACKS_NOW,
            on_step=step,
        )

    def _show(self, point: Point) -> None:
        """Put what was measured in the picture."""
        self.now = point
        self.refresh()
        name = self.words(f"generator_{point.generator}")
        facts = {"name": escape(name), **self.facts(point)}
        key = "measured_private" if point.epsilon else "measured_now"
        self.said.say(self.words(key, epsilon=self.words.epsilon(point.epsilon or 0), **facts))


def _about(words: SyntheticWords, record: Record) -> dict[str, str]:
    """Say when and on how many was measured."""
    return {
        "date": day(record.date, words.lang),
        "n": words.number(record.n),
        "attacks": words.number(record.attacks),
        "auc": words.number(record.auc_real, 2),
    }
