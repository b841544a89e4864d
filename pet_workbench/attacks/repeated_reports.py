"""One device reports every day: the noise averages out, and the collector knows its emoji.

Every report of a value multiplies the odds of the values it supports by the same factor, at most
``exp(epsilon)``.  After k days with fresh noise the factor is at most ``exp(k * epsilon)``:
epsilons add up [1]_.  A device that sends yesterday's report again adds nothing, as long as its
value stays; but a report that returns every day is a name tag [2]_.

Protects: nothing; it shows what a budget per report does not bound.
Does not protect: against it helps a limit on all reports of a device together, or a memory.

References
----------
.. [1] C. Dwork and A. Roth, "The Algorithmic Foundations of Differential Privacy", 2014,
   doi:10.1561/0400000042.
.. [2] U. Erlingsson, V. Pihur and A. Korolova, "RAPPOR: Randomized Aggregatable Privacy-Preserving
   Ordinal Response", CCS 2014, doi:10.1145/2660267.2660348.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.local import LocalProtocol
from pet_workbench.dp.local.protocol import Reports


def best_guesses(
    protocol: LocalProtocol, days: Sequence[Reports], shares: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return for each device the value that is most likely after all its reports.

    Parameters
    ----------
    protocol : LocalProtocol
    days : sequence of reports
        Per day, the reports of the same devices in the same order, each with fresh noise.
    shares : ndarray of float64, shape (protocol.size,)
        How common each value is: what the collector knew before.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> from pet_workbench.dp.local import UnaryEncoding
    >>> protocol, stream = UnaryEncoding(size=8, epsilon=2), Keystream(bytes(32))
    >>> values = np.arange(8)
    >>> days = [protocol.report(values, stream) for _ in range(20)]
    >>> best_guesses(protocol, days, np.full(8, 1 / 8)).tolist()
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    odds = np.log(np.maximum(shares, 1e-300))[None, :]
    weight = math.log(protocol.ratio)
    for reports in days:
        odds = odds + weight * protocol.supports(reports)
    best: NDArray[np.int64] = np.argmax(odds, axis=1)
    return best
