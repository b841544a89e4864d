"""The page of the case `debts`: what is there to choose, to show and to break."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, ClassVar

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.debts import CITIZEN, MUNICIPALITY, RESIDENTS, own_tables
from pet_workbench.usecases.debts.citizens import QUESTIONS
from pet_workbench.viz.debts import COUNTS, counts_figure
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    Words,
)
from pet_workbench.widgets.case.tampering import last_multiplications
from pet_workbench.widgets.debts.again import Again
from pet_workbench.widgets.debts.collusion import learn
from pet_workbench.widgets.debts.exercises import TASKS
from pet_workbench.widgets.debts.seen import told
from pet_workbench.widgets.debts.state import EXAMPLES, DebtsState


def _euros(words: Words, euros: int) -> str:
    """Write a whole number of euros."""
    return words.euro(100 * euros, 0)


class DebtsPage(CasePage[DebtsState]):
    """Everything that moves on the page of `debts`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = DebtsState
    published = ("arrears_central", "arrears_multiple", "long_lasting")
    published_table = (
        "arrears_tax_podcast",
        "arrears_tax",
        "arrears_three_podcast",
        "long_lasting",
        "long_lasting_debt",
        "long_lasting_known",
    )
    controls = (
        Pick("question", QUESTIONS),
        Pick("who", tuple(EXAMPLES)),
        Slide("n", (20_000, 100_000, 200_000, 500_000)),
        Slide("at_least", COUNTS),
        Slide("minimum_euros", (0, 250, 1_000, 2_500, 10_000), written=_euros),
        Slide("minimum_found", (1, 5, 10, 20, 50)),
    )
    samples: ClassVar = {
        "secret-sharing-bitmap": {"computer": ("list part 1", "count")},
        "secret-sharing-pseudonyms": {"computer": ("pseudonyms of list", "pseudonyms asked")},
        "trusted-third-party": {"third": ("person", "amount_cents")},
        "plain-exchange": {"reader": ("person", "amount_cents")},
    }
    amounts = frozenset({"amount_cents"})
    national_n = 18_000_000
    breaks: ClassVar = {
        "owner": ("nothing", "nothing", "nothing", "nothing"),
        "computer": ("nothing", "pattern", "nothing", "nothing"),
        "reader": ("result", "result", "result", "all"),
        "third": ("nothing", "nothing", "all", "nothing"),
        "computer+computer": ("all", "pattern", "nothing", "nothing"),
        "owner+computer": ("nothing", "all", "nothing", "nothing"),
        "computer+reader": ("result", "all", "result", "all"),
        "owner+owner": ("nothing", "nothing", "nothing", "nothing"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = own_tables.SLUGS
    tasks = TASKS

    @cached_property
    def again(self) -> Again:
        """Asking again, and what stops it."""
        return Again(self)

    def own_arguments(self) -> dict[str, Any]:
        """Ask for the residents: a citizen of the generated data is not in the reader's files."""
        return {**self.state.run_arguments(), "question": RESIDENTS, "citizen": None}

    def settings(self) -> Facts:
        """Return the choices that notes ask for."""
        state = self.state
        return {
            "k": state.at_least,
            "minimum": state.minimum_found,
            "euros": _euros(self.words, state.minimum_euros),
            "resident": self.words(f"option_who_{state.who}"),
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the answer, among all residents with a debt."""
        words, state = self.words, self.state
        return Shown(
            sentence=self._sentence(outcome),
            figures={
                "residents": len(state.tables[MUNICIPALITY]),
                "answer": self.answer_words(outcome),
            },
            chart=counts_figure(
                state.counts,
                found=self._asked(outcome),
                is_opened=self.is_opened(outcome),
                lang=self.lang,
            ),
            remark=words("try_remark", **words.written(self.settings())),
        )

    def _asked(self, outcome: Outcome) -> Collection[int]:
        """Return the numbers of agencies that an answer is about."""
        if outcome.parameters["question"] == CITIZEN:
            return (int(outcome.answer.number),)
        return range(int(outcome.parameters["at_least"]), max(COUNTS) + 1)

    def _sentence(self, outcome: Outcome) -> str:
        """Say what the municipality reads."""
        words, answer = self.words, outcome.answer
        said = words.written(self.settings())
        if answer.number is None:
            return words("try_withheld", **said)
        said["number"] = words.number(answer.number)
        question = str(outcome.parameters["question"])
        if question == RESIDENTS:
            said["numbers"] = ", ".join(map(str, answer.persons[:3].tolist())) or "-"
        return words(f"try_{question}", **said)

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        facts = {**self.settings(), **told(outcome, self.state.tables)}
        return {**facts, "answer": self._answer(outcome)}

    def _answer(self, outcome: Outcome) -> str:
        """Say in a few words what the municipality got."""
        number, question = outcome.answer.number, str(outcome.parameters["question"])
        if number is None:
            return self.words("seen_answer_withheld")
        return self.words(f"seen_answer_{question}", number=self.words.number(number))

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether the municipality got an answer."""
        return outcome.answer.number is not None

    def answer_words(self, outcome: Outcome) -> str:
        """Write the number that the municipality reads, or that is in its list."""
        number = outcome.answer.number
        return self.words("figure_withheld") if number is None else self.words.number(number)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the number that there is to find."""
        exact = outcome.exact
        return self.words.number(exact if isinstance(exact, int) else exact.size)

    def brief(self, outcome: Outcome) -> str:
        """Write the answer inside a sentence."""
        return self._answer(outcome)

    def multiplications(self, outcome: Outcome) -> Sequence[int]:
        """Return messages to change; of a question about one resident, those after the check."""
        if outcome.parameters["question"] != CITIZEN:
            return last_multiplications(outcome)
        steps = [message.step for message in outcome.transcript.messages]
        return [at for at, step in enumerate(steps) if step in ("look-up", "count")]

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:  # noqa: ARG002 - the views say it all
        """Return what `coalition` reads in its views of a run, beyond its own lists."""
        return learn(coalition, outcome, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and the residents found in a file."""
        words, found = self.words, outcome.answer.persons
        said = words.written(self.settings())
        if found is None:
            return OwnAnswer(words("own_withheld", **said))
        residents = tables[MUNICIPALITY]
        counted = words.written({"people": len(residents), "found": found.size})
        return OwnAnswer(
            words("own_found", **said, **counted),
            residents[residents["person"].isin(found)].sort_values("person"),
            own_tables.HEADERS[self.lang],
        )
