"""Divide a whole number in given shares, so that rounding changes no total.

References
----------
.. [1] M. L. Balinski, H. P. Young, "Fair Representation: Meeting the Ideal of One Man, One Vote",
   2nd ed., Brookings, 2001 (the method of largest remainders).
"""

import numpy as np
from numpy.typing import NDArray


def round_to_total(shares: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Round ``shares * total`` to whole numbers that add up to `total`, by largest remainders.

    Examples
    --------
    >>> round_to_total(np.array([0.55, 0.35, 0.1]), 7).tolist()
    [4, 2, 1]
    """
    wanted = shares * total
    counts = np.floor(wanted).astype(np.int64)
    largest = np.argsort(counts - wanted, kind="stable")
    counts[largest[: total - counts.sum()]] += 1
    return counts
