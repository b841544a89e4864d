"""What the makers of the workbench measured on their reference machine, and ship with it."""

from functools import cache
from pathlib import Path

from pet_workbench.bench.record import Record, Stopped, read_line
from pet_workbench.datasets import data_path


def records(*, folder: Path | None = None) -> tuple[Record, ...]:
    """Return all records in `folder`, by default those that come with the workbench.

    Parameters
    ----------
    folder : Path, optional
        With files ``CASE.jsonl``.
    """
    return tuple(line for line in _lines(folder or _shipped()) if isinstance(line, Record))


def stopped(*, folder: Path | None = None) -> tuple[Stopped, ...]:
    """Return the cells that went over their budget or failed, where that was written down."""
    return tuple(line for line in _lines(folder or _shipped()) if isinstance(line, Stopped))


def stored(case: str) -> tuple[Record, ...]:
    """Return the records of `case` that come with the workbench."""
    return tuple(record for record in records() if record.case == case)


def _shipped() -> Path:
    return data_path() / "benchmarks"


@cache
def _lines(folder: Path) -> tuple[Record | Stopped, ...]:
    files = sorted(folder.glob("*.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    is_ours = folder == _shipped()
    return tuple(read_line(line, is_ours=is_ours) for line in lines if line.strip())
