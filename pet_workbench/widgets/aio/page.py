"""The page of the case `aio`: what is there to choose, to show and to break."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from pet_workbench.core import Outcome
from pet_workbench.usecases.aio import THIRD_PARTIES, own_tables
from pet_workbench.usecases.aio.households import SVB, UWV, households_to_check
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.usecases.base import Tables
from pet_workbench.viz.aio import MOST_PERCENT, counts, incomes_figure
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.aio.collusion import gain, learn, own_files, table, verdict
from pet_workbench.widgets.aio.estimates import Estimates
from pet_workbench.widgets.aio.exercises import TASKS
from pet_workbench.widgets.aio.limits import Limits
from pet_workbench.widgets.aio.masks import Masks
from pet_workbench.widgets.aio.seen import told
from pet_workbench.widgets.aio.state import HOMOMORPHIC, LIMITS, RATES, SIZES, AioState
from pet_workbench.widgets.case import CasePage, Facts, Learned, OwnAnswer, Pick, Shown, Slide

_NUMBERS_SHOWN = 4


class AioPage(CasePage[AioState]):
    """Everything that moves on the page of `aio`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = AioState
    controls = (
        Slide("n", SIZES),
        Slide("non_take_up", RATES, written="percent"),
        Slide("limit", LIMITS, written="percent"),
        Pick("third", THIRD_PARTIES),
    )
    samples: ClassVar = {
        "secret-sharing": {
            "svb": ("masked numbers", "positions", "households found"),
            "uwv": ("sizes", "income minus limit"),
            "third": ("pseudonyms of places", "pseudonyms of rows", "income minus limit"),
        },
        "homomorphic": {
            "svb": ("hidden answers 1",),
            "uwv": ("persons asked about",),
        },
        "trusted-third-party": {
            "svb": ("households found",),
            "third": ("persons", "incomes", "persons of households"),
        },
        "plain-exchange": {"svb": ("persons", "incomes")},
    }
    amounts = frozenset({"incomes", "limits"})
    national_n = 3_000_000
    breaks: ClassVar = {
        "svb": ("result", "result", "result", "incomes"),
        "uwv": ("counts", "asked", "nothing", "nothing"),
        "third": ("pattern", "nothing", "all", "nothing"),
        "svb+uwv": ("files", "files", "files", "files"),
        "svb+third": ("incomes", "result", "all", "incomes"),
        "uwv+third": ("households", "asked", "all", "nothing"),
    }
    agreed = frozenset({"result", "counts", "pattern"})
    files: ClassVar = {"svb": SVB, "uwv": UWV}
    example_name = "{slug}_{word}.csv"
    tasks = TASKS

    @cached_property
    def estimates(self) -> Estimates:
        """Published figures on non-take-up, with their sources."""
        return Estimates(self)

    @cached_property
    def limits(self) -> Limits:
        """Small numbers, repeated questions, and counting them."""
        return Limits(self)

    @cached_property
    def masks(self) -> Masks:
        """A cheap mask, and what UWV guesses from it."""
        return Masks(self)

    def settings(self) -> Facts:
        """Return the limit and the minimum that are set."""
        return {
            "percent": self.words.percent(self.state.limit),
            "minimum": self.state.minimum,
            "most": self.words.percent(MOST_PERCENT),
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the households found, and where they lie among all incomes."""
        state, words, found = self.state, self.words, outcome.answer.households
        state.answered(outcome)
        single, couple = (words.euro(cents * state.limit / 100) for cents in norms_cents())
        percent = words.percent(state.limit)
        return Shown(
            sentence=self._sentence(outcome),
            figures={"checked": state.n_checked, "found": self.answer_words(outcome)},
            chart=incomes_figure(
                counts(state.incomes, limit_percent=state.limit),
                limit_percent=state.limit,
                is_opened=found is not None,
                lang=self.lang,
            ),
            remark=words("limit_euros", percent=percent, single=single, couple=couple),
        )

    def _sentence(self, outcome: Outcome) -> str:
        """Say how many households were found, and which numbers SVB reads."""
        words, found = self.words, outcome.answer.households
        if found is None:
            return words("try_withheld", minimum=words.number(self.state.minimum))
        return words(
            "try_found",
            checked=words.number(self.state.n_checked),
            found=words.number(found.size),
            numbers=", ".join(str(one) for one in found[:_NUMBERS_SHOWN].tolist()) or "-",
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        found = outcome.answer.households
        withheld = "kept" if outcome.technique == HOMOMORPHIC else "withheld"
        key = f"seen_answer_{withheld if found is None else 'found'}"
        number = self.words.number(0 if found is None else found.size)
        return {**told(outcome, self.state.tables), "answer": self.words(key, found=number)}

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether SVB got a list."""
        return outcome.answer.households is not None

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many households were found."""
        found = outcome.answer.households
        return self.words("figure_withheld") if found is None else self.words.number(found.size)

    def exact_words(self, outcome: Outcome) -> str:
        """Write how many households there are to find."""
        return self.words.number(outcome.exact.size)

    def brief(self, outcome: Outcome) -> str:
        """Write how many households SVB reads."""
        found = outcome.answer.households
        if found is None:
            return self.words("tamper_no_list")
        return self.words("tamper_households", found=self.words.number(found.size))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        learned = learn(coalition, outcome, tables)
        got = gain(coalition, learned)
        shown = own_files(tables) if got == "files" else learned
        facts = {
            "both": len(shown.persons),
            "persons": len(learned.persons),
            "households": len(learned.households),
            "under": int(learned.under_limit.sum()),
        }
        kind = verdict(got, len(coalition), outcome.technique)
        return Learned(got, kind, facts, table(shown, self.words))

    def multiplications(self, outcome: Outcome) -> Sequence[int]:
        """Return the last message to SVB in the multiplications that compare incomes."""
        messages = outcome.transcript.messages
        compared = [message.step for message in messages].index("masked bits")
        received = [(message.step, message.receiver) for message in messages[:compared]]
        return [len(received) - 1 - received[::-1].index(("carry", SVB))]

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read both files; problems name the file as the reader does."""
        svb, uwv = files["svb"], files["uwv"]
        return own_tables.read(svb.content, uwv.content, svb_file=svb.name, uwv_file=uwv.name)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a table that holds nothing of UWV's."""
        words, svb, found = self.words, tables[SVB], outcome.answer.households
        said = words.written(self.settings())
        if found is None:
            return OwnAnswer(words("own_withheld", **said))
        members = svb[svb["household"].isin(found)].sort_values(["household", "person"])
        counted = {
            "people": len(svb),
            "rows": len(tables[UWV]),
            "checked": len(households_to_check(svb, 100)),
            "found": found.size,
        }
        return OwnAnswer(
            words("own_found", **said, **words.written(counted)),
            members[["household", "person", "aow_cents"]],
            own_tables.HEADERS[self.lang],
        )
