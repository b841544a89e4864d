"""Comparisons of secrets against Python integers, at every edge; bytes by a formula of our own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.sharing import comparison
from pet_workbench.sharing.comparison import (
    CHUNK,
    comparison_bytes,
    less_than,
    less_than_public,
    open_bits,
    sign_bits,
)
from pet_workbench.sharing.ring import BITS, decode_signed
from tests.three_parties import (
    KEY_MESSAGES,
    NAMES,
    change,
    combine_bits,
    compute,
    lose,
    ring,
    shares,
    trivial_and_random,
    words,
)

RNG = np.random.default_rng(7)
few = settings(max_examples=25, deadline=None)

LEVELS = {8: 3, 16: 4, 32: 5, 64: 6}
"""Levels of the tree that combines the carries of all planes but the top one."""
SLOWEST = {8: 1, 16: 3, 32: 2, 64: 1}
"""The party that is ready last: party 1 starts last, and its delay goes round the circle."""
GATES = {8: 5 + 3 + 1, 16: 13 + 7 + 3 + 1, 32: 29 + 15 + 7 + 3 + 1, 64: 61 + 31 + 15 + 7 + 3 + 1}
"""And-gates of the tree, counted by hand level by level: 2 * pairs - 1 each."""


def bytes_for(n, bits):
    """Return the bytes of `n` comparisons, counted apart from the code: per word of the ring."""
    n_words = (n + bits - 1) // bits
    planes_masked, halves, carries = bits, 2 * (bits - 1), 3 * GATES[bits]
    return n_words * (planes_masked + halves + carries) * bits // 8


def edges(bits):
    """Return ring elements around 0 and around half the ring."""
    half, whole = 1 << (bits - 1), 1 << bits
    near = [0, 1, 2, 3, half - 2, half - 1, half, half + 1, half + 2, whole - 2, whole - 1]
    return words(near, bits)


@pytest.mark.parametrize("bits", BITS)
def test_signs_at_the_edges(bits):
    """A number is negative from half the ring on, for every sharing of it."""
    x = edges(bits)
    for share in trivial_and_random(x, RNG):
        results, _ = compute(sign_bits, share)
        assert combine_bits(results) == (decode_signed(x) < 0).tolist()


def test_signs_of_all_numbers_of_8_bits_in_all_sharings():
    """All 256 numbers times all 256 values of the part that parties 2 and 3 hold, one by one."""
    x, third = (part.reshape(-1) for part in np.meshgrid(*[np.arange(256, dtype=np.uint8)] * 2))
    results, _ = compute(sign_bits, shares(x, 17, x - third - np.uint8(17)))
    assert combine_bits(results) == (x >= 128).tolist()


@few
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_signs_of_any_numbers(data, bits):
    """As Python has it, in any sharing."""
    element = st.integers(0, (1 << bits) - 1)
    values = data.draw(st.lists(element, min_size=1, max_size=80))
    share = shares(words(values, bits), data.draw(element), data.draw(element))
    results, _ = compute(sign_bits, share)
    assert combine_bits(results) == [value >> (bits - 1) == 1 for value in values]


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("threshold", ["zero", "one", "middle", "largest number", "one beyond"])
def test_a_public_threshold_one_more_and_one_less(bits, threshold):
    """Numbers around every threshold, up to the declared size itself, are on the right side."""
    declared = bits - 1
    whole = 1 << declared
    names = ("zero", "one", "middle", "largest number", "one beyond")
    c = dict(zip(names, (0, 1, whole // 2, whole - 1, whole), strict=True))[threshold]
    near = [v for v in (0, 1, c - 1, c, c + 1, whole - 2, whole - 1) if 0 <= v < whole]

    async def step(computer, x):
        return await less_than_public(computer, x, c, declared_bits=declared)

    for share in trivial_and_random(words(near, bits), RNG):
        results, _ = compute(step, share)
        assert combine_bits(results) == [value < c for value in near]


@few
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_any_public_threshold(data, bits):
    """Whatever is declared, and for numpy's integers as well."""
    declared = data.draw(st.integers(1, bits - 1))
    whole = 1 << declared
    values = data.draw(st.lists(st.integers(0, whole - 1), min_size=1, max_size=40))
    threshold = data.draw(st.integers(0, whole))

    async def step(computer, x):
        return await less_than_public(computer, x, np.int64(threshold), declared_bits=declared)

    results, _ = compute(step, shares(words(values, bits), 5, 250))
    assert combine_bits(results) == [value < threshold for value in values]


