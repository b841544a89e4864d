"""Engines that take turns: fake ones, in scripts of their own, from end to end."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from pet_workbench.bench import peers
from pet_workbench.bench.peers.turn import TurnError, take
from pet_workbench.core import DataError, ParameterError

BOOK = """
schema = 1
[environments.fake]
python = ["3.11"]
packages = ["fake==1.0"]
[engines.pet-workbench]
name = "Ours"
version = "1"
licence = "EUPL-1.2"
families = ["he"]
environment = "here"
[engines.fake]
name = "Fake"
version = "2"
licence = "MIT"
families = ["he"]
environment = "fake"
reference = true
[engines.pyfhel]
name = "Never"
licence = "MIT"
families = ["he", "dp"]
never = "no-package"
[families.he]
clock = "seconds"
repeats = 2
timeout_seconds = 20
[families.he.entrants]
ours = { engine = "pet-workbench", script = "told.py", options = ["1"] }
fake = { engine = "fake", variant = "by-hand", script = "told.py", options = ["3", "told"] }
[[families.he.contests]]
job = "encrypt"
n = 1000
entrants = ["ours", "fake"]
"""
TOLD = """
import json, sys
print("noise")
job, n, seconds, *more = sys.argv[1:]
print(json.dumps({"seconds": float(seconds), "bytes": 5 * int(n), "error": 0.5, "ring": job,
                  "is_right": True}))
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with two engines of which one has an environment."""
    where = tmp_path / "tools" / "peers"
    (where / "contenders").mkdir(parents=True)
    (where / "peers.toml").write_text(BOOK)
    (where / "contenders" / "told.py").write_text(TOLD)
    make(tmp_path / ".peers")
    return where


def make(environments: Path, packages=("fake==1.0",)):
    """Make an environment whose Python is the one that runs the tests."""
    place = environments / "fake" / ("Scripts" if os.name == "nt" else "bin")
    place.mkdir(parents=True, exist_ok=True)
    (place / "python").unlink(missing_ok=True)
    (place / "python").symlink_to(sys.executable)
    made = {"python": "3.11", "packages": list(packages)}
    (environments / "fake" / "made.json").write_text(json.dumps(made))


def script(folder: Path, lines: str) -> None:
    """Give the fake engine another script than ours."""
    (folder / "contenders" / "other.py").write_text(lines)
    book = (folder / "peers.toml").read_text()
    here, there = book.split("[[families", 1)
    here = here.replace(
        'fake = { engine = "fake", variant = "by-hand", script = "told.py"',
        'fake = { engine = "fake", variant = "by-hand", script = "other.py"',
    )
    (folder / "peers.toml").write_text(f"{here}[[families{there}")


def test_a_run_from_end_to_end(folder):
    """Absent ones first, ours, then the other with our times of the same turns beside its own."""
    events = []
    never, ours, fake = peers.run(folder=folder, on_event=events.append)
    assert (never.engine, never.measured, never.reason, never.job) == (
        "pyfhel", "absent", "no-package", "",
    )  # fmt: skip
    assert ours.is_ours
    assert ours.base is None
    assert ours.turns.seconds == (1.0, 1.0)
    assert fake.turns.seconds == (3.0, 3.0)
    assert fake.base == ours.turns
    assert (fake.ratio.median, fake.ratio.lowest, fake.ratio.highest) == (3, 3, 3)
    assert (fake.bytes_per_item, fake.turns.error, fake.turns.more) == (5, 0.5, {"ring": "encrypt"})
    assert (fake.label, fake.variant, fake.measured) == ("Fake 2", "by-hand", "reference")
    assert fake.recipe["packages"] == ["fake==1.0"]
    assert fake.recipe["options"] == ["3", "told"]
    assert len({one.session for one in (never, ours, fake)}) == 1
    assert {"processor", "cores"} <= set(fake.machine)


def test_engines_take_turns(folder):
    """Ours, the other, ours, the other: never twice the same."""
    events = []
    list(peers.run(folder=folder, on_event=events.append))
    assert [(event.engine, event.repeat, event.done) for event in events] == [
        ("pet-workbench", 1, 0), ("fake", 1, 1), ("pet-workbench", 2, 2), ("fake", 2, 3),
    ]  # fmt: skip
    assert {event.total for event in events} == {4}


def test_repeats_and_sizes_can_be_chosen(folder):
    """One turn of a tenth, but no less than 64 items."""
    _, ours, _ = peers.run(folder=folder, repeats=1, scale=0.1)
    assert (ours.n, len(ours.turns.seconds)) == (100, 1)
    _, ours, _ = peers.run(folder=folder, repeats=1, scale=0.001)
    assert ours.n == 64


def test_an_engine_without_its_environment_is_named(folder, tmp_path):
    """With the reason, in the record and beforehand; the rest goes on."""
    made = tmp_path / ".peers" / "fake" / "made.json"
    made.unlink()
    fake, never, ours = peers.run(folder=folder, repeats=1)
    assert {fake.reason, never.reason} == {"no-environment", "no-package"}
    assert ours.turns is not None
    assert {(one.engine, one.reason) for one in peers.absent(folder)} == {
        ("fake", "no-environment"), ("pyfhel", "no-package"),
    }  # fmt: skip
    make(tmp_path / ".peers", packages=("fake==0.9",))
    assert {one.reason for one in peers.absent(folder)} == {"other-recipe", "no-package"}


def test_why_an_environment_was_not_made_is_remembered(folder, tmp_path):
    """The maker of environments writes the reason down beside them."""
    (tmp_path / ".peers" / "fake" / "made.json").unlink()
    noted = {"fake": {"reason": "no-interpreter", "values": {"python": "3.10"}}}
    (tmp_path / ".peers" / "absent.json").write_text(json.dumps(noted))
    fake = next(one for one in peers.absent(folder) if one.engine == "fake")
    assert (fake.reason, fake.values) == ("no-interpreter", {"python": "3.10"})


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ('print(\'{"seconds": 1.0, "is_right": false}\')', "wrong-answer"),
        ("print('{\"seconds\": 1.0}')", "wrong-answer"),
        ('print(\'{"cpu_seconds": 1.0, "is_right": true}\')', "failed"),
        ('print(\'{"seconds": NaN, "is_right": true}\')', "failed"),
        ("print('{no json')", "failed"),
        ("raise SystemExit(3)", "failed"),
        ("", "failed"),
    ],
)
def test_a_turn_that_gives_no_right_answer_counts_for_nothing(folder, lines, reason):
    """The engine is named with why, without a time; ours stays."""
    script(folder, lines)
    events = []
    *_, ours, fake = peers.run(folder=folder, on_event=events.append)
    assert (fake.measured, fake.reason, fake.turns, fake.ratio) == ("absent", reason, None, None)
    assert len(ours.turns.seconds) == 2
    assert [one.reason for one in events if isinstance(one, peers.GaveUp)] == [reason]


def test_without_our_own_time_there_is_no_ratio(folder):
    """If this workbench fails, the others still have their times."""
    (folder / "contenders" / "other.py").write_text(TOLD)
    script(folder, TOLD)
    (folder / "contenders" / "told.py").write_text("raise ValueError('broken here')")
    *_, ours, fake = peers.run(folder=folder, repeats=1)
    assert ours.reason == "failed"
    assert "broken here" in ours.values["message"]
    assert (fake.turns.seconds, fake.base, fake.ratio) == ((3.0,), None, None)


def test_a_turn_ends_in_time_with_all_it_started(tmp_path):
    """A script that never ends is stopped, and so is the process that it started."""
    pid = tmp_path / "pid"
    (tmp_path / "slow.py").write_text(
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    with pytest.raises(TurnError) as caught:
        take((sys.executable, str(tmp_path / "slow.py")), timeout=3)
    assert (caught.value.reason, caught.value.values) == ("timeout", {"seconds": 3})
    assert is_gone(int(pid.read_text()))


def is_gone(pid: int) -> bool:
    """Tell whether a process ends, or is left for the system to clear away."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    return False


