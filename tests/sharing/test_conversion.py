"""Secret bits become secret numbers 0 and 1, in any ring."""

import numpy as np
import pytest

from pet_workbench.core import ProtocolError
from pet_workbench.sharing.comparison import CHUNK, SharedBits, sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.replicated import Share
from pet_workbench.sharing.ring import BITS
from tests.sharing.test_comparison import bytes_for
from tests.three_parties import KEY_MESSAGES, combine, compute, lose, ring, shares, words

RNG = np.random.default_rng(8)


def converted(x, bits_after):
    """Return the results of turning the signs of `x` into numbers, and the record."""

    async def step(computer, share):
        return await bits_to_numbers(
            computer, await sign_bits(computer, share), dtype=ring(bits_after)
        )

    return compute(step, shares(x, 21, 99), keep_payload_bytes=0)


@pytest.mark.parametrize("bits_before", BITS)
@pytest.mark.parametrize("bits_after", BITS)
@pytest.mark.parametrize("n", [0, 1, 9, 65])
def test_bits_become_zeros_and_ones(bits_before, bits_after, n):
    """From any ring to any ring, also when the last word is not full."""
    x = RNG.integers(0, 1 << bits_before, n, ring(bits_before))
    results, _ = converted(x, bits_after)
    numbers = combine(results)
    assert numbers.dtype == ring(bits_after)
    assert numbers.tolist() == [int(value) >> (bits_before - 1) for value in x]


@pytest.mark.parametrize("n", [CHUNK - 1, CHUNK, CHUNK + 1])
def test_chunks_are_put_together_again(n):
    """Results, bytes and rounds around the size of a chunk: 3 words per bit.

    Conversion takes 2 rounds, of which the first needs nothing from the party that is ready last.
    """
    x = RNG.integers(0, 1 << 16, n, np.uint16)
    results, transcript = converted(x, 32)
    assert np.array_equal(combine(results), (x >> np.uint16(15)).astype(np.uint32))
    padded = (n + 15) // 16 * 16
    assert transcript.bytes == KEY_MESSAGES + bytes_for(n, 16) + 3 * padded * 4
    assert transcript.rounds == 1 + (2 + 4) + 1


def test_any_sharing_of_a_bit_gives_its_number():
    """All 256 words in all sharings with a part of 0, of the word itself and of all ones."""
    x = np.arange(256, dtype=np.uint8)
    for first in (0, 255, x, x ^ np.uint8(90)):
        for second in (0, 255, x):
            parts = [np.zeros_like(x) ^ np.asarray(part, np.uint8) for part in (first, second)]
            parts.append(x ^ parts[0] ^ parts[1])
            bits = [SharedBits((Share(parts[i], parts[(i + 1) % 3]),), 2048) for i in range(3)]

            async def step(computer, mine):
                return await bits_to_numbers(computer, mine, dtype=np.dtype(np.uint8))

            results, _ = compute(step, bits)
            expected = np.concatenate([x >> np.uint8(i) & np.uint8(1) for i in range(8)])
            assert np.array_equal(combine(results), expected)


@pytest.mark.parametrize("wrong", ["masked bits", "bit product half"])
def test_a_lost_message_ends_the_run(wrong):
    """Whoever waits says so."""

    async def step(computer, share):
        bits = await sign_bits(computer, share)
        return await bits_to_numbers(computer, bits, dtype=ring(32))

    with pytest.raises(ProtocolError, match=r"which never came|run different protocols"):
        compute(step, shares(words([1], 8)), interfere=lose(wrong))
