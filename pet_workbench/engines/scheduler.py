"""Run one party's program while messages come in, and many of its lanes at the same time.

A program is a coroutine that yields whenever a message it needs is not there.  Then the whole party
sleeps until anything has arrived, and asks again.
"""

from collections import deque
from collections.abc import Awaitable, Coroutine, Generator, Sequence
from typing import Any

from pet_workbench.core import ProtocolError
from pet_workbench.core.channel import T
from pet_workbench.engines.mailroom import Mailroom

WINDOW = 32
"""Lanes that wait for messages at the same time; more cost memory and win little."""


def drive(program: Coroutine[Any, Any, T], room: Mailroom, patience: float) -> T:
    """Run a program to its end.

    Parameters
    ----------
    program : coroutine
    room : Mailroom
        Where its mail arrives.
    patience : float
        Seconds to wait for anything at all to arrive.

    Raises
    ------
    PetError
        If anything went wrong at another party, or nothing arrives.
    """
    try:
        while True:
            events = room.events
            try:
                program.send(None)
            except StopIteration as end:
                result: T = end.value
                return result
            if not room.wait(events, patience):
                raise ProtocolError(
                    "errors.nothing_arrives",
                    "need a message to go on, got none for {seconds} s: the parties wait for each "
                    "other, or one computes for longer than that",
                    seconds=patience,
                )
    finally:
        program.close()


async def run_side_by_side(
    jobs: Sequence[Coroutine[Any, Any, T]], *, window: int = WINDOW
) -> list[T]:
    """Run jobs so that one goes on when another has to wait, at most `window` begun at a time.

    They are begun in order.  Which goes on first depends on what arrives first.
    """
    waiting = deque(enumerate(jobs))
    running: dict[int, Coroutine[Any, Any, T]] = {}
    results: dict[int, T] = {}
    try:
        while waiting or running:
            while waiting and len(running) < window:
                number, job = waiting.popleft()
                running[number] = job
                _advance(number, running, results)
            ended = len(results)
            for number in list(running):
                _advance(number, running, results)
            if running and len(results) == ended:
                await _Pause()
        return [results[number] for number in range(len(jobs))]
    finally:
        for job in jobs:
            job.close()


def _advance(
    number: int, running: dict[int, Coroutine[Any, Any, T]], results: dict[int, T]
) -> None:
    """Let one job go on until it waits or ends."""
    try:
        running[number].send(None)
    except StopIteration as end:
        results[number] = end.value
        del running[number]


class _Pause(Awaitable[None]):
    """Gives the turn back, once."""

    def __await__(self) -> Generator[None, None, None]:
        yield
