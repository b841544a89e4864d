"""Encrypted whole numbers: BFV, exact as long as they stay within the plain modulus.

Every coefficient of a plaintext holds a number of its own, in two rows of half the ring's degree;
additions and multiplications work on all of them at once [1]_.

Protects: the numbers, against everybody without the secret key; and their exactness: what could
wrap around, drown in noise or be cut off behind the decimal point is refused.
Does not protect: the numbers in the clear that a column was multiplied by, against the holder of
the secret key, who can divide the answer by the question; see `flooding.rerandomise`.  Nor the
largest of them, which the meter's bound tells unless a `bound` is declared.

References
----------
.. [1] N. P. Smart and F. Vercauteren, "Fully homomorphic SIMD operations", Designs, Codes and
   Cryptography 71, 2014, 57-81, doi:10.1007/s10623-012-9720-4.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.column import Column, Plain
from pet_workbench.he.errors import DecryptionError
from pet_workbench.he.library import seal
from pet_workbench.he.meter import Meter
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.he.whole.values import WIDEST, Numbers, reach, whole_numbers

if TYPE_CHECKING:
    from pet_workbench.he.keys import PublicContext


class WholeColumn(Column):
    """A column of encrypted whole numbers.

    Examples
    --------
    >>> from pet_workbench.he.keys import SecretKey
    >>> from pet_workbench.he.parameters import make_bfv
    >>> parameters = make_bfv(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
    ... )
    >>> key = SecretKey.generate(parameters)
    >>> incomes = key.context.encrypt([21, 0, 34], bound=100)
    >>> key.decrypt(3 * incomes - [1, 2, 3]).tolist()
    [62, -2, 99]
    """

    meter_class: ClassVar[type[Meter]] = WholeMeter
    meter: WholeMeter

    @classmethod
    def checked(cls, values: ArrayLike, *, bound: float) -> Numbers:
        """Return `values` as a vector of whole numbers; see `whole.values` for errors."""
        return whole_numbers(values, bound=bound)

    @classmethod
    def encode_fresh(cls, context: "PublicContext", values: Numbers) -> Iterator[Any]:
        """Yield one plaintext of SEAL per ciphertext, with zeros in the slots that are left."""
        slots = context.parameters.slots
        for start in range(0, len(values), slots):
            plain = seal().Plaintext()
            context.encoder.encode(values[start : start + slots].tolist(), plain)
            yield plain

    def decode(self, decryptor: Any) -> Numbers:
        """Decrypt with SEAL's `decryptor`, check the result and return it; see `keys`.

        Raises
        ------
        DecryptionError
            If there is more noise than the meter foresees, a number exceeds its bound, or a slot
            that should be empty is not.
        """
        found = np.concatenate([self._decoded(decryptor, each) for each in self.ciphertexts])
        rest = found[self.length :]
        expected = found[0] if self.is_total else 0
        if (np.abs(found) > self.meter.bound).any() or (rest != expected).any():
            raise DecryptionError(
                "errors.he_whole_impossible",
                "need numbers between -{bound} and {bound} in {length} rows, got others: the "
                "computation was another than its meter says; ask for it again, and do not tell "
                "the sender more than that",
                bound=self.meter.bound,
                length=self.length,
            )
        return found[: self.length].copy()

    def add_plain(self, values: Plain, *, bound: int | None = None) -> Self:
        """Add a number, or one number per row, in the clear.

        Parameters
        ----------
        values : int or array_like of int, shape (length,)
        bound : int, optional
            Declared bound of `values`; by default the largest of them, which the meter then tells.
        """
        numbers = self._numbers(values, bound)
        meter = self.meter.add_plain(reach(numbers) if bound is None else bound)
        made, add = [], self.context.evaluator.add_plain
        for plain, one in zip(self._encoded(numbers), self.ciphertexts, strict=True):
            made.append(seal().Ciphertext())
            add(one, plain, made[-1])
        return self._with(meter, made)

    def multiply_plain(self, values: Plain, *, bound: int | None = None) -> Self:
        """Multiply by a number, or by one number per row, in the clear.

        One number for all rows costs its own bits of the noise budget, one per row costs those of
        the plain modulus and more.

        Parameters
        ----------
        values : int or array_like of int, shape (length,)
            Not all zero.
        bound : int, optional
            Declared bound of `values`; by default the largest of them, which the meter then tells.

        Raises
        ------
        ParameterError
            If all are zero: the result would be no ciphertext, but a zero for everybody to see.
        """
        numbers = self._numbers(values, bound)
        if not numbers.any():
            raise ParameterError(
                "errors.he_whole_zero",
                "need a multiplier other than 0, got 0: the product would be zero for everybody to "
                "see; encrypt a zero instead",
            )
        if numbers.size == 1:
            return self._times_number(int(numbers[0]), bound)
        most = reach(numbers) if bound is None else bound
        return self._times(numbers, self.meter.multiply_plain(most))

    def select(self, mask: ArrayLike) -> Self:
        """Keep the numbers in the rows where `mask` is 1, and make the others zero.

        Nothing tells which rows, or how many, except to the holder of the secret key: before the
        result goes there, re-randomise it (`hiding.flooding`).

        Parameters
        ----------
        mask : array_like of 0 and 1 or bool, shape (length,)

        Raises
        ------
        DataError
            If something else is in it; its row is in the parameters, from 1.
        NoiseError
            If the product takes more than the noise budget that is left.
        """
        numbers = self._numbers(np.atleast_1d(mask), None)
        other = (numbers != 0) & (numbers != 1)
        if other.any():
            row = int(np.argmax(other))
            raise DataError(
                "errors.he_whole_mask",
                "need a 0 or a 1 for each of {length} rows, got {value} in row {row}",
                length=self.length,
                value=int(numbers[row]),
                row=row + 1,
            )
        return self._times(numbers, self.meter.multiply_plain(1))

    def multiply(self, other: Self) -> Self:
        """Multiply by another column, row by row."""
        self.check_fits(other)
        self.context.check_key("products")
        left, right = self.aligned(other)
        meter, evaluator = left.meter.multiply(right.meter), self.context.evaluator
        made = []
        for a, b in zip(left.ciphertexts, right.ciphertexts, strict=True):
            made.append(seal().Ciphertext())
            evaluator.multiply(a, b, made[-1])
            evaluator.relinearize_inplace(made[-1], self.context.relin_keys)
        return self._with(meter, made)

    def aligned(self, other: Self) -> tuple[Self, Self]:
        """Return both columns at the lower of their levels."""
        level = min(self.meter.level, other.meter.level)
        return self._at(level), other._at(level)

    def compact(self) -> Self:
        """Return the same column in as few bytes as its noise allows, for an answer to be sent.

        Nothing can be computed with it any more but perhaps a sum or two.
        """
        column = self
        while column.meter.can_drop:
            column = column._at(column.meter.level - 1)
        return column

    def _at(self, level: int) -> Self:
        """Return this column at a lower level."""
        column = self
        while column.meter.level > level:
            meter = column.meter.drop()
            column = column._with(meter, column._each("mod_switch_to_next"))
        return column

    def _times_number(self, number: int, bound: int | None) -> Self:
        """Multiply by one number; SEAL would take a negative one for one near the plain modulus."""
        meter = self.meter.multiply_number(number if bound is None else bound)
        everywhere = np.full(self.context.parameters.slots, abs(number))
        (plain,) = self.encode_fresh(self.context, everywhere)
        product = self._with(meter, self._each("multiply_plain", plain))
        return -product if number < 0 else product

    def _times(self, numbers: Numbers, meter: WholeMeter) -> Self:
        """Multiply by one number per row; a ciphertext of zeros only is encrypted anew."""
        evaluator, made = self.context.evaluator, []
        for plain, one in zip(self._encoded(numbers), self.ciphertexts, strict=True):
            made.append(seal().Ciphertext())
            if plain.is_zero():
                self.context.encryptor.encrypt_zero(one.parms_id(), made[-1])
            else:
                evaluator.multiply_plain(one, plain, made[-1])
        return self._with(meter, made)

    def _encoded(self, numbers: Numbers) -> Iterator[Any]:
        """Yield plaintexts with one number per row, or with one and the same in all rows."""
        filled = self.context.parameters.slots if self.is_total else self.length
        return self.encode_fresh(self.context, np.broadcast_to(numbers, filled))

    def _numbers(self, values: Plain | ArrayLike, bound: int | None) -> Numbers:
        """Return numbers in the clear for these rows; a single one as a vector of one."""
        numbers = whole_numbers(np.atleast_1d(values), bound=WIDEST if bound is None else bound)
        if np.ndim(values) and len(numbers) != self.length:
            raise ParameterError(
                "errors.he_whole_rows",
                "need one number, or one for each of {length} rows, got {got}",
                length=self.length,
                got=len(numbers),
            )
        return numbers

    def _decoded(self, decryptor: Any, ciphertext: Any) -> Numbers:
        """Return what is in all slots of one ciphertext, unless there is too much noise."""
        measured = decryptor.invariant_noise_budget(ciphertext)
        if measured < self.meter.noise_budget_bits:
            raise DecryptionError(
                "errors.he_whole_noisy",
                "need {foreseen} bits of noise budget as the meter foresees, got {measured}: the "
                "column is damaged, under another key, or was computed otherwise; do not tell its "
                "sender which",
                foreseen=self.meter.noise_budget_bits,
                measured=measured,
            )
        plain = seal().Plaintext()
        decryptor.decrypt(ciphertext, plain)
        return np.array(self.context.encoder.decode_int64(plain), np.int64)
