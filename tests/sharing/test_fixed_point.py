"""Fractions in the ring: rounding proved by enumeration, failures counted, views, bytes, rounds."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing.ring import decode_signed
from pet_workbench.sharing.statistics.fixed_point import (
    decode_reals,
    encode_reals,
    inner_product_fixed,
    multiply_fixed,
    scale,
)
from pet_workbench.sharing.statistics.truncation import (
    truncate,
    truncate_in_one_message,
    truncation_bytes,
)
from tests.rehearsal import columns
from tests.sharing.test_views import SECRETS, SHARINGS, views_not_uniform
from tests.three_parties import KEY_MESSAGES, combine, compute, ring, shares, words

RNG = np.random.default_rng(14)
few = settings(max_examples=30, deadline=None)


def truncated(x, parts, shift, how=truncate, **options):
    """Return the quotients of the ring elements `x`, shared with these two parts."""

    async def step(computer, share):
        return await how(computer, share, shift, **options)

    results, transcript = compute(step, shares(x, *parts), keep_payload_bytes=0)
    return decode_signed(combine(results)), transcript


def all_sharings(numbers):
    """Return 8-bit numbers times all values of the third part: two vectors."""
    x, third = np.meshgrid(np.asarray(numbers).astype(np.uint8), np.arange(256, dtype=np.uint8))
    return x.reshape(-1), third.reshape(-1)


@pytest.mark.parametrize("shift", [1, 2, 3, 5])
def test_every_number_in_every_sharing_is_truncated_without_failure(shift):
    """All 127 allowed numbers of 8 bits in all 256 sharings: less than one unit off, always.

    What needs no rounding comes out exactly.
    """
    x, third = all_sharings(range(-63, 64))
    quotient, _ = truncated(x, (17, x - third - np.uint8(17)), shift, declared_bits=6)
    off = quotient.astype(int) * 2**shift - decode_signed(x)
    assert (abs(off) < 2**shift).all()
    assert (off[decode_signed(x) % 2**shift == 0] == 0).all()


@pytest.mark.parametrize("shift", [1, 2, 4])
def test_the_one_message_way_fails_exactly_as_often_as_stated(shift):
    """Of 256 sharings of x, abs(x + 1) fail, and all others are less than one unit off."""
    for number in range(-127, 127):
        x, third = all_sharings([number])
        quotient, _ = truncated(
            x,
            (9, x - third - np.uint8(9)),
            shift,
            truncate_in_one_message,
            declared_bits=7,
            failure_bits=-15,
        )
        failed = abs(quotient.astype(int) * 2**shift - number) >= 2**shift
        assert failed.sum() == abs(number + 1)


@few
@given(data=st.data(), bits=st.sampled_from([16, 32, 64]))
def test_any_number_at_any_shift(data, bits):
    """Less than one unit off, whatever the sharing; exact rational arithmetic decides."""
    shift = data.draw(st.integers(1, bits - 3))
    limit = (1 << (bits - 2)) - 1
    near = st.sampled_from([-limit, -1, 0, 1, limit])
    numbers = data.draw(st.lists(near | st.integers(-limit, limit), min_size=1, max_size=30))
    element = st.integers(0, (1 << bits) - 1)
    parts = data.draw(element), data.draw(element)
    quotient, transcript = truncated(words(numbers, bits), parts, shift, declared_bits=bits - 2)
    for number, got in zip(numbers, quotient.tolist(), strict=True):
        assert abs(Fraction(number, 2**shift) - got) < 1
    small = next(size for size in (1, 2, 4, 8) if shift <= 8 * size)
    expected = len(numbers) * (bits // 8 + 3 * small)
    assert transcript.bytes == KEY_MESSAGES + expected
    assert truncation_bytes(len(numbers), bits=bits, shift=shift) == expected
    assert transcript.rounds == 1 + 2


def test_the_one_message_way_costs_one_word():
    """8 bytes per number of 64 bits, one round."""
    x = words([5, -7, 1 << 20], 64)
    quotient, transcript = truncated(
        x, (RNG.integers(0, 1 << 64, 3, np.uint64), 3), 4, truncate_in_one_message, declared_bits=30
    )
    assert (abs(quotient - np.array([5, -7, 1 << 20]) / 16) < 1).all()
    assert (transcript.bytes, transcript.rounds) == (KEY_MESSAGES + 3 * 8, 2)


@pytest.mark.parametrize(("n", "most"), [(1, 44), (2, 43), (1_000, 34), (1_000_000, 24)])
def test_the_one_message_way_refuses_what_fails_too_often(n, most):
    """At most once in 2**20 calls: the more numbers, the smaller they have to be."""
    x = np.zeros(n, np.uint64)
    truncated(x, (0, 0), 8, truncate_in_one_message, declared_bits=most)
    with pytest.raises(ParameterError, match=f"need 1 <= declared_bits <= {most}"):
        truncated(x, (0, 0), 8, truncate_in_one_message, declared_bits=most + 1)


@pytest.mark.parametrize(("shift", "declared"), [(0, 6), (6, 6), (-1, 6), (2, 7), (2, 0)])
def test_shifts_and_sizes_without_room_are_refused(shift, declared):
    """Nothing is truncated to nothing, and a quarter of the ring stays free."""
    with pytest.raises(ParameterError, match=r"need (to drop|1 <= declared_bits)"):
        truncated(words([1], 8), (0, 0), shift, declared_bits=declared)


@few
@given(
    numbers=st.lists(st.floats(-7.99, 7.99), min_size=1, max_size=20),
    fraction_bits=st.integers(0, 40),
)
def test_reals_keep_their_value_to_half_a_unit(numbers, fraction_bits):
    """Encoding rounds; decoding gives back what was encoded."""
    encoded = encode_reals(numbers, fraction_bits=fraction_bits, whole_bits=3)
    decoded = decode_reals(encoded, fraction_bits=fraction_bits)
    assert (abs(decoded - numbers) <= 2.0 ** -(fraction_bits + 1)).all()


@pytest.mark.parametrize("value", [8, -8, float("nan"), float("inf")])
def test_reals_larger_than_declared_are_refused(value):
    """So is what is no number; the position is in the message."""
    with pytest.raises(ParameterError, match="at position 1") as error:
        encode_reals([7.9, value], fraction_bits=4, whole_bits=3)
    assert error.value.id == "errors.outside_fixed_point"
    with pytest.raises(ParameterError, match="need 1 <= declared_bits <= 7"):
        encode_reals([0], fraction_bits=5, whole_bits=3, bits=8)


@few
@given(data=st.data())
def test_products_and_inner_products_of_fractions(data):
    """One truncation each: less than one unit from the exact product of the encoded numbers."""
    real = st.floats(-100, 100)
    pairs = data.draw(st.lists(st.tuples(real, real), min_size=1, max_size=20))
    x, y = (encode_reals(v, fraction_bits=20, whole_bits=7) for v in zip(*pairs, strict=True))

    async def step(computer, a, b):
        options = {"fraction_bits": 20, "declared_bits": 60}
        each = await multiply_fixed(computer, a, b, **options)
        return each, await inner_product_fixed(computer, a, b, **options)

    results, transcript = compute(step, shares(x, 5, 7), shares(y, 1 << 60, 3))
    each, total = (decode_signed(combine(part)) for part in zip(*results, strict=True))
    exact = [
        Fraction(int(a) * int(b), 2**20)
        for a, b in zip(decode_signed(x), decode_signed(y), strict=True)
    ]
    assert all(abs(int(got) - e) < 1 for got, e in zip(each, exact, strict=True))
    assert abs(int(total[0]) - sum(exact)) < 1
    n = len(pairs)
    assert transcript.bytes == KEY_MESSAGES + (n + 1) * (
        24 + truncation_bytes(1, bits=64, shift=20)
    )


def test_scaling_by_a_public_number_needs_no_message():
    """Also by a negative one."""

    async def step(computer, x):
        return scale(x, -3)

    results, transcript = compute(step, shares(words([5, -7], 16), 4, 9))
    assert decode_signed(combine(results)).tolist() == [-15, 21]
    assert transcript.bytes == KEY_MESSAGES


async def _both_ways(computer, x):
    once = await truncate(computer, x, 2, declared_bits=6)
    return await truncate_in_one_message(computer, once, 1, declared_bits=7, failure_bits=-20)


@pytest.mark.parametrize("numbers", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
def test_views_are_jointly_uniform(monkeypatch, numbers, sharing):
    """Whatever the secrets and however they are shared, each party sees uniform bytes."""
    assert views_not_uniform(monkeypatch, _both_ways, sharing(columns(numbers))) == {}


@pytest.mark.parametrize("shift", [8, 24, 42])
def test_the_small_ring_of_the_correction_is_large_enough(shift):
    """At the edge of 8, 32 and 64 bits: numbers of both signs in sharings that wrap around."""
    x = words([-(1 << 60), (1 << 60) + 12345, -1, 1], 64)
    for part in (0, 1 << 62, 1 << 63, (1 << 64) - 1):
        quotient, _ = truncated(x, (0, part), shift, declared_bits=61)
        exact = [Fraction(int(v), 2**shift) for v in decode_signed(x)]
        assert all(abs(q - e) < 1 for q, e in zip(quotient.tolist(), exact, strict=True))
    assert ring(64) == x.dtype
