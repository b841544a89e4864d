"""Make an environment for each engine that this workbench is compared with, apart from its own.

    .venv/bin/python tools/peers/environments.py [NAME ...] [--python 3.10=/path/to/python3.10]
    make peers

What is made stands in ``peers.toml``; it goes to the folder ``.peers``.  An environment that cannot
be made, for want of an interpreter or a package, is named with the reason, and the others go on.
One that is there already, by the same recipe, is left alone.  No interpreter is downloaded.
"""

import argparse
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pet_workbench.bench.peers.book import Book, Environment, read_book
from pet_workbench.bench.peers.presence import (
    MADE,
    REFUSED,
    environments_folder,
    missing,
    python_of,
)
from pet_workbench.i18n import LANGUAGES, text

HERE = Path(__file__).resolve().parent
ASK = "import sys; print('%d.%d' % sys.version_info[:2])"
PATIENCE = 900
"""Seconds for the packages of one environment."""
LAST = 300
"""Characters of what an installer said that are kept."""
FRAME = " \t\u00d7\u2570\u2500\u25b6\u2502\u251c"
"""What uv draws around its messages."""


class RefusedError(Exception):
    """An environment that cannot be made: the id of the reason, and the values of its text."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def candidates(version: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yield where a Python of this version may be: as told, by name, and where pyenv keeps it."""
    if version in given:
        yield given[version]
    for name in (f"python{version}", "python3", "python"):
        found = shutil.which(name)
        if found:
            yield found
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from map(str, sorted(kept.glob(f"{version}.*/bin/python{version}"), reverse=True))
    yield sys.executable


def is_version(python: str, version: str) -> bool:
    """Tell whether this is a Python that runs, and of this version."""
    try:
        told = subprocess.run(
            [python, "-c", ASK], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.stdout.strip() == version


def find_python(environment: Environment, given: Mapping[str, str]) -> tuple[str, str]:
    """Return the first version that will do and is on this machine, and where.

    Raises
    ------
    RefusedError
        If there is none.
    """
    for version in environment.python:
        for python in candidates(version, given):
            if is_version(python, version):
                return version, python
    raise RefusedError("no-interpreter", python=environment.python[0])


def called(*command: str) -> None:
    """Run an installer quietly.

    Raises
    ------
    RefusedError
        If it fails or takes too long.
    """
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise RefusedError("recipe-failed", message=f"{PATIENCE} seconds") from None
    if done.returncode:
        raise RefusedError("recipe-failed", message=said(done.stderr or done.stdout))


def said(output: str) -> str:
    r"""Return the line with which an installer says what is wrong, without addresses or folders.

    Examples
    --------
    >>> said("Looking in https://host/simple\nERROR: No match for spu==0.9.5\nhint: see /tmp/log")
    'ERROR: No match for spu==0.9.5'
    """
    lines = [line for line in (line.strip(FRAME) for line in output.splitlines()) if line]
    wrong = [line for line in lines if re.search(r"error|no (match|solution)|because", line, re.I)]
    chosen = (wrong or lines[-1:] or [""])[0]
    return re.sub(r"\S*(://|/\S)\S*", "...", chosen)[:LAST]


def make(environment: Environment, folder: Path, given: Mapping[str, str]) -> str:
    """Make one environment anew; return the version of its Python.

    Raises
    ------
    RefusedError
        If there is no interpreter, or its packages do not install.
    """
    version, python = find_python(environment, given)
    target = folder / environment.name
    shutil.rmtree(target, ignore_errors=True)
    inside = str(python_of(environment.name, folder))
    if importlib.util.find_spec("uv"):
        uv = (sys.executable, "-m", "uv")
        called(*uv, "venv", "--quiet", "--no-python-downloads", "--python", python, str(target))
        install = (*uv, "pip", "install", "--quiet", "--python", inside)
    else:
        called(python, "-m", "venv", str(target))
        install = (inside, "-m", "pip", "install", "--quiet")
    if environment.packages:
        called(*install, *environment.packages)
    made = {"python": version, "packages": list(environment.packages)}
    (target / MADE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return version


def make_all(
    book: Book, folder: Path, names: Sequence[str], given: Mapping[str, str]
) -> dict[str, RefusedError]:
    """Make what is not there yet, and write down beside it what could not be made."""
    folder.mkdir(parents=True, exist_ok=True)
    refused = {}
    for name in names:
        environment = book.environments[name]
        if is_made(environment, folder):
            print(f"{name}: =", flush=True)
            continue
        try:
            print(f"{name}: Python {make(environment, folder, given)}", flush=True)
        except RefusedError as error:
            refused[name] = error
            shutil.rmtree(folder / name, ignore_errors=True)
            for lang in LANGUAGES:
                print(f"{name}: {text(f'peers.reason_{error.reason}', lang, **error.values)}")
    note(folder / REFUSED, names, refused)
    return refused


def note(path: Path, tried: Sequence[str], refused: Mapping[str, RefusedError]) -> None:
    """Write down what could not be made; what was not tried now stays as it was noted."""
    noted = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept = {name: one for name, one in noted.items() if name not in tried}
    now = {name: {"reason": one.reason, "values": one.values} for name, one in refused.items()}
    path.write_text(json.dumps(kept | now, indent=1) + "\n", encoding="utf-8")


def is_made(environment: Environment, folder: Path) -> bool:
    """Tell whether it is there, by the recipe of today, and its Python still runs."""
    try:
        made = json.loads((folder / environment.name / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    python = str(python_of(environment.name, folder))
    return made["packages"] == list(environment.packages) and is_version(python, made["python"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the environments that were asked for; name the engines that stay absent."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of environments; all by default")
    parser.add_argument("--python", action="append", default=[], metavar="3.10=PATH")
    parser.add_argument("--folder", type=Path, default=HERE, help="with peers.toml")
    parser.add_argument("--into", type=Path, help=".peers by default")
    chosen = parser.parse_args(arguments)
    book = read_book(chosen.folder)
    into = chosen.into or environments_folder(chosen.folder)
    names = chosen.names or list(book.environments)
    unknown = sorted(set(names) - set(book.environments))
    if unknown:
        parser.error(f"need names out of {', '.join(book.environments)}, got {unknown[0]}")
    given = dict(one.split("=", 1) for one in chosen.python if "=" in one)
    make_all(book, into, names, given)
    for engine in book.engines.values():
        why = missing(engine, book, into)
        if why is not None:
            print(f"- {engine.name}: {text(f'peers.reason_{why.reason}', 'en', **why.values)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
