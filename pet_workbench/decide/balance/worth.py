"""What amounts in later years are worth today, exactly.

Every party's result is a weighted sum of its amounts, with the discount factors as weights.  So its
least and its most follow from the ends of the ranges, without any simulation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pet_workbench.decide.balance.model import Balance, Line


@dataclass(frozen=True, slots=True)
class Bounds:
    """A result at the likely amounts, and the least and most it can be.

    Attributes
    ----------
    least, likely, most : float
        Euros of today.
    """

    least: float
    likely: float
    most: float


def factors(years: int, rate: float) -> NDArray[np.float64]:
    """Return what a euro in each year is worth today.

    Parameters
    ----------
    years : int
        Last year.
    rate : float
        Per year; 0.0225 is 2.25 %.

    Returns
    -------
    ndarray of float64, shape (years + 1,)
        Year 0 is the start.

    Examples
    --------
    >>> factors(2, 0.25).tolist()
    [1.0, 0.8, 0.64]
    """
    return np.asarray((1.0 + rate) ** -np.arange(years + 1.0))


def weight(line: Line, balance: Balance) -> float:
    """Return what one euro of a line adds to the result of its party, in euros of today.

    Below zero for a cost; zero for what lies after the last year.

    Parameters
    ----------
    line : Line
    balance : Balance
        For its years and its discount rate.
    """
    discounted = factors(balance.years, balance.rate)
    taken = discounted[line.first :] if line.when == "yearly" else discounted[line.first :][:1]
    return line.sign * float(taken.sum())


def bounds(balance: Balance, party: str | None) -> Bounds:
    """Return the result of a party, or of all together for None, by interval arithmetic.

    Parameters
    ----------
    balance : Balance
    party : str or None

    Examples
    --------
    >>> from pet_workbench.decide.balance import Amount, Party
    >>> lines = (
    ...     Line("pay", "a", "cost", "once", Amount(5, 10, 20), first=0),
    ...     Line("get", "a", "benefit", "yearly", Amount(4, 8, 9), first=1),
    ... )
    >>> bounds(Balance("own", 2, 0.0, (Party("a"),), lines), "a")
    Bounds(least=-12.0, likely=6.0, most=13.0)
    """
    least = likely = most = 0.0
    for line in balance.of(party):
        factor, amount = weight(line, balance), line.amount
        ends = (factor * amount.low, factor * amount.high)
        least, most = least + min(ends), most + max(ends)
        likely += factor * amount.likely
    return Bounds(least, likely, most)


def running(balance: Balance, party: str | None, end: str = "likely") -> NDArray[np.float64]:
    """Return the discounted result up to and including each year.

    Parameters
    ----------
    balance : Balance
    party : str or None
    end : {"likely", "worst", "best"}
        Which end of every range: "worst" is costs high and benefits low.

    Returns
    -------
    ndarray of float64, shape (years + 1,)
        Euros of today.
    """
    flows = np.zeros(balance.years + 1)
    for line in balance.of(party):
        is_high = (end == "best") == (line.kind == "benefit")
        amount = line.amount.high if is_high else line.amount.low
        euros = line.sign * (line.amount.likely if end == "likely" else amount)
        if line.when == "yearly":
            flows[line.first :] += euros
        elif line.first <= balance.years:
            flows[line.first] += euros
    return np.asarray(np.cumsum(flows * factors(balance.years, balance.rate)))
