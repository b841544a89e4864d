"""Parties that take turns: order, rounds, and what happens to a message that goes astray."""

import numpy as np
import pytest

from pet_workbench.core import Entropy, ProtocolError, acting_party, run_parties


def numbers(*values):
    """Return the values as an array to send."""
    return np.array(values, np.uint16)


def sender(*messages, to="Bas"):
    """Return a program that sends each (step, array)."""

    async def program(channel):
        for step, payload in messages:
            channel.send(to, step, payload)

    return program


def receiver(*steps, shape=1, dtype=np.uint16, source="Anna"):
    """Return a program that reads the steps and returns the arrays."""

    async def program(channel):
        return [await channel.receive(source, step, dtype=dtype, shape=shape) for step in steps]

    return program


async def idle(channel):
    """Do nothing."""


def test_results_come_by_party():
    """Every program's return value stands under its party's name."""

    async def name(channel):
        return channel.party

    assert run_parties({"Anna": name, "Bas": name})[0] == {"Anna": "Anna", "Bas": "Bas"}


def test_messages_of_one_sender_arrive_in_order():
    """What was sent first is read first."""
    programs = {
        "Anna": sender(("a", numbers(1)), ("a", numbers(2)), ("b", numbers(3))),
        "Bas": receiver("a", "a", "b"),
    }
    results, transcript = run_parties(programs)
    assert [array.tolist() for array in results["Bas"]] == [[1], [2], [3]]
    assert [message.step for message in transcript.messages] == ["a", "a", "b"]


def test_a_reader_may_start_before_its_sender():
    """Who waits is asked again when somebody has sent."""
    programs = {"Bas": receiver("a"), "Anna": sender(("a", numbers(1)))}
    assert run_parties(programs)[0]["Bas"][0].tolist() == [1]


def test_senders_are_told_apart():
    """A message waits for the one who asks for its sender."""

    async def dewi(channel):
        for name in ("Bas", "Anna"):
            yielded.append(await channel.receive(name, "a", dtype=np.uint16, shape=1))

    yielded = []
    programs = {
        "Anna": sender(("a", numbers(1)), to="Dewi"),
        "Bas": sender(("a", numbers(2)), to="Dewi"),
        "Dewi": dewi,
    }
    run_parties(programs)
    assert [array.tolist() for array in yielded] == [[2], [1]]


def test_arrays_keep_their_shape():
    """A matrix goes over as it is; None takes a vector of any length."""
    matrix = numbers(*range(6)).reshape(2, 3)
    programs = {"Anna": sender(("a", matrix)), "Bas": receiver("a", shape=(2, 3))}
    assert np.array_equal(run_parties(programs)[0]["Bas"][0], matrix)
    programs["Bas"] = receiver("a", shape=None)
    assert run_parties(programs)[0]["Bas"][0].tolist() == list(range(6))


def test_an_empty_array_is_a_message():
    """Nothing can be sent too: it counts as a message of 0 bytes."""
    programs = {"Anna": sender(("a", numbers())), "Bas": receiver("a", shape=0)}
    _, transcript = run_parties(programs)
    assert (transcript.bytes, len(transcript.messages)) == (0, 1)


@pytest.mark.parametrize("interfere", [None, lambda message, payload: payload])
def test_what_arrives_cannot_be_changed(interfere):
    """The receiver gets a read-only array, so that it cannot write in another party's memory."""
    programs = {"Anna": sender(("a", numbers(1))), "Bas": receiver("a")}
    array = run_parties(programs, interfere=interfere)[0]["Bas"][0]
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 5


def test_rounds_count_the_longest_chain():
    """Messages that wait for nothing share round 1; each answer is one round later."""

    async def anna(channel):
        channel.send("Bas", "a", numbers(1))
        channel.send("Bas", "b", numbers(2))
        await channel.receive("Bas", "c", dtype=np.uint16, shape=1)
        channel.send("Bas", "d", numbers(4))

    async def bas(channel):
        await channel.receive("Anna", "a", dtype=np.uint16, shape=1)
        await channel.receive("Anna", "b", dtype=np.uint16, shape=1)
        channel.send("Anna", "c", numbers(3))
        await channel.receive("Anna", "d", dtype=np.uint16, shape=1)

    _, transcript = run_parties({"Anna": anna, "Bas": bas})
    assert [message.round for message in transcript.messages] == [1, 1, 2, 3]
    assert transcript.rounds == 3


