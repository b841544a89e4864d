"""Whether the answer is right: every technique against a check that shares no code with it."""

from typing import TYPE_CHECKING, Any

from pet_workbench.core import Outcome
from pet_workbench.widgets.case.section import Section
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.data_table import ABSENT, table_html
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
    waiting : Waiting
    """

    is_patient = True

    def __init__(self, page: "CasePage[Any]") -> None:
        self.table, self.sentence, self.waiting = html(""), Sentence(), Waiting(page)
        super().__init__(
            page,
            [self.table, self.sentence, self.waiting],
            label=page.words("quality_label"),
            follows=(*page.state.decisive, "asked"),
        )

    def redraw(self) -> None:
        """Run all techniques that do not wait, and compare."""
        techniques = tuple(self.page.case.techniques)
        self.waiting.list_those_of(techniques)
        outcomes = [one for one in map(self.page.state.ready, techniques) if one is not None]
        self.table.value = self._table(outcomes)
        self.sentence.say(self.page.verdict(outcomes))

    def _table(self, outcomes: list[Outcome]) -> str:
        """Return what each technique answered, and the check."""
        import pandas as pd

        words = self.words
        columns = ("technique", "answer", "check", "difference")
        waiting = [
            [words.technique(id), words("waits_short"), ABSENT, ABSENT]
            for id in self.waiting.techniques
        ]
        return table_html(
            pd.DataFrame([*map(self._row, outcomes), *waiting], columns=columns),
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
