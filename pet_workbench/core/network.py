"""Run the parties of a protocol in one process, and write down every message.

A party is a coroutine that knows its own data and a `Channel` with two methods: `Channel.send` and
`Channel.receive`.  Nothing else passes between parties, so the same text runs on separate machines
(`pet_workbench.engines`).  Here all parties take turns in one thread: deterministic, and every byte
is counted.

This is a simulation of separate organisations: it separates their *code paths*, not their memory.
Whoever holds the process holds all data.
"""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.channel import (
    Carrier,
    Channel,
    Mail,
    Program,
    T,
    acting_as,
    acting_party,
)
from pet_workbench.core.errors import ProtocolError
from pet_workbench.core.message_log import KEEP_PAYLOAD_BYTES, MessageLog
from pet_workbench.core.randomness import Entropy
from pet_workbench.core.transcript import Message, Transcript

__all__ = [
    "KEEP_PAYLOAD_BYTES",
    "Channel",
    "Interference",
    "Program",
    "acting_party",
    "run_parties",
]

Interference = Callable[[Message, NDArray[Any]], NDArray[Any] | None]


class _Mailbox(Awaitable[Mail]):
    """Waits, giving other parties their turn, until a message is there."""

    def __init__(
        self, network: "_Network", sender: str, receiver: str, lane: int, step: str
    ) -> None:
        self._network, self._receiver = network, receiver
        self._queue = network.queues[sender, receiver, lane]
        self._what = (sender, step)

    def __await__(self) -> Generator[None, None, Mail]:
        self._network.waiting[self._receiver] = self._what
        while not self._queue:
            yield
        self._network.moves += 1
        message, payload = self._queue.popleft()
        return Mail(message.step, message.round, payload)


class _Network:
    """Queues between all pairs of parties, and the record of what went through them."""

    def __init__(
        self,
        parties: tuple[str, ...],
        entropy: Entropy,
        keep_payload_bytes: int,
        interfere: Interference | None,
    ) -> None:
        self.parties = parties
        self.entropy = entropy
        self.keys: dict[str, dict[str, bytes]] = {party: {} for party in parties}
        self.queues: dict[tuple[str, str, int], deque[tuple[Message, NDArray[Any]]]]
        self.queues = defaultdict(deque)
        self.waiting: dict[str, tuple[str, str]] = {}
        self.log = MessageLog(keep_payload_bytes)
        self.moves = 0
        self._interfere = interfere

    def post(
        self, sender: str, receiver: str, step: str, payload: NDArray[Any], lane: int, round: int
    ) -> None:
        """Record a message and put it in the receiver's queue."""
        check_receiver(receiver, sender, self.parties)
        payload = np.ascontiguousarray(payload)
        message = self.log.add(sender, receiver, step, payload, round=round)
        self.moves += 1
        delivered = self._interfere(message, payload) if self._interfere else payload.view()
        if delivered is not None:
            delivered.flags.writeable = False
            self.queues[sender, receiver, lane].append((message, delivered))

    def transcript(self) -> Transcript:
        """Return what has been recorded."""
        return Transcript(self.parties, tuple(self.log.messages), self.keys)


