"""The same cells on Dask: one group at a time on each machine, and nothing lost with a worker."""

import asyncio
import os
import signal
import sys
import threading
from contextlib import contextmanager

import pytest

from pet_workbench.bench import Budget, Cell, Record, Stopped, Store
from pet_workbench.bench import cluster as on_cluster
from pet_workbench.bench.cluster import ClusterError, remote, runner, seats, sweep
from pet_workbench.bench.running import Finished, Ran, Remaining, Skipped, Started
from pet_workbench.bench.running.journal import Journal
from pet_workbench.core import MissingExtraError, ParameterError
from pet_workbench.usecases import registry
from tests.bench import apart, invented_case
from tests.bench.invented_case import KEY
from tests.bench.test_running import wait_until_gone

N = 5


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Start a scheduler with two workers, where the invented case is installed."""
    from distributed import LocalCluster

    folder = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(invented_case.written_down(folder)))
        patch.setenv(invented_case.LOG, str(folder / "runs.log"))
        registry._entry_points.cache_clear()
        options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
        with LocalCluster(**options, processes=True) as started:
            yield started
    registry._entry_points.cache_clear()


@pytest.fixture
def runs(cluster, monkeypatch):
    """Return a function that tells which runs there were; look for dead workers often."""
    monkeypatch.setattr(sweep, "LOOK_SECONDS", 0.2)
    log = os.environ[invented_case.LOG]
    with open(log, "w", encoding="ascii"):
        pass

    def read():
        with open(log, encoding="ascii") as file:
            rows = [line.split() for line in file]
        return [(kind, int(n), int(process), int(parent)) for kind, n, process, parent in rows]

    return read


def cells(*techniques: str, n: int = N) -> tuple[Cell, ...]:
    """Return cells of the invented case at one size."""
    return tuple(Cell(KEY, technique, n) for technique in techniques)


def test_the_same_events_and_records_as_on_one_machine(cluster, tmp_path, runs):
    """Techniques take turns, failures are lines as well, and a second time nothing is run."""
    store, events = Store(tmp_path / "records.jsonl"), []
    wanted = cells("quick", "broken", n=4) + cells("steady")
    options = {"scheduler": cluster.scheduler_address, "store": store, "repeats": 2}
    lines = list(on_cluster.run(wanted, **options, on_event=events.append))

    assert store.lines() == tuple(lines)
    found = {line.technique: line for line in lines}
    assert found["broken"].reason == "error"
    assert "nothing to divide by" in found["broken"].message
    assert len(found["quick"].seconds) == len(found["steady"].seconds) == 2
    assert found["quick"].answer == found["quick"].exact
    assert [kind for kind, n, _, _ in runs() if n == 4] == ["quick", "broken", "quick"]
    assert sum(isinstance(event, Ran) for event in events) == 4
    assert [event.line for event in events if isinstance(event, Finished)] == lines
    last = [event for event in events if isinstance(event, Remaining)][-1]
    assert (last.done, last.total) == (4, 4)
    assert not Journal(store.path).path.exists()

    before, events = len(runs()), []
    assert not list(on_cluster.run(wanted, **options, on_event=events.append))
    assert len(runs()) == before
    reasons = [event.left_out.reason for event in events if isinstance(event, Skipped)]
    assert sorted(reasons) == ["done", "done", "failed"]


def test_the_budget_holds_on_the_worker_too(cluster, tmp_path, runs):
    """Nobody makes tables in a millisecond, so nothing runs; each case has a file of its own."""
    stores = {case: Store(tmp_path / f"{case}.jsonl") for case in (KEY, "table")}
    wanted = (*cells("quick"), Cell("table", "trusted-third-party", 5))
    budget, address = Budget(seconds=0.001), cluster.scheduler_address
    lines = list(on_cluster.run(wanted, scheduler=address, store=stores, budget=budget))
    assert [(line.reason, line.limit) for line in lines] == [("time", 0.001)] * 2
    assert {case: [line.case for line in one.lines()] for case, one in stores.items()} == {
        case: [case] for case in stores
    }
    assert not runs()


def test_machines_measure_side_by_side_until_somebody_cancels(cluster, tmp_path, runs, monkeypatch):
    """A small size that takes for ever does not keep a large one waiting; then its run is ended."""
    monkeypatch.setattr(seats.remote, "about", apart.about)
    store, cancel, lines = Store(tmp_path / "records.jsonl"), threading.Event(), []
    wanted = cells("slow", n=4) + cells("quick")
    for line in on_cluster.run(
        wanted, scheduler=cluster.scheduler_address, store=store, repeats=1, cancel=cancel
    ):
        lines.append(line)
        until_started("slow", runs)
        cancel.set()
    assert [line.technique for line in lines] == ["quick"]
    wait_until_gone(process for kind, n, process, _ in runs() if kind == "slow" and n == 4)


def until_started(technique, runs):
    """Wait until a run of a technique has begun at size 4."""
    for _ in range(400):
        if (technique, 4) in {(kind, n) for kind, n, _, _ in runs()}:
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never began")


def test_two_workers_on_one_machine_have_one_seat(cluster):
    """Or they would disturb each other's measurements."""
    with runner.connected(cluster.scheduler_address) as client:
        client.wait_for_workers(2, timeout=20)
        found = seats.Seats(client, cells("quick"))
        found.look(is_start=True)
    assert len(found.seats) == 1


