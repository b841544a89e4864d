"""All small tables and all their neighbours, to see how much one unit changes exact totals."""

from itertools import combinations_with_replacement, product

import numpy as np

from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

UNITS = 3
"""Tables of up to so many units; a change by one unit is the same whoever else is there."""


def plain(neighbours):
    """Return terms under which every row is a unit."""
    return Terms(unit="person", neighbours=neighbours)


def limited(neighbours, rows_per_group=2, groups=1):
    """Return terms with a unit column and limits."""
    return Terms(
        unit="person",
        neighbours=neighbours,
        column="who",
        rows_per_group=rows_per_group,
        groups=groups,
    )


def made(units, seed=1):
    """Return a table of the rows of each unit; a row is a dict of columns."""
    rows = [{"who": who, **row} for who, unit in enumerate(units) for row in unit]
    names = ["who", *rows[0]] if rows else ["who", "x", "a", "b"]
    columns = {name: [row[name] for row in rows] for name in dict.fromkeys(names)}
    arrays = {
        name: np.array(values, object if values and isinstance(values[0], str) else float)
        for name, values in columns.items()
    }
    kinds = {name: "text" if a.dtype == object else "numbers" for name, a in arrays.items()}
    return PrivateTable(arrays, dataset="d", teaching_seed=seed, kinds=kinds if rows else None)


def totals(query, units, seed=1):
    """Return all exact totals of a query as one vector of Python's integers."""
    found = query.totals(made(units, seed))
    (part,) = query.parts
    vector = found[part.name]
    assert vector.dtype == np.int64
    assert vector.shape == (part.cells,)
    return np.array([int(one) for one in vector], object)


def changes(query, possible):
    """Yield the difference in totals between all neighbours of up to three units.

    Parameters
    ----------
    query : NoisyTotals
    possible : list of tuple of dict
        What rows a unit can have.
    """
    known = {}

    def of(units):
        if units not in known:
            known[units] = totals(query, [possible[one] for one in units])
        return known[units]

    numbers = range(len(possible))
    for others in range(UNITS):
        for rest in combinations_with_replacement(numbers, others):
            if query.terms.changes_one:
                for one, other in product(numbers, repeat=2):
                    yield of((*rest, one)) - of((*rest, other))
            else:
                for one in numbers:
                    yield of((*rest, one)) - of(rest)


def worst(differences):
    """Return the largest sum of sizes, and the largest sum of squares."""
    l1 = l2_squared = 0
    for difference in differences:
        l1 = max(l1, sum(abs(one) for one in difference))
        l2_squared = max(l2_squared, sum(one * one for one in difference))
    return l1, l2_squared


def claimed(query):
    """Return what a query says about its totals."""
    (part,) = query.parts
    return part.l1, part.l2_squared
