"""Run the parties of a protocol in one process, and write down every message.

A party is a coroutine that knows its own data and a `Channel` with two methods: `Channel.send` and
`Channel.receive`.  Nothing else passes between parties, so the same text can run on separate
machines.  Here all parties take turns in one thread: deterministic, and every byte is counted.

This is a simulation of separate organisations: it separates their *code paths*, not their memory.
Whoever holds the process holds all data.
"""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from contextvars import ContextVar
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core.errors import ProtocolError
from pet_workbench.core.randomness import Entropy
from pet_workbench.core.transcript import Message, Transcript

KEEP_PAYLOAD_BYTES = 64 * 2**20
HEAD_BYTES = 256

Program = Callable[["Channel"], Coroutine[Any, Any, Any]]
Interference = Callable[[Message, NDArray[Any]], NDArray[Any] | None]

_acting: ContextVar[str | None] = ContextVar("acting party", default=None)


def acting_party() -> str | None:
    """Return the name of the party whose code is running now, None outside a run."""
    return _acting.get()


class Channel:
    """One party's connection to all others.

    Attributes
    ----------
    party : str
        The party whose channel this is.
    """

    def __init__(self, party: str, network: "_Network", *, lane: int = 0, clock: int = 0) -> None:
        self.party = party
        self._network = network
        self._lane = lane
        self._clock = clock

    def send(self, receiver: str, step: str, payload: NDArray[Any]) -> None:
        """Send the array `payload` to `receiver`; never change it afterwards."""
        self._network.post(self.party, receiver, step, payload, self._lane, self._clock + 1)

    async def receive(
        self, sender: str, step: str, *, dtype: DTypeLike, shape: int | tuple[int, ...] | None
    ) -> NDArray[Any]:
        """Wait for the next message of `sender` and return its array, read-only.

        Parameters
        ----------
        sender : str
            Who should have sent it.
        step : str
            What it should be for.
        dtype : numpy type
            Type it should have.
        shape : int or tuple of int or None
            Shape it should have; None takes a vector of any length.

        Raises
        ------
        ProtocolError
            If the message is for another step or of another size or type, or never comes.
        """
        message, payload = await _Mail(self._network, sender, self.party, self._lane, step)
        expected = payload.nbytes if shape is None else _size_bytes(shape, dtype)
        if (message.step, payload.nbytes) != (step, expected) or payload.dtype != dtype:
            raise ProtocolError(
                "errors.message_mismatch",
                "{party} needs '{step}' of {expected} bytes ({dtype}) from {sender}, got "
                "'{got_step}' of {got} bytes ({got_dtype}): parties run different protocols",
                party=self.party,
                sender=sender,
                step=step,
                expected=expected,
                got_step=message.step,
                got=payload.nbytes,
                dtype=np.dtype(dtype).name,
                got_dtype=payload.dtype.name,
            )
        self._clock = max(self._clock, message.round)
        return payload.reshape(-1 if shape is None else shape)

    def draw_key(self, label: str) -> bytes:
        """Draw a fresh key for this party; its view remembers it under `label`."""
        key = self._network.entropy.key()
        self._network.keys[self.party][label] = key
        return key

    def branch(self, lane: int) -> "Channel":
        """Return a channel for work that need not wait for the rest of this channel's messages."""
        return Channel(self.party, self._network, lane=lane, clock=self._clock)

    def join(self, *branches: "Channel") -> None:
        """Go on only after all `branches`: what is sent next depends on them."""
        self._clock = max((self._clock, *(branch._clock for branch in branches)))


def _size_bytes(shape: int | tuple[int, ...], dtype: DTypeLike) -> int:
    """Return the size of an array."""
    return int(np.prod(shape)) * np.dtype(dtype).itemsize


class _Mail(Awaitable[tuple[Message, NDArray[Any]]]):
    """Waits, giving other parties their turn, until a message is there."""

    def __init__(
        self, network: "_Network", sender: str, receiver: str, lane: int, step: str
    ) -> None:
        self._network, self._receiver = network, receiver
        self._queue = network.queues[sender, receiver, lane]
        self._what = (sender, step)

    def __await__(self) -> Generator[None, None, tuple[Message, NDArray[Any]]]:
        self._network.waiting[self._receiver] = self._what
        while not self._queue:
            yield
        self._network.moves += 1
        return self._queue.popleft()


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
        self.messages: list[Message] = []
        self.moves = 0
        self._room = keep_payload_bytes
        self._keeps_heads = keep_payload_bytes > 0
        self._interfere = interfere

    def post(
        self, sender: str, receiver: str, step: str, payload: NDArray[Any], lane: int, round: int
    ) -> None:
        """Record a message and put it in the receiver's queue."""
        if receiver not in self.parties or receiver == sender:
            raise ProtocolError(
                "errors.unknown_receiver",
                "need another party of this run ({parties}) to send to, got {receiver}",
                parties=", ".join(self.parties),
                receiver=receiver,
            )
        payload = np.ascontiguousarray(payload)
        kept = payload.nbytes <= self._room
        self._room -= payload.nbytes if kept else 0
        head = min(HEAD_BYTES, payload.nbytes) // payload.itemsize
        message = Message(
            sender=sender,
            receiver=receiver,
            step=step,
            round=round,
            size_bytes=payload.nbytes,
            payload=payload.tobytes() if kept else None,
            dtype=payload.dtype.str,
            head=payload.reshape(-1)[:head].tobytes() if self._keeps_heads else b"",
        )
        self.messages.append(message)
        self.moves += 1
        delivered = self._interfere(message, payload) if self._interfere else payload.view()
        if delivered is not None:
            delivered.flags.writeable = False
            self.queues[sender, receiver, lane].append((message, delivered))

    def transcript(self) -> Transcript:
        """Return what has been recorded."""
        return Transcript(self.parties, tuple(self.messages), self.keys)


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
    running = {party: program(Channel(party, network)) for party, program in programs.items()}
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
    token = _acting.set(party)
    try:
        running[party].send(None)
    except StopIteration as end:
        results[party] = end.value
        del running[party]
    finally:
        _acting.reset(token)


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
