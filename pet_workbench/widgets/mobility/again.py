"""A second table without one person: what the difference tells, and what a counter stops."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from pet_workbench.attacks.second_table import WAYS, TwoTables, Way, two_tables
from pet_workbench.core import PetError
from pet_workbench.enclave import Program
from pet_workbench.usecases.mobility import DAYPARTS, OPERATORS
from pet_workbench.usecases.mobility.in_enclave import rows_of, suppressing
from pet_workbench.usecases.mobility.inside import (
    ANSWER,
    CELLS,
    KEY_BYTES,
    N_AREAS,
    Counts,
    added,
    movements,
    pack,
)
from pet_workbench.usecases.provinces import PROVINCES
from pet_workbench.widgets import Button, Choice, Sentence, html, note, row, table_html
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.mobility.page import MobilityPage

UNCOUNTED = "uncounted"
MANY = 1_000_000


class Person(NamedTuple):
    """Somebody whose movements all stand in large enough cells."""

    number: int
    cells: tuple[int, ...]


class Again(Section):
    """Ways to get a second table, a button, and what the two tables say about one person.

    Parameters
    ----------
    page : MobilityPage

    Attributes
    ----------
    way : Choice
    ask : Button
    sentence : Sentence
    table : HTML
    found : tuple of int or None
        Cells that differ between the two tables, for tests.
    """

    found: tuple[int, ...] | None = None

    def __init__(self, page: "MobilityPage") -> None:
        words = page.words
        options = {one: words(f"way_{one}") for one in (UNCOUNTED, *WAYS)}
        self.way = Choice(words("again_way"), options)
        self.ask = Button(words("again_button"), self.attack, primary=True)
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [
                self.way,
                row([self.ask]),
                self.busy,
                self.sentence,
                self.table,
                note(words("again_why"), lang=page.lang, kind="fact"),
            ],
            label=words("again_label"),
            follows=("n", "minimum"),
        )
        self.way.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attempt away."""
        self.found, self.table.value = None, ""
        self.sentence.say(self.words("again_ready"))

    def program(self) -> Program:
        """Return the approved program; one of the ways is about a program that keeps no count."""
        agreed = suppressing(self.page.state.minimum)
        if self.way.value != UNCOUNTED:
            return agreed
        return Program(agreed.name, agreed.run, {**agreed.settings, "tables": MANY})

    def attack(self) -> None:
        """Ask for a table with and one without a person, and subtract."""
        self.redraw()
        words = self.words
        try:
            with self.busy.while_working():
                person = self.person()
                got = self._two_tables(person) if person else None
        except PetError as error:
            self.sentence.say(errors_html([error], words.lang))
            return
        if person is None or got is None:
            self.sentence.say(words("again_nobody"))
        elif got.second is None:
            stopped = [got.error] if got.error else []
            self.sentence.say(words("again_refused") + errors_html(stopped, words.lang))
        else:
            self._tell(got, person)

    def person(self) -> Person | None:
        """Return a person of the first operator whose movements can all be told apart.

        One with several movements, where there is one: that is the whole of a day.
        """
        tables = self.page.state.tables
        total = added([movements(rows_of(one)) for one in tables.values()])
        rows = rows_of(tables[OPERATORS[0]])
        rows = rows[np.argsort(rows["person"], kind="stable")]
        least, found = self.page.state.minimum + 1, None
        for own in np.split(rows, np.flatnonzero(np.diff(rows["person"])) + 1):
            if np.unique(own["area"]).size > 1:
                cells = np.flatnonzero(movements(own))
                if (total[cells] >= least).all():
                    found = found or Person(int(own["person"][0]), tuple(map(int, cells)))
                    if cells.size > 1:
                        return Person(int(own["person"][0]), tuple(map(int, cells)))
        return found

    def _two_tables(self, person: Person) -> TwoTables:
        """Ask for both tables in the way that was chosen."""
        rows = {name: rows_of(one) for name, one in self.page.state.tables.items()}
        key = bytes(KEY_BYTES)
        first = {name: pack(one, key) for name, one in rows.items()}
        own = rows[OPERATORS[0]]
        without = {**first, OPERATORS[0]: pack(own[own["person"] != person.number], key)}
        way: Way = "ask" if self.way.value == UNCOUNTED else self.way.value
        return two_tables(self.program(), first, without, way=way)

    def _tell(self, got: TwoTables, person: Person) -> None:
        """Say what the difference of the two tables tells."""
        words = self.words
        first, second = (_cells(one) for one in (got.first, got.second or b""))
        self.found = tuple(map(int, np.flatnonzero(first != second)))
        facts = {"moves": len(self.found), "number": str(person.number)}
        key = "again_found" if len(self.found) > 1 else "again_found_one"
        self.sentence.say(words(key, **words.written(facts)))
        cells = CELLS[list(self.found)]
        frame = pd.DataFrame(
            {
                "daypart": [words(f"daypart_{DAYPARTS[cell // N_AREAS**2]}") for cell in cells],
                "origin": [PROVINCES[cell // N_AREAS % N_AREAS] for cell in cells],
                "destination": [PROVINCES[cell % N_AREAS] for cell in cells],
                "first": first[list(self.found)],
                "second": second[list(self.found)],
            }
        )
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words("again_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )


def _cells(answer: bytes) -> Counts:
    """Return the cells of an answer, without its rests."""
    return np.frombuffer(answer, ANSWER)[: CELLS.size].astype(np.int64)
