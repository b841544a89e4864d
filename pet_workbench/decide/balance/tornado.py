"""Which input matters most: one at a time from its low to its high end, all others likely.

The results are exact, not simulated.
"""

from dataclasses import dataclass

from pet_workbench.decide.balance.break_even import turning_point
from pet_workbench.decide.balance.model import Balance, Line
from pet_workbench.decide.balance.rules import Rules, rules
from pet_workbench.decide.balance.worth import bounds, weight

SHARED = ("rate", "years")
"""Inputs that are no line: the discount rate and the number of years."""


@dataclass(frozen=True)
class Swing:
    """What one input does to a result.

    Attributes
    ----------
    id : str
        Of the line, or one of `SHARED`.
    line : Line or None
    from_, to : float
        Low and high end of the input.
    at_low, at_high : float
        Result there, in euros of today.
    flips : bool
        Whether the result at one of the ends is on the other side of zero.
    turns_at : float or None
        Amount of the line at which the result is zero; None for what is no line, or where no
        amount does it.
    """

    id: str
    line: Line | None
    from_: float
    to: float
    at_low: float
    at_high: float
    flips: bool
    turns_at: float | None

    @property
    def width(self) -> float:
        """How far the result moves, in euros."""
        return abs(self.at_high - self.at_low)


def tornado(
    balance: Balance, party: str | None = None, by: Rules | None = None
) -> tuple[Swing, ...]:
    """Return what each input does to the result of a party, or of all together, widest first.

    Parameters
    ----------
    balance : Balance
    party : str or None
    by : Rules, optional
        How far the discount rate and the years are moved; the content file's if absent.
    """
    by = by or rules()
    base = bounds(balance, party).likely
    swings = [_of_line(balance, line, party, base) for line in balance.of(party)]
    low, high = by.swing_rate
    swings.append(_of_shared("rate", balance, party, low, high))
    swings.append(_of_shared("years", balance, party, *by.swing_years))
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def _of_line(balance: Balance, line: Line, party: str | None, base: float) -> Swing:
    """Move one line from end to end."""
    factor, amount = weight(line, balance), line.amount
    low = base + factor * (amount.low - amount.likely)
    high = base + factor * (amount.high - amount.likely)
    turns = turning_point(balance, line, party)
    return Swing(line.id, line, amount.low, amount.high, low, high, _flips(base, low, high), turns)


def _of_shared(id: str, balance: Balance, party: str | None, low: float, high: float) -> Swing:
    """Move the discount rate or the number of years from end to end."""
    base = bounds(balance, party).likely
    ends = [bounds(balance.with_(**{id: value}), party).likely for value in (low, high)]
    return Swing(id, None, low, high, ends[0], ends[1], _flips(base, *ends), None)


def _flips(base: float, *ends: float) -> bool:
    """Tell whether one of the ends lies on the other side of zero."""
    return any(end * base < 0 for end in ends)
