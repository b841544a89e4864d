"""Whether a measurement still describes what the code does: a version stamp of each technique.

The stamp is a hash of the code that a technique's parties run, as far as it stands in the room of
the use cases: comments, docstrings and layout do not count, and neither do texts of errors.  The
rooms below change for many reasons that no measurement would notice, so they count with a number
each, `VERSIONS`.  Raise it when bytes, rounds or speed change; that the bytes and rounds of stored
records are still right is tested by running every technique at its smallest size.
"""

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pet_workbench.bench.record import Record, Stopped
from pet_workbench.usecases import Technique, UseCase, get

VERSIONS: Mapping[str, int] = {
    "core": 1,
    "dp": 1,
    "enclave": 1,
    "federated": 1,
    "he": 1,
    "proofs": 1,
    "sharing": 1,
    "synthetic": 1,
}
"""By room: what its stored measurements count as.  Raise it to have them measured again."""

_PACKAGE = __name__.partition(".")[0]
_CASES = f"{_PACKAGE}.usecases"
_GENERAL = tuple(f"{_CASES}.{name}" for name in ("base", "registry", "own_files", "own_part"))


def stamp(case: UseCase, technique: str) -> str:
    """Return the version of `technique` of `case`: twelve hexadecimal digits.

    Raises
    ------
    ParameterError
        If the case has no such technique.

    Examples
    --------
    >>> from pet_workbench import usecases
    >>> len(stamp(usecases.get("table"), "secret-sharing"))
    12
    """
    return _stamp(_home(case.technique(technique)))


def is_outdated(line: Record | Stopped) -> bool:
    """Tell whether the technique has changed since `line` was written, or is gone."""
    from pet_workbench.core import ParameterError

    try:
        return stamp(get(line.case), line.technique) != line.stamp
    except ParameterError:
        return True


def _home(technique: Technique) -> str:
    """Return the module in which the parties' programs stand."""
    programs: Callable[..., Any] = technique.programs
    while isinstance(programs, partial):
        programs = programs.func
    return str(programs.__module__)


@cache
def _stamp(home: str) -> str:
    modules, rooms = _reached(home)
    digest = hashlib.sha256()
    for name in sorted(modules):
        digest.update(f"{name}\n{_code(name)}\n".encode())
    for room in sorted(rooms & set(VERSIONS)):
        digest.update(f"{room} {VERSIONS[room]}\n".encode())
    return digest.hexdigest()[:12]


def _reached(home: str) -> tuple[set[str], set[str]]:
    """Return the modules among the use cases that `home` imports, and the rooms below."""
    modules, rooms, waiting = set[str](), {"core"}, [home]
    package = home.rpartition(".")[0]
    if package and _file(population := f"{package}.population"):
        waiting.append(population)
    while waiting:
        name = waiting.pop()
        if name in modules:
            continue
        modules.add(name)
        for imported in _imports(name):
            if imported.startswith(f"{_CASES}.") and imported not in _GENERAL:
                waiting.append(imported)
            elif imported.startswith(f"{_PACKAGE}."):
                rooms.add(imported.split(".")[1])
    return modules, rooms


def _imports(name: str) -> Iterator[str]:
    """Yield the modules of this package that a module imports, wherever in it."""
    for node in ast.walk(_tree(name)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(_PACKAGE):
            if node.module.startswith(f"{_CASES}.") and _is_package(node.module):
                parts = (f"{node.module}.{alias.name}" for alias in node.names)
                yield from (part for part in parts if _file(part))
            else:
                yield node.module


@cache
def _file(name: str) -> Path | None:
    """Return the file of a module, None if there is no such module."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _is_package(name: str) -> bool:
    file = _file(name)
    return file is not None and file.name == "__init__.py"


@cache
def _tree(name: str) -> ast.Module:
    file = _file(name)
    assert file is not None
    return ast.parse(file.read_text(encoding="utf-8"))


def _code(name: str) -> str:
    """Write down what a module does, alike for every version of Python."""
    return _written(_tree(name))


def _written(node: Any) -> str:
    """Write a tree down: kinds of nodes and what they hold, without texts that only people read."""
    if isinstance(node, list):
        return "[" + ",".join(_written(one) for one in node if not _is_text(one)) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    held = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    if isinstance(node, ast.Raise):
        held.pop("exc", None)
    parts = (f"{name}={_written(value)}" for name, value in sorted(held.items()) if name != "ctx")
    return f"{type(node).__name__}({','.join(parts)})"


def _is_text(node: Any) -> bool:
    """Tell whether a statement is nothing but a text, such as a docstring."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
