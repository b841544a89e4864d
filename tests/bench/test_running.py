"""Real workers on an invented case: what is measured, what is given up, what is resumed."""

import os
import threading
import time

import pytest

from pet_workbench import usecases
from pet_workbench.bench import Budget, Cell, Link, Record, Stopped, Store, run
from pet_workbench.bench.running import (
    Finished,
    NoAttack,
    Ran,
    Refusal,
    Remaining,
    Skipped,
    Started,
    child,
    group,
    host,
    measure_group,
)
from pet_workbench.bench.running.journal import Journal
from pet_workbench.bench.running.single import Single
from pet_workbench.core import PetError
from tests.bench.invented_case import KEY, LOG, TOO_MANY

pytestmark = pytest.mark.usefixtures("log")
N = 5


def cells(*techniques: str, n: int = N) -> tuple[Cell, ...]:
    """Return cells of the invented case at one size."""
    return tuple(Cell(KEY, technique, n) for technique in techniques)


def wait_until_gone(processes) -> None:
    """Wait until none of the processes is there; a test that waits for ever fails."""
    until = time.monotonic() + 20
    while alive := [process for process in processes if is_alive(process)]:
        assert time.monotonic() < until, f"still there: {alive}"
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that only waits to be counted does not."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_techniques_take_turns_and_resume_skips_what_is_done(tmp_path, runs):
    """Each repeat has a run of each technique, in a process of its own; a second time none is run.

    Waiting is no processor time, and a case without attack of ours is no failure.
    """
    store, events = Store(tmp_path / "records.jsonl"), []
    wanted = cells("quick", "steady")

    lines = list(run(wanted, store=store, repeats=2, on_event=events.append))

    timed = [run for run in runs() if run[1] == N]
    assert [kind for kind, _, _, _ in timed] == ["quick", "steady"] * 2
    assert len({process for _, _, process, _ in timed}) == 4
    assert len({parent for _, _, _, parent in timed}) == 1
    assert min(lines[1].seconds) >= 0.05  # it sleeps that long, which takes no processor time
    assert max(lines[1].cpu_seconds) < 0.05
    assert [line.attack for line in lines] == [None, None]
    assert not [event for event in events if isinstance(event, NoAttack)]
    assert [line.technique for line in lines] == ["quick", "steady"]
    assert store.lines() == tuple(lines)
    assert not Journal(store.path).path.exists()
    assert [e.repeat for e in events if isinstance(e, Started)] == [1, 1, 2, 2]
    assert [e.seconds for e in events if isinstance(e, Ran)] == [
        lines[0].seconds[0],
        lines[1].seconds[0],
        lines[0].seconds[1],
        lines[1].seconds[1],
    ]
    assert [e for e in events if isinstance(e, Finished)] == [Finished(line) for line in lines]
    assert [(e.done, e.total) for e in events if isinstance(e, Remaining)] == [
        (done, 4) for done in (1, 2, 3, 4)
    ]
    before, events = len(runs()), []
    assert list(run(wanted, store=store, repeats=2, on_event=events.append)) == []
    assert len(runs()) == before
    assert [e.left_out.reason for e in events if isinstance(e, Skipped)] == ["done", "done"]
    assert len(list(run(wanted[:1], store=store, repeats=2, again=True))) == 1
    assert len(store.lines()) == 3


def test_a_record_says_what_a_run_by_hand_says():
    """Bytes, rounds, links, answer, error, releases and leaks are those of the transcript."""
    [line] = measure_group((Cell("table", "trusted-third-party", 5),), 2, Budget())
    case = usecases.get("table")
    outcome = case.run("trusted-third-party", case.load(n=5, seed=1))
    sent = outcome.transcript

    assert isinstance(line, Record)
    assert (line.bytes, line.rounds, line.chain_bytes) == (
        sent.bytes,
        sent.rounds,
        sent.chain_bytes,
    )
    assert {(k.sender, k.receiver): (k.bytes, k.messages, k.rounds) for k in line.links} == {
        pair: (
            sent.bytes_between(*pair),
            sum((m.sender, m.receiver) == pair for m in sent.messages),
            len({m.round for m in sent.messages if (m.sender, m.receiver) == pair}),
        )
        for pair in {(m.sender, m.receiver) for m in sent.messages}
    }
    assert (line.answer["total"], line.error, line.leaks) == (
        int(outcome.answer.total),
        outcome.error,
        outcome.leaks,
    )
    assert [release["what"] for release in line.released] == [r.what for r in outcome.released]
    assert len(line.seconds) == len(line.cpu_seconds) == len(line.peak_mb) == 2
    assert min(line.seconds) > 0
    assert line.attack is not None
    assert line.attack.n == 5


