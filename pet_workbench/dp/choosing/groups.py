"""Counts of groups that nobody declared: which ones exist is itself private.

A table per postcode, product or diagnosis shows a rare one because of a single person in it.  So
every group's count gets truncated noise, never more than a limit, and shows only if the result is
above that limit: a group that is not there can never show, and one that a single unit brings along
shows with chance delta at most.  For counts of units hardly a rule can show more, with the same
epsilon and delta [1]_.  The count itself is released with the same noise, at no extra cost.

Protects: whether a unit is in any group, and which; a group of one unit, but for a chance of delta.
Does not protect: with a delta that is not small: with a delta of 0.001, one in a thousand rare
groups may show.  The names of groups that show are released as they are.

References
----------
.. [1] D. Desfontaines, J. Voss, B. Gipson and C. Mandayam, "Differentially Private Partition
   Selection", PoPETs 2022(1), doi:10.2478/popets-2022-0017.
"""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from pet_workbench.core import Keystream
from pet_workbench.core.noise import truncated_laplace
from pet_workbench.core.validation import check_range
from pet_workbench.dp.exactly import exact_delta, exact_epsilon
from pet_workbench.dp.loss import Loss, approximate_loss
from pet_workbench.dp.noise import Noise
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query, Totals

Group = str | int | float
DIGITS = 60
"""With so many decimal digits the limit is found; what they may be off is on the safe side."""


@dataclass(frozen=True, kw_only=True)
class GroupCount(Query):
    """How many rows each group has, of the groups that may be shown.

    A unit counts in at most ``terms.groups`` groups, with ``terms.rows_per_group`` rows in each.

    Attributes
    ----------
    column : str
        The values are the groups; rows without a value are left out.

    Raises
    ------
    PromiseError
        If delta is 0: then no group could ever show.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> groups = GroupCount(column="postcode", epsilon=1, delta="1e-6", terms=terms)
    >>> groups.limit, [round(groups.chance_shown(count), 6) for count in (0, 1, 13, 28)]
    (14, [0.0, 0.0, 0.098938, 1.0])
    """

    kind: ClassVar[str] = "group-count"
    column: str

    def __post_init__(self) -> None:
        super().__post_init__()
        approximate_loss(self.epsilon, self.delta)  # refuses a delta of 0
        self.noise.describe()  # refuses limits for which there is no noise

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column that is read."""
        return (self.column,)

    @property
    def most_groups(self) -> int:
        """Return in how many groups neighbours can differ."""
        return self.terms.twice * self.terms.groups

    @property
    def loss(self) -> Loss:
        """Return the cost: epsilon and delta are divided over the groups of one unit."""
        whole = approximate_loss(self.epsilon, self.delta)
        return replace(whole, rho=whole.rho / self.most_groups)

    @property
    def noise(self) -> Noise:
        """Return the noise of each count, before it is truncated at the limit."""
        epsilon = exact_epsilon(self.epsilon) / self.most_groups
        return Noise("laplace", self.terms.rows_per_group / epsilon)

    @property
    def limit(self) -> int:
        """Return how large noise can be; a noisy count shows if it is above this."""
        return smallest_limit(
            self.noise.spread,
            exact_delta(self.delta) / self.most_groups,
            rows=self.terms.rows_per_group,
        )

    def chance_shown(self, count: int) -> float:
        """Return the chance that a group of so many rows shows; about the query, not about data."""
        return float(upper_mass(self.noise.spread, self.limit, from_=self.limit - count + 1))

    def draw(self, table: PrivateTable, stream: Keystream) -> Totals:
        """Return the groups that show, in order of their names, with their noisy counts."""
        rows = table.rows(self.terms, self.columns, group=self.column)
        codes, names = rows.labelled(self.column)
        counts = np.bincount(codes[codes >= 0], minlength=len(names))
        noisy = counts + truncated_laplace(
            stream, len(counts), scale=self.noise.spread, limit=self.limit
        )
        shown = np.flatnonzero(noisy > self.limit)
        # the order of names in the data would tell who came first
        order = shown[np.argsort(names[shown])]
        return {"groups": names[order], "rows": noisy[order]}

    def value(self, noisy: Totals) -> dict[Group, int]:
        """Return the noisy count of each group that shows."""
        return dict(zip(noisy["groups"].tolist(), noisy["rows"].tolist(), strict=True))

    def interval(
        self, noisy: Totals, confidence: float
    ) -> tuple[dict[Group, int], dict[Group, int]]:
        """Return bounds of each count that shows.

        Of all groups, shown or not, at least `confidence` have their count within the bounds or do
        not show.  Groups that only just show are more often too high than too low.
        """
        off = int(self.margin(confidence))
        value = self.value(noisy)
        low = {group: max(1, count - off) for group, count in value.items()}
        return low, {group: count + off for group, count in value.items()}

    def margin(self, confidence: float) -> float:
        """Return how far the count of a group that shows can be off."""
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        return float(min(self.noise.quantile(confidence), self.limit))

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {"column": self.column, "limit": self.limit, "noise": self.noise.describe()}


@lru_cache(maxsize=256)
def smallest_limit(scale: Fraction, delta: Fraction, *, rows: int) -> int:
    """Return the smallest limit of truncated noise for which `delta` is kept.

    One unit changes a count by at most `rows`, so what its presence can make possible is that the
    noise is one of the `rows` highest numbers, or of the lowest: that chance has to be below delta.

    Parameters
    ----------
    scale : Fraction
        ``rows / epsilon``.
    delta : Fraction
    rows : int

    Examples
    --------
    >>> smallest_limit(Fraction(1), Fraction(1, 10**6), rows=1)
    14
    """
    low, high = rows - 1, 2 * rows
    while upper_mass(scale, high, from_=high - rows + 1) > delta:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if upper_mass(scale, middle, from_=middle - rows + 1) > delta:
            low = middle
        else:
            high = middle
    return high


def upper_mass(scale: Fraction, limit: int, *, from_: int) -> Fraction:
    """Return the chance that truncated noise is at least `from_`, rounded upwards.

    With ``t = exp(-1 / scale)`` the odds of x are ``t**abs(x)``, up to the limit on both sides.

    Examples
    --------
    >>> float(upper_mass(Fraction(1), 1, from_=1)), float(upper_mass(Fraction(1), 1, from_=-1))
    (0.21194..., 1.0)
    """
    if from_ > limit:
        return Fraction(0)
    if from_ <= 0:
        return min(
            Fraction(1), 1 - _tail(scale, limit, 1 - from_) + Fraction(2, 10 ** (DIGITS // 2))
        )
    return _tail(scale, limit, from_)


def _tail(scale: Fraction, limit: int, from_: int) -> Fraction:
    """Return the chance of `from_` to `limit`, from_ above 0; off by less than one in 10**30."""
    if from_ > limit:
        return Fraction(0)
    with localcontext() as context:
        context.prec = DIGITS
        rate = Decimal(scale.denominator) / Decimal(scale.numerator)

        def fall(steps: int) -> Decimal:
            return (-rate * steps).exp()

        above = fall(from_) - fall(limit + 1)
        every = 1 + fall(1) - 2 * fall(limit + 1)
        # at most half of the digits are lost in the differences
        return Fraction(above / every) * (1 + Fraction(1, 10 ** (DIGITS // 2)))
