"""The exponential mechanism, exactly: one of many candidates, better ones more often.

A candidate is chosen with odds ``exp(-distance / scale)`` [1]_: candidates are proposed evenly, and
kept with a chance that is drawn exactly.  It is what zCDP favours: with a sensitivity of s it costs
``s**2 / (2 * scale**2)`` in rho [2]_, four times less than what its epsilon alone would tell.  In
epsilon, `permute_and_flip` chooses better.

Protects: a unit that changes no distance by more than the sensitivity.
Does not protect: by itself; who computes the distances must know how much one unit can change.

References
----------
.. [1] F. McSherry and K. Talwar, "Mechanism Design via Differential Privacy", FOCS 2007,
   doi:10.1109/FOCS.2007.66.
.. [2] M. Cesar and R. Rogers, "Bounding, Concentrating, and Truncating: Unifying Privacy Loss
   Accounting for Data Analytics", ALT 2021, doi:10.48550/arXiv.2004.07223.
"""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.noise import Stream, bernoulli_exp
from pet_workbench.core.noise.events import below

_BATCH = 64
_DIGITS = 1 << 32


def more_often(stream: Stream, distances: NDArray[np.int64], *, scale: Fraction) -> int:
    """Return the number of a candidate, chosen with odds ``exp(-distance / scale)``.

    Parameters
    ----------
    stream : Keystream
        Where proposals are read from.
    distances : ndarray of int64, shape (n_candidates,)
        How far each is from what was asked for; at least one candidate.
    scale : Fraction
        See `scale_for`.

    Returns
    -------
    int
        From 0.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> more_often(Keystream(bytes(32)), np.array([900, 4, 0, 700]), scale=Fraction(1, 2))
    2
    """
    beyond = distances - distances.min()
    while True:
        proposed = below(stream, _BATCH, len(beyond))
        kept = np.flatnonzero(bernoulli_exp(stream, beyond[proposed], scale=scale))
        if len(kept):
            return int(proposed[kept[0]])


def scale_for(rho: Fraction, *, sensitivity: int) -> Fraction:
    """Return the smallest scale, or one just above it, with which a choice costs at most `rho`.

    Parameters
    ----------
    rho : Fraction
        Above 0.
    sensitivity : int
        The most that one unit can change a distance.

    Examples
    --------
    >>> float(scale_for(Fraction(1, 8), sensitivity=1))
    2.0000000002...
    """
    square = math.ceil(Fraction(sensitivity) ** 2 / (2 * rho) * _DIGITS**2)
    return Fraction(math.isqrt(square) + 1, _DIGITS)
