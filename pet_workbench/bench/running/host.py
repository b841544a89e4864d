"""The runner's end of a worker: gives it orders, watches its time and memory, and ends it."""

import json
import os
import queue
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.meter import resident_mb
from pet_workbench.bench.running.budget import Budget, Reason
from pet_workbench.bench.running.child import can_fork

START = "from pet_workbench.bench.running.worker import main; main()"
LOOK_SECONDS = 0.05
"""How often time, memory and cancel are looked at."""
PATIENCE = 2.0
"""Seconds for a worker to end a child that it was told to end."""


class Cancelled(Exception):  # noqa: N818 - it is not an error
    """The run was cancelled; nothing runs any more."""


class Host:
    """A worker process, from its start until `close`.

    Parameters
    ----------
    budget : Budget
        Of every order.
    cancel : threading.Event, optional
        When it is set, the order under way is given up.

    Attributes
    ----------
    is_open : bool
        False once the process was ended, because of its own fault or somebody's.
    """

    def __init__(self, budget: Budget, *, cancel: Event | None = None) -> None:
        self._budget, self._cancel = budget, cancel
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with our own words
            [sys.executable, "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            # Ctrl-C is for the runner, which ends its workers in good order.
            start_new_session=True,
        )
        self._replies: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.is_open = True

    def ask(self, what: str, cell: Cell) -> dict[str, Any]:
        """Have an order carried out.

        Parameters
        ----------
        what : {"load", "warm", "run", "attack"}
        cell : Cell

        Returns
        -------
        dict
            ``gave``, the result; or ``failed``, one line of text; or ``over``, the part of the
            budget that was used up, after which nothing of the order runs any more.

        Raises
        ------
        Cancelled
            If the event was set; the worker is closed then.
        """
        self._tell({"do": what, "cell": asdict(cell)})
        process, since = self._process.pid, time.monotonic()
        while True:
            reply = self._hear()
            if reply is None:
                over = self._over(process, since)
                if over:
                    self._give_up(is_child=process != self._process.pid)
                    return {"over": over}
            elif "began" in reply:
                process, since = reply["began"], time.monotonic()
            elif "ended" in reply:
                return {"failed": _ending(reply["ended"])}
            else:
                return reply

    def close(self) -> None:
        """End the worker and whatever it runs; nothing of it is left afterwards."""
        if not self.is_open:
            return
        self.is_open = False
        with suppress(ProcessLookupError):
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()

    def _tell(self, order: dict[str, Any]) -> None:
        """Send an order; a worker that is gone shows in what it does not reply."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def _hear(self) -> dict[str, Any] | None:
        """Return a reply; None when there was none for a moment.

        Raises
        ------
        Cancelled
            If the event was set.
        """
        if self._cancel is not None and self._cancel.is_set():
            self.close()
            raise Cancelled
        try:
            reply = self._replies.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return None
        if "ended" in reply and reply.get("is_worker"):
            self.close()
        return reply

    def _listen(self) -> None:
        """Put replies in the queue, and in the end how the worker ended."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith(b"\n"):
                self._replies.put(json.loads(line))
        self._replies.put({"ended": self._process.wait(), "is_worker": True})

    def _over(self, process: int, since: float) -> Reason | None:
        """Return which part of the budget is used up."""
        if time.monotonic() - since > self._budget.seconds:
            return "time"
        return "memory" if tree_mb(process) > self._budget.memory_mb else None

    def _give_up(self, *, is_child: bool) -> None:
        """End the child; or the whole worker, where there is none or it does not listen."""
        if not (is_child and can_fork()):
            self.close()
            return
        self._tell({"do": "stop"})
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            reply = self._hear()
            if reply is not None and "began" not in reply:
                return
        self.close()


def tree_mb(process: int) -> float:
    """Return the resident memory of a process and all below it, in MB; 0 where nobody tells.

    Pages that several of them share count several times.
    """
    return (resident_mb(process) or 0.0) + sum(tree_mb(child) for child in _children(process))


def _children(process: int) -> list[int]:
    """Return the processes that any thread of a process started and that still run."""
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(number) for number in re.findall(r"\d+", path.read_text())]
    return found


def _ending(code: int) -> str:
    """Say how a process ended that was to reply."""
    if code < 0:
        return f"the process was ended by signal {-code} ({signal.Signals(-code).name})"
    return f"the process ended with exit code {code}"
