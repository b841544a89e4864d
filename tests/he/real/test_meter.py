"""The meter of CKKS: what it promises, and what it refuses before anything is computed."""

import math
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import k1e

from pet_workbench.core import ParameterError
from pet_workbench.he.errors import DepthError, PrecisionError, RangeError
from pet_workbench.he.meter import tail_factor
from pet_workbench.he.parameters import make_ckks
from pet_workbench.he.real import noise
from pet_workbench.he.real.linear import weighted_meter
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.real.polynomial import polynomial_meter
from pet_workbench.he.security import DEGREES

DEEP = make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 40, 60), scale_bits=40)
FLAT = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
SMALL = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=36)


def fresh(parameters=DEEP, *, bound=1.0, symmetric=True):
    """Return the meter of numbers just encrypted."""
    return RealMeter.fresh(parameters, bound=bound, symmetric=symmetric)


def powers(meter, times):
    """Return the meter after squaring so many times."""
    for _ in range(times):
        meter = meter.multiply(meter)
    return meter


def test_meters_run_without_the_library():
    """Neither a meter nor its rules load TenSEAL: the sliders of a page run on meters alone."""
    code = (
        "import sys; from pet_workbench.he.real import linear, meter, polynomial; "
        "from pet_workbench.he.parameters import Parameters; "
        "p = Parameters('ckks', 8192, (2**60 - 1, 2**40 - 1, 2**60 - 3), 40); "
        "m = meter.RealMeter.fresh(p, bound=1, symmetric=True); m.multiply(m).add(m); "
        "assert not [name for name in sys.modules if 'tenseal' in name]"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("degree", DEGREES)
def test_tails_are_as_small_as_promised(degree):
    """Over all slots, a Gaussian and a product of two exceed their bounds with at most 2**-128.

    The exact tail of the product, 2 t K_1(2 t), comes from scipy, scaled so that it does not
    vanish.
    """
    slots = degree / 2
    single, product = tail_factor(degree), noise.product_tail_factor(degree)
    assert math.log2(slots) - single**2 / math.log(2) == pytest.approx(-128)
    tail = math.log2(2 * product * k1e(2 * product)) - 2 * product / math.log(2)
    assert -128.5 < math.log2(slots) + tail <= -128


@pytest.mark.parametrize("symmetric", [True, False])
def test_a_fresh_meter_is_what_was_chosen(symmetric):
    """It starts at the highest level, the chosen scale, and the declared bound."""
    meter = fresh(bound=100, symmetric=symmetric)
    assert (meter.level, meter.scale, meter.bound, meter.copies) == (2, 2.0**40, 100.0, 1)
    limit = 2**138
    assert meter.headroom_bits == pytest.approx(math.log2(limit / (100 * 2**40)), abs=1e-6)


def test_the_owner_of_the_key_gets_less_noise():
    """Encryption with the secret key has a fraction of the error of the public key's."""
    assert 5 < fresh(symmetric=False).error / fresh(symmetric=True).error < 100


@pytest.mark.parametrize("bound", [0, -1, math.inf, math.nan])
def test_a_bound_has_to_bound_something(bound):
    """A bound of zero, below it, or none at all is refused with what to declare instead."""
    with pytest.raises(ParameterError, match="finite bound above zero") as caught:
        fresh(bound=bound)
    assert caught.value.id == "errors.he_real_bound"


def test_a_column_added_to_itself_has_all_of_its_noise_again():
    """Errors are never taken to be independent, which an attacker could see to that they are not.

    Ten doublings multiply bound, noise and error by exactly 1024; an estimate that adds variances
    would say 32.
    """
    meter = start = fresh()
    for _ in range(10):
        meter = meter.add(meter)
    assert meter.noise == 1024 * start.noise
    assert meter.mean_noise == 1024 * start.mean_noise
    assert meter.bound == 1024


def test_the_scale_is_divided_by_the_prime_itself():
    """After a product and a rescale the scale is 2**80 divided by the prime, not 2**40."""
    settled = powers(fresh(), 1).settled()
    assert settled.scale == 2.0**80 / DEEP.data_primes[2]
    assert settled.scale != 2.0**40
    assert settled.level == 1


def test_products_wait_for_their_rescale():
    """Products keep level and scale while they are added up; multiplying them takes a level."""
    product = powers(fresh(), 1)
    assert (product.level, product.scale) == (2, 2.0**80)
    assert (product.add(product).level, product.add(product).scale) == (2, 2.0**80)
    assert product.multiply(fresh()).level == 1


def test_a_fresh_column_is_brought_to_a_product_without_losing_a_level():
    """The sum x y + x stays at the level of x, for 2**40 is a whole number to multiply x by."""
    total = powers(fresh(), 1).add(fresh())
    assert (total.level, total.scale) == (2, 2.0**80)


def test_columns_that_took_different_ways_are_brought_to_one_scale():
    """A settled product and a fresh column add at the product's level, with the error of both."""
    settled = powers(fresh(), 1).settled()
    total = settled.add(fresh())
    assert (total.level, total.scale) == (1, settled.scale)
    assert settled.error + fresh().error < total.error < 2.5 * settled.error


def with_other_scale(meter, factor):
    """Return a meter of the same level whose scale differs by a factor."""
    return replace(meter, scale=meter.scale * factor)


def test_equal_levels_with_other_scales_cost_a_level_and_no_bias():
    """Where no whole factor fits, one column is rescaled once more; then the scales are equal."""
    one = powers(fresh(), 1).settled()
    total = one.add(with_other_scale(one, 1.001))
    assert (one.level, total.level) == (1, 0)
    assert total.error < 3 * one.error


def test_columns_that_cannot_be_brought_to_one_scale_are_refused():
    """At the lowest level, two scales a thousandth apart stay apart."""
    lowest = powers(fresh(), 2).settled()
    with pytest.raises(DepthError, match="to one scale") as caught:
        lowest.add(with_other_scale(lowest, 1.001))
    assert caught.value.id == "errors.he_real_scales"


def test_whole_multipliers_cost_nothing_but_range():
    """Times three takes no level, no scale, and three times the error."""
    meter = fresh()
    tripled = meter.multiply_number(-3)
    assert (tripled.level, tripled.scale, tripled.bound) == (2, meter.scale, 3)
    assert tripled.error == pytest.approx(3 * meter.error)


@pytest.mark.parametrize("multiply", ["multiply_number", "multiply_plain"])
def test_multiplying_by_zero_is_refused(multiply):
    """The answer is zero, whatever the column holds."""
    with pytest.raises(ParameterError, match="answer is zero"):
        getattr(fresh(), multiply)(0.0)


def test_too_many_products_are_refused_as_depth():
    """Two levels give two products in a row; the third says that a level is missing, and which."""
    with pytest.raises(DepthError, match="one more prime of 40 bits") as caught:
        powers(fresh(), 3)
    assert caught.value.id == "errors.he_real_depth"
    assert caught.value.parameters["level"] == 0


def test_room_in_the_lowest_level_is_used():
    """One prime of 53 bits takes a product with numbers in the clear, if the scale leaves room."""
    small = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=25)
    assert fresh(small).multiply_number(0.3).precision_bits > 10
    with pytest.raises(DepthError):
        fresh(FLAT).multiply_plain(1.0)


