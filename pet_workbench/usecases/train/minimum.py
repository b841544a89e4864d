"""Whether every group that totals would be about is large enough, before any total is made.

Two totals can be subtracted.  So a survival model's sums over those at risk must not only be about
enough patients at the last moment: between any two moments that follow each other, enough must have
left as well, or the difference is one patient's features.  Of a logistic model, enough must have
died and enough have lived.  Hospitals enter their own numbers in shares; three of them compare the
totals with the minimum, and read only how many groups are too small.  If there are any, these three
enter no part of their sums, and without their parts no total can be read.

Protects: group sizes, against every single party; patients, against sums that are about few.
Does not protect: against two of the three together; small groups that only several features
together make, such as a handful of women in stage II; and a second fit with one patient more: the
difference of two totals is that patient, whoever adds them up.  A minimum is a rule of thumb and
not a proof: totals of several rounds about the same ten patients are many equations in few
unknowns.  Only noise, which is made for that, promises more.
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, PrivacyError
from pet_workbench.federated import Cox, Model, Site
from pet_workbench.sharing.comparison import less_than_public
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.replicated import (
    N_COMPUTERS,
    Computer,
    Share,
    add,
    deal,
    input_by_computer,
    input_by_owner,
    join_computation,
)
from pet_workbench.sharing.ring import Words, ring_dtype
from pet_workbench.usecases.train.plan import Plan

DTYPE = ring_dtype(32)
DECLARED_BITS = 30
ENTERED, FOUND = "group sizes", "groups that are too small"


def check_own_size(plan: Plan, site: Site) -> None:
    """Refuse to send sums in the clear that are about too few, as a hospital.

    Raises
    ------
    PrivacyError
        If it has fewer patients than the minimum; a hospital without any shows nobody.
    """
    if 0 < site.n < plan.parameters["minimum"]:
        raise PrivacyError(
            "errors.train_small",
            "need at least {minimum} patients at every hospital whose sums are read, got fewer at "
            "{hospital}; nothing was sent: add up in shares, or leave this hospital out",
            minimum=plan.parameters["minimum"],
            hospital=site.name,
        )


def groups_of(site: Site, model: Model) -> NDArray[np.int64]:
    """Return how many of a hospital's patients are in each group that totals tell apart.

    Parameters
    ----------
    site : Site
    model : Model

    Returns
    -------
    ndarray of int64
        Logistic: who died, who did not.  Survival: who left between a moment and the next, and who
        was at risk at the last one.

    Examples
    --------
    >>> site = Site("a", np.zeros((4, 1)), np.ones(4), np.array([1.0, 1.0, 2.0, 3.0]))
    >>> groups_of(site, Cox(1, (1.0, 2.0, 3.0))).tolist()
    [2, 1, 1]
    """
    if not isinstance(model, Cox) or site.times is None:
        dead = int(site.outcome.sum())
        return np.array([dead, site.n - dead], np.int64)
    at_risk = (site.times[:, None] >= np.array(model.moments)).sum(axis=0)
    return np.append(at_risk[:-1] - at_risk[1:], at_risk[-1]).astype(np.int64)


async def check_groups(
    channel: Channel, groups: NDArray[np.int64], *, present: tuple[str, ...], minimum: int
) -> None:
    """Enter the own numbers, and compare totals if among the first three: a hospital's part.

    Parameters
    ----------
    channel : Channel
    groups : ndarray of int64
        From `groups_of`.
    present : tuple of str
        Hospitals that take part, three at least.
    minimum : int

    Raises
    ------
    PrivacyError
        At the first three, if a group is too small; no total was made.
    """
    computers, words = present[:N_COMPUTERS], groups.astype(DTYPE)
    if channel.party not in computers:
        deal(channel, ENTERED, computers, words)
        return
    computer = await join_computation(channel, computers)
    total = await _added_up(computer, words, present[N_COMPUTERS:])
    small = await less_than_public(computer, total, minimum, declared_bits=DECLARED_BITS)
    ones = await bits_to_numbers(computer, small, dtype=DTYPE)
    number = Share(*(one.sum(dtype=DTYPE, keepdims=True) for one in ones))
    found = await open_to_all(computer, number, step=FOUND)
    if found[0]:
        raise PrivacyError(
            "errors.train_few",
            "need at least {minimum} patients in every group that totals tell apart, got {n_small} "
            "groups with fewer; nothing was opened: take longer periods, follow patients for a "
            "shorter time, or ask more hospitals",
            minimum=minimum,
            n_small=int(found[0]),
        )


async def _added_up(computer: Computer, own: Words, others: tuple[str, ...]) -> Share:
    """Return the total of what the three and all others enter."""
    total = Share(np.zeros_like(own), np.zeros_like(own))
    for owner in range(1, N_COMPUTERS + 1):
        values = own if owner == computer.number else None
        part = await input_by_computer(
            computer, ENTERED, owner=owner, n=own.size, dtype=DTYPE, values=values
        )
        total = add(total, part)
    for name in others:
        part = await input_by_owner(computer, ENTERED, owner=name, n=own.size, dtype=DTYPE)
        total = add(total, part)
    return total
