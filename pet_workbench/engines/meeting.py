"""How the parties find each other: everybody connects to those before it in the list.

A party listens at the one address it is told, for those after it in the list, until all are there;
then it listens no more.  Strangers are turned away and do not stop the others from meeting.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pet_workbench.core import PetError, ProtocolError
from pet_workbench.engines.appointment import Address, Appointment
from pet_workbench.engines.identity import peer_name, refusal
from pet_workbench.engines.link import Link
from pet_workbench.engines.wire import VERSION, Frame, Greeting, greeting_bytes

MAX_STRANGERS = 64
"""Connections that may be saying who they are at the same time."""
RETRY_SECONDS = 0.1
_REASONS = 3
"""Different reasons for refusing a connection that are told, the last ones."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at one address only; port 0 takes any free one.

    Raises
    ------
    ProtocolError
        If the address is not one of this machine or somebody listens there.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=MAX_STRANGERS)
    except OSError as error:
        raise ProtocolError(
            "errors.cannot_listen",
            "need to listen at {host}, port {port}: {reason}",
            host=host,
            port=port,
            reason=error.strerror or str(error),
        ) from error
    listening.setblocking(False)
    return listening


class Meeting:
    """Connects one party to all others; used in the network's thread.

    Parameters
    ----------
    appointment : Appointment
    on_frame : callable
        What to do with the frames of a link that has been greeted.
    on_loss : callable
        What to do when such a link dies.
    """

    def __init__(
        self,
        appointment: Appointment,
        on_frame: Callable[[Link, Frame], None],
        on_loss: Callable[[PetError], None],
    ) -> None:
        self.links: dict[str, Link] = {}
        self._appointment = appointment
        self._on_frame = on_frame
        self._on_loss = on_loss
        self._strangers: set[asyncio.Task[None]] = set()
        self._refused: list[str] = []
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._all_met = asyncio.Event()

    async def meet(self, listening: socket.socket, addresses: Mapping[str, Address]) -> None:
        """Connect to all others; `addresses` has those before this party in the list.

        Raises
        ------
        ProtocolError
            If somebody does not come, is not who it should be, or was told something else.
        """
        self._note()
        jobs = [self._accept(listening)]
        jobs += [self._connect(party, addresses[party]) for party in self._appointment.before]
        tasks = [asyncio.ensure_future(job) for job in jobs]
        met = asyncio.ensure_future(self._all_met.wait())
        try:
            watched: set[asyncio.Future[Any]] = {*tasks[1:], met, self._failed}
            limit = asyncio.get_running_loop().time() + self._appointment.timing.meet
            while not met.done():
                left = limit - asyncio.get_running_loop().time()
                done, watched = await asyncio.wait(
                    watched, timeout=max(left, 0), return_when=asyncio.FIRST_COMPLETED
                )
                for one in done:
                    one.result()
                if not done:
                    raise self._absent()
        finally:
            begun = [*tasks, met, *self._strangers]
            for task in begun:
                task.cancel()
            await asyncio.gather(*begun, return_exceptions=True)
            listening.close()
        for link in self.links.values():
            link.keep_alive()

    async def _accept(self, listening: socket.socket) -> None:
        """Let in whoever connects, each in a task of its own."""
        loop = asyncio.get_running_loop()
        context = self._appointment.identity.context(server=True)
        while True:
            connection, _ = await loop.sock_accept(listening)
            if len(self._strangers) >= MAX_STRANGERS:
                connection.close()
                continue
            task = loop.create_task(self._admit(connection, context))
            self._strangers.add(task)
            task.add_done_callback(self._strangers.discard)

    async def _admit(self, connection: socket.socket, context: ssl.SSLContext) -> None:
        """Shake hands with a stranger; a failure is noted and does not hinder the others."""
        loop = asyncio.get_running_loop()
        timing = self._appointment.timing
        link = self._new_link(self._appointment.after)
        # As asyncio does for connections it makes itself: a small message must not wait for others.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await loop.connect_accepted_socket(
                lambda: link,
                connection,
                ssl=context,
                ssl_handshake_timeout=timing.handshake,
                ssl_shutdown_timeout=timing.close,
            )
            await asyncio.wait_for(asyncio.shield(link.connected), timing.handshake)
        except (OSError, ProtocolError) as error:
            self._refused.append(_reason(error))
            link.abort()

    async def _connect(self, party: str, address: Address) -> None:
        """Connect to a party that may not be there yet.

        Raises
        ------
        ProtocolError
            If it is somebody else.
        """
        loop = asyncio.get_running_loop()
        timing = self._appointment.timing
        context = self._appointment.identity.context(server=False)
        while True:
            link = self._new_link((party,))
            try:
                await loop.create_connection(
                    partial(_itself, link),
                    *address,
                    ssl=context,
                    server_hostname="",
                    ssl_handshake_timeout=timing.handshake,
                    ssl_shutdown_timeout=timing.close,
                )
                await asyncio.wait_for(asyncio.shield(link.connected), timing.handshake)
            except OSError as error:
                link.abort()
                if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
                    raise refusal(party, _reason(error)) from error
                await asyncio.sleep(RETRY_SECONDS)
                continue
            return

    def _new_link(self, expected: tuple[str, ...]) -> Link:
        return Link(
            partial(self._start, expected=expected),
            self._arrived,
            self._lost,
            self._appointment.timing,
        )

    def _start(self, link: Link, expected: tuple[str, ...]) -> None:
        """Check whose certificate it is, and greet.

        Raises
        ------
        ProtocolError
            If it is nobody's who is expected here.
        """
        identity = self._appointment.identity
        found = peer_name(link.connection, identity.fingerprints)
        if found not in expected:
            raise refusal(" / ".join(expected), f"a certificate of {found}")
        greeting = Greeting(VERSION, self._appointment.run, identity.party, found)
        link.start(found, greeting_bytes(greeting))

    def _arrived(self, link: Link, what: Greeting | Frame) -> None:
        if isinstance(what, Frame):
            self._on_frame(link, what)
            return
        try:
            self._check(link, what)
        except ProtocolError as error:
            if not self._failed.done():
                self._failed.set_exception(error)
            raise
        if link.party in self.links:
            raise refusal(link.party, "there is a connection already")
        self.links[link.party] = link
        link.connected.set_result(None)
        self._note()

    def _check(self, link: Link, greeting: Greeting) -> None:
        """Refuse a party that was told something else; only called for a genuine one."""
        if greeting.version != VERSION:
            raise ProtocolError(
                "errors.other_version",
                "need {party} to speak version {ours} of the protocol, got version {theirs}",
                party=link.party,
                ours=VERSION,
                theirs=greeting.version,
            )
        if (greeting.sender, greeting.receiver) != (link.party, self._appointment.party):
            raise refusal(greeting.sender, f"a certificate of {link.party}")
        if greeting.run != self._appointment.run:
            raise ProtocolError(
                "errors.other_run",
                "need {party} in the same run, got another: compare the lists of parties, and the "
                "run's name and parameters",
                party=link.party,
            )

    def _lost(self, link: Link, error: PetError) -> None:
        if self.links.get(link.party) is link:
            self._on_loss(error)
            # That somebody has not come yet is why others leave: it says more than that they left.
            missing = len(self.links) < len(self._appointment.parties) - 1
            failure: PetError = self._absent() if missing else error
        else:
            failure = refusal(link.party, f"it hung up ({error.parameters.get('reason', error)})")
        if not link.connected.done():
            link.connected.set_exception(failure)
            # Whoever waits gets it; after a timeout nobody does, which is no error of its own.
            link.connected.exception()
        elif not self._failed.done():
            self._failed.set_exception(failure)
            self._failed.exception()

    def _note(self) -> None:
        if len(self.links) == len(self._appointment.parties) - 1:
            self._all_met.set()

    def _absent(self) -> ProtocolError:
        others = (*self._appointment.before, *self._appointment.after)
        return ProtocolError(
            "errors.party_absent",
            "need {party} within {seconds} s, which did not come ({refused} connections were "
            "refused: {reason})",
            party=", ".join(party for party in others if party not in self.links),
            seconds=self._appointment.timing.meet,
            refused=len(self._refused),
            reason=", ".join([*dict.fromkeys(self._refused)][-_REASONS:]) or "-",
        )


def _itself(link: Link) -> Link:
    return link


def _reason(error: BaseException) -> str:
    """Return the short technical cause of a refused connection."""
    if isinstance(error, PetError):
        return str(error.parameters.get("reason", error))
    return str(getattr(error, "reason", None) or str(error) or type(error).__name__)