def test_another_version_here_is_refused_before_anything_runs(cluster, tmp_path, runs, monkeypatch):
    """The workers' own and ours are named."""
    monkeypatch.setattr(remote, "versions", lambda: {"pet-workbench": "0.0.9"})
    address = cluster.scheduler_address
    with pytest.raises(ClusterError, match=r"0\.0\.9.* on every worker, got ") as refusal:
        list(on_cluster.run(cells("quick"), scheduler=address, store=Store(tmp_path / "r.jsonl")))
    assert refusal.value.id == "errors.bench_cluster_versions"
    assert not runs()


def measuring(cluster):
    """Return the processes of the workers that have something to do."""
    with runner.connected(cluster.scheduler_address) as client:
        busy = [address for address, keys in client.processing().items() if keys]
        return client.run(os.getpid, workers=busy).values()


class Killer:
    """Kills the worker under way when a cell is started, a number of times."""

    def __init__(self, cluster, technique, repeat, times):
        self._cluster, self._technique, self._repeat = cluster, technique, repeat
        self.left, self.events = times, []

    def __call__(self, event):
        """Take an event of the sweep."""
        self.events.append(event)
        is_it = isinstance(event, Started) and event.cell.technique == self._technique
        if not (self.left and is_it and event.repeat == self._repeat):
            return
        self.left -= 1
        for process in measuring(self._cluster):
            os.kill(process, signal.SIGKILL)


def test_when_a_worker_dies_its_finished_repeats_count(cluster, tmp_path, runs):
    """The next worker goes on where it stopped; only the run under way is run again."""
    store, killer = Store(tmp_path / "records.jsonl"), Killer(cluster, "steady", 2, times=1)
    address = cluster.scheduler_address
    wanted = cells("quick", "steady")
    lines = list(on_cluster.run(wanted, scheduler=address, store=store, repeats=2, on_event=killer))
    assert killer.left == 0
    assert [line.technique for line in lines] == ["quick", "steady"]
    assert all(isinstance(line, Record) and len(line.seconds) == 2 for line in lines)
    timed = [kind for kind, n, _, _ in runs() if n == N]
    assert timed.count("quick") == 2
    assert timed.count("steady") <= 3


def test_a_cell_during_which_two_workers_die_is_given_up(cluster, tmp_path, runs):
    """The others of its group are measured; the line says why it was not."""
    store, killer = Store(tmp_path / "records.jsonl"), Killer(cluster, "steady", 1, times=2)
    address = cluster.scheduler_address
    wanted = cells("steady", "quick")
    lines = list(on_cluster.run(wanted, scheduler=address, store=store, repeats=1, on_event=killer))
    found = {line.technique: line for line in lines}
    assert isinstance(found["steady"], Stopped)
    assert "the worker that measured it ended, 2 times" in found["steady"].message
    assert found["steady"].machine["cores"] == found["quick"].machine["cores"]
    assert isinstance(found["quick"], Record)
    wait_until_gone(process for kind, _, process, _ in runs() if kind == "steady")


# without a cluster


class FakeClient:
    """Has the workers that a test gives it."""

    def __init__(self, **workers):
        self.workers = workers

    def nthreads(self):
        """Return the threads of each worker."""
        return dict.fromkeys(self.workers, 1)

    def run(self, function, *args, workers=(), **more):
        """Return what workers say."""
        return {name: self.workers[name] for name in workers}


def said(place="a", *, threads=1, **changed):
    """Return what a worker says of itself."""
    return {**remote.about([("table", "secret-sharing")]), "place": place, "threads": threads} | {
        **changed
    }


