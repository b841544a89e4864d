"""Three protocols and a collector compared: bits, error, and the price of trusting nobody."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from pet_workbench.attacks.malicious_devices import gain
from pet_workbench.usecases.emoji import CENTRAL, PLAIN, central_noise, protocol_of
from pet_workbench.viz.emoji import price_figure
from pet_workbench.widgets import Chart, Sentence, html, table_html
from pet_workbench.widgets.case import Section, small
from pet_workbench.widgets.emoji.state import EPSILONS, LOCALS, UNARY, kind_of

if TYPE_CHECKING:
    from pet_workbench.widgets.emoji.page import EmojiPage

CONFIDENT = 1.96
"""Deviations of a 95 % margin."""
PLAIN_BITS = 6
_COLUMNS = ("technique", "bits", "margin", "measured", "liar")


class Compared(Section):
    """A table, a chart by epsilon, and what trusting nobody costs.

    Parameters
    ----------
    page : EmojiPage

    Attributes
    ----------
    table : HTML
    chart : Chart
    sentence : Sentence
    """

    page: "EmojiPage"
    is_patient = True

    def __init__(self, page: "EmojiPage") -> None:
        words = page.words
        self._state = page.state
        self.table, self.chart, self.sentence = html(""), Chart(), Sentence()
        super().__init__(
            page,
            [self.table, self.sentence, self.chart, html(small(words("compared_note")))],
            label=words("compared_label"),
            follows=page.state.decisive,
        )

    def redraw(self) -> None:
        """Compare all techniques with the present choices."""
        state, words = self._state, self.words
        rows = [self._row(id) for id in self.page.case.techniques]
        self.table.value = table_html(
            pd.DataFrame(rows, columns=list(_COLUMNS)),
            lang=words.lang,
            caption=words(
                "compared_caption", n=words.number(state.n), epsilon=words.epsilon(state.epsilon)
            ),
            headers={name: words(f"compared_{name}") for name in _COLUMNS},
        )
        lines = {words(f"short_{kind_of(id)}"): self._line(id) for id in LOCALS}
        lines[words("short_central")] = [
            CONFIDENT * central_noise(one).deviation for one in EPSILONS
        ]
        self.chart.draw(
            price_figure(lines, EPSILONS, n=state.n, epsilon=state.epsilon, lang=words.lang)
        )
        local, central = self._margin(UNARY), self._margin(CENTRAL)
        facts = {
            "local": round(local),
            "central": words.number(central, 0 if central >= 10 else 1),
            "factor": round(local / central),
            "n": state.n,
        }
        self.sentence.say(words("compared_price", **words.written(facts)))

    def _margin(self, id: str) -> float:
        """Return the margin of the estimate of an emoji that hardly anybody uses."""
        state = self._state
        if id == PLAIN:
            return 0.0
        if id == CENTRAL:
            return CONFIDENT * central_noise(state.epsilon).deviation
        return CONFIDENT * float(state.protocol_of(id).support.deviation(state.n))

    def _line(self, id: str) -> list[float]:
        """Return that margin for every epsilon."""
        n = self._state.n
        return [
            CONFIDENT * float(protocol_of(kind_of(id), one).support.deviation(n))
            for one in EPSILONS
        ]

    def _row(self, id: str) -> list[Any]:
        """Return one line of the table."""
        state, words = self._state, self.words
        is_local = id in LOCALS
        margin, error = self._margin(id), state.outcome(id).error
        return [
            words.technique(id),
            words.number(state.protocol_of(id).bits if is_local else PLAIN_BITS),
            words.number(margin, 0 if margin >= 10 or not margin else 1),
            words.number(error, 0 if error >= 10 or not error else 1),
            words.number(float(gain(state.protocol_of(id))) if is_local else 1, int(is_local)),
        ]
