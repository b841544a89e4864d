"""One house from two tables: the same connections in areas with slightly different borders.

Where two published counts of an area differ by one, the two totals differ by what that one
connection uses.  No threshold helps: both rows can have hundreds of connections.  The same happens
with two versions of one table, before and after a late connection was added.

*Protects:* nothing; it is an attack.
*Does not protect:* noise on either table does: then the difference is a guess, and its error does
not become smaller with more areas.  But each further table costs budget again, and without a ledger
enough tables wash the noise out.

References
----------
.. [1] D. E. Denning, P. J. Denning and M. D. Schwartz, "The Tracker: A Threat to Statistical
   Database Security", ACM Transactions on Database Systems 4(1), 1979, doi:10.1145/320064.320069.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError


@dataclass(frozen=True, eq=False)
class Singled:
    """Areas that differ by one connection, and what that one uses.

    Attributes
    ----------
    places : ndarray of int64
        Which areas.
    values : ndarray of int64, of the same shape
        What the one connection uses, as far as the tables tell.
    """

    places: NDArray[np.int64]
    values: NDArray[np.int64]


def singled_out(
    counts: tuple[NDArray[np.int64], NDArray[np.int64]],
    totals: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> Singled:
    """Find areas that have one connection more or fewer in the second table.

    Parameters
    ----------
    counts, totals : pair of ndarray of int64, shape (n_areas,)
        Of the first table and of the second, areas in the same order.

    Raises
    ------
    ParameterError
        If the four are not of one length.

    Examples
    --------
    >>> found = singled_out((np.array([25, 30]), np.array([24, 30])),
    ...     (np.array([50_000, 61_000]), np.array([46_900, 61_000])))
    >>> found.places.tolist(), found.values.tolist()
    ([0], [3100])
    """
    _check_lengths(*counts, *totals)
    steps = counts[1] - counts[0]
    places = np.flatnonzero(np.abs(steps) == 1)
    return Singled(places, ((totals[1] - totals[0]) * steps)[places])


def guessed(
    totals: tuple[NDArray[np.int64], NDArray[np.int64]], places: NDArray[np.int64]
) -> Singled:
    """Guess what one connection uses that left each of these areas, knowing that it did.

    For whoever knows the borders, and need not read from the counts which areas differ.

    Parameters
    ----------
    totals : pair of ndarray of int64, shape (n_areas,)
        Of the first table and of the second.
    places : ndarray of int64
        Areas that have one connection fewer in the second.

    Raises
    ------
    ParameterError
        If the tables are not of one length.
    """
    _check_lengths(*totals)
    return Singled(places, (totals[0] - totals[1])[places])


def _check_lengths(*columns: NDArray[np.int64]) -> None:
    """Refuse columns that are about different areas."""
    lengths = {len(one) for one in columns}
    if len(lengths) > 1:
        raise ParameterError(
            "errors.gas_tables_differ",
            "need two tables of the same areas, got columns of {shortest} and {longest} areas",
            shortest=min(lengths),
            longest=max(lengths),
        )
