"""A job in a forked child: its own process for the operating system's counters, and for ending it.

The child shares the tables with the worker until somebody writes to them, so nothing is loaded or
copied again.  It dies when the worker does.  On Linux only: elsewhere Python's toolkits do not
survive a fork reliably, and `can_fork` is false.
"""

import ctypes
import gc
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pet_workbench.bench.running.pipes import Orders
from pet_workbench.bench.summary import summary
from pet_workbench.core import PetError

Job = Callable[[], Any]
_PR_SET_PDEATHSIG = 1
_PIECE = 1 << 16
_LONGEST = 500


def can_fork() -> bool:
    """Tell whether jobs get a child of their own."""
    return sys.platform == "linux"


def do(job: Job) -> dict[str, Any]:
    """Do a job here, and return what it gave, or in one line what went wrong."""
    try:
        return {"gave": job()}
    except MemoryError:
        return {"failed": "MemoryError"}
    except PetError as error:
        values = {name: summary(value) for name, value in error.parameters.items()}
        return {"failed": _one_line(str(error)), "refusal": {"id": error.id, "values": values}}
    except Exception as error:  # one technique's error must not stop the others
        traceback.print_exc()
        return {"failed": _one_line("".join(traceback.format_exception_only(error)))}


def _one_line(told: str) -> str:
    """Return what an error says without line ends and other characters that control a terminal."""
    words = "".join(sign if sign.isprintable() else " " for sign in told).split()
    return " ".join(words)[:_LONGEST]


def do_in_child(job: Job, *, orders: Orders, on_begin: Callable[[int], None]) -> dict[str, Any]:
    """Do a job in a child.

    Parameters
    ----------
    job : callable
        Its result is something JSON can hold.
    orders : Orders
        A ``stop`` among them ends the child.
    on_begin : callable
        Gets the process id.

    Returns
    -------
    dict
        With ``gave`` or ``failed``, or with ``ended``: minus the signal that ended the child, or
        its exit code.
    """
    gc.freeze()  # or the collector would write to, and so copy, every shared page
    read, write = os.pipe()
    worker = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(read)
        _be_child(job, write, worker)
    os.close(write)
    on_begin(child)
    try:
        told = _listen(read, child, orders)
    finally:
        os.close(read)
    _, status = os.waitpid(child, 0)
    if told.endswith(b"\n"):
        answer: dict[str, Any] = json.loads(told)
        return answer
    return {"ended": os.waitstatus_to_exitcode(status)}


def _be_child(job: Job, write: int, worker: int) -> None:
    """Do the job, tell it, and end without going back to the worker's code."""
    try:
        _die_with_parent(worker)
        line = json.dumps(do(job)).encode() + b"\n"
        with os.fdopen(write, "wb") as pipe:
            pipe.write(line)
        sys.stderr.flush()
    finally:
        os._exit(0)


def _die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when the worker ends, whatever the reason."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def _listen(read: int, child: int, orders: Orders) -> bytes:
    """Return what the child tells; end it when told to."""
    told = b""
    while not told.endswith(b"\n"):
        ready, _, _ = select.select([read, orders.fileno()], [], [])
        if read in ready:
            piece = os.read(read, _PIECE)
            if not piece:
                break
            told += piece
        elif orders.next().get("do") == "stop":
            os.kill(child, signal.SIGKILL)
    return told
