"""A slow network on a fast machine: proxies that hold bytes back for a while.

Every connection goes through a proxy, which passes on bytes a fixed delay after they came, and no
faster than the sender's line allows.  It needs no rights on the machine and disturbs nobody else.
It cannot read what passes: TLS goes from party to party.

It emulates delay and rate; it knows no loss, no jitter and no congestion.
"""

import asyncio
import socket
from collections import deque
from threading import Thread

from pet_workbench.core import NetworkProfile
from pet_workbench.engines.appointment import Address
from pet_workbench.engines.meeting import listen

PIECE = 1 << 16
UNDER_WAY = 1 << 24
"""Bytes that may be under way in one direction of one connection."""


class Line:
    """What one party can send per second, over all its connections together."""

    def __init__(self, bits_per_s: float) -> None:
        self._seconds_per_byte = 8 / bits_per_s
        self._free_at = 0.0

    def leaves_at(self, now: float, n_bytes: int) -> float:
        """Return when the last of so many bytes has left, behind all that left before."""
        self._free_at = max(now, self._free_at) + n_bytes * self._seconds_per_byte
        return self._free_at


class EmulatedNetwork:
    """Proxies in a thread of their own.

    Parameters
    ----------
    profile : NetworkProfile
        Delay, one direction, and rate.

    Examples
    --------
    >>> network = EmulatedNetwork(NetworkProfile("lan", latency_s=0.001, bits_per_s=1e9))
    >>> network.close()
    """

    def __init__(self, profile: NetworkProfile) -> None:
        self._profile = profile
        self._lines: dict[str, Line] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="emulated network", daemon=True)
        self._thread.start()
        self._servers: list[socket.socket] = []

    def address(self, caller: str, called: str, behind: Address) -> Address:
        """Return where `caller` finds `called`, which really is at the address `behind`."""
        listening = listen(behind[0], 0)
        lines = [
            self._lines.setdefault(party, Line(self._profile.bits_per_s))
            for party in (caller, called)
        ]
        asyncio.run_coroutine_threadsafe(self._serve(listening, behind, lines), self._loop)
        self._servers.append(listening)
        host, port = listening.getsockname()[:2]
        return host, port

    def close(self) -> None:
        """Stop at once; connections through it break."""
        asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        for listening in self._servers:
            listening.close()

    async def _serve(self, listening: socket.socket, behind: Address, lines: list[Line]) -> None:
        loop = asyncio.get_running_loop()
        going = set()
        while True:
            near, _ = await loop.sock_accept(listening)
            task = loop.create_task(self._forward(near, behind, lines))
            going.add(task)
            task.add_done_callback(going.discard)

    async def _forward(self, near: socket.socket, behind: Address, lines: list[Line]) -> None:
        """Pass bytes both ways until either end closes."""
        loop = asyncio.get_running_loop()
        far = socket.socket(near.family)
        far.setblocking(False)
        with near, far:
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                await loop.sock_connect(far, behind)
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._pass_on(near, far, lines[0]))
                    both.create_task(self._pass_on(far, near, lines[1]))
            except* OSError:
                pass  # an end that is gone: the other one sees its connection close

    async def _pass_on(self, source: socket.socket, target: socket.socket, line: Line) -> None:
        """Read at once, write later; an end of the stream is passed on too."""
        loop = asyncio.get_running_loop()
        under_way: deque[tuple[float, bytes]] = deque()
        changed = asyncio.Event()

        async def write() -> None:
            while True:
                while not under_way:
                    changed.clear()
                    await changed.wait()
                at, piece = under_way[0]
                await asyncio.sleep(at - loop.time())
                if not piece:
                    target.shutdown(socket.SHUT_WR)
                    return
                await loop.sock_sendall(target, piece)
                under_way.popleft()

        async with asyncio.TaskGroup() as group:
            group.create_task(write())
            piece = b"-"
            while piece:
                piece = await loop.sock_recv(source, PIECE)
                leaves = line.leaves_at(loop.time(), len(piece))
                under_way.append((leaves + self._profile.latency_s, piece))
                changed.set()
                while len(under_way) * PIECE > UNDER_WAY:
                    await asyncio.sleep(self._profile.latency_s / 4)


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
