"""How many invented rows turn a conclusion around, when one of the owners lies.

A secret input can be any number.  Whoever adds rows that never happened moves every statistic, and
within the computation nothing tells them from real ones [1]_.

Protects: nothing; it shows what secret inputs cannot rule out.
Does not protect: against this helps only what lies outside the computation: data that were signed
when they were made, samples that somebody checks, and consequences.

References
----------
.. [1] Y. Lindell, "How to simulate it: a tutorial on the simulation proof technique", 2017,
   doi:10.1007/978-3-319-57048-8_6: why no protocol hinders a party from changing its own input.
"""

from collections.abc import Callable

from pet_workbench.core.validation import check_range


def fewest_rows(turns: Callable[[int], bool], *, most: int) -> int | None:
    """Return the fewest invented rows that turn the conclusion, or None if `most` do not.

    Doubles until the conclusion turns, then halves the interval.

    Parameters
    ----------
    turns : callable
        Whether so many rows turn it; if some do, more do too.
    most : int
        How many to try at most, at least 1.

    Raises
    ------
    ParameterError
        If `most` is below 1.

    Examples
    --------
    >>> fewest_rows(lambda rows: rows >= 37, most=1_000), fewest_rows(lambda rows: False, most=9)
    (37, None)
    """
    check_range("most", most, 1, 1 << 31)
    low, high = 0, 1
    while not turns(high):
        if high == most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if turns(middle) else (middle, high)
    return high
