"""Two parties intersect lists: the answer, who learns what, what is refused, and the bytes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import (
    Keystream,
    ParameterError,
    PrivacyError,
    ProtocolError,
    random_permutation,
    run_parties,
)
from pet_workbench.sharing.joins.intersection import (
    ask_size,
    ask_which,
    exchange_bytes,
    hold_size,
    hold_which,
)
from pet_workbench.sharing.joins.ristretto import (
    inverse,
    multiply_points,
    name_points,
    secret_number,
)
from pet_workbench.sharing.joins.tags import digests_of, tag_of
from tests.three_parties import change
from tests.uniformity import looks_uniform

ASKED, HELD = [7, 100_000_005, 3, 999_999_999], [3, 8, 999_999_999, 12, 5]


def which(asked, held, payload=None, *, limit=1_000, **options):
    """Run "which", with payload if there is one."""
    width = 0 if payload is None else payload.shape[1]

    async def asker(channel):
        persons = np.array(asked, np.int64)
        return await ask_which(channel, persons, holder="Bas", payload_bytes=width)

    async def holder(channel):
        persons = np.array(held, np.int64)
        return await hold_which(channel, persons, asker="Anna", limit=limit, payload=payload)

    return run_parties({"Anna": asker, "Bas": holder}, **options)


def size(asked, held, *, limit=1_000, **options):
    """Run "size only"."""

    async def asker(channel):
        return await ask_size(channel, np.array(asked, np.int64), holder="Bas")

    async def holder(channel):
        return await hold_size(channel, np.array(held, np.int64), asker="Anna", limit=limit)

    return run_parties({"Anna": asker, "Bas": holder}, **options)


people = st.lists(st.integers(0, 30), max_size=12, unique=True)


@settings(max_examples=25, deadline=None)
@given(people, people)
def test_both_variants_agree_with_sets(asked, held):
    """Which and how many are what Python's sets say, empty lists included."""
    hits = which(asked, held)[0]["Anna"]
    assert {asked[place] for place in hits.places} == set(asked) & set(held)
    assert hits.places.tolist() == sorted(hits.places)
    assert size(asked, held)[0]["Anna"] == len(set(asked) & set(held))


def test_payload_is_read_for_hits_only():
    """The asker reads what belongs to its hits; for the others its view has only ciphertext."""
    payload = np.array([[3, 30], [8, 80], [99, 199], [12, 120], [5, 50]], np.uint8)
    results, transcript = which(ASKED, HELD, payload)
    hits = results["Anna"]
    assert hits.places.tolist() == [2, 3]
    assert hits.payload.tolist() == [[3, 30], [99, 199]]
    sealed = transcript.view("Anna").find("encrypted payloads")[0]
    assert sealed.size_bytes == len(HELD) * (2 + 16)


def test_holder_learns_only_the_length():
    """It gets one message, of random points, whoever is asked about."""
    results, transcript = which(ASKED, HELD)
    assert results["Bas"] == len(ASKED)
    assert [message.step for message in transcript.view("Bas").received] == ["masked points"]


def test_what_the_holder_sees_is_uniform():
    """Points of a list of neighbours look like any other points."""
    _, transcript = which(list(range(1_000)), [1])
    masked = transcript.view("Bas").received[0].values().reshape(-1, 32)
    assert looks_uniform(masked[:, 1:31].tobytes())


def test_tags_and_ciphertexts_are_uniform_to_the_asker():
    """Of those it did not ask about, the asker sees random bytes, though all payloads are equal."""
    payload = np.zeros((1_000, 1), np.uint8)
    _, transcript = which([5_000], list(range(1_000)), payload)
    view = transcript.view("Anna")
    tags = view.find("tags")[0].values().reshape(-1, 16)
    assert list(map(bytes, tags)) == sorted(map(bytes, tags))
    assert looks_uniform(tags[:, 2:].tobytes())
    assert looks_uniform(view.find("encrypted payloads")[0].payload)


def test_size_only_returns_the_points_in_a_secret_order():
    """The order is a permutation from a key that the asker never sees."""
    results, transcript = size(list(range(40)), list(range(20, 60)))
    assert results["Anna"] == 20
    shuffle_key = transcript.keys["Bas"]["shuffle key"]
    order = random_permutation(Keystream(shuffle_key), 40)
    assert order.tolist() != list(range(40))
    sent = transcript.view("Bas").find("masked points")[0].values().reshape(-1, 32)
    back = transcript.view("Anna").find("doubly masked points")[0].values().reshape(-1, 32)
    number = secret_number(transcript.keys["Bas"]["holder's secret number"])
    assert np.array_equal(back, multiply_points(sent[order], number))
    assert not any(shuffle_key in message.payload for message in transcript.messages)


