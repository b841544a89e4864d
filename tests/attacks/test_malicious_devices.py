"""Fake devices: the gain is what the formula says, nobody gains more, nothing betrays them."""

from math import ceil

import numpy as np
import pytest

from pet_workbench.attacks.malicious_devices import fake_reports, fakes_needed, gain
from pet_workbench.core import Keystream, ParameterError
from pet_workbench.dp.local import PROTOCOLS

EVERY = pytest.mark.parametrize("make", PROTOCOLS.values(), ids=list(PROTOCOLS))


@EVERY
@pytest.mark.parametrize("epsilon", ["0.5", 1, 4])
def test_no_report_raises_an_estimate_by_more_than_the_gain(make, epsilon):
    """Over every report there is with five values: the largest contribution is the gain."""
    protocol = make(size=5, epsilon=epsilon)
    own, other = protocol.support.own, protocol.support.other
    largest = max(
        (int(supported) - other) / (own - other)
        for report in protocol.chances(0)
        for supported in protocol.supports(sent(protocol, report))[0]
    )
    assert largest == gain(protocol) > 1


def sent(protocol, report):
    """Return one report of the channel as a device would send it."""
    if protocol.kind == "unary":
        return np.packbits(np.array([report], np.uint8), axis=1, bitorder="little")
    return np.array([report], np.uint32)


@EVERY
def test_every_fake_report_supports_the_target_and_the_estimate_rises_by_the_gain(make):
    """A thousand fakes among no others: their estimate is a thousand times the gain, exactly."""
    protocol = make(size=64, epsilon=1)
    fakes = fake_reports(protocol, 40, 1_000, stream=Keystream(bytes(32)))
    assert protocol.supports(fakes)[:, 40].all()
    assert protocol.estimate(fakes).counts[40] == pytest.approx(1_000 * float(gain(protocol)))


@EVERY
def test_the_computed_number_of_fakes_lifts_a_rare_value_to_the_top(make):
    """Nobody has value 40; with the fakes needed its estimate reaches the most popular one's."""
    protocol, stream = make(size=64, epsilon=4), Keystream(bytes(32))
    values = np.arange(20_000) % 4
    fakes = fakes_needed(protocol, 5_000)
    assert fakes < 5_000
    reports = protocol.report(values, stream)
    honest = protocol.estimate(reports).counts[40]
    forged = fake_reports(protocol, 40, fakes, stream=stream)
    after = protocol.estimate(np.concatenate([reports, forged])).counts[40]
    assert after - honest == pytest.approx(5_000, abs=float(gain(protocol)))


def test_a_smaller_epsilon_gives_liars_more_weight():
    """The gain falls as epsilon grows, with every protocol; at epsilon 1 they rank as published."""
    for make in PROTOCOLS.values():
        gains = [gain(make(size=64, epsilon=epsilon)) for epsilon in ("0.5", 1, 2, 4)]
        assert gains == sorted(gains, reverse=True)
    at_one = {kind: gain(make(size=64, epsilon=1)) for kind, make in PROTOCOLS.items()}
    assert at_one["hashing"] < at_one["unary"] < at_one["response"]


def test_fake_rows_have_as_many_yeses_as_honest_rows_with_a_yes():
    """Only the target's bit is chosen; the others are as often set as on an honest device."""
    protocol = PROTOCOLS["unary"](size=64, epsilon=1)
    fakes = fake_reports(protocol, 7, 20_000, stream=Keystream(bytes(32)))
    others = np.delete(protocol.supports(fakes), 7, axis=1).mean()
    assert others == pytest.approx(float(protocol.support.other), abs=0.003)


@EVERY
def test_no_fakes_are_needed_for_nothing(make):
    """Rounding goes up: the smallest number that is enough."""
    protocol = make(size=9, epsilon=1)
    assert fakes_needed(protocol, 0) == 0
    assert fakes_needed(protocol, 1000) == ceil(1000 / gain(protocol))
    assert len(fake_reports(protocol, 1, 0, stream=Keystream(bytes(32)))) == 0


@EVERY
@pytest.mark.parametrize(("target", "count"), [(9, 10), (-1, 10), (0, -1)])
def test_impossible_fakes_are_refused(make, target, count):
    """A target that is not on the list, or fewer than none."""
    with pytest.raises(ParameterError):
        fake_reports(make(size=9, epsilon=1), target, count, stream=Keystream(bytes(32)))


def test_where_a_report_seldom_fits_the_rest_is_copied():
    """With one try at a small epsilon, all fakes still support the target."""
    protocol = PROTOCOLS["response"](size=64, epsilon="0.1")
    fakes = fake_reports(protocol, 3, 2_000, stream=Keystream(bytes(32)), tries=1)
    assert (fakes == 3).all()
