"""The page of the case `treatment`: what is there to choose, to show and to break."""

from functools import cached_property
from typing import ClassVar

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.treatment import HOSPITALS, Comparison, Conclusion, alone
from pet_workbench.viz.treatment import differences_figure, intervals
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Shown,
    Slide,
    Tick,
    Words,
)
from pet_workbench.widgets.treatment.collusion import learn
from pet_workbench.widgets.treatment.exercises import TASKS
from pet_workbench.widgets.treatment.inventing import Inventing
from pet_workbench.widgets.treatment.leaving import Leaving
from pet_workbench.widgets.treatment.state import (
    EFFECTS,
    MINIMA,
    PREFERENCES,
    SIZES,
    TreatmentState,
)


def _effect(words: Words, points: int) -> str:
    """Write which treatment is truly better, and by how much."""
    if not points:
        return words("effect_none")
    return words("effect_a" if points > 0 else "effect_b", points=words.number(abs(points)))


class TreatmentPage(CasePage[TreatmentState]):
    """Everything that moves on the page of `treatment`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = TreatmentState
    published = ("patients_learned_from",)
    controls = (
        Slide("n", SIZES),
        Slide("effect", EFFECTS, written=_effect),
        Slide("preference", PREFERENCES, written="percent"),
        Slide("minimum", MINIMA),
        Tick("within_hospitals"),
    )
    samples: ClassVar = {
        "secret-sharing": {"hospital": ("totals", "conclusion")},
        "trusted-third-party": {"hospital": ("answer",), "third": ("patient", "score")},
        "plain-exchange": {"hospital": ("patient", "treatment", "score")},
        "plain-exchange-totals": {"hospital": ("totals in the clear",)},
    }
    national_n = 1_000_000
    breaks: ClassVar = {
        "hospital": ("result", "result", "patients", "totals"),
        "third": ("nothing", "patients", "nothing", "nothing"),
        "hospital+hospital": ("totals", "result", "patients", "totals"),
        "hospital+third": ("result", "patients", "patients", "totals"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = {"noord": "Noord", "midden": "Midden", "zuid": "Zuid"}
    tasks = TASKS

    @cached_property
    def leaving(self) -> Leaving:
        """The same question with and without one hospital."""
        return Leaving(self)

    @cached_property
    def inventing(self) -> Inventing:
        """A hospital that invents patients."""
        return Inventing(self)

    def settings(self) -> Facts:
        """Return what is true of the invented patients, and the minimum."""
        state = self.state
        return {"effect": _effect(self.words, state.effect), "minimum": state.minimum}

    def shown(self, outcome: Outcome) -> Shown:
        """Return the conclusion, beside those of each hospital alone."""
        state = self.state
        return Shown(
            sentence=self._sentence(outcome),
            figures={"conclusion": self.answer_words(outcome)},
            chart=differences_figure(intervals(state.tables, outcome.parameters), lang=self.lang),
            table=self._table(outcome),
            remark=self.said("truth"),
        )

    def _alone(self, outcome: Outcome) -> dict[str, Comparison]:
        """Return what each hospital would conclude alone."""
        tables = self.state.tables
        return {name: alone(tables[name], outcome.parameters) for name in HOSPITALS}

    def _sentence(self, outcome: Outcome) -> str:
        """Say what they conclude together, and how many would have done so alone."""
        if outcome.answer.conclusion == Conclusion.TOO_FEW:
            return self.words("try_too_few", minimum=self.words.number(self.state.minimum))
        same = sum(
            one.conclusion == outcome.answer.conclusion for one in self._alone(outcome).values()
        )
        return self.words(
            f"try_same_{same}", answer=f"<strong>{self.answer_words(outcome)}</strong>"
        )

    def _table(self, outcome: Outcome) -> str:
        """Put the conclusions below each other."""
        words = self.words
        rows = [
            (words.heading(name), self._written(one)) for name, one in self._alone(outcome).items()
        ]
        rows.append((words("chart_together"), self.answer_words(outcome)))
        frame = pd.DataFrame(rows, columns=[words("column_who"), words("column_concludes")])
        return table_html(frame, lang=self.lang, caption=words("alone_caption"))

    def _written(self, one: Comparison) -> str:
        """Write a conclusion."""
        return self.words(f"answer_{one.conclusion.name.lower()}")

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        tables, view = self.state.tables, outcome.transcript.view(HOSPITALS[0])
        sizes = {name: len(tables[name]) for name in HOSPITALS}
        return {
            "answer": self.answer_words(outcome),
            "patients": sum(sizes.values()),
            "others": sum(sizes.values()) - sizes[HOSPITALS[0]],
            "numbers": sum(message.items for message in view.received),
        }

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether the groups were large enough."""
        return bool(outcome.answer.conclusion != Conclusion.TOO_FEW)

    def answer_words(self, outcome: Outcome) -> str:
        """Write the conclusion."""
        return self._written(outcome.answer)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the conclusion of the check."""
        return self._written(outcome.exact)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:  # noqa: ARG002 - views are enough
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        return learn(coalition, outcome, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words; a conclusion needs no file."""
        said = {
            "answer": self.answer_words(outcome),
            "patients": self.words.number(sum(len(table) for table in tables.values())),
        }
        return OwnAnswer(self.words("own_found", **said))
