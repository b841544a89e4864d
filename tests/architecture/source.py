"""The package read as text: its modules, functions and docstrings, without importing any."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pet_workbench"
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.relative_to(PACKAGE).parts
)
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


class Place(NamedTuple):
    """A definition, and the chain of what it stands in, module first."""

    node: Definition
    parents: tuple[ast.Module | Definition, ...]

    @property
    def name(self) -> str:
        """The dotted name inside the module."""
        return ".".join([*(parent.name for parent in self.parents[1:]), self.node.name])

    @property
    def is_public(self) -> bool:
        """Whether a user may call it: no private name, not inside a function."""
        inside_function = any(isinstance(parent, Function) for parent in self.parents)
        return not inside_function and not any(part[0] == "_" for part in self.name.split("."))


@cache
def tree(path: Path) -> ast.Module:
    """Parse one module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(path: Path) -> str:
    """Return the import name of the module at `path`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(path: Path) -> str:
    """Return the room of the module at `path`: the name after ``pet_workbench``."""
    return (*dotted(path).split("."), "")[1]


def is_private(path: Path) -> bool:
    """Tell whether the module at `path` is for its own room only."""
    return any(part.startswith("_") for part in dotted(path).split("."))


def is_offered(path: Path, name: str) -> bool:
    """Tell whether a room hands `name` of the module at `path`, or that module, to the others.

    A room that makes no choice offers everything.
    """
    offered = [
        ast.literal_eval(node.value)
        for node in tree(PACKAGE / room(path) / "__init__.py").body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return not offered or bool({path.stem, name.partition(".")[0]} & set(offered[0]))


@cache
def definitions(path: Path) -> tuple[Place, ...]:
    """Return every function and class of a module, the nested ones too."""
    found = []
    pending: list[tuple[ast.AST, tuple]] = [(tree(path), (tree(path),))]
    while pending:
        node, parents = pending.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Definition):
                found.append(Place(child, parents))
                pending.append((child, (*parents, child)))
            elif not isinstance(child, ast.expr):  # no function or class stands in an expression
                pending.append((child, parents))
    return tuple(found)


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """Return every call in a module with the last name of what is called, such as ``text``."""
    found = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return tuple((_last_name(node.func), node) for node in found)


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def inside(path: Path) -> Iterator[tuple[ast.AST, tuple[ast.Module | Definition, ...]]]:
    """Return every node of a module with the module, classes and functions around it."""
    pending: list[tuple[ast.AST, tuple]] = [(tree(path), (tree(path),))]
    while pending:
        node, parents = pending.pop()
        yield node, parents
        around = (*parents, node) if isinstance(node, Definition) else parents
        pending.extend((child, around) for child in ast.iter_child_nodes(node))
