"""A neighbour who looks for a striking household in the rows: the attack that works, then fails."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from pet_workbench.attacks.rare_combination import Sight, Tried, fitting, look_for
from pet_workbench.core import PetError
from pet_workbench.synthetic.risk import Risk
from pet_workbench.usecases.grid.neighbour import SEEN, WANTED, striking
from pet_workbench.usecases.synthetic_rows import PLAIN, SyntheticRows
from pet_workbench.widgets import Button, Sentence, html, note, row, table_html
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.grid.page import GridPage

SIGHT = Sight(SEEN, WANTED)
CONFIDENCE = 0.99
"""With few households chance does much; one verdict in a hundred may be wrong."""
_SHOWN = 5


class Neighbour(Section):
    """A button for each way to get rows; the same neighbour looks in all of them.

    Parameters
    ----------
    page : GridPage

    Attributes
    ----------
    buttons : dict of str to Button
        By technique, what works first.
    sentence : Sentence
    table : HTML
        The first households: what is seen, the truth, and what the rows say.
    tried : dict of str to (Tried, Tried)
        By technique: households that were learned from, and others.
    """

    def __init__(self, page: "GridPage") -> None:
        words = page.words
        self._state = page.state
        self.tried: dict[str, tuple[Tried, Tried]] = {}
        self.buttons = {
            id: Button(
                words(f"neighbour_in_{id.rpartition(':')[2]}"),
                partial(self.press, id),
                primary=id == PLAIN,
            )
            for id in reversed(tuple(page.case.techniques))
        }
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        self.counts = html("")
        super().__init__(
            page,
            [
                row(list(self.buttons.values())),
                self.busy,
                self.sentence,
                self.counts,
                self.table,
                note(words("neighbour_why"), lang=page.lang, kind="fact"),
            ],
            label=words("neighbour_label"),
            follows=("epsilon", "rows"),
        )

    def redraw(self) -> None:
        """Take attacks on rows of other choices away."""
        self.tried = {}
        self.counts.value = self.table.value = ""
        people = self.words.number(len(striking(self._state.real)))
        self.sentence.say(self.words("neighbour_ready", people=people))

    def press(self, technique: str) -> None:
        """Look in the rows of a technique, and say what came of it."""
        try:
            with self.busy.while_working():
                answer: SyntheticRows = self._state.outcome(technique).answer
                rows = answer.frame
                learned, others = (striking(part) for part in self._state.parts)
                found = look_for(learned, rows, SIGHT), look_for(others, rows, SIGHT)
        except PetError as error:
            self.sentence.say(errors_html([error], self.words.lang))
            return
        self.tried[technique] = found
        self._say(technique, *found)
        self.counts.value = self._counts()
        self.table.value = self._households(learned.head(_SHOWN), rows)

    def _say(self, technique: str, on_learned: Tried, on_others: Tried) -> None:
        """Say for how many households the rows tell the truth."""
        words = self.words
        key = "neighbour_partly" if leaks(on_learned, on_others) else "neighbour_failed"
        if on_learned.known > on_learned.people / 2:
            key = "neighbour_worked"
        self.sentence.say(
            words(
                key,
                where=words(f"where_{technique.rpartition(':')[2]}"),
                known=words.number(round(on_learned.known)),
                people=words.number(on_learned.people),
                others_known=words.number(round(on_others.known)),
                others=words.number(on_others.people),
                fitted=words.number(on_learned.fitted),
                others_fitted=words.number(on_others.fitted),
                near=words.number(WANTED["supply_kwh"]),
            )
        )

    def _counts(self) -> str:
        """Return what was found in all rows so far."""
        words = self.words
        rows = [
            [
                words.technique(id),
                words("of", part=words.number(one.fitted), whole=words.number(one.people)),
                words("of", part=words.number(round(one.known)), whole=words.number(one.people)),
                words(
                    "of", part=words.number(round(other.known)), whole=words.number(other.people)
                ),
            ]
            for id, (one, other) in self.tried.items()
        ]
        columns = ("technique", "fitted", "known", "others")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("neighbour_counts_caption"),
            headers={one: words(f"neighbour_{one}") for one in columns},
        )

    def _households(self, homes: pd.DataFrame, rows: pd.DataFrame) -> str:
        """Return the first households with the truth, and what the rows say of them."""
        words = self.words
        records: list[Mapping[str, Any]] = [
            {str(name): value for name, value in home.items()} for home in homes.to_dict("records")
        ]
        shown = [
            [
                self._seen(home),
                words("kwh", kwh=words.number(home["supply_kwh"])),
                self._told(fitting(home, rows, SIGHT)),
            ]
            for home in records
        ]
        columns = ("seen", "truth", "told")
        return table_html(
            pd.DataFrame(shown, columns=columns),
            lang=words.lang,
            caption=words("neighbour_caption"),
            headers={one: words(f"neighbour_{one}") for one in columns},
        )

    def _seen(self, home: Mapping[str, Any]) -> str:
        """Write what a neighbour sees of a household."""
        words = self.words
        parts = [
            words(f"value_{name}_{home[name]}") for name in ("dwelling", "heat_pump", "charger")
        ]
        return words(
            "neighbour_sees",
            dwelling=parts[0],
            heat_pump=parts[1],
            charger=parts[2],
            solar=words.number(home["solar_watts"] / 1_000, 1),
        )

    def _told(self, found: pd.DataFrame) -> str:
        """Write what the rows that fit say of a year's use."""
        words = self.words
        if not len(found):
            return words("neighbour_no_row")
        low, high = found["supply_kwh"].min(), found["supply_kwh"].max()
        if low == high:
            return words("kwh", kwh=words.number(low))
        return words(
            "neighbour_rows",
            rows=words.number(len(found)),
            low=words.number(low),
            high=words.number(high),
        )


def leaks(on_learned: Tried, on_others: Tried) -> bool:
    """Tell whether households that were learned from are found more often than chance explains.

    Parameters
    ----------
    on_learned, on_others : Tried
        What the same neighbour found of households that were learned from, and of others.
    """
    for one, other in (
        (on_learned.fitted, on_others.fitted),
        (round(on_learned.known), round(on_others.known)),
    ):
        risk = Risk("neighbour", on_learned.people, one, on_others.people, other)
        if risk.interval(CONFIDENCE)[0] > 0:
            return True
    return False
