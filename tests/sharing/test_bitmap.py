"""Lists as secret bits over all possible numbers: dealing, combining, looking up, revealing."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, PrivacyError, ProtocolError, run_parties
from pet_workbench.sharing import replicated
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.counting import at_least, counting_messages
from pet_workbench.sharing.joins import bitmap
from pet_workbench.sharing.joins.bitmap import (
    CHUNK_PLACES,
    check_single,
    deal_bits,
    input_bits,
    look_up,
    n_words,
    pack,
    places_of,
    read_places,
    reveal_bits,
)
from pet_workbench.sharing.opening import HASH_BYTES
from pet_workbench.sharing.popcount import count_bytes
from pet_workbench.sharing.replicated import Share, join_computation
from tests.rehearsal import columns
from tests.sharing.test_views import views_not_uniform
from tests.three_parties import KEY_MESSAGES, NAMES, change, compute
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(22)
OWNERS = ("Dewi", "Emre", "Fatma", "Gijs")
READER = "Hanna"


async def _deal(channel, places, n_places):
    deal_bits(channel, "list", NAMES, pack(np.asarray(places, np.int64), n_places))


async def _receive(channel, owners, n_places):
    computer = await join_computation(channel, NAMES)
    lists = [await input_bits(computer, "list", owner=owner, n_places=n_places) for owner in owners]
    return computer, lists


async def _three_of_four(channel, n_places):
    computer, lists = await _receive(channel, OWNERS, n_places)
    reveal_bits(computer, await at_least(computer, lists, 3), reader=READER, step="found")


async def _read(channel, n_places):
    return await read_places(channel, NAMES, "found", n_places=n_places)


def three_of_four(lists, n_places, **options):
    """Return the places that the reader finds on at least three of four lists, and the record."""
    programs = {
        owner: partial(_deal, places=places, n_places=n_places)
        for owner, places in zip(OWNERS, lists, strict=True)
    }
    programs |= {name: partial(_three_of_four, n_places=n_places) for name in NAMES}
    programs[READER] = partial(_read, n_places=n_places)
    results, transcript = run_parties(programs, **options)
    return results[READER].tolist(), transcript


def on_three(lists):
    """Return the places on at least three of the lists, by counting them one by one."""
    places = [place for one in lists for place in set(one)]
    return sorted({place for place in places if places.count(place) >= 3})


@pytest.mark.parametrize("n_places", [1, 63, 64, 65, 1000, CHUNK_PLACES, CHUNK_PLACES + 130])
def test_packing_and_reading_are_inverse(n_places):
    """Any list comes back in order, at sizes around a word and around a chunk."""
    for given_places in ([], [0], [n_places - 1], RNG.integers(0, n_places, 500)):
        places = np.asarray(given_places, np.int64)
        words = pack(places, n_places)
        assert words.size == n_words(n_places)
        assert places_of(words, n_places).tolist() == sorted(set(places.tolist()))


@given(st.integers(1, 300), st.data())
@settings(max_examples=60, deadline=None)
def test_packing_sets_one_bit_per_place(n_places, data):
    """As many bits as different places, whatever the order and however often each occurs."""
    places = data.draw(st.lists(st.integers(0, n_places - 1), max_size=50))
    words = pack(np.array(places, np.int64), n_places)
    assert sum(int(word).bit_count() for word in words) == len(set(places))


def test_bits_stand_in_the_order_of_all_other_bits(monkeypatch):
    """Chunk by chunk as `sharing.bits` unpacks them, so that other protocols can go on."""
    monkeypatch.setattr(bitmap, "CHUNK_WORDS", 2)
    monkeypatch.setattr(bitmap, "CHUNK_PLACES", 128)
    words = pack(np.array([0, 1, 2, 127, 128, 129]), 192)
    assert words.tolist() == [1 | 1 << 1, 1 | 1 << 63, 1 | 1 << 1]


@pytest.mark.parametrize("place", [-1, 10])
def test_a_place_outside_is_refused(place):
    """A number beyond the agreed ones is a mistake, not a person."""
    with pytest.raises(ParameterError, match=r"from 0 and below 10, got"):
        pack(np.array([3, place]), 10)


@pytest.mark.parametrize("n_places", [1, 64, 200, 1000])
def test_who_is_on_three_of_four_lists(n_places):
    """Against counting one by one, also when lists are empty or full."""
    full = list(range(n_places))
    some = [sorted(set(RNG.integers(0, n_places, n_places).tolist())) for _ in range(4)]
    for lists in ([[], [], [], []], [full] * 4, [full, full, [], [0]], some):
        assert three_of_four(lists, n_places)[0] == on_three(lists)


def test_several_chunks_are_one_list():
    """Places in the first chunk, on its edge and in the last."""
    edge = [0, CHUNK_PLACES - 1, CHUNK_PLACES, 2 * CHUNK_PLACES + 99]
    found, _ = three_of_four([edge, edge[1:], edge[2:], edge[:3]], edge[-1] + 1)
    assert found == edge[1:3] + edge[3:]


@pytest.mark.parametrize("n_places", [1, 1000, 2 * CHUNK_PLACES + 65])
def test_bytes_and_rounds_depend_on_nothing_but_the_number_of_places(n_places):
    """Four lists of 2 bits a place, three "and"s of 3 bits, a reading of 3: 2.5 bytes a place.

    However long the lists are.  Rounds: deal or agree keys, two to count, one to read.
    """
    size = 8 * n_words(n_places)
    dealing = 4 * (2 * size + 4 * 32)
    counting = 3 * counting_messages(4) * size
    reading = 3 * (size + HASH_BYTES)
    for lists in ([[], [], [], []], [[0], [0], [0], range(n_places)]):
        _, transcript = three_of_four(lists, n_places, keep_payload_bytes=0)
        assert transcript.bytes == KEY_MESSAGES + dealing + counting + reading
        assert transcript.rounds == 4


def test_nobody_but_the_reader_sees_more_than_noise():
    """With full lists: all that computers get looks uniform, singly and in pairs."""
    n_places = 200_000
    _, transcript = three_of_four([range(n_places)] * 4, n_places)
    for name in NAMES:
        received = [m for m in transcript.view(name).received if m.size_bytes > 1000]
        assert len(received) >= 2
        assert all(looks_uniform(message.payload) for message in received)
        assert suspicious_pairs(received) == []
    for owner in OWNERS:
        assert transcript.view(owner).received == ()


def test_dealt_bits_are_uniform_to_each_computer(monkeypatch):
    """Two parties get uniform bytes, the first only keys: an exact check by enumeration."""
    monkeypatch.setattr(bitmap, "WORD", np.dtype(np.uint8))
    monkeypatch.setattr(bitmap, "WORD_BITS", 8)
    # whatever stands in for the keystream of `replicated` stands in here as well
    monkeypatch.setattr(bitmap, "Keystream", _keystream_of_replicated)
    bits = columns([0, 255, 90, 1])

    async def owner(channel):
        deal_bits(channel, "list", NAMES, bits)

    async def step(computer):
        return await input_bits(computer, "list", owner="Dewi", n_places=8 * bits.size)

    assert views_not_uniform(monkeypatch, step, others={"Dewi": owner}) == {}


def _keystream_of_replicated(key):
    return replicated.Keystream(key)


async def _ask(channel, n_places, checked):
    computer, (*lists, asked) = await _receive(channel, (*OWNERS, READER), n_places)
    if checked:
        await check_single(computer, asked)
    for i, bit in enumerate(await look_up(computer, lists, asked)):
        reveal_bits(computer, bit, reader=READER, step=f"bit {i}")


async def _asker(channel, places, n_places):
    await _deal(channel, places, n_places)
    bits = [await read_places(channel, NAMES, f"bit {i}", n_places=1) for i in range(4)]
    return [bit.size for bit in bits]


def looked_up(lists, places, n_places, *, checked=True):
    """Return the bits of the four lists at the asked place, and the record."""
    programs = {
        owner: partial(_deal, places=places, n_places=n_places)
        for owner, places in zip(OWNERS, lists, strict=True)
    }
    programs |= {name: partial(_ask, n_places=n_places, checked=checked) for name in NAMES}
    programs[READER] = partial(_asker, places=places, n_places=n_places)
    results, transcript = run_parties(programs)
    return results[READER], transcript


@pytest.mark.parametrize("place", [0, 1, 63, 64, 130])
def test_a_look_up_reads_every_list_at_one_place(place):
    """For all 16 combinations of four lists, beside many other people on them."""
    for number in range(16):
        listed = [number >> i & 1 for i in range(4)]
        others = [sorted(set(RNG.integers(0, 131, 60).tolist()) - {place}) for _ in range(4)]
        lists = [one + [place] * bit for one, bit in zip(others, listed, strict=True)]
        assert looked_up(lists, [place], 131)[0] == listed


def test_bytes_of_a_look_up():
    """One word per list and party, whatever the number of places; then check and reading."""
    for n_places in (100, 5000):
        size = 8 * n_words(n_places)
        dealing = 5 * (2 * size + 4 * 32)
        check = count_bytes(n_places, chunk_words=bitmap.CHUNK_WORDS) + 3 * (4 + HASH_BYTES)
        reading = 4 * 3 * (8 + HASH_BYTES)
        _, transcript = looked_up([[], [], [], []], [5], n_places)
        assert transcript.bytes == KEY_MESSAGES + dealing + check + 3 * 4 * 8 + reading


class _OneByte:
    """A keystream of one byte, in the place of `Keystream`."""

    def __init__(self, byte):
        self.byte = byte

    def xor_into(self, values):
        values ^= values.dtype.type(self.byte)


@pytest.mark.parametrize("asked", [[0, 0], [8, 0], [255, 255]])
def test_what_is_passed_on_in_a_look_up_is_uniform(monkeypatch, asked):
    """The party without key k sees each of 256 values once when the byte of key k runs over all."""
    monkeypatch.setattr(bitmap, "WORD", np.dtype(np.uint8))
    listed, question = (
        [SharedBits((Share(np.array(x, np.uint8), np.array(y, np.uint8)),), 16) for x, y in pairs]
        for pairs in ([([1, 9], [77, 3])] * 3, [(asked, [5, 5])] * 3)
    )

    async def step(computer, mine, place):
        computer.own_stream = _OneByte(bytes_of_keys[computer.number])
        computer.next_stream = _OneByte(bytes_of_keys[computer.number % 3 + 1])
        await look_up(computer, [mine], place)

    for key, blind in ((1, "Bas"), (2, "Carla"), (3, "Anna")):
        seen = set()
        for byte in range(256):
            bytes_of_keys = {1: 50, 2: 60, 3: 70} | {key: byte}
            _, transcript = compute(step, listed, question)
            seen.update(transcript.view(blind).find("look-up")[0].values().tolist())
        assert len(seen) == 256


@pytest.mark.parametrize(("places", "count"), [([], 0), ([3, 4], 2), (range(100), 100)])
def test_a_question_about_no_or_several_places_is_refused(places, count):
    """Before anything about anyone is opened."""
    with pytest.raises(PrivacyError, match=f"about one person, got one about {count}"):
        looked_up([[3], [], [], []], list(places), 100)


def test_without_the_check_two_places_would_be_answered_together():
    """Whether an odd number of both is listed: the reason for the check."""
    lists = [[3, 4], [3], [4], []]
    assert looked_up(lists, [3, 4], 100, checked=False)[0] == [0, 1, 1, 0]


def test_a_changed_share_of_what_is_read_is_noticed():
    """Value and hash come from different holders."""
    with pytest.raises(ProtocolError, match="disagree"):
        three_of_four([[1], [1], [1], []], 100, interfere=change("found", sender=NAMES[1]))


def test_an_owner_who_lies_is_believed():
    """Who leaves somebody out makes the answer wrong, and nothing here notices."""
    assert three_of_four([[1], [1], [1], []], 100)[0] == [1]
    assert three_of_four([[1], [1], [], []], 100)[0] == []
