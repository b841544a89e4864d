"""What each party sees says nothing about the secrets: exactly in 8 bits, statistically at scale.

See `tests.rehearsal` for the proof by enumeration.
"""

import hashlib
from collections import Counter

import numpy as np
import pytest

from pet_workbench.sharing import comparison, replicated
from pet_workbench.sharing.comparison import less_than, less_than_public, open_bits, sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.opening import open_to, open_to_all
from pet_workbench.sharing.replicated import (
    Share,
    add,
    deal,
    inner_product,
    input_by_computer,
    input_by_owner,
    multiply,
)
from tests.rehearsal import BACKGROUNDS, COLUMNS, NumberedKeys, columns, mixed, unmasked
from tests.three_parties import NAMES, compute, shares
from tests.uniformity import looks_uniform, suspicious_pairs

BYTE = np.dtype(np.uint8)
SECRETS = {
    "all zero": [0] * 8,
    "all largest": [255] * 8,
    "all the same": [90] * 8,
    "edges": [0, 1, 127, 128, 129, 254, 255, 64],
}
"""Eight numbers of 8 bits each: one word of bit planes."""
SHARINGS = {
    "all in part 1": lambda x: shares(x, x, 0),
    "all in part 2": lambda x: shares(x, 0, x),
    "all in part 3": lambda x: shares(x, 0, 0),
    "mixed": lambda x: shares(x, 201, 77),
}
secrets = pytest.mark.parametrize("numbers", SECRETS.values(), ids=SECRETS)
sharings = pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)


async def _product(computer, x):
    return await multiply(computer, x, x)


async def _comparison(computer, x):
    return await less_than(computer, x, Share(x.own[::-1], x.next[::-1]), declared_bits=7)


async def _public_comparison(computer, x):
    return await less_than_public(computer, x, 100, declared_bits=7)


async def _numbers_of_bits(computer, x):
    return await bits_to_numbers(computer, await sign_bits(computer, x), dtype=BYTE)


async def _product_of_answers(computer, x):
    ones = await _numbers_of_bits(computer, x)
    return await multiply(computer, ones, add(ones, x))


STEPS = {
    "product": _product,
    "comparison of secrets": _comparison,
    "comparison with a public number": _public_comparison,
    "product of answers": _product_of_answers,
}


def views_not_uniform(monkeypatch, step, *inputs, others=None, backgrounds=(mixed,), opened=""):
    """Return how many bytes of each party's view are not proved uniform, by step."""

    def run(rehearsal):
        monkeypatch.setattr(replicated, "Keystream", rehearsal)
        return compute(step, *inputs, others=others, entropy=NumberedKeys())[1]

    found = {name: Counter() for name in NAMES}
    for background in backgrounds:
        for name, steps in unmasked(run, background=background, opened=opened).items():
            found[name] += steps
    return {name: dict(steps) for name, steps in found.items() if steps}


@secrets
@sharings
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_view_of_a_step_is_jointly_uniform(monkeypatch, step, numbers, sharing):
    """Whatever the secrets and however they are shared, each party sees uniform bytes."""
    assert views_not_uniform(monkeypatch, step, sharing(columns(numbers))) == {}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_views_are_uniform_whatever_the_other_keystream_bytes_are(monkeypatch, step):
    """The proof holds with all other bytes of keystream 0, 255 or mixed."""
    share = shares(columns(SECRETS["edges"]), 3, 5)
    assert views_not_uniform(monkeypatch, step, share, backgrounds=BACKGROUNDS) == {}


@secrets
@pytest.mark.parametrize("owner", [1, 2, 3])
def test_input_of_a_computer_is_uniform_to_the_others(monkeypatch, numbers, owner):
    """One party gets uniform bytes, the other nothing."""
    x = columns(numbers)

    async def step(computer):
        values = x if computer.number == owner else None
        return await input_by_computer(
            computer, "ages", owner=owner, n=x.size, dtype=BYTE, values=values
        )

    assert views_not_uniform(monkeypatch, step) == {}


@secrets
def test_input_of_an_outside_owner_is_uniform_to_each_computer(monkeypatch, numbers):
    """Two parties get uniform bytes, the first only keys."""
    x = columns(numbers)

    async def owner(channel):
        deal(channel, "ages", NAMES, x)

    async def step(computer):
        return await input_by_owner(computer, "ages", owner="Dewi", n=x.size, dtype=BYTE)

    assert views_not_uniform(monkeypatch, step, others={"Dewi": owner}) == {}


