"""Find out what competitors have to offer by asking with loads that do not exist.

Whoever may ask "who is cheapest of those with room for so many pallets?" can ask it for any number
of pallets.  The cheapest carrier wins up to precisely the room it has: where somebody else starts
to win, its room ends, and the search for that place halves what is left with every question.  No
sharing or encryption hinders that, because everything the attack uses is the permitted answer.

Protects: nothing; it shows that a small answer, given often enough, is a large one [1]_.
Does not protect: what helps is agreement: a limit to the number of loads, loads that are binding so
that a false one costs money, and somebody who counts.

References
----------
.. [1] D. E. Denning, P. J. Denning, M. D. Schwartz, "The tracker: a threat to statistical database
   security", ACM Transactions on Database Systems 4(1), 1979, doi:10.1145/320064.320069.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pet_workbench.core.validation import check_range

NOBODY = -1
Ask = Callable[[int], int]
"""From a number of pallets to the place of who is cheapest on the list, or `NOBODY`."""


@dataclass(frozen=True)
class Probe:
    """One false load and its answer.

    Attributes
    ----------
    pallets, winner : int
    """

    pallets: int
    winner: int


@dataclass(frozen=True)
class Room:
    """What the answers so far say about one carrier's room.

    Attributes
    ----------
    carrier : int
        Its place on the list.
    at_least, at_most : int
        Pallets; equal if its room is known precisely.
    """

    carrier: int
    at_least: int
    at_most: int


def probe(ask: Ask, *, most: int) -> Iterator[Probe]:
    """Ask until the room of every carrier that can win is known precisely.

    Carriers that are dearer than another with as much room never win, and stay unknown.

    Parameters
    ----------
    ask : callable
        Answers one load.
    most : int
        Largest load.

    Yields
    ------
    Probe
        After every question, so that what is found is not lost when the next one is refused.

    Raises
    ------
    ParameterError
        If `most` is not at least 1.

    Examples
    --------
    Carrier 0 is cheapest and has room for 5, carrier 1 has room for 7:

    >>> def ask(pallets):
    ...     return 0 if pallets <= 5 else 1 if pallets <= 7 else NOBODY
    >>> asked = list(probe(ask, most=9))
    >>> rooms(asked, most=9)
    (Room(carrier=0, at_least=5, at_most=5), Room(carrier=1, at_least=7, at_most=7))
    >>> len(asked)
    5
    """
    check_range("most", most, 1, 10_000)
    known: dict[int, int] = {}
    size = 1
    while size <= most:
        if size not in known:
            known[size] = ask(size)
            yield Probe(size, known[size])
        winner = known[size]
        if winner == NOBODY:
            return
        low = max(at for at, other in known.items() if other == winner)
        high = min((at for at in known if at > low), default=most + 1)
        while high - low > 1:
            middle = (low + high) // 2
            known[middle] = ask(middle)
            yield Probe(middle, known[middle])
            if known[middle] == winner:
                low = middle
            else:
                high = middle
        size = high


def rooms(probes: Sequence[Probe], *, most: int) -> tuple[Room, ...]:
    """Return what the answers say about each carrier that won at least once.

    Parameters
    ----------
    probes : sequence of Probe
        In any order.
    most : int
        Largest load that anybody has room for.

    Returns
    -------
    tuple of Room
        In the order of their room.
    """
    found = []
    for carrier in {one.winner for one in probes} - {NOBODY}:
        low = max(one.pallets for one in probes if one.winner == carrier)
        beyond = [one.pallets for one in probes if one.pallets > low]
        found.append(Room(carrier, low, min(beyond) - 1 if beyond else most))
    return tuple(sorted(found, key=lambda room: room.at_least))
