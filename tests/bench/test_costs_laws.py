"""Tests of scaling laws: what they find, what they refuse, and how often their intervals hold."""

import math

import numpy as np
import pytest

from pet_workbench.bench import Link
from pet_workbench.bench.costs import COVERAGE, QUANTITIES, checked, checks, fit, laws
from pet_workbench.bench.costs.posterior import grid, weigh
from pet_workbench.bench.costs.quantities import BY_ID
from pet_workbench.bench.costs.shapes import SHAPES
from pet_workbench.core import DataError, ParameterError
from tests.bench.costs_records import growing, record

SIZES = (1_000, 10_000, 100_000, 1_000_000)


@pytest.mark.parametrize(
    ("formula", "seconds", "exponent"),
    [
        ("constant", lambda _: 2.0, 0.0),
        ("linear", lambda n: 0.001 + 1e-6 * n, 1.0),
        ("n-log-n", lambda n: 1e-7 * n * math.log2(n + 1), 1 + 1 / math.log(1e6)),
        ("quadratic", lambda n: 1e-9 * n**2, 2.0),
        ("power", lambda n: 1e-5 * n**0.7, 0.7),
    ],
)
def test_a_law_without_noise_is_found(formula, seconds, exponent):
    """Of bytes, which are exact, the kind of law, its growth and its figures are recovered."""
    law = fit(growing(SIZES, seconds), "bytes")
    assert law.formula == formula
    assert law.exponent.middle == pytest.approx(exponent, abs=0.02)
    at = 5_000_000
    assert law.predict(at).middle == pytest.approx(1e6 * seconds(at), rel=0.02)
    assert 1e6 * seconds(at) in law.predict(at)


def test_fixed_part_and_price_per_item_are_those_of_the_line():
    """``2,000 + 16 n`` bytes are recognised as such."""
    records = [record(n, links=(Link("A", "B", 1, 2000 + 16 * n, 1),)) for n in SIZES]
    law = fit(records, "bytes")
    assert law.formula == "linear"
    assert law.per_item == pytest.approx(16, rel=0.01)
    assert law.fixed == pytest.approx(2000, rel=0.3)
    assert law.points[0] == (1000, 18_000)


def test_the_interval_widens_with_the_distance():
    """Ten times further is less certain, on the scale on which certainty is counted."""
    law = fit(growing(SIZES, lambda n: 1e-6 * n), "seconds")
    widths = [
        math.log(law.predict(n).high / law.predict(n).low)
        for n in (1_000_000, 10_000_000, 100_000_000)
    ]
    assert widths[0] < widths[1] < widths[2]


def test_more_sizes_make_the_interval_narrower():
    """Four sizes on one line say more than two of them."""
    records = growing(SIZES, lambda n: 1e-6 * n)
    width = {count: fit(records[-count:], "seconds").predict(5_000_000) for count in (2, 4)}
    assert width[4].high / width[4].low < width[2].high / width[2].low


def test_noisy_repeats_make_the_interval_wider():
    """The spread of the repeats is part of the doubt."""
    calm = growing(SIZES, lambda n: 1e-6 * n)
    wild = [record(n, seconds=(0.4e-6 * n, 1e-6 * n, 2.5e-6 * n)) for n in SIZES]
    narrow, wide = (fit(some, "seconds").predict(5_000_000) for some in (calm, wild))
    assert wide.high / wide.low > 1.5 * narrow.high / narrow.low


def test_one_size_is_no_law():
    """Fewer than two sizes are refused, with what to do."""
    with pytest.raises(DataError, match="at 2 sizes or more, got 1") as error:
        fit(growing([1000], lambda n: n), "seconds")
    assert error.value.id == "errors.bench_law_sizes"


