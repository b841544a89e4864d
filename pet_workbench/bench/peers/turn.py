"""One turn of one engine: its script in its own interpreter, stopped in time, its answer checked.

A script is called with the job, the number of items and its own options, and tells what it measured
as its last line of output: an object in JSON with ``seconds`` or ``cpu_seconds``, ``bytes`` and
``is_right``, and whatever else it knows.
"""

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

PAUSE = 0.1
"""Seconds between two looks at a running script."""
LAST = 300
"""Characters of what a failed script said that are kept."""


class TurnError(Exception):
    """A turn that gave nothing.

    Attributes
    ----------
    reason : str
        Id: texts ``peers.reason_*``.
    values : mapping
        For the placeholders of that text.
    """

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values: Mapping[str, Any] = values


class Cancelled(Exception):  # noqa: N818 - a wish of the user, no error
    """Whoever asked for the turn does not want it any more."""


def take(
    command: Sequence[str], *, timeout: float, cancel: threading.Event | None = None
) -> Mapping[str, Any]:
    """Run a script and return what it tells.

    Parameters
    ----------
    command : sequence of str
        Interpreter, script and arguments.
    timeout : float
        Seconds; then the script goes, with all processes that it started.
    cancel : threading.Event, optional
        Set to stop at once.

    Raises
    ------
    TurnError
        If the script takes too long, fails, tells nothing or has a wrong answer.
    Cancelled
        If `cancel` was set.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        code = _run(command, out, err, timeout=timeout, cancel=cancel)
        told = _told(_text(out))
        if code != 0 or told is None:
            raise TurnError("failed", message=_shortened(_text(err)) or f"exit code {code}")
    if told.get("is_right") is not True:
        raise TurnError("wrong-answer")
    return told


def _run(
    command: Sequence[str],
    out: IO[bytes],
    err: IO[bytes],
    *,
    timeout: float,
    cancel: threading.Event | None,
) -> int:
    """Run to the end, or to the limit; return the exit code."""
    process = subprocess.Popen(  # noqa: S603 - scripts of the repository, with our own words
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=_surroundings(),
        start_new_session=True,  # so that its children end with it
    )
    until = time.monotonic() + timeout
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(PAUSE)
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if time.monotonic() > until:
                raise TurnError("timeout", seconds=round(timeout))
    finally:
        _end(process)


def _surroundings() -> dict[str, str]:
    """Return the environment of a script: one thread, and nothing of our own interpreter."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {**{k: v for k, v in os.environ.items() if k not in ours}, "OMP_NUM_THREADS": "1"}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a script, and the processes that it started and left behind."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _told(text: str) -> dict[str, Any] | None:
    """Return the last line that is an object in JSON, or None."""
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            try:
                told = json.loads(line)
            except ValueError:
                return None
            return told if isinstance(told, dict) else None
    return None


def _shortened(text: str) -> str:
    """Return the last line that says something, without the folders of this machine."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    return " ".join(Path(word).name if "/" in word else word for word in last.split())[:LAST]
