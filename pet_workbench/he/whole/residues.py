"""Columns of whole numbers that may wrap around: sums of products modulo the plain modulus.

A random mask hides best when it takes every value modulo a prime equally often.  Elsewhere a result
that wraps around is refused as wrong; here it is what is wanted, and only noise is watched.

Columns are kept as values at the roots of unity, where a product with a vector costs a tenth of
what it costs otherwise, and vectors are prepared once for all columns they meet.

Protects: nothing by itself; a `WholeColumn` made here still shows its multipliers to the holder of
the secret key, in noise and in its random half: re-randomise it (`hiding.flooding`).
Does not protect: against taking a residue for a number.  Nor, against whoever can time the party
that computes, whether a whole ciphertext's worth of multipliers is zero: such products are skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.he.library import parms_id_at, seal
from pet_workbench.he.whole.column import WholeColumn
from pet_workbench.he.whole.meter import WholeMeter

if TYPE_CHECKING:
    from pet_workbench.he.keys import PublicContext

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vector:
    """Numbers in the clear, one per row, prepared for multiplying.

    Attributes
    ----------
    plains : tuple
        Of SEAL, one per ciphertext; None where all numbers are 0.
    """

    plains: tuple[Any, ...]

    @classmethod
    def of(cls, context: "PublicContext", numbers: Numbers, *, level: int) -> "Vector":
        """Prepare numbers for multiplying; they count modulo the plain modulus.

        Parameters
        ----------
        context : PublicContext
        numbers : ndarray of int64, shape (n,)
        level : int
            Of the columns they will meet.
        """
        place, made = parms_id_at(context.seal_context, level), []
        for plain in WholeColumn.encode_fresh(context, _centred(numbers, context)):
            prepared = None if plain.is_zero() else seal().Plaintext()
            if prepared is not None:
                context.evaluator.transform_to_ntt(plain, place, prepared)
            made.append(prepared)
        return cls(tuple(made))


class Residues:
    """Columns modulo the plain modulus, at the roots of unity.

    Parameters
    ----------
    context : PublicContext
    meter : WholeMeter
        Its bound is 0: nothing is known about residues.
    length : int
    forms : sequence
        Ciphertexts of SEAL, as values.

    Examples
    --------
    >>> from pet_workbench.he.keys import SecretKey
    >>> from pet_workbench.he.parameters import make_bfv
    >>> parameters = make_bfv(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(44, 44, 18), plain_modulus_bits=18
    ... )
    >>> key = SecretKey.generate(parameters)
    >>> column, prime = key.encrypt([1, 2, 3], bound=3), parameters.plain_modulus
    >>> thousands = Vector.of(key.context, np.full(3, 100_000), level=1)
    >>> wrapped = Residues.total([(Residues.of(column), thousands)]).column()
    >>> (key.decrypt(wrapped) % prime == 100_000 * np.array([1, 2, 3]) % prime).tolist()
    [True, True, True]
    """

    def __init__(
        self, context: "PublicContext", meter: WholeMeter, length: int, forms: Sequence[Any]
    ) -> None:
        self.context, self.meter, self.length = context, meter, length
        self.forms = tuple(forms)

    @classmethod
    def of(cls, column: WholeColumn) -> "Residues":
        """Return the residues of a column."""
        forms = []
        for ciphertext in column.ciphertexts:
            forms.append(seal().Ciphertext())
            column.context.evaluator.transform_to_ntt(ciphertext, forms[-1])
        return cls(column.context, replace(column.meter, bound=0), column.length, forms)

    @classmethod
    def total(cls, terms: "Sequence[tuple[Residues, Vector]]") -> "Residues":
        """Return the sum of products of residues with vectors, row by row.

        Parameters
        ----------
        terms : sequence of (Residues, Vector)
            Under one key, at one level and of one length.

        Raises
        ------
        NoiseError
            If the noise budget does not suffice; nothing is computed then.
        ParameterError
            If all vectors are zero for one of the ciphertexts.
        """
        first = terms[0][0]
        products = [one.meter.multiply_plain(1) for one, _ in terms]
        meter = reduce(lambda sum_, one: sum_.add(one), products)
        forms = []
        for place in range(len(first.forms)):
            met = [(one.forms[place], vector.plains[place]) for one, vector in terms]
            forms.append(_sum_of_products(first.context, met))
        return cls(first.context, meter, first.length, forms)

    def column(self, offsets: Numbers | None = None) -> WholeColumn:
        """Return them as a column that can be decrypted; its numbers are residues.

        Parameters
        ----------
        offsets : ndarray of int64, shape (length,), optional
            Added in the clear, modulo the plain modulus.
        """
        meter = self.meter if offsets is None else self.meter.add_plain(0)
        evaluator, made = self.context.evaluator, []
        for form in self.forms:
            made.append(seal().Ciphertext())
            evaluator.transform_from_ntt(form, made[-1])
        if offsets is not None:
            centred = _centred(offsets, self.context)
            plains = WholeColumn.encode_fresh(self.context, centred)
            for ciphertext, plain in zip(made, plains, strict=True):
                evaluator.add_plain_inplace(ciphertext, plain)
        largest = (self.context.parameters.plain_modulus - 1) // 2
        return WholeColumn(self.context, replace(meter, bound=largest), self.length, made)


def _sum_of_products(context: "PublicContext", terms: Sequence[tuple[Any, Any]]) -> Any:
    """Return the sum over the terms whose vector is not zero."""
    total, product = None, seal().Ciphertext()
    for form, plain in terms:
        if plain is None:
            continue
        context.evaluator.multiply_plain(form, plain, product)
        if total is None:
            total, product = product, seal().Ciphertext()
        else:
            context.evaluator.add_inplace(total, product)
    if total is None:
        raise ParameterError(
            "errors.he_residues_zero",
            "need at least one multiplier other than 0, got none: the sum would be zero for "
            "everybody to see",
        )
    return total


def _centred(numbers: Numbers, context: "PublicContext") -> Numbers:
    """Return residues between minus and plus half of the plain modulus."""
    modulus = context.parameters.plain_modulus
    half = (modulus - 1) // 2
    centred: Numbers = (numbers + half) % modulus - half
    return centred
