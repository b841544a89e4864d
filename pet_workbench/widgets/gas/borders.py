"""The case's own attacks: one house from two tables, also with noise, and a large user in a row."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.two_divisions import Singled, guessed, singled_out
from pet_workbench.dp import Ledger, PrivateTable, Session
from pet_workbench.usecases.gas.borders import Redrawn, redrawn
from pet_workbench.usecases.gas.large_users import dominated, two_largest
from pet_workbench.usecases.gas.publication import Publication, suppressed
from pet_workbench.usecases.gas.releasing import area_query, new_ledger, published
from pet_workbench.viz.gas import area_name
from pet_workbench.widgets import Button, row, table_html
from pet_workbench.widgets.case import AttackSection
from pet_workbench.widgets.gas.state import MINIMUM

if TYPE_CHECKING:
    from pet_workbench.widgets.gas.page import GasPage

DATASET = "generated gas connections, two divisions"
P_PERCENT = 10
_ROWS = 6
_TABLES = 2
"""So many the ledger of this attack has room for: both divisions, and no third table."""


class Borders(AttackSection):
    """Buttons for two tables without noise, two with, one more, and large users.

    Parameters
    ----------
    page : GasPage

    Attributes
    ----------
    exactly, noisily, once_more, large : Button
    sentence : Sentence
    table : HTML
    found : Singled or int or None
        What the last attack found, for tests.
    """

    def __init__(self, page: "GasPage") -> None:
        words = page.words
        self._state = page.state
        self._ledger: Ledger | None = None
        self.exactly = Button(words("attack_exactly"), self.doing(self.two_tables), primary=True)
        self.noisily = Button(words("attack_noisily"), self.doing(self.two_noisy_tables))
        self.once_more = Button(words("attack_once_more"), self.doing(self.a_third_table))
        self.large = Button(words("attack_large"), self.doing(self.large_users))
        super().__init__(
            page,
            [row([self.exactly, self.noisily, self.once_more, self.large])],
            follows=page.state.decisive,
        )

    def _redrawn(self) -> Redrawn:
        """Return the connections in both divisions; streets lie too close for a second one."""
        state = self._state
        level = self._level

        def draw() -> Redrawn:
            return redrawn(state.connections, level, fewest=state.minimum)

        return state.keep((state.key("redrawn", "n", "minimum"), level), draw)

    @property
    def _level(self) -> str:
        """The level whose borders are redrawn: neighbourhoods, or districts."""
        return "large" if self._state.level == "large" else "middle"

    def two_tables(self) -> None:
        """Subtract two tables that both keep to the minimum."""
        state, words, both = self._state, self.words, self._redrawn()
        areas, tables = _both_tables(both, minimum=state.minimum, level=self._level)
        found = singled_out(
            (_in_areas(tables[0], "connections"), _in_areas(tables[1], "connections")),
            (_in_areas(tables[0], "use"), _in_areas(tables[1], "use")),
        )
        lost = np.searchsorted(areas, both.first[both.moved])
        truth = dict(zip(lost.tolist(), both.use[both.moved].tolist(), strict=True))
        kept = [at for at, place in enumerate(found.places.tolist()) if place in truth]
        self.found = Singled(found.places[kept], found.values[kept])
        uses = np.array([truth[at] for at in self.found.places.tolist()], np.int64)
        facts = {
            "moved": len(both.moved),
            "right": int((self.found.values == uses).sum()),
            "minimum": state.minimum,
            "areas": words(f"areas_{self._level}"),
            "smallest": int(min(tables[0].connections.min(), tables[1].connections.min())),
        }
        self.sentence.say(words("exactly_found", **words.written(facts)))
        self._show(areas, self.found, uses)

    def two_noisy_tables(self) -> None:
        """Subtract two tables with noise, paid from one ledger."""
        state, words, both = self._state, self.words, self._redrawn()
        total = _TABLES * float(state.epsilon)
        self._ledger = new_ledger(DATASET, epsilon=str(min(20, total)))
        areas = np.unique(both.first)
        tables = [self._noisy(division, areas, both) for division in (both.first, both.second)]
        places = np.searchsorted(areas, both.first[both.moved])
        self.found = guessed((tables[0].use, tables[1].use), places)
        uses = both.use[both.moved]
        errors = np.abs(self.found.values - uses)
        facts = {
            "moved": len(uses),
            "right": int((errors == 0).sum()),
            "error": int(np.median(errors)) if len(errors) else 0,
            "typical": int(np.median(uses)) if len(uses) else 0,
            "spent": words.epsilon(float(self._ledger.spent.epsilon)),
            "epsilon": words.epsilon(state.epsilon),
        }
        self.sentence.say(words("noisily_found", **words.written(facts)))
        self._show(areas, self.found, uses)

    def a_third_table(self) -> None:
        """Ask for one more table: the ledger refuses, before anything is read."""
        if self._ledger is None:
            self.sentence.say(self.words("once_more_first"))
            return
        both = self._redrawn()
        self._noisy(both.first, np.unique(both.first), both)

    def _noisy(
        self, division: NDArray[np.int64], areas: NDArray[np.int64], both: Redrawn
    ) -> Publication:
        """Publish one division with noise."""
        state = self._state
        query = area_query(areas, level=self._level, high=state.high, epsilon=state.epsilon)
        table = PrivateTable({"area": division, "use": both.use}, dataset=DATASET)
        session = Session(table, self._ledger or new_ledger(DATASET, epsilon=1), asker="attacker")
        return published(query, session.ask(query, purpose="a second division").noisy)

    def large_users(self) -> None:
        """Count published rows in which the second largest user can work out the largest."""
        state, words = self._state, self.words
        table: Publication = state.answer_at(MINIMUM, state.level)
        unsafe = dominated(state.connections, table, percent=P_PERCENT)
        largest, second = two_largest(state.connections, table)
        over_half = 2 * largest > table.use
        self.found = int(over_half.sum())
        facts = {
            "rows": len(table.use),
            "half": self.found,
            "unsafe": int(unsafe.sum()),
            "minimum": state.minimum,
            "p": P_PERCENT,
        }
        self.sentence.say(words("large_found", **words.written(facts)))
        if not self.found:
            return
        share = largest[over_half] / table.use[over_half]
        rows = np.flatnonzero(over_half)[np.argsort(-share, kind="stable")][:_ROWS]
        frame = pd.DataFrame(
            {
                "connections": table.connections[rows],
                "total": table.use[rows],
                "largest": largest[rows],
                "second": second[rows],
            }
        )
        self._write(frame, "large_caption")

    def _show(self, areas: NDArray[np.int64], found: Singled, uses: NDArray[np.int64]) -> None:
        """Show what was worked out beside what is true."""
        lang = self.words.lang
        codes = areas[found.places[:_ROWS]].tolist()
        frame = pd.DataFrame(
            {
                "area": [area_name(int(one), self._level, lang) for one in codes],
                "worked_out": found.values[:_ROWS],
                "truth": uses[:_ROWS],
            }
        )
        self._write(frame, "borders_caption")

    def _write(self, frame: pd.DataFrame, caption: str) -> None:
        """Show a table."""
        words = self.words
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words(caption),
            headers={name: words(f"attack_{name}") for name in frame.columns},
        )


def _both_tables(
    both: Redrawn, *, minimum: int, level: str
) -> tuple[NDArray[np.int64], tuple[Publication, Publication]]:
    """Return the areas, and the tables of both divisions with the same areas in them."""
    areas = np.unique(both.first)
    first, second = (
        suppressed(_counted(division, both.use, areas, level), minimum=minimum, small="withhold")
        for division in (both.first, both.second)
    )
    return areas, (first, second)


def _in_areas(table: Publication, of: str) -> NDArray[np.int64]:
    """Return numbers per area, of a table in which every row is one area; 0 where withheld."""
    return np.rint(table.share_out(of)).astype(np.int64)


def _counted(
    division: NDArray[np.int64], use: NDArray[np.int64], areas: NDArray[np.int64], level: str
) -> Publication:
    """Return the exact table of one division."""
    place = np.searchsorted(areas, division)
    counts = np.bincount(place, minlength=len(areas))
    totals = np.bincount(place, weights=use, minlength=len(areas)).astype(np.int64)
    return Publication(level, areas, np.arange(len(areas)), counts, totals)