@pytest.mark.parametrize("numbers", [SECRETS["all zero"], SECRETS["edges"]])
def test_a_whole_computation_is_uniform_up_to_its_opening(monkeypatch, numbers):
    """Two inputs, a comparison and its opening: all but the opened bits is jointly uniform."""
    x = columns(numbers)

    async def step(computer):
        parts = [
            await input_by_computer(
                computer,
                "ages",
                owner=owner,
                n=x.size,
                dtype=BYTE,
                values=x if computer.number == owner else None,
            )
            for owner in (1, 3)
        ]
        bits = await sign_bits(computer, add(*parts))
        return await open_bits(computer, bits, receiver=1, step="answer")

    assert views_not_uniform(monkeypatch, step, opened="answer") == {}


def test_several_chunks_are_uniform_together(monkeypatch):
    """Chunks have lanes of their own, so that their masks are independent."""
    monkeypatch.setattr(comparison, "CHUNK", 8 * COLUMNS)
    x = columns(SECRETS["edges"] + SECRETS["all zero"])
    assert views_not_uniform(monkeypatch, _comparison, shares(x, 3, 5)) == {}


def test_a_lane_used_twice_is_found(monkeypatch):
    """The proof fails when two chunks are masked with the same keystream."""
    monkeypatch.setattr(comparison, "CHUNK", 8 * COLUMNS)
    monkeypatch.setattr(replicated.Computer, "lanes", _same_lane)
    x = columns(SECRETS["edges"] * 2)
    found = views_not_uniform(monkeypatch, _comparison, shares(x, 3, 5))
    assert set(found) == set(NAMES)


def _same_lane(computer, count):
    """Give all copies keystream lane 1: the mistake that lanes prevent."""
    return [
        replicated.Computer(computer.channel.branch(i), computer.names, computer._keys, lane=1)
        for i in range(1, count + 1)
    ]


async def _reshare_in_the_clear(computer, product, step):
    """Pass the local part of a product on without zeros: the mistake that masks prevent."""
    computer.channel.send(computer.name_after(2), step, product)
    received = await computer.channel.receive(
        computer.name_after(1), step, dtype=product.dtype, shape=product.shape
    )
    return Share(product, received)


async def _reshare_with_a_known_mask(computer, product, step):
    """Mask with the one key that the receiver has too: it looks random to everybody else."""
    product = product + computer.own_stream.integers(product.shape, product.dtype)
    return await _reshare_in_the_clear(computer, product, step)


@pytest.mark.parametrize("broken", [_reshare_in_the_clear, _reshare_with_a_known_mask])
def test_a_product_without_a_proper_mask_is_found(monkeypatch, broken):
    """The proof fails for every party when no mask, or one that the receiver knows, is used."""
    monkeypatch.setattr(replicated, "reshare", broken)
    found = views_not_uniform(monkeypatch, _product, shares(columns(SECRETS["edges"]), 3, 5))
    assert found == {name: {"product": 8} for name in NAMES}


def test_one_mask_for_both_halves_of_a_carry_is_found(monkeypatch):
    """The proof fails for party 1 when parties 2 and 3 mask with the same bytes."""

    def run(rehearsal):
        def opened(key, *, lane=0):
            stream = rehearsal(key, lane=lane)
            proper = stream.integers

            def integers(shape, dtype):
                if len(shape) == 3:
                    return np.broadcast_to(proper(shape[1:], dtype), shape)
                return proper(shape, dtype)

            stream.integers = integers
            return stream

        monkeypatch.setattr(replicated, "Keystream", opened)
        x = shares(columns(SECRETS["edges"]), 3, 5)
        return compute(_comparison, x, entropy=NumberedKeys())[1]

    found = unmasked(run, background=mixed)
    assert {name: dict(steps) for name, steps in found.items() if steps} == {
        "Anna": {"carry half": 14}
    }


