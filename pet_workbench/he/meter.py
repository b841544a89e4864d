"""What can be known of encrypted numbers without decrypting them, and refused in time.

A meter follows a column through every operation.  Each method answers with the meter of the
result, or refuses before anything is computed.  Meters are small and know no ciphertexts, so that
`chooser` and the sliders of a page can try a computation in microseconds.

Noise is bounded in the canonical embedding: by the largest value of the error polynomial at the
roots of unity.  There sums add up and products multiply [1]_, and nothing is assumed about errors
being independent: whoever adds a ciphertext to itself to get past an estimate finds it has grown
as fast as the truth [2]_.  Fresh noise exceeds its bound with probability at most 2**-128 per
ciphertext under the usual heuristic that it is Gaussian in the embedding.

Protects: against answers that are wrong without a word.
Does not protect: against a meter that somebody else filled in.  The bounds that come with a
received column are its sender's word; decryption checks them again.

References
----------
.. [1] I. Damgård, V. Pastro, N. Smart and S. Zakarias, "Multiparty Computation from Somewhat
   Homomorphic Encryption", CRYPTO 2012, doi:10.1007/978-3-642-32009-5_38.
.. [2] J. H. Cheon, H. Choe, A. Passelègue, D. Stehlé and E. Suvanto, "Attacks Against the
   IND-CPA-D Security of Exact FHE Schemes", IACR ePrint 2024/127.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Self

from pet_workbench.he.parameters import Parameters

LARGEST_ERROR = 21
"""Of a coefficient of fresh noise: SEAL's is the difference of two sums of 21 coins each."""
ERROR_DEVIATION = math.sqrt(LARGEST_ERROR / 2)


@dataclass(frozen=True, slots=True)
class Meter(ABC):
    """Level, noise and range of one column.

    Attributes
    ----------
    parameters : Parameters
    bound : float
        No value is further from zero; a declared bound at encryption, carried along from there.
    noise : float
        No value of the error polynomial at a root of unity is larger.
    level : int
        How many primes can still be dropped.
    """

    parameters: Parameters
    bound: float
    noise: float
    level: int

    @classmethod
    @abstractmethod
    def fresh(cls, parameters: Parameters, *, bound: float, symmetric: bool) -> Self:
        """Return the meter of numbers just encrypted, with the secret key if `symmetric`."""

    @abstractmethod
    def add(self, other: Self) -> Self:
        """Return the meter of a sum, or of a difference."""

    @abstractmethod
    def add_plain(self, bound: float) -> Self:
        """Return the meter after adding numbers in the clear of at most `bound`."""

    @abstractmethod
    def multiply_plain(self, bound: float) -> Self:
        """Return the meter after multiplying by numbers in the clear of at most `bound`."""

    @abstractmethod
    def multiply(self, other: Self) -> Self:
        """Return the meter of a product of two columns."""

    @abstractmethod
    def add_up(self, *, length: int) -> Self:
        """Return the meter of the total of `length` numbers in all slots."""

    @property
    @abstractmethod
    def error(self) -> float:
        """Largest error of a number that is decrypted now."""

    @property
    @abstractmethod
    def headroom_bits(self) -> float:
        """How many times, as a power of two, values may still grow before they wrap around."""

    @property
    def modulus_bits(self) -> int:
        """Bits of the modulus at this level."""
        return self.parameters.modulus_at(self.level).bit_length()

    def chunks(self, length: int) -> int:
        """Return how many ciphertexts hold `length` numbers."""
        return -(-length // self.parameters.slots)


def tail_factor(poly_modulus_degree: int) -> float:
    """Return how many deviations a Gaussian exceeds nowhere in the embedding of a ring.

    With ``n`` for `poly_modulus_degree`, the probability that one of the ``n / 2`` complex values
    is larger is at most 2**-128.

    Examples
    --------
    >>> round(tail_factor(8192), 1)
    9.9
    """
    return math.sqrt((128 + math.log2(poly_modulus_degree / 2)) * math.log(2))
