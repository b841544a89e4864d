"""One run of one technique, with all that is counted about it."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from time import perf_counter, process_time
from typing import Any

from pet_workbench.bench.cell import IN_PROCESS, Cell
from pet_workbench.bench.meter import peak_mb, reset_peak
from pet_workbench.bench.record import Link
from pet_workbench.bench.summary import summary
from pet_workbench.core import (
    PROFILES,
    Engine,
    Entropy,
    Outcome,
    Program,
    Ran,
    Transcript,
    run_parties,
)
from pet_workbench.usecases import Tables, UseCase

_MB_PER_MIB = 2**20 / 1e6


@dataclass(frozen=True)
class Single:
    """What one run took and gave; the attributes are those of a `Record`, of one repeat.

    Attributes
    ----------
    seconds, cpu_seconds : float
    peak_mb : float or None
    rounds, chain_bytes : int
    links : tuple of Link
    answer, exact : JSON value
    error : float
    released : tuple of mapping
    leaks : tuple of str
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float | None
    rounds: int
    chain_bytes: int
    links: tuple[Link, ...]
    answer: Any
    exact: Any
    error: float
    released: tuple[Mapping[str, Any], ...]
    leaks: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> "Single":
        """Make it again from `to_plain`.

        Raises
        ------
        TypeError, KeyError
            If it is something else.
        """
        plain = {one.name: values[one.name] for one in fields(cls)}
        plain |= {name: tuple(plain[name]) for name in ("released", "leaks")}
        return cls(**{**plain, "links": tuple(Link(**link) for link in plain["links"])})


class Metered:
    """An engine in this process that notes the peak of the memory while the parties run.

    So the exact answer, which a run computes afterwards on the pooled tables, does not count.

    Attributes
    ----------
    peak_mb : float or None
        Of the last run, with the tables; None where the system does not tell.
    """

    def __init__(self) -> None:
        self.peak_mb: float | None = None

    def run(self, programs: Mapping[str, Program], *, keep_payload_bytes: int) -> Ran:
        """Run all parties in this process."""
        entropy = Entropy()
        reset_peak()
        start, cpu = perf_counter(), process_time()
        results, transcript = run_parties(
            programs, entropy=entropy, keep_payload_bytes=keep_payload_bytes
        )
        seconds, cpu_seconds = perf_counter() - start, process_time() - cpu
        self.peak_mb = peak_mb()
        return Ran(results, transcript, seconds, cpu_seconds)


def run_once(case: UseCase, tables: Tables, cell: Cell) -> Single:
    """Run a cell once, keeping no payloads.

    Parameters
    ----------
    case : UseCase
        That of the cell.
    tables : mapping of str to DataFrame
        Its tables at the size of the cell.
    cell : Cell

    Raises
    ------
    PetError
        Whatever the run refuses.
    ValueError
        If the distance from the exact answer is no finite number from 0.
    """
    if cell.network == IN_PROCESS:
        engine = Metered()
        return _single(_run(case, tables, cell, engine), engine.peak_mb)
    from pet_workbench.engines import LocalProcesses

    profile = next(one for one in PROFILES if one.id == cell.network)
    apart = LocalProcesses(network=profile)
    outcome = _run(case, tables, cell, apart)
    peaks = [peak for peak in apart.peak_mb.values() if peak is not None]
    return _single(outcome, sum(peaks) * _MB_PER_MIB if peaks else None)


def _run(case: UseCase, tables: Tables, cell: Cell, engine: Engine) -> Outcome:
    parameters = dict(cell.parameters)
    return case.run(cell.technique, tables, keep_payload_bytes=0, engine=engine, **parameters)


def _single(outcome: Outcome, peak: float | None) -> Single:
    """Keep what a record says of a run.

    Raises
    ------
    ValueError
        If the distance from the exact answer is no finite number from 0.
    """
    error = float(outcome.error)
    if not 0 <= error < math.inf:
        raise ValueError(f"need a finite error from 0, got {error}")
    return Single(
        seconds=outcome.seconds,
        cpu_seconds=outcome.cpu_seconds,
        peak_mb=peak,
        rounds=outcome.transcript.rounds,
        chain_bytes=outcome.transcript.chain_bytes,
        links=links(outcome.transcript),
        answer=summary(outcome.answer),
        exact=summary(outcome.exact),
        error=error,
        released=tuple(summary(release) for release in outcome.released),
        leaks=outcome.leaks,
    )


def links(transcript: Transcript) -> tuple[Link, ...]:
    """Count what went from whom to whom, in the order in which the links were first used."""
    used: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for message in transcript.messages:
        pair = message.sender, message.receiver
        used.setdefault(pair, []).append((message.size_bytes, message.round))
    return tuple(
        Link(
            sender,
            receiver,
            messages=len(sent),
            bytes=sum(size for size, _ in sent),
            rounds=len({round for _, round in sent}),
        )
        for (sender, receiver), sent in used.items()
    )
