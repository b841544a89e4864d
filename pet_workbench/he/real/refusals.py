"""Why the meter of CKKS refuses, with what to choose instead.

Protects: a reader against one message for four causes, as the libraries give.
Does not protect: nothing is computed here.
"""

import math
from typing import TYPE_CHECKING

from pet_workbench.core import ParameterError
from pet_workbench.he.errors import DepthError, PrecisionError, RangeError

if TYPE_CHECKING:
    from pet_workbench.he.real.meter import RealMeter


def not_a_bound(bound: float) -> ParameterError:
    """Return the error of a declared `bound` that bounds nothing."""
    return ParameterError(
        "errors.he_real_bound",
        "need a finite bound above zero, got {bound}: take the largest size that such a number can "
        "have",
        bound=bound,
    )


def times_zero() -> ParameterError:
    """Return the error of multiplying by nothing but zeros."""
    return ParameterError(
        "errors.he_real_zero",
        "need a multiplier other than zero, got zero: the answer is zero, and needs no encryption",
    )


def cancels_out() -> ParameterError:
    """Return the error of a sum in which all columns cancel out."""
    return ParameterError(
        "errors.he_real_cancels",
        "need weights that leave something of the columns, got some under which they cancel out: "
        "the answer is zero, and needs no encryption",
    )


def too_large(meter: "RealMeter", *, bound: float | None = None) -> DepthError | RangeError:
    """Return the error of numbers that outgrow the modulus, and which of two reasons it has.

    At the scale that was chosen, one level further down, they would either fit: then only a level
    was missing.  Or they would not.

    Parameters
    ----------
    meter : RealMeter
    bound : float, optional
        What the numbers can reach; by default the meter's.
    """
    reach = meter.bound if bound is None else bound
    chosen = 2.0**meter.parameters.scale_bits
    settled_level = max(meter.level - 1, 0) if meter.scale > chosen else meter.level
    if reach * chosen < meter.limit_at(settled_level):
        return no_level(meter, scale=meter.scale)
    holds = meter.limit_at(meter.level) / meter.scale
    return RangeError(
        "errors.he_real_range",
        "need numbers below {holds} at level {level} and scale 2^{scale}, got a result that can "
        "reach {reach}: choose larger primes ({more} bits more), a smaller scale, or a tighter "
        "bound at encryption",
        holds=short(holds),
        level=meter.level,
        scale=meter.scale_bits,
        reach=short(reach),
        more=max(1, math.ceil(math.log2(min(reach, 1e300)) - math.log2(holds))),
    )


def no_level(meter: "RealMeter", *, scale: float) -> DepthError:
    """Return the error of a product of this `scale`, for which `meter` has no level left."""
    return DepthError(
        "errors.he_real_depth",
        "need room for a scale of 2^{scale}, got level {level} of {levels} with {modulus} bits: "
        "choose parameters with one more prime of {prime} bits, or multiply fewer times in a row",
        level=meter.level,
        levels=meter.parameters.levels,
        modulus=meter.modulus_bits,
        scale=round(math.log2(scale)),
        prime=max(20, meter.parameters.scale_bits),
    )


def meaningless(meter: "RealMeter") -> PrecisionError:
    """Return the error of a result of which, by its `meter`, hardly a bit would be right."""
    return PrecisionError(
        "errors.he_real_meaningless",
        "need an error far below the bound {bound}, got up to {error} at scale 2^{scale}: choose a "
        "larger scale with primes to match, and for sums and products a special prime of {prime} "
        "bits at least",
        bound=short(meter.bound),
        error=short(meter.error),
        scale=meter.scale_bits,
        prime=max(meter.parameters.data_primes).bit_length(),
    )


def too_imprecise(meter: "RealMeter", wanted: float) -> PrecisionError:
    """Return the error of a result that is, by its `meter`, less precise than `wanted`."""
    return PrecisionError(
        "errors.he_real_precision",
        "need an error of at most {wanted}, got up to {error}: choose a scale of {more} bits more, "
        "with primes to match",
        wanted=short(wanted),
        error=short(meter.error),
        more=math.ceil(math.log2(meter.error / wanted)) if wanted > 0 else 0,
    )


def short(number: float) -> float:
    """Return `number` rounded to three digits, to be read; without decimals if it is large.

    Examples
    --------
    >>> short(1234.567), short(0.0123456)
    (1230, 0.0123)
    """
    rounded = float(f"{number:.3g}")
    return int(rounded) if 1000 <= abs(rounded) < 1e15 else rounded
