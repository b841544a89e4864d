"""Two opened means of nearly the same people give the mean of those who took part only once.

A group is asked for its mean; some leave, and the rest is asked again.  Whoever knows how many
there were both times, which is mostly no secret, computes the mean of those who left [1]_.
Rounding makes that an interval: the wider, the fewer left.

References
----------
.. [1] D. E. Denning, P. J. Denning and M. D. Schwartz, "The tracker: a threat to statistical
   database security", ACM Transactions on Database Systems 4(1), 1979, 76-96,
   doi:10.1145/320064.320069.
"""

from fractions import Fraction

from pet_workbench.core.validation import check_range


def mean_of_those_who_left(
    before: Fraction, after: Fraction, *, n_before: int, n_after: int, step: Fraction
) -> tuple[Fraction, Fraction]:
    """Return between what the mean of those who left lies.

    Parameters
    ----------
    before, after : Fraction
        The opened means.
    n_before, n_after : int
        How many people they are about; fewer after than before.
    step : Fraction
        To what the means were rounded; 0 when they are exact.

    Returns
    -------
    low, high : Fraction

    Raises
    ------
    ParameterError
        If nobody left, or `step` is negative.

    Examples
    --------
    >>> people = {"n_before": 30, "n_after": 20}
    >>> mean_of_those_who_left(Fraction(60), Fraction(65), **people, step=Fraction(0))
    (Fraction(50, 1), Fraction(50, 1))
    >>> mean_of_those_who_left(Fraction(60), Fraction(65), **people, step=Fraction(1))
    (Fraction(95, 2), Fraction(105, 2))
    """
    check_range("n_after", n_after, 0, n_before - 1)
    check_range("step", float(step), 0, float("inf"))
    left = n_before - n_after
    middle = (n_before * before - n_after * after) / left
    room = step / 2 * (n_before + n_after) / left
    return middle - room, middle + room
