"""Real patients, divided over the institutions that treated them: totals only."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pet_workbench.core import DataError, Outcome
from pet_workbench.usecases.train import CASE, alone, real
from pet_workbench.widgets import Button, Chart, Sentence, note, row
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.train.beside import beside
from pet_workbench.widgets.train.state import SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage

CHOSEN: Mapping[str, Any] = {"model": "cox", "period": 3, "until": 24}
"""Long periods and two years: there are few patients, and few of them live longer."""


class Real(Section):
    """A button that fits the survival model over real institutions.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    button : Button
    chart : Chart
    sentence : Sentence
    found : Outcome or None
        The last run, for tests.
    """

    found: Outcome | None = None

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        self.button = Button(words("real_button"), self.fit, primary=True)
        self.chart, self.sentence, self.busy = Chart(), Sentence(words("real_ready")), Busy(words)
        self.chart.layout.display = "none"
        super().__init__(
            page,
            [
                row([self.button]),
                self.busy,
                self.sentence,
                self.chart,
                note(words("real_why"), lang=page.lang, kind="fact"),
            ],
            label=words("real_label"),
        )

    def fit(self) -> None:
        """Fit in shares over all institutions, and count which could do it alone."""
        words = self.words
        with self.busy.while_working():
            tables = real()
            self.found = outcome = CASE.run(SECRET, tables, **CHOSEN, keep_payload_bytes=0)
            able = 0
            for institution in tables:
                try:
                    alone(tables, institution, **CHOSEN)
                except DataError:
                    continue  # too few patients for an answer of its own
                able += 1
        self.chart.layout.display = ""
        way = words.technique(SECRET)
        self.chart.draw(beside(outcome.exact, outcome.answer, way, words=words, rates=True))
        facts = {
            "patients": sum(len(table) for table in tables.values()),
            "institutions": len(tables),
            "able": able,
        }
        self.sentence.say(words("real_found", **words.written(facts)))
