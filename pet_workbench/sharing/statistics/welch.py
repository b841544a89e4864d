"""Say which of two secret means is higher, or that the difference is no more than chance.

Welch's test [1]_ asks whether ``(mean_a - mean_b)**2 > c**2 * (var_a / n_a + var_b / n_b)``.
Multiplied out, both sides are whole numbers, of the counts n, sums S and sums of squares Q:

    D = S_a n_b - S_b n_a,   V = n Q - S**2,
    D**2 (n_a - 1) (n_b - 1)  >  c**2 (V_a n_b**2 (n_b - 1) + V_b n_a**2 (n_a - 1)),

so nothing is divided or rounded, and nothing but the conclusion has to be opened.  The critical
value c is that of Student's t at the smallest allowed group less one degrees of freedom.  Welch's
degrees of freedom are never fewer, so the test is never less cautious than his.

Protects: counts, sums and variances; and if a group is too small, even the conclusion.
Does not protect: what the conclusion says, nor against conclusions on groups that differ in few
people.  An owner that enters invented numbers moves the conclusion, and nothing here notices.

References
----------
.. [1] B. L. Welch, "The generalization of 'Student's' problem when several different population
   variances are involved", Biometrika 34(1-2), 1947, 28-35, doi:10.1093/biomet/34.1-2.28.
"""

from enum import IntEnum
from math import ceil
from typing import NamedTuple

import numpy as np

from pet_workbench.core import ParameterError
from pet_workbench.sharing.boolean import and_words
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.replicated import N_COMPUTERS, Computer, Share
from pet_workbench.sharing.rows import concatenate
from pet_workbench.sharing.statistics.wide import (
    WIDE_BITS,
    Wide,
    joined,
    multiply_wide,
    negative_wide,
    plus_public,
)

CRITICAL_BITS = 16
"""The square of the critical value is rounded up to a multiple of ``2**-16``."""


class Conclusion(IntEnum):
    """What comes out: three bits, of which at most two are set."""

    TOO_FEW = 0
    NO_DIFFERENCE = 1
    FIRST_HIGHER = 3
    SECOND_HIGHER = 5


class Group(NamedTuple):
    """One group's secrets: how many, their sum and their sum of squares."""

    size: Wide
    sum: Wide
    squares: Wide


async def compare_means(
    computer: Computer, first: Group, second: Group, *, minimum: int, critical: float
) -> Share:
    """Return the conclusion as three secret bits, to be opened with `open_conclusion`.

    Parameters
    ----------
    computer : Computer
        This party.
    first, second : Group
        Of whole numbers; `check_sizes` says how large.
    minimum : int
        Smallest allowed group, at least 2.
    critical : float
        See `student.critical_value`.

    Returns
    -------
    Share
        Of three bytes, combined by exclusive or: both groups are large enough; the first is higher;
        the second is higher.
    """
    difference, excess = await _difference_and_excess(computer, first, second, critical)
    sizes = joined([first.size, second.size])
    return await _conclude(computer, difference, excess, sizes, minimum)


async def compare_within(
    computer: Computer,
    difference: Wide,
    noise: Wide,
    sizes: Wide,
    *,
    minimum: int,
    critical: float,
) -> Share:
    """Return the conclusion on a sum of differences, each taken within one organisation.

    An organisation whose two groups differ in mean by d, with standard error e, and that counts for
    w, enters ``w * d`` and ``(w * e)**2``.  The sums D and E of those lead to the conclusion that
    the first is higher if ``D > 0`` and ``D**2 > c**2 * E``.

    Parameters
    ----------
    computer : Computer
        This party.
    difference, noise : Wide
        D, and E in units of the square of those of D; below 2**110 and 2**220 in size.
    sizes : Wide
        Of both groups, over all organisations.
    minimum : int
        Smallest allowed group.
    critical : float
        c; see `student.critical_value`.

    Returns
    -------
    Share
        As `compare_means`.
    """
    square = await multiply_wide(computer, difference, difference)
    excess = noise * _squared(critical) - square * (1 << CRITICAL_BITS)
    return await _conclude(computer, difference, excess, sizes, minimum)


async def open_conclusion(computer: Computer, bits: Share) -> Conclusion:
    """Open the three bits of `compare_means` to all three parties."""
    opened = await open_to_all(computer, bits, step="conclusion", bits=True)
    return Conclusion(sum(int(bit & 1) << place for place, bit in enumerate(opened)))