@pytest.mark.parametrize(("sizes", "reach"), [(SIZES[:2], 100_000), (SIZES[:3], 10_000_000)])
def test_a_law_does_not_answer_beyond_its_reach(sizes, reach):
    """With two sizes ten times the largest, with more a hundred times, and no further."""
    law = fit(growing(sizes, lambda n: 1e-6 * n), "seconds")
    assert law.reach == reach
    assert law.predict(reach).middle > 0
    for n in (reach + 1, 0):
        with pytest.raises(ParameterError) as error:
            law.predict(n)
        assert error.value.id == "errors.bench_law_far"
        assert error.value.parameters["largest"] == sizes[-1]


@pytest.mark.parametrize(
    "other",
    [
        {"technique": "hashed-ids"},
        {"case": "falls"},
        {"network": "lan"},
        {"parameters": {"threshold": 3}},
        {"machine": {"processor": "Other CPU", "cores": "2"}},
    ],
)
def test_records_of_different_runs_make_no_law(other):
    """Another case, technique, network, parameter or machine is another law."""
    with pytest.raises(DataError) as error:
        fit([record(10), record(100, **other)], "seconds")
    assert error.value.id == "errors.bench_law_mixed"


def test_bytes_are_the_same_on_any_machine():
    """A law of what is exact may be fitted to records of several machines."""
    other = {"processor": "Other CPU", "cores": "64"}
    law = fit([record(10), record(100, machine=other)], "bytes")
    assert law.sizes == (10, 100)


def test_the_newest_record_of_a_size_counts():
    """A size that was measured again is the newer measurement."""
    newer = record(100, seconds=(5.0,), cpu_seconds=(5.0,), date="2026-12-01T00:00:00+00:00")
    law = fit([record(10), newer, record(100)], "seconds")
    assert law.points == ((10, 1.0), (100, 5.0))


def test_nothing_sent_stays_nothing():
    """A technique without messages has a law of zero bytes at any size."""
    law = fit([record(n, links=(), chain_bytes=0, rounds=0) for n in SIZES], "bytes")
    assert law.predict(5_000_000).high == 0
    assert law.formula == "constant"


def test_unknown_memory_makes_no_law():
    """Where memory could not be measured there is nothing to fit."""
    records = [record(n, peak_mb=(None, None, None)) for n in SIZES]
    with pytest.raises(DataError):
        fit(records, "peak_mb")


def test_laws_of_all_techniques_leave_out_what_cannot_be_fitted():
    """Each technique gets its own law; runs on networks and single sizes are left out."""
    records = [
        *growing(SIZES, lambda n: 1e-6 * n),
        *growing(SIZES, lambda n: 2e-6 * n, technique="hashed-ids"),
        *growing(SIZES, lambda _: 9.0, network="mobile"),
        *growing(SIZES, lambda _: 9.0, parameters={"threshold": 3}),
        record(5, case="falls"),
    ]
    found = laws(records, "seconds")
    assert set(found) == {("aio", "plain-exchange"), ("aio", "hashed-ids")}
    twice = found["aio", "hashed-ids"].predict(100_000).middle
    assert twice == pytest.approx(2 * found["aio", "plain-exchange"].predict(100_000).middle)


def test_an_unknown_quantity_is_refused():
    """The error names those there are."""
    with pytest.raises(ParameterError, match="chain_bytes"):
        fit(growing(SIZES, lambda n: n), "euros")


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_a_check_predicts_the_largest_size_from_the_others(quantity):
    """The largest size is held out of the law, and lies inside its interval on a straight line."""
    records = growing(SIZES, lambda n: 0.01 + 1e-6 * n)
    found = checked(records, quantity)
    assert (found.n, found.sizes, found.times_beyond) == (1_000_000, SIZES[:3], 10.0)
    assert found.is_inside
    assert found.ratio == pytest.approx(1.0, rel=0.15)
    assert found.predicted == fit(records[:3], quantity).predict(1_000_000)


