"""Sizes of primes for a ring: the best that a computation can get out of the bits it may use.

At one degree and number of primes, sizes are what is left to choose: of the special prime, of the
middle primes that rescales drop, of the base that holds the result, and of the scale.  All bits
that both security tables allow are used, for they cost nothing at the same number of primes.
Meters tell what comes out, on the primes that SEAL would take: a coarse grid finds where to begin,
and steps of a bit lead from there to the smallest error, or in BFV to the largest noise budget.

Protects: nothing by itself; sizes that are not safe are never tried.
Does not protect: a choice better by a bit may be missed; one that a meter refuses is never taken.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pet_workbench.core import ParameterError
from pet_workbench.he import security
from pet_workbench.he.choosing.computations import Computation
from pet_workbench.he.errors import (
    DepthError,
    HomomorphicError,
    NoiseError,
    PrecisionError,
    RangeError,
    kept,
)
from pet_workbench.he.library import primes
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import LARGEST_PRIME_BITS, Parameters, least_prime_bits
from pet_workbench.he.whole.meter import WholeMeter

GRID_BITS = 8
"""Distance of two points of the grid; the steps from there are halves of it, down to one bit."""
LEAST_SCALE_BITS = 14
SPARE = 4
TELLING = (DepthError, NoiseError, PrecisionError, HomomorphicError)
"""What is missing is said best by the first; too small a modulus is at the root of all of them."""
Knobs = tuple[int, int, int]
"""Bits of all bases together, of each middle prime, and of the scale; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One choice of sizes, and what the meters say of it.

    Attributes
    ----------
    sizes : tuple of int
        Bits of the primes, the special one last.
    scale_bits : int
        In CKKS, of the scale.
    plain_bits : int
        In BFV, of the plain modulus.
    meter : Meter or None
        Of the result, if no meter refused.
    refusal : HomomorphicError or None
        Why one did.
    """

    sizes: tuple[int, ...]
    scale_bits: int
    plain_bits: int
    meter: Meter | None = None
    refusal: HomomorphicError | None = None

    def rank(self, wanted: float) -> tuple[float, int, float]:
        """Return what is to be small: first the error, as far as it matters, then the answer.

        An error `SPARE` times smaller than wanted is as good as any; then an answer of fewer primes
        is preferred.  In BFV it is minus the noise budget.  Among refused ones, the refusal that
        tells most comes first, and then primes of one size.
        """
        if self.refusal is not None:
            telling = [isinstance(self.refusal, kind) for kind in TELLING]
            return math.inf, telling.index(True), max(self.sizes) - min(self.sizes)
        if isinstance(self.meter, WholeMeter):
            return -self.meter.noise_budget_bits, 0, 0.0
        assert self.meter is not None
        return max(self.meter.error, wanted / SPARE), self.meter.level, self.meter.error


@dataclass(frozen=True)
class Space:
    """All sizes of `count` primes at one degree, of which the first `bases` are never dropped."""

    computation: Computation
    degree: int
    count: int
    bases: int

    def grid(self) -> Iterator[Knobs]:
        """Yield knobs all over the space."""
        is_real = self.computation.scheme == "ckks"
        step = GRID_BITS if is_real else 1
        sizes = range(least_prime_bits(self.degree), LARGEST_PRIME_BITS + 1, step)
        scales = range(LEAST_SCALE_BITS, LARGEST_PRIME_BITS * self.bases, GRID_BITS)
        for base, middle in itertools.product(sizes, sizes if self.middles else (0,)):
            if not is_real:
                yield base * self.bases, middle, 0
            elif self.computation.products and middle:  # a rescale restores a scale of its size
                yield base * self.bases, middle, middle
            else:
                for scale in scales:
                    yield base * self.bases, middle, scale

    @property
    def middles(self) -> int:
        """How many primes can be dropped."""
        return self.count - 1 - self.bases

    def sizes(self, knobs: Knobs) -> tuple[int, ...]:
        """Return the sizes of the primes, the special one as large as it may be, or nothing."""
        base, middle, _ = knobs
        left = security.allowed_bits(self.degree) - base - self.middles * middle
        each, more = divmod(base, self.bases)
        bases = [each + (k < more) for k in range(self.bases)]
        made = (*bases, *[middle] * self.middles, min(LARGEST_PRIME_BITS, left))
        fits = least_prime_bits(self.degree) <= min(made) and max(made) <= LARGEST_PRIME_BITS
        return made if fits else ()

    def trial(self, knobs: Knobs) -> Trial | None:
        """Return what the meters say, or nothing if there are no such primes."""
        sizes, scale_bits = self.sizes(knobs), knobs[2]
        plain_bits = plain_modulus(self.computation, self.degree).bit_length()
        found = primes_for(self.degree, sizes, plain_bits) if sizes else None
        if found is None:
            return None
        scheme = self.computation.scheme
        parameters = Parameters(scheme, self.degree, found[0], scale_bits, found[1])
        try:
            meter = self.computation.meter(parameters)
        except HomomorphicError as refusal:
            return Trial(sizes, scale_bits, plain_bits, refusal=kept(refusal))
        return Trial(sizes, scale_bits, plain_bits, meter=meter)

    def best(self) -> Trial | None:
        """Return the trial with the smallest loss, or one that was refused, or nothing."""
        tried = {knobs: trial for knobs in self.grid() if (trial := self.trial(knobs))}
        if not tried:
            return None
        wanted = self.computation.error

        def rank(one: Knobs) -> tuple[float, int, float]:
            return tried[one].rank(wanted)

        knobs, step = min(tried, key=rank), GRID_BITS // 2
        while step and tried[knobs].meter is not None:
            around = _around(knobs, step)
            for near in around:
                if near not in tried and (trial := self.trial(near)):
                    tried[near] = trial
            better = min((one for one in around if one in tried), key=rank)
            if rank(better) < rank(knobs):
                knobs = better
            else:
                step //= 2
        return tried[knobs]


def best(computation: Computation, degree: int, count: int) -> Trial | None:
    """Return the best sizes of `count` primes at `degree`, or a trial that was refused.

    Parameters
    ----------
    computation : Computation
    degree : int
        Of the ring.
    count : int
        How many primes, the special one included.

    Returns
    -------
    Trial or None
        Nothing if that many primes do not fit the bits that are allowed.
    """
    bases = [count - 1] if computation.scheme == "bfv" else range(1, min(count, 3))
    trials = [Space(computation, degree, count, one).best() for one in bases]
    found = [trial for trial in trials if trial is not None]
    return min(found, key=lambda trial: trial.rank(computation.error), default=None)


@lru_cache(maxsize=256)
def plain_modulus(computation: Computation, degree: int) -> int:
    """Return the smallest plain modulus that holds the computation's numbers; 0 in CKKS.

    Parameters
    ----------
    computation : Computation
    degree : int
        Of the ring.

    Returns
    -------
    modulus : int
        The largest prime of the fewest bits that will do.

    Raises
    ------
    RangeError
        If none is large enough.
    """
    if computation.scheme == "ckks":
        return 0
    needed = 2 * int(computation.largest) + 1
    for bits in range(max(least_prime_bits(degree), needed.bit_length()), LARGEST_PRIME_BITS + 1):
        (modulus,) = _stock(degree, bits, 1) or (0,)
        if modulus >= needed:
            return modulus
    raise RangeError(
        "errors.he_too_large_for_whole",
        "need whole numbers of at most {most} bits, got a result of {bits} bits: split the numbers "
        "in two columns, or use real numbers",
        most=LARGEST_PRIME_BITS - 1,
        bits=int(computation.largest).bit_length(),
    )


@lru_cache(maxsize=4096)
def primes_for(
    degree: int, sizes: tuple[int, ...], plain_bits: int
) -> tuple[tuple[int, ...], int] | None:
    """Return the primes and the plain modulus that SEAL takes for their sizes in bits.

    Much faster than asking SEAL for each choice of sizes.

    Parameters
    ----------
    degree : int
    sizes : tuple of int
    plain_bits : int
        0 in CKKS; the plain modulus is then 0.

    Returns
    -------
    made : tuple of tuple of int and int, or None
        Nothing if there are not that many primes of a size.
    """
    wanted = (*sizes, plain_bits) if plain_bits else sizes
    stock = {bits: list(_stock(degree, bits, count)) for bits, count in Counter(wanted).items()}
    if not all(stock.values()):
        return None
    made = tuple(stock[bits].pop(0) for bits in wanted)
    return (made[:-1], made[-1]) if plain_bits else (made, 0)


@lru_cache(maxsize=4096)
def _stock(degree: int, bits: int, count: int) -> tuple[int, ...]:
    """Return the `count` largest primes of one size, or nothing if there are not that many."""
    try:
        return primes(degree, (bits,) * count)
    except ParameterError:
        return ()


def _around(knobs: Knobs, step: int) -> list[Knobs]:
    """Return `knobs` and what a step leads to; one bit of scale can take two bits of the base."""
    moves = itertools.product(
        (0, step, -step, 2 * step, -2 * step),
        *[(0, step, -step) if knob else (0,) for knob in knobs[1:]],
    )
    return [(knobs[0] + base, knobs[1] + middle, knobs[2] + scale) for base, middle, scale in moves]
