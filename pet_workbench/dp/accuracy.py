"""How much epsilon an accuracy takes: the question of accuracy, the other way round.

Where a query knows its margin before it is asked, that margin shrinks as epsilon grows, so the
smallest epsilon that does is found by halving.  No data are needed, and none are touched.

Protects: budget, by asking for no more accuracy than the purpose needs.
Does not protect: by itself.
"""

from dataclasses import replace
from fractions import Fraction

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_range
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import MAX_EPSILON
from pet_workbench.dp.query import Query
from pet_workbench.dp.totals.mean import Mean

PER_EPSILON = 10**6
"""Epsilons are found to the millionth, rounded up."""


def epsilon_for(
    query: Query, *, margin: float, confidence: float = 0.95, rows: int | None = None
) -> Fraction:
    """Return the smallest epsilon with which `query` is off by at most `margin`.

    Parameters
    ----------
    query : Query
        Its own epsilon does not matter, its delta does.
    margin : float
        Half the width of the interval, in the unit of the answer.
    confidence : float, default: 0.95
        Chance with which the margin holds, for each number of the answer.
    rows : int, optional
        For a mean: how many rows with a value are expected; a guess from elsewhere, not from the
        data.

    Raises
    ------
    PromiseError
        If the query's accuracy depends on the data, or no epsilon that promises anything is enough.
    ParameterError
        If the margin is not above 0, or the confidence is not from 0.5 to below 1.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> from pet_workbench.dp.totals.count import Count
    >>> count = Count(epsilon=1, terms=Terms(unit="person", neighbours="add-remove"))
    >>> float(epsilon_for(count, margin=10))
    0.284349
    """
    check_range("margin", margin, 1e-300, 1e300)
    check_range("confidence", confidence, 0.5, 1 - 1e-12)
    low, high = 0, int(MAX_EPSILON) * PER_EPSILON
    least = _margin(query, high, confidence, rows)
    if least > margin:
        raise PromiseError(
            "errors.dp_margin_too_small",
            "need a margin of at least {least}, which takes epsilon {most}, got {margin}: ask for "
            "less accuracy, narrower bounds or more rows",
            least=least,
            most=int(MAX_EPSILON),
            margin=margin,
        )
    while high - low > 1:
        middle = (low + high) // 2
        if _margin(query, middle, confidence, rows) > margin:
            low = middle
        else:
            high = middle
    return Fraction(high, PER_EPSILON)


def _margin(query: Query, millionths: int, confidence: float, rows: int | None) -> float:
    """Return the margin of a query at another epsilon; infinite where noise has no such size."""
    other = replace(query, epsilon=Fraction(millionths, PER_EPSILON))
    try:
        found = (
            other.margin(confidence, rows=rows)
            if isinstance(other, Mean)
            else other.margin(confidence)
        )
    except ParameterError:
        return float("inf")
    if found is None:
        raise PromiseError(
            "errors.dp_margin_depends",
            "need a query whose accuracy is known beforehand, got a {kind}: that depends on the "
            "data; for a mean, say how many rows are expected",
            kind=query.kind,
        )
    return found
