"""Quantiles: the median income, or the age below which a tenth of people are.

Every value of the declared grid is a candidate.  Its distance from what is asked is how many rows
would have to move to make it the quantile; whole numbers, from one count of rows per value.  One
unit changes a distance by little, wherever its values lie, so a value near the quantile can be
chosen by `permute_and_flip` with little noise [1]_ [2]_.  A small part of epsilon buys a noisy
count of rows, so that the answer says between which quantiles it lies.

Protects: a unit, whatever its values, even the largest or the smallest.
Does not protect: against bounds or steps that were chosen after looking at the data.

References
----------
.. [1] A. Smith, "Privacy-preserving Statistical Estimation with Optimal Convergence Rates",
   STOC 2011, doi:10.1145/1993636.1993743.
.. [2] R. McKenna and D. Sheldon, "Permute-and-Flip: A New Mechanism for Differentially Private
   Selection", NeurIPS 2020, doi:10.48550/arXiv.2010.12603.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.core.validation import check_range
from pet_workbench.dp.choosing.permute_and_flip import largest_distance, nearly_best
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number, exact, exact_epsilon, float_above
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.loss import Loss, pure_loss
from pet_workbench.dp.noise import Noise, noise_for
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query, Totals

Counts = NDArray[np.int64]
MOST_POINTS, MOST_SHARES, FINEST_SHARE = 1 << 21, 99, 10_000
FOR_ROWS = Fraction(1, 10)
"""This part of epsilon is for the number of rows."""
_BLOCK = 1 << 18


@dataclass(frozen=True, kw_only=True)
class Quantile(Query):
    """Values below which a given share of the rows lies.

    Several shares cost what one costs, and each is the less precise.  Rows without a value are left
    out.

    Attributes
    ----------
    column : str
    grid : Grid
        The values that can come out.
    shares : sequence of Fraction
        Given as decimals between 0 and 1, in ascending order; a half is the median.

    Raises
    ------
    PromiseError
        If the grid has more than 2,097,152 values, a delta is given, or shares are not increasing
        decimals of at most 4 digits.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> median = Quantile(
    ...     column="income",
    ...     grid=Grid(0, 100_000, 10),
    ...     epsilon=1,
    ...     terms=Terms(unit="person", neighbours="add-remove"),
    ... )
    >>> median.rank_margins(0.95)  # rows, out of however many there are
    (13,)
    """

    kind: ClassVar[str] = "quantile"
    column: str
    grid: Grid
    shares: Sequence[Number] = (Fraction(1, 2),)

    def __post_init__(self) -> None:
        super().__post_init__()
        shares = tuple(exact("a share", share) for share in self.shares)
        object.__setattr__(self, "shares", shares)
        check_shares(shares)
        if self.grid.points > MOST_POINTS:
            raise PromiseError(
                "errors.dp_quantile_grid",
                "need a grid of at most {most} values to choose from, got {points}: take a larger "
                "step",
                most=MOST_POINTS,
                points=self.grid.points,
            )
        if self.delta:
            raise PromiseError(
                "errors.dp_quantile_delta",
                "need a delta of 0 for quantiles, got {delta}: choosing needs none",
                delta=str(self.delta),
            )
        self.rows_noise.describe()  # refuses limits for which there is no noise

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column that is read."""
        return (self.column,)

    @property
    def epsilon_each(self) -> Fraction:
        """Return the part of epsilon for each share."""
        return (1 - FOR_ROWS) * exact_epsilon(self.epsilon) / len(self.shares)

    @property
    def rows_noise(self) -> Noise:
        """Return the noise of the number of rows."""
        most = self.terms.rows_per_group
        epsilon = FOR_ROWS * exact_epsilon(self.epsilon)
        return noise_for(epsilon, Fraction(0), l1=most, l2_squared=most**2)

    @property
    def loss(self) -> Loss:
        """Return what all shares and the number of rows cost together."""
        each = [pure_loss(self.epsilon_each)] * len(self.shares)
        return sum(each, pure_loss(FOR_ROWS * exact_epsilon(self.epsilon)))

    def draw(self, table: PrivateTable, stream: Keystream) -> Totals:
        """Return the chosen values in steps, and the noisy number of rows."""
        values = table.rows(self.terms, self.columns).column(self.column)
        counts = counted(values, self.grid)
        chosen = [
            nearly_best(stream, distances(counts, share), scale=self.scale(share))
            for share in self._shares
        ]
        rows = counts.sum() + self.rows_noise.draw(stream, 1)
        return {"steps": self.grid.low_steps + np.array(chosen, np.int64), "rows": rows}

    def scale(self, share: Fraction) -> Fraction:
        """Return the scale of choosing for one share."""
        most = sensitivity(
            share, rows=self.terms.rows_per_group, changes_one=self.terms.changes_one
        )
        return 2 * most / self.epsilon_each

    def value(self, noisy: Totals) -> NDArray[np.float64]:
        """Return the quantiles, one for each share, in ascending order."""
        return np.asarray(self.grid.value(np.sort(noisy["steps"])), np.float64)

    def interval(
        self, noisy: Totals, confidence: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return between which *shares* each value lies: 0.5 may become 0.493 to 0.507.

        Each value is the exact quantile, of the rows on the grid, of a share between the bounds;
        with chance `confidence` this holds for all of them together.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        chance = 1 - confidence
        # nine tenths of the chance for the values, one tenth for the number of rows
        margins = np.array([float_above(off) for off in self._margins(1 - 0.9 * chance)])
        if np.any(np.diff(noisy["steps"]) < 0):  # then `value` puts them with another share
            margins[:] = margins.max()
        fewest = int(noisy["rows"][0]) - self.rows_noise.quantile(1 - 0.1 * chance)
        asked = np.array([float(share) for share in self._shares])
        off = margins / fewest if fewest > 0 else np.ones(len(asked))
        return np.clip(asked - off, 0, 1), np.clip(asked + off, 0, 1)

    def rank_margins(self, confidence: float) -> tuple[int, ...]:
        """Return how many rows each value can be off, before asking; for all shares together.

        Rounded up: a share of the rows is seldom a whole number of them.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        return tuple(math.ceil(off) for off in self._margins(confidence))

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {
            "column": self.column,
            "grid": self.grid.describe(),
            "shares": [str(share) for share in self._shares],
            "epsilon_each": str(self.epsilon_each),
            "epsilon_rows": str(FOR_ROWS * exact_epsilon(self.epsilon)),
        }

    def _margins(self, confidence: float) -> tuple[Fraction, ...]:
        """Return how many rows each value can be off, as fractions: a share is seldom whole."""
        chance = (1 - confidence) / len(self.shares)
        return tuple(
            Fraction(
                largest_distance(self.grid.points, scale=self.scale(share), chance=chance),
                share.denominator,
            )
            for share in self._shares
        )

    @property
    def _shares(self) -> tuple[Fraction, ...]:
        """Return the shares as they were checked."""
        return tuple(exact("a share", share) for share in self.shares)


def check_shares(shares: tuple[Fraction, ...]) -> None:
    """Refuse shares that are not increasing decimals between 0 and 1.

    Raises
    ------
    PromiseError
        If they are not, or there are too many of them.
    """
    ends = (Fraction(0), *shares, Fraction(1))
    if (
        not 1 <= len(shares) <= MOST_SHARES
        or any(one >= other for one, other in pairwise(ends))
        or any(FINEST_SHARE % share.denominator for share in shares)
    ):
        raise PromiseError(
            "errors.dp_quantile_shares",
            "need 1 to {most} increasing shares between 0 and 1 of at most 4 decimals, got "
            "{shares}",
            most=MOST_SHARES,
            shares=", ".join(map(str, shares)),
        )


def sensitivity(share: Fraction, *, rows: int, changes_one: bool) -> int:
    """Return by how much one unit can change a distance.

    A row adds ``b - a`` or ``-a`` to ``b * below - a * n`` of a share ``a / b``, or nothing.

    Examples
    --------
    >>> sensitivity(Fraction(1, 4), rows=2, changes_one=False)
    6
    """
    above, below = share.denominator - share.numerator, share.numerator
    return rows * (above + below if changes_one else max(above, below))


def counted(values: NDArray[Any], grid: Grid) -> Counts:
    """Return how many rows have each value of the grid; missing ones are left out.

    Examples
    --------
    >>> counted(np.array([1.2, 7.0, np.nan, 1.0]), Grid(0, 4, 1)).tolist()
    [0, 2, 0, 0, 1]
    """
    counts = np.zeros(grid.points, np.int64)
    # with many values, adding up their counts costs more than rows do
    block = max(_BLOCK, 4 * grid.points)
    for start in range(0, len(values), block):
        steps, left_out = grid.steps(values[start : start + block])
        steps -= grid.low_steps
        kept = steps[~left_out] if left_out.any() else steps
        counts += np.bincount(kept, minlength=grid.points)
    return counts


def distances(counts: Counts, share: Fraction) -> Counts:
    """Return how far each value of a grid is from being the quantile of a share ``a / b``.

    It is the quantile if at most ``a * n / b`` rows lie below it and at least so many at or below.

    Returns
    -------
    ndarray of int64
        In parts of a row: b parts are one row.

    Examples
    --------
    >>> distances(np.array([0, 2, 0, 0, 1]), Fraction(1, 2)).tolist()
    [3, 0, 1, 1, 1]
    """
    up_to = share.denominator * np.cumsum(counts)
    wanted = share.numerator * int(counts.sum())
    too_low = wanted - up_to
    too_high = up_to - share.denominator * counts - wanted
    return np.asarray(np.maximum(0, np.maximum(too_low, too_high)), np.int64)