@pytest.mark.parametrize("bits", BITS)
def test_two_secrets_at_the_edges(bits):
    """Every edge against every other, equal ones included, for all sharings."""
    largest = (1 << (bits - 1)) - 1
    values = [0, 1, 2, largest // 2, largest - 1, largest]
    x, y = words([v for v in values for _ in values], bits), words(values * len(values), bits)

    async def step(computer, a, b):
        return await less_than(computer, a, b, declared_bits=bits - 1)

    for a, b in zip(trivial_and_random(x, RNG), trivial_and_random(y, RNG)[::-1], strict=True):
        results, _ = compute(step, a, b)
        assert combine_bits(results) == (x < y).tolist()


@few
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_any_two_secrets(data, bits):
    """As Python has it."""
    element = st.integers(0, (1 << (bits - 1)) - 1)
    pairs = data.draw(st.lists(st.tuples(element, element), min_size=1, max_size=40))
    x, y = (words(values, bits) for values in zip(*pairs, strict=True))

    async def step(computer, a, b):
        return await less_than(computer, a, b, declared_bits=bits - 1)

    results, _ = compute(step, shares(x, 1, 2), shares(y, 3, 4))
    assert combine_bits(results) == [a < b for a, b in pairs]


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("around", ["one", "word", "chunk", "two chunks"])
def test_lengths_around_a_word_and_a_chunk(bits, around, offset):
    """Results, bytes and rounds hold for n = 1 and around the size of a word and of a chunk."""
    n = {"one": 1, "word": bits, "chunk": CHUNK, "two chunks": 2 * CHUNK}[around] + offset
    x = RNG.integers(0, 1 << bits, n, ring(bits))
    results, transcript = compute(sign_bits, shares(x, 9, 8), keep_payload_bytes=0)
    assert [part.n for part in results] == [n] * 3
    assert combine_bits(results) == (decode_signed(x) < 0).tolist()
    assert transcript.bytes == KEY_MESSAGES + bytes_for(n, bits)
    assert transcript.rounds == 1 + 2 + LEVELS[bits]


@pytest.mark.parametrize("bits", BITS)
@given(n=st.integers(0, 10**7))
def test_the_stated_bytes_are_those_of_the_formula(bits, n):
    """The function that pages use agrees with our own count, per word and gate."""
    assert comparison_bytes(n, bits=bits) == bytes_for(n, bits)


def test_a_comparison_of_64_bits_costs_68_bytes_with_its_result_opened_to_all():
    """68 bytes for the comparison and 3/8 for the bit: 68.4 in all."""
    each = comparison_bytes(64 * 1000, bits=64) / 64_000
    assert each == (64 + 2 * 63 + 3 * 118) / 8 == 68
    assert round(each + 3 / 8, 1) == 68.4


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("receiver", [1, 2, 3])
@pytest.mark.parametrize("n", [1, 70, CHUNK + 1])
def test_bits_open_to_one_party(bits, receiver, n):
    """The receiver reads yes or no per number, an eighth of a byte each, and one hash."""
    x = RNG.integers(0, 1 << bits, n, ring(bits))

    async def step(computer, share):
        signs = await sign_bits(computer, share)
        return await open_bits(computer, signs, receiver=receiver, step="answer")

    results, transcript = compute(step, shares(x, 7, 6))
    for number, result in enumerate(results, start=1):
        if number == receiver:
            assert result.dtype == np.bool_
            assert np.array_equal(result, decode_signed(x) < 0)
        else:
            assert result is None
    n_words = (n + bits - 1) // bits
    assert transcript.bytes == KEY_MESSAGES + bytes_for(n, bits) + n_words * bits // 8 + 32
    assert transcript.rounds == 1 + 2 + LEVELS[bits] + (receiver != SLOWEST[bits])


def test_bits_that_fill_up_the_last_word_open_as_zeros():
    """What is opened beyond the n bits says nothing."""
    share = shares(words([255] * 3, 8), 31, 77)
    results, _ = compute(sign_bits, share)
    chunk = [part.chunks[0] for part in results]
    assert (chunk[0].own ^ chunk[1].own ^ chunk[2].own).tolist() == [0b111]


def test_chunks_do_not_add_rounds():
    """Chunks go side by side: eight of them take as many rounds as one."""
    rounds = set()
    for n in (1, 8):
        x = np.zeros(n * CHUNK, np.uint8)
        rounds.add(compute(sign_bits, shares(x), keep_payload_bytes=0)[1].rounds)
    assert rounds == {1 + 2 + 3}


@pytest.mark.parametrize("bits", BITS)
def test_nothing_to_compare_is_no_error(bits):
    """Zero numbers give zero bits and no bytes."""

    async def step(computer, x):
        signs = await sign_bits(computer, x)
        return await open_bits(computer, signs, receiver=2, step="answer")

    results, transcript = compute(step, shares(words([], bits)))
    assert results[1].tolist() == []
    assert transcript.bytes == KEY_MESSAGES + 32


@pytest.mark.parametrize("chunk", [8, 64, 1 << 20])
def test_the_size_of_chunks_changes_no_answer(monkeypatch, chunk):
    """It is a matter of speed only."""
    monkeypatch.setattr(comparison, "CHUNK", chunk)
    x = RNG.integers(0, 256, 1000, np.uint8)
    results, _ = compute(sign_bits, shares(x, 5, 9))
    assert combine_bits(results) == (x >= 128).tolist()


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("excess", [0, 1])
def test_declared_sizes_without_room_for_the_sign_are_refused(bits, excess):
    """At least 1 bit, and at most the ring less one."""
    declared = 0 if excess == 0 else bits
    x = shares(words([0], bits))
    message = rf"need 1 <= declared_bits <= {bits - 1} in a ring of {bits} bits, got {declared}"

    async def secret(computer, share):
        return await less_than(computer, share, share, declared_bits=declared)

    async def public(computer, share):
        return await less_than_public(computer, share, 0, declared_bits=declared)

    for step in (secret, public):
        with pytest.raises(ParameterError, match=message) as error:
            compute(step, x)
        assert error.value.id == "errors.declared_bits"


@pytest.mark.parametrize("threshold", [-1, 17, 2**31, 2.5, 16.0, "3"])
def test_thresholds_beyond_the_declared_size_are_refused(threshold):
    """Negative, larger than 2**declared, or not whole: an error, never a wrong answer."""

    async def step(computer, share):
        return await less_than_public(computer, share, threshold, declared_bits=4)

    message = rf"need a whole threshold from 0 to 2\*\*4, the declared size, got {threshold}"
    with pytest.raises(ParameterError, match=message) as error:
        compute(step, shares(words([0], 32)))
    assert error.value.id == "errors.threshold_beyond_bits"


def test_numbers_larger_than_declared_are_silently_wrong():
    """Nobody can check a secret: that is why sizes are checked where values enter."""

    async def step(computer, x, y):
        return await less_than(computer, x, y, declared_bits=7)

    results, _ = compute(step, shares(words([255], 8)), shares(words([0], 8)))
    assert combine_bits(results) == [True]


MESSAGES = ["masked planes", "carry half", "carry"]


@pytest.mark.parametrize("wrong", MESSAGES)
def test_a_lost_message_ends_the_run(wrong):
    """Whoever waits says so."""
    with pytest.raises(ProtocolError, match=r"needs '.*' .*from"):
        compute(sign_bits, shares(words([1], 8)), interfere=lose(wrong))


@pytest.mark.parametrize("wrong", MESSAGES)
@pytest.mark.parametrize("sender", NAMES)
def test_a_changed_message_is_never_noticed_by_the_comparison_itself(wrong, sender):
    """The model is semi-honest; only an opening compares the two holders of a part."""
    x = shares(words([200], 8), 3, 4)
    results, _ = compute(sign_bits, x, interfere=change(wrong, sender=sender))
    assert len(results) == 3


def test_a_changed_message_can_turn_an_answer_around():
    """One changed bit makes a carry, and 127 opens as negative, without any error."""

    async def step(computer, share):
        return await open_bits(computer, await sign_bits(computer, share), receiver=1, step="a")

    def turn(message, payload):
        if message.step == "carry half" and message.sender == "Carla":
            payload = payload.copy()
            payload[0] ^= np.uint8(1)
        return payload

    x = shares(words([127], 8), 127, 0)
    assert compute(step, x)[0][0].tolist() == [False]
    assert compute(step, x, interfere=turn)[0][0].tolist() == [True]
