"""A computation on meters alone, and the same one on real ciphertexts."""

from dataclasses import dataclass
from functools import lru_cache
from math import log10
from time import perf_counter

import numpy as np

from pet_workbench.he.errors import HomomorphicError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import Parameters, make_ckks
from pet_workbench.he.real.meter import RealMeter

DEGREE = 8192
BUDGET_BITS = 214
"""What both security tables allow at this degree, for all primes together."""
ABOVE_SCALE_BITS, LARGEST_PRIME_BITS = 20, 60
SHARE, SQUARE = "share", "square"


@dataclass(frozen=True)
class Trial:
    """Meters after each multiplication, as far as they go.

    Attributes
    ----------
    meters : tuple of RealMeter
        The first is that of the numbers just encrypted; none if even these are refused.
    refusal : HomomorphicError or None
        Why the next step was refused.
    """

    meters: tuple[RealMeter, ...]
    refusal: HomomorphicError | None


@lru_cache
def parameters_of(scale_bits: int) -> Parameters:
    """Return parameters of one and the same ring, with as many levels as its bits allow.

    The larger the scale, the larger each prime, and the fewer there are.
    """
    outer = min(scale_bits + ABOVE_SCALE_BITS, LARGEST_PRIME_BITS)
    levels = (BUDGET_BITS - 2 * outer) // scale_bits
    return make_ckks(
        poly_modulus_degree=DEGREE,
        coeff_mod_bit_sizes=(outer, *[scale_bits] * levels, outer),
        scale_bits=scale_bits,
    )


@lru_cache(maxsize=512)
def try_out(scale_bits: int, *, bound: int, factor: str, depth: int) -> Trial:
    """Multiply `depth` times in a row, on meters.

    Parameters
    ----------
    scale_bits : int
    bound : int
        Largest number that is encrypted.
    factor : {"share", "square"}
        By what: another encrypted number of at most 1, or the result so far.
    depth : int
    """
    parameters, meters = parameters_of(scale_bits), []
    try:
        meters.append(RealMeter.fresh(parameters, bound=bound, symmetric=False))
        share = RealMeter.fresh(parameters, bound=1, symmetric=False)
        for _ in range(depth):
            meters.append(meters[-1].multiply(meters[-1] if factor == SQUARE else share))
    except HomomorphicError as refusal:
        return Trial(tuple(meters), refusal)
    return Trial(tuple(meters), None)


def digits(meter: RealMeter) -> float:
    """Return how many digits of the largest number are right."""
    return max(0.0, log10(meter.bound / meter.error))


@dataclass(frozen=True)
class Measured:
    """A computation that was really done.

    Attributes
    ----------
    error : float
        Largest difference from computing in the clear.
    numbers : int
    seconds : float
        From encryption to decryption, keys included.
    """

    error: float
    numbers: int
    seconds: float


def carry_out(scale_bits: int, *, bound: int, factor: str, depth: int) -> Measured:
    """Encrypt random numbers, multiply, decrypt and compare.

    Parameters
    ----------
    scale_bits, bound, factor, depth
        As for `try_out`.

    Raises
    ------
    HomomorphicError
        As `try_out` foretells.
    """
    start = perf_counter()
    parameters, rng = parameters_of(scale_bits), np.random.default_rng()  # shown, no secrets
    numbers, shares = (rng.uniform(-most, most, parameters.slots) for most in (bound, 1))
    owner = SecretKey.generate(parameters, products=True)
    column = owner.context.encrypt(numbers, bound=bound)
    by = owner.context.encrypt(shares, bound=1)
    for _ in range(depth):
        numbers = numbers * (numbers if factor == SQUARE else shares)
        column = column * (column if factor == SQUARE else by)
    error = float(np.abs(owner.decrypt(column) - numbers).max())
    return Measured(error, parameters.slots, perf_counter() - start)
