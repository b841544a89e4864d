"""Where the package names a text: keys, families of keys, and errors, read off the source."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pet_workbench.i18n import catalogue
from pet_workbench.widgets.case import PAGES
from tests.architecture.source import MODULES, calls, dotted, tree

PARTS = sorted({key.partition(".")[0] for key in catalogue("en")} | {"errors"})
KEY = re.compile(rf"({'|'.join(PARTS)})(\.[a-z0-9_-]+)+")
FILE = re.compile(r".*\.(csv|json|toml|html|css|js|py|ipynb|txt|md|svg|png|parquet|zip|whl)")
ROOMS = ("widgets/agreed/", "widgets/case/", "widgets/decide/", "widgets/synthetic/")
SHORT = re.compile(r"[a-z][a-z0-9_-]*")


class Refusal(NamedTuple):
    """One place where the package raises an error of its own: where, which and with what."""

    place: str
    id: str
    template: str
    given: frozenset[str]


@cache
def literals() -> dict[str, str]:
    """Return every string in the package that has the form of a key, and where it stands."""
    found = {}
    for path in MODULES:
        pieces = {
            id(piece)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.JoinedStr)
            for piece in node.values
        }
        for node in ast.walk(tree(path)):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and id(node) not in pieces and KEY.fullmatch(value):
                found[value] = f"{dotted(path)}:{node.lineno}"
    return {key: place for key, place in found.items() if not FILE.fullmatch(key)}


@cache
def families() -> dict[re.Pattern[str], str]:
    """Return the keys that the package puts together at run time, as patterns.

    The declaration is the code itself: an f-string such as ``f"page.kind_{kind}"`` declares the
    family of all keys that begin with ``page.kind_``.  It has to begin with the name of its part.
    """
    found = {}
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                pattern = "".join(
                    re.escape(piece.value) if isinstance(piece, ast.Constant) else r"[\w.+-]+"
                    for piece in node.values
                )
                if re.match(rf"({'|'.join(PARTS)})\.", str(node.values[0].value)):
                    found[re.compile(pattern)] = f"{dotted(path)}:{node.lineno}"
    return found


@cache
def on_pages() -> list[Path]:
    """Return the modules that look up short keys: the case pages, decision pages and others."""
    own = ("from pet_workbench.widgets.case", "import pet_workbench.widgets.case")
    return [
        path
        for path in MODULES
        if any(room in path.as_posix() for room in ROOMS)
        or any(one in path.read_text() for one in own)
    ]


@cache
def page_parts() -> frozenset[str]:
    """Return the parts in which pages look for short keys: each its own, then the shared one."""
    return frozenset(PAGES) | {path.parent.name for path in on_pages()}


@cache
def short_keys() -> dict[re.Pattern[str], str]:
    """Return the keys without a part that case pages name, whole or put together, as patterns."""
    found = {}
    for path in on_pages():
        for node in ast.walk(tree(path)):
            pattern = _short(node)
            if pattern:
                found[re.compile(pattern)] = f"{dotted(path)}:{node.lineno}"
    return found


def _short(node: ast.AST) -> str:
    """Return the pattern of the short keys that a string stands for, or nothing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value) if SHORT.fullmatch(node.value) else ""
    if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
        return ""
    pieces = [piece.value if isinstance(piece, ast.Constant) else "" for piece in node.values]
    if not re.match(r"[a-z]+_", pieces[0]) or not SHORT.fullmatch("".join(pieces)):
        return ""
    return "".join(re.escape(piece) or r"[\w-]+" for piece in pieces)


@cache
def asked_by_pages() -> dict[str, str]:
    """Return the short keys that stand as the first thing in a call of ``words``, and where."""
    return {
        node.args[0].value: f"{dotted(path)}:{node.lineno}"
        for path in on_pages()
        for name, node in calls(path)
        if name == "words" and node.args and isinstance(node.args[0], ast.Constant)
    }


@cache
def asked() -> dict[str, str]:
    """Return the keys that stand as the first thing in a call of ``text``, and where."""
    return {
        node.args[0].value: f"{dotted(path)}:{node.lineno}"
        for path in MODULES
        for name, node in calls(path)
        if name in {"text", "_text"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and "." in node.args[0].value
    }


@cache
def refusals() -> list[Refusal]:
    """Return every error with an id that the package makes."""
    return [
        Refusal(
            f"{dotted(path)}:{node.lineno}",
            str(node.args[0].value),
            str(node.args[1].value),
            frozenset(word.arg or "**" for word in node.keywords),
        )
        for path in MODULES
        for name, node in calls(path)
        if name.endswith("Error")
        and len(node.args) >= 2
        and all(isinstance(argument, ast.Constant) for argument in node.args[:2])
    ]
