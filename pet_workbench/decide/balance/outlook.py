"""Who gains and who loses when nobody knows the amounts exactly: a simulation, seeded.

Every line draws its amount from a PERT distribution [1]_ between its ends, independently of the
other lines.  A line keeps its own stream of random numbers, so that changing one line does not
shake the others.

References
----------
.. [1] D. G. Malcolm et al., "Application of a Technique for Research and Development Program
   Evaluation", Operations Research 7(5), 1959, 646-669, doi:10.1287/opre.7.5.646.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pet_workbench.decide.balance.amount import Amount
from pet_workbench.decide.balance.model import Balance, Line
from pet_workbench.decide.balance.rules import Rules, rules
from pet_workbench.decide.balance.worth import bounds, weight

Sign = Literal["plus", "minus", "mixed", "zero"]
SIGNS: tuple[Sign, ...] = ("plus", "minus", "mixed", "zero")


@dataclass(frozen=True)
class Result:
    """What a party, or all together, end with, in euros of today.

    Attributes
    ----------
    likely : float
        With every amount at its likely value.
    mean, low, high : float
        Of the simulation: the average, and the ends of the stated middle part of the outcomes.
    least, most : float
        Exact: nothing outside is possible within the ranges.
    loss : float
        Share of the simulated outcomes below zero.
    sign : {"plus", "minus", "mixed", "zero"}
        Whether the middle part lies above zero, below it, or on both sides.
    """

    likely: float
    mean: float
    low: float
    high: float
    least: float
    most: float
    loss: float
    sign: Sign


@dataclass(frozen=True)
class Outlook:
    """The results of a simulation.

    Attributes
    ----------
    parties : mapping of str to Result
        By id of the party, in order.
    total : Result
        Of all parties together.
    draws : mapping of str to ndarray of float64, shape (n_draws,)
        The simulated outcomes per party, in euros of today.
    """

    parties: Mapping[str, Result]
    total: Result
    draws: Mapping[str, NDArray[np.float64]]


def drawn(line: Line, by: Rules) -> NDArray[np.float64]:
    """Return simulated amounts of a line.

    Parameters
    ----------
    line : Line
    by : Rules

    Returns
    -------
    ndarray of float64, shape (n_draws,)
        Euros, between the ends of the line's range.
    """
    amount = line.amount
    if amount.is_exact:
        return np.full(by.draws, float(amount.low))
    generator = np.random.default_rng([by.seed, crc32(line.id.encode())])
    up, down = shapes(amount, by.weight)
    return amount.low + (amount.high - amount.low) * generator.beta(up, down, by.draws)


def shapes(amount: Amount, weight: float) -> tuple[float, float]:
    """Return the two parameters of the beta distribution behind PERT.

    Parameters
    ----------
    amount : Amount
        With a range.
    weight : float
        How much heavier the likely amount counts than each end.

    Examples
    --------
    >>> shapes(Amount(0, 5, 10), 4.0)
    (3.0, 3.0)
    """
    place = (amount.likely - amount.low) / (amount.high - amount.low)
    return 1.0 + weight * place, 1.0 + weight * (1.0 - place)


def sign(low: float, high: float) -> Sign:
    """Return the sign of an outcome of which the middle part runs from `low` to `high`.

    Parameters
    ----------
    low, high : float

    Examples
    --------
    >>> sign(1, 5), sign(-5, -1), sign(-1, 5), sign(0, 0)
    ('plus', 'minus', 'mixed', 'zero')
    """
    if low == high == 0:
        return "zero"
    if low > 0:
        return "plus"
    return "minus" if high < 0 else "mixed"


def outlook(balance: Balance, by: Rules | None = None) -> Outlook:
    """Simulate what everybody ends with.

    Parameters
    ----------
    balance : Balance
    by : Rules, optional
        How often and from which seed; the content file's if absent.

    Returns
    -------
    Outlook
        The same for the same balance and rules, always.
    """
    by = by or rules()
    found = {party.id: np.zeros(by.draws) for party in balance.parties}
    for line in balance.lines:
        found[line.party] += weight(line, balance) * drawn(line, by)
    everybody = sum(found.values(), start=np.zeros(by.draws))
    return Outlook(
        parties={id: _result(balance, id, draws, by) for id, draws in found.items()},
        total=_result(balance, None, everybody, by),
        draws=found,
    )


def _result(balance: Balance, party: str | None, draws: NDArray[np.float64], by: Rules) -> Result:
    """Sum simulated outcomes up, beside the exact bounds."""
    low, high = (float(value) for value in np.quantile(draws, by.ends))
    exact = bounds(balance, party)
    return Result(
        likely=exact.likely,
        mean=float(draws.mean()),
        low=low,
        high=high,
        least=exact.least,
        most=exact.most,
        loss=float((draws < 0).mean()),
        sign=sign(low, high),
    )
