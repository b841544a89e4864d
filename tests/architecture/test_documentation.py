"""What a reader of the code may count on: documentation of the whole contract, honest about limits.

The forms are those of numpydoc.  Where a function takes one or two things, naming them in the
text (`like_this`) is documentation enough; a list of parameters would say it twice.  A parameter
whose type is a class of ours is documented by that class.
"""

import ast
import re

from tests.architecture.each import for_each
from tests.architecture.source import (
    MODULES,
    Function,
    Place,
    definitions,
    dotted,
    is_offered,
    is_private,
    room,
    tree,
)

DOCUMENTED = {
    "core", "sharing", "he", "dp", "proofs", "enclave", "federated", "usecases", "attacks",
    "governance", "synthetic", "bench", "decide", "viz", "reports", "datasets",
}  # fmt: skip
KNOWN_EVERYWHERE = {"lang", "rng", "step", "modulus", "n_parties", "threshold", "dtype"}
"""House words with one meaning everywhere; `step` labels a message in the transcript."""

PUBLIC = [
    (f"{dotted(path)}:{place.name}", place)
    for path in MODULES
    if room(path) in DOCUMENTED and not is_private(path)
    for place in definitions(path)
    if place.is_public
]
FUNCTIONS = [(name, place) for name, place in PUBLIC if isinstance(place.node, Function)]
OFFERED = [
    (f"{dotted(path)}:{place.name}", place)
    for path in MODULES
    if room(path) in DOCUMENTED and not is_private(path)
    for place in definitions(path)
    if place.is_public and isinstance(place.node, Function) and is_offered(path, place.name)
]
"""What the rooms offer to others: the rest is a room's own business and needs fewer words."""

CLASSES = {
    place.node.name
    for path in MODULES
    for place in definitions(path)
    if place.is_public and isinstance(place.node, ast.ClassDef)
}
PROTECTING = [
    path
    for path in MODULES
    if room(path)
    in {"sharing", "he", "dp", "proofs", "enclave", "governance", "federated", "synthetic"}
]


def parameters(function: Function) -> set[str]:
    """Return the names of the parameters that a reader has to be told about."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    told = {one.arg for one in every if one and not explained_by_type(one)}
    return told - KNOWN_EVERYWHERE - {"self", "cls"}


def explained_by_type(parameter: ast.arg) -> bool:
    """Tell whether the type of `parameter` is a public class of the package, or optionally one."""
    names = {node.id for node in ast.walk(parameter) if isinstance(node, ast.Name)}
    return bool(names) and names <= CLASSES


def section(docstring: str, name: str) -> str:
    """Return the text of one numpydoc section, or nothing."""
    found = re.search(rf"^{name}\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", docstring, re.M | re.S)
    return found[1] if found else ""


def raised(function: Function) -> set[str]:
    """Return the names of the errors that the function itself raises."""
    names = set()
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, Function | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            names.add(error.id if isinstance(error, ast.Name) else getattr(error, "attr", ""))
        pending.extend(ast.iter_child_nodes(node))
    return {name for name in names if name[:1].isupper()} - {"NotImplementedError"}


@for_each((dotted(path), path) for path in MODULES)
def test_every_module_says_what_it_is(path):
    """A module opens with its idea."""
    assert ast.get_docstring(tree(path))


@for_each(PUBLIC)
def test_public_names_are_documented(place: Place):
    """Every public function, method and class has a docstring."""
    assert ast.get_docstring(place.node)


@for_each(OFFERED)
def test_parameters_are_documented(place: Place):
    """A function that a room offers documents its parameters; a method, from three on."""
    documentation = ast.get_docstring(place.node) or ""
    wanted = parameters(place.node)
    if isinstance(place.parents[-1], ast.ClassDef) and len(wanted) < 3:
        return
    assert wanted <= named(documentation)
    assert len(wanted) < 3 or section(documentation, "Parameters")


def named(documentation: str) -> set[str]:
    """Return the names in code marks, and those that open an entry of the list of parameters."""
    entries = re.findall(r"^(?! )([^:\n]+)", section(documentation, "Parameters"), re.M)
    marked = re.findall(r"`+([^`]+)`+", documentation)
    return {name for part in [*entries, *marked] for name in re.findall(r"\w+", part)}


@for_each(FUNCTIONS)
def test_errors_are_documented(place: Place):
    """A public function that raises an error says which one and when."""
    stated = section(ast.get_docstring(place.node) or "", "Raises")
    assert {name for name in raised(place.node) if name not in stated} == set()


@for_each((dotted(path), path) for path in PROTECTING)
def test_modules_that_protect_say_what(path):
    """Such a module says what it protects and what not, or that it only computes."""
    documentation = ast.get_docstring(tree(path)) or ""
    honest = "Protects" in documentation and "Does not protect" in documentation
    assert honest or "rithmetic only" in documentation