def test_failures_and_budgets_stop_one_technique_and_not_the_others(tmp_path, runs):
    """Too slow, too large, broken, dying, endlessly wrong: each gets a line, the last a record."""
    store = Store(tmp_path / "records.jsonl")
    wanted = cells("slow", "hungry", "broken", "dying", "endless", "quick")
    budget = Budget(seconds=2.0, memory_mb=250)

    lines = {line.technique: line for line in run(wanted, store=store, repeats=1, budget=budget)}

    told = {
        technique: (line.reason, line.limit, line.message)
        for technique, line in lines.items()
        if isinstance(line, Stopped)
    }
    assert told["slow"] == ("time", 2.0, None)
    assert told["hungry"] == ("memory", 250, None)
    assert told["broken"] == ("error", None, "ZeroDivisionError: nothing to divide by")
    assert told["dying"] == ("error", None, "the process was ended by signal 9 (SIGKILL)")
    assert told["endless"] == ("error", None, "ValueError: need a finite error from 0, got inf")
    assert isinstance(lines["quick"], Record)
    wait_until_gone(process for _, _, process, _ in runs())
    events = []
    again = run(wanted, store=store, repeats=1, budget=budget, on_event=events.append)
    assert list(again) == []
    assert [e.left_out.reason for e in events if isinstance(e, Skipped)] == [
        *("stopped", "stopped", "failed", "failed", "failed", "done")
    ]


def test_tables_that_cannot_be_made_stop_every_technique(tmp_path):
    """The case's own refusal is the message of each."""
    events = []
    lines = list(
        run(
            cells("quick", "steady", n=TOO_MANY + 1),
            store=Store(tmp_path / "a.jsonl"),
            on_event=events.append,
        )
    )

    assert [(line.technique, line.reason) for line in lines] == [
        ("quick", "error"),
        ("steady", "error"),
    ]
    assert lines[0].message == "need fewer, got 1001"
    assert [event.refusal for event in events if isinstance(event, Finished)] == [
        Refusal("errors.out_of_range", {"n": TOO_MANY + 1})
    ] * 2


def test_cancel_ends_what_runs_and_resume_goes_on_from_the_journal(tmp_path, runs):
    """Two repeats of three were finished: after cancel, one more is run, and all three count."""
    store, cancel, ran = Store(tmp_path / "records.jsonl"), threading.Event(), []

    def stop_after_two(event):
        if isinstance(event, Ran):
            ran.append(event.seconds)
            if len(ran) == 2:
                cancel.set()

    assert list(run(cells("steady"), store=store, on_event=stop_after_two, cancel=cancel)) == []
    assert len(Journal(store.path).runs(*cells("steady"))) == 2
    wait_until_gone(process for _, _, process, _ in runs())
    [line] = run(cells("steady"), store=store, on_event=stop_after_two)

    assert line.seconds == tuple(ran)
    assert len(ran) == 3
    assert not Journal(store.path).path.exists()


def test_cancel_in_the_middle_of_a_run_leaves_no_process(tmp_path, runs):
    """A run that would take ten minutes is ended, and its worker with it."""
    cancel = threading.Event()
    events = []
    going = threading.Thread(
        target=lambda: events.extend(
            run(cells("slow"), store=Store(tmp_path / "a.jsonl"), cancel=cancel)
        )
    )
    going.start()
    while not [n for _, n, _, _ in runs() if n == N]:
        assert going.is_alive()
        time.sleep(0.02)
    cancel.set()
    going.join(timeout=20)

    assert not going.is_alive()
    assert events == []
    wait_until_gone(
        pid for _, _, process, parent in runs() for pid in (process, parent) if pid != os.getpid()
    )


