"""The meter of CKKS: level, scale, noise and range of a column of real numbers.

CKKS holds a number x as a whole number near x times the *scale*, modulo a product of primes [1]_.
A product of two columns has the product of their scales.  A *rescale* divides it by one prime,
which is then gone: one *level* less.  Here a rescale waits until the next product needs the room,
so that products can be added up first and are rounded once.

The scale is the true one: it is divided by the prime, not by the power of two near it.

Protects: a meter that would stand for wrong numbers cannot be made: numbers that outgrow the
modulus, an error half as large as the numbers, a product for which no level is left.
Does not protect: see `meter` and `real.noise`.

References
----------
.. [1] J. H. Cheon, A. Kim, M. Kim and Y. Song, "Homomorphic Encryption for Arithmetic of
   Approximate Numbers", ASIACRYPT 2017, doi:10.1007/978-3-319-70694-8_15.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pet_workbench.he.errors import HomomorphicError
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters
from pet_workbench.he.real import noise as real_noise
from pet_workbench.he.real import refusals
from pet_workbench.he.real.noise import FLOAT_LOSS, Noise
from pet_workbench.he.real.steps import Step, multiplier_scale, settling, to_add, to_multiply

LEAST_PRECISION_BITS = 1
"""Fewer correct bits than this are refused: the error could be half as large as the numbers."""


@dataclass(frozen=True, slots=True)
class RealMeter(Meter):
    """Level, scale, noise and range of one column of real numbers.

    Attributes
    ----------
    scale : float
        What numbers are multiplied by; the true one.
    mean_noise : float
        The average of the error polynomial over all slots is not larger.
    copies : int
        In how many slots each number stands: one, or all of them for a total, which is then read
        as their average.

    Raises
    ------
    DepthError
        If a product has no level left.
    RangeError
        If the numbers outgrow the modulus.
    PrecisionError
        If fewer than `LEAST_PRECISION_BITS` bits would be right.
    """

    scale: float
    mean_noise: float
    copies: int = 1

    def __post_init__(self) -> None:
        if self.headroom_bits <= 0:
            raise refusals.too_large(self)
        if self.precision_bits < LEAST_PRECISION_BITS:
            raise refusals.meaningless(self)

    @classmethod
    def fresh(cls, parameters: Parameters, *, bound: float, symmetric: bool) -> "RealMeter":
        """Return the meter of numbers just encrypted.

        Parameters
        ----------
        parameters : Parameters
        bound : float
            No number is further from zero.
        symmetric : bool
            Whether the secret key encrypts: less noise than with the public key.

        Raises
        ------
        ParameterError
            If `bound` is not a finite number above zero.

        Examples
        --------
        >>> from pet_workbench.he.parameters import make_ckks
        >>> made = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=40)
        >>> meter = RealMeter.fresh(made, bound=100, symmetric=True)
        >>> meter.level, round(meter.headroom_bits), meter.error < 1e-8
        (0, 4, True)
        """
        if not (math.isfinite(bound) and bound > 0):
            raise refusals.not_a_bound(bound)
        scale = 2.0**parameters.scale_bits
        encoded = real_noise.encoding(parameters.poly_modulus_degree, bound * scale)
        noise = real_noise.fresh(parameters, symmetric=symmetric).plus(encoded)
        return cls(parameters, float(bound), noise.slot, parameters.levels, scale, noise.mean)

    def add(self, other: "RealMeter") -> "RealMeter":
        """Return the meter of a sum or difference, brought to one level and scale first."""
        first, second = to_add(self, other)
        left, right = self.after(first), other.after(second)
        return left._with(left.bound + right.bound, left._noise.plus(right._noise))

    def add_plain(self, bound: float) -> "RealMeter":
        """Return the meter after adding numbers in the clear of at most `bound`."""
        encoded = real_noise.encoding(self._degree, bound * self.scale)
        return self._with(self.bound + bound, self._noise.plus(encoded))

    def add_number(self, number: float) -> "RealMeter":
        """Return the meter after adding one and the same number in the clear."""
        return self.add_plain(abs(number))

    def multiply_plain(self, bound: float) -> "RealMeter":
        """Return the meter after multiplying by one number in the clear per row.

        Raises
        ------
        ParameterError
            If `bound` is zero: the answer is known.
        DepthError
            If there is no room for multipliers of enough correct bits.
        """
        ready = self.settled()
        scale = multiplier_scale(ready, bound)
        wrong = real_noise.encoding(self._degree, bound * scale).slot
        noise = ready.noise * (bound * scale + wrong) + ready.bound * ready.scale * wrong
        return ready._with(ready.bound * bound, Noise(noise, noise), ready.scale * scale)

    def multiply_number(self, number: float) -> "RealMeter":
        """Return the meter after multiplying by one and the same number in the clear.

        A whole number takes no room and no level.  Errors are those of `multiply_plain`.
        """
        size = abs(float(number))
        if size and size.is_integer():
            return self._with(self.bound * size, self._noise.times(size))
        ready = self.settled()
        scale = multiplier_scale(ready, size, single=True)
        wrong = real_noise.number_encoding(size * scale).slot
        rounded = ready.bound * ready.scale * wrong
        noise = ready._noise.times(size * scale + wrong).plus(Noise(rounded, rounded))
        return ready._with(ready.bound * size, noise, ready.scale * scale)

    def multiply(self, other: "RealMeter") -> "RealMeter":
        """Return the meter of a product, settled and brought to one level first."""
        first, second = to_multiply(self, other)
        left, right = self.after(first), other.after(second)
        noise = left.noise * (right.bound * right.scale + right.noise)
        noise += right.noise * left.bound * left.scale
        noise += real_noise.key_switching(self.parameters, left.level).slot
        return left._with(left.bound * right.bound, Noise(noise, noise), left.scale * right.scale)

    def add_up(self, *, length: int) -> "RealMeter":
        """Return the meter of the total of `length` numbers: ciphertexts first, then slots."""
        slots = self.parameters.slots
        summed = self.times(self.chunks(length)).settled()
        noise = Noise(summed.mean_noise, summed.mean_noise).times(slots)
        noise = noise.plus(real_noise.rotations(self.parameters, summed.level))
        return replace(summed._with(self.bound * length, noise), copies=slots)

    def times(self, count: int) -> "RealMeter":
        """Return the meter of the sum of `count` columns or ciphertexts like this."""
        return self._with(self.bound * count, self._noise.times(count))

    def settled(self) -> "RealMeter":
        """Return the meter after the rescales that are due."""
        return self.after(settling(self))

    def after(self, steps: Iterable[Step]) -> "RealMeter":
        """Return the meter after `steps`, which leave the numbers as they are."""
        meter = self
        for step in steps:
            meter = meter._after(step)
        return meter

    def allows(self, steps: Iterable[Step]) -> bool:
        """Return whether `steps` leave the numbers right, and at most double the noise."""
        meter = self
        try:
            for step in steps:
                if step.kind == "raise" and meter._mismatch(step) > meter.noise * step.factor:
                    return False
                meter = meter._after(step)
        except HomomorphicError:
            return False
        return True

    def require(self, error: float) -> None:
        """Refuse to go on if the error can be larger than `error`.

        Raises
        ------
        PrecisionError
        """
        if self.error > error:
            raise refusals.too_imprecise(self, error)

    @property
    def error(self) -> float:
        """Largest error of a number that is decrypted now."""
        noise = self.noise if self.copies == 1 else self.mean_noise
        return noise / self.scale + self.bound * FLOAT_LOSS

    @property
    def slot_error(self) -> float:
        """Largest error of what stands in any slot, also in the imaginary part."""
        return self.noise / self.scale + self.bound * FLOAT_LOSS

    @property
    def precision_bits(self) -> float:
        """How many bits of the largest number are right."""
        share = self.bound / self.error
        return math.log2(share) if share else -math.inf

    @property
    def headroom_bits(self) -> float:
        """How many times, as a power of two, values may still grow before they wrap around."""
        # SEAL wants the scale alone to fit as well
        largest = max(self.bound, 1) * self.scale + self.noise
        return math.log2(self.limit_at(self.level)) - math.log2(largest)

    @property
    def scale_bits(self) -> int:
        """The scale as a power of two, rounded."""
        return round(math.log2(self.scale))

    @property
    def least_scale(self) -> float:
        """No rescale makes the scale smaller than this: half of the chosen one."""
        return 2.0**self.parameters.scale_bits / 2

    @property
    def last_prime(self) -> int:
        """The prime that the next rescale divides by."""
        return self.parameters.data_primes[self.level]

    @property
    def can_rescale(self) -> bool:
        """Whether a rescale is due: it would leave the scale about as large as chosen."""
        return self.level > 0 and self.scale >= self.least_scale * self.last_prime

    def limit_at(self, level: int) -> float:
        """Return what numbers times the scale have to stay below at `level`.

        Half of the modulus is where they wrap around; SEAL encodes up to the power of two below.
        """
        return 2.0 ** (self.parameters.modulus_at(level).bit_length() - 2)

    def __str__(self) -> str:
        return (
            f"up to {self.bound:.3g} with an error up to {self.error:.1e}, "
            f"level {self.level} of {self.parameters.levels}, scale 2^{self.scale_bits}"
        )

    @property
    def _degree(self) -> int:
        return self.parameters.poly_modulus_degree

    @property
    def _noise(self) -> Noise:
        return Noise(self.noise, self.mean_noise)

    def _mismatch(self, step: Step) -> float:
        """Return the error of taking the scale after a step for another than it is."""
        return abs(self.scale * step.factor - step.scale) * self.bound

    def _after(self, step: Step) -> "RealMeter":
        if step.kind == "raise":
            wrong = self._mismatch(step)
            noise = self._noise.times(step.factor).plus(Noise(wrong, wrong))
            return self._with(self.bound, noise, step.scale)
        noise = self._noise
        if step.kind == "rescale":
            noise = noise.times(1 / self.last_prime).plus(real_noise.rounding(self._degree))
        return self._with(self.bound, noise, step.scale, self.level - 1)

    def _with(
        self, bound: float, noise: Noise, scale: float | None = None, level: int | None = None
    ) -> "RealMeter":
        """Return a meter of the same scale and level, if nothing else is said."""
        return RealMeter(
            self.parameters,
            bound,
            noise.slot,
            self.level if level is None else level,
            scale or self.scale,
            noise.mean,
            self.copies,
        )
