"""What a run wrote down: every byte counted, payloads kept as far as there is room."""

import numpy as np
import pytest

from pet_workbench.core import PROFILES, NetworkProfile, ProtocolError, Transcript, run_parties
from pet_workbench.core.transcript import ROUND_SECONDS, START_SECONDS

FIRST = np.arange(100, dtype=np.uint64)
SECOND = np.arange(5, dtype=np.uint8)


def transcript(**options):
    """Return the record of two messages to Bas and one back: 800, 5 and 2 bytes."""

    async def anna(channel):
        channel.send("Bas", "first", FIRST)
        channel.send("Bas", "second", SECOND)
        await channel.receive("Bas", "answer", dtype=np.int16, shape=1)

    async def bas(channel):
        for step, sent in (("first", FIRST), ("second", SECOND)):
            await channel.receive("Anna", step, dtype=sent.dtype, shape=sent.size)
        channel.send("Anna", "answer", np.array([-1], np.int16))

    return run_parties({"Anna": anna, "Bas": bas}, **options)[1]


def test_bytes_are_counted_in_all_ways():
    """In total, per sender and per pair."""
    record = transcript()
    assert record.bytes == 800 + 5 + 2
    assert (record.bytes_sent("Anna"), record.bytes_sent("Bas")) == (805, 2)
    assert (record.bytes_between("Anna", "Bas"), record.bytes_between("Bas", "Anna")) == (805, 2)
    assert record.bytes_between("Anna", "Anna") == 0


def test_a_message_gives_back_the_array_that_was_sent():
    """Type and values survive, also of negative numbers."""
    first, second, answer = transcript().messages
    assert np.array_equal(first.values(), FIRST)
    assert np.array_equal(second.values(), SECOND)
    assert answer.values().tolist() == [-1]
    assert [message.items for message in (first, second, answer)] == [100, 5, 1]


def test_a_view_holds_what_one_party_received():
    """Nothing that it sent itself, nothing of others."""
    record = transcript()
    assert [message.step for message in record.view("Bas").received] == ["first", "second"]
    assert [message.step for message in record.view("Anna").received] == ["answer"]
    assert record.view("Bas").bytes == 805
    assert record.view("Bas").find("second") == [record.messages[1]]
    assert record.view("Bas").find("answer") == []


def test_views_of_a_coalition_come_in_its_order():
    """One view per member."""
    assert [view.party for view in transcript().views(["Bas", "Anna"])] == ["Bas", "Anna"]


def test_a_stranger_has_no_view():
    """Only parties of the run saw anything."""
    with pytest.raises(ProtocolError, match=r"need a party of this run \(Anna, Bas\), got Carla"):
        transcript().view("Carla")


def test_a_view_can_be_looked_at_as_a_table():
    """One row per message, with its first values as numbers."""
    table = transcript().view("Bas").table(first=3)
    assert table.to_dict("list") == {
        "round": [1, 1],
        "sender": ["Anna", "Anna"],
        "step": ["first", "second"],
        "items": [100, 5],
        "bytes": [800, 5],
        "first_values": [[0, 1, 2], [0, 1, 2]],
    }


@pytest.mark.parametrize(
    ("room", "kept"),
    [(807, [True, True, True]), (806, [True, True, False]), (799, [False, True, True])],
)
def test_payloads_are_kept_while_there_is_room(room, kept):
    """What no longer fits is dropped, and counted all the same."""
    record = transcript(keep_payload_bytes=room)
    assert [message.payload is not None for message in record.messages] == kept
    sizes = [800, 5, 2]
    assert record.dropped_bytes == sum(
        size for size, there in zip(sizes, kept, strict=True) if not there
    )
    assert (record.bytes, record.rounds) == (807, 2)


def test_the_first_values_of_a_dropped_message_stay():
    """A long message still shows its first 256 bytes, whole values only."""
    message = transcript(keep_payload_bytes=10).messages[0]
    assert message.payload is None
    assert message.first_values(4) == [0, 1, 2, 3]
    assert message.first_values(1000) == list(range(256 // 8))


def test_no_room_keeps_nothing_at_all():
    """At national scale not even first values are kept."""
    record = transcript(keep_payload_bytes=0)
    assert [message.first_values(4) for message in record.messages] == [[], [], []]
    assert record.dropped_bytes == record.bytes == 807


def test_a_dropped_payload_cannot_be_read():
    """The error says what to change."""
    message = transcript(keep_payload_bytes=0).messages[0]
    with pytest.raises(ProtocolError, match=r"'first' \(800 bytes\) was not kept") as error:
        message.values()
    assert error.value.id == "errors.payload_dropped"


def test_time_on_a_network_follows_from_rounds_and_the_bytes_that_wait_for_each_other():
    """Rounds and a last one for goodbyes, bytes of the longest chain, and the parties' own work."""
    profile = NetworkProfile("slow", latency_s=0.5, bits_per_s=100)
    under_way = (2 + 1) * 0.5 + 8 * 807 / 100
    work = START_SECONDS + 2 * ROUND_SECONDS
    assert profile.seconds(transcript()) == pytest.approx(under_way + work, rel=1e-12)
    assert work < 0.1


def test_a_run_without_messages_takes_no_time():
    """Nothing under way, nothing to wait for."""
    assert [profile.seconds(Transcript((), ())) for profile in PROFILES] == [0, 0, 0]


def test_networks_are_listed_from_fast_to_slow():
    """The same run takes longer on each next profile."""
    seconds = [profile.seconds(transcript()) for profile in PROFILES]
    assert seconds == sorted(seconds)
    assert len({profile.id for profile in PROFILES}) == 3
