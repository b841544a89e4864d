"""What is asked of a table to make private synthetic rows: MST, as a query of `pet_workbench.dp`.

A third of the budget, in rho, goes to counts by one column, for every column.  A third goes to
choosing pairs of columns: the exponential mechanism prefers pairs whose counts are furthest from
what the columns on their own would give, and pairs that would close a circle are left out, until
all columns hang together in a tree.  A third goes to counts by these pairs.  That is MST, which won
the contest of NIST in 2018 [1]_.  Two things are simpler here: bins are public and few, so rare
ones are not merged; and what a pair is compared with follows from the noisy counts directly.

Protects: a unit, over all counts and the choice of pairs together.  The noise is exact, the
distances that pairs are chosen by are whole numbers, and bins and categories come from a public
description.
Does not protect: relations that need three columns at once: they are not kept.

References
----------
.. [1] R. McKenna, G. Miklau, D. Sheldon, "Winning the NIST contest: a scalable and general approach
   to differentially private synthetic data", Journal of Privacy and Confidentiality 11(3), 2021,
   doi:10.29012/jpc.778.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from pet_workbench.core import Keystream
from pet_workbench.dp.choosing.exponential import more_often, scale_for
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import exact_delta, exact_epsilon
from pet_workbench.dp.loss import Loss, gaussian_loss
from pet_workbench.dp.noise import GAUSSIAN, Noise
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query, Totals
from pet_workbench.synthetic.description import Description
from pet_workbench.synthetic.private.counting import (
    Counts,
    Whole,
    counts_by,
    expected_pairs,
    gains,
    placed,
)

ONE, TWO, PAIRS = "one", "two", "pairs"
MOST_CELLS = 1 << 20


@dataclass(frozen=True, kw_only=True)
class TreeOfPairs(Query):
    """Counts by every column, and by as many pairs of columns as make a tree.

    Attributes
    ----------
    description : Description
        From 2 columns.  Delta is above 0: the noise is Gaussian.

    Raises
    ------
    PromiseError
        If delta is 0, there is one column only, or a pair has too many combinations.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> from pet_workbench.synthetic.description import Categories, Numbers
    >>> columns = {"sex": Categories(("f", "m")), "score": Numbers((0, 10, 20, 30))}
    >>> query = TreeOfPairs(
    ...     description=Description(columns), epsilon=1, delta="1e-6",
    ...     terms=Terms(unit="person", neighbours="add-remove"))
    >>> round(query.noise(ONE).deviation, 1), round(query.noise(TWO).deviation, 1)
    (11.1, 7.8)
    """

    kind: ClassVar[str] = "tree-of-pairs"
    description: Description

    def __post_init__(self) -> None:
        super().__post_init__()
        sizes = sorted(kind.cells for kind in self.description.columns.values())
        if len(sizes) < 2 or sizes[-1] * sizes[-2] > MOST_CELLS:
            raise PromiseError(
                "errors.synthetic_pairs",
                "need 2 columns or more, with at most {most} combinations of two, got {columns} "
                "columns; take fewer bins",
                most=MOST_CELLS,
                columns=len(sizes),
            )
        _ = self.loss, self.noise(ONE), self.noise(TWO), self.scale  # refused before it is paid

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return tuple(self.description)

    @property
    def loss(self) -> Loss:
        """Return what an answer costs."""
        return gaussian_loss(self.epsilon, self.delta)

    @property
    def share(self) -> Fraction:
        """Return the rho of each of the three steps."""
        return gaussian_loss(exact_epsilon(self.epsilon), exact_delta(self.delta)).rho / 3

    @property
    def sensitivity(self) -> int:
        """Return how much one unit can change counts by the same columns, in all."""
        return self.terms.twice * self.terms.rows_per_group

    def noise(self, step: str) -> Noise:
        """Return the noise of every count by one column, or by two."""
        tables = len(self.columns) - (step == TWO)
        squares = tables * self.terms.twice * self.terms.rows_per_group**2
        return Noise(GAUSSIAN, squares / (2 * self.share))

    @property
    def scale(self) -> Fraction:
        """Return the scale of every choice of a pair."""
        rho = self.share / (len(self.columns) - 1)
        return scale_for(rho, sensitivity=self.sensitivity)

    def draw(self, table: PrivateTable, stream: Keystream) -> Totals:
        """Return noisy counts by column, the pairs that were chosen, and noisy counts by pair."""
        places = placed(table.rows(self.terms, self.columns), self.description)
        found: dict[str, Whole] = {}
        for at, name in enumerate(self.columns):
            exact = counts_by(places, self.description, (name,)).ravel()
            found[f"{ONE} {at}"] = exact + self.noise(ONE).draw(stream, exact.size)
        gained = gains(places, self.description, expected_pairs(self.value(found)))
        chosen = self.choose(gained, stream)
        found[PAIRS] = np.array([[self.columns.index(name) for name in pair] for pair in chosen])
        for at, pair in enumerate(chosen):
            exact = counts_by(places, self.description, pair).ravel()
            found[f"{TWO} {at}"] = exact + self.noise(TWO).draw(stream, exact.size)
        return found

    def value(self, noisy: Totals) -> dict[tuple[str, ...], Whole]:
        """Return the counts by the columns they are by; they can be below 0."""
        chosen = noisy[PAIRS].tolist() if PAIRS in noisy else []
        pairs = [tuple(self.columns[at] for at in pair) for pair in chosen]
        names: dict[str, tuple[str, ...]] = {
            **{f"{ONE} {at}": (name,) for at, name in enumerate(self.columns)},
            **{f"{TWO} {at}": pair for at, pair in enumerate(pairs)},
        }
        return {by: noisy[part].reshape(self._shape(by)) for part, by in names.items()}

    def interval(self, noisy: Totals, confidence: float) -> tuple[Counts, Counts]:
        """Return bounds of each count without noise; each by itself holds with this chance."""
        value = self.value(noisy)
        off = {by: self.noise(TWO if len(by) == 2 else ONE).quantile(confidence) for by in value}
        low = {by: count - off[by] for by, count in value.items()}
        return low, {by: count + off[by] for by, count in value.items()}

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {"columns": self.description.describe()}

    def _shape(self, by: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self.description[name].cells for name in by)

    def choose(
        self, gained: Mapping[tuple[str, ...], int], stream: Keystream
    ) -> list[tuple[str, ...]]:
        """Choose pairs, one after the other, until all columns hang together.

        Parameters
        ----------
        gained : mapping of (str, str) to int
            How far each pair is from what columns on their own would give; exact.
        stream : Keystream
        """
        most = max(gained.values())
        group = {name: name for name in self.columns}
        chosen: list[tuple[str, ...]] = []
        while len(chosen) < len(self.columns) - 1:
            free = [pair for pair in gained if group[pair[0]] != group[pair[1]]]
            far = np.array([most - gained[pair] for pair in free])
            pair = free[more_often(stream, far, scale=self.scale)]
            old, new = group[pair[1]], group[pair[0]]
            group = {name: new if one == old else one for name, one in group.items()}
            chosen.append(pair)
        return chosen
