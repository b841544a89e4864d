"""Optimised local hashing: a device hides its value among those that hash alike, and adds noise.

Each device draws a hash function at random, which sends every value to one of g buckets, and tells
which function and, by randomised response, which bucket [1]_.  A report supports all values that
the function sends to that bucket.

Usual hash functions are only nearly random and take 64 bits to name.  Here values are written in g
digits, g prime, and a function adds the digits with random weights modulo g: any two values meet in
exactly one of g functions, so nothing about the estimates is approximate, and a report is one small
number [2]_.

Protects: as every `LocalProtocol`.  The function is drawn whatever the value is.
Does not protect: as no `LocalProtocol` does.  An invented report chooses its function.

References
----------
.. [1] T. Wang, J. Blocki, N. Li and S. Jha, "Locally Differentially Private Protocols for Frequency
   Estimation", USENIX Security 2017, doi:10.48550/arXiv.1705.04421: OLH.
.. [2] J. L. Carter and M. N. Wegman, "Universal classes of hash functions", Journal of Computer and
   System Sciences 18(2), 1979, doi:10.1016/0022-0000(79)90044-8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.noise import Stream, bernoulli
from pet_workbench.core.noise.events import below
from pet_workbench.core.validation import check_range
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.dp.local.chances import keep_chance, ratio
from pet_workbench.dp.local.estimates import Support
from pet_workbench.dp.local.protocol import LocalProtocol, Reports

MAX_REPORTS = 1 << 22
"""So many different reports at most: the collector counts them all."""
MOST_BUCKETS = 1 << 11


@dataclass(frozen=True, kw_only=True)
class LocalHashing(LocalProtocol):
    """A report is a number: the hash function times g, plus the bucket.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> protocol = LocalHashing(size=64, epsilon=1)
    >>> reports = protocol.report(np.repeat([0, 1], 50_000), Keystream(bytes(32)))
    >>> protocol.buckets, protocol.bits
    (3, 8)
    >>> abs(protocol.estimate(reports).counts - ([50_000] * 2 + [0] * 62)).max() < 3000
    np.True_
    """

    kind: ClassVar[str] = "hashing"

    def __post_init__(self) -> None:
        super().__post_init__()
        keep_chance(exact_epsilon(self.epsilon), self.buckets)

    @cached_property
    def buckets(self) -> int:
        """Return g: the prime with which estimates are best."""
        return best_buckets(exact_epsilon(self.epsilon), self.size)

    @cached_property
    def digits(self) -> NDArray[np.int64]:
        """Return every value written in g digits, shape (size, digits)."""
        places = self.buckets ** np.arange(digits_needed(self.size, self.buckets))
        return np.arange(self.size)[:, None] // places % self.buckets

    @property
    def functions(self) -> int:
        """Return how many hash functions there are."""
        return int(self.buckets ** self.digits.shape[1])

    @property
    def keep(self) -> Fraction:
        """Return with which chance a device surely names its own bucket."""
        return keep_chance(exact_epsilon(self.epsilon), self.buckets)

    @property
    def support(self) -> Support:
        """Return with which chance the own value is in the bucket named, and any other."""
        other = Fraction(1, self.buckets)
        return Support(self.keep + (1 - self.keep) * other, other)

    @property
    def ratio(self) -> Fraction:
        """Return how many times as likely a report is from one value as from another, at most."""
        return ratio(self.keep, self.buckets)

    @property
    def bits(self) -> int:
        """Return the length of a report."""
        return (self.functions * self.buckets - 1).bit_length()

    def hashed(self, functions: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the bucket to which each of `functions` sends each of `values`, pair by pair."""
        total, left = np.zeros(np.broadcast(functions, values).shape, np.int64), functions
        for place in range(self.digits.shape[1]):
            left, weight = np.divmod(left, self.buckets)
            total += weight * self.digits[values, place]
        return total % self.buckets

    def chances(self, value: int) -> Mapping[int, Fraction]:
        """Return the chance of each function with each bucket."""
        own = self.hashed(np.arange(self.functions), np.array(value))
        each = (1 - self.keep) / self.buckets
        return {
            function * self.buckets + bucket: (each + (self.keep if bucket == at else 0))
            / self.functions
            for function, at in enumerate(own.tolist())
            for bucket in range(self.buckets)
        }

    def report(self, values: NDArray[np.integer[Any]], stream: Stream) -> Reports:
        """Return a function and a bucket for each device, as uint32."""
        self.check_values(values)
        n, g = len(values), self.buckets
        function, any_bucket = below(stream, n, self.functions), below(stream, n, g)
        own = self.hashed(function, values.astype(np.int64))
        bucket = np.where(bernoulli(stream, n, chance=self.keep), own, any_bucket)
        return (function * g + bucket).astype(np.uint32)

    def supported(self, reports: Reports) -> NDArray[np.int64]:
        """Return in how many reports each value is in the bucket named."""
        most = self.functions * self.buckets
        self.check_reports(is_right=not len(reports) or int(reports.max()) < most)
        counted = np.bincount(reports, minlength=most).reshape(self.functions, self.buckets)
        every = np.arange(self.functions)
        return np.array(
            [
                counted[every, self.hashed(every, np.array(value))].sum()
                for value in range(self.size)
            ]
        )

    def supports(self, reports: Reports) -> NDArray[np.bool_]:
        """Return which values are in the bucket that each report names."""
        function, bucket = np.divmod(reports.astype(np.int64), self.buckets)
        hashed = self.hashed(function[:, None], np.arange(self.size)[None, :])
        found: NDArray[np.bool_] = hashed == bucket[:, None]
        return found


@lru_cache(maxsize=64)
def best_buckets(epsilon: Fraction, size: int) -> int:
    """Return the prime number of buckets with the smallest deviation.

    Parameters
    ----------
    epsilon : Fraction
    size : int
        How many values there are.

    Raises
    ------
    ParameterError
        If `size` is below 2.

    Examples
    --------
    >>> [best_buckets(Fraction(epsilon), 64) for epsilon in (1, 2, 3, 4)]
    [3, 7, 23, 53]
    """
    check_range("size", size, 2, MAX_REPORTS)
    fitting = [
        g
        for g in _primes(max(2 * size, MOST_BUCKETS))
        if g ** (digits_needed(size, g) + 1) <= MAX_REPORTS
    ]

    def deviation(g: int) -> float:
        keep = keep_chance(epsilon, g)
        return float(Support(keep + (1 - keep) / g, Fraction(1, g)).deviation(1.0))

    return min(fitting, key=deviation)


def digits_needed(size: int, base: int) -> int:
    """Return how many digits in `base` it takes to write ``0 .. size - 1``.

    Examples
    --------
    >>> digits_needed(64, 3), digits_needed(64, 8), digits_needed(64, 67)
    (4, 2, 1)
    """
    digits = 1
    while base**digits < size:
        digits += 1
    return digits


def _primes(most: int) -> list[int]:
    """Return the primes up to `most`."""
    return [g for g in range(2, most + 1) if all(g % d for d in range(2, int(g**0.5) + 1))]
