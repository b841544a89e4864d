"""Rows in which one user is nearly all: why counting connections is not enough.

A row of ten connections may be one bakery and nine flats.  Whoever knows roughly what a flat uses
then knows the bakery.  Offices of statistics check that by the *p% rule* [1]_: a row is unsafe if
the second largest user, who knows its own use, could work out the largest to within p per cent.

References
----------
.. [1] A. Hundepool et al., "Statistical Disclosure Control", Wiley, 2012,
   doi:10.1002/9781118348239.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.usecases.gas.areas import area_of
from pet_workbench.usecases.gas.publication import WITHHELD, Publication

if TYPE_CHECKING:
    import pandas as pd


def two_largest(connections: "pd.DataFrame", publication: Publication) -> NDArray[np.int64]:
    """Return the largest and second largest use in every row of a table.

    Parameters
    ----------
    connections : DataFrame
        Columns ``area`` (streets) and ``use``.
    publication : Publication

    Returns
    -------
    ndarray of int64, shape (2, n_rows)
        0 where there is no such connection.
    """
    codes = area_of(connections["area"].to_numpy(), publication.level)
    row = publication.row[np.searchsorted(publication.areas, codes)]
    use = connections["use"].to_numpy(np.int64)[row != WITHHELD]
    row = row[row != WITHHELD]
    order = np.lexsort((-use, row))
    row, use = row[order], use[order]
    first = np.concatenate(([True], row[1:] != row[:-1]))
    second = np.concatenate(([False], first[:-1])) & ~first
    largest = np.zeros((2, len(publication.use)), np.int64)
    largest[0, row[first]] = use[first]
    largest[1, row[second]] = use[second]
    return largest


def dominated(
    connections: "pd.DataFrame", publication: Publication, *, percent: float = 10
) -> NDArray[np.bool_]:
    """Return which rows fail the p% rule.

    Parameters
    ----------
    connections : DataFrame
        Columns ``area`` (streets) and ``use``.
    publication : Publication
        Without noise.
    percent : float
        The p of the rule.

    Examples
    --------
    >>> import pandas as pd
    >>> street = pd.DataFrame({"area": 1101, "use": [40_000] + [300] * 9})
    >>> table = Publication("small", np.array([1101]), np.array([0]), np.array([10]),
    ...     np.array([42_700]))
    >>> dominated(street, table).tolist()
    [True]
    """
    check_range("percent", percent, 0.1, 100)
    first, second = two_largest(connections, publication)
    rest = publication.use - first - second
    unsafe: NDArray[np.bool_] = np.less(100 * rest, percent * first) & (first > 0)
    return unsafe
