"""All parties on this machine, each in a process of its own, with real connections between them.

Each process listens at a loopback address of its own with a certificate made for this one run.  The
processes share no memory, yet one person started them all and holds all tables and keys: it shows
how separate machines work, and separates nobody.
"""

import os
import pickle
import secrets
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pet_workbench.core import (
    Message,
    NetworkProfile,
    ParameterError,
    PetError,
    Program,
    ProtocolError,
    Ran,
    Transcript,
)
from pet_workbench.engines.appointment import Address, Appointment
from pet_workbench.engines.certificates import (
    certificate_pem,
    issue,
    key_pem,
    new_authority,
    write_private,
)
from pet_workbench.engines.emulation import EmulatedNetwork
from pet_workbench.engines.identity import Identity
from pet_workbench.engines.timing import Timing
from pet_workbench.engines.wire import RUN_BYTES
from pet_workbench.engines.worker import Order, Report

MAX_PARTIES = 12
HEAVY = ("pandas",)
"""Libraries that take long to import, and that programs import late."""
START = "from pet_workbench.engines.worker import main; main()"
CONSEQUENCES = ("errors.party_lost", "errors.party_stopped", "errors.party_absent")
"""Errors that another party's error brings about."""


class LocalProcesses:
    """An engine with a process per party; give it to `UseCase.run`.

    Parameters
    ----------
    timing : Timing, optional
        Patience of every party.
    network : NetworkProfile, optional
        Emulate this network between them; by default they are as near as processes are.

    Attributes
    ----------
    peak_mb : dict of str to float or None
        Most memory each process had in the last run.
    """

    def __init__(
        self, *, timing: Timing | None = None, network: NetworkProfile | None = None
    ) -> None:
        self.peak_mb: dict[str, float | None] = {}
        self._timing = timing or Timing()
        self._network = network

    def run(self, programs: Mapping[str, Program], *, keep_payload_bytes: int) -> Ran:
        """Start the processes, wait until all have ended, and put their parts together.

        Parameters
        ----------
        programs : mapping of str to coroutine function
            Per party a function that a new process can import, or a `functools.partial` of one.
        keep_payload_bytes : int
            How much of its messages each party keeps.

        Raises
        ------
        PetError
            Whatever went wrong first; no process is left then.
        ParameterError
            If there are too many parties or a program cannot be handed to another process.
        """
        if len(programs) > MAX_PARTIES:
            raise ParameterError(
                "errors.too_many_processes",
                "need at most {limit} parties on one machine, got {count}",
                limit=MAX_PARTIES,
                count=len(programs),
            )
        packed = {party: _pack(party, program) for party, program in programs.items()}
        with TemporaryDirectory(prefix="pet-workbench-") as folder:
            appointments = self._appoint(tuple(programs), Path(folder))
            reports = self._play(packed, appointments, keep_payload_bytes)
        self.peak_mb = {party: report.peak_mb for party, report in reports.items()}
        return _put_together(reports)

    def _appoint(self, parties: tuple[str, ...], folder: Path) -> dict[str, Appointment]:
        """Make an authority and certificates that hold for a day, and a fresh name for the run."""
        authority = new_authority(days=1)
        trusted = folder / "authority.crt"
        trusted.write_bytes(certificate_pem(authority.certificate))
        run = secrets.token_bytes(RUN_BYTES)
        appointments = {}
        for number, party in enumerate(parties):
            certificate, key = issue(authority, party, days=1)
            files = folder / f"{number}.crt", folder / f"{number}.key"
            files[0].write_bytes(certificate_pem(certificate))
            write_private(files[1], key_pem(key))
            identity = Identity(party, *files, trusted)
            appointments[party] = Appointment(identity, parties, run, self._timing)
        return appointments

    def _play(
        self,
        packed: Mapping[str, bytes],
        appointments: Mapping[str, Appointment],
        keep_payload_bytes: int,
    ) -> dict[str, Report]:
        processes: dict[str, _Process] = {}
        network = EmulatedNetwork(self._network) if self._network else None
        pool = ThreadPoolExecutor(len(packed) or 1)
        libraries = tuple(name for name in HEAVY if name in sys.modules)
        try:
            for number, (party, appointment) in enumerate(appointments.items(), start=1):
                order = Order(
                    list(sys.path), appointment, _loopback(number), libraries, keep_payload_bytes
                )
                processes[party] = _Process(party, order)
            at = _all(
                pool.submit(process.begin, packed[party]) for party, process in processes.items()
            )
            found = dict(zip(processes, at, strict=True))
            for party, process in processes.items():
                process.tell(_seen_from(party, found, network))
            reports = _all(pool.submit(process.report) for process in processes.values())
        finally:
            for process in processes.values():
                process.end()
            if network:
                network.close()
            pool.shutdown()
        return dict(zip(processes, reports, strict=True))


