"""A run that goes well, and runs in which a party stops, is silent, or does something else."""

import asyncio
import socket
import ssl
import threading
import time
from functools import partial

import numpy as np
import pytest

from pet_workbench.core import run_parties
from pet_workbench.engines import mailroom, wire
from pet_workbench.engines.wire import Greeting, Kind
from tests.engines.meetings import ids
from tests.engines.programs import (
    NAMES,
    chat,
    chat_until,
    compare,
    compute_long,
    everyone,
    fail,
    greet,
    refuse,
)

GONE = {"errors.party_lost", "errors.party_stopped"}


@pytest.mark.parametrize("program", [greet, partial(chat, rounds=5), partial(compare, n=3 * 2**15)])
def test_bytes_and_rounds_are_those_of_one_process(town, program):
    """The parts together have the same messages as a run in one process."""
    ended = town.play(everyone(program))
    _, transcript = run_parties(everyone(program))

    def told(messages):
        return sorted((m.sender, m.receiver, m.step, m.round, m.size_bytes) for m in messages)

    parts = [part.transcript for part in ended.values()]
    assert told([m for p in parts for m in p.messages]) == sorted(2 * told(transcript.messages))
    assert max(part.rounds for part in parts) == transcript.rounds


def test_lanes_side_by_side_give_the_same_answer(town):
    """More chunks than fit in the window, whatever order their messages arrive in."""
    n = 40 * 2**15
    assert town.play(everyone(compare, n=n))["Anna"].result[0] == n // 3


def test_a_large_message_arrives_whole(town):
    """Three messages of 24 MB cross at the same time."""
    ended = town.play(everyone(chat, rounds=1, size=3_000_000))
    assert ids(ended) == dict.fromkeys(NAMES, "completed")


@pytest.mark.parametrize("culprit", NAMES)
def test_who_stops_stops_all(town, culprit):
    """One party's error is its own; the others hear that it stopped, and not why."""
    programs = everyone(chat, rounds=10**9)
    programs[culprit] = partial(chat_until, rounds=3, what=refuse)
    ended = ids(town.play(programs))
    assert ended.pop(culprit) == "errors.run_limit"
    assert set(ended.values()) <= GONE


def test_a_bug_comes_out_where_it_is(town):
    """An error that is none of ours is not dressed up at the party that has it."""
    programs = everyone(chat, rounds=10**9)
    programs["Bas"] = partial(chat_until, rounds=1, what=fail)
    ended = town.play(programs)
    assert isinstance(ended["Bas"], ZeroDivisionError)
    assert ids(ended)["Anna"] in GONE


def test_nobody_has_an_answer_when_somebody_fails_at_the_end(town):
    """Who is ready waits for the others' goodbye: either all complete or none."""
    programs = everyone(chat, rounds=2)
    programs["Carla"] = partial(_then_fail, rounds=2)
    assert "completed" not in ids(town.play(programs)).values()


async def _then_fail(channel, rounds):
    await chat(channel, rounds)
    await asyncio.sleep(0)
    fail()


def test_an_unread_message_is_refused(town):
    """Who sends what nobody reads runs another protocol."""

    async def talkative(channel):
        await greet(channel)
        channel.send("Bas", "more", np.zeros(1, np.uint8))

    ended = town.play({**everyone(greet), "Carla": talkative})
    assert ids(ended)["Bas"] == "errors.message_unread"


def test_a_message_that_cannot_come_any_more_is_missed_at_once(town):
    """Who waits for a party that has said goodbye does not wait long."""

    async def early(channel):
        """End at once."""

    ended = town.play({**everyone(early), "Bas": partial(chat, rounds=1)})
    assert ids(ended)["Bas"] in {"errors.message_missing"}
    assert ids(ended)["Anna"] in GONE


def test_parties_that_wait_for_each_other_stop_in_the_end(town):
    """Alive and silent is an error too, after the agreed patience."""

    async def patient(channel):
        at = NAMES.index(channel.party)
        await channel.receive(NAMES[at - 1], "turn", dtype=np.uint8, shape=1)

    found = set(ids(town.play(everyone(patient))).values())
    assert "errors.nothing_arrives" in found
    assert found <= {"errors.nothing_arrives", *GONE}


