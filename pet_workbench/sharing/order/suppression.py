"""Withhold small cells of a secret table before anybody sees them.

A cell below the minimum k is multiplied by a secret 0, any other by a secret 1, and only then is
the table opened: whoever reads it finds 0 where a number from 0 to k - 1 stood, and not even the
computing parties know which cells those are.

Totals can undo that.  If a line of the table has one withheld cell and its true total is known, the
cell follows by subtraction; and with two withheld cells that add up to 2 (k - 1), both are k - 1.
So a line's *rest*, what its withheld cells add up to, is opened only if::

    k - 1 <= rest <= most - (k - 1)

where `most` is what the withheld cells of the line could add up to: each k - 1, or less if the
reader knows that fewer belong in it (a cell with three businesses has at most three in debt).  This
too is decided in secret.  Then every withheld cell can still be anything from 0 up to that, for
whoever sees all that is published: take any value v for one cell, then the others can make up
rest - v.  It holds when the rest is withheld as well, because then the rest may be both small and
large.  The tests prove it by enumeration of small tables.  It holds for lines *in one direction*
only: rests of rows and of columns together give cells away, so choose one.  Totals over published
cells are always safe: they say nothing new.

Protects: cells below k, against everybody, up to the range 0 to k - 1.
Does not protect: against who knows some of the withheld numbers already; against a second table of
the same data with other cells, another minimum or other dates; with sums of amounts, one of k
contributors who makes up nearly all.  A cell of k or more is published as it is: if everybody in it
is counted, that is known of each of them.

References
----------
.. [1] L. H. Cox, "Suppression methodology and statistical disclosure control", Journal of the
   American Statistical Association 75, 1980, 377-385, doi:10.1080/01621459.1980.10477481.
.. [2] M. Fischetti, J. J. Salazar, "Solving the cell suppression problem on tabular data with
   linear constraints", Management Science 47(7), 2001, doi:10.1287/mnsc.47.7.1008.9805.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.sharing.comparison import comparison_bytes, less_than_public, sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.order.tabulation import totals
from pet_workbench.sharing.replicated import Computer, Share, add_public, multiply, subtract
from pet_workbench.sharing.ring import Words, ring_bits


@dataclass(frozen=True, slots=True)
class Published:
    """One party's share of a table in which small cells are 0; nothing is opened yet.

    Attributes
    ----------
    counts : Share
        Of the counts, 0 where below the minimum.
    sums : tuple of Share
        Of further tables over the same cells, 0 in the same places.
    small : Share
        Of 1 where a cell is withheld, else 0.
    minimum : int
        The smallest count that is not withheld.
    """

    counts: Share
    sums: tuple[Share, ...]
    small: Share
    minimum: int


async def withhold_small(
    computer: Computer,
    counts: Share,
    *,
    minimum: int,
    declared_bits: int,
    sums: Sequence[Share] = (),
) -> Published:
    """Put 0 for every count below `minimum`, without learning where.

    Parameters
    ----------
    computer : Computer
        This party.
    counts : Share
        Of n counts with ``0 <= count < 2**declared_bits``.
    minimum : int
        The smallest count to keep, from 1; with 1 nothing is hidden but that 0 is 0.
    declared_bits : int
        Declared size of the counts, at most the size of the ring less one.
    sums : sequence of Share, optional
        Further tables over the same cells, to be withheld in the same places.

    Raises
    ------
    ParameterError
        If the minimum is below 1 or beyond the declared size.
    """
    if minimum < 1:
        raise ParameterError(
            "errors.table_minimum", "need a smallest cell from 1, got {minimum}", minimum=minimum
        )
    below = await less_than_public(computer, counts, minimum, declared_bits=declared_bits)
    small = await bits_to_numbers(computer, below, dtype=counts.own.dtype)
    keep = _one_minus(computer, small)
    tables = (counts, *sums)
    stacked = Share(*(np.concatenate(parts) for parts in zip(*tables, strict=True)))
    keeps = Share(*(np.tile(part, len(tables)) for part in keep))
    kept = await multiply(computer, stacked, keeps, step="cells kept")
    split = [np.split(part, len(tables)) for part in kept]
    first, *others = [Share(*parts) for parts in zip(*split, strict=True)]
    return Published(first, tuple(others), small, minimum)


async def rests(
    computer: Computer,
    counts: Share,
    published: Published,
    *,
    lines: NDArray[np.integer[Any]],
    n_lines: int,
    most: Share | None = None,
) -> Share:
    """Return what the withheld cells of each line add up to; 0 where that would give one away.

    Parameters
    ----------
    computer : Computer
        This party.
    counts : Share
        Of the n counts before anything was withheld.
    published : Published
        What `withhold_small` made of them.
    lines : ndarray of int, shape (n,)
        The line (say, the region) of each cell, from 0.  Each cell is in one line only, and rests
        are made for one way of drawing lines only.
    n_lines : int
        How many lines.
    most : Share, optional
        Of n numbers: what the reader knows each cell to be at most, if it is withheld; not above
        the minimum less one, which it is by default.

    Returns
    -------
    Share
        Of `n_lines` numbers: the rest, or 0 where it is withheld.

    Raises
    ------
    ParameterError
        If a line could be too long for the ring.
    """
    _check_lines(lines, published.minimum, bits=ring_bits(counts.own.dtype))
    hidden = subtract(counts, published.counts)
    rest = Share(*(totals(part, lines, n_lines) for part in hidden))
    step = np.array(published.minimum - 1, counts.own.dtype)
    if most is None:
        largest = Share(*(step * part for part in published.small))
    else:
        largest = await multiply(computer, published.small, most, step="most of withheld cells")
    # both signs in one batch: rest - (k - 1) and most - rest - (k - 1)
    room = subtract(Share(*(totals(part, lines, n_lines) for part in largest)), rest)
    margins = Share(*(np.concatenate(parts) for parts in zip(rest, room, strict=True)))
    margins = add_public(computer, margins, _negative(step))
    unsafe = await bits_to_numbers(
        computer, await sign_bits(computer, margins), dtype=counts.own.dtype
    )
    safe = _one_minus(computer, unsafe)
    low, high = (Share(*halves) for halves in zip(*(np.split(p, 2) for p in safe), strict=True))
    both = await multiply(computer, low, high, step="rest is safe")
    return await multiply(computer, rest, both, step="rests kept")


def withholding_bytes(n: int, *, bits: int, n_sums: int = 0) -> int:
    """Return the bytes that all parties send to withhold small ones among `n` cells.

    A comparison, its bit as a number (three words for every bit of a packed word) and one product
    of three words per table.

    Parameters
    ----------
    n : int
        Number of cells.
    bits : int
        Size of the ring.
    n_sums : int, default: 0
        Number of further tables.
    """
    padded = -(-n // bits) * bits
    return comparison_bytes(n, bits=bits) + (padded + n * (1 + n_sums)) * 3 * bits // 8


def rests_bytes(n_lines: int, *, bits: int, n_most: int = 0) -> int:
    """Return the bytes that all parties send for the rests of `n_lines` lines.

    Two comparisons per line with their bits as numbers, and two products.

    Parameters
    ----------
    n_lines : int
        Number of lines.
    bits : int
        Size of the ring.
    n_most : int, default: 0
        Number of cells, if it is known in secret what each is at most: one more product each.
    """
    padded = -(-2 * n_lines // bits) * bits
    words = 3 * (padded + 2 * n_lines + n_most)
    return comparison_bytes(2 * n_lines, bits=bits) + words * bits // 8


def _check_lines(lines: NDArray[np.integer[Any]], minimum: int, *, bits: int) -> None:
    """Refuse lines so long that what they add up to could seem negative."""
    largest = int(np.bincount(lines, minlength=1).max()) * minimum
    if largest >= 1 << (bits - 1):
        raise ParameterError(
            "errors.table_rest",
            "need cells per line times the smallest cell to be below 2**{bits}, got {most}",
            bits=bits - 1,
            most=largest,
        )


def _one_minus(computer: Computer, bits: Share) -> Share:
    """Return 1 - x for each x; nothing is sent."""
    one = np.array(1, bits.own.dtype)
    return add_public(computer, Share(*(_negative(part) for part in bits)), one)


def _negative(x: Words) -> Words:
    """Return -x in the ring of `x`."""
    return np.zeros_like(x) - x