def test_leaving_the_iteration_ends_the_worker(tmp_path, runs):
    """Whoever closes the generator has no process left."""
    lines = run(cells("quick", "slow"), store=Store(tmp_path / "a.jsonl"), repeats=1)
    assert next(lines).technique == "quick"
    lines.close()

    wait_until_gone(pid for _, _, process, parent in runs() for pid in (process, parent))


def test_parties_in_processes_of_their_own(runs, monkeypatch):
    """On a network every party is a process; memory is of all, and bytes are as in one process."""
    monkeypatch.delenv(LOG)
    apart, together = (
        measure_group((Cell(KEY, "quick", N, network=network),), 1, Budget())[0]
        for network in ("lan", "in-process")
    )

    assert isinstance(apart, Record)
    assert (apart.bytes, apart.rounds, apart.links) == (
        together.bytes,
        together.rounds,
        together.links,
    )
    assert apart.peak_mb[0] > 0
    assert apart.attack is None


def test_without_children_the_worker_itself_is_watched(monkeypatch, runs):
    """Where nothing can be forked, a run over its budget ends the worker, and a new one goes on."""
    monkeypatch.setattr(host, "can_fork", lambda: False)
    monkeypatch.setattr(
        host,
        "START",
        "from pet_workbench.bench.running import worker; worker.can_fork = lambda: False; "
        "worker.main()",
    )

    lines = measure_group(cells("slow", "quick"), 1, Budget(seconds=2))

    assert [type(line) for line in lines] == [Stopped, Record]
    parents = {parent for _, n, _, parent in runs() if n == N}
    assert parents == {os.getpid()}


@pytest.mark.parametrize(
    ("reply", "told"),
    [({"over": "time"}, ("time", None)), ({"failed": "no luck"}, ("error", "no luck"))],
)
def test_an_attack_that_does_not_end_leaves_the_numbers(tmp_path, monkeypatch, reply, told):
    """The record is kept without it, and an event says why."""
    run_before = Single(0.2, 0.1, None, 1, 8, (Link("Anna", "Bas", 1, 8, 1),), 3, 3, 0.0, (), ())

    class Told(NoWorker):
        def ask(self, what, cell):
            return {"load": {"gave": 0.1}, "run": {"gave": run_before.to_plain()}}.get(what, reply)

    monkeypatch.setattr(group, "Host", Told)
    events = []
    [line] = run(
        cells("quick"), store=Store(tmp_path / "a.jsonl"), repeats=1, on_event=events.append
    )

    assert isinstance(line, Record)
    assert (line.seconds, line.attack) == ((0.2,), None)
    assert [(e.reason, e.message) for e in events if isinstance(e, NoAttack)] == [told]


def test_a_record_that_no_file_may_hold_is_a_failure(monkeypatch):
    """A party whose name is 300 letters long stops its cell, and not the whole run."""
    links = (Link("A" * 300, "Bas", 1, 8, 1),)
    ran = Single(0.2, 0.1, None, 1, 8, links, 3, 3, 0.0, (), ())

    class Told(NoWorker):
        def ask(self, what, cell):
            return {"gave": {"load": 0.1, "run": ran.to_plain()}.get(what)}

    monkeypatch.setattr(group, "Host", Told)
    [line] = measure_group(cells("quick"), 1, Budget())

    assert isinstance(line, Stopped)
    assert line.reason == "error"
    assert "need a value of" in line.message


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("two\nlines, \x1b[31mred\x85"), "ValueError: two lines, [31mred"),
        (PetError("errors.x", "got {text}", text="a\u2028b"), "got a b"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_what_an_error_says_is_one_line(error, told):
    """Whatever is in it, a table or a terminal can show it."""

    def job():
        raise error

    assert child.do(job)["failed"] == told


class NoWorker:
    """A host that has no process."""

    is_open = True

    def __init__(self, budget, *, cancel=None) -> None:
        self.budget, self.cancel = budget, cancel

    def close(self) -> None:
        """Nothing is left to end."""