def test_a_run_can_be_cancelled_before_a_turn(folder):
    """Only the absent one was told, and nothing was run."""
    cancel = threading.Event()
    found = list(peers.run(folder=folder, on_event=lambda _: cancel.set(), cancel=cancel))
    assert [one.engine for one in found] == ["pyfhel"]


def test_a_run_can_be_cancelled_within_a_turn(folder):
    """A script that would take a minute ends at once; its contest is not told."""
    script(folder, "import time; time.sleep(60)")
    cancel = threading.Event()

    def soon(event):
        if event.engine == "fake":
            threading.Timer(0.3, cancel.set).start()

    found = list(peers.run(folder=folder, on_event=soon, cancel=cancel))
    assert [one.engine for one in found] == ["pyfhel"]


def test_messages_do_not_tell_folders(tmp_path):
    """What a failed script said is kept without where files are on this machine."""
    (tmp_path / "bad.py").write_text(f"open({str(tmp_path / 'missing')!r})")
    with pytest.raises(TurnError) as caught:
        take((sys.executable, str(tmp_path / "bad.py")), timeout=20)
    assert str(tmp_path) not in caught.value.values["message"]
    assert "missing" in caught.value.values["message"]


@pytest.mark.parametrize(
    "wrong", [{"families": ["nothing"]}, {"repeats": 0}, {"scale": 0.0}, {"scale": 2.0}]
)
def test_impossible_wishes_are_refused(folder, wrong):
    """Before anything is run."""
    with pytest.raises(ParameterError):
        list(peers.run(folder=folder, **wrong))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("schema = 1", "schema = 9"),
        ('licence = "MIT"', ""),
        ('entrants = ["ours", "fake"]', 'entrants = ["nobody"]'),
        ('environment = "fake"', 'environment = "nowhere"'),
        ("[families.he]", "[families.he"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(folder, before, after):
    """With what is wrong, before anything is run."""
    path = folder / "peers.toml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    with pytest.raises(DataError) as caught:
        list(peers.run(folder=folder))
    assert caught.value.id == "errors.bench_peers_book"


def test_an_installed_package_says_what_it_needs(monkeypatch, tmp_path):
    """The scripts stand in the repository only."""
    monkeypatch.setattr("pet_workbench.bench.peers.book.__file__", str(tmp_path / "a/b/c/d.py"))
    with pytest.raises(DataError) as caught:
        peers.scripts()
    assert caught.value.id == "errors.bench_peers_no_repository"
