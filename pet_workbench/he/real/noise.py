"""How large the errors of CKKS can become: of encrypting, rounding and switching keys.

Everything is in units of the polynomial, before division by the scale, and is bounded twice: in
every slot, and on average over all slots.  The average is a single coefficient of the error, which
is far smaller; the total of a column is that average times the number of slots, so this second
bound is the one that counts for sums.

Secret keys and the one-time polynomials of encryption have coefficients -1, 0 and 1; fresh errors
are sums of coin throws; what rounding drops is uniform.  All of these are sub-Gaussian with their
own variance, so that Gaussian tails bound their values at roots of unity [1]_, and the tails of a
product of two Gaussians bound the products with the secret key.

Protects: against a meter that promises less error than there is.
Does not protect: against errors that somebody chose.  The bounds hold for honest encryption, and
what rounding drops is taken to be as good as random, as it is unless multipliers in the clear were
made from the ciphertexts themselves.

References
----------
.. [1] A. Costache, B. R. Curtis, E. Hales, S. Murphy, T. Ogilvie and R. Player, "On the precision
   loss in approximate homomorphic encryption", IACR ePrint 2022/162.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from pet_workbench.he.meter import ERROR_DEVIATION, tail_factor
from pet_workbench.he.parameters import Parameters

FLOAT_LOSS = 2.0**-46
"""Relative error of SEAL's transform between slots and coefficients, in 53-bit floating point.

The largest seen in round trips is 2**-49; scales are floating-point numbers as well, and 64
operations on them lose less than the rest.
"""


@dataclass(frozen=True, slots=True)
class Noise:
    """Bounds on an error polynomial.

    Attributes
    ----------
    slot : float
        Largest value in any slot.
    mean : float
        Largest value of the average over all slots.
    """

    slot: float
    mean: float

    def plus(self, other: "Noise") -> "Noise":
        """Return the bounds of a sum."""
        return Noise(self.slot + other.slot, self.mean + other.mean)

    def times(self, factor: float) -> "Noise":
        """Return the bounds of a multiple by one and the same number in all slots."""
        return Noise(self.slot * factor, self.mean * factor)


def product_tail_factor(poly_modulus_degree: int) -> float:
    """Return how many deviations a product of two Gaussians exceeds nowhere in an embedding.

    In a ring of degree `poly_modulus_degree` with half as many slots.  The absolute value of such a
    product exceeds t with probability 2 t K_1(2 t), with K_1 a Bessel function; that is below
    exp(-2 t) times the square root of pi t, but for a hundredth.

    Examples
    --------
    >>> round(product_tail_factor(8192), 1)
    50.0
    """
    exponent = tail_factor(poly_modulus_degree) ** 2
    return (exponent + math.log(math.pi * exponent) / 2) / 2


def encoding(poly_modulus_degree: int, size: float) -> Noise:
    """Bound the error of encoding a vector of numbers, whatever they are.

    Each coefficient is off by at most a half.

    Parameters
    ----------
    poly_modulus_degree : int
    size : float
        Largest number times the scale.
    """
    loss = size * FLOAT_LOSS
    return Noise(poly_modulus_degree / 2 + loss, 1 + loss)


def number_encoding(size: float) -> Noise:
    """Bound the error of encoding one number for all slots: only one coefficient is not zero.

    It is `size` when multiplied by the scale.
    """
    return Noise(0.5 + size * FLOAT_LOSS, 0.5 + size * FLOAT_LOSS)


@lru_cache
def rounding(poly_modulus_degree: int) -> Noise:
    """Bound the error of dividing a ciphertext by a prime: two polynomials are rounded.

    The second of them meets the secret key at decryption.  The more coefficients, that is the
    higher `poly_modulus_degree`, the larger.
    """
    n = poly_modulus_degree
    single, product = tail_factor(n), product_tail_factor(n)
    return Noise(
        slot=single * math.sqrt(n / 12) + product * n / math.sqrt(18),
        mean=single * math.sqrt(2) * (math.sqrt(1 / 12) + math.sqrt(n / 12)),
    )


@lru_cache
def fresh(parameters: Parameters, *, symmetric: bool) -> Noise:
    """Bound the error of an encryption under `parameters`, apart from that of encoding.

    If `symmetric`, the secret key encrypts, and only its noise counts.
    With the public key, SEAL encrypts with the special prime still in the modulus and then divides
    by it, so that rounding is nearly all that is left.
    """
    n = parameters.poly_modulus_degree
    single, product = tail_factor(n), product_tail_factor(n)
    if symmetric:
        return Noise(
            slot=single * ERROR_DEVIATION * math.sqrt(n),
            mean=single * ERROR_DEVIATION * math.sqrt(2),
        )
    before = Noise(
        slot=ERROR_DEVIATION * (2 * product * n * math.sqrt(2 / 3) + single * math.sqrt(n)),
        mean=ERROR_DEVIATION * single * math.sqrt(2) * (2 * math.sqrt(n) + 1),
    )
    return before.times(1 / parameters.special_prime).plus(rounding(n))


@lru_cache
def key_switching(parameters: Parameters, level: int) -> Noise:
    """Bound the error of bringing a product or a rotation back under the secret key.

    It depends on the `parameters`: the larger the special prime, the smaller.  A lower `level` has
    fewer digits.
    """
    uneven, rest = _key_switching_parts(parameters, level)
    n, single = parameters.poly_modulus_degree, tail_factor(parameters.poly_modulus_degree)
    deviation = _digit_ratio(parameters, level) * ERROR_DEVIATION * math.sqrt(n)
    mean = single * math.sqrt(2) * deviation * (1 / 2 + math.sqrt(1 / 12))
    return Noise(uneven + rest, mean + rounding(n).mean)


@lru_cache
def rotations(parameters: Parameters, level: int) -> Noise:
    """Bound the error of adding up all slots by rotating and adding, apart from what was there.

    Under `parameters` and at `level`.  A rotation's error is added up by the rotations that follow.
    Its uneven part lies in a few slots, whose sum hardly grows; of the rest, the sum over m slots
    grows as the root of m.
    """
    n = parameters.poly_modulus_degree
    uneven, rest = _key_switching_parts(parameters, level)
    slots_added = [2**step for step in range((n // 2).bit_length() - 1)]
    most_uneven = 1 + math.log(n) / 2
    return Noise(
        slot=sum(min(m, most_uneven) * uneven + math.sqrt(m) * rest for m in slots_added),
        mean=sum(slots_added) * key_switching(parameters, level).mean,
    )


def _digit_ratio(parameters: Parameters, level: int) -> float:
    """Return the size of the digits a polynomial is cut into, relative to the special prime."""
    special = parameters.special_prime
    return math.hypot(*(prime / special for prime in parameters.data_primes[: level + 1]))


def _key_switching_parts(parameters: Parameters, level: int) -> tuple[float, float]:
    """Bound the two parts of the error of switching keys, in any slot.

    SEAL's digits run from zero to the prime instead of around zero.  Their average, half a prime in
    every coefficient, is a polynomial that is large in the slots whose root of unity is near 1: up
    to ``2 n / pi`` there.
    """
    n = parameters.poly_modulus_degree
    single, product = tail_factor(n), product_tail_factor(n)
    deviation = _digit_ratio(parameters, level) * ERROR_DEVIATION * math.sqrt(n)
    uneven = single * deviation * n / math.pi
    return uneven, product * deviation * math.sqrt(n / 12) + rounding(n).slot