class _Seat(Carrier):
    """One party's place at the network."""

    def __init__(self, party: str, network: _Network) -> None:
        self._party = party
        self._network = network

    def post(
        self, receiver: str, step: str, payload: NDArray[Any], *, lane: int, round: int
    ) -> None:
        self._network.post(self._party, receiver, step, payload, lane, round)

    def next_mail(self, sender: str, step: str, *, lane: int) -> Awaitable[Mail]:
        return _Mailbox(self._network, sender, self._party, lane, step)

    @property
    def is_secure_randomness(self) -> bool:
        return self._network.entropy.is_secure

    def draw_key(self, label: str) -> bytes:
        key = self._network.entropy.key()
        self._network.keys[self._party][label] = key
        return key

    async def side_by_side(self, jobs: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """Do one after the other: nothing is won by waiting together, and chunks stay in cache."""
        try:
            return [await job for job in jobs]
        finally:
            for job in jobs:
                job.close()


def check_receiver(receiver: str, sender: str, parties: Sequence[str]) -> None:
    """Refuse to send to oneself or to a stranger.

    Raises
    ------
    ProtocolError
        If `receiver` is not another of the `parties`.
    """
    if receiver not in parties or receiver == sender:
        raise ProtocolError(
            "errors.unknown_receiver",
            "need another party of this run ({parties}) to send to, got {receiver}",
            parties=", ".join(parties),
            receiver=receiver,
        )


def run_parties(
    programs: Mapping[str, Program],
    *,
    entropy: Entropy | None = None,
    keep_payload_bytes: int = KEEP_PAYLOAD_BYTES,
    interfere: Interference | None = None,
) -> tuple[dict[str, Any], Transcript]:
    """Run one program per party until all have ended.

    Parameters
    ----------
    programs : mapping of str to coroutine function
        Per party a function of its `Channel`.
    entropy : Entropy, optional
        Source of the parties' keys; the operating system by default.
    keep_payload_bytes : int, default: 64 MiB
        How many bytes of payload to keep for looking at; all bytes are counted regardless.  Of a
        message that no longer fits the first values are kept; with 0 nothing is.
    interfere : callable, optional
        For lessons and tests: gets each message and its array, returns what is delivered instead
        (None loses the message).

    Returns
    -------
    results : dict of str to value
        What each program returned, in the order of `programs`.
    transcript : Transcript

    Raises
    ------
    ProtocolError
        If a party waits for a message that cannot come any more, or leaves one unread.

    Examples
    --------
    >>> async def anna(channel):
    ...     channel.send("Bas", "number", np.array([7], np.uint8))
    >>> async def bas(channel):
    ...     return int((await channel.receive("Anna", "number", dtype=np.uint8, shape=1))[0])
    >>> results, transcript = run_parties({"Anna": anna, "Bas": bas})
    >>> results["Bas"], transcript.bytes, transcript.rounds
    (7, 1, 1)
    """
    network = _Network(tuple(programs), entropy or Entropy(), keep_payload_bytes, interfere)
    running = {
        party: program(Channel(party, _Seat(party, network))) for party, program in programs.items()
    }
    results: dict[str, Any] = {}
    try:
        while running:
            moves = network.moves
            for party in list(running):
                _take_turn(party, running, results)
            if running and moves == network.moves:
                _report_standstill(network, running)
    finally:
        for coroutine in running.values():
            coroutine.close()
    _report_unread(network)
    return {party: results[party] for party in programs}, network.transcript()


def _take_turn(
    party: str, running: dict[str, Coroutine[Any, Any, Any]], results: dict[str, Any]
) -> None:
    """Let one party compute until it waits for a message or ends."""
    with acting_as(party):
        try:
            running[party].send(None)
        except StopIteration as end:
            results[party] = end.value
            del running[party]


def _report_standstill(network: _Network, running: Mapping[str, Any]) -> None:
    """Say who waits for what, now that no message can come any more."""
    party = next(iter(running))
    sender, step = network.waiting.get(party, ("?", "?"))
    raise ProtocolError(
        "errors.message_missing",
        "{party} needs '{step}' from {sender}, which never came: the message was lost or {sender} "
        "stopped; nothing was opened",
        party=party,
        step=step,
        sender=sender,
    )


def _report_unread(network: _Network) -> None:
    """Refuse a run in which somebody sent what nobody read."""
    for queue in network.queues.values():
        for message, _ in queue:
            raise ProtocolError(
                "errors.message_unread",
                "{receiver} never read '{step}' from {sender}: the parties run different protocols",
                receiver=message.receiver,
                step=message.step,
                sender=message.sender,
            )
