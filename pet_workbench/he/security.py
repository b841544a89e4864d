"""How many bits a ring may use, by two tables of which the stricter wins, and what it takes.

A ciphertext is safe as long as its modulus is small for its ring.  Both tables give the largest
modulus in bits for 128 bits of security against an attacker without a quantum computer, for secret
keys with coefficients -1, 0 and 1.

Larger rings are safe with larger moduli, and their keys soon fill the memory: a key for one
rotation or for products has a pair of polynomials per data prime, over all primes.  The estimate
was fitted to what processes with degrees 2048 to 32768 and 2 to 16 primes held at their peak.

Protects: against attacks on lattices that were known when the guideline was written (2024), and
against a computation that would end because the memory is full.
Does not protect: for ever.  Estimates change, and larger rings are the answer.

References
----------
.. [1] J.-P. Bossuat et al., "Security Guidelines for Implementing Homomorphic Encryption", IACR
   Communications in Cryptology 1(4), 2024, doi:10.62056/anxra69p1, table 5.2.
.. [2] M. Albrecht et al., "Homomorphic Encryption Standard", 2018, as built into Microsoft SEAL.
"""

from collections.abc import Mapping
from typing import Literal

from pet_workbench.core import ParameterError

GUIDELINE_BITS: Mapping[int, int] = {
    1024: 26,
    2048: 53,
    4096: 106,
    8192: 214,
    16384: 430,
    32768: 868,
}
"""Largest modulus in bits by degree of the ring, guideline of 2024 [1]_."""
SEAL_BITS: Mapping[int, int] = {
    1024: 27,
    2048: 54,
    4096: 109,
    8192: 218,
    16384: 438,
    32768: 881,
}
"""The same by SEAL's own table [2]_."""
DEGREES = tuple(GUIDELINE_BITS)
MOST_MEMORY_BYTES = 10**9
"""Larger choices are refused: a room in Binder has 2 GB for everything."""
Table = Literal["guideline", "seal"]

_WORD_BYTES = 8
_SQUARE, _LINEAR, _CONSTANT = 4.5, 12.5, 5.0
"""SEAL's tables, in polynomials over one prime: for n primes 4.5 n**2 + 12.5 n + 5."""
_ENCRYPTION = 9.0
"""Public and secret key, and what encrypts and decrypts, in polynomials over all primes."""
_START_BYTES = 3_000_000
"""What SEAL takes before it does anything."""
_SAVED_SHARE = 1.5
"""A switching key is kept loaded, and saved with a seed in the place of its random half."""


def allowed_bits(poly_modulus_degree: int) -> int:
    """Return how many bits all primes together may have at `poly_modulus_degree`.

    Examples
    --------
    >>> allowed_bits(8192)
    214
    """
    return min(GUIDELINE_BITS[poly_modulus_degree], SEAL_BITS[poly_modulus_degree])


def binding_table(poly_modulus_degree: int) -> Table:
    """Return which of the two tables sets `allowed_bits` at `poly_modulus_degree`.

    Examples
    --------
    >>> binding_table(8192)
    'guideline'
    """
    is_guideline = GUIDELINE_BITS[poly_modulus_degree] <= SEAL_BITS[poly_modulus_degree]
    return "guideline" if is_guideline else "seal"


def switching_keys(poly_modulus_degree: int, *, products: bool, sums: bool) -> int:
    """Return how many keys for key switching are made: those wanted and no others.

    Parameters
    ----------
    poly_modulus_degree : int
    products : bool
        One key brings a product back to the size of a fresh ciphertext.
    sums : bool
        One key for each power of two by which slots are rotated, and in BFV one for its two rows.

    Returns
    -------
    count : int

    Examples
    --------
    >>> switching_keys(4096, products=True, sums=True)
    13
    """
    return products + sums * (poly_modulus_degree.bit_length() - 1)


def memory_bytes(
    poly_modulus_degree: int, primes: int, *, products: bool = True, sums: bool = True
) -> int:
    """Estimate what a ring and its keys take at their peak, without the ciphertexts.

    Parameters
    ----------
    poly_modulus_degree : int
    primes : int
        How many, the special one included.
    products, sums : bool
        Which keys are made.

    Returns
    -------
    estimate : int

    Examples
    --------
    >>> memory_bytes(8192, 4, products=True, sums=True) // 10**6
    46
    """
    polynomial = poly_modulus_degree * _WORD_BYTES
    tables = _SQUARE * primes**2 + _LINEAR * primes + _CONSTANT
    switching = 2 * (primes - 1) * primes * _SAVED_SHARE
    keys = switching * switching_keys(poly_modulus_degree, products=products, sums=sums)
    return _START_BYTES + round(polynomial * (tables + _ENCRYPTION * primes + keys))


def check_memory(
    poly_modulus_degree: int, primes: int, *, products: bool = True, sums: bool = True
) -> None:
    """Refuse a ring that does not fit in memory with its keys.

    Parameters
    ----------
    poly_modulus_degree : int
    primes : int
        How many, the special one included.
    products, sums : bool
        Which keys are made.

    Raises
    ------
    ParameterError
        If they take more than `MOST_MEMORY_BYTES`; with the estimate.
    """
    estimate = memory_bytes(poly_modulus_degree, primes, products=products, sums=sums)
    if estimate > MOST_MEMORY_BYTES:
        raise ParameterError(
            "errors.he_memory",
            "need at most {most} MB for a ring and its keys, got about {estimate} MB at degree "
            "{degree} with {primes} primes: choose fewer multiplications in a row, fewer kinds of "
            "keys, or a smaller ring",
            most=MOST_MEMORY_BYTES // 10**6,
            estimate=estimate // 10**6,
            degree=poly_modulus_degree,
            primes=primes,
        )
