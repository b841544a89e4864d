"""The differencing attack: two honest averages, and the difference is one person's number.

Nothing is broken and nobody cheats: a group publishes its average, somebody leaves, the rest
publish theirs [1]_.  No way of *computing* the averages stops this, because the attack never looks
at the computation.  What does: not answering again for nearly the same group, a minimum group size
together with that, or noise on the answers (differential privacy).  Rounding hardly helps, as
`possible_values` shows.

References
----------
.. [1] D. E. Denning, P. J. Denning and M. D. Schwartz, "The tracker: a threat to statistical
   database security", ACM Transactions on Database Systems 4(1), 1979, 76-96,
   doi:10.1145/320064.320069.
"""

import math
from fractions import Fraction

from pet_workbench.core import ParameterError


def possible_values(
    before: Fraction, after: Fraction, *, n_before: int, step: Fraction = Fraction(0)
) -> range:
    """Return the whole numbers that the one who left can have had.

    Parameters
    ----------
    before, after : Fraction
        The average of the whole group, and of those who stayed.
    n_before : int
        Size of the whole group, at least 2.
    step : Fraction, default: 0
        To what the averages were rounded (1/10 for one decimal); 0 when they are exact.

    Returns
    -------
    range
        A single number means that the attack succeeded.

    Raises
    ------
    ParameterError
        If the group is too small for one to leave, or `step` is negative.

    Examples
    --------
    The average of four is 39; without the fourth it is 42.  The fourth is 30:

    >>> list(possible_values(Fraction(39), Fraction(42), n_before=4))
    [30]

    Rounded to one decimal it is still 30; rounded to whole years it is 27 to 33:

    >>> list(possible_values(Fraction(39), Fraction(42), n_before=4, step=Fraction(1, 10)))
    [30]
    >>> possible_values(Fraction(39), Fraction(42), n_before=4, step=Fraction(1))
    range(27, 34)
    """
    if n_before < 2 or step < 0:
        raise ParameterError(
            "errors.differencing",
            "need n_before >= 2 and step >= 0, got n_before={n_before}, step={step}",
            n_before=n_before,
            step=step,
        )
    low_before, high_before = _possible_totals(before, n_before, step)
    low_after, high_after = _possible_totals(after, n_before - 1, step)
    return range(low_before - high_after, high_before - low_after + 1)


def _possible_totals(average: Fraction, n: int, step: Fraction) -> tuple[int, int]:
    """Return the least and the greatest whole total that rounds to this average."""
    return math.ceil(n * (average - step / 2)), math.floor(n * (average + step / 2))
