"""What can still be done with the rows: a relation as a picture, and analyses refitted."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pet_workbench.i18n import percent
from pet_workbench.synthetic.utility import Refit
from pet_workbench.usecases.synthetic_rows.tradeoff import refits
from pet_workbench.viz.synthetic import relation_figure
from pet_workbench.widgets import Chart, Choice, Sentence, html, table_html
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.synthetic.words import SyntheticWords

if TYPE_CHECKING:
    from pet_workbench.widgets.synthetic.page import SyntheticPage

_SIDE = 1.959963984540054


class Useful(Section):
    """The rows of the chosen technique beside the real ones.

    Parameters
    ----------
    page : SyntheticPage

    Attributes
    ----------
    relation : Choice
        Which two columns are drawn.
    chart : Chart
    sentence : Sentence
    table : HTML
        The refitted regressions.
    """

    is_patient = True
    words: SyntheticWords

    def __init__(self, page: "SyntheticPage[Any]") -> None:
        words = page.words
        self._state = page.state
        options = {pair: self._pair(words, *pair) for pair in page.relations}
        self.relation = Choice(words("useful_relation"), options)
        self.chart, self.sentence, self.table = Chart(), Sentence(), html("")
        self.waiting = Waiting(page)
        super().__init__(
            page,
            [self.waiting, self.relation, self.chart, self.sentence, self.table],
            label=words("useful_label"),
            follows=("epsilon", "rows", "technique", "asked"),
        )
        self.relation.observe(self.refresh, "value")

    @staticmethod
    def _pair(words: SyntheticWords, across: str, column: str) -> str:
        """Name two columns."""
        names = {"across": words.short(across).lower(), "column": words.short(column)}
        return words("useful_pair", **names)

    def redraw(self) -> None:
        """Compare the rows of the chosen technique, unless it waits."""
        waits = bool(self.waiting.list_those_of((self._state.technique,)))
        self.chart.layout.display = "none" if waits else ""
        if waits:
            self.table.value = ""
            self.sentence.say("")
            return
        answer = self._state.outcome().answer
        learned = self._state.parts[0]
        self._draw(learned, answer.frame)
        words, lang = self.words, self.words.lang
        self.sentence.say(
            words(
                "useful_found",
                technique=words.technique(self._state.technique),
                single=percent(1 - answer.measured.mean_single, lang),
                pairs=percent(1 - answer.measured.mean_pairs, lang),
            )
        )
        self.table.value = self._regressions(refits(self._state.case, learned, answer.frame))

    def _draw(self, learned: pd.DataFrame, rows: pd.DataFrame) -> None:
        """Draw the mean of one column by values of the other."""
        words = self.words
        across, column = self.relation.value
        kind = self._state.case.description[across]
        labels = words.labels(across, kind)[: kind.size]
        named = {words("real_rows"): learned, words("rows_made"): rows}
        means = {name: self._means(frame, across, column) for name, frame in named.items()}
        self.chart.draw(
            relation_figure(
                labels,
                means,
                across=words.column(across),
                column=words.short(column),
                lang=words.lang,
            )
        )

    def _means(self, frame: pd.DataFrame, across: str, column: str) -> list[float]:
        """Return the mean of a column for each value or bin of another; NaN of fewer than ten."""
        kind = self._state.case.description[across]
        places = kind.places(frame[across].to_numpy())
        values = frame[column].to_numpy(np.float64)
        found = [values[(places == place) & np.isfinite(values)] for place in range(kind.size)]
        return [float(one.mean()) if len(one) >= 10 else float("nan") for one in found]

    def _regressions(self, found: dict[str, Refit | None]) -> str:
        """Return coefficients with their intervals, real and made, side by side."""
        words, rows = self.words, []
        for name, both in found.items():
            about = words(f"analysis_{name}")
            if both is None:
                rows.append([about, words("refit_none"), "", "", ""])
                continue
            for place, coefficient in enumerate(both.real.names[1:], start=1):
                rows.append(
                    [
                        about,
                        words.short(coefficient),
                        self._written(both.real.values[place], both.real.errors[place]),
                        self._written(both.synthetic.values[place], both.synthetic.errors[place]),
                        self._overlap(float(both.overlap[place])),
                    ]
                )
        columns = ("analysis", "coefficient", "real", "made", "overlap")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("refit_caption"),
            headers={one: words(f"refit_{one}") for one in columns},
            max_rows=20,
        )

    def _written(self, value: float, error: float) -> str:
        """Write a coefficient with its interval of 95 %."""
        numbers = (value, value - _SIDE * error, value + _SIDE * error)
        written = [self.words.number(one, 2) for one in numbers]
        return self.words("refit_value", value=written[0], low=written[1], high=written[2])

    def _overlap(self, overlap: float) -> str:
        """Write how much two intervals overlap."""
        return percent(overlap, self.words.lang) if overlap > 0 else self.words("refit_apart")
