"""One connection to one other party: sends frames, reads frames, and notices when it dies.

All of this runs in the network's thread, so that a party that computes for a long time still gives
signs of life.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from numpy.typing import NDArray

from pet_workbench.core import PetError, ProtocolError
from pet_workbench.engines.timing import Timing
from pet_workbench.engines.wire import (
    Arrived,
    Frame,
    Greeting,
    Kind,
    Parser,
    message_parts,
    parse,
    signal_bytes,
)

FIRST = 1 << 14
SLICE = 1 << 20
"""Bytes handed to TLS at a time, after the first: no large message is copied as a whole."""

Made = Callable[["Link"], None]
Arrival = Callable[["Link", Greeting | Frame], None]
Loss = Callable[["Link", PetError], None]


class Link(asyncio.BufferedProtocol):
    """A connection.

    Parameters
    ----------
    on_made, on_arrival, on_loss : callable
        What to do once the handshake is done, with a greeting or frame, and with the end of the
        connection.
    timing : Timing
        Patience.

    Attributes
    ----------
    party : str
        Name of the other party as its certificate has it; set by whoever checks that.
    """

    def __init__(self, on_made: Made, on_arrival: Arrival, on_loss: Loss, timing: Timing) -> None:
        self.party = "?"
        self.connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self._on_made = on_made
        self._on_arrival = on_arrival
        self._on_loss = on_loss
        self._timing = timing
        self._transport: asyncio.Transport | None = None
        self._parser: Parser | None = None
        self._buffer = memoryview(bytearray(1))
        self._outbox: deque[tuple[bytes, memoryview | None]] = deque()
        self._filled = asyncio.Event()
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._tasks: list[asyncio.Task[None]] = []
        self._heard_at = 0.0
        self._has_ended = False

    @property
    def connection(self) -> Any:
        """The TLS connection, to look at the other end's certificate."""
        return self._transport and self._transport.get_extra_info("ssl_object")

    @property
    def transport(self) -> asyncio.Transport:
        """What bytes go through."""
        assert self._transport is not None
        return self._transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Find out who it is, now that the handshake is done."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=4 * SLICE)
        self._heard_at = asyncio.get_running_loop().time()
        try:
            self._on_made(self)
        except PetError as error:
            self._lose(error)
            self._transport.abort()

    def start(self, party: str, greeting: bytes) -> None:
        """Begin to talk to `party`, with a greeting; before, nothing is read."""
        self.party = party
        self._parser = parse(party)
        self._buffer = self._next_buffer()
        self.transport.write(greeting)

    def keep_alive(self) -> None:
        """Send what is in the outbox and signs of life, and watch for those of the other end."""
        if self.closed.is_set():
            return
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._send()), loop.create_task(self._watch())]

    def send(self, step: str, payload: NDArray[Any], *, lane: int, round: int) -> None:
        """Put a message in the outbox."""
        self._outbox.append(message_parts(step, payload, lane=lane, round=round))
        self._filled.set()

    def signal(self, kind: Kind) -> None:
        """Put a frame without contents in the outbox."""
        self._outbox.append((signal_bytes(kind), None))
        self._filled.set()

    def end(self) -> None:
        """Count what follows as an orderly end: the other party has said goodbye."""
        self._has_ended = True

    async def close(self) -> None:
        """Send what is left, at most for a moment, and close."""
        limit = asyncio.get_running_loop().time() + self._timing.close
        while self._outbox and not self.closed.is_set():
            if asyncio.get_running_loop().time() > limit:
                break
            await asyncio.sleep(0.005)
        for task in self._tasks:
            task.cancel()
        self.transport.close()
        try:
            await asyncio.wait_for(self.closed.wait(), self._timing.close)
        except TimeoutError:
            self.transport.abort()

    def abort(self) -> None:
        """Close at once, if there is anything to close."""
        if self._transport is not None:
            self._transport.abort()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio offers it
        """Return what to fill with what comes in: never more than the present part of a frame."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Go on reading after `nbytes` more; a byte out of place ends the connection."""
        self._heard_at = asyncio.get_running_loop().time()
        self._buffer = self._buffer[nbytes:]
        if self._parser is None or self._has_ended:
            self._buffer = memoryview(bytearray(1))
        elif not self._buffer:
            try:
                self._buffer = self._next_buffer()
            except PetError as error:
                self._lose(error)
                self.transport.abort()

    def pause_writing(self) -> None:
        """Wait with writing: the other end is slow."""
        self._may_write.clear()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._may_write.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that the connection is gone, unless its party had said goodbye."""
        self.closed.set()
        self._may_write.set()
        for task in self._tasks:
            task.cancel()
        self._lose(_lost(self.party, exc))

    def _lose(self, error: PetError) -> None:
        """Tell once why the connection is of no use any more."""
        if not self._has_ended:
            self._has_ended = True
            self._on_loss(self, error)

    def _next_buffer(self) -> memoryview:
        """Hand on what has arrived and return what to fill next."""
        assert self._parser is not None
        found: memoryview | Arrived = next(self._parser)
        while not isinstance(found, memoryview):
            self._on_arrival(self, found)
            found = next(self._parser)
        return found

    def _write(self, content: bytes | memoryview) -> None:
        """Write, unless the connection is being closed: nobody would read it."""
        if not self.transport.is_closing():
            self.transport.write(content)

    async def _send(self) -> None:
        while True:
            if not self._outbox:
                self._filled.clear()
                try:
                    await asyncio.wait_for(self._filled.wait(), self._timing.alive)
                except TimeoutError:
                    self._outbox.append((signal_bytes(Kind.ALIVE), None))
            header, payload = self._outbox[0]
            rest = memoryview(b"") if payload is None else payload
            # One write for a small message, so that it travels in one packet.
            self._write(header + rest[:FIRST])
            for start in range(FIRST, len(rest), SLICE):
                await self._may_write.wait()
                self._write(rest[start : start + SLICE])
            await self._may_write.wait()
            self._outbox.popleft()

    async def _watch(self) -> None:
        """Lose the connection when the other end is silent; not for silence while we slept."""
        loop = asyncio.get_running_loop()
        step = self._timing.stall / 8
        while not self._has_ended:
            before = loop.time()
            await asyncio.sleep(step)
            if loop.time() - before > 2 * step:
                self._heard_at = loop.time()
            elif loop.time() - self._heard_at > self._timing.stall:
                self._lose(_stalled(self.party, self._timing.stall))
                self.transport.abort()


def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report what asyncio found wrong, but not that somebody hung up on whom we hung up before.

    Python 3.11 calls that fatal, and prints a traceback beside our own message.
    """
    is_late = "eof_received" in context["message"]
    if not (is_late and isinstance(context.get("exception"), RuntimeError)):
        loop.default_exception_handler(context)


def _lost(party: str, cause: Exception | None) -> ProtocolError:
    return ProtocolError(
        "errors.party_lost",
        "need {party} until the end, but its connection closed ({reason}): it stopped, or the "
        "network between you did",
        party=party,
        reason=str(cause or "closed"),
    )


def _stalled(party: str, seconds: float) -> ProtocolError:
    return ProtocolError(
        "errors.party_stalled",
        "need a sign of life of {party} every few seconds, got none for {seconds} s",
        party=party,
        seconds=seconds,
    )
