"""Secret bits combined, secrets tested for equality, exhaustively in 8 bits; bytes and rounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing import comparison
from pet_workbench.sharing.boolean import (
    and_bits,
    equal,
    equal_public,
    is_zero,
    not_bits,
    or_bits,
    xor_bits,
    zero_test_bytes,
)
from pet_workbench.sharing.comparison import CHUNK, open_bits, sign_bits
from pet_workbench.sharing.replicated import Share
from pet_workbench.sharing.ring import BITS
from tests.oracles.mpyc_oracle import oracle
from tests.rehearsal import columns
from tests.sharing.test_comparison import bytes_for
from tests.sharing.test_views import SECRETS, SHARINGS, views_not_uniform
from tests.three_parties import (
    KEY_MESSAGES,
    combine_bits,
    compute,
    ring,
    shares,
    trivial_and_random,
    words,
)

RNG = np.random.default_rng(11)
few = settings(max_examples=25, deadline=None)
LEVELS = {8: 3, 16: 4, 32: 5, 64: 6}


async def _signs(computer, x, y):
    return await sign_bits(computer, x), await sign_bits(computer, y)


async def _and(computer, x, y):
    return await and_bits(computer, *await _signs(computer, x, y))


async def _or(computer, x, y):
    return await or_bits(computer, *await _signs(computer, x, y))


async def _xor(computer, x, y):
    return xor_bits(*await _signs(computer, x, y))


async def _neither(computer, x, y):
    return not_bits(computer, await _or(computer, x, y))


GATES = {
    "and": (_and, lambda a, b: a and b),
    "or": (_or, lambda a, b: a or b),
    "xor": (_xor, lambda a, b: a != b),
    "neither": (_neither, lambda a, b: not (a or b)),
}


@pytest.mark.parametrize(("gate", "plain"), GATES.values(), ids=GATES)
@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("n", [1, 9, 65, 200])
def test_gates_are_those_of_python(gate, plain, bits, n):
    """For all four pairs of bits, in every ring and whether or not the last word is full."""
    a, b = (RNG.integers(0, 1 << bits, n, ring(bits)) for _ in range(2))
    results, _ = compute(gate, shares(a, 5, 9), shares(b, 77, 3))
    top = bits - 1
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    assert combine_bits(results) == [plain(x >> top == 1, y >> top == 1) for x, y in pairs]


def test_a_gate_costs_three_bits_and_turning_around_nothing():
    """And, or: three words per word of packed bits beside the comparisons; xor and not: nothing."""
    x = RNG.integers(0, 1 << 16, 1000, np.uint16)
    both = 2 * bytes_for(1000, 16)
    packed = -(-1000 // 16) * 2
    for gate, expected in (
        (_xor, 0),
        (_and, 3 * packed),
        (_or, 3 * packed),
        (_neither, 3 * packed),
    ):
        transcript = compute(gate, shares(x, 5, 9), shares(x, 1, 2))[1]
        assert transcript.bytes == KEY_MESSAGES + both + expected


@pytest.mark.parametrize("n", [CHUNK - 1, CHUNK + 1])
def test_gates_work_chunk_by_chunk(n):
    """Around the size of a chunk, in one round more than the comparisons."""
    x = RNG.integers(0, 256, n, np.uint8)
    results, transcript = compute(
        _and, shares(x, 5, 9), shares(x[::-1].copy()), keep_payload_bytes=0
    )
    assert combine_bits(results) == ((x >= 128) & (x[::-1] >= 128)).tolist()
    alone = compute(sign_bits, shares(x, 5, 9), keep_payload_bytes=0)[1].rounds
    assert transcript.rounds == 2 * (alone - 1) + 2


@pytest.mark.parametrize("other", [(8, 9), (8, 10), (16, 9)])
def test_bits_of_other_vectors_are_refused(other):
    """Another length or another ring is another layout: never a wrong answer."""
    bits, n = other

    async def step(computer, x, y):
        signs = [await sign_bits(computer, part) for part in (x, y)]
        xor_bits(*signs)
        return await and_bits(computer, *signs)

    inputs = shares(words([1] * 9, 8)), shares(words([1] * n, bits))
    if other == (8, 9):
        assert compute(step, *inputs)[0][0].n == 9
        return
    with pytest.raises(ParameterError, match="need vectors of bits of one length") as error:
        compute(step, *inputs)
    assert error.value.id == "errors.bits_not_alike"


def test_equality_of_all_pairs_of_8_bits():
    """All 65,536 pairs of secrets, in all sharings."""
    x, y = (part.reshape(-1) for part in np.meshgrid(*[np.arange(256, dtype=np.uint8)] * 2))
    for a, b in zip(trivial_and_random(x, RNG), trivial_and_random(y, RNG)[::-1], strict=True):
        results, _ = compute(equal, a, b)
        assert combine_bits(results) == (x == y).tolist()


def test_zero_in_all_sharings_of_8_bits():
    """All 256 numbers times all 256 values of the part that parties 2 and 3 hold, one by one."""
    x, third = (part.reshape(-1) for part in np.meshgrid(*[np.arange(256, dtype=np.uint8)] * 2))
    results, _ = compute(is_zero, shares(x, 17, x - third - np.uint8(17)))
    assert combine_bits(results) == (x == 0).tolist()


@pytest.mark.parametrize("declared", range(1, 9))
def test_declared_sizes_decide_as_long_as_numbers_keep_to_them(declared):
    """Every pair of numbers below 2**declared, for every declared size in the 8-bit ring."""
    size = 1 << declared
    x, y = (part.reshape(-1).astype(np.uint8) for part in np.meshgrid(*[np.arange(size)] * 2))

    async def step(computer, a, b):
        return await equal(computer, a, b, declared_bits=declared)

    results, _ = compute(step, shares(x, 200, 31), shares(y, 5, 99))
    assert combine_bits(results) == (x == y).tolist()


def test_numbers_larger_than_declared_seem_equal():
    """Only the declared bits are looked at: 0 and 16 differ beyond 4 bits."""

    async def step(computer, a, b):
        return await equal(computer, a, b, declared_bits=4)

    results, _ = compute(step, shares(words([0], 8)), shares(words([16], 8)))
    assert combine_bits(results) == [True]


@few
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_any_secret_against_any_public_value(data, bits):
    """As Python has it, near misses included."""
    value = data.draw(st.integers(0, (1 << bits) - 1))
    near = [value, value ^ 1, value ^ (1 << (bits - 1)), (value + 1) % (1 << bits)]
    values = near + data.draw(st.lists(st.integers(0, (1 << bits) - 1), max_size=40))

    async def step(computer, x):
        return await equal_public(computer, x, np.uint64(value))

    results, _ = compute(step, shares(words(values, bits), 5, 250))
    assert combine_bits(results) == [x == value for x in values]


@pytest.mark.parametrize("value", [-1, 16, 2.0, "3"])
def test_values_beyond_the_declared_size_are_refused(value):
    """Negative, too large or not whole: an error."""

    async def step(computer, x):
        return await equal_public(computer, x, value, declared_bits=4)

    with pytest.raises(ParameterError, match=r"below 2\*\*4") as error:
        compute(step, shares(words([0], 32)))
    assert error.value.id == "errors.value_beyond_bits"


@pytest.mark.parametrize("declared", [0, 9])
def test_declared_sizes_beyond_the_ring_are_refused(declared):
    """From 1 bit to the whole ring."""

    async def step(computer, x):
        return await is_zero(computer, x, declared_bits=declared)

    with pytest.raises(ParameterError, match="need 1 <= declared_bits <= 8"):
        compute(step, shares(words([0], 8)))


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("n", [1, 70, CHUNK + 1])
def test_bytes_and_rounds_of_equality(bits, n):
    """One message of planes, and a tree of "and" gates with one gate fewer than planes."""
    x = RNG.integers(0, 4, n, ring(bits))
    results, transcript = compute(is_zero, shares(x, 9, 8), keep_payload_bytes=0)
    assert combine_bits(results) == (x == 0).tolist()
    n_words = -(-n // bits)
    gates = {8: 4 + 2 + 1, 16: 8 + 4 + 2 + 1, 32: 31, 64: 63}[bits]
    expected = n_words * (bits + 3 * gates) * bits // 8
    assert transcript.bytes == KEY_MESSAGES + expected
    assert zero_test_bytes(n, bits=bits) == expected
    assert transcript.rounds == 1 + 1 + LEVELS[bits]


@pytest.mark.parametrize(("declared", "levels"), [(1, 0), (2, 1), (5, 3), (20, 5)])
def test_fewer_declared_bits_cost_less(declared, levels):
    """Planes beyond the declared ones are never sent."""

    async def step(computer, x):
        return await is_zero(computer, x, declared_bits=declared)

    transcript = compute(step, shares(words([0] * 64, 64)))[1]
    expected = (declared + 3 * (declared - 1)) * 8
    assert transcript.bytes == KEY_MESSAGES + expected
    assert zero_test_bytes(64, bits=64, declared_bits=declared) == expected
    assert transcript.rounds == 1 + 1 + levels


def test_equality_agrees_with_an_independent_engine():
    """MPyC, on another scheme, gives the same answers."""
    x, y = RNG.integers(0, 4, (2, 40), np.uint64)
    results, _ = compute(equal, shares(x, 5, 6), shares(y, 7, 8))
    assert [int(bit) for bit in combine_bits(results)] == oracle("equal", x.tolist(), y.tolist())


async def _equal_and_turned(computer, x):
    other = Share(x.own[::-1], x.next[::-1])
    same = await equal(computer, x, other)
    return await or_bits(computer, not_bits(computer, same), await is_zero(computer, x))


@pytest.mark.parametrize("numbers", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
def test_views_are_jointly_uniform(monkeypatch, numbers, sharing):
    """Whatever the secrets and however they are shared, each party sees uniform bytes."""
    assert views_not_uniform(monkeypatch, _equal_and_turned, sharing(columns(numbers))) == {}


def test_turned_bits_open_as_they_are(monkeypatch):
    """Opening goes well with bits that fill up the last word, which are now ones."""
    monkeypatch.setattr(comparison, "CHUNK", 8)

    async def step(computer, x):
        bits = not_bits(computer, await sign_bits(computer, x))
        return await open_bits(computer, bits, receiver=3, step="answer")

    values = [200, 3, 128, 127, 0, 255, 1, 2, 254, 9]
    results, _ = compute(step, shares(words(values, 8), 31, 77))
    assert results[2].tolist() == [v < 128 for v in values]
