"""Intervals of ratios: every answer that noisy totals do not rule out.

Dividing two noisy totals gives no interval of a known width: the divisor may well be 0.  Fieller's
way asks of each possible ratio whether the totals could have come from it [1]_.  So the chance of a
miss is kept at any number of rows, and few rows give "everything is possible" and no silly number.

Protects: nothing; it is about accuracy.
Does not protect: it costs no privacy either.

References
----------
.. [1] E. C. Fieller, "Some Problems in Interval Estimation", Journal of the Royal Statistical
   Society B 16(2), 1954, doi:10.1111/j.2517-6161.1954.tb00159.x.
"""

from collections.abc import Callable

_HALVINGS = 40


def fieller(above: int, below: int, too_far: Callable[[float, float], bool]) -> tuple[float, float]:
    """Return the shares of the first in both totals that noise does not rule out.

    A share is ruled out if ``(1 - share) * above - share * below``, 0 without noise, is further
    from 0 than the noise in it can be.

    Parameters
    ----------
    above, below : int
        The totals with noise.
    too_far : callable
        Whether that combination, for a share, cannot be so far from 0.

    Returns
    -------
    lowest, highest : float
        0 and 1 if nothing is ruled out.

    Examples
    --------
    >>> low, high = fieller(300, 700, lambda share, distance: distance > 10)
    >>> round(low, 2), round(high, 2)
    (0.29, 0.31)
    >>> fieller(3, 7, lambda share, distance: distance > 10)
    (0.0, 1.0)
    """

    def ruled_out(share: float) -> bool:
        return too_far(share, abs((1 - share) * above - share * below))

    middle = share_of(above, below)
    if above + below <= 0 or ruled_out(middle):
        return 0.0, 1.0
    return last_inside(middle, 0.0, ruled_out), last_inside(middle, 1.0, ruled_out)


def last_inside(inside: float, outside: float, ruled_out: Callable[[float], bool]) -> float:
    """Return where answers begin to be ruled out on the way from one to another."""
    if not ruled_out(outside):
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if ruled_out(middle) else (middle, outside)
    return outside


def share_of(above: int, below: int) -> float:
    """Return the share of the first in both, between 0 and 1."""
    return min(max(above / max(above + below, 1), 0.0), 1.0)
