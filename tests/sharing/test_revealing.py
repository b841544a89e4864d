"""Revealing to a reader who does not compute: what it reads, what it costs, what it notices."""

import numpy as np
import pytest

from pet_workbench.core import ProtocolError
from pet_workbench.sharing.opening import fresh_parts, read_revealed, reveal
from pet_workbench.sharing.replicated import Share, deal, input_by_owner, multiply
from pet_workbench.sharing.ring import BITS
from tests.three_parties import (
    KEY_MESSAGES,
    NAMES,
    change,
    compute,
    ring,
    shares,
    trivial_and_random,
    words,
)
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(3)


async def _reveal(computer, x):
    reveal(computer, x, reader="Dewi", step="answer")


def _reader(n, dtype, *, bits=False, read=None):
    """Return a reader, and the list it writes what it reads to."""
    seen = [] if read is None else read

    async def program(channel):
        seen.append(await read_revealed(channel, NAMES, "answer", n=n, dtype=dtype, bits=bits))

    return seen, {"Dewi": program}


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("is_length_known", [True, False])
def test_a_reader_outside_reads_the_numbers(bits, is_length_known):
    """3 n words and 3 hashes, one round after the keys; the computing parties read nothing."""
    x = RNG.integers(0, 1 << bits, 5, ring(bits))
    for share in trivial_and_random(x, RNG):
        seen, reader = _reader(5 if is_length_known else None, ring(bits))
        results, transcript = compute(_reveal, share, others=reader)
        assert results == [None, None, None]
        assert seen[0].tolist() == x.tolist()
        assert transcript.bytes == KEY_MESSAGES + 3 * (x.nbytes + 32)
        assert transcript.rounds == 1 + 1
        assert {m.receiver for m in transcript.messages if m.step != "computing key"} == {"Dewi"}


def test_bits_are_read_by_exclusive_or():
    """With `bits`, the parts are combined by exclusive or."""
    x = words([0b1100], 8)
    seen, reader = _reader(1, ring(8), bits=True)
    compute(_reveal, shares(x, 0, 0), others=reader)
    assert seen[0].tolist() == [0b1100]


@pytest.mark.parametrize("sender", NAMES)
@pytest.mark.parametrize("wrong", ["answer", "answer hash"])
def test_one_wrong_sender_is_noticed(sender, wrong):
    """A part or a hash that one party changes ends the reading; no number is returned."""
    seen, reader = _reader(1, ring(32))
    with pytest.raises(ProtocolError, match="disagree"):
        compute(
            _reveal,
            shares(words([7], 32), 1, 2),
            others=reader,
            interfere=change(wrong, sender=sender),
        )
    assert not seen


@pytest.mark.parametrize("owner_number", [11, 202])
def test_the_parts_say_no_more_than_the_product(owner_number):
    """The parts are random, whatever the factors; only what they add up to is the product."""
    byte = ring(8)

    def parts(pair):
        async def owner(channel):
            deal(channel, "factors", NAMES, words(pair, 8))

        async def step(computer):
            x = await input_by_owner(computer, "factors", owner="Owen", n=2, dtype=byte)
            one, other = (type(x)(*(part[i : i + 1] for part in x)) for i in (0, 1))
            await _reveal(computer, await multiply(computer, one, other))

        _, reader = _reader(1, byte)
        _, transcript = compute(step, others={"Owen": owner, **reader})
        return [m.values().tolist()[0] for m in transcript.view("Dewi").find("answer")]

    seen = [parts((owner_number, 2)) for _ in range(40)] + [
        parts((2 * owner_number % 256, 1)) for _ in range(40)
    ]
    assert {sum(one) % 256 for one in seen} == {2 * owner_number % 256}
    assert len({one[0] for one in seen[:40]}) > 25
    assert len({one[1] for one in seen[40:]}) > 25


def test_fresh_parts_hide_the_parts_that_a_reader_would_see():
    """Of one secret, all in one part or not, a reader then sees 16 kB of uniform bytes per part."""
    secret = RNG.integers(0, 1 << 64, 2048, ring(64))

    async def step(computer, x):
        fresh = await fresh_parts(computer, x)
        reveal(computer, fresh, reader="Dewi", step="answer")

    for first in (0, secret):
        seen, reader = _reader(2048, ring(64), bits=True)
        parts = [np.zeros_like(secret) + first, np.zeros_like(secret), secret - first]
        held = [Share(parts[i], parts[(i + 1) % 3]) for i in range(3)]
        _, transcript = compute(step, held, others=reader)
        assert (seen[0] == secret).all()
        assert transcript.bytes == KEY_MESSAGES + 3 * secret.nbytes + 3 * (secret.nbytes + 32)
        shown = transcript.view("Dewi").find("answer")
        assert len(shown) == 3
        assert all(looks_uniform(message.payload) for message in shown)
        assert suspicious_pairs(shown) == []