class OneByte:
    """A keystream of one byte per key, in the place of `Keystream`."""

    def __init__(self, byte_of_key):
        self.byte_of_key = byte_of_key

    def __call__(self, key, *, lane=0):
        """Open the keystream of a key."""
        byte = self.byte_of_key[key[0]]

        class Opened:
            def integers(self, shape, dtype):
                return np.full(shape, byte, dtype)

        return Opened()


@pytest.mark.parametrize("x", [[0, 0, 0], [255, 255, 255], [1, 128, 77]])
def test_the_word_of_an_inner_product_is_uniform(monkeypatch, x):
    """The party without key k sees each of 256 values once when the byte of key k runs over all."""
    share = shares(np.array(x, np.uint8), 9, 250)
    for key, blind in ((1, "Bas"), (2, "Carla"), (3, "Anna")):
        seen = set()
        for byte in range(256):
            keystream = OneByte({1: 50, 2: 60, 3: 70} | {key: byte})
            monkeypatch.setattr(replicated, "Keystream", keystream)
            _, transcript = compute(inner_product, share, share, entropy=NumberedKeys())
            seen.update(transcript.view(blind).find("inner product")[0].values().tolist())
        assert len(seen) == 256


class EveryByte:
    """A keystream that is the same given vector for every key it is asked for, else zeros."""

    def __init__(self, key, vector):
        self.key, self.vector = key, vector

    def __call__(self, key, *, lane=0):
        """Open the keystream of a key."""
        vector = self.vector if key[0] == self.key else np.zeros_like(self.vector)

        class Opened:
            def integers(self, shape, dtype):
                return vector.copy()

        return Opened()


def all_combinations(count):
    """Return all combinations of `count` bytes, as one vector each."""
    return list(np.indices((256,) * count, np.uint8).reshape(count, -1))


@pytest.mark.parametrize("owner", [1, 2, 3])
def test_every_value_of_an_input_message_is_equally_likely_for_every_secret(monkeypatch, owner):
    """All 256 secrets times all 256 masks: each pair of secret and message occurs exactly once."""
    secret, mask = all_combinations(2)
    monkeypatch.setattr(replicated, "Keystream", EveryByte(owner % 3 + 1, mask))

    async def step(computer):
        values = secret if computer.number == owner else None
        return await input_by_computer(
            computer, "ages", owner=owner, n=secret.size, dtype=BYTE, values=values
        )

    _, transcript = compute(step, entropy=NumberedKeys())
    message = transcript.view(NAMES[(owner + 1) % 3]).find("ages")[0].values()
    assert np.unique(secret.astype(np.uint16) << 8 | message).size == 2**16


@pytest.mark.parametrize("blind", [1, 2, 3])
def test_every_value_of_a_product_message_is_equally_likely_for_every_pair_of_secrets(
    monkeypatch, blind
):
    """All 2**16 pairs of secrets times all 256 masks: exactly uniform, 2**24 cases in one run."""
    x, y, mask = all_combinations(3)
    monkeypatch.setattr(replicated, "Keystream", EveryByte((blind + 1) % 3 + 1, mask))
    _, transcript = compute(multiply, shares(x, 5, 6), shares(y, 7, 8), entropy=NumberedKeys())
    message = transcript.view(NAMES[blind - 1]).find("product")[0].values()
    case = (x.astype(np.uint32) << 16) | (y.astype(np.uint32) << 8) | message
    assert (np.bincount(case, minlength=2**24) == 1).all()


@pytest.mark.parametrize("receiver", [1, 2, 3])
def test_an_opening_can_be_simulated_from_own_shares_and_output(receiver):
    """For all 2**16 own shares and 8 outputs: what arrives follows from what the receiver has.

    The value is the output less the own parts, and the other message is its hash.
    """

    async def step(computer, share):
        return await open_to(computer, share, receiver=receiver, step="result")

    own, following = all_combinations(2)
    for output in SECRETS["edges"]:
        parts = {receiver: own, receiver % 3 + 1: following}
        parts[(receiver + 1) % 3 + 1] = np.uint8(output) - own - following
        mine = [Share(parts[i], parts[i % 3 + 1]) for i in (1, 2, 3)]
        results, transcript = compute(step, mine)
        assert (results[receiver - 1] == output).all()
        simulated = np.uint8(output) - own - following
        digest = hashlib.sha256(simulated.tobytes()).digest()
        view = transcript.view(NAMES[receiver - 1])
        assert view.find("result")[0].payload == simulated.tobytes()
        assert view.find("result hash")[0].payload == digest
        for name in NAMES:
            if name != NAMES[receiver - 1]:
                assert {m.step for m in transcript.view(name).received} == {"computing key"}


