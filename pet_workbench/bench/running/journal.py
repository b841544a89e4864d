"""Finished repeats of unfinished cells, beside the store, so that a crash loses one run at most.

The file is the store's with ``.part`` behind its name.  It is a scratch file: it only grows while
cells are under way, it is gone when none is, and lines in it that say nothing are passed over.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.machine import IDENTITY
from pet_workbench.bench.machine import machine as this_machine
from pet_workbench.bench.record import SCHEMA
from pet_workbench.bench.running.single import Single
from pet_workbench.bench.stamp import stamp
from pet_workbench.core.line_file import LineFile
from pet_workbench.usecases import get


class Journal:
    """The journal of one store.

    Repeats belong to the machine that made them: this one, unless another is named.

    Parameters
    ----------
    store : Path
        The store's file.
    """

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(f"{store.name}.part")
        self._file = LineFile(self.path, is_whole=lambda line: bool(_parsed(line)))

    def add(self, cell: Cell, run: Single, *, machine: Mapping[str, str] | None = None) -> None:
        """Write down a finished repeat."""
        self._file.append(json.dumps({**_of(cell, machine), "run": run.to_plain()}))

    def forget(self, cell: Cell, *, machine: Mapping[str, str] | None = None) -> None:
        """Pass over what was written about `cell`: it has its line in the store, or starts anew."""
        self._file.append(json.dumps({**_of(cell, machine), "run": None}))

    def runs(self, cell: Cell, *, machine: Mapping[str, str] | None = None) -> list[Single]:
        """Return the finished repeats of `cell`, of the technique as it is now."""
        wanted, found = _of(cell, machine), list[Single]()
        for _, line in self._file.lines():
            entry = _parsed(line)
            if {name: entry.get(name) for name in wanted} != wanted:
                continue
            if entry.get("run") is None:
                found.clear()
            else:
                with suppress(KeyError, TypeError):  # of an earlier version of this file
                    found.append(Single.from_plain(entry["run"]))
        return found

    def tidy(self) -> None:
        """Remove the file if no cell in it is under way."""
        self._file.remove_if(_is_over)


def _of(cell: Cell, machine: Mapping[str, str] | None) -> dict[str, Any]:
    """Return what tells which repeats belong together."""
    here = this_machine() if machine is None else machine
    return {
        "schema": SCHEMA,
        "key": cell.key,
        "stamp": stamp(get(cell.case), cell.technique),
        "machine": {name: here.get(name) for name in IDENTITY},
    }


def _parsed(line: bytes) -> dict[str, Any]:
    """Read a line; nothing where it is none of ours."""
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) and "run" in entry else {}


def _is_over(lines: list[bytes]) -> bool:
    """Tell whether every cell was forgotten after its last repeat."""
    last: dict[tuple[str, str], bool] = {}
    for line in lines:
        entry: Mapping[str, Any] = _parsed(line)
        if entry:
            last[str(entry.get("key")), str(entry.get("machine"))] = entry["run"] is None
    return all(last.values())
