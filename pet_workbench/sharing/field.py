"""Prime fields small enough for numpy: elements, random elements, polynomials.

Arithmetic only: nothing here protects anything.  The modulus is a prime below 2**31, so that the
product of two elements fits in 62 bits and numpy's 64-bit integers compute it exactly; in a larger
field they would overflow in silence.
"""

from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from pet_workbench.core import ParameterError

Field = NDArray[np.uint64]
DEFAULT_MODULUS = 2**31 - 1
"""A Mersenne prime, the largest our arithmetic allows."""


class Stream(Protocol):
    """What random elements need of a `Keystream`; a test may script it."""

    def integers(self, shape: int, dtype: DTypeLike) -> NDArray[np.uint32]:
        """Return uniform numbers over the whole range of the unsigned `dtype`."""


def check_modulus(modulus: int) -> None:
    """Refuse a modulus that is not a prime below 2**31.

    Raises
    ------
    ParameterError
        If it is not.

    Examples
    --------
    >>> check_modulus(2**31 - 1)
    """
    if not (modulus < 2**31 and _is_prime(modulus)):
        raise ParameterError(
            "errors.field_modulus",
            "need a prime modulus below {limit}, got {modulus}",
            limit=2**31,
            modulus=modulus,
        )


def field_elements(values: ArrayLike, *, modulus: int) -> Field:
    """Return `values` as field elements, or refuse them.

    Raises
    ------
    ParameterError
        If they are not whole numbers in one dimension, or one lies outside ``[0, modulus)``.

    Examples
    --------
    >>> field_elements([3, 4], modulus=5).tolist()
    [3, 4]
    """
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise ParameterError(
            "errors.field_numbers",
            "need whole numbers in one dimension, got {dtype} in {dimensions} dimensions",
            dtype=array.dtype,
            dimensions=array.ndim,
        )
    bad = np.flatnonzero((array < 0) | (array >= modulus))
    if bad.size:
        raise ParameterError(
            "errors.field_value",
            "need 0 <= value < {modulus}, got {value} at position {position}",
            modulus=modulus,
            value=int(array[bad[0]]),
            position=int(bad[0]),
        )
    return array.astype(np.uint64)


def uniform_elements(stream: Stream, count: int, *, modulus: int) -> Field:
    """Read `count` uniform field elements from `stream`, by rejection.

    Numbers with as many bits as the largest element are drawn and those outside the field thrown
    away.  Taking the remainder instead would favour small elements.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> elements = uniform_elements(Keystream(bytes(32)), 1000, modulus=5)
    >>> sorted(set(elements.tolist()))
    [0, 1, 2, 3, 4]
    """
    low_bits = np.uint32(2 ** (modulus - 1).bit_length() - 1)
    accepted = np.empty(0, np.uint32)
    while len(accepted) < count:
        drawn = stream.integers(count - len(accepted), np.uint32) & low_bits
        accepted = np.concatenate([accepted, drawn[drawn < modulus]])
    return accepted.astype(np.uint64)


def evaluate(coefficients: Field, point: int, *, modulus: int) -> Field:
    """Return the polynomials with these `coefficients`, constant terms first, at `point`.

    Parameters
    ----------
    coefficients : ndarray of uint64, shape (degree + 1, n_values)
        One polynomial per column.
    point : int
        Element of the field.
    modulus : int

    Returns
    -------
    ndarray of uint64, shape (n_values,)

    Examples
    --------
    >>> evaluate(np.array([[1234], [166], [94]], np.uint64), 2, modulus=1613).tolist()
    [329]
    """
    result = np.zeros(coefficients.shape[1], np.uint64)
    for row in coefficients[::-1]:
        result = (result * np.uint64(point) + row) % np.uint64(modulus)
    return result


@cache
def _is_prime(n: int) -> bool:
    """Decide primality by Miller-Rabin; these four bases leave no error below 3,215,031,751."""
    if n < 11 or n % 2 == 0:
        return n in (2, 3, 5, 7)
    twos = ((n - 1) & (1 - n)).bit_length() - 1
    return all(n % base and _is_strong_probable_prime(n, base, twos) for base in (2, 3, 5, 7))


def _is_strong_probable_prime(n: int, base: int, twos: int) -> bool:
    """Run one Miller-Rabin round, where `twos` is how often 2 divides n - 1."""
    power = pow(base, (n - 1) >> twos, n)
    powers = [power]
    for _ in range(twos - 1):
        powers.append(powers[-1] ** 2 % n)
    return power == 1 or n - 1 in powers
