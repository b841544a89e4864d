"""Runners that are killed, and runners that share a file: nothing is lost but the run under way."""

import random
import subprocess
import sys
from collections import Counter

import pytest

from pet_workbench.bench import Record, Store
from pet_workbench.bench.running.journal import Journal
from tests.bench.invented_case import KEY
from tests.bench.test_running import wait_until_gone

RUNNER = """
import sys
from pathlib import Path
from pet_workbench.bench import Store, plan, run
cells = plan(["{key}"], techniques=["quick", "steady"], sizes=[4, 5]).cells
print("ready", flush=True)
for line in run(cells, store=Store(Path(sys.argv[1])), repeats={repeats}):
    print(line.cell.key, flush=True)
"""
REPEATS = 3
N_CELLS = 4


def runner(path):
    """Start a process that measures four cells of the invented case."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER.format(key=KEY, repeats=REPEATS), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout.readline() == "ready\n"
    return process


def environment():
    """Return the environment, in which the invented case is installed."""
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.mark.usefixtures("log")
def test_killed_at_any_moment(tmp_path, runs):
    """After kill -9 at three moments, each cell has one record and each kill cost one run at most.

    No process of a killed runner is left.
    """
    store, moments, kills = Store(tmp_path / "records.jsonl"), random.Random(7), 0
    acknowledged: set[str] = set()
    for _ in range(3):
        process = runner(store.path)
        try:
            process.wait(timeout=moments.uniform(0.5, 1.5))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        printed = process.communicate()[0].split("\n")
        acknowledged |= {key for key in printed[:-1] if key}
        assert acknowledged <= {line.cell.key for line in store.lines()}
        wait_until_gone(pid for _, _, child, parent in runs() for pid in (child, parent))
    process = runner(store.path)
    process.communicate(timeout=60)

    assert process.returncode == 0
    records = Counter(line.cell.key for line in store.records())
    assert (len(records), set(records.values())) == (N_CELLS, {1})
    assert all(isinstance(line, Record) and len(line.seconds) == 3 for line in store.lines())
    timed = [kind for kind, n, _, _ in runs() if n in (4, 5)]
    assert N_CELLS * REPEATS <= len(timed) <= N_CELLS * REPEATS + kills
    assert not Journal(store.path).path.exists()


@pytest.mark.usefixtures("log")
def test_two_runners_on_one_file(tmp_path):
    """Both come to their end, all lines are whole, and each cell was measured."""
    store = Store(tmp_path / "records.jsonl")
    processes = [runner(store.path) for _ in range(2)]
    for process in processes:
        process.communicate(timeout=60)

    assert [process.returncode for process in processes] == [0, 0]
    assert len({line.cell.key for line in store.records()}) == N_CELLS
    assert all(len(line.seconds) >= REPEATS for line in store.records())
    assert not Journal(store.path).path.exists()


def test_half_a_line_in_the_journal_is_passed_over(tmp_path, log, runs):
    """Whatever a crash left in the scratch file, cells are measured."""
    store = Store(tmp_path / "records.jsonl")
    Journal(store.path).path.write_text('{"schema": 2}\nno json\n{"key": "half')
    process = runner(store.path)
    process.communicate(timeout=60)

    assert process.returncode == 0
    assert len(store.records()) == N_CELLS
    assert len([n for _, n, _, _ in runs() if n == 5]) == 2 * REPEATS