def test_numbers_that_outgrow_the_modulus_are_refused_as_range():
    """The message names what the result can reach and what the modulus holds."""
    with pytest.raises(RangeError, match="got a result that can reach 10000000:") as caught:
        fresh(FLAT, bound=1e7)
    assert caught.value.parameters["holds"] == pytest.approx(2**21, rel=0.01)
    assert caught.value.parameters["more"] == 3
    large = fresh(bound=1e10)
    with pytest.raises(RangeError):
        large.multiply(large)
    with pytest.raises(RangeError):
        large.multiply_number(1e20)
    with pytest.raises(RangeError):
        large.multiply_plain(1e20)
    with pytest.raises(RangeError):
        large.add_plain(1e30)


def test_a_sum_that_outgrows_the_modulus_is_refused():
    """A sum of 10^9 where the modulus holds 4 million says so before a rotation is made."""
    with pytest.raises(RangeError, match="can reach 1000000000:"):
        fresh(FLAT, bound=1000).add_up(length=10**6)


@pytest.mark.parametrize("bound", [1e300, 1e-300])
def test_extreme_bounds_are_refused_and_nothing_overflows(bound):
    """Bounds at the ends of floating point are an error of range or precision."""
    with pytest.raises((RangeError, PrecisionError)):
        fresh(bound=bound)


