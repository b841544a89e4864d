"""The case's own attack: totals and second tables that give withheld cells away."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, Narrowed, narrow
from pet_workbench.core import PrivacyError
from pet_workbench.usecases.entrepreneurs import SECTORS, Trouble, regions
from pet_workbench.usecases.entrepreneurs.grid import LEVELS, regions_of_areas
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.entrepreneurs import sector_name
from pet_workbench.widgets import (
    Button,
    row,
    table_html,
)
from pet_workbench.widgets.case import AttackSection
from pet_workbench.widgets.entrepreneurs.state import SECRET
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.entrepreneurs.page import EntrepreneursPage

_ROWS = 6


class Found(NamedTuple):
    """What one attack found."""

    withheld: int
    recovered: int
    narrowed: int


class Totals(AttackSection):
    """Four ways to publish beside the table, and what each gives away.

    Parameters
    ----------
    page : EntrepreneursPage

    Attributes
    ----------
    naive, ours, coarser, limited : Button
        True totals; totals by our rule; a second, coarser table; the same when it is refused.
    sentence : Sentence
    table : HTML
        The first cells that were recovered.
    found : Found or None
        The same, for tests.
    """

    def __init__(self, page: "EntrepreneursPage") -> None:
        words = page.words
        self._state = page.state
        self.found: Found | None = None
        self.naive = Button(words("attack_naive"), self.doing(self.true_totals), primary=True)
        self.ours = Button(words("attack_ours"), self.doing(self.our_totals))
        self.coarser = Button(words("attack_coarser"), self.doing(self.second_table))
        self.limited = Button(words("attack_limited"), self.doing(self.refused_table))
        super().__init__(
            page,
            [row([self.naive, self.ours, self.coarser, self.limited])],
            follows=("n", "level", "minimum"),
        )

    def true_totals(self) -> None:
        """Publish the true totals of regions and of sectors beside the table."""
        counts, _ = self._state.truth
        rows, columns = _rows(counts.shape), _columns(counts.shape)
        known = [Lines(rows, counts.sum(axis=1)), Lines(columns, counts.sum(axis=0))]
        self._tell("attack_naive_found", self._table(), known)

    def our_totals(self) -> None:
        """Publish what our protocol opens: totals by the rule for rests."""
        table = self._table()
        known = [Lines(_rows(table.in_trouble.shape), table.totals)]
        self._tell("attack_ours_found", table, known)

    def second_table(self) -> None:
        """Ask for the same again with coarser regions, and lay the two side by side."""
        self._side_by_side(None)

    def refused_table(self) -> None:
        """Do the same when the holder has agreed to one table."""
        self._side_by_side(RunLimit(1))

    def _side_by_side(self, limit: RunLimit | None) -> None:
        """Ask for both tables and work out what they say together."""
        state = self._state
        if state.level == LEVELS[0]:
            self.sentence.say(self.words("attack_no_coarser"))
            return
        level = LEVELS[LEVELS.index(state.level) - 1]
        fine = self._ask(state.level, limit)
        try:
            coarse = self._ask(level, limit)
        except PrivacyError as error:
            self.sentence.say(
                errors_html([error], self.words.lang) + self.words("attack_limited_found")
            )
            return
        known = [
            Lines(_rows(fine.in_trouble.shape), fine.totals),
            Lines(_coarser_cells(state.level, level), _known_cells(coarse)),
        ]
        self._tell("attack_coarser_found", fine, known)

    def _ask(self, level: str, limit: RunLimit | None) -> Trouble:
        """Run the protocol at one level."""
        outcome = self._state.run(SECRET, level=level, run_limit=limit, keep_payload_bytes=0)
        table: Trouble = outcome.answer
        return table

    def _table(self) -> Trouble:
        """Return what our protocol opens with the present choices."""
        table: Trouble = self._state.outcome(SECRET).answer
        return table

    def _tell(self, key: str, table: Trouble, known: list[Lines]) -> None:
        """Work out what follows from the table and `known` totals, and say so."""
        words = self.words
        most = np.minimum(table.businesses, table.minimum - 1).reshape(-1)
        ranges = narrow(_known_cells(table), most, known)
        secret = table.withheld.reshape(-1) & (most > 0)
        self.found = Found(int(secret.sum()), ranges.recovered.size, ranges.narrowed.size)
        facts = {**self.found._asdict(), "most": table.minimum - 1, "minimum": table.minimum}
        self.sentence.say(words(key, **words.written(facts)))
        if ranges.recovered.size:
            self.table.value = self._recovered(table.level, ranges)

    def _recovered(self, level: str, ranges: Narrowed) -> str:
        """Show the first cells that were worked out, those with somebody in them first."""
        words, truth = self.words, self._state.truth_at(level)[0].reshape(-1)
        cells = ranges.recovered[np.argsort(ranges.low[ranges.recovered] == 0, kind="stable")]
        cells = cells[:_ROWS]
        frame = pd.DataFrame(
            {
                "region": [regions(level)[cell // len(SECTORS)] for cell in cells],
                "sector": [sector_name(SECTORS[cell % len(SECTORS)], words.lang) for cell in cells],
                "worked_out": ranges.low[cells],
                "truth": truth[cells],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("attack_caption"),
            headers={name: words(f"attack_{name}") for name in frame.columns},
        )


def _rows(shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return the row of each cell."""
    return np.arange(int(np.prod(shape))) // shape[1]


def _columns(shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return the column of each cell."""
    return np.arange(int(np.prod(shape))) % shape[1]


def _known_cells(table: Trouble) -> NDArray[np.int64]:
    """Return the cells in a row, `UNKNOWN` where withheld; where there is nobody, 0 is known."""
    known = np.where(table.withheld & (table.businesses > 0), UNKNOWN, table.in_trouble)
    return known.reshape(-1)


def _coarser_cells(level: str, coarser: str) -> NDArray[np.int64]:
    """Return for each cell at `level` the cell of the coarser table that it is part of."""
    fine, coarse = regions_of_areas(level), regions_of_areas(coarser)
    region = np.array([int(coarse[fine == at][0]) for at in range(len(regions(level)))])
    return (region[:, None] * len(SECTORS) + np.arange(len(SECTORS))).reshape(-1)