def test_an_early_message_read_late_does_not_set_the_clock_back():
    """What is sent depends on everything read before, not only on the last."""

    async def anna(channel):
        channel.send("Bas", "early", numbers(1))
        channel.send("Carla", "a", numbers(1))

    async def carla(channel):
        await channel.receive("Anna", "a", dtype=np.uint16, shape=1)
        channel.send("Bas", "b", numbers(1))

    async def bas(channel):
        await channel.receive("Carla", "b", dtype=np.uint16, shape=1)
        await channel.receive("Anna", "early", dtype=np.uint16, shape=1)
        channel.send("Dewi", "c", numbers(1))

    dewi = receiver("c", source="Bas")
    _, transcript = run_parties({"Anna": anna, "Bas": bas, "Carla": carla, "Dewi": dewi})
    assert [(message.step, message.round) for message in transcript.messages] == [
        ("early", 1),
        ("a", 1),
        ("b", 2),
        ("c", 3),
    ]


def _two_exchanges(in_branches):
    """Let two parties exchange a message twice, side by side or one after the other, and once more.

    Returns
    -------
    list of int
        The rounds of the messages.
    """

    async def exchange(channel, other, step):
        channel.send(other, step, numbers(1))
        await channel.receive(other, step, dtype=np.uint16, shape=1)

    def party(other):
        async def program(channel):
            branches = [channel.branch(lane) if in_branches else channel for lane in (1, 2)]
            for branch in branches:
                await exchange(branch, other, "side by side")
            if in_branches:
                channel.join(*branches)
            await exchange(channel, other, "after")

        return program

    _, transcript = run_parties({"Anna": party("Bas"), "Bas": party("Anna")})
    return sorted(message.round for message in transcript.messages)


def test_branches_count_as_side_by_side():
    """Work in branches shares its rounds; what follows the join waits for all of it."""
    assert _two_exchanges(in_branches=True) == [1, 1, 1, 1, 2, 2]
    assert _two_exchanges(in_branches=False) == [1, 1, 2, 2, 3, 3]


def test_joining_nothing_changes_nothing():
    """A loop over no branches may be joined."""

    async def anna(channel):
        channel.join()
        channel.send("Bas", "a", numbers(1))

    _, transcript = run_parties({"Anna": anna, "Bas": receiver("a")})
    assert transcript.rounds == 1


def test_a_lost_message_is_reported_by_who_waits_for_it():
    """The error names who waits, for what and from whom, and stops the run."""
    programs = {"Anna": sender(("age", numbers(1))), "Bas": receiver("age")}
    with pytest.raises(ProtocolError, match="Bas needs 'age' from Anna, which never came") as error:
        run_parties(programs, interfere=lambda message, payload: None)
    assert error.value.id == "errors.message_missing"
    assert error.value.parameters == {"party": "Bas", "step": "age", "sender": "Anna"}


def test_a_party_that_stops_is_missed():
    """A party that ends early leaves the others waiting, and they say for whom."""
    with pytest.raises(ProtocolError, match=r"Bas needs 'age' from Anna.*or Anna stopped"):
        run_parties({"Anna": idle, "Bas": receiver("age")})


def test_parties_that_wait_for_each_other_are_stopped():
    """A deadlock is an error, not an endless wait."""
    programs = {"Anna": receiver("a", source="Bas"), "Bas": receiver("a", source="Anna")}
    with pytest.raises(ProtocolError, match="Anna needs 'a' from Bas"):
        run_parties(programs)


