"""The worker's ends of the pipes to its runner: orders come in, replies go out, a JSON line each.

When the runner is gone, its end of the pipe closes; then the worker and its children end at once,
whatever they were doing.
"""

import json
import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

ORPHANED = 3
"""Exit code of a worker whose runner is gone."""


class Orders:
    """Orders from the runner; a worker without a runner ends."""

    def __init__(self, descriptor: int) -> None:
        # unbuffered, so that `select` on it tells the truth
        self._pipe = os.fdopen(descriptor, "rb", buffering=0)

    def fileno(self) -> int:
        """Return the descriptor, to wait for."""
        return self._pipe.fileno()

    def next(self) -> dict[str, Any]:
        """Wait for the next order."""
        line = self._pipe.readline()
        if not line.endswith(b"\n"):
            end_all()
        order: dict[str, Any] = json.loads(line)
        return order

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While the block computes, end this worker when the runner goes or says stop.

        On Windows a pipe cannot be waited for; there the worker ends after the block.
        """
        if os.name == "nt":
            yield
            return
        woken, wake = os.pipe()
        watcher = Thread(target=self._watch, args=(woken,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            # no thread may be left when the worker forks
            os.close(wake)
            watcher.join()
            os.close(woken)

    def _watch(self, woken: int) -> None:
        ready, _, _ = select.select([self._pipe.fileno(), woken], [], [])
        if woken not in ready:
            end_all()


class Replies:
    """Replies to the runner."""

    def __init__(self, descriptor: int) -> None:
        self._pipe = os.fdopen(descriptor, "wb", buffering=0)

    def tell(self, reply: dict[str, Any]) -> None:
        """Send one; a runner that is gone hears nothing any more."""
        try:
            self._pipe.write(json.dumps(reply).encode() + b"\n")
        except BrokenPipeError:
            end_all()


def take_pipes() -> tuple[Orders, Replies]:
    """Take standard input and output; what a technique prints goes to standard error instead."""
    replies = Replies(os.dup(1))
    os.dup2(2, 1)
    orders = Orders(os.dup(0))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return orders, replies


def end_all() -> None:
    """End this worker and its children.

    The runner starts a worker as the leader of a group of its own, so nobody else is in it.
    """
    if os.name != "nt" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(ORPHANED)
