"""Neighbours in the whispered ring put together what they heard.

Whoever whispers knows the running total at their own place.  Two members of a coalition subtract
theirs and have the sum of everybody who sits between them; if that is one person, they have that
person's number.  The attack uses only what the members received, drew and put in themselves.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile

from pet_workbench.core import View
from pet_workbench.sharing.masked_ring import ANNOUNCE, MASK_KEY, WHISPER, secret_number


def stretch_sums(
    views: Sequence[View], own: Mapping[str, int], *, ring: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """Return the sum of every stretch of people between two members of the coalition.

    Parameters
    ----------
    views : sequence of View
        What the members saw in one run of the masked ring, for one number per person.
    own : mapping of str to int
        The members' own numbers.
    ring : sequence of str
        Who sat where: the starter first.

    Returns
    -------
    dict of tuple of str to int
        From the people of a stretch, in the order of the ring, to the sum of their numbers.  Empty
        when the views hold no whispers.

    Examples
    --------
    >>> from pet_workbench import usecases
    >>> case = usecases.get("table")
    >>> tables = case.load(n=4, seed=1)
    >>> views = case.run("masked-ring", tables).transcript.views(["Bas", "Dewi"])
    >>> own = {name: int(tables[name]["age"].iloc[0]) for name in ("Bas", "Dewi")}
    >>> found = stretch_sums(views, own, ring=tuple(tables))
    >>> found["Carla",] == tables["Carla"]["age"].iloc[0]
    np.True_
    """
    by_party = {view.party: view for view in views}
    members = [person for person in ring if person in by_party]
    if not all(view.find(WHISPER) for view in views) or not members:
        return {}
    sums = {}
    for member, following in zip(members, members[1:] + members[:1], strict=True):
        place = ring.index(member) + 1
        onwards = [*ring[place:], *ring[:place]]
        people = tuple(takewhile(lambda person: person not in by_party, onwards))
        if people:
            sums[people] = _stretch(by_party[member], by_party[following], own, people, ring)
    return sums


def _stretch(
    before: View, behind: View, own: Mapping[str, int], people: Sequence[str], ring: Sequence[str]
) -> int:
    """Subtract the running total before `people` from the one behind them."""
    starter = ring[0]
    start = _mask(before) if before.party == starter else _whisper(before)
    difference = _whisper(behind) - start - own[before.party]
    if starter in people:
        # The last whisper holds the total, and the starter's next one does not: it begins anew.
        difference += int(before.find(ANNOUNCE)[0].values()[0])
    return difference % _modulus(behind)


def _whisper(view: View) -> int:
    """Return the running total that this person heard."""
    return int(view.find(WHISPER)[0].values()[0])


def _mask(view: View) -> int:
    """Return the starter's secret number, which follows from the key it drew."""
    return int(secret_number(view.keys[MASK_KEY], like=view.find(WHISPER)[0].values())[0])


def _modulus(view: View) -> int:
    """Return the size of the ring of the whispers."""
    return 1 << 8 * view.find(WHISPER)[0].size_bytes
