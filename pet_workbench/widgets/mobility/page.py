"""The page of the case `mobility`: what is there to choose, to show and to break."""

from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.mobility import DAYPARTS, OPERATORS, Movements
from pet_workbench.usecases.provinces import PROVINCES
from pet_workbench.viz.mobility import movements_figure, unclear
from pet_workbench.widgets import note, table_html
from pet_workbench.widgets.case import (
    EPSILONS,
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    Words,
)
from pet_workbench.widgets.mobility.again import Again
from pet_workbench.widgets.mobility.checking import Checking
from pet_workbench.widgets.mobility.exercises import TASKS
from pet_workbench.widgets.mobility.genuine import Genuine
from pet_workbench.widgets.mobility.memory import Memory
from pet_workbench.widgets.mobility.publishing import Publishing
from pet_workbench.widgets.mobility.seen import learn, told
from pet_workbench.widgets.mobility.state import (
    MINIMA,
    SIZES,
    MobilityState,
    StateWithoutEnclave,
    has_library,
)

_HIGHEST = 5
_EVIDENCE = ("quote", "key of the enclave")


class MobilityPage(CasePage[MobilityState]):
    """Everything that moves on the page of `mobility`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = MobilityState
    published = ("test_population", "connections_per_day", "minutes_travelling")
    published_table = ("people", "trip_km")
    controls = (
        Slide("n", SIZES),
        Slide("minimum", MINIMA),
        Slide("epsilon", EPSILONS, written=lambda words, value: words.epsilon(value)),
        Pick("daypart", DAYPARTS),
    )
    samples: ClassVar = {
        "enclave": {
            "operator": _EVIDENCE,
            "host": ("encrypted rows",),
            "office": ("table",),
            "maker": ("public key of the chip",),
        },
        "secret-sharing": {
            "host": ("counts part 1",),
            "office": ("table",),
            "computer": ("counts part 2",),
        },
        "trusted-third-party": {"host": ("person", "area", "hour"), "office": ("table",)},
        "plain-exchange": {"office": ("person", "area", "hour")},
    }
    national_n = 1_000_000
    agreed = frozenset({"result"})
    files: ClassVar = dict(zip("abcd", OPERATORS, strict=True))
    tasks = TASKS
    breaks: ClassVar = {
        "operator": ("nothing", "nothing", "nothing", "nothing", "nothing"),
        "host": ("memory", "memory", "nothing", "all", "nothing"),
        "office": ("result", "result", "result", "result", "all"),
        "maker": ("nothing", "nothing", "nothing", "nothing", "nothing"),
        "computer": ("nothing", "nothing", "nothing", "nothing", "nothing"),
        "host+office": ("memory", "memory", "result", "all", "all"),
        "host+computer": ("memory", "memory", "counts", "all", "nothing"),
        "computer+computer": ("nothing", "nothing", "counts", "nothing", "nothing"),
    }

    def __new__(cls, *, lang: Language) -> "MobilityPage":  # noqa: ARG004 - the page's own signature
        """Return a page; without techniques that need a library which is not installed."""
        return super().__new__(cls if has_library() else PageWithoutEnclave)

    @cached_property
    def checking(self) -> Checking:
        """Tricks with evidence."""
        return Checking(self)

    @cached_property
    def genuine(self) -> Genuine:
        """Evidence of a real processor."""
        return Genuine(self)

    @cached_property
    def memory(self) -> Memory:
        """A host that looks into memory."""
        return Memory(self)

    @cached_property
    def publishing(self) -> Publishing:
        """An approved program that gives away too much."""
        return Publishing(self)

    @cached_property
    def again(self) -> Again:
        """A second table without one person."""
        return Again(self)

    def settings(self) -> Facts:
        """Return the minimum and the part of the day."""
        return {
            "minimum": self.state.minimum,
            "epsilon": self.words.epsilon(self.state.epsilon),
            "daypart": self.words(f"daypart_{self.state.daypart}"),
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the heat map of a part of the day, and its largest movements."""
        words, table, quarter = self.words, outcome.answer, self.state.quarter
        facts = words.written({**self.told(outcome), **self.settings()})
        key = "try_noisy" if table.scale is not None else "try_found"
        if table.scale is None and not table.n_shown:
            key = "try_withheld"
        return Shown(
            sentence=words(key, **facts),
            figures={
                "shown": words("of", part=facts["shown"], whole=facts["cells"]),
                "persons": facts["persons"],
            },
            chart=movements_figure(table, quarter, lang=self.lang),
            table=self._largest(table, quarter),
        )

    def _largest(self, table: Movements, quarter: int) -> str:
        """Return the most common movements of a part of the day as a table."""
        words = self.words
        counts = np.where(unclear(table, quarter), 0, table.counts[quarter])
        order = np.argsort(-counts, axis=None, kind="stable")[:_HIGHEST]
        origin, place = np.unravel_index(order[counts.reshape(-1)[order] > 0], counts.shape)
        if not origin.size:
            return ""
        frame = pd.DataFrame(
            {
                "origin": [PROVINCES[at] for at in origin],
                "destination": [PROVINCES[at] for at in place],
                "persons": counts[origin, place],
            }
        )
        return table_html(
            frame,
            lang=self.lang,
            caption=words("largest_caption", **words.written(self.settings())),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        return told(outcome, self.state.tables)

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether any number was shown."""
        return bool(outcome.answer.n_shown)

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many numbers are shown, and how many persons are in them."""
        return self._table_words(outcome.answer)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the check."""
        return self._table_words(outcome.exact)

    def _table_words(self, table: Movements) -> str:
        """Write a table in a few words."""
        shown, persons = table.n_shown, int(table.counts.sum())
        return self.words(
            "answer_table", shown=self.words.number(shown), persons=self.words.number(persons)
        )

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads, in its views of a run or in memory."""
        return learn(coalition, outcome, tables, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a table with withheld numbers left out."""
        words, table = self.words, outcome.answer
        said = {**self.settings(), **told(outcome, tables)}
        frame = movements_frame(table, self.words)
        headers = {name: words(f"column_{name}") for name in frame.columns}
        return OwnAnswer(words("own_found", **words.written(said)), frame, headers)


class PageWithoutEnclave(MobilityPage):
    """The page where data cannot be encrypted to an enclave: it says what to install.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = StateWithoutEnclave
    breaks: ClassVar = {
        kind: gains[-len(StateWithoutEnclave.case.techniques) :]
        for kind, gains in MobilityPage.breaks.items()
    }

    def __new__(cls, *, lang: Language) -> "PageWithoutEnclave":  # noqa: ARG004 - the page's own signature
        """Return such a page, whatever is installed."""
        return object.__new__(cls)

    def __init__(self, *, lang: Language) -> None:
        super().__init__(lang=lang)
        missing = note(self.words("missing"), lang=lang, kind="warning")
        self.try_it.children = [missing, *self.try_it.children]


def movements_frame(table: Movements, words: Words) -> pd.DataFrame:
    """Return the numbers that are shown, one row each.

    Parameters
    ----------
    table : Movements
    words : Words
    """
    quarter, origin, place = np.nonzero(~table.withheld & (table.counts != 0))
    return pd.DataFrame(
        {
            "daypart": [words(f"daypart_{DAYPARTS[at]}") for at in quarter],
            "origin": [PROVINCES[at] for at in origin],
            "destination": [PROVINCES[at] for at in place],
            "persons": table.counts[quarter, origin, place],
        }
    )
