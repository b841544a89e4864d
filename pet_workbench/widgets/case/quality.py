"""Whether the answer is right: every technique against a check that shares no code with it."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.widgets.case.section import Section
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Sentence, html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage


class Quality(Section):
    """A table of techniques with their answer, the check, and the difference.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    table : HTML
    sentence : Sentence
    """

    is_patient = True

    def __init__(self, page: "CasePage[Any]") -> None:
        self.table, self.sentence = html(""), Sentence()
        super().__init__(
            page,
            [self.table, self.sentence],
            label=page.words("quality_label"),
            follows=page.state.decisive,
        )

    def redraw(self) -> None:
        """Run all techniques and compare."""
        outcomes = [self.page.state.outcome(id) for id in self.page.case.techniques]
        self.table.value = self._table(outcomes)
        self.sentence.say(self.page.verdict(outcomes))

    def _table(self, outcomes: list[Outcome]) -> str:
        """Return what each technique answered, and the check."""
        words = self.words
        columns = ("technique", "answer", "check", "difference")
        return table_html(
            pd.DataFrame([self._row(outcome) for outcome in outcomes], columns=columns),
            lang=words.lang,
            caption=words("quality_caption"),
            headers={name: words(f"quality_{name}") for name in columns},
        )

    def _row(self, outcome: Outcome) -> list[str]:
        """Return technique, answer, check, and the difference where there was an answer."""
        page, words = self.page, self.words
        withheld = words("figure_withheld")
        return [
            words.technique(outcome.technique),
            page.answer_words(outcome),
            page.exact_words(outcome),
            page.error_words(outcome) if page.is_opened(outcome) else withheld,
        ]
