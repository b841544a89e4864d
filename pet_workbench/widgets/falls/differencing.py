"""The same question twice, with and without one client: the difference is about that client."""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fall_injuries import WITHHELD
from pet_workbench.usecases.falls import CARE, HOSPITAL
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.widgets import Button, Choice, Columns, html, row
from pet_workbench.widgets.case import AttackSection

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.injuries import InjuriesPage

ALLOWED = ("once", "twice")
_OFFERED = 3


class Differencing(AttackSection):
    """Whom it is about, how often the hospital takes part, and a button.

    Parameters
    ----------
    page : InjuriesPage

    Attributes
    ----------
    who, allowed : Choice
        Row of the client, and how often the hospital takes part.
    button : Button
    found : bool or None
        Whether the client was injured, as far as the attack tells; for tests.
    """

    found: bool | None

    def __init__(self, page: "InjuriesPage") -> None:
        words = page.words
        self._page = page
        self.who = Choice(words("difference_who"), self._offered())
        options = {one: words(f"difference_{one}") for one in ALLOWED}
        self.allowed = Choice(words("difference_allowed"), options, value="twice")
        self.button = Button(words("difference_button"), self.doing(self.attack), primary=True)
        heading = html(f"<h3>{words('difference_title')}</h3><p>{words('difference_intro')}</p>")
        super().__init__(
            page,
            [heading, Columns([self.who, self.allowed]), row([self.button])],
            follows=page.state.decisive,
        )
        for control in (self.who, self.allowed):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away, and offer clients of the present data."""
        super().redraw()
        offered = tuple((name, place) for place, name in self._offered().items())
        if offered != tuple(self.who.options):
            self.who.options = offered

    def _offered(self) -> dict[int, str]:
        """Return a few clients to choose from: the first who was injured, and their neighbours."""
        tables = self._page.state.tables
        care = tables[CARE]
        injured = np.isin(care["person"], tables[HOSPITAL]["person"])
        first = min(max(int(np.argmax(injured)) - 1, 0), len(care) - _OFFERED)
        return {
            place: self._page.words(
                "difference_client",
                person=str(care["person"].iloc[place]),
                age=int(care["age"].iloc[place]),
            )
            for place in range(first, first + _OFFERED)
        }

    def attack(self) -> None:
        """Ask over everybody, ask again without one client, and subtract."""
        tables, place = self._page.state.tables, int(self.who.value)
        limit = RunLimit(1 + ALLOWED.index(self.allowed.value))
        before = self._ask(tables, limit)
        without = {**tables, CARE: tables[CARE].drop(index=tables[CARE].index[place])}
        after = self._ask(without, limit)
        words = self.words
        if WITHHELD in (before, after):
            self.sentence.say(words("difference_closed"))
            return
        self.found = before > after
        person = str(tables[CARE]["person"].iloc[place])
        said = words.written({"before": before, "after": after})
        key = "difference_injured" if self.found else "difference_not"
        self.sentence.say(words(key, person=person, **said))

    def _ask(self, tables: Tables, limit: RunLimit) -> int:
        """Return the number of injured clients as both organisations read it."""
        page = self._page
        outcome = page.case.run(
            page.main, tables, keep_payload_bytes=0, run_limit=limit, **page.state.run_arguments()
        )
        total: int = outcome.answer.total
        return total
