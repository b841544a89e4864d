"""`pet-workbench offline`: a folder that installs without a network, made without one here.

The real thing downloads 100 MB; here pip is replaced, and the start script runs against fakes.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pet_workbench.cli import main, offline
from pet_workbench.cli.offline import describe, prepare_folder, wheel_steps, write_scripts
from pet_workbench.core import DataError, ParameterError

ROOT = Path(__file__).parents[2]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def made(tmp_path, monkeypatch) -> Path:
    """Make an offline folder with pip replaced by one that writes one small wheel."""

    def step(command):
        if "download" in command:
            (tmp_path / "stick/wheels/pet_workbench-0-py3-none-any.whl").write_bytes(b"wheel")

    monkeypatch.setattr(offline, "_step", step)
    assert main(["offline", str(tmp_path / "stick")]) == 0
    return tmp_path / "stick"


def test_folder_holds_everything(made):
    """Wheels, notebooks, data, licence, two read-me files and a start script per system."""
    names = {path.name for path in made.iterdir()}
    wanted = {"wheels", "notebooks", "data", "LICENSE", "LEESMIJ.txt", "README.txt"}
    assert wanted | {"start.sh", "start.bat"} <= names


def test_no_placeholder_is_left(made):
    """Scripts and read-me files name the Python and the platform they are for."""
    for name in ("start.sh", "start.bat", "LEESMIJ.txt", "README.txt"):
        text = (made / name).read_text(encoding="utf-8")
        assert not re.search(r"@[A-Z]+@", text)
        assert VERSION in text


def test_line_endings_suit_the_system(made):
    """Windows' script has Windows' line endings, the shell's script has none of them."""
    assert b"\r\n" in (made / "start.bat").read_bytes()
    assert b"\r" not in (made / "start.sh").read_bytes()
    assert os.access(made / "start.sh", os.X_OK)


def test_another_folder_is_never_emptied(tmp_path):
    """A folder with somebody's files is refused and stays as it was."""
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ParameterError, match="need an empty folder"):
        prepare_folder(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_own_folder_is_made_anew(made):
    """A folder of an earlier run is replaced, old wheels included."""
    prepare_folder(made)
    assert list((made / "wheels").iterdir()) == []


def test_versions_come_from_the_lock():
    """The lock constrains pip, which takes wheels only and builds ours from the clone."""
    build, collect = wheel_steps(ROOT, Path("wheels"))
    assert str(ROOT) in build
    assert f"--constraint={ROOT / 'requirements.lock'}" in collect
    assert "--only-binary=:all:" in collect


def test_failing_step_is_one_line():
    """What pip says last is the error; nothing else of its output is shown."""
    failing = (sys.executable, "-W", "ignore", "-c", "exit('first\\nlast words')")
    with pytest.raises(DataError, match="last words") as raised:
        offline._step(failing)
    assert "first" not in str(raised.value)


def test_new_content_means_a_new_installation(tmp_path):
    """The script knows a set of wheels by its content, not by its names."""
    wheel = tmp_path / "a.whl"
    wheel.write_bytes(b"one")
    first = describe([wheel])["BUILD"]
    wheel.write_bytes(b"two")
    assert describe([wheel])["BUILD"] != first


def test_outside_a_clone_it_says_so(capsys, monkeypatch, tmp_path):
    """An installed package cannot make the folder, and says why in one line."""
    monkeypatch.setattr("pet_workbench.cli.workspace.clone_root", lambda: None)
    assert main(["offline", str(tmp_path / "x"), "--lang", "en"]) == 2
    assert "clone" in capsys.readouterr().err


FAKE_PYTHON = """#!/bin/sh
echo "$@" >>"$LOG"
case "$*" in
*version_info*) echo {version} ;;
*venv*) mkdir -p "$PET_WORKBENCH_HOME/venv/bin"
    cp "$0" "$PET_WORKBENCH_HOME/venv/bin/python"
    printf '#!/bin/sh\\necho started "$@"\\n' >"$PET_WORKBENCH_HOME/venv/bin/pet-workbench"
    chmod +x "$PET_WORKBENCH_HOME/venv/bin/pet-workbench" ;;
esac
"""


def _start(tmp_path: Path, version: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run start.sh with a Python that only writes down what it is asked."""
    write_scripts(tmp_path, {"PYTHON": "3.11", "PLATFORM": "here", "BUILD": "b1"})
    fakes = tmp_path / "fakes"
    fakes.mkdir(exist_ok=True)
    for name in ("python3.11", "python3", "python"):
        (fakes / name).write_text(FAKE_PYTHON.format(version=version))
        (fakes / name).chmod(0o755)
    environment = {
        "PATH": f"{fakes}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "HOME": str(tmp_path),
        "PET_WORKBENCH_HOME": str(tmp_path / "home"),
        "LOG": str(tmp_path / "log"),
    }
    command = ["sh", str(tmp_path / "start.sh"), *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_start_script_installs_once_without_an_index(tmp_path):
    """The first start installs from the folder only; the second starts at once."""
    first = _start(tmp_path, "3.11", "lab", "--lang", "en")
    log = (tmp_path / "log").read_text()
    assert first.stdout == "started lab --lang en\n"
    assert f"--no-index --find-links {tmp_path}/wheels pet-workbench" in log
    assert _start(tmp_path, "3.11").stdout == "started app\n"
    assert (tmp_path / "log").read_text() == log


def test_start_script_refuses_another_python(tmp_path):
    """Wheels for one Python do not install in another, so the script says which one it needs."""
    ran = _start(tmp_path, "3.12")
    assert ran.returncode == 2
    assert "Python 3.11" in ran.stderr
    assert not (tmp_path / "home").exists()
