"""Gas use per area as a query: for every area on a public list, connections and cubic metres.

A connection lies in one area, so it can change one count by 1 and one sum by the upper bound: noise
does not grow with the number of areas.  The areas are declared: which ones there are must not
follow from the data.

Protects: every connection, whatever it uses, in the counts and the sums together.
Does not protect: an owner of several connections as one, unless the terms name the owner's column
and a limit; what an area's houses have in common is the answer.

References
----------
.. [1] F. McSherry, "Privacy Integrated Queries", SIGMOD 2009, doi:10.1145/1559845.1559850 (parallel
   composition: what disjoint parts cost together).
"""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp import Grid, PrivateTable
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.query import NoisyTotals, Part, Totals

COUNT_SHARE = Fraction(1, 4)
"""Of epsilon, for the counts: of a mean near a fifth of the bound this gives the smallest error."""
_BLOCK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class AreaUse(NoisyTotals):
    """How many connections each area has, and how much they use together.

    Attributes
    ----------
    level : str
        What kind of areas; for the record.
    areas : tuple of int
        Codes of all areas, ascending, from a public list.  Rows elsewhere count for nothing.
    grid : Grid
        Bounds and step of a connection's use, from 0 on.

    Raises
    ------
    PromiseError
        If the lower bound is below 0.

    Examples
    --------
    >>> from pet_workbench.dp import Terms
    >>> terms = Terms(unit="connection", neighbours="add-remove")
    >>> query = AreaUse(
    ...     level="small", areas=(1, 2), grid=Grid(0, 5_000), epsilon=1, terms=terms)
    >>> [(part.name, part.l1, float(part.epsilon)) for part in query.parts]
    [('connections', 1, 0.25), ('use', 5000, 0.75)]
    """

    kind: ClassVar[str] = "area-use"
    level: str
    areas: tuple[int, ...]
    grid: Grid

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.grid.low < 0:
            raise PromiseError(
                "errors.gas_bound_below_zero",
                "need a lower bound of at least 0 for gas use, got {low}: nobody uses less",
                low=self.grid.low,
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return ("area", "use")

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the counts and the sums, each with its share of epsilon."""
        terms, n = self.terms, len(self.areas)
        groups = terms.groups * terms.twice
        most = {
            "connections": terms.rows_per_group,
            "use": terms.rows_per_group * self.grid.reach(changes_one=False),
        }
        shares = {"connections": COUNT_SHARE, "use": 1 - COUNT_SHARE}
        return tuple(
            self.declare(
                name, cells=n, l1=groups * one, l2_squared=groups * one**2, share=shares[name]
            )
            for name, one in most.items()
        )

    def totals(self, table: PrivateTable) -> Totals:
        """Count and add up per area; a row without a use counts for nothing."""
        rows = table.rows(self.terms, self.columns, group="area")
        known = np.asarray(self.areas, np.int64)
        counts, sums = np.zeros((2, len(known)), np.int64)
        area, use = rows.column("area"), rows.column("use")
        for start in range(0, len(area), _BLOCK):
            part = slice(start, start + _BLOCK)
            steps, left_out = self.grid.steps(use[part])
            place = _places(area[part], known)
            place[left_out] = len(known)
            counts += np.bincount(place, minlength=len(known) + 1)[:-1]
            # a block's sum stays far below 2**53, where floats stop being exact
            added = np.bincount(place, weights=steps, minlength=len(known) + 1)
            sums += added[:-1].astype(np.int64)
        return {"connections": counts, "use": sums}

    def value(self, noisy: Totals) -> dict[str, NDArray[Any]]:
        """Return counts and cubic metres per area; both may be below 0."""
        return {"connections": noisy["connections"], "use": self.grid.value(noisy["use"])}

    def interval(
        self, noisy: Totals, confidence: float
    ) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
        """Return bounds for each number by itself."""
        value = self.value(noisy)
        off = {part.name: part.noise.quantile(confidence) for part in self.parts}
        size = {"connections": off["connections"], "use": self.grid.value(off["use"])}
        return (
            {name: value[name] - size[name] for name in value},
            {name: value[name] + size[name] for name in value},
        )

    def margin(self, confidence: float) -> float:
        """Return how far the cubic metres of an area can be off."""
        return float(self.grid.value(self.part("use").noise.quantile(confidence)))

    def declared(self) -> dict[str, Any]:
        """Return what is declared; the list of areas by its length and a fingerprint."""
        codes = np.asarray(self.areas, np.int64).astype("<i8")
        return {
            "level": self.level,
            "areas": len(self.areas),
            "areas_sha256": sha256(codes.tobytes()).hexdigest(),
            "grid": self.grid.describe(),
            "count_share": str(COUNT_SHARE),
        }


def _places(areas: NDArray[Any], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each row's place among the known areas, or their number if it is none of them."""
    if not len(known):
        return np.zeros(len(areas), np.int64)
    place = np.minimum(np.searchsorted(known, areas), len(known) - 1)
    return np.where(known[place] == areas, place, len(known))