def test_a_long_computation_is_no_stall(town):
    """Signs of life come from a thread of their own: computing for twice the limit is fine."""

    async def slow(channel):
        compute_long(2 * town.timing.stall)
        return await greet(channel)

    assert ids(town.play({**everyone(greet), "Bas": slow})) == dict.fromkeys(NAMES, "completed")


def test_only_other_parties_are_sent_to(town):
    """Neither oneself nor a stranger."""

    async def lost(channel):
        channel.send("Dewi", "a", np.zeros(1, np.uint8))

    assert ids(town.play({**everyone(greet), "Bas": lost}))["Bas"] == "errors.unknown_receiver"


def test_too_much_unread_is_refused(town, monkeypatch):
    """A party cannot fill another's memory."""
    monkeypatch.setattr(mailroom, "MAX_UNREAD_BYTES", 10_000)

    async def flood(channel):
        for _ in range(100):
            channel.send("Bas", "flood", np.zeros(1000, np.uint8))
        await chat(channel, 10**9)

    async def busy(channel):
        compute_long(0.5)
        await chat(channel, 10**9)

    ended = town.play({**everyone(chat, rounds=10**9), "Anna": flood, "Bas": busy})
    assert ids(ended)["Bas"] == "errors.too_much_unread"
    assert set(ids(ended).values()) <= {"errors.too_much_unread", *GONE}


class Impostor(threading.Thread):
    """A party with the right certificate that does not follow the protocol.

    Parameters
    ----------
    town : Town
    content : bytes
        What it sends after its greetings.
    hangs_up : bool
        Whether it closes its connections then, in place of holding them open.
    """

    def __init__(self, town, content, *, hangs_up):
        super().__init__(daemon=True)
        self._town, self._content, self._hangs_up = town, content, hangs_up

    def run(self):
        """Play Carla, who connects to both others."""
        context = self._town.appointments["Carla"].identity.context(server=False)
        connections = []
        for name in ("Anna", "Bas"):
            plain = socket.create_connection(self._town.addresses[name], timeout=10)
            connection = context.wrap_socket(plain)
            greeting = Greeting(wire.VERSION, self._town.run, "Carla", name)
            connection.sendall(wire.greeting_bytes(greeting))
            connections.append(connection)
        time.sleep(0.3)
        for connection in connections:
            try:
                connection.sendall(self._content)
                if self._hangs_up:
                    connection.close()
            except (ssl.SSLError, OSError):
                pass
        time.sleep(3)
        for connection in connections:
            connection.close()


HEADER = wire.message_parts("turn", np.zeros(1, np.uint64), lane=0, round=1)[0]


@pytest.mark.parametrize(
    ("content", "hangs_up", "expected"),
    [
        (b"\x80\x04\x95pickle me please.......", False, "errors.bad_frame"),
        (HEADER[:16] + b"\xff" * 8 + HEADER[24:], False, "errors.bad_frame"),
        (HEADER[:12], True, "errors.party_lost"),
        (HEADER, True, "errors.party_lost"),
        (b"", True, "errors.party_lost"),
        (b"", False, "errors.party_stalled"),
        (HEADER[:12], False, "errors.party_stalled"),
        (wire.signal_bytes(Kind.STOP), False, "errors.party_stopped"),
        (wire.signal_bytes(Kind.GOODBYE), False, "errors.message_missing"),
    ],
    ids=[
        "garbage",
        "oversize length",
        "half a header",
        "half a message",
        "hangs up",
        "silence",
        "silence in the middle",
        "stop",
        "goodbye too soon",
    ],
)
def test_a_party_that_misbehaves_ends_the_run_for_all(town, content, hangs_up, expected):
    """Whatever it does, the others end within seconds, with an error that says so."""
    impostor = Impostor(town, content, hangs_up=hangs_up)
    impostor.start()
    start = time.monotonic()
    programs = everyone(chat, rounds=10**9)
    del programs["Carla"]
    ended = ids(town.play(programs))
    assert expected in ended.values()
    assert set(ended.values()) <= {expected, *GONE}
    assert time.monotonic() - start < 10
    impostor.join(10)