def test_a_check_notices_a_law_that_breaks():
    """A machine that runs out of memory at the largest size is not foreseen, and is reported."""
    records = growing(SIZES, lambda n: 1e-6 * n * (100 if n == 1_000_000 else 1))
    found = checked(records)
    assert not found.is_inside
    assert found.ratio < 0.05


def test_checks_leave_out_techniques_with_fewer_than_three_sizes():
    """Of two sizes none can be held out."""
    records = [
        *growing(SIZES, lambda n: 1e-6 * n),
        *growing(SIZES[:2], lambda n: 1e-6 * n, technique="hashed-ids"),
    ]
    assert [found.technique for found in checks(records)] == ["plain-exchange"]


def simulated(rng, quantity, sizes, repeats):
    """Draw a law as `posterior` believes in them; return the logarithms measured, and the next."""
    shape, share, deviation, belief = grid(quantity)
    row = rng.choice(len(belief), p=belief)
    grows = SHAPES[shape[row]].grows
    all_sizes = np.array([*sizes, sizes[-1] * 10.0])
    fixed = share[row] * grows(all_sizes)[0]
    smooth = np.log(fixed + grows(all_sizes))
    true = smooth + deviation[row] * rng.standard_normal(len(all_sizes))
    noise = 0.05 * rng.standard_normal((len(all_sizes), repeats))
    return true[:-1] + noise[:-1].mean(axis=1), true[-1] + noise[-1].mean()


def standings(*, key, runs=600, repeats=3):
    """Return where the next size of each simulated law lies: 0 in the middle, 1 at an end."""
    rng = np.random.default_rng(key)
    quantity, sizes = BY_ID["seconds"], (1e3, 1e4, 1e5)
    variance = 0.05**2 / repeats
    shares = ((1 - COVERAGE) / 2, 0.5, (1 + COVERAGE) / 2)
    found = []
    for _ in range(runs):
        measured, following = simulated(rng, quantity, sizes, repeats)
        law = weigh(np.array(sizes), measured, np.full(3, variance), quantity)
        low, middle, high = np.log(law.quantiles(1e6, more_variance=variance, shares=shares))
        end = high - middle if following > middle else middle - low
        found.append(abs(following - middle) / end)
    return np.array(found)


def test_intervals_hold_as_often_as_they_promise():
    """Of 600 drawn laws 90 % have their next size inside; too narrow or too wide would show.

    The share of 600 lies within 4 standard deviations (0.049) of the promise; that of intervals of
    two thirds or of one and a half times the width does not.
    """
    found = standings(key=1)
    slack = 4 * math.sqrt(COVERAGE * (1 - COVERAGE) / len(found))
    assert np.mean(found <= 1) == pytest.approx(COVERAGE, abs=slack)
    assert np.mean(found <= 2 / 3) < COVERAGE - slack
    assert np.mean(found <= 3 / 2) > COVERAGE + slack


@pytest.mark.parametrize(
    ("seconds", "key"),
    [
        (lambda n: 1e-6 * n, 11),
        (lambda n: 0.01 + 1e-6 * n**1.08, 12),
        (lambda n: 1e-7 * n * np.log(n), 13),
        (lambda n: 0.05 + 1e-6 * n, 14),
        (lambda n: 1e-6 * n**1.22, 15),
    ],
)
def test_intervals_hold_for_laws_that_are_not_on_the_list(seconds, key):
    """Whatever the law, of 150 noisy series at least 80 % of the next sizes lie inside."""
    rng = np.random.default_rng(key)
    sizes = np.array([1e3, 1e4, 1e5])
    inside = 0
    for _ in range(150):
        away = np.exp(0.1 * rng.standard_normal(4))
        records = growing(
            [int(n) for n in sizes],
            lambda n, away=away: float(seconds(n) * away[round(math.log10(n)) - 3]),
        )
        following = float(seconds(1e6) * away[3])
        inside += following in fit(records, "seconds").predict(1_000_000)
    assert inside >= 0.8 * 150
