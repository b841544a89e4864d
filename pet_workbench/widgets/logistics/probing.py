"""A shipper that probes: loads that do not exist, and somebody who counts loads."""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.attacks.probing import Ask, Probe, Room, probe, rooms
from pet_workbench.core import PrivacyError
from pet_workbench.usecases.logistics import CASE, SHIPPER
from pet_workbench.usecases.logistics.offers import by_line, carriers_of, lines
from pet_workbench.usecases.logistics.population import LORRY
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.widgets import (
    Button,
    Choice,
    Columns,
    Sentence,
    Slider,
    html,
    note,
    row,
    table_html,
)
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.logistics.collusion import line_names
from pet_workbench.widgets.logistics.state import SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.logistics.page import LogisticsPage

UNLIMITED = 0
ALLOWED = (UNLIMITED, 1, 3, 5, 10)
LINES = pd.DataFrame(
    {"origin": [0, 1, 3, 2], "destination": [2, 5, 0, 4], "day": [0, 1, 3, 4]},
)
"""The lines that a reader may probe."""


class Probing(Section):
    """A line, a limit to the number of loads, a button, and the rooms it finds.

    Parameters
    ----------
    page : LogisticsPage

    Attributes
    ----------
    line : Choice
    allowed : Slider
    button : Button
    sentence : Sentence
    asked : tuple of Probe
        The false loads of the last attack, for tests.
    found : tuple of Room
        What they told.
    """

    def __init__(self, page: "LogisticsPage") -> None:
        self.words = words = page.words
        lang = page.lang
        self.asked: tuple[Probe, ...] = ()
        self.found: tuple[Room, ...] = ()
        named = dict(enumerate(line_names(LINES, words)))
        self.line = Choice(words("probing_line"), named, value=0)
        self.allowed = Slider(words("probing_allowed"), ALLOWED, lang=lang, written=self._allowed)
        self.button = Button(words("probing_button"), self.attack, primary=True)
        self.busy, self.sentence = Busy(words), Sentence()
        self.refusal, self.table = html(""), html("")
        super().__init__(
            page,
            [
                Columns([self.line, self.allowed]),
                row([self.button]),
                self.busy,
                self.refusal,
                self.sentence,
                self.table,
                note(words("probing_why"), lang=lang, kind="fact"),
            ],
            label=words("probing_label"),
            follows=page.state.data,
        )
        for control in (self.line, self.allowed):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away: it was about another line or another limit."""
        self.asked, self.found = (), ()
        self.refusal.value = self.table.value = ""
        self.sentence.say(self.words("probing_ready"))

    def attack(self) -> None:
        """Ask with false loads until every room is known or loads are refused."""
        self.redraw()
        asked: list[Probe] = []
        with self.busy.while_working():
            try:
                asked.extend(probe(self._ask(), most=LORRY))
            except PrivacyError:
                said = escape(self.words("probing_refused", allowed=str(self.allowed.value)))
                self.refusal.value = f'<div class="pet-error" role="alert"><p>{said}</p></div>'
        self.asked, self.found = tuple(asked), rooms(asked, most=LORRY)
        self._show()

    def _ask(self) -> Ask:
        """Return how to ask: one run of the case for every false load."""
        tables, limit = self.page.state.tables, self.allowed.value
        line = LINES.iloc[[self.line.value]]
        chosen = {
            **self.page.state.run_arguments(),
            "second_price": False,
            "run_limit": None if limit == UNLIMITED else RunLimit(limit),
        }

        def ask(pallets: int) -> int:
            lie = {**tables, SHIPPER: line.assign(pallets=pallets)}
            outcome = CASE.run(SECRET, lie, keep_payload_bytes=0, **chosen)
            return int(outcome.answer.winner[0])

        return ask

    def _show(self) -> None:
        """Say how much was found, and hold it against the truth."""
        words = self.words
        exact = [room for room in self.found if room.at_least == room.at_most]
        key = "probing_nothing"
        if self.found:
            key = "probing_exact" if len(exact) == len(self.found) else "probing_range"
        counted = {"loads": len(self.asked), "exact": len(exact), "carriers": len(self.found)}
        self.sentence.say(words(key, **words.written(counted)))
        self.table.value = self._rooms() if self.found else ""

    def _rooms(self) -> str:
        """Show what was found per carrier, beside the truth."""
        words, tables = self.words, self.page.state.tables
        names = carriers_of(tables)
        line = lines(LINES)[self.line.value]
        frame = pd.DataFrame(
            {
                "carrier": [words.heading(names[room.carrier]) for room in self.found],
                "found": [self._range(room) for room in self.found],
                "truth": [int(by_line(tables[names[r.carrier]])[0][line]) for r in self.found],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("probing_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    def _range(self, room: Room) -> str:
        """Write a room that is known precisely, or its range."""
        if room.at_least == room.at_most:
            return self.words.number(room.at_least)
        low, high = map(self.words.number, (room.at_least, room.at_most))
        return self.words("range", low=low, high=high)

    def _allowed(self, maximum: int) -> str:
        """Write a number of loads."""
        if maximum == UNLIMITED:
            return self.words("probing_unlimited")
        return self.words.number(maximum)
