"""Read patients who stand alone in the risk sets of a survival model.

For every moment, a hospital sends sums over its patients who were still at risk [1]_.  When one is
left, those are that patient's features times a number, and the same patient's weight, which is sent
too, takes the number off.  It need not be the last one: what a moment's sums have more than those
of the next is about whoever left in between.  If that was one patient, so is the difference.

Protects: nothing; it shows why there has to be a minimum at every moment and between moments, and
why sums should be added up over hospitals before anybody reads them.
Does not protect: by itself.

References
----------
.. [1] C.-L. Lu et al., "WebDISCO: a web service for distributed Cox model learning without
   patient-level data sharing", JAMIA 22(6), 2015, 1212-1219, doi:10.1093/jamia/ocv083.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AT_RISK, EVENTS, WEIGHTS, FIRST = 0, 1, 2, 3
"""Where a moment's row has these numbers; then come the weighted features."""


class Lone(NamedTuple):
    """Somebody who was read.

    Attributes
    ----------
    moment : int
        Place of the last moment at which he or she was at risk, from 0.
    features : ndarray of float64, shape (p,)
    died : bool
        At that moment; else the patient was followed no longer.
    is_last : bool
        Whether nobody else of the sums was left.
    """

    moment: int
    features: Floats
    died: bool
    is_last: bool


def lone_patients(sums: Floats, n_features: int, n_moments: int) -> list[Lone]:
    """Read everybody who stands alone.

    Parameters
    ----------
    sums : ndarray of float64
        As `federated.Cox.sums` gives them: of a hospital, or the total of several.
    n_features, n_moments : int

    Returns
    -------
    list of Lone
        By moment.

    Examples
    --------
    >>> from pet_workbench.federated import Cox, Site
    >>> x, times = np.array([[0.6], [0.2], [0.2]]), np.array([2.0, 1.0, 1.0])
    >>> site = Site("a", x, np.ones(3), times)
    >>> sums = Cox(1, (1.0, 2.0)).sums(site, np.array([0.3]))
    >>> [(one.moment, one.features.round(6).tolist()) for one in lone_patients(sums, 1, 2)]
    [(1, [0.6])]
    """
    table = sums[: sums.size - n_features].reshape(n_moments, -1)
    left = table - np.vstack([table[1:], np.zeros((1, table.shape[1]))])
    alone = np.flatnonzero(np.rint(left[:, AT_RISK]) == 1)
    return [
        Lone(
            int(at),
            left[at, FIRST : FIRST + n_features] / left[at, WEIGHTS],
            bool(round(table[at, EVENTS]) == 1),
            bool(round(table[at, AT_RISK]) == 1),
        )
        for at in alone
        if left[at, WEIGHTS] > 0
    ]
