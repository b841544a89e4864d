"""The meter of BFV: noise and range of a column of whole numbers.

A ciphertext c of m decrypts to ``c(s) = q/t * m + E`` modulo q, and m comes out exactly as long as
no coefficient of ``t * E`` reaches half of q.  How E grows (`whole.noise` has the rest):

============================  ====================================================================
sum                           errors add up; adding in the clear rounds, by 1/2 a coefficient
rotation                      the same coefficients in another order, and key switching
product with a number a       a times as large
product with a polynomial p   largest coefficient: length of E times length of p; length: length of
                              E times the largest value of p at a root of unity
product of two columns        ``t/q * (E1 * c2(s) + E2 * c1(s) - E1 * E2)``, what arithmetic in
                              residues rounds away [1]_, and key switching
dropping a prime              divided by that prime, and rounded
============================  ====================================================================

All of it takes the worst plaintext, ciphertext and rounding there can be, not the average, since
whoever computes chooses them; and no two errors are taken to be independent.  So a meter follows
from what was declared, and tells nothing about the numbers.

Protects: against sums that wrap around, noise that drowns the numbers, and attacks through failing
decryptions (IND-CPA-D) [2]_: an evaluator that adds a ciphertext to itself is refused before a
decryption can fail.
Does not protect: against a meter that somebody else filled in; decryption checks it again.

References
----------
.. [1] J.-C. Bajard, J. Eynard, M. A. Hasan and V. Zucca, "A Full RNS Variant of FV Like Somewhat
   Homomorphic Encryption Schemes", SAC 2016, doi:10.1007/978-3-319-69453-5_23.
.. [2] J. H. Cheon, H. Choe, A. Passelègue, D. Stehlé and E. Suvanto, "Attacks Against the
   IND-CPA-D Security of Exact FHE Schemes", IACR ePrint 2024/127.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

from pet_workbench.he.errors import NoiseError, RangeError
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters
from pet_workbench.he.whole import noise as whole_noise
from pet_workbench.he.whole.noise import Noise


@dataclass(frozen=True, slots=True)
class WholeMeter(Meter):
    """Noise and range of one column of whole numbers.

    A meter of numbers that would come out wrong cannot be made.

    Attributes
    ----------
    bound : int
        No number is further from zero.
    noise : float
        No coefficient of the error polynomial is larger.
    noise_length : float
        Euclidean length of the error polynomial, at most.

    Raises
    ------
    RangeError
        If numbers up to `bound` would wrap around at the plain modulus.
    NoiseError
        If less than one bit of noise budget would be left.

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_bfv
    >>> made = make_bfv(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=40
    ... )
    >>> meter = WholeMeter.fresh(made, bound=10**6, symmetric=True)
    >>> meter.noise_budget_bits, meter.add_up(length=65536).noise_budget_bits
    (24, 2)
    """

    noise_length: float

    def __post_init__(self) -> None:
        if self.bound > self.largest:
            raise RangeError(
                "errors.he_whole_range",
                "need results between -{holds} and {holds}, got numbers that can reach {reach}: "
                "choose a plain modulus of at least {bits} bits, or declare a tighter bound",
                holds=self.largest,
                reach=self.bound,
                bits=(2 * math.ceil(self.bound)).bit_length() + 1,
            )
        if self.noise_budget_bits < 1:
            raise NoiseError(
                "errors.he_whole_noise",
                "need 1 bit of noise budget, got {budget} (data primes of {modulus} bits, plain "
                "modulus of {plain}): choose data primes of {missing} bits more together, and a "
                "special prime as large as the largest of them, or compute less",
                budget=self.noise_budget_bits,
                modulus=self.modulus_bits,
                plain=self.parameters.plain_modulus.bit_length(),
                missing=1 - self.noise_budget_bits,
            )

    @classmethod
    def fresh(cls, parameters: Parameters, *, bound: float, symmetric: bool) -> Self:
        """Return the meter of numbers just encrypted, with the secret key if `symmetric`."""
        noise = whole_noise.fresh(parameters, symmetric=symmetric)
        return cls(
            parameters=parameters,
            bound=math.ceil(bound),
            noise=noise.largest,
            level=parameters.levels,
            noise_length=noise.length,
        )

    def add(self, other: Self) -> Self:
        """Return the meter of a sum, or of a difference."""
        left, right = self._aligned(other)
        return left._with(left.bound + right.bound, left._noise.plus(right._noise))

    def add_plain(self, bound: float) -> Self:
        """Return the meter after adding numbers in the clear of at most `bound`."""
        noise = self._noise.plus(whole_noise.encoding(self._degree))
        return self._with(self.bound + math.ceil(bound), noise)

    def multiply_plain(self, bound: float) -> Self:
        """Return the meter after multiplying by numbers in the clear of at most `bound`.

        As a polynomial they have coefficients up to half of the plain modulus, however small they
        are; one number for all rows costs far less (`multiply_number`).
        """
        most = self.parameters.plain_modulus / 2 * self.noise_length
        noise = Noise(math.sqrt(self._degree), whole_noise.embedding(self._degree)).times(most)
        return self._with(self.bound * math.ceil(bound), noise)

    def multiply_number(self, number: int) -> Self:
        """Return the meter after multiplying all rows by one and the same number in the clear."""
        return self.times(abs(number))

    def times(self, count: int) -> Self:
        """Return the meter of the sum of `count` columns or ciphertexts like this."""
        return self._with(self.bound * count, self._noise.times(count))

    def multiply(self, other: Self) -> Self:
        """Return the meter of a product of two columns, brought back to size."""
        left, right = self._aligned(other)
        degree, root, modulus = left._degree, math.sqrt(left._degree), left._modulus
        secret, weight = whole_noise.secret_embedding(degree), whole_noise.secret_weight(degree)
        plain, lengths = left.parameters.plain_modulus, left.noise_length + right.noise_length
        most = plain / 2 * (1 + secret) * lengths
        crossed = Noise(root, whole_noise.embedding(degree)).times(most)
        both = plain / modulus * left.noise_length * right.noise_length
        # three polynomials, with coefficients off by at most 1 per prime, meet 1, s and s squared
        lost = Noise(1 + math.sqrt(weight) * (1 + secret), 1 + secret + secret**2)
        noise = crossed.plus(Noise(both, both * root)).plus(lost.times((left.level + 1) * root))
        switched = whole_noise.key_switching(left.parameters, left.level)
        return left._with(left.bound * right.bound, noise.plus(switched))

    def add_up(self, *, length: int) -> Self:
        """Return the meter of the total of `length` numbers in all slots.

        Each rotation doubles the noise that is there and adds that of its key.
        """
        switched = whole_noise.key_switching(self.parameters, self.level).times(self._degree - 1)
        noise = self._noise.times(self.chunks(length) * self._degree).plus(switched)
        return self._with(self.bound * length, noise)

    def drop(self) -> Self:
        """Return the meter after dropping a prime, which makes the ciphertexts smaller."""
        divided = self._noise.times(1 / self.parameters.data_primes[self.level])
        noise = divided.plus(whole_noise.rounding(self._degree))
        return replace(self, level=self.level - 1, noise=noise.largest, noise_length=noise.length)

    def at(self, level: int) -> Self:
        """Return the meter after dropping all primes above `level`."""
        return self if self.level <= level else self.drop().at(level)

    @property
    def can_drop(self) -> bool:
        """Whether numbers still come out right after dropping a prime."""
        if self.level == 0:
            return False
        try:
            self.drop()
        except NoiseError:
            return False
        return True

    def flooded(self, deviation: float) -> Self:
        """Return the meter after adding Gaussian noise to every coefficient."""
        flood = whole_noise.flood(self._degree, deviation)
        return self._with(self.bound, self._noise.plus(flood))

    @property
    def largest(self) -> int:
        """The largest number that the plain modulus holds."""
        return (self.parameters.plain_modulus - 1) // 2

    @property
    def error(self) -> float:
        """Largest error of a number that is decrypted now: none."""
        return 0.0

    @property
    def headroom_bits(self) -> float:
        """How many times, as a power of two, values may still grow before they wrap around."""
        return math.log2(self.largest / max(self.bound, 1))

    @property
    def noise_budget_bits(self) -> int:
        """Bits by which the noise may still grow, counted as SEAL counts what it measures."""
        scaled = self.noise * self.parameters.plain_modulus
        most = math.ceil(scaled).bit_length() if math.isfinite(scaled) else 1024
        return self.modulus_bits - most - 1

    def __str__(self) -> str:
        return (
            f"up to {self.bound}, {self.noise_budget_bits} bits of noise budget, "
            f"level {self.level} of {self.parameters.levels}"
        )

    @property
    def _degree(self) -> int:
        return self.parameters.poly_modulus_degree

    @property
    def _modulus(self) -> int:
        return self.parameters.modulus_at(self.level)

    @property
    def _noise(self) -> Noise:
        return Noise(self.noise, self.noise_length)

    def _aligned(self, other: Self) -> tuple[Self, Self]:
        """Return both meters at the lower level."""
        level = min(self.level, other.level)
        return self.at(level), other.at(level)

    def _with(self, bound: float, noise: Noise) -> Self:
        """Return the meter of a result at the same level; each measure bounds the other."""
        return replace(
            self,
            bound=bound,
            noise=min(noise.largest, noise.length),
            noise_length=min(noise.length, noise.largest * math.sqrt(self._degree)),
        )
