"""One party in a process of its own: what `pet_workbench.engines.local` starts.

It takes orders from the process that started it, over a pipe, and ends when that pipe closes: a
party never outlives the command it belongs to.
"""

import importlib
import os
import pickle
import re
import sys
import traceback
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, NamedTuple

from pet_workbench.core import PetError, ProtocolError
from pet_workbench.engines.appointment import Appointment
from pet_workbench.engines.meeting import listen
from pet_workbench.engines.office import Part, run_party

ORPHANED = 3
"""Exit code of a party whose starter is gone."""


class Order(NamedTuple):
    """What a party is told first.

    Attributes
    ----------
    path : list of str
        Where to import from.
    appointment : Appointment
        Who it is and whom it meets.
    host : str
        Address at which to listen.
    libraries : tuple of str
        What to import before the parties meet, so that nobody waits for it in the middle.
    keep_payload_bytes : int
        How much of the messages to keep for looking at.
    """

    path: list[str]
    appointment: Appointment
    host: str
    libraries: tuple[str, ...]
    keep_payload_bytes: int


class Report(NamedTuple):
    """What a party tells at the end: its part of the run, or what went wrong.

    Attributes
    ----------
    part : Part or None
    error : PetError or None
    peak_mb : float or None
        Most memory the process had; None where that is unknown.
    """

    part: Part | None
    error: PetError | None
    peak_mb: float | None


def main() -> None:
    """Play one party, as told over standard input, and report over standard output."""
    orders, reports = _take_pipes()
    # Our own starter's pipe, not another party's connection: there nothing is unpickled.
    order: Order = pickle.load(orders)  # noqa: S301 - from the process that started us
    sys.path[:] = order.path
    # So that signs of life are not held up by a long computation in Python.
    sys.setswitchinterval(0.001)
    part, error = None, None
    try:
        part = _play(order, orders, reports)
    except PetError as failure:
        error = failure
    except EOFError:
        os._exit(ORPHANED)
    except Exception as failure:
        traceback.print_exc()
        error = _unexpected(order.appointment.party, failure)
    _tell(reports, Report(part, error, _peak_mb()))


def _play(order: Order, orders: BinaryIO, reports: BinaryIO) -> Part:
    listening = listen(order.host, 0)
    _tell(reports, listening.getsockname()[:2])
    for library in order.libraries:
        importlib.import_module(library)
    program = pickle.load(orders)  # noqa: S301 - from the process that started us
    addresses = pickle.load(orders)  # noqa: S301 - from the process that started us
    Thread(target=_end_with_starter, args=(orders,), daemon=True).start()
    return run_party(
        program,
        order.appointment,
        listening,
        addresses,
        keep_payload_bytes=order.keep_payload_bytes,
    )


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the starter; what a program prints goes to standard error instead."""
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    orders = os.fdopen(os.dup(0), "rb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return orders, reports


def _tell(reports: BinaryIO, what: Any) -> None:
    pickle.dump(what, reports, protocol=pickle.HIGHEST_PROTOCOL)
    reports.flush()


def _end_with_starter(orders: BinaryIO) -> None:
    """Stop the process when the starter closes its end, or is gone."""
    orders.read()
    os._exit(ORPHANED)


def _unexpected(party: str, error: Exception) -> ProtocolError:
    return ProtocolError(
        "errors.process_failed",
        "need {party}'s program to run, got {error}",
        party=party,
        error="".join(traceback.format_exception_only(error)).strip(),
    )


def _peak_mb() -> float | None:
    """Return the most memory this process had; a new process's `resource` counts its parent's."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else None
