"""From noisy counts to chances that agree with each other.

Noisy counts by different columns contradict each other, and some are below 0.  Looked for is the
table that lies nearest to all of them, each weighed by its noise.  When the pairs make a tree, the
table is a product of chances along its branches, so counts by pairs follow exactly from going once
up and once down the tree [1]_.  Steps go downhill over these products [2]_.

It is written here because a tree needs some sixty lines, and the library for graphs of any kind
brings 360 MB along; its answers on a tree are kept with the tests.

Arithmetic only: it reads released numbers, which costs no privacy.

References
----------
.. [1] J. Pearl, "Reverend Bayes on inference engines: a distributed hierarchical approach", AAAI
   1982, 133-136.
.. [2] R. McKenna, D. Sheldon, G. Miklau, "Graphical-model based estimation and inference for
   differential privacy", ICML 2019, PMLR 97, 4435-4444.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Tables = dict[tuple[str, ...], Floats]
MOST_STEPS = 2_000
_SMALL = 1e-7
"""Share of the loss by which it has to fall in a step, or the search ends."""


@dataclass(frozen=True)
class Measured:
    """Noisy counts with how noisy they are.

    Attributes
    ----------
    counts : mapping of tuple of str to ndarray
        By one column, and by pairs that make a tree.
    variance : mapping of tuple of str to float
        Of the noise in each of the counts.
    """

    counts: Mapping[tuple[str, ...], NDArray[np.int64]]
    variance: Mapping[tuple[str, ...], float]

    @property
    def rows(self) -> float:
        """How many rows there are, as far as all counts together tell; at least 1."""
        totals = [float(one.sum()) for one in self.counts.values()]
        weights = [1 / (self.variance[by] * one.size) for by, one in self.counts.items()]
        return max(1.0, float(np.average(totals, weights=weights)))

    def loss(self, tables: Tables) -> float:
        """Return how far a table's own counts are from the noisy ones."""
        squares = [((tables[by] - self.counts[by]) ** 2).sum() / self.variance[by] for by in tables]
        return float(sum(squares)) / 2


@dataclass(frozen=True, eq=False)
class Tree:
    """Chances along the branches of a tree of columns.

    Attributes
    ----------
    first : str
        The column the tree grows from.
    start : ndarray of float64
        Its chances.
    branches : tuple of (str, str, ndarray of float64)
        From which column to which, and the chances of the second given the first: a row for each
        value of the first.  In an order in which the first is always known.
    """

    first: str
    start: Floats
    branches: tuple[tuple[str, str, Floats], ...]


def estimate(measured: Measured, *, most_steps: int = MOST_STEPS) -> Tree:
    """Return the chances that fit noisy counts best.

    Parameters
    ----------
    measured : Measured
    most_steps : int, default: 2,000

    Returns
    -------
    Tree

    Examples
    --------
    >>> counts = {("a",): np.array([60, 40]), ("b",): np.array([55, 45]),
    ...           ("a", "b"): np.array([[50, 10], [5, 35]])}
    >>> tree = estimate(Measured(counts, dict.fromkeys(counts, 1.0)))
    >>> tree.start.round(3).tolist(), tree.branches[0][2].round(3).tolist()
    ([0.6, 0.4], [[0.833, 0.167], [0.125, 0.875]])
    """
    odds: Tables = {by: np.zeros(one.shape) for by, one in measured.counts.items()}
    rows = measured.rows
    tree, tables = _passed(odds, rows)
    loss, stride = measured.loss(tables), 1.0 / rows
    for _ in range(most_steps):
        slope = {by: (tables[by] - measured.counts[by]) / measured.variance[by] for by in tables}
        ahead = {by: odds[by] - stride * slope[by] for by in odds}
        new_tree, new_tables = _passed(ahead, rows)
        fall = sum(float((slope[by] * (tables[by] - new_tables[by])).sum()) for by in tables)
        if loss - measured.loss(new_tables) < fall / 2:
            stride /= 2
            if stride * rows < 1e-15:
                break
            continue
        last, loss = loss, measured.loss(new_tables)
        tree, tables, odds, stride = new_tree, new_tables, ahead, stride * 1.5
        if last - loss < _SMALL * last:
            break
    return tree


def tables_of(tree: Tree, rows: float) -> Tables:
    """Return the counts by column and by pair that chances along a tree stand for.

    Parameters
    ----------
    tree : Tree
    rows : float
        All of them.
    """
    found: Tables = {(tree.first,): rows * tree.start}
    for above, name, chances in tree.branches:
        found[above, name] = found[above,][:, None] * chances
        found[name,] = found[above, name].sum(axis=0)
    return found


def _passed(odds: Tables, rows: float) -> tuple[Tree, Tables]:
    """Return the chances that log odds by column and by pair stand for, and their counts."""
    pairs = [by for by in odds if len(by) == 2]
    first = next(iter(odds))[0]
    order = _order(first, pairs)
    upwards = {by[0]: odds[by] for by in odds if len(by) == 1}
    given = {}
    for above, name in reversed(order):
        between = odds[above, name] if (above, name) in odds else odds[name, above].T
        both = between + upwards[name]
        total = _log_sum(both)
        given[above, name] = np.exp(both - total[:, None])
        upwards[above] = upwards[above] + total
    start = np.exp(upwards[first] - _log_sum(upwards[first][None])[0])
    tree = Tree(first, start, tuple((above, name, given[above, name]) for above, name in order))
    found = tables_of(tree, rows)
    return tree, {by: found[by] if by in found else found[by[::-1]].T for by in odds}


def _order(first: str, pairs: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the branches from `first` outwards."""
    below: dict[str, list[str]] = {}
    for a, b in pairs:
        below.setdefault(a, []).append(b)
        below.setdefault(b, []).append(a)
    order: list[tuple[str, str]] = []
    waiting, known = [first], {first}
    while waiting:
        above = waiting.pop()
        for name in below.get(above, ()):
            if name not in known:
                order.append((above, name))
                known.add(name)
                waiting.append(name)
    return order


def _log_sum(odds: Floats) -> Floats:
    """Return the logarithm of the sum of what each row's log odds stand for."""
    most = odds.max(axis=1)
    total: Floats = most + np.log(np.exp(odds - most[:, None]).sum(axis=1))
    return total
