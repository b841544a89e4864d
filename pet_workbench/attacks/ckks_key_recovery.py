"""Recover a secret key from CKKS decryptions that were shared as they are.

A CKKS ciphertext is two polynomials, ``c0`` and ``c1``, with ``c0 + c1 s = m + e`` for the secret
key ``s``, the numbers ``m`` and a small noise ``e``.  Decryption gives ``m + e``, noise included.
Whoever has the ciphertext, and is told all its numbers with all their decimals, encodes them again,
rounds, and has that polynomial exactly; what is left is a linear equation in ``s`` [1]_.

Li and Micciancio use complex numbers, where one ciphertext is enough.  Decryptions are usually
real numbers: they give the half of ``m + e`` that conjugation leaves alone.  Conjugation turns the
equation around, so two ciphertexts give two equations for ``s`` and its conjugate, at each point
and modulo one prime.  A right solution is recognised by itself: a key consists of -1, 0 and 1.

Protects: nothing; this is an attack.
Does not protect: it works on full ciphertexts only.  A column of fewer numbers, or a single total,
does not fall to these few lines, and is not safe for that reason: rounding and holding back are
heuristics.  What stops the attack is noise of a stated size, added by the key's holder
(`pet_workbench.he.hiding.flooding`) [2]_, or not sharing decryptions with whoever holds
ciphertexts.

References
----------
.. [1] B. Li and D. Micciancio, "On the Security of Homomorphic Encryption on Approximate Numbers",
   EUROCRYPT 2021, doi:10.1007/978-3-030-77870-5_23.
.. [2] B. Li, D. Micciancio, M. Schultz and J. Sorrell, "Securing Approximate Homomorphic Encryption
   Using Differential Privacy", CRYPTO 2022, IACR ePrint 2022/816.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError

Residues = NDArray[Any]
"""Python's whole numbers in an array: products of two residues exceed 64 bits."""


@dataclass(frozen=True)
class Disclosed:
    """A ciphertext, and what its owner said it decrypts to.

    Attributes
    ----------
    polynomials : ndarray of uint64, shape (2, n_primes, degree)
        Values of ``c0`` and ``c1`` at the powers of a root of unity, as SEAL stores them.
    values : ndarray of float64, shape (degree / 2,)
        The decrypted numbers: all of them, as they are.
    scale : float
        A number x is held as x times this.
    """

    polynomials: NDArray[np.uint64]
    values: NDArray[np.float64]
    scale: float


def recover_key(first: Disclosed, second: Disclosed, *, prime: int) -> NDArray[np.int8] | None:
    """Solve for the secret key.

    Parameters
    ----------
    first, second : Disclosed
        Of the same key, and not computed from each other by a known factor.
    prime : int
        The first prime of the modulus; a key is small, so one prime determines it.

    Returns
    -------
    ndarray of int8, shape (degree,), or None
        The coefficients of the key, or nothing when the equations have no solution that can be a
        key: then what was shared is not exactly what the ciphertexts hold.

    Raises
    ------
    ParameterError
        If a ciphertext has not two parts, or numbers are missing.
    """
    equations = [_equation(disclosed, prime) for disclosed in (first, second)]
    (a, known_a), (b, known_b) = equations
    determinant = (a * b[::-1] - b * a[::-1]) % prime
    if not determinant.all():
        return None
    solved = (known_a * b[::-1] - known_b * a[::-1]) * _inverses(determinant, prime) % prime
    key = _centred(from_points(solved, prime), prime)
    return key.astype(np.int8) if np.abs(key).max() <= 1 else None


def decrypt_with(
    key: NDArray[np.int8],
    polynomials: NDArray[np.uint64],
    *,
    primes: Sequence[int],
    scale: float,
) -> NDArray[np.float64]:
    """Decrypt any ciphertext of the key's owner.

    Parameters
    ----------
    key : ndarray of int8, shape (degree,)
        From `recover_key`.
    polynomials : ndarray of uint64, shape (2, n_primes, degree)
        The ciphertext, as SEAL stores it.
    primes : sequence of int, length n_primes
        Modulo which it is held.
    scale : float
        Its scale.

    Returns
    -------
    ndarray of float64, shape (degree / 2,)
        The numbers in all slots.
    """
    modulus = math.prod(primes)
    coefficients = np.zeros(key.size, dtype=object)
    for i, prime in enumerate(primes):
        c0, c1 = (polynomials[part, i].astype(object) for part in (0, 1))
        residues = from_points(c0 + c1 * to_points(key, prime), prime)
        others = modulus // prime
        coefficients += residues * (others * pow(others, -1, prime))
    return decode(_centred(coefficients % modulus, modulus).astype(np.float64) / scale)


def distance_to_whole(disclosed: Disclosed) -> float:
    """Return how far the shared numbers, encoded again, are from whole coefficients at most.

    Nearly 0 when they are what the ciphertext holds; close to one half when noise was added.
    """
    coefficients = _symmetric(disclosed)
    return float(np.abs(coefficients - np.rint(coefficients)).max())


