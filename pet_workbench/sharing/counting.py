"""Count in secret on how many of some lists each place is: the count, or whether it is at least k.

With s_r the sum of the products of r bits, over all ways to choose r of the m lists,
"at least k of m" is the sum, modulo 2, of ``C(r - 1, k - 1) s_r`` for r from k to m [1]_, and bit j
of the count is s_r for ``r = 2**j`` (Lucas' theorem).  The lists are put together two by two, then
four by four: s_r of both halves together is the sum of ``s_i s_{r-i}``, and a sum of products costs
each party one message, however many products it has.  So m lists take ceil(log2 m) rounds and, for
every group that is put together from others, one message per s_r with r > 1; of the last group,
only what is asked.  "At least 3 of 4": 2 rounds, 3 messages of each party, a bit per place each.

Protects: the bits and the counts, as `pet_workbench.sharing.replicated` does.
Does not protect: what is opened afterwards.  Whether a bit that somebody shares is *true* nobody
sees.

References
----------
.. [1] W. Feller, "An Introduction to Probability Theory and Its Applications", vol. 1, 3rd ed.,
   Wiley, 1968, section IV.5, for whole numbers; modulo 2 and how few "and"s there must be:
   J. Boyar, R. Peralta, "Tight bounds for the multiplicative complexity of symmetric functions",
   Theoretical Computer Science 396, 2008, doi:10.1016/j.tcs.2008.01.030.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from math import comb

import numpy as np

from pet_workbench.core.validation import check_range
from pet_workbench.sharing.boolean import check_alike
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.replicated import Computer, Share
from pet_workbench.sharing.ring import Words

MAX_LISTS = 8
STEP = "count"


async def at_least(computer: Computer, lists: Sequence[SharedBits], k: int) -> SharedBits:
    """Return for each place whether the bit is set in at least `k` of the lists.

    Parameters
    ----------
    lists : sequence of SharedBits
        One to eight, laid out alike.
    k : int
        From 1 to the number of lists.

    Returns
    -------
    SharedBits

    Raises
    ------
    ParameterError
        If there are too many lists, they are not alike, or `k` lies outside.
    """
    check_range("lists", len(lists), 1, MAX_LISTS)
    check_range("k", k, 1, len(lists))
    wanted = [r for r in range(k, len(lists) + 1) if comb(r - 1, k - 1) % 2]
    return (await _sums_of_products(computer, lists, [wanted]))[0]


async def count_bits(computer: Computer, lists: Sequence[SharedBits]) -> list[SharedBits]:
    """Return for each place in how many lists the bit is set: bit 0 of the count, bit 1, ...

    Parameters
    ----------
    lists : sequence of SharedBits
        One to eight, laid out alike.

    Returns
    -------
    list of SharedBits
        As many as the number of lists has bits.

    Raises
    ------
    ParameterError
        If there are too many lists, or they are not alike.
    """
    check_range("lists", len(lists), 1, MAX_LISTS)
    powers = [[1 << j] for j in range(len(lists).bit_length())]
    return await _sums_of_products(computer, lists, powers)


def counting_messages(n_lists: int, n_outputs: int = 1) -> int:
    """Return how many messages of a bit per place each party sends to count over lists.

    Parameters
    ----------
    n_lists : int
        From 2.
    n_outputs : int, default: 1
        1 for `at_least`; for `count_bits` the bits of the count but the lowest, which is free.

    Examples
    --------
    >>> counting_messages(4), counting_messages(8)
    (3, 11)
    """
    sizes, messages = [1] * n_lists, n_outputs
    while len(sizes) > 2:
        merged = [a + b for a, b in zip(sizes[0::2], sizes[1::2], strict=False)]
        messages += sum(size - 1 for size in merged)
        sizes = merged + sizes[2 * len(merged) :]
    return messages


async def _sums_of_products(
    computer: Computer, lists: Sequence[SharedBits], wanted: Sequence[Sequence[int]]
) -> list[SharedBits]:
    """Return for each of `wanted` the sum modulo 2 of its s_r, chunk by chunk."""
    check_alike(lists)
    n_chunks = len(lists[0].chunks)
    lanes = computer.lanes(n_chunks)
    results = await computer.side_by_side(
        [_of_chunk(lane, [one.chunks[i] for one in lists], wanted) for i, lane in enumerate(lanes)]
    )
    computer.join(lanes)
    return [
        SharedBits(tuple(chunk[output] for chunk in results), lists[0].n)
        for output in range(len(wanted))
    ]


async def _of_chunk(
    computer: Computer, lists: Sequence[Share], wanted: Sequence[Sequence[int]]
) -> list[Share]:
    """Put groups of lists together two by two; a group is the shares of its s_1, s_2, ..."""
    groups = [[one] for one in lists]
    while len(groups) > 2:
        pairs = list(zip(groups[0::2], groups[1::2], strict=False))
        tasks = [(a, b, [[r] for r in range(1, len(a) + len(b) + 1)]) for a, b in pairs]
        groups = [*await _merge(computer, tasks), *groups[2 * len(pairs) :]]
    second = groups[1] if len(groups) == 2 else []
    return (await _merge(computer, [(groups[0], second, wanted)]))[0]


_Task = tuple[Sequence[Share], Sequence[Share], Sequence[Sequence[int]]]
"""Two groups, and which sums of their union are wanted."""


async def _merge(computer: Computer, tasks: Sequence[_Task]) -> list[list[Share]]:
    """Return the wanted sums of every task; all products travel in one message."""
    needed = [(a, b, rs) for a, b, wanted in tasks for rs in wanted if _has_products(b, rs)]
    products: list[Share] = []
    if needed:
        local = np.empty((len(needed), needed[0][0][0].own.size), needed[0][0][0].own.dtype)
        for row, (a, b, rs) in zip(local, needed, strict=True):
            _add_products(a, b, rs, row)
        received = await _pass_on(computer, local)
        products = [Share(*rows) for rows in zip(local, received, strict=True)]
    left = iter(products)
    return [
        [
            _xor((*_alone(a, b, rs), *([next(left)] if _has_products(b, rs) else [])))
            for rs in wanted
        ]
        for a, b, wanted in tasks
    ]


def _has_products(b: Sequence[Share], rs: Sequence[int]) -> bool:
    """Say whether the wanted sums have products: not if r is 1, or the second group is empty."""
    return bool(b) and max(rs) > 1


def _alone(a: Sequence[Share], b: Sequence[Share], rs: Sequence[int]) -> list[Share]:
    """Return what each group adds to the union's s_r without the other."""
    return [group[r - 1] for group in (a, b) for r in rs if r <= len(group)]


def _add_products(a: Sequence[Share], b: Sequence[Share], rs: Sequence[int], out: Words) -> None:
    """Write this party's part of the sum of all ``s_i(a) s_{r-i}(b)`` to `out`."""
    out[:] = 0
    for i, x in enumerate(a, start=1):
        factors = [b[r - i - 1] for r in rs if 1 <= r - i <= len(b)]
        if factors:
            y = _xor(factors)
            term = y.own ^ y.next
            term &= x.own
            out ^= term
            np.bitwise_and(x.next, y.own, out=term)
            out ^= term


def _xor(shares: Iterable[Share]) -> Share:
    """Add packed bits modulo 2."""
    return reduce(lambda x, y: Share(x.own ^ y.own, x.next ^ y.next), shares)


async def _pass_on(computer: Computer, local: Words) -> Words:
    """Make the local parts of sums of products into shares: mask them, pass on, return what comes.

    See `replicated` on why the receiver sees random numbers.
    """
    computer.own_stream.xor_into(local)
    computer.next_stream.xor_into(local)
    computer.channel.send(computer.name_after(2), STEP, local)
    return await computer.channel.receive(
        computer.name_after(1), STEP, dtype=local.dtype, shape=local.shape
    )
