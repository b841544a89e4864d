"""The page of the case `fraud`: what is there to choose, to show and to break."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fraud import BANK, INSURER, KVK, THIRD_PARTIES, own_tables
from pet_workbench.usecases.fraud.scores import pooled_scores
from pet_workbench.viz.fraud import scores_figure
from pet_workbench.widgets.case import CasePage, Facts, Learned, OwnAnswer, Pick, Shown, Slide
from pet_workbench.widgets.fraud.balance import Balance
from pet_workbench.widgets.fraud.collusion import learn
from pet_workbench.widgets.fraud.exercises import TASKS
from pet_workbench.widgets.fraud.fishing import Fishing
from pet_workbench.widgets.fraud.seen import told
from pet_workbench.widgets.fraud.state import LISTS, SECRET, FraudState


class FraudPage(CasePage[FraudState]):
    """Everything that moves on the page of `fraud`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = FraudState
    published = ("share_of_care_spending", "cases_examined", "partners_of_ikz")
    controls = (
        Slide("n", (5_000, 10_000, 20_000, 50_000)),
        Slide("insurer_threshold", tuple(range(0, 101, 5))),
        Slide("bank_threshold", tuple(range(5, 101, 5))),
        Slide("weighted_threshold", tuple(range(40, 101, 5))),
        Slide("minimum_found", (1, 5, 10, 20, 50)),
        Pick("third_party", THIRD_PARTIES),
    )
    samples: ClassVar = {
        "secret-sharing": {
            "insurer": ("masked numbers", "providers found"),
            "bank": ("sizes", "bank scores"),
            "kvk": ("sizes",),
            "third": ("pseudonyms of places", "pseudonyms of rows"),
        },
        "trusted-third-party": {
            "insurer": ("providers found",),
            "third": ("provider", "score", "years"),
        },
        "private-set-intersection": {
            "insurer": ("tags",),
            "bank": ("masked points",),
        },
        "plain-exchange": {"insurer": ("provider", "score", "years")},
    }
    national_n = 1_000_000
    breaks: ClassVar = {
        "insurer": ("result", "result", "members", "all"),
        "bank": ("counts", "nothing", "counts", "nothing"),
        "kvk": ("counts", "nothing", "nothing", "nothing"),
        "third": ("pattern", "all", "nothing", "nothing"),
        "insurer+bank": ("files", "files", "files", "all"),
        "insurer+kvk": ("files", "files", "members", "all"),
        "bank+kvk": ("files", "files", "files", "files"),
        "insurer+third": ("scores", "all", "members", "all"),
        "bank+third": ("list", "all", "counts", "nothing"),
        "kvk+third": ("names", "all", "nothing", "nothing"),
    }
    agreed = frozenset({"result", "counts", "pattern"})
    files: ClassVar = {"insurer": INSURER, "bank": BANK, "kvk": KVK}
    tasks = TASKS

    @cached_property
    def fishing(self) -> Fishing:
        """An insurer that lies, and what stops it."""
        return Fishing(self)

    @cached_property
    def balance(self) -> Balance:
        """Who gives, who pays and who gains."""
        return Balance(self)

    def settings(self) -> Facts:
        """Return the thresholds that are set."""
        state = self.state
        return {
            "insurer": state.insurer_threshold,
            "bank": state.bank_threshold,
            "weighted": state.weighted_threshold,
            "minimum": state.minimum_found,
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the providers found, among all on the insurer's list."""
        state, tables = self.state, self.state.tables
        opened = self.is_opened(outcome)
        return Shown(
            sentence=self._sentence(outcome),
            figures={
                "listed": len(tables[INSURER]),
                "found": self.answer_words(outcome),
            },
            chart=scores_figure(
                state.keep(state.key("scores", *state.data), lambda: pooled_scores(tables)),
                outcome.answer.providers if opened else outcome.exact,
                insurer=state.insurer_threshold,
                bank=state.bank_threshold,
                is_opened=opened,
                lang=self.lang,
            ),
        )

    def _sentence(self, outcome: Outcome) -> str:
        """Say who was found, or that nothing was opened."""
        said = {**self.settings(), **self.told(outcome)}
        key = "try_found" if self.is_opened(outcome) else "try_withheld"
        if outcome.technique == LISTS:
            key = "try_lists"
        return self.words(key, **self.words.written(said))

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        found = outcome.answer.providers
        key = "seen_answer_withheld" if found is None else "seen_answer_found"
        number = self.words.number(0 if found is None else found.size)
        facts = told(outcome, self.state.tables)
        return {**facts, "answer": self.words(key, found=number)}

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether the insurer got a list."""
        return outcome.answer.providers is not None

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many providers were found."""
        found = outcome.answer.providers
        return self.words("figure_withheld") if found is None else self.words.number(found.size)

    def exact_words(self, outcome: Outcome) -> str:
        """Write how many providers there are to find."""
        return self.words.number(outcome.exact.size)

    def brief(self, outcome: Outcome) -> str:
        """Write how many providers the insurer reads."""
        if not self.is_opened(outcome):
            return self.words("tamper_no_list")
        return self.words("tamper_providers", found=self.answer_words(outcome))

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say that comparing lists finds too many, and that the others are right."""
        by_id = {outcome.technique: outcome for outcome in outcomes}
        values = {
            **self.settings(),
            "found": outcomes[0].exact.size,
            "lists": by_id[LISTS].answer.providers.size,
            "extra": by_id[LISTS].error,
            "difference": sum(o.error for id, o in by_id.items() if id != LISTS),
        }
        key = "quality_same"
        if values["difference"]:
            key = "quality_differs"
        elif not self.is_opened(by_id[SECRET]):
            key = "quality_withheld"
        return self.words(key, **self.words.written(values))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        return learn(coalition, outcome, tables, self.words)

    def multiplications(self, outcome: Outcome) -> Sequence[int]:
        """Return the messages to the insurer that combine the comparisons, last first."""
        messages = outcome.transcript.messages
        places = [
            place
            for place, message in enumerate(messages)
            if (message.step, message.receiver) == ("and", INSURER)
        ]
        return places[::-1]

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a table that holds nothing of bank or KVK."""
        words, found = self.words, outcome.answer.providers
        said = {**self.settings(), **{f"rows_{s}": len(tables[p]) for s, p in self.files.items()}}
        if found is None:
            return OwnAnswer(words("own_withheld", **words.written(said)))
        own: pd.DataFrame = tables[INSURER]
        frame = own[own["provider"].isin(found)].sort_values("provider")
        answer = words("own_found", **words.written({**said, "found": found.size}))
        return OwnAnswer(answer, frame, own_tables.HEADERS[self.lang])
