"""Local protocols: the promise by enumeration, estimates without bias, errors as predicted."""

from fractions import Fraction
from itertools import combinations
from math import log, sqrt
from time import process_time

import numpy as np
import pytest

from pet_workbench.core import DataError, Keystream, ParameterError
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.local import PROTOCOLS, LocalHashing, RandomisedResponse, UnaryEncoding
from pet_workbench.dp.local.chances import exp_below
from pet_workbench.dp.local.hashing import best_buckets

EVERY = pytest.mark.parametrize("make", PROTOCOLS.values(), ids=list(PROTOCOLS))
EPSILONS = ("0.1", 1, "2.5", 4, 8, 20)
SIZES = pytest.mark.parametrize("size", [2, 3, 5, 8])
ENUMERABLE = [
    pytest.param(make, epsilon, size, id=f"{kind}-{epsilon}-{size}")
    for kind, make in PROTOCOLS.items()
    for epsilon in EPSILONS
    for size in (2, 3, 5, 8)
    if make(size=size, epsilon=epsilon).bits <= 13
]
"""Of local hashing those with at most 2**13 different reports; the rest is the next test's."""


def stream(at=0):
    """Return a keystream of a fixed key, so that no test flickers."""
    return Keystream(bytes([at]) * 32)


def devices(n, size=64):
    """Return what each device has: few values often, many rarely."""
    share = 1 / np.arange(1, size + 1)
    cuts = np.round(np.cumsum(share) / share.sum() * n).astype(int)
    return np.repeat(np.arange(size), np.diff(cuts, prepend=0))


@pytest.mark.parametrize(("make", "epsilon", "size"), ENUMERABLE)
def test_no_report_is_more_likely_than_promised(make, epsilon, size):
    """Every report of every pair of values: the exact ratio of chances is at most exp(epsilon),
    and the largest is what the protocol claims.
    """
    protocol = make(size=size, epsilon=epsilon)
    channel = [protocol.chances(value) for value in range(size)]
    assert {sum(row.values()) for row in channel} == {1}
    worst = max(
        max(one[report] / other[report], other[report] / one[report])
        for one, other in combinations(channel, 2)
        for report in one
    )
    assert worst == protocol.ratio <= exp_below(Fraction(epsilon))


