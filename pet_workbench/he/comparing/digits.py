"""Ask whether an encrypted number is under a limit; its owner learns neither limit nor answer.

The *holder* has numbers and the secret key, the *asker* a secret limit for each.  The holder
encrypts each number whole and cut short, digit by digit: 2731, 273, 27 and 2.  A number is under
3001 exactly if what is left of it is 0, 1 or 2 after the first digit, or 3000 with all four; and it
is 3001 or more exactly if some part of it is one of a few others [1]_.  So the asker subtracts from
each part what it should be, multiplies every difference by a random number of its own, modulo a
prime, and returns the products in random order [2]_.  The holder decrypts them and says whether one
is zero.  By the toss of a coin the asker tests "under" or "not under", so that it alone knows what
a zero means.

What the holder decrypts has one distribution whatever the limits are: the toss of a coin, a random
place for the zero, and random numbers elsewhere.  One random multiple of the whole difference would
be far cheaper, and tell how large it is: `pet_workbench.attacks.masked_differences` guesses it.

Protects: limits and answers against the holder: perfectly as far as decrypted numbers go, and with
as many bits as `hiding` states as far as the noise around them goes.  The numbers against the
asker, as long as BFV is not broken.
Does not protect: how many numbers there are.  An asker who asks again with other limits narrows
every number down.  A holder who answers something else is believed.

References
----------
.. [1] H.-Y. Lin and W.-G. Tzeng, "An Efficient Solution to the Millionaires' Problem Based on
   Homomorphic Encryption", ACNS 2005, doi:10.1007/11496137_31: one value to look for per digit.
.. [2] I. Damgård, M. Geisler and M. Krøigaard, "Efficient and Secure Comparison for On-Line
   Auctions", ACISP 2007, doi:10.1007/978-3-540-73458-1_30: random multiples in random order.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core import ParameterError

Numbers = NDArray[np.int64]


class Stream(Protocol):
    """What random numbers need of a `Keystream`; a test may script it."""

    def integers(self, shape: int, dtype: DTypeLike) -> NDArray[np.uint32]:
        """Return uniform numbers over the whole range of the unsigned `dtype`."""


@dataclass(frozen=True, slots=True)
class Digits:
    """How numbers are cut up.

    Attributes
    ----------
    levels : int
        How many digits.
    bits : int, default: 2
        Of one digit.  More bits make fewer parts to encrypt, and more tests to return.

    Examples
    --------
    >>> digits = Digits(levels=10)
    >>> digits.most, digits.tests
    (1048574, 30)
    """

    levels: int
    bits: int = 2

    @property
    def nowhere(self) -> int:
        """A value that no part of a number has; also one more than the largest part."""
        return 1 << (self.levels * self.bits)

    @property
    def most(self) -> int:
        """The largest number, and the largest limit."""
        return self.nowhere - 2

    @property
    def per_level(self) -> int:
        """How many values are looked for at one level."""
        return (1 << self.bits) - 1

    @property
    def tests(self) -> int:
        """How many products are returned for each number."""
        return self.levels * self.per_level


@dataclass(frozen=True)
class Tests:
    """What the asker looks for, and how it hides that; the asker's secret.

    Attributes
    ----------
    digits : Digits
    modulus : int
        Prime.
    flips : ndarray of bool, shape (n,)
        Where "not under" is tested.
    turns : ndarray of int64, shape (n,)
        How far the levels are turned: the test of level i is at place ``(i + turn) % levels``.
    targets : ndarray of int64, shape (levels, per_level, n)
        By place: what the part of the number should be.
    factors : ndarray of int64, shape (levels, per_level, n)
        By place: what the difference is multiplied by; never 0.
    """

    __test__ = False  # pytest collects what is called Test

    digits: Digits
    modulus: int
    flips: NDArray[np.bool_]
    turns: Numbers
    targets: Numbers
    factors: Numbers

    def level_at(self, place: int) -> Numbers:
        """Return which level of each number is tested at `place`, shape (n,)."""
        level: Numbers = (place - self.turns) % self.digits.levels
        return level

    @property
    def offsets(self) -> Numbers:
        """What is added to the product of part and factor, by place."""
        offsets: Numbers = -(self.targets * self.factors) % self.modulus
        return offsets


def parts_of(numbers: Numbers, digits: Digits) -> Numbers:
    """Return what the holder encrypts: each number cut short after each of its digits.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n,)
        0 to ``digits.most``.
    digits : Digits

    Returns
    -------
    ndarray of int64, shape (levels, n)
        Of the numbers plus one, so that "0 or more" is something that can be looked for as well.

    Raises
    ------
    ParameterError
        If a number lies outside.

    Examples
    --------
    >>> parts_of(np.array([26]), Digits(levels=3)).tolist()
    [[27], [6], [1]]
    """
    _check("numbers", numbers, digits)
    return np.stack([(numbers + 1) >> (digits.bits * level) for level in range(digits.levels)])


def draw_tests(limits: Numbers, digits: Digits, *, modulus: int, stream: Stream) -> Tests:
    """Return what to look for, with fresh secrets.

    Parameters
    ----------
    limits : ndarray of int64, shape (n,)
        0 to ``digits.most``.
    digits : Digits
    modulus : int
        Prime, at least ``digits.nowhere + 1`` and below 2**31.
    stream : Keystream
        Where secrets are read from.

    Raises
    ------
    ParameterError
        If a limit or the modulus lies outside.
    """
    _check("limits", limits, digits)
    if not digits.nowhere < modulus < 1 << 31:
        raise ParameterError(
            "errors.he_comparison_modulus",
            "need a modulus above {nowhere} and below {most} for numbers up to {number}, got "
            "{modulus}: choose plain_modulus_bits accordingly",
            nowhere=digits.nowhere,
            most=1 << 31,
            number=digits.most,
            modulus=modulus,
        )
    n = limits.size
    flips = uniform(stream, n, below=2) == 1
    turns = uniform(stream, n, below=digits.levels)
    inner = uniform(stream, n, below=digits.per_level)
    wanted = _wanted(limits, flips, digits)
    level = (np.arange(digits.levels)[:, np.newaxis] - turns) % digits.levels
    test = (np.arange(digits.per_level)[:, np.newaxis] - inner) % digits.per_level
    targets = wanted[level[:, np.newaxis, :], test[np.newaxis, :, :], np.arange(n)]
    factors = 1 + uniform(stream, targets.size, below=modulus - 1).reshape(targets.shape)
    return Tests(digits, modulus, flips, turns, targets, factors)


def products_in_clear(parts: Numbers, tests: Tests) -> Numbers:
    """Return what the holder will decrypt, computed from what only both together have.

    Parameters
    ----------
    parts : ndarray of int64, shape (levels, n)
        From `parts_of`.
    tests : Tests

    Returns
    -------
    ndarray of int64, shape (levels * per_level, n)
        0 to modulus - 1.
    """
    places = range(tests.digits.levels)
    turned = np.stack([parts[tests.level_at(i), np.arange(parts.shape[1])] for i in places])
    products = (turned[:, np.newaxis] * tests.factors + tests.offsets) % tests.modulus
    return products.reshape(tests.digits.tests, -1)


def has_zero(products: Numbers) -> NDArray[np.bool_]:
    """Return what the holder answers: for each number, whether one of its products is zero.

    Parameters
    ----------
    products : ndarray of int64, shape (tests, n)
        As decrypted.
    """
    found: NDArray[np.bool_] = (products == 0).any(axis=0)
    return found


def is_under(answers: NDArray[np.bool_], tests: Tests) -> NDArray[np.bool_]:
    """Return, for the asker alone, which numbers are under their limit.

    Parameters
    ----------
    answers : ndarray of bool, shape (n,)
    tests : Tests

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> digits = Digits(levels=3)
    >>> tests = draw_tests(np.array([27, 26]), digits, modulus=67, stream=Keystream(bytes(32)))
    >>> products = products_in_clear(parts_of(np.array([26, 26]), digits), tests)
    >>> is_under(has_zero(products), tests).tolist()
    [True, False]
    """
    return answers ^ tests.flips


def uniform(stream: Stream, count: int, *, below: int) -> Numbers:
    """Read `count` uniform numbers from 0 to ``below - 1``, by rejection.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> sorted(set(uniform(Keystream(bytes(32)), 100, below=3).tolist()))
    [0, 1, 2]
    """
    low_bits = np.uint32((1 << (below - 1).bit_length()) - 1)
    accepted = np.empty(0, np.uint32)
    while accepted.size < count:
        drawn = stream.integers(count - accepted.size, np.uint32) & low_bits
        accepted = np.concatenate((accepted, drawn[drawn < below]))
    return accepted.astype(np.int64)


def _wanted(limits: Numbers, flips: NDArray[np.bool_], digits: Digits) -> Numbers:
    """Return the values to look for, by level; `Digits.nowhere` where there are fewer.

    "Under": the part has a smaller last digit than that of the limit, and the same before it.
    "Not under": it has a larger last digit than that of the number just below the limit.
    """
    edges = limits + 1 - flips
    choices = np.arange(digits.per_level)[:, np.newaxis]
    wanted = np.full((digits.levels, digits.per_level, limits.size), digits.nowhere)
    for level in range(digits.levels):
        part = edges >> (digits.bits * level)
        digit = part & digits.per_level
        last = choices + flips  # 0, 1, ... below the digit, or up to the largest above it
        fits = np.where(flips, last > digit, last < digit)
        wanted[level] = np.where(fits, part - digit + last, digits.nowhere)
    return wanted


def _check(name: str, values: Numbers, digits: Digits) -> None:
    """Refuse values that have too many digits, or are below 0."""
    bad = np.flatnonzero((values < 0) | (values > digits.most))
    if bad.size:
        raise ParameterError(
            "errors.he_comparison_range",
            "need {name} from 0 to {most}, got {value} at position {position}",
            name=name,
            most=digits.most,
            value=int(values[bad[0]]),
            position=int(bad[0]),
        )
