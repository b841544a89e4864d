"""Subtract two tables of gas use with slightly different borders: that leaves single houses.

The same technique publishes twice, about the same connections; between the two one house for every
second area lies across the border.  The attacker reads both tables, knows which houses those are,
and names their use; without the tables it names what most houses come near to.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.two_divisions import guessed
from pet_workbench.bench.attempts.trial import Got, Trial
from pet_workbench.usecases import Tables
from pet_workbench.usecases.gas import Publication
from pet_workbench.usecases.gas.areas import operators
from pet_workbench.usecases.gas.borders import Redrawn, redrawn
from pet_workbench.usecases.gas.publication import WITHHELD

if TYPE_CHECKING:
    import pandas as pd

NEAR = 0.1
"""A guess is right if it is within this share of what the house really uses."""
PAIRS_OF_TABLES = 5
"""How often two tables with noise are subtracted; found is the mean."""
Whole = NDArray[np.int64]


def houses(trial: Trial) -> Got:
    """Name the use of every house across the border (`gas`)."""
    import pandas as pd

    owners = operators(trial.tables)
    connections = pd.concat([trial.tables[name] for name in owners], ignore_index=True)
    level = trial.parameters["level"]
    both = redrawn(connections, level, fewest=trial.parameters["minimum"])
    truth = both.use[both.moved]
    chance = _most_near(truth)
    second = replace(trial, tables=_across(trial.tables, connections, both))
    runs = PAIRS_OF_TABLES if trial.has_noise else 1
    found = [_right(trial.run().answer, second.run().answer, both) for _ in range(runs)]
    named = max(round(float(np.mean(found))), chance)
    return Got(named, truth.size, chance / max(truth.size, 1), runs)


def _across(tables: Tables, connections: "pd.DataFrame", both: Redrawn) -> Tables:
    """Return the tables with every moved house in a street of the area it lies in now."""
    streets = connections["area"].to_numpy(np.int64).copy()
    areas, first = np.unique(both.first, return_index=True)
    target = both.second[both.moved]
    streets[both.moved] = streets[first[np.searchsorted(areas, target)]]
    moved, start = dict(tables), 0
    for name in operators(tables):
        end = start + len(tables[name])
        moved[name] = tables[name].assign(area=streets[start:end])
        start = end
    return moved


def _right(first: Publication, second: Publication, both: Redrawn) -> int:
    """Count the houses whose use the two tables tell, near enough."""
    places = np.searchsorted(first.areas, both.first[both.moved])
    alike = _alike(first, second)[places]
    totals = (_totals(first), _totals(second))
    named = np.where(alike, guessed(totals, places).values, 0)
    return int(_is_near(named, both.use[both.moved]).sum())


def _alike(first: Publication, second: Publication) -> NDArray[np.bool_]:
    """Tell which areas stand in a row with the same areas in both tables."""
    both = first.shown & second.shown
    for one, other in zip(_ends(first), _ends(second), strict=True):
        both &= one == other
    return both


def _ends(table: Publication) -> tuple[Whole, Whole]:
    """Return per area the first and the last area of its row; a row is areas in succession."""
    rows, place = table.row[table.shown], np.flatnonzero(table.shown)
    ends = []
    for take, start in ((np.minimum, len(table.areas)), (np.maximum, WITHHELD)):
        end = np.full(len(table.use) + 1, start)
        take.at(end, rows, place)
        ends.append(end[table.row])
    return ends[0], ends[1]


def _totals(table: Publication) -> Whole:
    """Return the use of the row in which each area stands, 0 where it is withheld."""
    return np.append(table.use, 0)[table.row]


def _is_near(named: Whole, truth: Whole) -> NDArray[np.bool_]:
    """Tell which numbers are near enough to the truth."""
    near: NDArray[np.bool_] = np.abs(named - truth) <= NEAR * truth
    return near


def _most_near(truth: Whole) -> int:
    """Return how many houses the one best number is near to."""
    return max((int(_is_near(one, truth).sum()) for one in np.unique(truth)), default=0)
