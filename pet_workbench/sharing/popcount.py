"""Count in secret how many bits of a packed vector are set.

Three words become two by a full adder, which takes one "and" for its carry: a carry-save tree [1]_.
That leaves at most two words for every power of two; only their bits become secret numbers, which
are weighted and added up.  In all about one "and" per bit, so 3/8 byte: turning every bit into a
number first would take 12 bytes.

Protects: the bits and their number, as `pet_workbench.sharing.replicated` does.
Does not protect: what is opened afterwards.

References
----------
.. [1] C. S. Wallace, "A suggestion for a fast multiplier", IEEE Trans. Electronic Computers EC-13,
   1964, doi:10.1109/PGEC.1964.263830.
"""

from collections.abc import Sequence

import numpy as np

from pet_workbench.sharing.boolean import and_words
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.replicated import Computer, Share
from pet_workbench.sharing.ring import Words, ring_bits, ring_dtype
from pet_workbench.sharing.rows import concatenate

COUNT_DTYPE = ring_dtype(32)
TOGETHER = 256
"""From so few words per power of two on, chunks are counted together: small arrays are slow."""
FEWEST = 2


async def count_ones(computer: Computer, bits: SharedBits) -> Share:
    """Return how many places have their bit set, as one secret number.

    Parameters
    ----------
    computer : Computer
        This party.
    bits : SharedBits
        Fewer than 2**32.  What fills up the last word of a chunk has to be zero, as it is where
        bits were dealt.

    Returns
    -------
    Share
        Of one number of type `COUNT_DTYPE`.
    """
    lanes = computer.lanes(len(bits.chunks))
    chunks = await computer.side_by_side(
        [
            _carry_save(lane, [chunk], until=TOGETHER)
            for lane, chunk in zip(lanes, bits.chunks, strict=True)
        ]
    )
    computer.join(lanes)
    columns = await _carry_save(computer, _side_by_side(chunks), until=FEWEST)
    words = concatenate(columns)
    powers = np.concatenate([np.full(c.own.size, 1 << j, np.uint32) for j, c in enumerate(columns)])
    # number i of a plane of m words stands in word i % m
    weights = np.tile(powers, ring_bits(words.own.dtype))
    loose = SharedBits((words,), weights.size)
    numbers = await bits_to_numbers(computer, loose, dtype=COUNT_DTYPE)
    return Share(*(np.atleast_1d(np.dot(part, weights)) for part in numbers))


def count_bytes(n_places: int, *, chunk_words: int, bits: int = 64) -> int:
    """Return the bytes that all parties send to count `n_places` bits, without opening.

    Parameters
    ----------
    n_places : int
        Number of bits.
    chunk_words : int
        Words in every chunk but the last.
    bits : int, default: 64
        Of a word.

    Notes
    -----
    Three words for every full adder, and 12 bytes for each bit that is left at the end.
    """
    words = max(-(-n_places // bits), 1)
    sizes = [min(chunk_words, words - at) for at in range(0, words, chunk_words)]
    chunks, adders = [], 0
    for size in sizes:
        columns, used = _rehearse([size], TOGETHER)
        chunks.append(columns)
        adders += used
    together = [
        sum(columns[j] for columns in chunks if j < len(columns))
        for j in range(max(map(len, chunks)))
    ]
    left, used = _rehearse(together, FEWEST)
    return 3 * bits // 8 * (adders + used) + 3 * COUNT_DTYPE.itemsize * bits * sum(left)


def _rehearse(sizes: list[int], until: int) -> tuple[list[int], int]:
    """Return the sizes of the columns after `_carry_save`, and the full adders it takes."""
    adders = 0
    while max(sizes) > until:
        thirds = [size // 3 for size in sizes]
        adders += sum(thirds)
        kept = [size - 2 * third for size, third in zip(sizes, thirds, strict=True)]
        sizes = [a + b for a, b in zip([*kept, 0], [0, *thirds], strict=True)]
        sizes = sizes if sizes[-1] else sizes[:-1]
    return sizes, adders


async def _carry_save(computer: Computer, columns: list[Share], *, until: int) -> list[Share]:
    """Return fewer words with as many ones, weighted: column j has words that count for 2**j.

    No column is longer than `until` then; 2 is the least.
    """
    while max(column.own.size for column in columns) > until:
        thirds = [column.own.size // 3 for column in columns]
        pairs = [_first_two(column, third) for column, third in zip(columns, thirds, strict=True)]
        product = await and_words(
            computer,
            concatenate([x for x, _ in pairs]),
            concatenate([y for _, y in pairs]),
            step="carry",
        )
        ends = np.cumsum(thirds)[:-1]
        laid = [
            _next_columns([column[i] for column in columns], np.split(part, ends), thirds)
            for i, part in enumerate(product)
        ]
        columns = [Share(*parts) for parts in zip(*laid, strict=True)]
    return columns


def _first_two(column: Share, third: int) -> tuple[Share, Share]:
    """Return a xor b and a xor c, for the three thirds a, b and c of a column."""
    a, b, c = (slice(i * third, (i + 1) * third) for i in range(3))
    return (
        Share(*(part[a] ^ part[b] for part in column)),
        Share(*(part[a] ^ part[c] for part in column)),
    )


def _next_columns(columns: list[Words], products: list[Words], thirds: list[int]) -> list[Words]:
    """Lay out one part of the next columns: sums, what was left over, and carries from below.

    Of a + b + c the sum is ``a ^ b ^ c`` and the carry ``(a ^ b)(a ^ c) ^ a``.
    """
    laid: list[list[Words]] = [[] for _ in range(len(columns) + 1)]
    for j, (column, product, third) in enumerate(zip(columns, products, thirds, strict=True)):
        a, b, c = (column[i * third : (i + 1) * third] for i in range(3))
        laid[j] += [a ^ b ^ c, column[3 * third :]]
        laid[j + 1].append(product ^ a)
    return [np.concatenate(parts) for parts in laid if sum(part.size for part in parts)]


def _side_by_side(chunks: Sequence[Sequence[Share]]) -> list[Share]:
    """Put the columns of all chunks together, those of one power of two in one column."""
    return [
        concatenate([columns[j] for columns in chunks if j < len(columns)])
        for j in range(max(map(len, chunks)))
    ]
