"""Rules of the house that a machine can read off the source: size, randomness, output, checks."""

import ast

from tests.architecture.each import for_each
from tests.architecture.source import (
    MODULES,
    Function,
    calls,
    definitions,
    dotted,
    inside,
    room,
    tree,
)

MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 30
SECRET_ROOMS = {
    "core", "sharing", "he", "dp", "proofs", "enclave", "governance", "federated", "synthetic",
}  # fmt: skip
EXCUSES = ("teaching", "generated population")
"""Words by which a docstring says that its randomness hides nothing."""
NAMED = [(dotted(path), path) for path in MODULES]


@for_each(NAMED)
def test_modules_are_readable_pages(path):
    """A module has at most 300 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES


def body_lines(function: Function) -> int:
    """Count the lines of a function below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


@for_each(NAMED)
def test_functions_are_short(path):
    """The body of a function has at most 30 lines, its docstring not counted."""
    functions = [place for place in definitions(path) if isinstance(place.node, Function)]
    lengths = {place.name: body_lines(place.node) for place in functions}
    assert {name: n for name, n in lengths.items() if n > MAX_FUNCTION_LINES} == {}


def guessable(node: ast.AST) -> bool:
    """Tell whether `node` reaches for a generator that is not made for secrets."""
    if isinstance(node, ast.Import):
        return any(alias.name in {"random", "numpy.random"} for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        return node.module in {"random", "numpy.random"} or (
            node.module == "numpy" and "random" in names
        )
    return isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}


@for_each((name, path) for name, path in NAMED if room(path) in SECRET_ROOMS)
def test_secrets_come_from_no_guessable_generator(path):
    """Where secrets are, numpy's generator serves teaching and generated populations only."""
    offenders = [
        ast.unparse(node)
        for node, parents in inside(path)
        if guessable(node)
        and not any(
            excuse in (ast.get_docstring(parent) or "").lower()
            for parent in (parents[1:] or parents)
            for excuse in EXCUSES
        )
    ]
    assert offenders == []


@for_each((name, path) for name, path in NAMED if room(path) != "cli")
def test_only_the_command_line_prints(path):
    """A function returns what it has to say."""
    found = [call for name, call in calls(path) if name == "print"]
    assert [call.lineno for call in found if isinstance(call.func, ast.Name)] == []


@for_each(NAMED)
def test_input_is_not_checked_by_assertions(path):
    """``python -O`` drops assertions, so what a caller hands in is checked by raising an error."""
    offenders = []
    for node, parents in inside(path):
        if isinstance(node, ast.Assert) and isinstance(parents[-1], Function):
            given = {
                argument.arg
                for argument in ast.walk(parents[-1].args)
                if isinstance(argument, ast.arg)
            } - {"self", "cls"}
            used = {name.id for name in ast.walk(node.test) if isinstance(name, ast.Name)}
            if given & used:
                offenders.append(node.lineno)
    assert offenders == []


@for_each(NAMED)
def test_nothing_is_left_for_later(path):
    """No marker of unfinished work and no banner stands in the source."""
    source = path.read_text(encoding="utf-8")
    assert [word for word in ("TODO", "FIXME", "XXX", "# ---", "# ===") if word in source] == []


def borrowed(node: ast.AST) -> list[str]:
    """Return the private names that an import takes from another module of ours."""
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("pet_workbench"):
        return []
    return [alias.name for alias in node.names if alias.name.startswith("_")]


@for_each(NAMED)
def test_no_module_takes_private_names_of_another(path):
    """What two modules need has a public name."""
    assert [name for node in ast.walk(tree(path)) for name in borrowed(node)] == []


def waits_lane_by_lane(node: ast.AST) -> bool:
    """Tell whether a comprehension awaits for one lane after the other."""
    if not isinstance(node, ast.ListComp):
        return False
    targets = {
        name.id for one in node.generators for name in ast.walk(one.target) if _is_name(name)
    }
    return "lane" in targets and any(isinstance(inner, ast.Await) for inner in ast.walk(node.elt))


def _is_name(node: ast.AST) -> bool:
    """Tell whether `node` is a name."""
    return isinstance(node, ast.Name)


@for_each(NAMED)
def test_lanes_wait_side_by_side(path):
    """Over a slow network a delay is waited for once: lanes go through `side_by_side`."""
    assert not any(waits_lane_by_lane(node) for node in ast.walk(tree(path)))
