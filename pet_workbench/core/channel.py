"""What a party's program knows of the network: a `Channel`, the same wherever the program runs.

Behind it stands a `Carrier`, one per party, which an engine provides: the network in one process
(`pet_workbench.core.network`) or connections between processes and machines
(`pet_workbench.engines`).  A program cannot tell which.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core.errors import ProtocolError
from pet_workbench.core.transcript import Transcript

T = TypeVar("T")
Program = Callable[["Channel"], Coroutine[Any, Any, Any]]

_acting: ContextVar[str | None] = ContextVar("acting party", default=None)


def acting_party() -> str | None:
    """Return the name of the party whose code is running now, None outside a run."""
    return _acting.get()


@contextmanager
def acting_as(party: str) -> Iterator[None]:
    """Let `party` be the acting one inside the block."""
    token = _acting.set(party)
    try:
        yield
    finally:
        _acting.reset(token)


class Mail(NamedTuple):
    """A message as it arrives: what it is for, its round, and the array, read-only."""

    step: str
    round: int
    payload: NDArray[Any]


class Carrier(ABC):
    """What carries one party's messages, and runs its work side by side where that helps."""

    @abstractmethod
    def post(
        self, receiver: str, step: str, payload: NDArray[Any], *, lane: int, round: int
    ) -> None:
        """Send a message on its way, and do not wait for it to arrive.

        Parameters
        ----------
        receiver : str
            Name of the other party.
        step : str
            What the message is for.
        payload : ndarray
            What is sent; it is not changed afterwards.
        lane : int
            Messages of one lane arrive in order.
        round : int
            As `transcript.Message` counts them.

        Raises
        ------
        ProtocolError
            If there is no such receiver, or nobody to send to any more.
        """

    @abstractmethod
    def next_mail(self, sender: str, step: str, *, lane: int) -> Awaitable[Mail]:
        """Return what waits for the next message of `sender` in `lane`; `step` is for errors."""

    @property
    @abstractmethod
    def is_secure_randomness(self) -> bool:
        """Whether keys come from the operating system, and not from a teaching seed."""

    @abstractmethod
    def draw_key(self, label: str) -> bytes:
        """Draw a fresh key and remember it under `label`."""

    @abstractmethod
    async def side_by_side(self, jobs: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """Return what the jobs return, in order; none may wait for another of them."""


class Ran(NamedTuple):
    """What an engine gives back of a run.

    Attributes
    ----------
    results : dict of str to value
        What each program returned, in the order of the programs.
    transcript : Transcript
    seconds : float
        Time on the clock of the protocol: from when all parties are there until all have ended.
    cpu_seconds : float
        Processor time of all parties together in that time.
    """

    results: dict[str, Any]
    transcript: Transcript
    seconds: float
    cpu_seconds: float


class Engine(Protocol):
    """A place where parties can run, other than this process."""

    def run(self, programs: Mapping[str, Program], *, keep_payload_bytes: int) -> Ran:
        """Run one program per party until all have ended."""


class Channel:
    """One party's connection to all others.

    Attributes
    ----------
    party : str
        The party whose channel this is.
    """

    def __init__(self, party: str, carrier: Carrier, *, lane: int = 0, clock: int = 0) -> None:
        self.party = party
        self._carrier = carrier
        self._lane = lane
        self._clock = clock

    def send(self, receiver: str, step: str, payload: NDArray[Any]) -> None:
        """Send the array `payload` to `receiver`; never change it afterwards."""
        self._carrier.post(receiver, step, payload, lane=self._lane, round=self._clock + 1)

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
        mail = await self._carrier.next_mail(sender, step, lane=self._lane)
        got = mail.payload
        expected = got.nbytes if shape is None else _size_bytes(shape, dtype)
        if (mail.step, got.nbytes) != (step, expected) or got.dtype != dtype:
            raise ProtocolError(
                "errors.message_mismatch",
                "{party} needs '{step}' of {expected} bytes ({dtype}) from {sender}, got "
                "'{got_step}' of {got} bytes ({got_dtype}): parties run different protocols",
                party=self.party,
                sender=sender,
                step=step,
                expected=expected,
                got_step=mail.step,
                got=got.nbytes,
                dtype=np.dtype(dtype).name,
                got_dtype=got.dtype.name,
            )
        self._clock = max(self._clock, mail.round)
        return got.reshape(-1 if shape is None else shape)

    @property
    def is_secure_randomness(self) -> bool:
        """Whether keys come from the operating system, and not from a teaching seed."""
        return self._carrier.is_secure_randomness

    def draw_key(self, label: str) -> bytes:
        """Draw a fresh key for this party; its view remembers it under `label`."""
        return self._carrier.draw_key(label)

    def branch(self, lane: int) -> "Channel":
        """Return a channel for work that need not wait for the rest of this channel's messages.

        Parameters
        ----------
        lane : int
            Number of the lane, the same at all parties and different from that of any other work
            that is going on.
        """
        return Channel(self.party, self._carrier, lane=lane, clock=self._clock)

    def join(self, *branches: "Channel") -> None:
        """Go on only after all `branches`: what is sent next depends on them."""
        self._clock = max((self._clock, *(branch._clock for branch in branches)))

    async def side_by_side(self, jobs: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """Return what the jobs return, in order, while one may go on when another has to wait.

        In one process they are done one after the other; over a network many wait together, so
        that a delay is paid once and not for each.  Their order is not fixed: each job uses a
        branch of its own and neither this channel nor another job's results.

        Parameters
        ----------
        jobs : sequence of coroutine
            Not yet started.
        """
        return await self._carrier.side_by_side(jobs)


def _size_bytes(shape: int | tuple[int, ...], dtype: DTypeLike) -> int:
    """Return the size of an array."""
    return int(np.prod(shape)) * np.dtype(dtype).itemsize