def test_an_error_of_one_party_ends_the_run_for_all():
    """It comes out unchanged, and every other program is closed in an orderly way."""
    closed = []

    async def anna(channel):
        try:
            await channel.receive("Bas", "a", dtype=np.uint16, shape=1)
        finally:
            closed.append(channel.party)

    async def bas(channel):
        raise RuntimeError("the file is gone")

    with pytest.raises(RuntimeError, match="the file is gone"):
        run_parties({"Anna": anna, "Bas": bas})
    assert closed == ["Anna"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (
            ("a", numbers(1, 2)),
            r"Bas needs 'a' of 2 bytes \(uint16\) from Anna, got 'a' of 4 bytes",
        ),
        (("b", numbers(1)), r"Bas needs 'a' of 2 bytes \(uint16\) from Anna, got 'b' of 2 bytes"),
        (("a", np.array([1], np.int16)), r"of 2 bytes \(int16\): parties run different protocols"),
        (("a", np.array([1, 2], np.uint8)), r"of 2 bytes \(uint8\): parties run different"),
    ],
    ids=["longer", "another step", "another type", "another type of the same size"],
)
def test_a_message_that_does_not_fit_is_refused(sent, message):
    """Step, size and type have to be what the receiver needs."""
    with pytest.raises(ProtocolError, match=message) as error:
        run_parties({"Anna": sender(sent), "Bas": receiver("a")})
    assert error.value.id == "errors.message_mismatch"


@pytest.mark.parametrize("replacement", [numbers(1, 2), np.array([1], np.uint8)])
def test_a_message_whose_size_was_changed_on_the_way_is_refused(replacement):
    """What arrives counts, not what was sent."""
    programs = {"Anna": sender(("a", numbers(1))), "Bas": receiver("a")}
    with pytest.raises(ProtocolError, match="Bas needs 'a' of 2 bytes"):
        run_parties(programs, interfere=lambda message, payload: replacement.copy())


def test_a_value_changed_on_the_way_arrives_unnoticed():
    """The network has no signatures: whoever needs them adds a check, as opening does."""
    programs = {"Anna": sender(("a", numbers(1))), "Bas": receiver("a")}
    results, transcript = run_parties(
        programs, interfere=lambda message, payload: payload + np.uint16(1)
    )
    assert results["Bas"][0].tolist() == [2]
    assert transcript.messages[0].values().tolist() == [1]


def test_an_unread_message_is_refused():
    """Who sends what nobody reads runs another protocol."""
    with pytest.raises(ProtocolError, match="Bas never read 'a' from Anna") as error:
        run_parties({"Anna": sender(("a", numbers(1))), "Bas": idle})
    assert error.value.id == "errors.message_unread"


@pytest.mark.parametrize("name", ["Anna", "Carla"])
def test_only_other_parties_of_the_run_can_be_sent_to(name):
    """Neither oneself nor a stranger."""
    message = rf"need another party of this run \(Anna, Bas\) to send to, got {name}"
    with pytest.raises(ProtocolError, match=message) as error:
        run_parties({"Anna": sender(("a", numbers(1)), to=name), "Bas": idle})
    assert error.value.id == "errors.unknown_receiver"


def test_the_acting_party_is_known():
    """During a program's turn its party acts; outside a run, and after an error, nobody does."""
    seen = []

    async def anna(channel):
        seen.append(acting_party())
        await channel.receive("Bas", "a", dtype=np.uint16, shape=1)
        seen.append(acting_party())
        raise RuntimeError

    async def bas(channel):
        seen.append(acting_party())
        channel.send("Anna", "a", numbers(1))

    with pytest.raises(RuntimeError):
        run_parties({"Anna": anna, "Bas": bas})
    assert seen == ["Anna", "Bas", "Anna"]
    assert acting_party() is None


def test_keys_are_remembered_in_the_view_of_who_drew_them():
    """A view holds the party's own keys, by label, and nobody else's."""

    async def anna(channel):
        return channel.draw_key("secret")

    results, transcript = run_parties({"Anna": anna, "Bas": idle}, entropy=Entropy(teaching_seed=1))
    assert transcript.view("Anna").keys == {"secret": results["Anna"]}
    assert transcript.view("Bas").keys == {}


def test_keys_come_from_the_operating_system_by_default():
    """Two runs draw different keys."""

    async def anna(channel):
        return channel.draw_key("secret")

    first, second = (run_parties({"Anna": anna})[0]["Anna"] for _ in range(2))
    assert first != second


def test_no_party_gives_an_empty_transcript():
    """A run of nobody has no rounds, bytes or results."""
    results, transcript = run_parties({})
    assert (results, transcript.rounds, transcript.bytes) == ({}, 0, 0)
