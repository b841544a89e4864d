"""Which engines are there on this machine, and for the others why not."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pet_workbench.bench.peers.book import HERE, Book, Engine, Environment, read_book, scripts

MADE = "made.json"
"""In an environment that is complete: the recipe it was made by, and its Python."""
REFUSED = "absent.json"
"""Beside the environments: which could not be made, and why."""


@dataclass(frozen=True)
class Absent:
    """An engine that cannot be measured here and now.

    Attributes
    ----------
    engine, name, version : str
    families : tuple of str
    reason : str
        Id of why: texts ``peers.reason_*``.
    values : mapping
        For the placeholders of that text.
    """

    engine: str
    name: str
    version: str
    families: tuple[str, ...]
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


def environments_folder(folder: Path) -> Path:
    """Return where environments stand: ``.peers`` at the top of the repository.

    Parameters
    ----------
    folder : Path
        With ``peers.toml``: ``tools/peers`` in the repository.
    """
    return folder.parents[1] / ".peers"


def absent(folder: Path | None = None, *, environments: Path | None = None) -> tuple[Absent, ...]:
    """Return the engines that cannot be measured on this machine, each with the reason.

    Parameters
    ----------
    folder : Path, optional
        With ``peers.toml``; that of the repository by default.
    environments : Path, optional
        Where the engines' environments stand.

    Raises
    ------
    DataError
        If there is no ``peers.toml``, or it does not hold together.
    """
    book = read_book(folder or scripts())
    where = environments or environments_folder(book.folder)
    found = (missing(engine, book, where) for engine in book.engines.values())
    return tuple(one for one in found if one is not None)


def missing(engine: Engine, book: Book, environments: Path) -> Absent | None:
    """Return why an engine is not there, or None if it is.

    Parameters
    ----------
    engine : Engine
    book : Book
        In which it stands.
    environments : Path
    """
    reason, values = _why_not(engine, book, environments)
    if not reason:
        return None
    return Absent(engine.id, engine.name, version_of(engine), engine.families, reason, values)


def _why_not(engine: Engine, book: Book, environments: Path) -> tuple[str, Mapping[str, Any]]:
    if engine.never:
        return engine.never, {}
    if engine.environment != HERE:
        return _of_environment(book.environments[engine.environment], environments)
    modules = [module for module in engine.modules if find_spec(module) is None]
    programs = [program for program in engine.programs if shutil.which(program) is None]
    if modules:
        return "no-module", {"module": modules[0]}
    if programs:
        return "no-program", {"program": programs[0]}
    return "", {}


def _of_environment(wanted: Environment, environments: Path) -> tuple[str, Mapping[str, Any]]:
    refused = _read(environments / REFUSED).get(wanted.name)
    made = _read(environments / wanted.name / MADE)
    if made and python_of(wanted.name, environments).exists():
        is_same = made.get("packages") == list(wanted.packages)
        return ("", {}) if is_same else ("other-recipe", {})
    if refused:
        return refused["reason"], refused["values"]
    return "no-environment", {}


def python_of(environment: str, environments: Path) -> Path:
    """Return the interpreter of an environment.

    Parameters
    ----------
    environment : str
    environments : Path
    """
    place = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return environments.joinpath(environment, *place)


def made_with(environment: str, environments: Path) -> str:
    """Return the version of Python in an environment, empty if that was not written down.

    Parameters
    ----------
    environment : str
    environments : Path
    """
    return str(_read(environments / environment / MADE).get("python", ""))


def version_of(engine: Engine) -> str:
    """Return the version of an engine; empty for one that is not installed with the workbench.

    Parameters
    ----------
    engine : Engine
    """
    if not engine.distribution:
        return engine.version
    try:
        return version(engine.distribution)
    except PackageNotFoundError:
        return ""


def _read(path: Path) -> dict[str, Any]:
    """Read a file of ours; nothing where it is not there or is not whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
