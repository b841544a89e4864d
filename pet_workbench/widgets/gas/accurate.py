"""How far published means are off, by the size of the area: beforehand, and measured here."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pet_workbench.i18n import percent
from pet_workbench.usecases.gas import LEVELS
from pet_workbench.usecases.gas.accuracy import relative_margin
from pet_workbench.viz.gas import margin_figure
from pet_workbench.widgets import Chart, Sentence, html, table_html
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.gas.state import NOISE

if TYPE_CHECKING:
    from pet_workbench.widgets.gas.page import GasPage

_BESIDE = ("0.1", "1", "10")
_NEAR = 0.05


class Accurate(Section):
    """A chart that needs no data, a table of what came true in the simulation, and the way back.

    Parameters
    ----------
    page : GasPage

    Attributes
    ----------
    chart : Chart
    sentence : Sentence
    table : HTML
    """

    is_patient = True

    def __init__(self, page: "GasPage") -> None:
        self._state = page.state
        self.chart, self.sentence, self.table = Chart(), Sentence(), html("")
        super().__init__(
            page,
            [
                self.chart,
                self.sentence,
                self.table,
                html(f"<h4>{page.words('needed_label')}</h4>"),
                page.needed,
            ],
            label=page.words("accurate_label"),
            follows=("n", "epsilon", "high"),
        )

    def redraw(self) -> None:
        """Draw the margins, and measure the three kinds of area."""
        state, words = self._state, self.words
        truth = state.truth("large")
        mean = float(truth.use.sum() / truth.connections.sum())
        shown = dict.fromkeys((*_BESIDE, state.epsilon))
        epsilons = {one: words.epsilon(one) for one in sorted(shown, key=float)}
        self.chart.draw(
            margin_figure(mean=mean, high=state.high, epsilons=epsilons, lang=words.lang)
        )
        cut = self._cut_off()
        self.table.value = self._table(mean)
        facts = {
            "epsilon": words.epsilon(state.epsilon),
            "high": state.high,
            "cut": percent(cut, words.lang, digits=1),
            "mean": mean,
        }
        self.sentence.say(words("accurate_cut", **words.written(facts)))

    def _cut_off(self) -> float:
        """Return which share of all use lies above the bound."""
        use = self._state.connections["use"].to_numpy()
        return float(1 - np.minimum(use, self._state.high).sum() / use.sum())

    def _table(self, mean: float) -> str:
        """Return, per kind of area, what was promised and what came of it."""
        state, words = self._state, self.words
        rows = []
        for level in LEVELS:
            truth, answer = state.truth(level), state.answer_at(NOISE, level)
            there = truth.connections > 0
            off = np.abs(answer.means - truth.means)[there] / truth.means[there]
            off = np.where(np.isfinite(off), off, 1.0)
            size = int(np.median(truth.connections[there]))
            margin = relative_margin(
                max(1, size), mean=mean, high=state.high, epsilon=state.epsilon
            )
            rows.append(
                {
                    "level": words(f"option_level_{level}"),
                    "size": size,
                    "margin": self._margin(margin),
                    "typical": percent(float(np.median(off)), words.lang),
                    "near": percent(float((off <= _NEAR).mean()), words.lang),
                }
            )
        frame = pd.DataFrame(rows)
        return table_html(
            frame,
            lang=words.lang,
            caption=words("accurate_caption", epsilon=words.epsilon(state.epsilon)),
            headers={name: words(f"accurate_{name}") for name in frame.columns},
        )

    def _margin(self, margin: float) -> str:
        """Write a margin, or that there is none worth the name."""
        if margin > 1:
            return self.words("accurate_useless")
        return percent(margin, self.words.lang)