def test_opening_to_all_tells_each_party_its_missing_part_only():
    """Each view is simulated from the party's own parts and the output."""
    own, following = all_combinations(2)
    output = own ^ np.uint8(37)
    parts = [own, following, output - own - following]
    mine = [Share(parts[i], parts[(i + 1) % 3]) for i in range(3)]

    async def step(computer, share):
        return await open_to_all(computer, share, step="result")

    _, transcript = compute(step, mine)
    for i, name in enumerate(NAMES):
        simulated = output - mine[i].own - mine[i].next
        assert transcript.view(name).find("result")[0].payload == simulated.tobytes()


@pytest.mark.parametrize("receiver", [1, 2, 3])
def test_opened_bits_can_be_simulated_from_own_shares_and_output(receiver):
    """The opened word is the output's bits combined with the own parts; filling bits are zeros."""
    shared = {}

    async def step(computer, share):
        bits = await sign_bits(computer, share)
        shared[computer.number] = bits.chunks[0]
        return await open_bits(computer, bits, receiver=receiver, step="answer")

    x = np.array([0, 255, 128, 127, 3], np.uint8)
    results, transcript = compute(step, shares(x, 91, 14))
    output = np.packbits(results[receiver - 1], bitorder="little")
    simulated = output ^ shared[receiver].own ^ shared[receiver].next
    message = transcript.view(NAMES[receiver - 1]).find("answer")[0]
    assert message.payload == simulated.tobytes()


N = 1 << 15
DATA = {
    "all zero": lambda dtype: np.zeros(N, dtype),
    "all largest": lambda dtype: np.full(N, np.iinfo(dtype).max >> 1, dtype),
    "counting": lambda dtype: np.arange(N).astype(dtype) >> 1,
}


async def _everything(computer, x):
    """Share, multiply, compare and convert."""
    mine = await input_by_computer(
        computer,
        "input",
        owner=2,
        n=x.own.size,
        dtype=x.own.dtype,
        values=x.own if computer.number == 2 else None,
    )
    await multiply(computer, mine, x)
    bits = await less_than(computer, x, mine, declared_bits=8 * x.own.itemsize - 1)
    return await bits_to_numbers(computer, bits, dtype=x.own.dtype)


@pytest.mark.statistical
@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
@pytest.mark.parametrize("bits", [32, 64])
def test_at_scale_every_message_looks_uniform(data, bits):
    """With real keys, no message and no two messages of a view combined stand out.

    Chi-square on the bytes of every message of at least 4,096 bytes, and of the exclusive or and
    the difference of every two of one size.  Chance of a false alarm over all data: below 1e-6.
    """
    x = data(np.dtype(f"u{bits // 8}"))
    _, transcript = compute(_everything, shares(x, 0, 0))
    for name in NAMES:
        messages = [m for m in transcript.view(name).received if m.size_bytes >= N // 8]
        assert len(messages) >= 5
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(messages) == []


@pytest.mark.statistical
@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_at_scale_a_missing_mask_stands_out(monkeypatch, data):
    """The same check notices a product that is passed on in the clear."""
    monkeypatch.setattr(replicated, "reshare", _reshare_in_the_clear)
    x = data(np.dtype(np.uint64))
    _, transcript = compute(_product, shares(x, 0, 0))
    for name in NAMES:
        assert not looks_uniform(transcript.view(name).find("product")[0].payload)


@pytest.mark.statistical
def test_at_scale_a_lane_used_twice_stands_out(monkeypatch):
    """Each message alone looks uniform, two combined do not."""
    monkeypatch.setattr(replicated.Computer, "lanes", _same_lane)
    x = np.zeros(2 * comparison.CHUNK, np.uint64)
    _, transcript = compute(sign_bits, shares(x, 0, 0))
    for name in NAMES:
        messages = [m for m in transcript.view(name).received if m.size_bytes >= N]
        assert all(looks_uniform(m.payload) for m in messages)
        assert suspicious_pairs(messages) != []
