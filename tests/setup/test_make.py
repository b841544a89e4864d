"""`make`: the targets that the README promises, and setting up with little or nothing there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FAKE_PYTHON = """#!/bin/sh
echo "python $*" >>"$LOG"
case "$*" in
*ensurepip*) [ -e "$FAKES/ensurepip" ]; exit ;;
*sys.exit*) exit {unfit} ;;
*version_info*) echo 3.11 ;;
"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac
"""


class Machine:
    """A machine with a clone, on which every program that changes anything is a fake."""

    def __init__(self, folder: Path) -> None:
        self.clone, self.fakes, self.log = folder / "clone", folder / "fakes", folder / "log"
        self.fakes.mkdir()
        (self.clone / "tools").mkdir(parents=True)
        for name in ("setup.sh", "debian.sh"):
            shutil.copy(ROOT / "tools" / name, self.clone / "tools" / name)
        (self.clone / "requirements.lock").write_text("one\n")
        (self.clone / "pyproject.toml").write_text("one\n")
        self.python(unfit=0)
        self.program("id", "echo 1000")
        self.program("sudo", "exit 1")
        self.program("dpkg-query", "exit 1")
        self.program("apt-get", f'echo "apt-get $*" >>"$LOG"; touch {self.fakes}/ensurepip')

    def program(self, name: str, line: str) -> None:
        """Put a program in front of the real one."""
        (self.fakes / name).write_text(f"#!/bin/sh\n{line}\n")
        (self.fakes / name).chmod(0o755)

    def python(self, *, unfit: int) -> None:
        """Put a Python in front of all real ones, fit or not."""
        for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
            (self.fakes / name).write_text(FAKE_PYTHON.format(unfit=unfit))
            (self.fakes / name).chmod(0o755)

    def set_up(self, kind: str = "run") -> "subprocess.CompletedProcess[str]":
        """Run the set-up."""
        return subprocess.run(
            ["sh", "tools/setup.sh", kind],
            cwd=self.clone,
            env={
                "PATH": f"{self.fakes}:/usr/bin:/bin",
                "LOG": str(self.log),
                "FAKES": str(self.fakes),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def did(self) -> str:
        """Return what the fakes were asked since the last call."""
        text = self.log.read_text() if self.log.exists() else ""
        self.log.write_text("")
        return text


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a Debian machine without python3-venv and without rights."""
    return Machine(tmp_path)


def test_without_rights_the_package_to_ask_for_is_named(machine):
    """No environment is half made; the exact request is said in Dutch and English."""
    ran = machine.set_up()
    assert ran.returncode != 0
    assert ran.stderr.count("sudo apt-get install python3.11-venv") == 2
    assert not (machine.clone / ".venv").exists()


@pytest.mark.parametrize(("program", "line"), [("id", "echo 0"), ("sudo", 'shift; exec "$@"')])
def test_with_rights_the_package_is_installed(machine, program, line):
    """As root, or with sudo that asks no password, the Debian package is installed."""
    machine.program(program, line)
    assert machine.set_up().returncode == 0
    assert "apt-get install -y -qq --no-install-recommends python3.11-venv" in machine.did()
    assert (machine.clone / ".venv/bin/python").exists()


def test_without_python_the_way_to_get_one_is_named(machine):
    """Only an unfit Python: the three that fit and the Debian packages are named."""
    machine.python(unfit=1)
    ran = machine.set_up()
    assert ran.returncode != 0
    assert "3.11, 3.12" in ran.stderr
    assert "apt-get install python3 python3-venv" in ran.stderr


def test_second_time_nothing_is_done(machine):
    """An unchanged clone is set up already: no installer runs, so no network is needed."""
    (machine.fakes / "ensurepip").touch()
    assert machine.set_up().returncode == 0
    assert "uv pip install" in machine.did()
    assert machine.set_up().returncode == 0
    assert "install" not in machine.did()


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_changed_requirements_are_installed(machine, name):
    """A changed lock or project file is noticed by its content."""
    (machine.fakes / "ensurepip").touch()
    machine.set_up()
    machine.did()
    (machine.clone / name).write_text("two\n")
    machine.set_up()
    assert "uv pip install" in machine.did()


def test_development_set_serves_for_use_too(machine):
    """After `make test`, `make lab` has nothing to install; the other way round it has."""
    (machine.fakes / "ensurepip").touch()
    machine.set_up("dev")
    assert "--requirement requirements.lock" in machine.did()
    machine.set_up("run")
    assert "install" not in machine.did()


def test_installed_files_are_compiled(machine):
    """Uncompiled, every kernel would pay seconds."""
    (machine.fakes / "ensurepip").touch()
    machine.set_up()
    assert "--compile-bytecode" in machine.did()


def test_make_knows_the_promised_targets():
    """Each target of the README can be made, and `make help` explains it."""
    targets = ("lab", "app", "doctor", "test", "lock", "format", "offline", "clean", "help")
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in targets:
        subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)
        assert f"make {target} " in said.stdout


def test_make_test_runs_every_check():
    """All checks stand behind `make test`."""
    plan = subprocess.run(
        ["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for check in ("ruff check", "ruff format --check", "mypy", "lint-imports", "licences.py"):
        assert check in plan
    for check in ("lock.py --check", "-m browser", '-m "not browser"', "--nbval-lax"):
        assert check in plan
    assert "notebooks/trainer" not in plan


def test_language_and_options_are_passed_on():
    """`make lab PAGES=en ARGS=--no-browser` opens the English page without a browser."""
    plan = subprocess.run(
        ["make", "-n", "lab", "PAGES=en", "ARGS=--no-browser"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "lab --lang en --no-browser" in plan


def test_ci_installs_chromium_and_runs_make_test():
    """CI is one executable script that stops at the first failure and never waits for input."""
    script = ROOT / ".ci" / "run"
    text = script.read_text()
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text
    assert "chromium" in text
    assert "make test </dev/null" in text