def test_a_scale_that_is_too_small_is_refused():
    """With a scale of five bits there would be nothing but noise."""
    with pytest.raises(PrecisionError, match="larger scale") as caught:
        fresh(
            make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=5),
            bound=2.5,
        )
    assert caught.value.id == "errors.he_real_meaningless"


def test_a_small_special_prime_serves_no_sums():
    """Keys under a prime of 20 bits add more noise than there is column, and it says so."""
    with pytest.raises(PrecisionError, match="special prime of 43 bits"):
        fresh(SMALL).add_up(length=4000)


def test_a_wanted_error_can_be_required():
    """The meter says by how many bits the scale falls short."""
    meter = fresh(FLAT)
    meter.require(meter.error)
    with pytest.raises(PrecisionError) as caught:
        meter.require(meter.error / 5)
    assert caught.value.parameters["more"] == 3


def test_the_error_of_a_total_is_that_of_the_average():
    """A total's error grows with the rows, not with the rows times the largest error of a slot."""
    meter = fresh(FLAT, symmetric=False)
    total = meter.add_up(length=65536)
    assert total.copies == FLAT.slots
    assert total.error < 65536 * meter.error / 20
    assert total.error < total.slot_error


def test_a_polynomial_of_degree_seven_takes_three_levels():
    """Its depth is the number of bits of the degree, and one more degree takes one more."""
    three = make_ckks(
        poly_modulus_degree=16384, coeff_mod_bit_sizes=(50, 40, 40, 40, 60), scale_bits=40
    )
    assert polynomial_meter(fresh(three), [0.1] * 8).settled().level == 0
    with pytest.raises(DepthError):
        polynomial_meter(fresh(three), [0.1] * 9)


def test_columns_without_weight_cost_nothing():
    """A weight of zero leaves the meter as if the column were not there."""
    one, other = fresh(), fresh(bound=1e6)
    assert weighted_meter([one, other], [0.5, 0], 1) == weighted_meter([one], [0.5], 1)
    with pytest.raises(ParameterError):
        weighted_meter([one, other], [0, 0])


def test_one_rescale_is_better_than_many():
    """A weighted sum has a smaller error than the sum of products rescaled one by one."""
    meters, weights = [fresh()] * 16, [0.3] * 16
    together = weighted_meter(meters, weights)
    apart = fresh().multiply_number(0.3).settled().times(16)
    assert together.level == apart.level == 1
    assert together.error < apart.error


def test_weighted_sums_of_mixed_columns_fit_too():
    """Columns at different levels, and whole weights, go through the same rules."""
    product = powers(fresh(), 1).settled()
    mixed = weighted_meter([product, fresh()], [0.5, 2.0], -1)
    assert mixed.bound == pytest.approx(3.5)
    assert weighted_meter([fresh(), fresh()], [1, -2]).level == 2


def test_what_is_printed_is_for_people():
    """The text has the bound, the error, the level and the scale."""
    assert str(fresh(bound=100)).startswith("up to 100 with an error up to ")
    assert str(fresh()).endswith("level 2 of 2, scale 2^40")


@given(
    bounds=st.lists(st.floats(1e-3, 1e6), min_size=2, max_size=2),
    steps=st.lists(st.sampled_from(["add", "times", "plain", "both", "number"]), max_size=6),
)
def test_meters_never_lose_noise_or_range(bounds, steps):
    """Whatever is done, a meter has headroom and a positive error, or it is refused with a type."""
    meter, other = (fresh(bound=bound) for bound in bounds)
    for step in steps:
        try:
            following = {
                "add": lambda m: m.add(other),
                "times": lambda m: m.multiply(other),
                "plain": lambda m: m.multiply_plain(0.5),
                "both": lambda m: m.add(m.multiply(m)),
                "number": lambda m: m.multiply_number(0.7),
            }[step](meter)
        except (DepthError, RangeError, PrecisionError):
            return
        assert following.headroom_bits > 0
        assert 0 < following.error < following.bound
        assert following.mean_noise <= following.noise * (1 + 1e-9)
        assert following.level <= meter.level
        meter = following
