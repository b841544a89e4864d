"""Weighted sums of encrypted columns with weights in the clear: a linear model.

All weights are encoded at one scale, so that the products can be added as they are.  One rescale,
at the end, rounds once instead of once per column.

Protects: the columns, as any operation does.
Does not protect: the weights against the holder of the secret key; see `real.column`.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Any, TypeVar

from pet_workbench.core import ParameterError
from pet_workbench.he.library import parms_id_at, seal
from pet_workbench.he.real import noise as real_noise
from pet_workbench.he.real import refusals
from pet_workbench.he.real.column import RealColumn
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.real.noise import Noise
from pet_workbench.he.real.steps import multiplier_scale
from pet_workbench.he.real.values import vector

T = TypeVar("T")


def weighted_sum(
    columns: Sequence[RealColumn], weights: Sequence[float], intercept: float = 0.0
) -> RealColumn:
    """Return the sum, row by row, of each column times its weight, plus `intercept`.

    Columns with a weight of zero take no part.

    Parameters
    ----------
    columns : sequence of RealColumn
        Under one key and of one length.
    weights : sequence of float
        One per column, not all zero.
    intercept : float
        Added in every row.

    Raises
    ------
    ParameterError
        If there is not one weight per column, all are zero, or the columns cancel out, do not
        fit, or are of whole numbers.
    WrongKeyError
        If the columns are under different keys.
    DepthError, RangeError, PrecisionError
        If the result would not be right.

    Examples
    --------
    >>> from pet_workbench.he.keys import SecretKey
    >>> from pet_workbench.he.parameters import make_ckks
    >>> parameters = make_ckks(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=36
    ... )
    >>> key = SecretKey.generate(parameters)
    >>> age, falls = (key.encrypt(column, bound=100) for column in ([81, 74], [2, 0]))
    >>> key.decrypt(weighted_sum([age, falls], [0.05, 0.4], -4)).round(3).tolist()
    [0.85, -0.3]
    """
    for column in columns:
        _check_real(column)
    kept = _kept(columns, weights)
    for column, _ in kept[1:]:
        kept[0][0].check_fits(column)
    meters = [(column.meter, weight) for column, weight in kept]
    _weighted(meters, intercept)  # refuses before anything is computed
    scale = _common_scale(meters, intercept)
    if scale is None:
        total = reduce(RealColumn.add, (column.multiply_number(w) for column, w in kept))
    else:
        try:
            total = _combined([(column.settled(), weight) for column, weight in kept], scale)
        except RuntimeError:  # SEAL gives out no ciphertext of which everybody can see the zero
            raise refusals.cancels_out() from None
    return (total.add_number(intercept) if intercept else total).settled()


def weighted_meter(
    meters: Sequence[RealMeter], weights: Sequence[float], intercept: float = 0.0
) -> RealMeter:
    """Return the meter of a `weighted_sum`, with the same errors.

    Parameters
    ----------
    meters : sequence of RealMeter
        One per column.
    weights : sequence of float
    intercept : float
    """
    return _weighted(_kept(meters, weights), intercept)


def _kept(things: Sequence[T], weights: Sequence[float]) -> list[tuple[T, float]]:
    """Return what has a weight, with its weight."""
    numbers = vector(weights)
    if len(numbers) != len(things):
        raise ParameterError(
            "errors.he_real_weights",
            "need one weight for each of {columns} columns, got {weights}",
            columns=len(things),
            weights=len(numbers),
        )
    if not numbers.any():
        raise refusals.times_zero()
    return [(one, float(weight)) for one, weight in zip(things, numbers, strict=True) if weight]


def _weighted(kept: Sequence[tuple[RealMeter, float]], intercept: float) -> RealMeter:
    scale = _common_scale(kept, intercept)
    if scale is None:
        total = reduce(RealMeter.add, (meter.multiply_number(weight) for meter, weight in kept))
    else:
        total = _combined_meter([(meter.settled(), weight) for meter, weight in kept], scale)
    return (total.add_number(intercept) if intercept else total).settled()


def _common_scale(kept: Sequence[tuple[RealMeter, float]], intercept: float) -> float | None:
    """Return the scale of all weights, or none if the columns differ in level or scale.

    Whole weights need no scale.
    """
    first, sizes = kept[0][0], [abs(weight) for _, weight in kept]
    if any((meter.level, meter.scale) != (first.level, first.scale) for meter, _ in kept):
        return None
    if all(size.is_integer() for size in sizes):
        return 1.0
    reach = sum(abs(weight) * meter.bound for meter, weight in kept) + abs(intercept)
    return multiplier_scale(first.settled(), max(sizes), single=True, reach=reach)


def _combined_meter(kept: Sequence[tuple[RealMeter, float]], scale: float) -> RealMeter:
    """Return the meter of products with weights at one scale, added up and not yet rescaled."""
    noise = Noise(0, 0)
    for meter, weight in kept:
        size = abs(weight) * scale
        wrong = 0.0 if scale == 1 else real_noise.number_encoding(size).slot
        rounded = meter.bound * meter.scale * wrong
        own = Noise(meter.noise, meter.mean_noise).times(size + wrong)
        noise = noise.plus(own).plus(Noise(rounded, rounded))
    first = kept[0][0]
    return replace(
        first,
        bound=sum(abs(weight) * meter.bound for meter, weight in kept),
        noise=noise.slot,
        mean_noise=noise.mean,
        scale=first.scale * scale,
    )


def _combined(kept: Sequence[tuple[RealColumn, float]], scale: float) -> RealColumn:
    """Return the products with weights at one scale, added up and not yet rescaled."""
    first = kept[0][0]
    meter = _combined_meter([(column.meter, weight) for column, weight in kept], scale)
    place = parms_id_at(first.context.seal_context, meter.level)
    encoded = [(column.ciphertexts, _encoded(first, place, w * scale)) for column, w in kept]
    # a weight can be so small beside the others that it rounds to zero, as the meter has counted
    terms = [(ciphertexts, plain) for ciphertexts, plain in encoded if not plain.is_zero()]
    evaluator, made, product = first.context.evaluator, [], seal().Ciphertext()
    for chunk in range(len(first.ciphertexts)):
        total = seal().Ciphertext()
        evaluator.multiply_plain(terms[0][0][chunk], terms[0][1], total)
        for ciphertexts, plain in terms[1:]:
            evaluator.multiply_plain(ciphertexts[chunk], plain, product)
            evaluator.add_inplace(total, product)
        total.scale = meter.scale
        made.append(total)
    return RealColumn(first.context, meter, len(first), made, is_total=first.is_total)


def _encoded(column: RealColumn, place: Any, number: float) -> Any:
    """Return the plaintext of one whole number in all slots."""
    plain = seal().Plaintext()
    column.context.encoder.encode(number, place, 1.0, plain)
    return plain


def _check_real(column: object) -> None:
    """Refuse a `column` of another kind, such as one of whole numbers."""
    if not isinstance(column, RealColumn):
        raise ParameterError(
            "errors.he_real_column",
            "need columns of real numbers (CKKS), got {got}: multiply and add columns of whole "
            "numbers with * and +",
            got=type(column).__name__,
        )
