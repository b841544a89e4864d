"""Seats: the places that parties take on a page, whoever sits there with the present choices.

A party that is alone in its role has the role as its seat, so that another third party takes the
same seat; parties that share a role have a seat each, by name.
"""

from collections.abc import Mapping
from itertools import combinations, product

from pet_workbench.widgets.case.steps import slug

MOST = 6
"""A role with more parties is shown by its first `FEW`."""
FEW = 2


def by_role(roles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the parties of each role, roles and parties in order of appearance.

    Examples
    --------
    >>> by_role({"SVB": "owner", "CBS": "computer", "UWV": "owner"})
    {'owner': ('SVB', 'UWV'), 'computer': ('CBS',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for party, role in roles.items():
        found[role] = (*found.get(role, ()), party)
    return found


def seats(roles: Mapping[str, str]) -> dict[str, str]:
    """Return the party in each seat; of a large role only the first few have one.

    Examples
    --------
    >>> seats({"SVB": "owner", "CBS": "computer", "UWV": "owner"})
    {'svb': 'SVB', 'uwv': 'UWV', 'computer': 'CBS'}
    """
    return {
        role if len(parties) == 1 else slug(party): party
        for role, parties in by_role(roles).items()
        for party in shown(parties)
    }


def shown(parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parties of one role that a page shows one by one.

    Examples
    --------
    >>> shown(("A", "B", "C")), shown(tuple("ABCDEFGH"))
    (('A', 'B', 'C'), ('A', 'B'))
    """
    return parties if len(parties) <= MOST else parties[:FEW]


def coalitions(kind: str, roles: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return every coalition of a kind: roles joined by a plus sign.

    Examples
    --------
    >>> coalitions("owner+computer", {"SVB": "owner", "CBS": "computer", "UWV": "owner"})
    [('SVB', 'CBS'), ('UWV', 'CBS')]
    """
    wanted, parties = kind.split("+"), by_role(roles)
    picks = [
        combinations(parties.get(role, ()), wanted.count(role)) for role in dict.fromkeys(wanted)
    ]
    return [tuple(party for pick in chosen for party in pick) for chosen in product(*picks)]
