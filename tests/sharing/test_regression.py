"""Secret logistic regression against floating point with the same cubic; the cubic itself; cost."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.sharing.replicated import Share, input_by_computer
from pet_workbench.sharing.statistics import regression
from pet_workbench.sharing.statistics.fixed_point import decode_reals, encode_reals
from pet_workbench.sharing.statistics.regression import (
    FEATURE_BITS,
    WEIGHT_BITS,
    Descent,
    columns_side_by_side,
    fit,
    fit_bytes,
    fit_in_the_clear,
    logistic_cubic,
    rows_below_each_other,
)
from pet_workbench.sharing.statistics.truncation import truncation_bytes
from tests.three_parties import KEY_MESSAGES, NAMES, combine, compute, shares
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(17)


def drawn(n, d=4):
    """Return standardised features, shape (d, n), the first a row of ones, and outcomes."""
    features = np.clip(RNG.normal(size=(d, n)), -4, 4)
    features[0] = 1
    weights = RNG.normal(size=d)
    outcomes = (RNG.random(n) < 1 / (1 + np.exp(-weights @ features))).astype(np.uint64)
    return features, outcomes


def fitted(features, outcomes, descent, **options):
    """Return the opened weights and the record."""
    encoded = encode_reals(features, fraction_bits=FEATURE_BITS, whole_bits=4)
    random = RNG.integers(0, 1 << 64, (2, *features.shape), np.uint64)

    async def step(computer, x, y):
        return await fit(computer, x, y, descent=descent)

    results, transcript = compute(
        step, shares(encoded, *random), shares(outcomes, 5, 1 << 60), **options
    )
    return decode_reals(combine(results), fraction_bits=WEIGHT_BITS), transcript


@pytest.mark.parametrize("n", [1, 7, 500, 20_000])
@pytest.mark.parametrize("descent", [Descent(), Descent(steps=30, rate=0.1), Descent(3, 2.0)])
def test_weights_are_those_of_floating_point(n, descent):
    """Within 2**-10 of plain numpy with the same cubic, for one row as for many."""
    features, outcomes = drawn(n)
    weights, _ = fitted(features, outcomes, descent, keep_payload_bytes=0)
    plain = fit_in_the_clear(features, outcomes.astype(float), descent=descent)
    assert np.abs(weights - plain).max() < 2**-10


def test_the_cubic_predicts_what_the_logistic_function_predicts():
    """Weights come out a third larger, and 99 of 100 rows are put on the same side."""
    features = np.clip(np.random.default_rng(18).normal(size=(4, 5_000)), -4, 4)
    true_weights = np.array([0.5, -1.0, 0.8, 0.3])
    chance = 1 / (1 + np.exp(-true_weights @ features))
    outcomes = (np.random.default_rng(19).random(5_000) < chance).astype(float)
    weights = fit_in_the_clear(features, outcomes, descent=Descent(steps=40, rate=1.0))
    true = np.zeros(4)
    for _ in range(40):
        true -= features @ (1 / (1 + np.exp(-true @ features)) - outcomes) / 5_000
    assert ((weights @ features > 0) == (true @ features > 0)).mean() > 0.99
    assert (weights / true).round(1).tolist() == [1.4] * 4


def test_the_cubic_is_the_published_one_and_as_far_off_as_stated():
    """It is the least-squares cubic on [-8, 8], at most 0.1144 from the logistic function."""
    u = np.linspace(-8, 8, 100_001)
    logistic = 1 / (1 + np.exp(-u))
    powers = np.stack([u / 8, (u / 8) ** 3], axis=1)
    best = np.linalg.lstsq(powers, logistic - 0.5, rcond=None)[0]
    assert best == pytest.approx([1.20096, -0.81562], abs=2e-5)
    assert np.abs(logistic_cubic(u) - logistic).max() < 0.1144
    published = 0.5 + 1.20096 * (u / 8) - 0.81562 * (u / 8) ** 3
    assert np.abs(logistic_cubic(u) - published).max() < 1e-4


def test_how_the_data_were_partitioned_makes_no_difference():
    """Two owners with other columns, or with other rows: the same table once shared."""
    features, outcomes = drawn(300)
    encoded = encode_reals(features, fraction_bits=FEATURE_BITS, whole_bits=4)
    pieces = {
        "columns": ([encoded[:1], encoded[1:]], columns_side_by_side),
        "rows": ([encoded[:, :100], encoded[:, 100:]], rows_below_each_other),
    }

    async def enter(computer, table, owner):
        flat = await input_by_computer(
            computer,
            "features",
            owner=owner,
            n=table.size,
            dtype=table.dtype,
            values=table.reshape(-1) if computer.number == owner else None,
        )
        return Share(*(part.reshape(table.shape) for part in flat))

    for tables, together in pieces.values():

        async def step(computer, y, tables=tables, together=together):
            parts = [await enter(computer, t, owner) for owner, t in enumerate(tables, start=1)]
            return await fit(computer, together(parts), y, descent=Descent())

        results, _ = compute(step, shares(outcomes, 7, 8))
        weights = decode_reals(combine(results), fraction_bits=WEIGHT_BITS)
        plain = fit_in_the_clear(features, outcomes.astype(float), descent=Descent())
        assert np.abs(weights - plain).max() < 2**-10


@pytest.mark.parametrize("n", [1, 100, 2 * regression.ROWS + 1])
@pytest.mark.parametrize("steps", [1, 3])
def test_bytes_and_rounds(n, steps):
    """Per row and step three reshared words and two truncations; chunks add no rounds."""
    features, outcomes = drawn(n, d=3)
    descent = Descent(steps=steps, rate=1.0)
    transcript = fitted(features, outcomes, descent, keep_payload_bytes=0)[1]
    per_row = (
        3 * 24 + truncation_bytes(1, bits=64, shift=24) + truncation_bytes(1, bits=64, shift=42)
    )
    assert per_row == 72 + (8 + 12) + (8 + 24)
    factor, last = regression._factor(n, 1.0)
    assert factor == pytest.approx(2.0 ** (last - 12) * 2 ** n.bit_length() / n, rel=1e-5)
    shifts = (n.bit_length(), last)
    per_weight = 24 + sum(truncation_bytes(1, bits=64, shift=s) for s in shifts)
    expected = steps * (n * per_row + 3 * per_weight)
    assert transcript.bytes == KEY_MESSAGES + expected
    assert fit_bytes(n, features=3, descent=descent) == expected
    assert transcript.rounds <= 1 + steps * (1 + 2 + 1 + 1 + 2 + 1 + 2 + 2)


@pytest.mark.parametrize(
    ("n", "descent"),
    [(0, Descent()), (4, Descent(steps=0)), (4, Descent(10, 0.0)), (4, Descent(10, 9.0))],
)
def test_what_the_fixed_point_has_no_room_for_is_refused(n, descent):
    """No rows, no steps, or a step size out of range."""
    with pytest.raises(ParameterError, match=r"rows, 1 step or more") as error:
        fitted(np.zeros((2, n)), np.zeros(n, np.uint64), descent)
    assert error.value.id == "errors.regression_range"


@pytest.mark.statistical
@pytest.mark.parametrize("value", [0.0, 15.99])
def test_at_scale_every_message_looks_uniform(value):
    """Features all zero or all largest: no message and no two messages combined stand out."""
    n = 1 << 13
    features = np.full((2, n), value)
    encoded = encode_reals(features, fraction_bits=FEATURE_BITS, whole_bits=4)

    async def step(computer, x, y):
        return await fit(computer, x, y, descent=Descent(steps=1))

    outcomes = np.ones(n, np.uint64)
    _, transcript = compute(step, shares(encoded, 0, 0), shares(outcomes, 0, 0))
    for name in NAMES:
        messages = [m for m in transcript.view(name).received if m.size_bytes >= 4096]
        assert len(messages) >= 3
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(messages) == []
