"""How alike two rows are, by columns of any kind: Gower's distance.

A category counts 0 if it is the same and 1 if not; a number counts how far it is, as a share of
its public bounds; a missing value is as far as can be from a known one, and equal to a missing
one [1]_.

Arithmetic only.

References
----------
.. [1] J. C. Gower, "A general coefficient of similarity and some of its properties", Biometrics
   27(4), 1971, 857-871, doi:10.2307/2528823.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.synthetic.description import Categories, Description, Values

_BLOCK = 1 << 21
Columns = Mapping[str, Values]


def comparable(columns: Columns, description: Description) -> dict[str, NDArray[np.float32]]:
    """Return columns as numbers: places of categories, or numbers as a share of their bounds.

    Parameters
    ----------
    columns : mapping of str to ndarray
        As `Description.read` gives them.
    description : Description
    """
    found = {}
    for name, column in columns.items():
        kind = description[name]
        if isinstance(kind, Categories):
            found[name] = kind.places(column).astype(np.float32)
        else:
            found[name] = ((np.asarray(column) - kind.edges[0]) / kind.width).astype(np.float32)
    return found


def between(
    rows: Columns, others: Columns, description: Description, names: Sequence[str]
) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Yield distances of some rows to all others, block by block.

    Parameters
    ----------
    rows, others : mapping of str to ndarray of float32
        Made `comparable`.
    description : Description
    names : sequence of str
        The columns that are compared.

    Yields
    ------
    slice, ndarray of float32, shape (n_block, n_others)
        Sums over columns, so from 0 to their number.
    """
    n, many = len(rows[names[0]]), len(others[names[0]])
    size = max(1, _BLOCK // max(1, many))
    for start in range(0, n, size):
        part = slice(start, min(start + size, n))
        total = np.zeros((part.stop - start, many), np.float32)
        for name in names:
            one, other = rows[name][part, None], others[name][None, :]
            if isinstance(description[name], Categories):
                total += one != other
            else:
                missing, misses = np.isnan(one), np.isnan(other)
                apart = np.abs(np.nan_to_num(one) - np.nan_to_num(other))
                total += np.where(missing | misses, missing != misses, apart)
        yield part, total