@pytest.mark.parametrize("epsilon", [8, 20])
@pytest.mark.parametrize("size", [8, 64, 4096])
def test_with_many_hash_functions_each_keeps_the_promise(epsilon, size):
    """The function is drawn whatever the value is; given one, a bucket is own or other: the ratio
    of those two chances is at most exp(epsilon), and all buckets together have chance 1.
    """
    protocol = LocalHashing(size=size, epsilon=epsilon)
    own = protocol.support.own
    other = (1 - protocol.keep) / protocol.buckets
    assert own + (protocol.buckets - 1) * other == 1
    assert own / other == protocol.ratio <= exp_below(Fraction(epsilon))
    functions = np.arange(0, protocol.functions, max(protocol.functions // 50, 1))
    hashed = protocol.hashed(functions[:, None], np.arange(size)[None, :])
    assert 0 <= hashed.min() <= hashed.max() < protocol.buckets


@EVERY
@pytest.mark.parametrize("epsilon", ["0.1", 1, 4, 8])
def test_hardly_any_of_epsilon_is_lost_by_rounding(make, epsilon):
    """The ratio uses at least 99.9 % of what was promised, with 64 values."""
    protocol = make(size=64, epsilon=epsilon)
    assert log(protocol.ratio) > 0.999 * float(epsilon)


@EVERY
@SIZES
def test_estimates_are_right_on_average_exactly(make, size):
    """The expected support over the whole channel is `own` for the value and `other` for others."""
    protocol = make(size=size, epsilon=1)
    for value in range(size):
        expected = [Fraction(0)] * size
        for report, chance in protocol.chances(value).items():
            for found in np.flatnonzero(protocol.supports(as_reports(protocol, report))[0]):
                expected[found] += chance
        own, other = protocol.support.own, protocol.support.other
        assert expected == [own if at == value else other for at in range(size)]


def as_reports(protocol, report):
    """Return one report of the channel as a device would send it."""
    if protocol.kind == "unary":
        return np.packbits(np.array([report], np.uint8), axis=1, bitorder="little")
    return np.array([report], np.uint32)


@EVERY
@pytest.mark.parametrize("epsilon", [1, 3])
def test_reports_come_as_often_as_the_channel_says(make, epsilon):
    """60,000 reports of one device: no report's count is 5.5 deviations from its exact chance."""
    protocol, n = make(size=3, epsilon=epsilon), 60_000
    reports = protocol.report(np.full(n, 1), stream(epsilon))
    flat = reports[:, 0] if protocol.kind == "unary" else reports
    counted = np.bincount(flat, minlength=64)
    for report, chance in protocol.chances(1).items():
        at = int(flat_of(protocol, report))
        expected, spread = n * float(chance), sqrt(n * chance * (1 - chance))
        assert abs(counted[at] - expected) < 5.5 * spread
        counted[at] = 0
    assert counted.sum() == 0


def flat_of(protocol, report):
    """Return the number under which a report of few values is sent."""
    sent = as_reports(protocol, report)
    return sent[0, 0] if protocol.kind == "unary" else sent[0]


@EVERY
@pytest.mark.parametrize("epsilon", [1, 4])
def test_errors_are_as_large_as_predicted(make, epsilon):
    """Of 100 runs with 64 values the mean square error fits the formula, and none 30 % off.

    Errors of one run hang together, most with hashing: its mean scatters by 5 %.
    """
    protocol, values = make(size=64, epsilon=epsilon), devices(3_000)
    truth = np.bincount(values, minlength=64)
    predicted = np.asarray(protocol.support.deviation(len(values), truth))
    found = np.mean(
        [
            np.square(protocol.estimate(protocol.report(values, stream(at))).counts - truth)
            / predicted**2
            for at in range(100)
        ]
    )
    fits = [abs(found / scale**2 - 1) < 0.17 for scale in (0.7, 1.0, 1.3)]
    assert fits == [False, True, False]


@pytest.mark.parametrize(
    ("make", "epsilon", "measured"),
    [
        (RandomisedResponse, 1, 1503),
        (UnaryEncoding, 1, 611),
        (LocalHashing, 1, 592),
        (RandomisedResponse, 4, 69),
        (UnaryEncoding, 4, 86),
    ],
)
def test_errors_agree_with_an_independent_laboratory(make, epsilon, measured):
    """Root mean square errors at 100,000 devices and 64 emoji, measured earlier with other code.

    A single run of 64 values scatters by about 9 %; hence 20 %.
    """
    protocol, values = make(size=64, epsilon=epsilon), devices(100_000)
    truth = np.bincount(values, minlength=64)
    predicted = np.sqrt(np.mean(np.square(protocol.support.deviation(len(values), truth))))
    assert predicted == pytest.approx(measured, rel=0.2)


@EVERY
@pytest.mark.parametrize("epsilon", [1, 4])
def test_intervals_hold_the_truth_as_often_as_they_say(make, epsilon):
    """Of 64 values in 30 runs, 95 % intervals hold 93 to 97 %."""
    protocol, values = make(size=64, epsilon=epsilon), devices(4_000)
    truth, held = np.bincount(values, minlength=64), 0
    for at in range(30):
        low, high = protocol.estimate(protocol.report(values, stream(at))).interval()
        held += int(((low <= truth) & (truth <= high)).sum())
    assert 0.93 < held / (64 * 30) < 0.97


@EVERY
def test_what_nobody_has_is_rarely_seen(make):
    """In 40 runs of one value only, any of 63 others is seen in at most 15 % (promised: 5 %)."""
    protocol, values = make(size=64, epsilon=1), np.zeros(3_000, int)
    runs = [protocol.estimate(protocol.report(values, stream(at))).seen() for at in range(40)]
    assert sum(seen[1:].any() for seen in runs) <= 6
    assert all(seen[0] for seen in runs)


@EVERY
def test_so_many_devices_are_needed(make):
    """At the computed number a value of 5 % is seen in 80 to 98 % of runs, at a quarter rarely."""
    protocol = make(size=64, epsilon=2)
    needed = protocol.support.devices_needed(0.05, values=64)
    assert 0.8 <= how_often(protocol, needed) <= 0.98
    assert how_often(protocol, needed // 4) < 0.4


def how_often(protocol, n):
    """Return in which part of 50 runs the value of one device in twenty is seen."""
    values = np.where(np.arange(n) < 0.05 * n, 1, 0)
    runs = (protocol.estimate(protocol.report(values, stream(at))) for at in range(50))
    return np.mean([estimate.seen()[1] for estimate in runs])


def test_devices_needed_grow_as_the_square_of_rarity():
    """Ten times as rare takes a hundred times the devices, as long as noise is what hides it."""
    support = UnaryEncoding(size=64, epsilon=1).support
    often, rarely = (support.devices_needed(share, values=64) for share in (1e-3, 1e-4))
    assert rarely / often == pytest.approx(100, rel=0.01)


def test_hash_functions_meet_exactly_once_in_g():
    """Of every two values, exactly one function in g sends both to the same bucket."""
    protocol = LocalHashing(size=64, epsilon=1)
    every = np.arange(protocol.functions)
    hashed = np.array([protocol.hashed(every, np.array(value)) for value in range(64)])
    for one, other in combinations(range(64), 2):
        assert (hashed[one] == hashed[other]).sum() * protocol.buckets == protocol.functions


def test_buckets_are_prime_and_the_best():
    """With other primes the deviation is larger: checked against the formula of the literature."""
    for epsilon in (0.5, 1, 2, 3):
        g = best_buckets(Fraction(epsilon), 64)
        e = np.exp(epsilon)

        def variance(buckets, e=e):
            own = e / (e + buckets - 1)
            return (1 - 1 / buckets) / buckets / (own - 1 / buckets) ** 2

        others = [p for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29) if p != g]
        assert all(variance(g) < variance(p) for p in others)


@EVERY
def test_a_report_has_so_many_bits(make):
    """With 64 values: six, sixty-four and eight; every report fits."""
    protocol = make(size=64, epsilon=1)
    assert protocol.bits == {"response": 6, "unary": 64, "hashing": 8}[protocol.kind]
    reports = protocol.report(devices(1000), stream())
    most = 8 * reports.shape[1] if reports.ndim > 1 else int(reports.max()).bit_length()
    assert most <= protocol.bits


@EVERY
def test_both_ways_to_count_agree(make):
    """Support counted at once equals support counted report by report."""
    protocol = make(size=13, epsilon=2)
    reports = protocol.report(devices(500, 13), stream())
    assert (protocol.supported(reports) == protocol.supports(reports).sum(axis=0)).all()


@EVERY
def test_without_devices_nothing_is_estimated(make):
    """An empty collection gives zeros, and no error."""
    protocol = make(size=9, epsilon=1)
    estimate = protocol.estimate(protocol.report(np.zeros(0, int), stream()))
    assert (estimate.counts == 0).all()
    assert not estimate.seen().any()


@EVERY
@pytest.mark.parametrize("values", [[-1], [9], [0, 100]])
def test_values_outside_the_list_are_refused(make, values):
    """And the message does not say which value it was."""
    with pytest.raises(ParameterError, match="need values from 0 to 8") as error:
        make(size=9, epsilon=1).report(np.array(values), stream())
    assert error.value.id == "errors.dp_local_value"


@pytest.mark.parametrize(
    ("make", "reports"),
    [
        (RandomisedResponse, np.array([9], np.uint16)),
        (UnaryEncoding, np.array([[0, 0b10]], np.uint8)),
        (UnaryEncoding, np.array([[0]], np.uint8)),
        (LocalHashing, np.array([1 << 30], np.uint32)),
    ],
)
def test_reports_that_no_device_can_send_are_refused(make, reports):
    """Out of range, a bit that stands for nothing, or of another length."""
    with pytest.raises(DataError, match="no device can send") as error:
        make(size=9, epsilon=1).estimate(reports)
    assert error.value.id == "errors.dp_local_report"


@EVERY
@pytest.mark.parametrize("epsilon", [0, -1, 21, float("nan"), float("inf"), True, None])
def test_an_epsilon_that_promises_nothing_is_refused(make, epsilon):
    """Nothing is reported with it."""
    with pytest.raises(PromiseError):
        make(size=9, epsilon=epsilon)


@EVERY
@pytest.mark.parametrize("size", [0, 1, 5000, 2.5])
def test_a_list_of_another_size_is_refused(make, size):
    """One value is no question, and too many cannot be counted."""
    with pytest.raises(ParameterError):
        make(size=size, epsilon=1)


@EVERY
def test_a_hundred_thousand_devices_take_less_than_a_second(make):
    """Of processor time, reporting and counting together."""
    protocol, values = make(size=64, epsilon=1), devices(100_000)
    start = process_time()
    protocol.estimate(protocol.report(values, stream()))
    assert process_time() - start < 1
