"""Means and variances of secrets against exact rational arithmetic over the declared range."""

from fractions import Fraction
from statistics import variance as plain_variance

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing.ring import decode_signed, encode
from pet_workbench.sharing.statistics import moments
from pet_workbench.sharing.statistics.reciprocal import divide, quotient_error, reciprocal
from tests.oracles.mpyc_oracle import oracle
from tests.three_parties import KEY_MESSAGES, combine, compute, shares, words

RNG = np.random.default_rng(15)
few = settings(max_examples=30, deadline=None)


def opened(results, fraction_bits):
    """Return secrets in units of 2**-fraction_bits as fractions."""
    return [Fraction(int(v), 2**fraction_bits) for v in decode_signed(combine(results))]


@pytest.mark.parametrize("fraction_bits", [12, 20, 29])
def test_the_reciprocal_of_every_count_of_twelve_bits(fraction_bits):
    """All counts from 1 to 4095 at once: at most four units off, and the power is exact."""
    counts = np.arange(1, 4096, dtype=np.uint64)

    async def step(computer, n):
        by = await reciprocal(computer, n, count_bits=12, fraction_bits=fraction_bits)
        return by.inverse, by.power

    results, _ = compute(step, shares(counts, 1 << 50, 99), keep_payload_bytes=0)
    inverse, power = zip(*results, strict=True)
    powers = combine(power).tolist()
    assert powers == [2 ** (12 - n.bit_length()) for n in counts.tolist()]
    for n, p, y in zip(counts.tolist(), powers, opened(inverse, fraction_bits), strict=True):
        assert abs(y - Fraction(2**12, n * p)) <= Fraction(4, 2**fraction_bits)


def test_the_reciprocal_at_the_edges_of_large_counts():
    """Around every power of two up to 2**24, where the normalisation changes."""
    near = sorted({max(1, 2**i + d) for i in range(24) for d in (-1, 0, 1)} | {2**24 - 1})

    async def step(computer, n):
        return (await reciprocal(computer, n, count_bits=24, fraction_bits=28)).inverse

    results, _ = compute(step, shares(words(near, 64), 7, 5), keep_payload_bytes=0)
    for n, y in zip(near, opened(results, 28), strict=True):
        assert abs(y - Fraction(2 ** n.bit_length(), n)) <= Fraction(4, 2**28)


