"""One measured cell: a technique on a case at one size, on one machine."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any

from pet_workbench.core import DataError
from pet_workbench.datasets import data_path

SCHEMA = 1


@dataclass(frozen=True)
class Record:
    """What one technique took on one case at one size.

    Attributes
    ----------
    case, technique : str
        Keys.
    n : int
        Size of the population asked for.
    seed : int
        Of the generated population.
    parameters : mapping
        Of the run.
    seconds, cpu_seconds : tuple of float
        Per repeat: time on the clock and processor time of the computation, without the data.
    load_seconds : float
        Time to make the data.
    bytes, rounds : int
        Of the transcript; exact.
    bytes_by_party : mapping of str to int
        Sent by each party.
    peak_mb : float or None
        Largest memory of the process during the runs, data included; None where unknown.
    error : float
        Distance from the exact answer as the case defines it.
    released : tuple of mapping
        What left the computation: what, receiver, guarantee, items.
    machine, versions : mapping of str to str
    date : str
        ISO date and time, UTC.
    schema : int
        Version of this layout.
    """

    case: str
    technique: str
    n: int
    seed: int
    parameters: Mapping[str, Any]
    seconds: tuple[float, ...]
    cpu_seconds: tuple[float, ...]
    load_seconds: float
    bytes: int
    rounds: int
    bytes_by_party: Mapping[str, int]
    peak_mb: float | None
    error: float
    released: tuple[Mapping[str, Any], ...]
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    date: str
    schema: int = SCHEMA

    @property
    def seconds_median(self) -> float:
        """Median time on the clock."""
        return median(self.seconds)

    def to_json(self) -> str:
        """Return the record as one line of JSON."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> "Record":
        """Read a record from one line of JSON.

        Raises
        ------
        DataError
            If the line is no record of this version.
        """
        values = _parse(line)
        if values.get("schema") != SCHEMA or set(values) != {f.name for f in fields(cls)}:
            raise DataError(
                "errors.no_record",
                "need a benchmark record of version {schema}, got {line}",
                schema=SCHEMA,
                line=line[:60],
            )
        tuples = {name: tuple(values[name]) for name in ("seconds", "cpu_seconds", "released")}
        return cls(**{**values, **tuples})


def _parse(line: str) -> dict[str, Any]:
    """Read a line of JSON; nothing where it is none."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return values if isinstance(values, dict) else {}


def load(path: Path) -> tuple[Record, ...]:
    """Read the file of records at `path`, one a line.

    Raises
    ------
    DataError
        If a line is no record.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(Record.from_json(line) for line in lines if line.strip())


def stored(case: str) -> tuple[Record, ...]:
    """Return the records of `case` that come with the workbench, measured by its makers."""
    path = data_path() / "benchmarks" / f"{case}.jsonl"
    return load(path) if path.exists() else ()
