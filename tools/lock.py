"""Write requirements.lock, or check that it still belongs to pyproject.toml.

``python tools/lock.py`` resolves anew and needs a package index; ``--check`` needs nothing.  One
lock serves Python 3.11 to 3.13 and every platform, and holds the development set too.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = "# Made by `make lock`, from the bounds in pyproject.toml with digest "


def bounds(project_file: Path = ROOT / "pyproject.toml") -> list[str]:
    """Return every requirement pyproject.toml states, of running and of development."""
    project = tomllib.loads(project_file.read_text(encoding="utf-8"))
    return [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]


def digest(requirements: list[str], python: str) -> str:
    """Return what a lock is tied to: any change of a bound changes it."""
    return hashlib.sha256(json.dumps([requirements, python]).encode()).hexdigest()[:16]


def locked(text: str) -> dict[str, list[Requirement]]:
    """Return the pins by package name; a package may have one pin per Python or platform."""
    pins: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            pin = Requirement(line)
            pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    return pins


def problems(text: str, requirements: list[str], python: str) -> list[str]:
    r"""Return what is wrong with a lock, one sentence each.

    Examples
    --------
    >>> head = HEADER + digest(["numpy>=2"], ">=3.11")
    >>> problems(head + "\nnumpy==2.1", ["numpy>=2"], ">=3.11")
    []
    >>> problems(head + "\nnumpy==1.9", ["numpy>=2"], ">=3.11")
    ['need numpy>=2, got numpy==1.9']
    """
    found = []
    if not text.startswith(HEADER + digest(requirements, python)):
        found.append("need a lock of the present bounds, got an older one: run `make lock`")
    pins = locked(text)
    for requirement in map(Requirement, requirements):
        if requirement.marker and not requirement.marker.evaluate(default_environment()):
            continue
        theirs = pins.get(canonicalize_name(requirement.name), [])
        if not theirs:
            found.append(f"need a pin of {requirement.name}, got none")
        for pin in theirs:
            version = str(pin.specifier).removeprefix("==")
            if not requirement.specifier.contains(version, prereleases=True):
                found.append(f"need {requirement}, got {pin.name}=={version}")
    return found


def write() -> None:
    """Resolve anew with uv; pins that still fit stay as they are."""
    uv = Path(sys.executable).with_name("uv")
    command = [
        *(str(uv), "pip", "compile", "pyproject.toml", "--group", "dev", "--universal"),
        *("--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url"),
        *("--quiet", "--output-file", LOCK.name),
    ]
    subprocess.run(command, check=True, cwd=ROOT)
    pins = LOCK.read_text(encoding="utf-8")
    LOCK.write_text(f"{HEADER}{digest(bounds(), python_range())}\n{pins}", encoding="utf-8")


def python_range() -> str:
    """Return the range of Python versions the project states."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["requires-python"])


def main() -> int:
    """Write the lock, or with ``--check`` say what is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        write()
        return 0
    found = problems(LOCK.read_text(encoding="utf-8"), bounds(), python_range())
    for problem in found:
        print(f"requirements.lock: {problem}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
