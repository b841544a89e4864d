"""Choosing one of many candidates, nearly the best one, without telling who made it the best.

Every candidate has a distance from what was asked for, and the candidates' coins fall on heads with
chance ``exp(-distance / scale)``, where the distance is that beyond the best one's.  Turning over
coins in a random order until one shows heads is *permute-and-flip* [1]_; as coins know nothing of
the order, it is the same to flip all of them and to choose evenly among the heads.  That always
succeeds, since the best one's coin has two heads.  With ``scale = 2 * sensitivity / epsilon`` it is
epsilon-differentially private, and never worse on average than the exponential mechanism [2]_.

Protects: a unit that changes no distance by more than the sensitivity.
Does not protect: by itself; who computes the distances must know how much one unit can change.

References
----------
.. [1] R. McKenna and D. Sheldon, "Permute-and-Flip: A New Mechanism for Differentially Private
   Selection", NeurIPS 2020, doi:10.48550/arXiv.2010.12603.
.. [2] F. McSherry and K. Talwar, "Mechanism Design via Differential Privacy", FOCS 2007,
   doi:10.1109/FOCS.2007.66.
"""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.noise import Stream, bernoulli_exp
from pet_workbench.core.noise.events import below

_BLOCK = 1 << 16


def nearly_best(stream: Stream, distances: NDArray[np.int64], *, scale: Fraction) -> int:
    """Return the number of a candidate with nearly the smallest distance.

    Parameters
    ----------
    stream : Keystream
        Where coins are read from.
    distances : ndarray of int64, shape (n_candidates,)
        How far each is from what was asked for; at least one candidate.
    scale : Fraction
        Twice the most that one unit can change a distance, divided by epsilon.

    Returns
    -------
    int
        From 0.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> nearly_best(Keystream(bytes(32)), np.array([900, 4, 0, 700]), scale=Fraction(1, 2))
    2
    """
    beyond = distances - distances.min()
    heads = [
        start + np.flatnonzero(bernoulli_exp(stream, beyond[start : start + _BLOCK], scale=scale))
        for start in range(0, len(beyond), _BLOCK)
    ]
    shown = np.concatenate(heads)
    return int(shown[below(stream, 1, len(shown))[0]])


def largest_distance(candidates: int, *, scale: Fraction, chance: float) -> int:
    """Return a distance beyond the best that is exceeded with at most this chance.

    A candidate that far away shows heads with chance ``exp(-distance / scale)``, and then it
    shares the choice with the best one at least; the chances of all candidates are added.

    Parameters
    ----------
    candidates : int
    scale : Fraction
    chance : float
        Above 0.

    Examples
    --------
    >>> largest_distance(1_000_001, scale=Fraction(2), chance=0.05)
    32
    """
    far = float(scale) * math.log(max(1.0, candidates / 2 / chance))
    return math.floor(far * (1 + 1e-12))
