"""Measure how wrong the network model is: the same cells in one process and over networks.

    python tools/network_validation.py [FOLDER]

writes ``validation.jsonl`` into FOLDER, by default ``data/benchmarks/network``; about five minutes
on two quiet cores.  Every cell is run in one process and on each network in turn, and then all of
it once more, so that whatever else the machine does hits all alike.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pet_workbench.bench import IN_PROCESS, Cell, Record, Stopped
from pet_workbench.bench.costs.validation import compare
from pet_workbench.bench.running import Budget, measure_group
from pet_workbench.core import PROFILES
from pet_workbench.datasets import data_path

CASES = (
    ("aio", ("secret-sharing:pseudonyms", "trusted-third-party"), 100_000),
    ("debts", ("secret-sharing:pseudonyms",), 200_000),
    ("education-tax", ("secret-sharing:pseudonyms",), 2_000),
    ("entrepreneurs", ("secret-sharing:pseudonyms",), 50_000),
    ("fall-injuries", ("homomorphic:bfv", "secret-sharing"), 10_000),
    ("fraud", ("private-set-intersection", "secret-sharing:pseudonyms"), 100_000),
    ("informants", ("secret-sharing:pseudonyms",), 10_000),
    ("logistics", ("secret-sharing",), 1_000),
)
"""Cells of all families: many rounds, many bytes, much computing; none of those from which the
constants of `pet_workbench.core.NetworkProfile` were found."""
NETWORKS = (IN_PROCESS, *(profile.id for profile in PROFILES))
TURNS = 2
BUDGET = Budget(seconds=120, memory_mb=3000)


def cells() -> Iterator[tuple[Cell, ...]]:
    """Yield what is measured together: the techniques of one case, on one network."""
    for case, techniques, n in CASES:
        for network in NETWORKS:
            yield tuple(Cell(case, technique, n, network=network) for technique in techniques)


def measured() -> list[Record]:
    """Run everything, in turns, and put the turns of a cell together."""
    records: list[Record] = []
    for turn in range(1, TURNS + 1):
        for group in cells():
            print(f"{turn}/{TURNS}", group[0].case, group[0].network, file=sys.stderr, flush=True)
            for line in measure_group(group, 1, BUDGET):
                if isinstance(line, Stopped):
                    sys.exit(f"stopped: {line.case}, {line.technique}, {line.message}")
                records.append(line)
    records.sort(key=lambda record: record.cell.key)
    groups = groupby(records, key=lambda record: record.cell.key)
    return [joined(list(turns)) for _, turns in groups]


def joined(turns: Sequence[Record]) -> Record:
    """Return one record of all turns of a cell."""
    return replace(
        turns[-1],
        seconds=tuple(one for turn in turns for one in turn.seconds),
        cpu_seconds=tuple(one for turn in turns for one in turn.cpu_seconds),
        peak_mb=tuple(one for turn in turns for one in turn.peak_mb),
    )


def main() -> None:
    """Measure, write, and say what came of it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else data_path() / "benchmarks" / "network"
    folder.mkdir(parents=True, exist_ok=True)
    records = sorted(measured(), key=lambda record: (record.case, record.technique, record.network))
    lines = [record.to_json() for record in records]
    (folder / "validation.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for id, errors in compare(records).by_profile.items():
        print(id, errors)


if __name__ == "__main__":
    main()
