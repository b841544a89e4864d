"""One party's place in a distributed run: its network thread, its carrier, and its program.

The program runs in the calling thread, connections in a thread of their own; numbers pass between
them through a `Mailroom`.  All parties say goodbye at the end, so that either all know that the
run was completed, or each gets an error.

This is a small module on asyncio and ssl rather than MPyC's connections.  Of MPyC 0.11, start()
listens on all addresses, takes certificates from fixed files and binds them to nobody; the first
two bytes a client sends decide which party it is; shutdown() unpickles what peers send; a broken
connection leaves every receiver waiting, and a message of 4 GiB is accepted.  None of these has a
hook, and little of MPyC would be left; so it is our oracle in tests, and not our transport.
"""

import asyncio
import socket
from collections.abc import Awaitable, Coroutine, Generator, Mapping, Sequence
from threading import Thread
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import (
    Carrier,
    Channel,
    Entropy,
    Mail,
    PetError,
    Program,
    ProtocolError,
    Transcript,
    acting_as,
)
from pet_workbench.core.channel import T
from pet_workbench.core.message_log import MessageLog
from pet_workbench.core.network import check_receiver
from pet_workbench.engines.appointment import Address, Appointment
from pet_workbench.engines.link import Link, report
from pet_workbench.engines.mailroom import Mailroom
from pet_workbench.engines.meeting import Meeting
from pet_workbench.engines.scheduler import drive, run_side_by_side
from pet_workbench.engines.wire import Frame, Kind


class Part(NamedTuple):
    """What one party has of a run that was completed.

    Attributes
    ----------
    result : value
        What its program returned.
    transcript : Transcript
        Only what this party sent and received, and the keys it drew.
    seconds : float
        From when all parties had met until all had ended.
    cpu_seconds : float
        Processor time of this party's process in that time.
    """

    result: Any
    transcript: Transcript
    seconds: float
    cpu_seconds: float


def run_party(
    program: Program,
    appointment: Appointment,
    listening: socket.socket,
    addresses: Mapping[str, Address],
    *,
    keep_payload_bytes: int,
) -> Part:
    """Meet the other parties, run this party's program, and part from them.

    Parameters
    ----------
    program : coroutine function
        Of this party's `Channel`.
    appointment : Appointment
        Who meets whom.
    listening : socket
        Where to be found; see `meeting.listen`.  It is closed when all have met.
    addresses : mapping of str to (host, port)
        Where to find the parties before this one in the list.
    keep_payload_bytes : int
        How much of the messages to keep for looking at.

    Raises
    ------
    PetError
        Whatever went wrong, here or elsewhere; nothing is left running.
    """
    office = Office(appointment, keep_payload_bytes=keep_payload_bytes)
    try:
        office.open(listening, addresses)
        start, cpu = perf_counter(), process_time()
        with acting_as(appointment.party):
            patience = appointment.timing.message
            result = drive(program(Channel(appointment.party, office)), office.room, patience)
        office.part()
        return Part(result, office.transcript(), perf_counter() - start, process_time() - cpu)
    finally:
        listening.close()
        office.close()


