"""Make an environment for each version of vantage6 that our algorithm runs on, apart from our own.

    .venv/bin/python tools/vantage6/environments.py [4] [5] [--python 3.13=/path/to/python3.13]
    make vantage6

Its pins clash with ours.  What is installed stands in ``vantage6-4.lock`` and ``vantage6-5.lock``,
every file with its digest; the workbench itself comes in without its requirements, because the
algorithm needs numpy only.  An environment that cannot be made, for want of an interpreter or a
network, is named with the reason, which is kept for the tests that are skipped then.  One that is
there already, by the same lock, is left alone.  ``--lock`` resolves anew and needs an index.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pet_workbench.bench.peers.book import Environment
from pet_workbench.bench.peers.presence import MADE, python_of
from tools.peers.environments import RefusedError, called, find_python, is_version

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
INTO = ROOT / ".peers"


@dataclass(frozen=True)
class Version:
    """A version of vantage6: the Python it wants, and what is asked of an index."""

    number: str
    python: str
    asked: tuple[str, ...]

    @property
    def name(self) -> str:
        """Of its environment."""
        return f"vantage6-{self.number}"

    @property
    def lock(self) -> Path:
        """With everything that is installed, and its digests."""
        return HERE / f"{self.name}.lock"

    @property
    def digest(self) -> str:
        """Of the lock, and of where our own package stands."""
        return sha256(self.lock.read_bytes() + str(ROOT).encode()).hexdigest()[:16]


VERSIONS = {
    one.number: one
    for one in (
        Version("4", "3.11", ("vantage6-algorithm-tools==4.15.2", "numpy>=2")),
        Version("5", "3.13", ("vantage6-algorithm-tools==5.0.3", "numpy>=2")),
    )
}


def reason_file(version: Version, into: Path = INTO) -> Path:
    """Return where it is written down why an environment could not be made."""
    return into / f"{version.name}.absent"


def is_made(version: Version, into: Path = INTO) -> bool:
    """Tell whether it is there, by the lock of today, and its Python still runs."""
    try:
        made = json.loads((into / version.name / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    python = str(python_of(version.name, into))
    return made == {"lock": version.digest} and is_version(python, version.python)


def make(version: Version, given: Mapping[str, str], into: Path = INTO) -> None:
    """Make one environment anew.

    Raises
    ------
    RefusedError
        If there is no interpreter, or its packages do not install.
    """
    wanted = Environment(version.name, (version.python,), ())
    _, python = find_python(wanted, given)
    target = into / version.name
    shutil.rmtree(target, ignore_errors=True)
    inside = str(python_of(version.name, into))
    uv = (sys.executable, "-m", "uv")
    called(*uv, "venv", "--quiet", "--no-python-downloads", "--python", python, str(target))
    install = (*uv, "pip", "install", "--quiet", "--python", inside)
    called(*install, "--require-hashes", "--requirement", str(version.lock))
    called(*install, "--no-deps", "--editable", str(ROOT))
    (target / MADE).write_text(json.dumps({"lock": version.digest}), encoding="utf-8")


def resolve(version: Version, given: Mapping[str, str]) -> None:
    """Write a lock anew."""
    _, python = find_python(Environment(version.name, (version.python,), ()), given)
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--python", python]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
    asked = "\n".join(version.asked)
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    head = "# Made by `python tools/vantage6/environments.py --lock`.\n"
    version.lock.write_text(head + done.stdout, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the environments that were asked for; name what stays absent, which is no failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("versions", nargs="*", metavar="4|5", help="both by default")
    parser.add_argument("--python", action="append", default=[], metavar="3.13=PATH")
    parser.add_argument("--into", type=Path, default=INTO, help=".peers by default")
    parser.add_argument("--lock", action="store_true", help="resolve anew")
    chosen = parser.parse_args(arguments)
    given = dict(one.split("=", 1) for one in chosen.python if "=" in one)
    unknown = sorted(set(chosen.versions) - set(VERSIONS))
    if unknown:
        parser.error(f"need versions out of {', '.join(VERSIONS)}, got {unknown[0]}")
    os.makedirs(chosen.into, exist_ok=True)
    for number in chosen.versions or VERSIONS:
        version = VERSIONS[number]
        if chosen.lock:
            resolve(version, given)
        told = attempt(version, given, chosen.into)
        print(f"{version.name}: {told}", flush=True)
    return 0


def attempt(version: Version, given: Mapping[str, str], into: Path) -> str:
    """Make an environment if it is not there; return what became of it."""
    noted = reason_file(version, into)
    noted.unlink(missing_ok=True)
    if is_made(version, into):
        return "="
    try:
        make(version, given, into)
    except RefusedError as error:
        shutil.rmtree(into / version.name, ignore_errors=True)
        why = " ".join([error.reason, *map(str, error.values.values())])
        noted.write_text(why, encoding="utf-8")
        return f"absent ({why})"
    return f"Python {version.python}"


if __name__ == "__main__":
    sys.exit(main())