def test_numbers_are_fresh_every_run():
    """Two runs on the same lists have no message in common."""
    first, second = (which(ASKED, HELD)[1].messages for _ in range(2))
    assert not {m.payload for m in first} & {m.payload for m in second}


@pytest.mark.parametrize("run", [which, size])
def test_a_list_that_is_too_long_is_not_answered(run):
    """Over the limit the holder stops before it sends anything; at the limit it answers."""
    run(ASKED, HELD, limit=len(ASKED))
    with pytest.raises(PrivacyError, match="need a list of at most 3 persons from Anna, got 4"):
        run(ASKED, HELD, limit=3)


@pytest.mark.parametrize("run", [which, size])
@pytest.mark.parametrize("step", ["masked points", "doubly masked points"])
def test_what_is_no_point_stops_the_run(run, step):
    """Both parties check every point they get; a changed first byte is odd, and so no point."""
    with pytest.raises(ProtocolError, match=f"need '{step}' to hold points"):
        run(ASKED, HELD, interfere=change(step))


@pytest.mark.parametrize("run", [which, size])
def test_half_a_point_stops_the_run(run):
    """A message that is not a whole number of points does not fit."""

    def cut(message, payload):
        return payload.reshape(-1)[:-1] if message.step == "masked points" else payload

    with pytest.raises(ProtocolError, match="'masked points' to fit"):
        run(ASKED, HELD, interfere=cut)


def test_a_point_twice_is_not_counted():
    """Size only refuses the same point twice, which would mark one person by counting double."""

    def double(message, payload):
        payload = payload.copy()
        if message.step == "masked points":
            payload[1] = payload[0]
        return payload

    with pytest.raises(ProtocolError, match="'masked points' once, got one twice"):
        size(ASKED, HELD, interfere=double)


def test_nobody_may_be_on_the_holders_list_twice():
    """Two payloads under one key would show everybody how they differ; nothing of them is sent."""
    sent = []
    for protocol, more in ((which, [np.array([[3], [5]], np.uint8)]), (which, []), (size, [])):
        with pytest.raises(ParameterError, match="every person once on the own list, got one"):
            protocol([1], [8, 8], *more, interfere=lambda m, p: (sent.append(m.step), p)[1])
    assert set(sent) <= {"masked points", "doubly masked points"}


def test_a_changed_payload_is_noticed():
    """Authenticated encryption: what was changed on its way is not read."""
    payload = np.array([[3]], np.uint8)
    with pytest.raises(ProtocolError, match="payload as its holder encrypted it"):
        which([3], [3], payload, interfere=change("encrypted payloads"))


@pytest.mark.parametrize(("n", "m", "width"), [(0, 0, 0), (1, 1, 0), (4, 5, 2), (30, 70, 8)])
def test_bytes_follow_the_formula(n, m, width):
    """Two points per person asked about, a tag (and a sealed payload) per person held."""
    payload = np.zeros((m, width), np.uint8) if width else None
    _, transcript = which(list(range(n)), list(range(m)), payload)
    assert transcript.bytes == exchange_bytes(n, m, payload_bytes=width)
    assert transcript.rounds == 2


def test_size_only_costs_the_same():
    """The order is the only difference."""
    _, transcript = size(ASKED, HELD)
    assert transcript.bytes == exchange_bytes(len(ASKED), len(HELD))
    assert transcript.rounds == 2


def test_different_numbers_per_point_break_size_only():
    """The stated limit: an asker that locks every point differently learns who is in both."""

    async def cheat(channel):
        locks = [secret_number(bytes([i]) * 32) for i in range(len(ASKED))]
        sent = [name_points(np.array([p]), lock) for p, lock in zip(ASKED, locks, strict=True)]
        channel.send("Bas", "masked points", np.concatenate(sent))
        back = await channel.receive(
            "Bas", "doubly masked points", dtype=np.uint8, shape=(len(ASKED), 32)
        )
        tags = await channel.receive("Bas", "tags", dtype=np.uint8, shape=None)
        known = {row.tobytes() for row in tags.reshape(-1, 16)}
        opened = [digests_of(multiply_points(back, inverse(lock))) for lock in locks]
        return {p for p, row in zip(ASKED, opened, strict=True) if known & set(map(tag_of, row))}

    async def holder(channel):
        return await hold_size(channel, np.array(HELD), asker="Anna", limit=10)

    results, _ = run_parties({"Anna": cheat, "Bas": holder})
    assert results["Anna"] == set(ASKED) & set(HELD)
