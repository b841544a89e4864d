"""How CKKS columns keep a good scale, and come to one scale before they are added.

Every rescale divides the scale by a prime that is near, but not at, a power of two, so that columns
which took different ways have slightly different scales.  Setting both to the same number, as
TenSEAL does, makes one of them wrong by a constant factor.  Here the column that has a level to
spare is multiplied by the whole number that brings it to the other's scale [1]_.

Protects: against a bias that grows with every multiplication.
Does not protect: the level that this may take.

References
----------
.. [1] A. Kim, A. Papadimitriou and Y. Polyakov, "Approximate Homomorphic Encryption with Reduced
   Approximation Error", IACR ePrint 2020/1118.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pet_workbench.he.errors import DepthError
from pet_workbench.he.real import refusals

if TYPE_CHECKING:
    from pet_workbench.he.real.meter import RealMeter

MULTIPLIER_BITS = 20
"""Multipliers in the clear keep this many correct bits, or all that the chosen scale has."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something done to a column that leaves its numbers as they are.

    Attributes
    ----------
    kind : str
        ``"rescale"`` divides by a prime and drops it, ``"drop"`` drops it only, and ``"raise"``
        multiplies the scale by `factor`.
    factor : int
        At least 1, and exact as a floating-point number.
    scale : float
        Scale afterwards.  For ``"raise"`` it may differ a little from the product; the meter
        counts the difference as an error.
    """

    kind: Literal["rescale", "drop", "raise"]
    scale: float
    factor: int = 1


Steps = tuple[Step, ...]
Pair = tuple[Steps, Steps]


def settling(meter: "RealMeter") -> Steps:
    """Return the rescales due for `meter`: as many as leave the scale about as large as chosen.

    A product's scale is the product of scales.  It may stay so while products are added up; before
    the next product, a rescale brings it back.
    """
    steps: list[Step] = []
    while meter.can_rescale:
        steps.append(Step("rescale", meter.scale / meter.last_prime))
        meter = meter.after(steps[-1:])
    return tuple(steps)


def finishing(meter: "RealMeter") -> Steps:
    """Return the steps to the lowest level that still holds the numbers of `meter`."""
    steps = settling(meter)
    meter = meter.after(steps)
    level = next(one for one in range(meter.level + 1) if meter.allows(_drops(meter, one)))
    return steps + _drops(meter, level)


def to_multiply(left: "RealMeter", right: "RealMeter") -> Pair:
    """Return the steps after which two columns can be multiplied: settled, and at one level.

    Steps of `left` and of `right`.  The one at the higher level is also brought to the other's
    scale where that fits, so that its products can be added to other products of that level.
    """
    first, second = settling(left), settling(right)
    left, right = left.after(first), right.after(second)
    return first + _brought(left, to=right), second + _brought(right, to=left)


def multiplier_scale(
    meter: "RealMeter", bound: float, *, single: bool = False, reach: float | None = None
) -> float:
    """Return the scale at which multipliers in the clear are encoded.

    It is one after which a rescale restores the scale there is now, or what room is left.

    Parameters
    ----------
    meter : RealMeter
        Of the column, settled.
    bound : float
        Largest multiplier.
    single : bool
        Whether it is one and the same number for all rows, which is rounded only once.
    reach : float, optional
        What the products, or their sum, can reach; by default the product of both bounds.

    Raises
    ------
    ParameterError
        If all multipliers are zero.
    DepthError
        If there is no room for multipliers of `MULTIPLIER_BITS` correct bits.
    RangeError
        If there is no room for the products.
    """
    if not bound:
        raise refusals.times_zero()
    wanted = meter.scale
    if meter.level and meter.scale**2 < meter.least_scale * meter.last_prime:
        wanted = float(meter.last_prime)
    reach = meter.bound * bound if reach is None else reach
    room = meter.limit_at(meter.level) / (max(reach, 1) * meter.scale)
    if room < 4:
        raise refusals.too_large(meter, bound=reach)
    room = 2.0 ** math.floor(math.log2(room) - 2)
    wrong = 1 / 2 if single else meter.parameters.poly_modulus_degree / 2
    if room < min(wanted, 2**MULTIPLIER_BITS * wrong / bound):
        raise refusals.no_level(meter, scale=meter.scale * wanted)
    return min(wanted, room)


def to_add(left: "RealMeter", right: "RealMeter") -> Pair:
    """Return the steps after which two columns can be added: at one level and one scale.

    Steps of `left` and of `right`.  Of the ways that do, the one that keeps most levels is taken,
    and of these the one with the smallest scale.

    Raises
    ------
    DepthError
        If their scales differ and no level is left to bring them together.
    """
    if (left.level, left.scale) == (right.level, right.scale):
        return (), ()
    ways = [
        (first + more, second + other)
        for first in _first_steps(left)
        for second in _first_steps(right)
        for more, other in _meetings(left.after(first), right.after(second))
    ]
    if not ways:
        raise DepthError(
            "errors.he_real_scales",
            "need one more level to bring two columns to one scale (2^{mine} and 2^{other}, at "
            "levels {my_level} and {other_level}): choose parameters with one more prime, or a "
            "scale of as many bits as the middle primes",
            mine=left.scale_bits,
            other=right.scale_bits,
            my_level=left.level,
            other_level=right.level,
        )

    def keeps(way: Pair) -> tuple[float, float]:
        met = left.after(way[0])
        return met.level, -met.scale

    return max(ways, key=keeps)


def _first_steps(meter: "RealMeter") -> Iterator[Steps]:
    """Yield what may be done first: nothing, or the rescales that are due."""
    yield ()
    if meter.can_rescale:
        yield settling(meter)


def _meetings(left: "RealMeter", right: "RealMeter") -> Iterator[Pair]:
    """Yield the ways in which two columns meet without being rescaled first.

    Either the smaller scale is multiplied by a whole number, or a level is spent on one of them.
    """
    common = min(left.level, right.level)
    for moved, other, flip in ((left, right, False), (right, left, True)):
        for level in range(common, max(common - 2, -1), -1):
            stays = _drops(other, level)
            for steps in (_raised(moved, level, other.scale), _lowered(moved, level, other.scale)):
                if steps is not None and moved.allows(steps) and other.allows(stays):
                    yield (stays, steps) if flip else (steps, stays)


def _brought(meter: "RealMeter", *, to: "RealMeter") -> Steps:
    """Return the steps to the other's level, and to its scale if it can be had on the way."""
    if meter.level <= to.level:
        return ()
    lowered = _lowered(meter, to.level, to.scale)
    return lowered if lowered and meter.allows(lowered) else _drops(meter, to.level)


def _drops(meter: "RealMeter", level: int) -> Steps:
    """Return the steps to a lower `level` without a change of scale."""
    return (Step("drop", meter.scale),) * (meter.level - level)


def _raised(meter: "RealMeter", level: int, scale: float) -> Steps | None:
    """Return the steps to `level`, and to a larger `scale` by a whole factor; if it is larger."""
    drops = _drops(meter, level)
    if scale == meter.scale:
        return drops
    factor = _whole(scale / meter.scale)
    return (*drops, Step("raise", scale, factor)) if factor else None


def _lowered(meter: "RealMeter", level: int, scale: float) -> Steps | None:
    """Return the steps to a lower `level` and to `scale`; the last prime pays for the exactness."""
    if meter.level <= level:
        return None
    above = scale * meter.parameters.data_primes[level + 1]
    factor = _whole(above / meter.scale)
    if not factor:
        return None
    return (*_drops(meter, level + 1), Step("raise", above, factor), Step("rescale", scale))


def _whole(ratio: float) -> int:
    """Return the nearest whole number that a floating-point number holds exactly."""
    return int(float(round(ratio)))
