"""All that a coalition at the table can compute, whatever the technique was.

Every coalition knows the sum of everybody else's numbers: it follows from the answer and its own
numbers.  The attacks below refine that, where the technique lets them.
"""

from collections.abc import Mapping, Sequence

from pet_workbench.attacks.neighbours import stretch_sums
from pet_workbench.attacks.pooled_shares import dealt_numbers
from pet_workbench.core import View

Sums = dict[tuple[str, ...], int]
"""From groups of people to the sum of their numbers; a group of one is a number found out."""


def known_sums(
    views: Sequence[View],
    own: Mapping[str, int],
    *,
    people: Sequence[str],
    total: int,
    told: str = "",
    threshold: int | None = None,
    modulus: int = 0,
) -> Sums:
    """Return the smallest groups outside the coalition whose sums the members can compute.

    Parameters
    ----------
    views : sequence of View
        What the members saw in one run, for one number per person.
    own : mapping of str to int
        The members' own numbers.
    people : sequence of str
        Everybody with a number, in the order of the run.
    total : int
        The answer, which everybody got.
    told : str, optional
        Step in which numbers are told unprotected, where the technique has one.
    threshold, modulus : int, optional
        As agreed for a run with Shamir's scheme.

    Returns
    -------
    dict of tuple of str to int
        Groups that together hold everybody outside the coalition.

    Examples
    --------
    >>> known_sums([], {"Anna": 34}, people=("Anna", "Bas", "Carla"), total=113)
    {('Bas', 'Carla'): 79}
    """
    outside = tuple(person for person in people if person not in own)
    if not outside:
        return {}
    if overheard := _told(views, told, outside):
        return overheard
    if threshold is not None:
        found = dealt_numbers(views, parties=people, threshold=threshold, modulus=modulus)
        if found:
            return {(person,): number for person, number in found.items()}
    stretches = stretch_sums(views, own, ring=people) if own else {}
    return stretches or {outside: total - sum(own.values())}


def _told(views: Sequence[View], step: str, outside: Sequence[str]) -> Sums:
    """Return the numbers that people outside the coalition told one of its members."""
    return {
        (message.sender,): int(message.values()[0])
        for view in views
        for message in view.find(step)
        if step and message.sender in outside
    }
