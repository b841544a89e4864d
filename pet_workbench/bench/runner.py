"""Run techniques over sizes and yield a record per cell, the smallest sizes first.

Techniques take turns within each repeat, so that whatever else the machine does hits all alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from time import perf_counter, process_time
from typing import Any

from pet_workbench.bench.machine import machine, peak_memory_mb, reset_peak_memory, versions
from pet_workbench.bench.record import Record
from pet_workbench.core import Outcome
from pet_workbench.core.validation import check_range
from pet_workbench.usecases import Tables, UseCase

Progress = Callable[[str], object]


@dataclass
class _Cell:
    """The repeats of one technique at one size, while they are being collected."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_mb: float | None = None
    outcome: Outcome | None = None


def run_grid(
    case: UseCase,
    *,
    sizes: Sequence[int],
    techniques: Sequence[str] | None = None,
    repeats: int = 3,
    seed: int = 1,
    parameters: dict[str, Any] | None = None,
    on_step: Progress | None = None,
) -> Iterator[Record]:
    """Measure `case` at each size with each technique.

    Parameters
    ----------
    case : UseCase
    sizes : sequence of int
        Population sizes.
    techniques : sequence of str, optional
        Ids; by default those worth measuring at a size, see `measured`.
    repeats : int, default: 3
        How often each cell is run; times are kept apart.
    seed : int, default: 1
        Of the generated population.
    parameters : dict, optional
        Of the runs.
    on_step : callable, optional
        Called with the technique's id after every single run, for a progress bar.

    Yields
    ------
    Record
        Size by size, as soon as a size is finished: what has been yielded is safe when the rest
        is cancelled.

    Raises
    ------
    ParameterError
        If a size, technique or parameter is impossible, before anything is measured at that size.
    """
    check_range("repeats", repeats, 1, 1000)
    for n in sorted(sizes):
        ids = measured(case, n, techniques)
        start = perf_counter()
        tables = case.load(n=n, seed=seed)
        load_seconds = perf_counter() - start
        cells = {id: _Cell() for id in ids}
        for _ in range(repeats):
            for id in ids:
                _measure(cells[id], case, id, tables, parameters or {})
                if on_step:
                    on_step(id)
        for id in ids:
            yield _record(cells[id], n=n, seed=seed, load_seconds=load_seconds)


def measured(case: UseCase, n: int, techniques: Sequence[str] | None = None) -> list[str]:
    """Return the full ids of `techniques`, or by default of those worth measuring at size `n`.

    Raises
    ------
    ParameterError
        If one is unknown.
    """
    if techniques is not None:
        return [case.technique(id).id for id in techniques]
    limits = {id: technique.measured_to for id, technique in case.techniques.items()}
    return [id for id, limit in limits.items() if limit is None or n <= limit]


def _measure(
    cell: _Cell, case: UseCase, technique: str, tables: Tables, parameters: dict[str, Any]
) -> None:
    """Run once, keeping no payloads, and note what it took."""
    reset_peak_memory()
    cpu = process_time()
    cell.outcome = case.run(technique, tables, keep_payload_bytes=0, **parameters)
    cell.cpu_seconds.append(process_time() - cpu)
    cell.seconds.append(cell.outcome.seconds)
    peak = peak_memory_mb()
    cell.peak_mb = peak if cell.peak_mb is None else max(cell.peak_mb, peak or 0.0)


def _record(cell: _Cell, *, n: int, seed: int, load_seconds: float) -> Record:
    """Freeze a finished cell."""
    outcome = cell.outcome
    assert outcome is not None
    transcript = outcome.transcript
    return Record(
        case=outcome.case,
        technique=outcome.technique,
        n=n,
        seed=seed,
        parameters={k: v for k, v in outcome.parameters.items() if v is not None},
        seconds=tuple(cell.seconds),
        cpu_seconds=tuple(cell.cpu_seconds),
        load_seconds=load_seconds,
        bytes=transcript.bytes,
        rounds=transcript.rounds,
        bytes_by_party={party: transcript.bytes_sent(party) for party in transcript.parties},
        peak_mb=cell.peak_mb,
        error=outcome.error,
        released=tuple(asdict(release) for release in outcome.released),
        machine=machine(),
        versions=versions(),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )
