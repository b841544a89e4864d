"""Encrypted real numbers: CKKS, with a small error that the meter bounds.

A ciphertext holds half as many numbers as the degree of its ring, and an operation works on all of
them at once [1]_.  Products keep the scale they get; a rescale comes when the next product needs
it.  Two columns that took different ways are brought to one scale exactly, on copies.

Protects: the numbers, against everybody without the secret key; and what is decrypted: without
noise the numbers are real, so that imaginary parts larger than the meter's error tell a wrong key
or damage, and so do numbers beyond the bound.
Does not protect: the numbers in the clear that a column was multiplied by, against the holder of
the secret key.  Multiplying a row by zero does not wipe it: a multiplier is rounded, and what is
left of the row, a billionth perhaps, still shows it to that holder.  See `hiding`.  Nor the
largest of these numbers, which the meter's bound tells unless a `bound` is declared.

References
----------
.. [1] J. H. Cheon, A. Kim, M. Kim and Y. Song, "Homomorphic Encryption for Arithmetic of
   Approximate Numbers", ASIACRYPT 2017, doi:10.1007/978-3-319-70694-8_15.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.he.column import Column, Plain
from pet_workbench.he.library import galois_elements, parms_id_at, seal
from pet_workbench.he.meter import Meter
from pet_workbench.he.real.decryption import checked_numbers
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.real.refusals import not_a_bound
from pet_workbench.he.real.steps import (
    Step,
    Steps,
    finishing,
    multiplier_scale,
    settling,
    to_add,
    to_multiply,
)
from pet_workbench.he.real.values import Numbers, operand, vector

if TYPE_CHECKING:
    from pet_workbench.he.keys import PublicContext


class RealColumn(Column):
    """A column of encrypted real numbers.

    Examples
    --------
    >>> from pet_workbench.he.keys import SecretKey
    >>> from pet_workbench.he.parameters import make_ckks
    >>> parameters = make_ckks(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=36
    ... )
    >>> key = SecretKey.generate(parameters)
    >>> weights = key.context.encrypt([61.5, 84.0, 70.2], bound=200)
    >>> lighter = 0.5 * weights - [1, 2, 3]
    >>> lighter.meter.error < 1e-3, key.decrypt(lighter).round(2).tolist()
    (True, [29.75, 40.0, 32.1])
    """

    meter_class: ClassVar[type[Meter]] = RealMeter
    meter: RealMeter

    @classmethod
    def checked(cls, values: ArrayLike, *, bound: float) -> Numbers:
        """Return `values` as a vector of numbers; see `real.values.vector` for what is refused."""
        if not (isinstance(bound, int | float | np.number) and bound > 0):
            raise not_a_bound(bound)
        return vector(values, bound=bound)

    @classmethod
    def encode_fresh(cls, context: "PublicContext", values: NDArray[Any]) -> Iterator[Any]:
        """Yield one plaintext of SEAL per ciphertext, with zeros in the slots that are left."""
        slots, scale = context.parameters.slots, 2.0**context.parameters.scale_bits
        for start in range(0, len(values), slots):
            plain = seal().Plaintext()
            context.encoder.encode(values[start : start + slots].tolist(), scale, plain)
            yield plain

    def decode(self, decryptor: Any) -> Numbers:
        """Decrypt with SEAL's `decryptor`, check the result and return it; see `keys`."""
        return checked_numbers(self, decryptor)

    def add(self, other: Self) -> Self:
        """Add another column, row by row; the same as ``+``."""
        return self + other

    def add_plain(self, values: Plain, *, bound: float | None = None) -> Self:
        """Add a number, or one number per row, in the clear.

        Parameters
        ----------
        values : float or array_like, shape (n,)
        bound : float, optional
            Declared bound of `values`; by default the largest of them, which the meter then tells.
        """
        numbers = operand(values, length=self.length)
        meter = self.meter.add_plain(_reach(numbers, bound))
        if self.is_total or (
            isinstance(numbers, float) and not self.length % self.context.parameters.slots
        ):
            plains = self._repeated(float(np.ravel(numbers)[0]), self.meter.scale)
        else:  # the slots after the last row stay zero
            plains = self._encoded(np.broadcast_to(numbers, self.length), self.meter.scale)
        return self._with(meter, self._combined("add_plain", plains))

    def add_number(self, number: float) -> Self:
        """Add one and the same number; the name that meters have for it as well."""
        return self.add_plain(number)

    def multiply_plain(self, values: Plain, *, bound: float | None = None) -> Self:
        """Multiply by a number, or by one number per row, in the clear.

        A whole number takes no level, anything else takes one as soon as something is multiplied
        again.

        Parameters
        ----------
        values : float or array_like, shape (n,)
            Not all zero.
        bound : float, optional
            Declared bound of `values`; by default the largest of them, which the meter then tells.

        Raises
        ------
        ParameterError
            If all are zero: the answer is known, and SEAL would give it away.
        DepthError
            If no level is left.
        """
        numbers = operand(values, length=self.length)
        single = isinstance(numbers, float) or self.is_total
        if single and bound is None:
            return self.multiply_number(float(np.ravel(numbers)[0]))
        reach = _reach(numbers, bound)
        meter, ready = self.meter.multiply_plain(reach), self.settled()
        scale = multiplier_scale(ready.meter, reach)
        if single:
            plains = ready._repeated(float(np.ravel(numbers)[0]), scale)
        else:
            plains = ready._encoded(np.broadcast_to(numbers, self.length), scale)
        return self._with(meter, _at_scale(ready._combined("multiply_plain", plains), meter.scale))

    def multiply_number(self, number: float) -> Self:
        """Multiply by one and the same number, as `multiply_plain`."""
        meter = self.meter.multiply_number(number)
        if float(number).is_integer():
            ready, scale = self, 1.0
        else:
            ready = self.settled()
            scale = multiplier_scale(ready.meter, abs(number), single=True)
        plains = ready._repeated(number, scale)
        return self._with(meter, _at_scale(ready._combined("multiply_plain", plains), meter.scale))

    def multiply(self, other: Self) -> Self:
        """Multiply by another column, row by row."""
        self.check_fits(other)
        self.context.check_key("products")
        meter = self.meter.multiply(other.meter)
        first, second = to_multiply(self.meter, other.meter)
        left, evaluator = self.after(first), self.context.evaluator
        if other is self:
            made = left._each("square")
        else:
            right = other.after(second)
            made = [seal().Ciphertext() for _ in left.ciphertexts]
            for a, b, product in zip(left.ciphertexts, right.ciphertexts, made, strict=True):
                evaluator.multiply(a, b, product)
        for product in made:
            evaluator.relinearize_inplace(product, self.context.relin_keys)
        return self._with(meter, _at_scale(made, meter.scale))

    def square(self) -> Self:
        """Multiply by itself."""
        return self * self

    def aligned(self, other: Self) -> tuple[Self, Self]:
        """Return both columns at one level and scale; copies, as far as they change."""
        first, second = to_add(self.meter, other.meter)
        return self.after(first), other.after(second)

    def sum(self) -> Self:
        """Return the total of the column, in every slot of one ciphertext; see `Column.sum`."""
        if self.is_total:
            return self
        self.context.check_key("sums")
        meter, evaluator = self.meter.add_up(length=self.length), self.context.evaluator
        chunks = self._with(
            self.meter.times(len(self.ciphertexts)), [_sum_of(evaluator, self.ciphertexts)]
        )
        total, rotated = chunks.settled().ciphertexts[0], seal().Ciphertext()
        for element in galois_elements(self.context.parameters):
            evaluator.apply_galois(total, element, self.context.galois_keys, rotated)
            evaluator.add_inplace(total, rotated)
        return type(self)(self.context, meter, 1, [total], is_total=True)

    def settled(self) -> Self:
        """Return the same column after the rescales that are due."""
        return self.after(settling(self.meter))

    def compact(self) -> Self:
        """Return the same column in as few bytes as its range allows, for an answer to be sent.

        It keeps the chosen precision, and no level to multiply again.
        """
        return self.after(finishing(self.meter))

    def after(self, steps: Steps) -> Self:
        """Return the same numbers after `steps`; this column stays what it is."""
        self.meter.after(steps)  # refuses before anything is computed
        column = self
        for step in steps:
            made = _at_scale(column._stepped(step), step.scale)
            column = column._with(column.meter.after((step,)), made)
        return column

    def _stepped(self, step: Step) -> list[Any]:
        """Return the ciphertexts after one step, but for the scale."""
        if step.kind == "rescale":
            return self._each("rescale_to_next")
        if step.kind == "drop":
            return self._each("mod_switch_to_next")
        if step.factor == 1:  # a copy, for another scale is going to be written on it
            return self._each("mod_switch_to", self._place)
        return self._combined("multiply_plain", self._repeated(float(step.factor), 1.0))

    @property
    def _place(self) -> Any:
        """SEAL's name of the level."""
        return parms_id_at(self.context.seal_context, self.meter.level)

    def _repeated(self, number: float, scale: float) -> list[Any]:
        """Return the plaintext of one number in all slots, once per ciphertext."""
        plain = seal().Plaintext()
        self.context.encoder.encode(float(number), self._place, scale, plain)
        return [plain] * len(self.ciphertexts)

    def _encoded(self, numbers: Numbers, scale: float) -> list[Any]:
        """Return plaintexts of one number per row, and zeros in the slots that are left."""
        slots, plains = self.context.parameters.slots, []
        for start in range(0, len(numbers), slots):
            plains.append(seal().Plaintext())
            part = numbers[start : start + slots].tolist()
            self.context.encoder.encode(part, self._place, scale, plains[-1])
        return plains

    def _combined(self, how: str, plains: Iterable[Any]) -> list[Any]:
        """Return what an operation with plaintexts gives; a product with zeros is encrypted anew.

        SEAL refuses to multiply by zero, for the answer would be no ciphertext any more.
        """
        operation, made = getattr(self.context.evaluator, how), []
        for ciphertext, plain in zip(self.ciphertexts, plains, strict=True):
            made.append(seal().Ciphertext())
            if how == "multiply_plain" and plain.is_zero():
                self.context.encryptor.encrypt_zero(self._place, made[-1])
            else:
                operation(ciphertext, plain, made[-1])
        return made


def _at_scale(ciphertexts: list[Any], scale: float) -> list[Any]:
    """Write the meter's scale on new ciphertexts; SEAL's own differs in the last bit at most."""
    for ciphertext in ciphertexts:
        ciphertext.scale = scale
    return ciphertexts


def _sum_of(evaluator: Any, ciphertexts: Sequence[Any]) -> Any:
    """Return the sum of ciphertexts, in a new one."""
    total = seal().Ciphertext()
    if len(ciphertexts) == 1:
        evaluator.mod_switch_to(ciphertexts[0], ciphertexts[0].parms_id(), total)
        return total
    evaluator.add(ciphertexts[0], ciphertexts[1], total)
    for ciphertext in ciphertexts[2:]:
        evaluator.add_inplace(total, ciphertext)
    return total


def _reach(numbers: float | Numbers, bound: float | None) -> float:
    """Return how far numbers in the clear go from zero; what is declared has to be true."""
    reach = float(np.abs(numbers).max())
    if bound is None:
        return reach
    vector(np.atleast_1d(numbers), bound=bound)
    return float(bound)