class Office(Carrier):
    """A party's carrier over real connections.

    Attributes
    ----------
    room : Mailroom
        Where mail is found.
    """

    def __init__(self, appointment: Appointment, *, keep_payload_bytes: int) -> None:
        others = (*appointment.before, *appointment.after)
        self.room = Mailroom(others)
        self._appointment = appointment
        self._entropy = Entropy()
        self._keys: dict[str, bytes] = {}
        self._log = MessageLog(keep_payload_bytes)
        self._links: dict[str, Link] = {}
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(report)
        self._thread = Thread(target=self._loop.run_forever, name="network", daemon=True)
        self._is_completed = False

    def open(self, listening: socket.socket, addresses: Mapping[str, Address]) -> None:
        """Meet the others."""
        self._appointment.identity.check()
        self._thread.start()
        self._links = self._in_network(self._meet(listening, addresses))

    def part(self) -> None:
        """Say goodbye and wait until all others have.

        Raises
        ------
        ProtocolError
            If somebody failed before its end, or sent what nobody read.
        """
        self._signal(Kind.GOODBYE)
        late = self.room.wait_for_goodbyes(self._appointment.timing.message)
        if late:
            raise _missing(self._appointment.party, late[0], "goodbye")
        unread = self.room.unread()
        if unread is not None:
            raise ProtocolError(
                "errors.message_unread",
                "{receiver} never read '{step}' from {sender}: the parties run different protocols",
                receiver=self._appointment.party,
                step=unread[1].step,
                sender=unread[0],
            )
        self._is_completed = True

    def close(self) -> None:
        """Close all connections and end the network's thread; the others are told if it failed."""
        if self._thread.is_alive():
            if not self._is_completed:
                self._signal(Kind.STOP)
            self._in_network(self._close_links())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def transcript(self) -> Transcript:
        """Return what this party sent and received."""
        party = self._appointment.party
        return Transcript(self._appointment.parties, tuple(self._log.messages), {party: self._keys})

    def post(
        self, receiver: str, step: str, payload: NDArray[Any], *, lane: int, round: int
    ) -> None:
        """Hand a message to the network's thread."""
        party = self._appointment.party
        check_receiver(receiver, party, self._appointment.parties)
        if self.room.failure is not None:
            raise self.room.failure
        payload = np.ascontiguousarray(payload)
        self._log.add(party, receiver, step, payload, round=round)
        self._loop.call_soon_threadsafe(self._post_in_network, receiver, step, payload, lane, round)

    def next_mail(self, sender: str, step: str, *, lane: int) -> Awaitable[Mail]:
        """Return what waits for a message."""
        check_receiver(sender, self._appointment.party, self._appointment.parties)
        return _Mailbox(self, sender, step, lane)

    def take(self, sender: str, step: str, lane: int) -> Mail | None:
        """Return the next message and write it down, or None when it may still come.

        Raises
        ------
        ProtocolError
            If it cannot come any more.
        """
        has_left = self.room.has_left(sender)
        mail = self.room.take(sender, lane)
        if mail is not None:
            party = self._appointment.party
            self._log.add(sender, party, mail.step, mail.payload, round=mail.round)
        elif has_left:
            raise _missing(self._appointment.party, sender, step)
        return mail

    @property
    def is_secure_randomness(self) -> bool:
        """Whether keys come from the operating system; here they always do."""
        return self._entropy.is_secure

    def draw_key(self, label: str) -> bytes:
        """Draw a key from the operating system."""
        self._keys[label] = self._entropy.key()
        return self._keys[label]

    async def side_by_side(self, jobs: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """Let many jobs wait for their messages together."""
        return await run_side_by_side(jobs)

    def _post_in_network(
        self, receiver: str, step: str, payload: NDArray[Any], lane: int, round: int
    ) -> None:
        try:
            self._links[receiver].send(step, payload, lane=lane, round=round)
        except PetError as error:
            self.room.fail(error)

    def _signal(self, kind: Kind) -> None:
        for link in self._links.values():
            self._loop.call_soon_threadsafe(link.signal, kind)

    def _in_network(self, job: Coroutine[Any, Any, T]) -> T:
        """Run a job in the network's thread and wait for it, in a way that Ctrl-C can interrupt."""
        waiting = asyncio.run_coroutine_threadsafe(job, self._loop)
        try:
            return waiting.result()
        except BaseException:
            waiting.cancel()
            raise

    async def _meet(
        self, listening: socket.socket, addresses: Mapping[str, Address]
    ) -> dict[str, Link]:
        meeting = Meeting(self._appointment, self._arrived, self.room.fail)
        try:
            await meeting.meet(listening, addresses)
        except BaseException:
            for link in meeting.links.values():
                link.abort()
            raise
        return meeting.links

    async def _close_links(self) -> None:
        await asyncio.gather(*(link.close() for link in self._links.values()))
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _arrived(self, link: Link, frame: Frame) -> None:
        party = link.party
        if frame.mail is not None:
            self.room.deliver(party, frame.lane, frame.mail)
        elif frame.kind == Kind.GOODBYE:
            link.end()
            self.room.say_goodbye(party)
        elif frame.kind == Kind.STOP:
            self.room.fail(
                ProtocolError(
                    "errors.party_stopped",
                    "need {party} until the end, but it stopped the run: see the message there",
                    party=party,
                )
            )


class _Mailbox(Awaitable[Mail]):
    """Waits, giving other lanes their turn, until a message is there."""

    def __init__(self, office: Office, sender: str, step: str, lane: int) -> None:
        self._office, self._what = office, (sender, step, lane)

    def __await__(self) -> Generator[None, None, Mail]:
        while (mail := self._office.take(*self._what)) is None:
            yield
        return mail


def _missing(party: str, sender: str, step: str) -> ProtocolError:
    return ProtocolError(
        "errors.message_missing",
        "{party} needs '{step}' from {sender}, which never came: the message was lost or {sender} "
        "stopped; nothing was opened",
        party=party,
        step=step,
        sender=sender,
    )
