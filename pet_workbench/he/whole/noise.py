"""How large the noise of BFV can become: of encrypting, rounding and switching keys.

A ciphertext c of m decrypts to ``c(s) = q/t * m + E`` modulo q.  Here E is bounded twice: by its
largest coefficient and by its Euclidean length.  The first decides on decryption and is the smaller
one; the second is what products need [1]_.

Chance comes in at three places, each held with probability 1 - 2**-128, since sums of many small
independent numbers have Gaussian tails: the secret key and the noise in public keys (once per key),
and encryption with the public key (once per ciphertext).  No coefficient of noise that the key's
owner encrypts with can exceed its bound; the length of all together has such a tail again.

Protects: against a meter that promises less noise than there is.
Does not protect: against noise that somebody chose; bounds hold for honest keys and encryption.

References
----------
.. [1] A. Kim, Y. Polyakov and V. Zucca, "Revisiting Homomorphic Encryption Schemes for Finite
   Fields", ASIACRYPT 2021, doi:10.1007/978-3-030-92078-4_21.
"""

import math
from dataclasses import dataclass

from pet_workbench.he.meter import ERROR_DEVIATION, LARGEST_ERROR, tail_factor
from pet_workbench.he.parameters import Parameters

TAIL_BITS = 128
"""What depends on chance holds but with probability 2**-128."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Bounds on an error polynomial.

    Attributes
    ----------
    largest : float
        No coefficient is larger.
    length : float
        Euclidean length of all coefficients, at most.
    """

    largest: float
    length: float

    def plus(self, other: "Noise") -> "Noise":
        """Return the bounds of a sum, whether or not one depends on the other."""
        return Noise(self.largest + other.largest, self.length + other.length)

    def times(self, factor: float) -> "Noise":
        """Return the bounds of a multiple."""
        return Noise(self.largest * factor, self.length * factor)


def encoding(degree: int) -> Noise:
    """Bound the noise of rounding ``q/t * m`` to `degree` whole coefficients."""
    return Noise(0.5, math.sqrt(degree) / 2)


def fresh(parameters: Parameters, *, symmetric: bool) -> Noise:
    """Bound the noise of an encryption under `parameters`, with the secret key if `symmetric`.

    With the public key there is noise ``u * e + e1 + s * e2`` over all primes, which is divided by
    the special one and rounded; then rounding is nearly all that is left.
    """
    degree = parameters.poly_modulus_degree
    gaussian = flood(degree, ERROR_DEVIATION)
    if symmetric:
        return Noise(LARGEST_ERROR, gaussian.length).plus(encoding(degree))
    met, special = _met_by_secret(degree), parameters.special_prime
    before = met.times(2 * ERROR_DEVIATION).plus(Noise(LARGEST_ERROR, gaussian.length))
    rounded = met.plus(flood(degree, 1)).times(math.sqrt(1 / 12))
    return before.times(1 / special).plus(rounded).plus(encoding(degree))


def rounding(degree: int) -> Noise:
    """Bound the noise of rounding both parts of a ciphertext, each of `degree` coefficients."""
    return Noise(
        (1 + secret_weight(degree)) / 2, math.sqrt(degree) / 2 * (1 + secret_embedding(degree))
    )


def key_switching(parameters: Parameters, level: int) -> Noise:
    """Bound the noise of bringing a product or a rotation back under the secret key.

    Parameters
    ----------
    parameters : Parameters
    level : int
        How many primes can still be dropped.

    Notes
    -----
    Each digit of the ciphertext, from 0 to its prime, meets noise in the key.  That noise counts
    with its length against a coefficient, and with its largest value in the embedding against the
    length.
    """
    degree = parameters.poly_modulus_degree
    primes = parameters.data_primes[: level + 1]
    digits = sum(primes) / parameters.special_prime * ERROR_DEVIATION * math.sqrt(degree)
    in_embedding = tail_factor(degree) * math.sqrt(degree)
    return Noise(digits * gaussian_length(degree), digits * in_embedding).plus(rounding(degree))


def flood(degree: int, deviation: float) -> Noise:
    """Bound Gaussian noise of this standard `deviation` in each of `degree` coefficients."""
    return Noise(coefficient_tail(degree), gaussian_length(degree)).times(deviation)


def _met_by_secret(degree: int) -> Noise:
    """Bound the product of a Gaussian polynomial of deviation 1 with one of -1, 0 and 1."""
    weight, tail = secret_weight(degree), math.sqrt(2 * math.log(2) * TAIL_BITS)
    return Noise(
        math.sqrt(weight) * coefficient_tail(degree),
        math.sqrt(degree * weight) + secret_embedding(degree) * tail,
    )


def secret_weight(degree: int) -> float:
    """Return how many of `degree` coefficients of a secret key are not 0, at most."""
    return 2 * degree / 3 + math.sqrt(TAIL_BITS / 2 * math.log(2) * degree)


def secret_embedding(degree: int) -> float:
    """Return the largest value at a root of unity of a key of `degree` coefficients, at most."""
    return tail_factor(degree) * math.sqrt(2 * degree / 3)


def embedding(degree: int) -> float:
    """Return the largest value at a root of unity of `degree` coefficients of at most 1.

    Examples
    --------
    >>> round(embedding(4096) / 4096 * math.pi, 3)
    2.0
    """
    return 1 / math.sin(math.pi / (2 * degree))


def coefficient_tail(degree: int) -> float:
    """Return how many deviations none of `degree` Gaussian coefficients exceeds.

    Examples
    --------
    >>> round(coefficient_tail(4096), 1)
    14.0
    """
    return math.sqrt(2 * math.log(2) * (TAIL_BITS + 1 + math.log2(degree)))


def gaussian_length(degree: int) -> float:
    """Return how many deviations long a vector of `degree` Gaussian coefficients is, at most.

    Examples
    --------
    >>> round(gaussian_length(4096), 1)
    77.3
    """
    return math.sqrt(degree) + math.sqrt(2 * math.log(2) * TAIL_BITS)
