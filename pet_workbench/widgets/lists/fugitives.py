"""The page of the case `fugitives`: what is there to choose, to show and to break."""

from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd
import traitlets
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_lists import ReadList, read_lists
from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fugitives import BANK, CASE, JUSTICE, THIRD_PARTIES, own_tables
from pet_workbench.usecases.fugitives.population import PROVINCES
from pet_workbench.usecases.fugitives.techniques import lately
from pet_workbench.viz.lists import provinces_figure
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    CaseState,
    ChoiceTask,
    Facts,
    Learned,
    NumberTask,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
)
from pet_workbench.widgets.lists.breaking import Breaking
from pet_workbench.widgets.lists.candidates import candidates, tried_numbers, views_of
from pet_workbench.widgets.lists.everybody import Everybody
from pet_workbench.widgets.lists.exercises import decoys, domain

_SECRET, _LISTS, _HASHED, TRUSTED, _PLAIN = CASE.techniques
_ROWS = 5


class FugitivesState(CaseState):
    """The reader's choices."""

    case: ClassVar = CASE
    choices: ClassVar = ("within_days", "third_party")
    n = traitlets.Int(2_000)
    within_days = traitlets.Int(30)
    third_party = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])


class FugitivesPage(CasePage[FugitivesState]):
    """Everything that moves on the page of `fugitives`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = FugitivesState
    published = ("convicted_at_large",)
    controls = (
        Slide("n", (500, 1_000, 2_000, 5_000, 10_000)),
        Slide("within_days", (1, 3, 7, 14, 30, 60, 90, 180, 365)),
        Pick("third_party", THIRD_PARTIES),
    )
    samples: ClassVar = {
        "secret-sharing": {
            "justice": ("places found", "masked numbers found"),
            "bank": ("pseudonym key",),
            "third": ("pseudonyms sought", "pseudonyms held", "masked numbers"),
        },
        "private-set-intersection": {
            "justice": ("doubly masked points", "tags", "encrypted payloads"),
            "bank": ("masked points",),
        },
        "hashed-ids": {"justice": ("regions found",), "bank": ("hashed list",)},
        "trusted-third-party": {
            "justice": ("persons found", "regions found"),
            "third": ("person", "region", "days_ago"),
        },
        "plain-exchange": {"justice": ("person", "region", "days_ago")},
    }
    national_n = 10_000_000
    breaks: ClassVar = {
        "justice": ("result", "result", "result", "result", "customers"),
        "bank": ("nothing", "counts", "sought", "nothing", "nothing"),
        "third": ("counts", "nothing", "nothing", "all", "nothing"),
        "justice+bank": ("files", "files", "files", "files", "files"),
        "justice+third": ("customers", "result", "result", "all", "customers"),
        "bank+third": ("sought", "counts", "sought", "all", "nothing"),
    }
    agreed = frozenset({"result", "counts"})
    files: ClassVar = {"justice": JUSTICE, "bank": BANK}
    tasks = (
        NumberTask("domain", domain),
        ChoiceTask("salt", ("safe", "known", "longer"), right="known"),
        NumberTask("decoys", decoys),
    )

    @cached_property
    def breaking(self) -> Breaking:
        """The dictionary attack."""
        return Breaking(self)

    @cached_property
    def everybody(self) -> Everybody:
        """Everybody on the list, and the limit."""
        return Everybody(self)

    def settings(self) -> Facts:
        """Return how many days back the question goes."""
        return {"days": self.state.within_days}

    def shown(self, outcome: Outcome) -> Shown:
        """Return who was found, per province."""
        said = self.words.written({**self.settings(), **self.told(outcome)})
        counts = np.bincount(outcome.answer.regions, minlength=len(PROVINCES)).tolist()
        names = [self.province(at) for at in range(len(PROVINCES))]
        return Shown(
            sentence=self.words("try_found", **said),
            figures={
                "sought": len(self.state.tables[JUSTICE]),
                "found": outcome.answer.persons.size,
            },
            chart=provinces_figure(dict(zip(names, counts, strict=True)), lang=self.lang),
        )

    def province(self, region: int) -> str:
        """Name the province with number `region`."""
        return self.words(f"province_{PROVINCES[region]}")

    def told(self, outcome: Outcome) -> Facts:
        """Return how long the lists are, and how many persons were found."""
        tables = self.state.tables
        persons, _ = lately(tables[BANK], outcome.parameters["within_days"])
        return {
            "sought": len(tables[JUSTICE]),
            "customers": len(tables[BANK]),
            "lately": persons.size,
            "found": outcome.answer.persons.size,
            "others": len(tables[BANK]) - outcome.answer.persons.size,
        }

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many persons were found."""
        return self.words.number(outcome.answer.persons.size)

    def exact_words(self, outcome: Outcome) -> str:
        """Write how many persons there are to find."""
        return self.words.number(outcome.exact.persons.size)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        if {JUSTICE, BANK} <= set(coalition):
            return Learned("files")
        views = views_of(coalition, outcome)
        read = {one.owner: one for one in read_lists(views, candidates(coalition, tables))}
        if outcome.technique == TRUSTED and self.state.third_party in coalition:
            return Learned("all")
        if BANK in read:
            return self._customers(read[BANK])
        if JUSTICE in read:
            return self._sought(read[JUSTICE])
        if JUSTICE in coalition:
            return Learned("nothing", "result")
        sees_sizes = any(view.find("masked points") for view in views.values())
        sees_sizes = sees_sizes or any(view.find("pseudonyms held") for view in views.values())
        return Learned("nothing", "counts" if sees_sizes else "")

    def _customers(self, read: ReadList) -> Learned:
        """Show customers with their province, whom nobody had to know."""
        regions = np.zeros(0, np.int64) if read.numbers is None else read.numbers.astype(np.int64)
        names = [self.province(at) for at in regions[:_ROWS].tolist()]
        verdict = "customers_clear" if read.is_clear else "customers"
        return Learned("customers", verdict, self._facts(read), self._table(read.persons, names))

    def _sought(self, read: ReadList) -> Learned:
        """Show who is sought."""
        return Learned("sought", facts=self._facts(read), table=self._table(read.persons))

    def _facts(self, read: ReadList) -> Facts:
        """Count those who were read, and the numbers that were tried."""
        return {"persons": read.persons.size, "tried": tried_numbers().size}

    def _table(self, persons: NDArray[np.int64], names: list[str] | None = None) -> str:
        """Return the first persons as HTML, with their province if that was read."""
        frame = pd.DataFrame({"person": [str(one) for one in persons[:_ROWS].tolist()]})
        if names:
            frame["region"] = names
        return table_html(
            frame,
            lang=self.lang,
            caption=self.words("collusion_caption"),
            headers={name: self.words(f"column_{name}") for name in frame.columns},
        )

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a table with what Justice may read."""
        found = outcome.answer
        frame = pd.DataFrame(
            {
                "person": found.persons,
                "region": [self.province(at) for at in found.regions.tolist()],
            }
        )
        said = {
            **self.settings(),
            "sought": len(tables[JUSTICE]),
            "customers": len(tables[BANK]),
            "found": found.persons.size,
        }
        answer = self.words("own_found", **self.words.written(said))
        return OwnAnswer(answer, frame, own_tables.HEADERS[self.lang])
