"""Environments of other engines: made apart, named with the reason where that fails."""

import json
import sys

import pytest

from pet_workbench.bench import peers
from pet_workbench.bench.peers.book import Environment
from pet_workbench.bench.peers.presence import python_of
from tools.peers import environments

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
BOOK = """
schema = 1
[environments.bare]
python = ["{python}"]
packages = []
[environments.old]
python = ["2.0"]
packages = []
[environments.unmade]
python = ["{python}"]
packages = ["{broken}"]
[engines.bare]
name = "Bare"
licence = "MIT"
families = ["he"]
environment = "bare"
[engines.old]
name = "Old"
licence = "MIT"
families = ["he"]
environment = "old"
[engines.unmade]
name = "Unmade"
licence = "MIT"
families = ["he"]
environment = "unmade"
[families.he]
clock = "seconds"
repeats = 1
timeout_seconds = 20
contests = []
entrants = {{}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder in which one environment was made, and two could not be."""
    where = tmp_path_factory.mktemp("clone") / "tools" / "peers"
    where.mkdir(parents=True)
    broken = (where / "no such package").as_posix()
    (where / "peers.toml").write_text(BOOK.format(python=THIS, broken=broken))
    assert environments.main(["--folder", str(where)]) == 0
    return where


def test_one_that_works_is_made_apart(folder):
    """In a folder of its own, with its own Python and the recipe beside it."""
    inside = folder.parents[1] / ".peers" / "bare"
    made = json.loads((inside / "made.json").read_text())
    assert made == {"python": THIS, "packages": []}
    assert environments.is_version(str(python_of("bare", inside.parent)), THIS)


def test_those_that_do_not_are_named_with_the_reason(folder):
    """No interpreter of that version; packages that do not install, with the installer's words."""
    found = {one.engine: one for one in peers.absent(folder)}
    assert set(found) == {"old", "unmade"}
    assert (found["old"].reason, found["old"].values) == ("no-interpreter", {"python": "2.0"})
    assert found["unmade"].reason == "recipe-failed"
    assert found["unmade"].values["message"]


def test_reasons_do_not_tell_folders(folder):
    """Nor addresses: what an installer says is kept without them."""
    noted = (folder.parents[1] / ".peers" / "absent.json").read_text()
    assert str(folder) not in noted
    assert "://" not in environments.said("error: could not fetch https://host/simple/x")


def test_what_is_there_is_left_alone(folder, capsys):
    """A second time makes nothing anew, and keeps what is noted about the others."""
    inside = folder.parents[1] / ".peers" / "bare" / "made.json"
    before = inside.stat().st_mtime_ns
    environments.main(["bare", "--folder", str(folder)])
    assert inside.stat().st_mtime_ns == before
    assert "bare: =" in capsys.readouterr().out
    assert {one.reason for one in peers.absent(folder)} == {"no-interpreter", "recipe-failed"}


def test_unknown_names_are_refused(folder, capsys):
    """With the names that there are."""
    with pytest.raises(SystemExit):
        environments.main(["nobody", "--folder", str(folder)])
    assert "bare, old, unmade" in capsys.readouterr().err


def test_a_python_that_was_given_comes_first():
    """Before what stands on the path; the first wanted version that is there is taken."""
    wanted = Environment("any", ("2.0", THIS), ())
    assert environments.find_python(wanted, {THIS: sys.executable}) == (THIS, sys.executable)


def test_without_a_python_nothing_is_downloaded():
    """A version that nobody has is refused with its number."""
    with pytest.raises(environments.RefusedError) as caught:
        environments.find_python(Environment("any", ("2.0",), ()), {})
    assert caught.value.values == {"python": "2.0"}
