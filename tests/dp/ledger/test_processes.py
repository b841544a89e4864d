"""Real processes that are killed, and that race for what is left."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction

import pytest

from pet_workbench.core import file_lock
from pet_workbench.dp.errors import BudgetError, LedgerError
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.ledger import lock as ledger_lock
from pet_workbench.dp.loss import pure_loss
from tests.dp.ledger.made import charge, made

SPENDER = """
import sys
from pet_workbench.dp.errors import BudgetError
from pet_workbench.core import file_lock
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.terms import Terms
if {by_file}:
    file_lock.has_flock = lambda: False
ledger = Ledger.open(sys.argv[1])
terms = Terms(unit="person", neighbours="add-remove")
print("ready", flush=True)
sys.stdin.readline()
try:
    while True:
        entry = ledger.charge(pure_loss(sys.argv[2]), dataset="falls-2025", terms=terms,
            purpose="race", asker="somebody", query={{"kind": "count"}})
        print(entry.number, flush=True)
except BudgetError:
    print("refused", flush=True)
"""


def spender(path, epsilon, *, by_file=False):
    """Start a process that charges until it is refused, when it gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", SPENDER.format(by_file=by_file), str(path), epsilon],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def race(processes):
    """Let them all go, and return the numbers of the entries that each was given."""
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60)[0].split() for process in processes]
    assert all(lines[-1] == "refused" for lines in printed)
    return [[int(line) for line in lines[:-1]] for lines in printed]


@pytest.mark.parametrize("by_file", [False, True], ids=["flock", "second file"])
def test_processes_spend_what_there_is_and_no_more(tmp_path, by_file):
    """Three processes that charge 0.01 as fast as they can get exactly one hundred together."""
    ledger = made(tmp_path)
    given = race([spender(ledger.path, "0.01", by_file=by_file) for _ in range(3)])
    assert sorted(number for numbers in given for number in numbers) == list(range(1, 101))
    assert ledger.remaining.epsilon == 0
    assert list(tmp_path.iterdir()) == [ledger.path]


def test_one_of_two_gets_the_last_bit(tmp_path):
    """Two processes that both ask for all that is left: one gets it, every time."""
    for turn in range(3):
        (tmp_path / str(turn)).mkdir()
        ledger = made(tmp_path / str(turn))
        given = race([spender(ledger.path, "1") for _ in range(2)])
        assert sorted(map(len, given)) == [0, 1]


def test_killed_at_any_moment(tmp_path):
    """After kill -9, all that was acknowledged is there, at most one more, and all is whole."""
    ledger = made(tmp_path, epsilon=20)
    acknowledged, moments = 0, random.Random(5)
    for _ in range(5):
        process = spender(ledger.path, "0.0001")
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(moments.uniform(0.005, 0.08))
        os.kill(process.pid, signal.SIGKILL)
        # a last line of output may itself be cut off, but a number is only printed once spent
        numbers = [int(line) for line in process.communicate()[0].split()]
        acknowledged = max([acknowledged, *numbers])
        after = Ledger.open(ledger.path)
        assert acknowledged <= len(after.entries) <= acknowledged + 1
        acknowledged = charge(after, pure_loss("0.0001")).number
    assert ledger.spent.epsilon == acknowledged * Fraction(1, 10_000)


def test_threads_share_one_object(tmp_path):
    """Four threads with one object get ten tenths together."""
    ledger, refused = made(tmp_path), []

    def spend():
        try:
            while True:
                charge(ledger)
        except BudgetError as error:
            refused.append(error)

    threads = [threading.Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in ledger.entries] == list(range(1, 11))
    assert len(refused) == 4


def test_a_fork_is_no_second_budget(tmp_path):
    """A process that was forked spends from the same file."""
    ledger = made(tmp_path)
    child = os.fork()
    if not child:
        charge(ledger, pure_loss("0.9"))
        os._exit(0)
    os.waitpid(child, 0)
    with pytest.raises(BudgetError):
        charge(ledger, pure_loss("0.2"))


def test_a_forked_process_keeps_the_lesson(tmp_path):
    """A temporary ledger is not removed by a process that was forked from its maker."""
    ledger = Ledger.temporary(
        dataset="falls-2025", unit="person", neighbours="add-remove", epsilon=1
    )
    script_end = os.fork()
    if not script_end:
        del ledger
        os._exit(0)
    os.waitpid(script_end, 0)
    assert charge(ledger).number == 1


def test_a_lock_that_stays_is_refused_after_a_while(tmp_path, monkeypatch):
    """A lock file left behind stops every charge, and the error names it; then nothing is spent."""
    ledger = made(tmp_path)
    monkeypatch.setattr(file_lock, "has_flock", lambda: False)
    left_behind = tmp_path / "falls.ledger.lock"
    left_behind.touch()
    with (
        pytest.raises(LedgerError, match=r"remove .*falls\.ledger\.lock"),
        ledger_lock.locked(0, ledger.path, patience=0.02),
    ):
        pytest.fail("got a lock that another holds")
    left_behind.unlink()
    assert charge(ledger).number == 1
    assert not left_behind.exists()


def test_the_lock_of_the_system_is_waited_for(tmp_path):
    """While another has the lock, a charge waits; nobody waits for ever."""
    ledger = made(tmp_path)
    with ledger.path.open("r+b") as mine, ledger.path.open("r+b") as other:
        with (
            ledger_lock.locked(mine.fileno(), ledger.path),
            pytest.raises(LedgerError, match="another process"),
            ledger_lock.locked(other.fileno(), ledger.path, patience=0.02),
        ):
            pytest.fail("got a lock that another holds")
        with ledger_lock.locked(other.fileno(), ledger.path, patience=0.02):
            pass


def test_without_locks_nothing_is_charged(tmp_path, monkeypatch):
    """On a file system that cannot lock, a charge is refused."""
    import fcntl

    def refuse(descriptor, operation):
        raise OSError(37, "No locks available")

    ledger = made(tmp_path)
    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(LedgerError, match="No locks available"):
        charge(ledger)
    assert ledger.entries == ()


def test_two_creators_make_one_ledger(tmp_path):
    """Of eight threads that create the same ledger at once, one does, and seven are refused."""
    done, refused = [], []

    def create():
        try:
            done.append(made(tmp_path))
        except LedgerError as error:
            refused.append(error.id)

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert refused == ["errors.dp_ledger_exists"] * 7
    assert list(tmp_path.iterdir()) == [done[0].path]
