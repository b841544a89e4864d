"""Mechanisms that are broken on purpose are caught; their whole neighbours are not."""

from fractions import Fraction

import pytest

from pet_workbench.core import Keystream
from pet_workbench.dp.audit import audit
from pet_workbench.dp.noise import noise_for
from tests.dp.audit.broken import BROKEN, EPSILON, half_the_noise


@pytest.mark.parametrize(
    ("mechanism", "tables", "runs", "delta"), BROKEN.values(), ids=list(BROKEN)
)
def test_a_broken_mechanism_is_caught(mechanism, tables, runs, delta):
    """Its epsilon is above what it promises, with a confidence of 99.9 %."""
    found = audit(mechanism, tables, epsilon=float(EPSILON), delta=float(delta), runs=runs)
    assert found.breaks_promise, found


def test_half_the_noise_is_twice_the_epsilon_and_no_more():
    """The bound is above the promise, and below what the noise was made for."""
    found = audit(half_the_noise, (10, 11), epsilon=0.5, runs=40_000)
    assert 0.8 < found.epsilon < 1


@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 1000)])
@pytest.mark.parametrize("runs", [2000, 100_000])
def test_the_right_noise_is_not_caught(delta, runs):
    """The same count with the noise it should have."""
    noise = noise_for(EPSILON, delta, l1=1, l2_squared=1)
    stream = Keystream(bytes(32))
    found = audit(
        lambda count, n: count + noise.draw(stream, n),
        (0, 1),
        epsilon=float(EPSILON),
        delta=float(delta),
        runs=runs,
    )
    assert not found.breaks_promise, found


def test_floating_point_is_caught_by_its_last_digit():
    """Nothing else tells: with so few runs the sizes of outputs would not."""
    for name in ("numpy's laplace", "library: laplace", "library: gaussian"):
        mechanism, tables, runs, delta = BROKEN[name]
        found = audit(mechanism, tables, epsilon=0.5, delta=float(delta), runs=runs)
        assert found.event.startswith("last digit")
        assert found.seen[1] == 0
