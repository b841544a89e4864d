"""The choice of a ring: how many numbers fit, how much can be computed, and that it is safe.

Protects: parameters below 128 bits of security by either table are refused (`security`).
Does not protect: against a computation too large for the parameters; that is the meter's task.
"""

import hashlib
import math
from dataclasses import dataclass
from typing import Literal

from pet_workbench.core import ParameterError
from pet_workbench.he import security
from pet_workbench.he.library import primes

SMALLEST_PRIME_BITS, LARGEST_PRIME_BITS = 18, 60
Scheme = Literal["ckks", "bfv"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What all keys and ciphertexts of one computation have in common.

    Attributes
    ----------
    scheme : str
        ``"ckks"`` for real numbers with an error, ``"bfv"`` for whole numbers without.
    poly_modulus_degree : int
        Degree of the ring, a power of two.
    coeff_modulus : tuple of int
        Primes.  The last is the special one: it serves keys only and is never in a ciphertext.
    scale_bits : int
        CKKS: a number x is held as x times 2**scale_bits, rounded.
    plain_modulus : int
        BFV: numbers are exact modulo this prime.
    """

    scheme: Scheme
    poly_modulus_degree: int
    coeff_modulus: tuple[int, ...]
    scale_bits: int = 0
    plain_modulus: int = 0

    @property
    def slots(self) -> int:
        """How many numbers one ciphertext holds."""
        return self.poly_modulus_degree // (2 if self.scheme == "ckks" else 1)

    @property
    def data_primes(self) -> tuple[int, ...]:
        """The primes of a fresh ciphertext; the last is dropped first."""
        return self.coeff_modulus[:-1]

    @property
    def special_prime(self) -> int:
        """The prime that serves keys only."""
        return self.coeff_modulus[-1]

    @property
    def levels(self) -> int:
        """How many data primes can be dropped; the level of a fresh ciphertext."""
        return len(self.coeff_modulus) - 2

    @property
    def data_modulus(self) -> int:
        """The modulus of a fresh ciphertext."""
        return self.modulus_at(self.levels)

    def modulus_at(self, level: int) -> int:
        """Return the modulus of a ciphertext from which `level` primes can still be dropped."""
        return math.prod(self.data_primes[: level + 1])

    @property
    def total_bits(self) -> int:
        """Bits of all primes together, which is what decides on security."""
        return math.prod(self.coeff_modulus).bit_length()

    @property
    def allowed_bits(self) -> int:
        """Most bits that both security tables allow at this degree."""
        return security.allowed_bits(self.poly_modulus_degree)

    @property
    def ciphertext_bytes(self) -> int:
        """Size of a fresh ciphertext in memory; two polynomials of 8 bytes a coefficient."""
        return 2 * len(self.data_primes) * self.poly_modulus_degree * 8

    @property
    def digest(self) -> bytes:
        """SHA-256 over all of these."""
        return hashlib.sha256(repr(self).encode()).digest()


def make_ckks(
    *, poly_modulus_degree: int, coeff_mod_bit_sizes: tuple[int, ...], scale_bits: int
) -> Parameters:
    """Make parameters for real numbers.

    Parameters
    ----------
    poly_modulus_degree : int
        1024 to 32768, a power of two; half of it is the number of slots.
    coeff_mod_bit_sizes : tuple of int
        Sizes of the primes in bits, 18 to 60 each, the special one last.
    scale_bits : int
        Numbers are held as multiples of 2**-scale_bits.

    Returns
    -------
    made : Parameters

    Raises
    ------
    ParameterError
        If they are unsafe, do not fit in memory, or SEAL has no such ring.

    Examples
    --------
    >>> made = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
    >>> made.slots, made.levels, made.total_bits, made.allowed_bits
    (2048, 0, 106, 106)
    """
    _check(poly_modulus_degree, coeff_mod_bit_sizes)
    data_bits = sum(coeff_mod_bit_sizes[:-1])
    if not 1 <= scale_bits < data_bits:
        raise ParameterError(
            "errors.he_scale",
            "need a scale of 1 to {most} bits, smaller than the data primes together, got {bits}: "
            "choose a smaller scale or larger primes",
            most=data_bits - 1,
            bits=scale_bits,
        )
    return Parameters(
        "ckks", poly_modulus_degree, primes(poly_modulus_degree, coeff_mod_bit_sizes), scale_bits
    )


def make_bfv(
    *, poly_modulus_degree: int, coeff_mod_bit_sizes: tuple[int, ...], plain_modulus_bits: int
) -> Parameters:
    """Make parameters for whole numbers.

    Parameters
    ----------
    poly_modulus_degree : int
        1024 to 32768, a power of two, which is also the number of slots.
    coeff_mod_bit_sizes : tuple of int
        Sizes of the primes in bits, 18 to 60 each, the special one last.
    plain_modulus_bits : int
        Size of the prime modulo which numbers are exact; they lie between minus and plus half of
        it.

    Returns
    -------
    made : Parameters

    Raises
    ------
    ParameterError
        If they are unsafe, do not fit in memory, or SEAL has no such ring.

    Examples
    --------
    >>> made = make_bfv(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=30
    ... )
    >>> made.slots, made.plain_modulus % 8192
    (4096, 1)
    """
    _check(poly_modulus_degree, coeff_mod_bit_sizes)
    _check_prime_size(poly_modulus_degree, plain_modulus_bits)
    # asked for together with the others, so that it is none of them
    made = primes(poly_modulus_degree, (*coeff_mod_bit_sizes, plain_modulus_bits))
    return Parameters("bfv", poly_modulus_degree, made[:-1], plain_modulus=made[-1])


def _check(poly_modulus_degree: int, coeff_mod_bit_sizes: tuple[int, ...]) -> None:
    """Refuse rings that SEAL lacks, that are unsafe, or that do not fit in memory."""
    if poly_modulus_degree not in security.DEGREES:
        raise ParameterError(
            "errors.he_degree",
            "need a ring degree of {known}, got {degree}",
            known=", ".join(map(str, security.DEGREES)),
            degree=poly_modulus_degree,
        )
    if len(coeff_mod_bit_sizes) < 2:
        raise ParameterError(
            "errors.he_two_primes",
            "need at least two primes, of which the last serves keys, got {count}",
            count=len(coeff_mod_bit_sizes),
        )
    for bits in coeff_mod_bit_sizes:
        _check_prime_size(poly_modulus_degree, bits)
    total, allowed = sum(coeff_mod_bit_sizes), security.allowed_bits(poly_modulus_degree)
    if total > allowed:
        raise ParameterError(
            "errors.he_insecure",
            "need at most {allowed} bits at degree {degree} for 128 bits of security, got {total}: "
            "choose a higher degree or smaller primes",
            allowed=allowed,
            degree=poly_modulus_degree,
            total=total,
        )
    security.check_memory(poly_modulus_degree, len(coeff_mod_bit_sizes), products=False, sums=False)


def least_prime_bits(poly_modulus_degree: int) -> int:
    """Return the size of the smallest primes that are used for a ring of `poly_modulus_degree`.

    Examples
    --------
    >>> least_prime_bits(4096), least_prime_bits(32768)
    (18, 19)
    """
    return max(SMALLEST_PRIME_BITS, (2 * poly_modulus_degree).bit_length() + 2)


def _check_prime_size(poly_modulus_degree: int, bits: int) -> None:
    """Refuse sizes at which there is no prime for this ring, or SEAL cannot compute with it."""
    least = least_prime_bits(poly_modulus_degree)
    if not least <= bits <= LARGEST_PRIME_BITS:
        raise ParameterError(
            "errors.he_prime_bits",
            "need primes of {least} to {most} bits at degree {degree}, got {bits}",
            least=least,
            most=LARGEST_PRIME_BITS,
            degree=poly_modulus_degree,
            bits=bits,
        )
