"""Reports every day: one says little, many say all, and a memory says no more than one."""

import math

import numpy as np
import pytest

from pet_workbench.attacks.repeated_reports import best_guesses
from pet_workbench.core import Keystream
from pet_workbench.dp.local import PROTOCOLS

EVERY = pytest.mark.parametrize("make", PROTOCOLS.values(), ids=list(PROTOCOLS))
SHARES = np.full(16, 1 / 16)
VALUES = np.arange(1_600) % 16


def right(protocol, days):
    """Return which part of the devices is guessed right."""
    return (best_guesses(protocol, days, SHARES) == VALUES).mean()


@EVERY
def test_one_report_is_guessed_no_better_than_promised(make):
    """Of 16 equally likely values the best guess is right at most exp(epsilon) / 16 of the time."""
    protocol, stream = make(size=16, epsilon=1), Keystream(bytes(32))
    found = np.mean([right(protocol, [protocol.report(VALUES, stream)]) for _ in range(10)])
    assert 1.3 / 16 < found < 1.1 * math.e / 16


@EVERY
def test_fresh_noise_every_day_gives_everybody_away(make):
    """After 400 days at epsilon 1 nearly every device is known; with a memory it stays at one."""
    protocol, stream = make(size=16, epsilon=1), Keystream(bytes(32))
    days = [protocol.report(VALUES, stream) for _ in range(400)]
    assert right(protocol, days) > 0.95
    assert right(protocol, days[:1] * 400) < 0.25


@EVERY
def test_the_guess_is_the_most_likely_value_of_the_exact_channel(make):
    """For every report with five values and unequal shares: the same as Bayes' rule."""
    protocol = make(size=5, epsilon=2)
    shares = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
    channel = [protocol.chances(value) for value in range(5)]
    for report in channel[0]:
        one = (
            np.packbits(np.array([report], np.uint8), axis=1, bitorder="little")
            if protocol.kind == "unary"
            else np.array([report], np.uint32)
        )
        posterior = [share * float(row[report]) for share, row in zip(shares, channel, strict=True)]
        assert best_guesses(protocol, [one], shares)[0] == int(np.argmax(posterior))
