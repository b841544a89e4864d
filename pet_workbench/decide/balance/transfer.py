"""The payment between parties that leaves nobody worse off than without the project.

Every loser receives exactly what it loses, which is the least that makes it neutral; the winners
pay in proportion to what they gain, so that nobody pays more than it gains.  Where all together
lose, no payment among the parties can do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pet_workbench.decide.balance.model import Balance
from pet_workbench.decide.balance.worth import bounds

_ROUNDING = 1e-9
"""Share of the amounts below which a shortage is a rounding error of the arithmetic."""


@dataclass(frozen=True)
class Transfer:
    """Who pays whom.

    Attributes
    ----------
    possible : bool
        Whether the winners gain enough.
    total : float
        Euros of today that change hands; the least that makes everybody neutral.
    shortage : float
        Euros of today that all parties together are short; 0 where it is possible.
    nets : mapping of str to float
        What each party receives, below zero for what it pays; all 0 where it is impossible.
    payments : mapping of (str, str) to float
        From whom to whom.
    """

    possible: bool
    total: float
    shortage: float
    nets: Mapping[str, float]
    payments: Mapping[tuple[str, str], float]


def settle(results: Mapping[str, float]) -> Transfer:
    """Return the smallest payments after which nobody is below zero.

    Parameters
    ----------
    results : mapping of str to float
        What each party ends with before, in euros.

    Examples
    --------
    >>> settled = settle({"insurer": 90.0, "bank": -30.0, "supervisor": 30.0})
    >>> settled.nets
    {'insurer': -22.5, 'bank': 30.0, 'supervisor': -7.5}
    >>> settle({"a": 1.0, "b": -3.0}).shortage
    2.0
    """
    gains = {id: value for id, value in results.items() if value > 0}
    losses = {id: -value for id, value in results.items() if value < 0}
    gained, lost = sum(gains.values()), sum(losses.values())
    if lost - gained > _ROUNDING * (gained + lost):
        return Transfer(False, lost, lost - gained, dict.fromkeys(results, 0.0), {})
    payments = {
        (winner, loser): gain / gained * loss
        for winner, gain in gains.items()
        for loser, loss in losses.items()
    }
    share = lost / gained if gained else 0.0
    nets = {id: losses[id] if id in losses else -share * gains.get(id, 0.0) + 0.0 for id in results}
    return Transfer(True, lost, 0.0, nets, payments)


def transfer(balance: Balance) -> Transfer:
    """Return the transfer at the likely amounts.

    Parameters
    ----------
    balance : Balance
    """
    return settle({party.id: bounds(balance, party.id).likely for party in balance.parties})
