"""Ask again: at 1, 2, 3 and 4 agencies, or after some lists have been renewed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.updated_lists import Change, compare, exact_counts
from pet_workbench.core import PetError
from pet_workbench.usecases.debts import AGENCIES, CASE, RESIDENTS
from pet_workbench.usecases.debts.population import renewed
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.debts import COUNTS
from pet_workbench.widgets import Button, Columns, Sentence, Slider, html, note, row, table_html
from pet_workbench.widgets.case import SEED, Busy, Section
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.usecases.base import Tables
    from pet_workbench.widgets.debts.page import DebtsPage

UNLIMITED = 0
ALLOWED = (UNLIMITED, 1, 2, 3, 4)
ALL = "all"
_ROWS = 4
Found = NDArray[np.int64]


class Again(Section):
    """Two ways to ask again, and the agencies' counter that stops both.

    Parameters
    ----------
    page : DebtsPage

    Attributes
    ----------
    allowed : Slider
        How many runs the agencies take part in.
    renews : Choice
        Which list is renewed between the two questions.
    four, twice : Button
    sentence : Sentence
        What the municipality knows now.
    counts : dict of int to ndarray
        By number of agencies who is there, after `four`; for tests.
    change : Change or None
        After `twice`; for tests.
    """

    def __init__(self, page: "DebtsPage") -> None:
        words, lang = page.words, page.lang
        self.words, self._debts = words, page.state
        self.counts: dict[int, Found] = {}
        self.change: Change | None = None
        self.allowed = Slider(words("again_allowed"), ALLOWED, lang=lang, written=self._written)
        options = {agency: words.heading(agency) for agency in AGENCIES}
        self.renews = Choice(
            words("again_renews"), {**options, ALL: words("again_all")}, value="UWV"
        )
        self.four = Button(words("again_four"), self.ask_four, primary=True)
        self.twice = Button(words("again_twice"), self.ask_twice, primary=True)
        self.busy, self.sentence = Busy(words), Sentence()
        self.refusal, self.table = html(""), html("")
        super().__init__(
            page,
            [
                Columns([self.renews, self.allowed]),
                row([self.four, self.twice]),
                self.busy,
                self.refusal,
                self.sentence,
                self.table,
                note(words("again_why"), lang=lang, kind="fact"),
            ],
            label=words("again_label"),
            follows=page.state.decisive,
        )
        for control in (self.allowed, self.renews):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away: it was about other settings."""
        self.counts, self.change = {}, None
        self.refusal.value = self.table.value = ""
        self.sentence.say(self.words("again_ready"))

    def ask_four(self) -> None:
        """Ask who is at 1 or more agencies, 2 or more, 3 or more and 4."""
        tables = self._debts.tables

        def ask(limit: RunLimit | None) -> None:
            asked = {k: self._ask(tables, limit, at_least=k) for k in COUNTS}
            given = {k: found for k, found in asked.items() if found is not None}
            if len(given) < 2:
                self.sentence.say(self.words("again_too_few"))
                return
            self.counts = exact_counts(given)
            self._show_counts()

        self._attack(ask)

    def ask_twice(self) -> None:
        """Ask the same before and after lists are renewed."""
        tables = self._debts.tables
        agencies = AGENCIES if self.renews.value == ALL else (self.renews.value,)

        def ask(limit: RunLimit | None) -> None:
            before = self._ask(tables, limit)
            after = self._ask(renewed(tables, agencies, seed=SEED), limit)
            if before is None or after is None:
                self.sentence.say(self.words("again_too_few"))
                return
            self.change = compare(before, after, renewed=agencies)
            self._show_change(self.change)

        self._attack(ask)

    def _attack(self, ask: Callable[[RunLimit | None], None]) -> None:
        """Ask with a new counter; where the agencies refuse, say so."""
        self.redraw()
        allowed = self.allowed.value
        try:
            with self.busy.while_working():
                ask(None if allowed == UNLIMITED else RunLimit(allowed))
        except PetError as error:
            self.refusal.value = errors_html([error], self.page.lang)
            self.sentence.say(self.words("again_refused"))

    def _ask(self, tables: "Tables", limit: RunLimit | None, **overrides: Any) -> Found | None:
        """Return who is found; None where that was not opened."""
        arguments = {**self._debts.run_arguments(), "question": RESIDENTS, **overrides}
        outcome = CASE.run(
            self.page.main, tables, keep_payload_bytes=0, run_limit=limit, **arguments
        )
        found: Found | None = outcome.answer.persons
        return found

    def _show_counts(self) -> None:
        """Show how many residents are at exactly how many agencies."""
        words = self.words
        people = sum(who.size for who in self.counts.values())
        self.sentence.say(words("again_counts", people=words.number(people)))
        frame = pd.DataFrame(
            {
                "count": [self._count(k) for k in self.counts],
                "people": [who.size for who in self.counts.values()],
                "first": [_first(who) for who in self.counts.values()],
            }
        )
        self._tabulate(frame, "again_counts_caption")

    def _count(self, k: int) -> str:
        """Write a number of agencies; the highest that was answered includes what is above it."""
        is_open_ended = k == max(self.counts) < max(COUNTS)
        written = self.words.number(k)
        return self.words("again_or_more", k=written) if is_open_ended else written

    def _show_change(self, change: Change) -> None:
        """Show who came and went, and where, if that can be told."""
        words = self.words
        facts = {"came": change.came.size, "went": change.went.size}
        where = words.party(change.where) if change.where else ""
        key = "again_where" if change.where else "again_nowhere"
        self.sentence.say(words(key, where=where, **words.written(facts)))
        frame = pd.DataFrame(
            {
                "change": [words("again_came"), words("again_went")],
                "people": [change.came.size, change.went.size],
                "first": [_first(change.came), _first(change.went)],
                "where": [words.heading(change.where) if change.where else "?"] * 2,
            }
        )
        self._tabulate(frame, "again_change_caption")

    def _tabulate(self, frame: pd.DataFrame, caption: str) -> None:
        """Show a table with the words of this section."""
        self.table.value = table_html(
            frame,
            lang=self.words.lang,
            caption=self.words(caption),
            headers={name: self.words(f"again_column_{name}") for name in frame.columns},
        )

    def _written(self, maximum: int) -> str:
        """Write a number of runs."""
        return self.words("again_unlimited") if not maximum else self.words.number(maximum)


def _first(persons: Found) -> str:
    """Write the first few numbers."""
    return ", ".join(map(str, persons[:_ROWS].tolist())) or "-"