def decode(coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the real numbers in the slots of a polynomial.

    Parameters
    ----------
    coefficients : ndarray of float64, shape (degree,)
        Already divided by the scale.

    Returns
    -------
    ndarray of float64, shape (degree / 2,)

    Examples
    --------
    >>> decode(np.array([3.0, 0.0, 0.0, 0.0])).tolist()
    [3.0, 3.0]
    """
    n = coefficients.size
    turned = coefficients * np.exp(1j * np.pi * np.arange(n) / n)
    points: NDArray[np.float64] = (np.fft.ifft(turned) * n).real
    return points[_slots(n)]


def encode(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the polynomial whose slots hold `values`: the inverse of `decode`, not rounded.

    Parameters
    ----------
    values : ndarray of float64, shape (degree / 2,)

    Examples
    --------
    >>> decode(encode(np.array([1.0, -2.0]))).round(12).tolist()
    [1.0, -2.0]
    """
    n = 2 * values.size
    points = np.empty(n)
    points[_slots(n)] = values
    points[n - 1 - _slots(n)] = values
    turned = np.fft.fft(points) / n
    coefficients: NDArray[np.float64] = (turned * np.exp(-1j * np.pi * np.arange(n) / n)).real
    return coefficients


def to_points(coefficients: Iterable[Any], prime: int) -> Residues:
    """Evaluate a polynomial at the odd powers of a root of unity, in SEAL's order.

    Parameters
    ----------
    coefficients : iterable of int
        As many as the degree, a power of two.
    prime : int
        1 modulo twice the degree.

    Examples
    --------
    >>> to_points([3, 0, 0, 0], 17).tolist()
    [3, 3, 3, 3]
    """
    given = np.array([int(one) for one in coefficients], dtype=object)
    n = given.size
    root = _root(n, prime)
    turned = given * _powers(root, n, prime) % prime
    return _transform(turned, root * root % prime, prime)[_bit_reversed(n)]


def from_points(points: Residues, prime: int) -> Residues:
    """Return the coefficients, in ``[0, prime)``: the inverse of `to_points`."""
    n = points.size
    root = pow(_root(n, prime), -1, prime)
    turned = _transform(points[_bit_reversed(n)] % prime, root * root % prime, prime)
    return turned * pow(n, -1, prime) % prime * _powers(root, n, prime) % prime


def _equation(disclosed: Disclosed, prime: int) -> tuple[Residues, Residues]:
    """Return ``c1``, and what ``c1 s`` and its conjugate are together, at each point.

    In SEAL's order the conjugate of a point stands where the whole array is turned around.
    """
    parts, _, degree = disclosed.polynomials.shape
    if parts != 2 or disclosed.values.size != degree // 2:
        raise ParameterError(
            "errors.attack_needs_full_ciphertext",
            "need a ciphertext of 2 parts and all of its {slots} numbers, got {parts} and {values}",
            slots=degree // 2,
            parts=parts,
            values=disclosed.values.size,
        )
    c0, c1 = (disclosed.polynomials[part, 0].astype(object) for part in (0, 1))
    held = to_points(np.rint(_symmetric(disclosed)), prime)
    return c1, (held - c0 - c0[::-1]) % prime


def _symmetric(disclosed: Disclosed) -> NDArray[np.float64]:
    """Return the polynomial plus its conjugate: twice what real numbers tell of it."""
    return encode(disclosed.values * (2 * disclosed.scale))


def _centred(residues: Residues, modulus: int) -> Residues:
    """Return residues between minus and plus half the modulus."""
    return np.where(residues > modulus // 2, residues - modulus, residues)


def _inverses(residues: Residues, prime: int) -> Residues:
    """Return the inverse of each residue."""
    return np.array([pow(int(one), -1, prime) for one in residues], dtype=object)


def _slots(n: int) -> NDArray[np.int64]:
    """Return at which odd power of the root of unity each slot stands: those of 3."""
    power, places = 1, []
    for _ in range(n // 2):
        places.append(power // 2)
        power = power * 3 % (2 * n)
    return np.array(places)


def _transform(values: Residues, root: int, prime: int) -> Residues:
    """Evaluate at the powers of an n-th root of unity, in their own order."""
    n, size = values.size, 2
    values = values[_bit_reversed(n)]
    while size <= n:
        rows = values.reshape(-1, size)
        twisted = rows[:, size // 2 :] * _powers(pow(root, n // size, prime), size // 2, prime)
        even, odd = rows[:, : size // 2], twisted % prime
        values = np.concatenate([even + odd, even - odd], axis=1).reshape(-1) % prime
        size *= 2
    return values


def _powers(base: int, count: int, prime: int) -> Residues:
    """Return the first powers of `base`."""
    powers = [1]
    for _ in range(count - 1):
        powers.append(powers[-1] * base % prime)
    return np.array(powers, dtype=object)


def _bit_reversed(n: int) -> NDArray[np.int64]:
    """Return the numbers below `n` with their bits in reverse."""
    reverse = np.zeros(1, dtype=np.int64)
    while reverse.size < n:
        reverse = np.concatenate([2 * reverse, 2 * reverse + 1])
    return reverse


@lru_cache(maxsize=32)
def _root(n: int, prime: int) -> int:
    """Return the smallest number with order 2n modulo `prime`: the root that SEAL uses."""
    candidates = (pow(base, (prime - 1) // (2 * n), prime) for base in range(2, prime))
    found = next(one for one in candidates if pow(one, n, prime) == prime - 1)
    return int(min(_powers(found, 2 * n, prime)[1::2]))