TABLE = (Cell("table", "secret-sharing", 8),)


@pytest.mark.parametrize(
    ("worker", "error"),
    [
        (said(threads=4), "errors.bench_cluster_threads"),
        (said(stamps=["another"]), "errors.bench_cluster_versions"),
        (said(commit="another"), "errors.bench_cluster_versions"),
        (ModuleNotFoundError("No module named 'pet_workbench'"), "errors.bench_cluster_versions"),
    ],
)
def test_a_worker_that_cannot_take_part_is_an_error_at_the_start_only(worker, error):
    """Later it gets no seat, and the others go on; a mere commit does not matter then."""
    client = FakeClient(one=worker)
    with pytest.raises(ClusterError) as refusal:
        seats.Seats(client, TABLE).look(is_start=True)
    assert refusal.value.id == error
    client = FakeClient(good=said("b"))
    found = seats.Seats(client, TABLE)
    found.look(is_start=True)
    client.workers["one"] = worker
    found.look()
    only_commit = isinstance(worker, dict) and worker["commit"] == "another"
    assert [seat.address for seat in found.seats] == ["good", "one"][: 1 + only_commit]


def test_a_seat_goes_with_its_worker_and_a_spare_one_takes_it():
    """A worker that goes while it is asked says nothing, and gets no seat."""
    client = FakeClient(one=said("a"), two=said("a"), three=said("b"), four=OSError("gone"))
    found = seats.Seats(client, TABLE)
    assert not found.look(is_start=True)
    assert [seat.address for seat in found.seats] == ["one", "three"]
    del client.workers["one"]
    assert [seat.address for seat in found.look()] == ["one"]
    assert sorted(seat.address for seat in found.seats) == ["three", "two"]


@pytest.mark.parametrize("is_later", [False, True])
def test_without_workers_there_is_an_error(tmp_path, monkeypatch, is_later):
    """At once at the start, and after a while when the last one has gone."""

    class Leaving(FakeClient):
        def subscribe_topic(self, *_):
            self.workers = {}

    @contextmanager
    def connected(_):
        yield Leaving(**({"one": said()} if is_later else {}))

    monkeypatch.setattr(runner, "connected", connected)
    for name in ("LOOK_SECONDS", "PATIENCE_SECONDS"):
        monkeypatch.setattr(sweep, name, 0)
    monkeypatch.setattr(sweep.Sweep, "_seat", lambda *_: None)
    with pytest.raises(ClusterError) as refusal:
        list(on_cluster.run(TABLE, scheduler="tcp://x:1", store=Store(tmp_path / "r.jsonl")))
    expected = "errors.bench_cluster_gone" if is_later else "errors.bench_cluster_empty"
    assert refusal.value.id == expected


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere://"])
def test_an_address_where_nobody_answers(address, tmp_path, monkeypatch):
    """It says what to start, in place of a list of errors of the network."""
    monkeypatch.setattr(runner, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match="dask scheduler") as refusal:
        list(on_cluster.run(TABLE, scheduler=address, store=Store(tmp_path / "r.jsonl")))
    assert refusal.value.parameters["scheduler"] == address


def test_without_dask_there_is_an_install_line(tmp_path, monkeypatch):
    """The extra is named; nothing else of the workbench needs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"pip install pet-workbench\[cluster\]"):
        list(on_cluster.run(TABLE, scheduler="tcp://x:1", store=Store(tmp_path / "r.jsonl")))


def test_repeats_are_checked_before_anybody_is_called(tmp_path):
    """As on one machine."""
    store = Store(tmp_path / "r.jsonl")
    with pytest.raises(ParameterError):
        list(on_cluster.run(TABLE, scheduler="tcp://127.0.0.1:9", store=store, repeats=0))


def test_a_worker_that_hears_nothing_stops(monkeypatch):
    """A sweep that is gone, or that says so, does not keep a machine at work."""
    now = [0.0]
    monkeypatch.setattr(remote, "monotonic", lambda: now[0])
    lease = remote._leases.setdefault("topic", remote._Lease())
    now[0] = remote.LEASE_SECONDS - 1
    assert not lease.is_set()
    asyncio.run(remote.renew("topic"))
    now[0] += remote.LEASE_SECONDS - 1
    assert not lease.is_set()
    now[0] += 2
    assert lease.is_set()
    asyncio.run(remote.renew("topic"))
    remote.stop("topic")
    assert lease.is_set()