@few
@given(
    rows=st.lists(
        st.tuples(st.integers(-(2**10) + 1, 2**10 - 1), st.integers(1, 2**20 - 1)),
        min_size=1,
        max_size=20,
    )
)
def test_a_secret_number_divided_by_a_secret_count(rows):
    """Within the stated error of the exact quotient, for quotients of up to 10 bits."""
    numerators = encode([q * n - (n // 3) * (q > 0) for q, n in rows], bits=64)

    async def step(computer, x, n):
        by = await reciprocal(computer, n, count_bits=20, fraction_bits=28)
        return await divide(computer, x, by, quotient_bits=10)

    counts = words([n for _, n in rows], 64)
    results, _ = compute(step, shares(numerators, 3, 1 << 63), shares(counts, 5, 6))
    got = opened(results, 28)
    exact = (Fraction(int(x), n) for x, (_, n) in zip(decode_signed(numerators), rows, strict=True))
    assert all(
        abs(g - e) <= quotient_error(float(e), fraction_bits=28)
        for g, e in zip(got, exact, strict=True)
    )


@pytest.mark.parametrize(("count_bits", "fraction_bits"), [(12, 30), (0, 20), (21, 20)])
def test_reciprocals_without_room_are_refused(count_bits, fraction_bits):
    """Squares have to fit in the ring, and counts in the fraction."""

    async def step(computer, n):
        await reciprocal(computer, n, count_bits=count_bits, fraction_bits=fraction_bits)

    with pytest.raises(ParameterError, match="declared_bits"):
        compute(step, shares(words([3], 64)))


def test_quotients_without_room_are_refused():
    """The bits of quotient, count and fraction add up."""

    async def step(computer, n):
        by = await reciprocal(computer, n, count_bits=20, fraction_bits=28)
        await divide(computer, n, by, quotient_bits=14)

    with pytest.raises(ParameterError, match="at most 61, got 14") as error:
        compute(step, shares(words([3], 64)))
    assert error.value.id == "errors.quotient_beyond_ring"


async def _public_statistics(computer, x, y):
    sizes = {"value_bits": 7, "fraction_bits": 14}
    n = x.own.size
    of = await moments.totals(computer, x)
    return (
        await moments.mean(computer, of.sum, n, **sizes),
        await moments.variance(computer, of, n, **sizes),
        await moments.covariance(computer, x, y, **sizes),
    )


@few
@given(
    pairs=st.lists(
        st.tuples(st.integers(-127, 127), st.integers(-127, 127)), min_size=2, max_size=60
    )
)
def test_mean_variance_and_covariance_of_a_public_number(pairs):
    """At most four units from the exact fraction."""
    xs, ys = zip(*pairs, strict=True)
    n = len(xs)
    results, _ = compute(
        _public_statistics,
        shares(encode(xs, bits=64), 5, 1 << 62),
        shares(encode(ys, bits=64), 9, 4),
    )
    got = [opened(part, 14)[0] for part in zip(*results, strict=True)]
    mean_x, mean_y = Fraction(sum(xs), n), Fraction(sum(ys), n)
    exact = (
        mean_x,
        plain_variance(map(Fraction, xs)),
        sum((x - mean_x) * (y - mean_y) for x, y in pairs) / (n - 1),
    )
    assert all(abs(g - e) <= Fraction(4, 2**14) for g, e in zip(got, exact, strict=True))


def test_mean_and_variance_of_a_million():
    """Counts take no room: a public million goes with 7-bit values, as numpy has it."""
    x = RNG.integers(0, 101, 10**6)

    async def step(computer, share):
        of = await moments.totals(computer, share)
        sizes = {"value_bits": 7, "fraction_bits": 14}
        return (
            await moments.mean(computer, of.sum, 10**6, **sizes),
            await moments.variance(computer, of, 10**6, **sizes),
        )

    random = RNG.integers(0, 1 << 64, (2, x.size), np.uint64)
    results, _ = compute(step, shares(x.astype(np.uint64), *random), keep_payload_bytes=0)
    mean, variance = (float(opened(part, 14)[0]) for part in zip(*results, strict=True))
    assert abs(mean - x.mean()) <= 4 * 2**-14
    assert abs(variance - x.var(ddof=1)) <= 4 * 2**-14


@few
@given(xs=st.lists(st.integers(0, 127), min_size=1, max_size=60))
def test_mean_and_variance_of_a_secret_number(xs):
    """Within the stated errors; the variance divides by n."""

    async def step(computer, x, n):
        of = await moments.totals(computer, x)
        by = await reciprocal(computer, n, count_bits=20, fraction_bits=26)
        return (
            await moments.mean_of_secret_count(computer, of.sum, by, value_bits=7),
            await moments.variance_of_secret_count(computer, of, by, value_bits=7),
        )

    values, count = encode(xs, bits=64), words([len(xs)], 64)
    results, _ = compute(step, shares(values, 5, 1 << 62), shares(count, 7, 8))
    mean, variance = (opened(part, 26)[0] for part in zip(*results, strict=True))
    exact = Fraction(sum(xs), len(xs))
    spread = sum((x - exact) ** 2 for x in xs) / len(xs)
    assert abs(mean - exact) <= quotient_error(float(exact), fraction_bits=26)
    assert abs(variance - spread) <= Fraction(16 * 4**7, 2**26)


def test_totals_cost_three_words_however_long_the_vector_is():
    """One inner product; the sum is local, and MPyC adds up alike."""
    for n in (1, 150):
        x = RNG.integers(0, 1 << 20, n, np.uint64)
        results, transcript = compute(moments.totals, shares(x, 4, 5))
        total, squares = (combine(part).tolist() for part in zip(*results, strict=True))
        assert total == oracle("sum", x.tolist())
        assert squares == oracle("inner_product", x.tolist(), x.tolist())
        assert (transcript.bytes, transcript.rounds) == (KEY_MESSAGES + 24, 2)


@pytest.mark.parametrize("n", [0, 1])
def test_groups_too_small_for_a_statistic_are_refused(n):
    """A mean takes one number, a variance two."""

    async def step(computer, x):
        of = await moments.totals(computer, x)
        if n == 0:
            await moments.mean(computer, of.sum, n, value_bits=7, fraction_bits=10)
        await moments.variance(computer, of, n, value_bits=7, fraction_bits=10)

    with pytest.raises(ParameterError, match=f"need at least {n + 1} numbers") as error:
        compute(step, shares(words([3] * n, 64)))
    assert error.value.id == "errors.too_few_numbers"


def test_statistics_without_room_are_refused():
    """Twice the bits of value and fraction, and those of the divisor, have to fit."""

    async def step(computer, x):
        await moments.mean(computer, moments.total(x), 9, value_bits=15, fraction_bits=16)

    with pytest.raises(ParameterError, match="got 15 bits of quotient, 4 of divisor") as error:
        compute(step, shares(words([3], 64)))
    assert error.value.id == "errors.mean_beyond_ring"
