"""Two computing parties read what outside owners dealt; one alone reads nothing."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import Keystream, ProtocolError, run_parties
from pet_workbench.sharing.replicated import deal, input_by_owner, join_computation
from pet_workbench.sharing.ring import BITS
from tests.three_parties import NAMES, ring, words

BYTE = ring(8)


def dealt(vectors, *, step="debt", hand_out=deal, **options):
    """Let each owner hand out its vectors, and return the transcript."""

    async def owner(channel):
        for values in vectors[channel.party]:
            hand_out(channel, step, NAMES, values)

    async def computer(channel):
        joined = await join_computation(channel, NAMES)
        for name, owned in vectors.items():
            for values in owned:
                await input_by_owner(joined, step, owner=name, n=values.size, dtype=values.dtype)

    programs = {**dict.fromkeys(vectors, owner), **dict.fromkeys(NAMES, computer)}
    return run_parties(programs, **options)[1]


def deal_bits(channel, step, names, packed):
    """Deal packed bits: as `deal`, but the parts combine by exclusive or."""
    keys = [channel.draw_key(f"{step} key {i}") for i in (1, 2)]
    first, second = (Keystream(key).integers(packed.size, packed.dtype) for key in keys)
    rest = packed ^ first ^ second
    sent = [*(np.frombuffer(key, np.uint8) for key in keys), rest]
    for at, name in enumerate(names):
        for part in (at, (at + 1) % len(names)):
            channel.send(name, f"{step} part {part + 1}", sent[part])


def read(transcript, coalition, *, owner="Dewi", step="debt", dtype=BYTE, **options):
    """Let a coalition put its views together."""
    views = {name: transcript.view(name) for name in coalition}
    return read_dealt(views, NAMES, step, owner=owner, dtype=dtype, **options)


@pytest.mark.parametrize("bits", BITS)
@given(data=st.data())
@settings(max_examples=10)
def test_any_two_read_everything(bits, data):
    """Every coalition of two or three reads the numbers of every ring as they were put in."""
    numbers = data.draw(st.lists(st.integers(0, (1 << bits) - 1), max_size=5))
    transcript = dealt({"Dewi": [words(numbers, bits)]})
    for size in (2, 3):
        for coalition in combinations(NAMES, size):
            assert read(transcript, coalition, dtype=ring(bits)).tolist() == numbers


@pytest.mark.parametrize("name", NAMES)
def test_one_alone_reads_nothing(name):
    """One computing party alone lacks a part, also when an owner colludes with it."""
    transcript = dealt({"Dewi": [words([1, 2], 8)], "Emir": [words([3, 4], 8)]})
    assert read(transcript, (name,)) is None
    assert read(transcript, (name, "Emir")) is None


def test_each_owner_is_read_apart():
    """Owners who deal under the same name are not mixed up, and who dealt nothing gives nothing."""
    transcript = dealt({"Dewi": [words([1, 2], 8)], "Emir": [words([3], 8)]})
    pair = NAMES[:2]
    assert read(transcript, pair).tolist() == [1, 2]
    assert read(transcript, pair, owner="Emir").tolist() == [3]
    assert read(transcript, pair, owner="Fien") is None
    assert read(transcript, pair, step="income") is None


def test_vectors_dealt_one_after_the_other_are_all_read():
    """An owner who deals in pieces is read piece by piece, in order."""
    transcript = dealt({"Dewi": [words([1, 2], 8), words([3], 8)]})
    assert read(transcript, NAMES[1:]).tolist() == [1, 2, 3]


@pytest.mark.parametrize("coalition", list(combinations(NAMES, 2)))
def test_packed_bits_are_read(coalition):
    """Bits dealt with exclusive or are read word by word, and only when asked for as bits."""
    packed = words([0b1011, 0, 255], 8)
    transcript = dealt({"Dewi": [packed]}, hand_out=deal_bits)
    assert read(transcript, coalition, bits=True).tolist() == packed.tolist()
    assert read(transcript, coalition).tolist() != packed.tolist()


def test_needs_what_was_sent():
    """A run of which the messages were not kept cannot be attacked, and says so."""
    transcript = dealt({"Dewi": [words([1], 8)]}, keep_payload_bytes=0)
    with pytest.raises(ProtocolError, match="was not kept"):
        read(transcript, NAMES[:2])