async def open_rounded_means(
    computer: Computer, groups: tuple[Group, Group], enough: Share, *, step_size: int, highest: int
) -> tuple[int, int]:
    """Open both means, rounded to a multiple of `step_size` inside the protocol, halves up.

    For every multiple up to `highest` a secret bit says whether the mean, half a step added, gets
    there; those bits say the rounded mean and no more.  They are all zero unless `enough`.

    Parameters
    ----------
    computer : Computer
        This party.
    groups : tuple of two Group
        Of numbers from 0 to `highest`.
    enough : Share
        The first byte of `compare_means`.
    step_size : int
        To what to round.
    highest : int
        Largest number that occurs.

    Returns
    -------
    tuple of two int
    """
    limits = range(step_size, highest + 1, step_size)
    lacking = joined(
        group.sum * -2 + group.size * (2 * limit - step_size)
        for group in groups
        for limit in limits
    )
    # what is lacking is a whole number: at most 0 means below 1
    reached = await negative_wide(computer, plus_public(computer, lacking, -1))
    places = 2 * len(limits)
    allowed = Share(np.repeat(enough.own, places), np.repeat(enough.next, places))
    shown = await and_words(computer, reached, allowed)
    opened = await open_to_all(computer, shown, step="rounded means", bits=True)
    first, second = (opened & 1).reshape(2, -1).sum(axis=1, dtype=np.int64) * step_size
    return int(first), int(second)


def check_sizes(*, value_bits: int, count_bits: int, minimum: int) -> None:
    """Refuse numbers whose products outgrow the ring, and groups without a variance.

    Parameters
    ----------
    value_bits : int
        Every value is smaller than ``2**value_bits``, in size.
    count_bits : int
        Every group has fewer than ``2**count_bits`` values.
    minimum : int
        Smallest allowed group.

    Raises
    ------
    ParameterError
        If they do not fit, or the minimum is below 2.
    """
    needed = 2 * value_bits + 6 * count_bits + CRITICAL_BITS + 16
    if needed > WIDE_BITS - 1:
        raise ParameterError(
            "errors.test_beyond_ring",
            "need twice the bits of a value and six times those of a count to be at most {limit}, "
            "got {value_bits} and {count_bits}",
            limit=WIDE_BITS - 17 - CRITICAL_BITS,
            value_bits=value_bits,
            count_bits=count_bits,
        )
    if minimum < 2:
        raise ParameterError(
            "errors.too_few_numbers",
            "need at least {least} numbers for this statistic, got {n}",
            least=2,
            n=minimum,
        )


async def _conclude(
    computer: Computer, difference: Wide, excess: Wide, sizes: Wide, minimum: int
) -> Share:
    """Return the three bits of a conclusion: the test shows something if `excess` is negative."""
    minus = Wide((0,), (0,)) - difference
    small = plus_public(computer, sizes, -minimum)
    signs = await negative_wide(computer, joined([excess, excess, minus, difference, small]))
    higher = await and_words(computer, _part(signs, 0, 2), _part(signs, 2, 4))
    large = _turned(computer, _part(signs, 4, 6))
    enough = await and_words(computer, _part(large, 0, 1), _part(large, 1, 2))
    both = Share(np.repeat(enough.own, 2), np.repeat(enough.next, 2))
    shown = await and_words(computer, higher, both)
    return concatenate((enough, shown))


def _squared(critical: float) -> int:
    """Return the square of the critical value in units of ``2**-CRITICAL_BITS``, rounded up."""
    return ceil(critical * critical * (1 << CRITICAL_BITS))


async def _difference_and_excess(
    computer: Computer, a: Group, b: Group, critical: float
) -> tuple[Wide, Wide]:
    """Return D, and the right-hand side less the left-hand side, in three rounds of products."""
    lesser_a, lesser_b = plus_public(computer, a.size, -1), plus_public(computer, b.size, -1)
    left = joined([a.sum, b.sum, a.size, a.sum, b.size, b.sum, a.size, b.size, lesser_a])
    right = joined([b.size, a.size, a.squares, a.sum, b.squares, b.sum, a.size, b.size, lesser_b])
    first = await multiply_wide(computer, left, right)
    difference = first.at(0) - first.at(1)
    spreads = joined([first.at(2) - first.at(3), first.at(4) - first.at(5)])
    second = await multiply_wide(
        computer,
        joined([difference, first.at(7), first.at(6)]),
        joined([difference, lesser_b, lesser_a]),
    )
    third = await multiply_wide(computer, second, joined([first.at(8), spreads]))
    noise = (third.at(1) + third.at(2)) * _squared(critical)
    return difference, noise - third.at(0) * (1 << CRITICAL_BITS)


def _part(x: Share, start: int, end: int) -> Share:
    """Return some of the words."""
    return Share(x.own[start:end], x.next[start:end])


def _turned(computer: Computer, x: Share) -> Share:
    """Turn the lowest bit of every byte around: the one goes into part 1."""
    one = np.uint8(1)
    if computer.number == 1:
        return Share(x.own ^ one, x.next)
    return Share(x.own, x.next ^ one) if computer.number == N_COMPUTERS else x
