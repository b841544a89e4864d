"""Whether the answer is right: every technique against a check that shares no code with it."""

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language
from pet_workbench.usecases.aio import CASE
from pet_workbench.widgets import Sentence, html, table_html
from pet_workbench.widgets.aio.section import RUN, Section, Words
from pet_workbench.widgets.aio.state import AioState


class Quality(Section):
    """A table of techniques with what they found, what the check found, and the difference.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    sentence : Sentence
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        self.table, self.sentence = html(""), Sentence()
        super().__init__(
            state,
            [self.table, self.sentence],
            lang=lang,
            label=self._words("aio.quality_label"),
            follows=RUN,
        )

    def redraw(self) -> None:
        """Run all techniques and compare."""
        outcomes = [self._state.outcome(id) for id in CASE.techniques]
        self.table.value = self._table(outcomes)
        all_opened = all(outcome.answer.households is not None for outcome in outcomes)
        self.sentence.say(self._verdict(all_opened, sum(outcome.error for outcome in outcomes)))

    def _table(self, outcomes: list[Outcome]) -> str:
        """Return what each technique found, and the check."""
        words = self._words
        headers = {
            "technique": "aio.compare_technique",
            "found": "aio.quality_found",
            "check": "aio.quality_check",
            "difference": "aio.quality_difference",
        }
        return table_html(
            pd.DataFrame([self._row(outcome) for outcome in outcomes], columns=list(headers)),
            lang=words.lang,
            caption=words("aio.quality_caption"),
            headers={name: words(key) for name, key in headers.items()},
            written={name: str for name in ("found", "check", "difference")},
        )

    def _row(self, outcome: Outcome) -> list[str]:
        """Return technique, found, check and difference; no difference where nothing was opened."""
        words, found = self._words, outcome.answer.households
        shown = [words("aio.figure_withheld")] * 2
        if found is not None:
            shown = [words.number(found.size), words.number(outcome.error)]
        check = words.number(outcome.exact.size)
        return [words.technique(outcome.technique), shown[0], check, shown[1]]

    def _verdict(self, all_opened: bool, difference: float) -> str:
        """Say what the table shows."""
        words = self._words
        if difference:
            return words("aio.quality_differs", difference=words.number(difference))
        if not all_opened:
            return words("aio.quality_withheld", minimum=words.number(self._state.minimum))
        found = self._state.outcome().exact.size
        return words("aio.quality_same", found=words.number(found))