class _Process:
    """The starter's end of one party's process."""

    def __init__(self, party: str, order: Order) -> None:
        self.party = party
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with our own words
            [sys.executable, "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            # Ctrl-C is for the starter, which ends its parties in good order.
            start_new_session=True,
        )
        self._order = order

    def begin(self, program: bytes) -> Address:
        """Hand over the order and the program, and return where the party listens."""
        self.tell(self._order)
        address: Address = self._hear()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(program)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        return address

    def tell(self, what: Any) -> None:
        """Send something to the process."""
        assert self._process.stdin is not None
        try:
            pickle.dump(what, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def report(self) -> Report:
        """Wait for the party to end."""
        report: Report = self._hear()
        if report.error is not None:
            raise report.error
        return report

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            # There may be something it did not read any more.
            with suppress(BrokenPipeError):
                pipe.close()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        try:
            heard = pickle.load(self._process.stdout)  # noqa: S301 - from a process that we started
        except (EOFError, pickle.UnpicklingError):
            raise self._ended() from None
        if isinstance(heard, Report) and heard.error is not None:
            raise heard.error
        return heard

    def _ended(self) -> ProtocolError:
        return ProtocolError(
            "errors.process_ended",
            "need {party}'s process until the end, but it ended (exit code {code})",
            party=self.party,
            code=self._process.wait(),
        )


def _all(jobs: Any) -> list[Any]:
    """Return the results of all jobs; after the first failure the others have a moment to fail too.

    Raises
    ------
    PetError
        The failure that the others follow from.
    """
    waiting: list[Future[Any]] = list(jobs)
    wait(waiting, return_when=FIRST_EXCEPTION)
    done, _ = wait(waiting, timeout=GRACE_SECONDS if any(map(_has_failed, waiting)) else None)
    failures = [error for job in done if (error := job.exception()) is not None]
    if failures:
        raise min(failures, key=_is_consequence)
    return [job.result() for job in waiting]


GRACE_SECONDS = 3.0
"""How long other parties may take to say what went wrong with them, once one has failed."""


def _has_failed(job: Future[Any]) -> bool:
    return job.done() and job.exception() is not None


def _is_consequence(error: BaseException) -> bool:
    return isinstance(error, PetError) and error.id in CONSEQUENCES


def _pack(party: str, program: Program) -> bytes:
    try:
        return pickle.dumps(program, protocol=pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ParameterError(
            "errors.program_not_importable",
            "need a program of {party} that another process can import: a function of a module, or "
            "a partial of one ({reason})",
            party=party,
            reason=error,
        ) from error


def _loopback(number: int) -> str:
    """Return a loopback address per party; only Linux has all of them without asking."""
    return f"127.0.0.{number}" if sys.platform == "linux" else "127.0.0.1"


def _seen_from(
    party: str, found: Mapping[str, Address], network: EmulatedNetwork | None
) -> dict[str, Address]:
    """Return where `party` finds the others before it, through the emulated network if any."""
    before = list(found)[: list(found).index(party)]
    if network is None:
        return {other: found[other] for other in before}
    return {other: network.address(party, other, found[other]) for other in before}


def _put_together(reports: Mapping[str, Report]) -> Ran:
    """Make one record of the parts: every message as its sender wrote it down."""
    parts = {party: report.part for party, report in reports.items()}
    messages: list[Message] = []
    keys: dict[str, dict[str, bytes]] = {}
    results: dict[str, Any] = {}
    seconds = cpu_seconds = 0.0
    for party, part in parts.items():
        assert part is not None
        results[party] = part.result
        messages += [one for one in part.transcript.messages if one.sender == party]
        keys |= part.transcript.keys
        seconds = max(seconds, part.seconds)
        cpu_seconds += part.cpu_seconds
    messages.sort(key=lambda message: message.round)
    transcript = Transcript(tuple(parts), tuple(messages), keys)
    return Ran(results, transcript, seconds, cpu_seconds)
