"""Put the rows of shared columns in a random order that nobody knows.

Every two of the three parties draw a permutation together, from the key they share.  The rows go
through all three; each party knows two of them, and the third makes the whole order random to it
[1]_.  With the order in which they are applied chosen well, that takes two rounds and four words
per number [2]_: party 1 applies its two permutations to the sum of its two parts, party 2 applies
the first and the last, party 3 the last two, and every part travels under a fresh mask.

Protects: the numbers and the order, against each of the three parties alone.
Does not protect: against two parties together, who know all three permutations.  How many rows and
columns there are is no secret.  A party that departs from the protocol can change numbers
unnoticed.

References
----------
.. [1] S. Laur, J. Willemson, B. Zhang, "Round-efficient oblivious database manipulation",
   ISC 2011, doi:10.1007/978-3-642-24861-0_18.
.. [2] T. Araki, J. Furukawa, K. Ohara, B. Pinkas, H. Rosemarin, H. Tsuchida, "Secure graph analysis
   at scale", CCS 2021, doi:10.1145/3460120.3484560.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, ParameterError, random_permutation
from pet_workbench.sharing.replicated import Computer, Share
from pet_workbench.sharing.ring import Words

WORDS_PER_NUMBER = 4
"""How many words the three parties send together for every number shuffled."""

_Order = NDArray[np.int64]


async def shuffle(computer: Computer, columns: Sequence[Share]) -> list[Share]:
    """Return `columns` with their rows in one random order, freshly shared.

    Row i of the result is row ``p[i]`` of every column, where the permutation p is uniform, and
    unknown to each party.  Two rounds; four words per number.

    Parameters
    ----------
    computer : Computer
        This party.
    columns : sequence of Share
        Columns of the same length, at most 2**32; each may have a ring of its own.

    Returns
    -------
    list of Share
        As many columns, in the same rings.

    Raises
    ------
    ParameterError
        If the columns are not all of one length.
    """
    n = check_columns(columns)
    play = (_first, _second, _third)[computer.number - 1]
    return await play(computer, columns, n)


def check_columns(columns: Sequence[Share]) -> int:
    """Return how many rows all `columns` have.

    Raises
    ------
    ParameterError
        If there are no columns, or they differ in length.
    """
    lengths = sorted({column.own.size for column in columns})
    if len(lengths) != 1:
        raise ParameterError(
            "errors.column_lengths",
            "need one or more columns of one length, got lengths: {lengths}",
            lengths=", ".join(map(str, lengths)) or "-",
        )
    return lengths[0]


async def _first(computer: Computer, columns: Sequence[Share], n: int) -> list[Share]:
    """Party 1: permute the sum of parts 1 and 2 by the first two permutations, for party 2.

    Its own new parts 1 and 2 are keystream; it receives nothing.
    """
    second = random_permutation(computer.own_stream, n)
    order = random_permutation(computer.next_stream, n)[second]
    for at, column in enumerate(columns):
        total = column.own + column.next
        total += _mask(computer.next_stream, column)
        permuted = total[order]
        permuted += _mask(computer.own_stream, column)
        computer.channel.send(computer.names[1], f"shuffled twice {at}", permuted)
    return [
        Share(_mask(computer.own_stream, column), _mask(computer.next_stream, column))
        for column in columns
    ]


async def _second(computer: Computer, columns: Sequence[Share], n: int) -> list[Share]:
    """Party 2: permute part 3 by the first permutation for party 3, and party 1's by the last."""
    first = random_permutation(computer.own_stream, n)
    last = random_permutation(computer.next_stream, n)
    for at, column in enumerate(columns):
        masked = column.next - _mask(computer.own_stream, column)
        computer.channel.send(computer.names[2], f"shuffled once {at}", masked[first])
    received = [
        await _receive(computer, computer.names[0], f"shuffled twice {at}", column)
        for at, column in enumerate(columns)
    ]
    shuffled = []
    for at, (column, permuted) in enumerate(zip(columns, received, strict=True)):
        own = _mask(computer.own_stream, column)
        rest = permuted[last] - own
        computer.channel.send(computer.names[2], f"new part {at}", rest)
        shuffled.append(Share(own, rest))
    return [
        Share(share.own, share.next + await _receive(computer, computer.names[2], step, share))
        for share, step in zip(shuffled, _steps("new part", columns), strict=True)
    ]


async def _third(computer: Computer, columns: Sequence[Share], n: int) -> list[Share]:
    """Party 3: permute what party 2 sent by the last two permutations."""
    last = random_permutation(computer.own_stream, n)
    second = random_permutation(computer.next_stream, n)
    masks = [_mask(computer.next_stream, column) for column in columns]
    shuffled = []
    for at, (column, mask) in enumerate(zip(columns, masks, strict=True)):
        permuted = await _receive(computer, computer.names[1], f"shuffled once {at}", column)
        rest = (permuted[second] - mask)[last]
        following = _mask(computer.next_stream, column)
        rest -= following
        computer.channel.send(computer.names[1], f"new part {at}", rest)
        shuffled.append(Share(rest, following))
    return [
        Share(share.own + await _receive(computer, computer.names[1], step, share), share.next)
        for share, step in zip(shuffled, _steps("new part", columns), strict=True)
    ]


def _steps(step: str, columns: Sequence[Share]) -> list[str]:
    """Return the names of a step for all columns."""
    return [f"{step} {at}" for at in range(len(columns))]


def _mask(stream: Keystream, column: Share) -> Words:
    """Return fresh keystream of the size of `column`."""
    mask: Words = stream.integers(column.own.size, column.own.dtype)
    return mask


async def _receive(computer: Computer, sender: str, step: str, column: Share) -> NDArray[Any]:
    """Receive one number per row of `column`."""
    return await computer.channel.receive(
        sender, step, dtype=column.own.dtype, shape=column.own.size
    )
