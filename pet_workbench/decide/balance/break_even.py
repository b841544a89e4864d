"""When a party is out of its costs, and what would have to change before it is.

All of it follows from the likely amounts by arithmetic; nothing is simulated here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.decide.balance.model import Balance, Line
from pet_workbench.decide.balance.worth import bounds, factors, running, weight

_ROUNDING = 1e-6
"""Euros below zero that are a rounding error of the arithmetic."""


@dataclass(frozen=True)
class Need:
    """A benefit that would have to rise for its party to end at zero.

    Attributes
    ----------
    line : Line
    now, then : float
        The likely amount, and what it would have to be: euros, or euros per year.
    """

    line: Line
    now: float
    then: float


@dataclass(frozen=True)
class BreakEven:
    """When and how a party ends at zero or above.

    Attributes
    ----------
    year, best, worst : int or None
        First year from which the running result stays at zero or above: at the likely amounts, and
        with every amount at its best or worst end.  None where that is not within the years.
    result : float
        At the likely amounts, in euros of today.
    per_year : float
        The same spread evenly over the years; below zero for what is short every year.
    needs : tuple of Need
        For a party below zero, each benefit that could make it neutral by itself.
    """

    year: int | None
    best: int | None
    worst: int | None
    result: float
    per_year: float
    needs: tuple[Need, ...]


def break_even(balance: Balance, party: str | None) -> BreakEven:
    """Return when a party, or all together for None, are out of their costs.

    Parameters
    ----------
    balance : Balance
    party : str or None

    Examples
    --------
    >>> from pet_workbench.decide.balance import Amount, Party
    >>> lines = (
    ...     Line("pay", "a", "cost", "once", Amount.exactly(100), first=0),
    ...     Line("get", "a", "benefit", "yearly", Amount(20, 40, 60), first=1),
    ... )
    >>> found = break_even(Balance("own", 4, 0.0, (Party("a"),), lines), "a")
    >>> found.year, found.best, found.worst, found.result
    (3, 2, None, 60.0)
    """
    result = bounds(balance, party).likely
    year, best, worst = (
        _settled(running(balance, party, end)) for end in ("likely", "best", "worst")
    )
    needs = () if result >= -_ROUNDING else _needs(balance, party, result)
    return BreakEven(year, best, worst, result, per_year(result, balance), needs)


def per_year(amount: float, balance: Balance) -> float:
    """Spread an amount of today evenly over the years after the start.

    Parameters
    ----------
    amount : float
        Euros of today.
    balance : Balance

    Examples
    --------
    >>> per_year(100.0, Balance("own", 4, 0.0, ()))
    25.0
    """
    return amount / float(factors(balance.years, balance.rate)[1:].sum())


def turning_point(balance: Balance, line: Line, party: str | None) -> float | None:
    """Return the amount of `line` at which the result is zero, all others at their likely amounts.

    Parameters
    ----------
    balance : Balance
    line : Line
    party : str or None

    Returns
    -------
    float or None
        Euros, or euros per year; None where no amount of zero or more does it.
    """
    factor = weight(line, balance)
    if factor == 0:
        return None
    amount = line.amount.likely - bounds(balance, party).likely / factor
    return amount if amount >= 0 else None


def _needs(balance: Balance, party: str | None, result: float) -> tuple[Need, ...]:
    """Return what each benefit would have to be."""
    weights = {line: weight(line, balance) for line in balance.of(party)}
    return tuple(
        Need(line, line.amount.likely, line.amount.likely - result / factor)
        for line, factor in weights.items()
        if factor > 0
    )


def _settled(total: NDArray[np.float64]) -> int | None:
    """Return the first year from which a running total stays at zero or above."""
    below = np.flatnonzero(total < -_ROUNDING)
    first = int(below[-1]) + 1 if len(below) else 0
    return first if first < len(total) else None
