"""The page of the case `informants`: what is there to choose, to show and to break."""

from typing import ClassVar

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import traitlets

from pet_workbench.attacks.pooled_lists import ReadList, read_lists
from pet_workbench.core import Outcome, View
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.informants import CASE, FIRST, SECOND, THIRD_PARTIES, own_tables
from pet_workbench.viz.lists import overlap_figure
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    CaseState,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    view_of,
)
from pet_workbench.widgets.lists.candidates import candidates, tried_numbers, views_of

_WHO, _COUNT, SECRET, _HASHED, TRUSTED, _PLAIN = CASE.techniques
_ROWS = 5
_LIST_OF = {FIRST: "list_a", SECOND: "list_b"}


class InformantsState(CaseState):
    """The reader's choices."""

    case: ClassVar = CASE
    choices: ClassVar = ("minimum_count", "third_party")
    n = traitlets.Int(500)
    minimum_count = traitlets.Int(5)
    third_party = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])


class InformantsPage(CasePage[InformantsState]):
    """Everything that moves on the page of `informants`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = InformantsState
    controls = (
        Slide("n", (200, 500, 1_000)),
        Slide("minimum_count", (0, 2, 5, 10, 20, 50)),
        Pick("third_party", THIRD_PARTIES),
    )
    samples: ClassVar = {
        "private-set-intersection": {
            "first": ("doubly masked points", "tags"),
            "second": ("masked points",),
        },
        "secret-sharing": {
            "first": ("overlap",),
            "second": ("common decoys", "overlap"),
            "third": ("pseudonyms with decoys",),
        },
        "hashed-ids": {"first": ("places found",), "second": ("hashed list",)},
        "trusted-third-party": {"first": ("persons found",), "third": ("person",)},
        "plain-exchange": {"first": ("person",)},
    }
    breaks: ClassVar = {
        "first": ("result", "result", "result", "result", "result", "list_b"),
        "second": ("counts", "counts", "result", "list_a", "nothing", "nothing"),
        "third": ("nothing", "nothing", "counts", "nothing", "all", "nothing"),
        "first+second": ("files", "files", "files", "files", "files", "files"),
        "first+third": ("result", "result", "list_b", "result", "all", "list_b"),
        "second+third": ("counts", "counts", "list_a", "list_a", "all", "nothing"),
    }
    agreed = frozenset({"result", "counts"})
    files: ClassVar = {"first": FIRST, "second": SECOND}

    def settings(self) -> Facts:
        """Return the smallest count that is opened."""
        return {"minimum": self.state.minimum_count}

    def shown(self, outcome: Outcome) -> Shown:
        """Return how many persons are on one list, on both, and on the other."""
        told = self.told(outcome)
        said = self.words.written({**self.settings(), **told})
        key = "try_withheld"
        if self.is_opened(outcome):
            key = "try_counted" if outcome.answer.persons is None else "try_named"
        lists = {"first": told["first"], "second": told["second"]}
        return Shown(
            sentence=self.words(key, **said),
            figures={**lists, "both": self.answer_words(outcome)},
            chart=self._chart(outcome) if self.is_opened(outcome) else None,
        )

    def _chart(self, outcome: Outcome) -> go.Figure:
        """Draw both lists; the lengths of the parts follow from the answer and the lengths."""
        words, told, both = self.words, self.told(outcome), outcome.answer.count
        counts = [int(str(told["first"])) - both, both, int(str(told["second"])) - both]
        names = [words(f"chart_{part}") for part in ("first", "both", "second")]
        said = dict(zip(("first", "both", "second"), counts, strict=True))
        alt = words("chart_alt", **words.written(said))
        return overlap_figure(dict(zip(names, counts, strict=True)), alt=alt, lang=self.lang)

    def told(self, outcome: Outcome) -> Facts:
        """Return the lengths of the lists, the answer, and what the third body counted."""
        lengths = [len(self.state.tables[service]) for service in (FIRST, SECOND)]
        counted = _counted(view_of(outcome, self.state.third_party))
        least, most = _bounds(outcome, counted, shortest=min(lengths))
        return {
            "first": lengths[0],
            "second": lengths[1],
            "both": self.answer_words(outcome),
            "decoys": outcome.parameters["decoys"],
            "counted": counted,
            "least": least,
            "most": most,
        }

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether the count was opened."""
        return outcome.answer.count is not None

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many persons are on both lists."""
        count = outcome.answer.count
        return self.words("figure_withheld") if count is None else self.words.number(count)

    def exact_words(self, outcome: Outcome) -> str:
        """Write how many persons are really on both."""
        return self.words.number(outcome.exact.size)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        if {FIRST, SECOND} <= set(coalition):
            return Learned("files")
        views = views_of(coalition, outcome)
        if outcome.technique == TRUSTED and self.state.third_party in coalition:
            return Learned("all")
        for read in read_lists(views, candidates(coalition, tables)):
            return self._read(read)
        if FIRST in coalition or (SECOND in coalition and outcome.technique == SECRET):
            return Learned("nothing", "result")
        sees_sizes = any(
            view.find(step)
            for view in views.values()
            for step in ("masked points", "pseudonyms with decoys")
        )
        return Learned("nothing", "counts" if sees_sizes else "")

    def _read(self, read: ReadList) -> Learned:
        """Show who is on the other service's list."""
        frame = pd.DataFrame({"person": [str(one) for one in read.persons[:_ROWS].tolist()]})
        table = table_html(
            frame,
            lang=self.lang,
            caption=self.words("collusion_caption"),
            headers={"person": self.words("column_person")},
        )
        facts = {"persons": read.persons.size, "tried": tried_numbers().size}
        gain = _LIST_OF[read.owner]
        return Learned(gain, f"{gain}_clear" if read.is_clear else gain, facts, table)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a list of those who are on both."""
        said = {
            "first": len(tables[FIRST]),
            "second": len(tables[SECOND]),
            "both": outcome.answer.count,
        }
        frame = pd.DataFrame({"person": outcome.answer.persons})
        answer = self.words("own_found", **self.words.written(said))
        return OwnAnswer(answer, frame, own_tables.HEADERS[self.lang])


def _counted(third: View) -> int:
    """Return how many equal pseudonyms the third body saw, decoys included; 0 without any."""
    lists = [message.values() for message in third.find("pseudonyms with decoys")]
    return np.intersect1d(lists[0], lists[1]).size if lists else 0


def _bounds(outcome: Outcome, counted: int, *, shortest: int) -> tuple[int, int]:
    """Return between which numbers the third body knows the overlap to lie, all it saw together.

    Besides its own count it saw how long the lists are, and whether the number was opened.
    """
    least, most = max(0, counted - outcome.parameters["decoys"]), min(counted, shortest)
    minimum = outcome.answer.minimum
    if outcome.answer.count is None:
        return least, min(most, minimum - 1)
    return max(least, minimum), most
