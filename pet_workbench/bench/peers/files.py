"""Files of records, one a line: those that come with the workbench, and a reader's own."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pet_workbench.bench.peers.record import PeerRecord, read_line
from pet_workbench.core import DataError
from pet_workbench.core.file_lock import locked
from pet_workbench.datasets import data_path

FAMILIES = ("sharing", "psi", "he", "dp", "beyond")
"""Secret sharing, private set intersection, homomorphic encryption, differential privacy on one
machine, and differential privacy on several."""


def stored(family: str | None = None, *, folder: Path | None = None) -> tuple[PeerRecord, ...]:
    """Return the records that come with the workbench, the newest of each job and engine.

    Parameters
    ----------
    family : str, optional
        One of `FAMILIES`; all by default.
    folder : Path, optional
        With files ``FAMILY.jsonl``; with the data of the workbench by default.

    Examples
    --------
    >>> {record.family for record in stored("psi")}
    {'psi'}
    """
    found = _shipped(folder or data_path() / "benchmarks" / "peers")
    return tuple(record for record in found if family in {None, record.family})


@cache
def _shipped(folder: Path) -> tuple[PeerRecord, ...]:
    files = [folder / f"{family}.jsonl" for family in FAMILIES]
    return newest(record for file in files if file.exists() for record in load(file))


def load(path: Path) -> tuple[PeerRecord, ...]:
    """Read a file of records, all of them, in the order in which they were written.

    Parameters
    ----------
    path : Path

    Raises
    ------
    DataError
        If a line is no record of this version; with the file and the line's number.
    """
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                records.append(read_line(line))
            except DataError as error:
                raise DataError(
                    "errors.bench_peers_line",
                    "need a record of another engine in {path}, line {number}, version {schema}; "
                    "got {line}",
                    path=path.name,
                    number=number,
                    **error.parameters,
                ) from error
    return tuple(records)


def keep(path: Path, record: PeerRecord) -> None:
    """Add a record to a file, also while others do; a half-written last line goes.

    Parameters
    ----------
    path : Path
        Made if it is not there.
    record : PeerRecord

    Raises
    ------
    LockError
        If another process keeps the file for too long.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file, locked(file.fileno(), path):
        file.seek(0)
        whole = file.read().rpartition(b"\n")
        file.truncate(len(whole[0]) + len(whole[1]))
        file.write(record.to_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def newest(records: Iterable[PeerRecord]) -> tuple[PeerRecord, ...]:
    """Return what still counts: for each job and engine the last run.

    An engine that was measured earlier and is absent now is absent, except one of which a reference
    record is there: that is kept, with its own date, and the ratio is of its own run.

    Parameters
    ----------
    records : iterable of PeerRecord
    """
    kept: list[PeerRecord] = []
    for record in sorted(records, key=lambda one: one.session):
        older = [one for one in kept if record.replaces(one)]
        if record.turns is None and any(one.measured == "reference" for one in older):
            continue
        kept = [one for one in kept if one not in older]
        kept.append(record)
    return tuple(kept)
