"""How good the scores are, and whether encryption changed them: every technique on one ruler."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.usecases.falls import Scores
from pet_workbench.usecases.falls.quality import calibration_table, quality
from pet_workbench.viz.falls import calibration_figure
from pet_workbench.widgets import Chart, Sentence, html, table_html
from pet_workbench.widgets.case import Section, small
from pet_workbench.widgets.case.quality import Quality
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.falls.room import Room

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.page import FallsPage

_DIGITS = 3
_COLUMNS = ("technique", "auc", "slope", "precision", "difference")


class ModelQuality(Quality):
    """A table with the plain model above the techniques, and risks beside what happened.

    Parameters
    ----------
    page : FallsPage

    Attributes
    ----------
    chart : Chart
        Calibration of the scores as the care organisation read them.
    room : Room
        How much room encryption left.
    """

    page: "FallsPage"

    def __init__(self, page: "FallsPage") -> None:
        words = page.words
        self.table, self.sentence, self.chart = html(""), Sentence(), Chart()
        self.waiting = Waiting(page)
        self.room = Room(page)
        note = html(small(words("quality_note")))
        Section.__init__(
            self,
            page,
            [self.table, note, self.sentence, self.waiting, self.chart, self.room],
            label=words("quality_label"),
            follows=(*page.state.decisive, "share", "asked"),
        )

    def redraw(self) -> None:
        """Run all techniques, compare, and draw the calibration of the one of the page."""
        super().redraw()
        page = self.page
        bins = calibration_table(page.state.outcome(page.main).answer.risks, page.state.truth)
        self.chart.draw(
            calibration_figure(
                [one.mean_risk for one in bins],
                [one.observed for one in bins],
                lang=page.lang,
            )
        )

    def _table(self, outcomes: list[Outcome]) -> str:
        """Return how good the plain model is, and each technique beside it."""
        words, exact = self.words, outcomes[0].exact
        rows = [self._measured(words("quality_plain_model"), exact, exact)]
        rows += [
            self._measured(words.technique(one.technique), one.answer, exact) for one in outcomes
        ]
        share = words.percent(self.page.state.share)
        headers = {name: words(f"quality_{name}", share=share) for name in _COLUMNS}
        return table_html(
            pd.DataFrame(rows, columns=list(_COLUMNS)),
            lang=words.lang,
            caption=words("quality_caption"),
            headers=headers,
        )

    def _measured(self, name: str, scores: Scores, exact: Scores) -> list[str]:
        """Return one line of the table."""
        words, state = self.words, self.page.state
        found = quality(scores.scores, state.truth, share=state.share / 100)
        apart = float(np.abs(scores.scores - exact.scores).max(initial=0))
        return [
            name,
            words.number(found.auc, _DIGITS),
            words.number(found.slope, _DIGITS),
            words.percent(100 * found.precision),
            words.number(apart, 0 if apart == 0 else 6),
        ]
