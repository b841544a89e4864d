"""The readers of source in this folder find what they are there to find."""

import ast

import pytest

from tests.architecture.test_documentation import explained_by_type, named, raised, section
from tests.architecture.test_source import body_lines, borrowed, guessable, waits_lane_by_lane

DOCUMENTED = """Do it.

Parameters
----------
value : int
    A number.

Raises
------
DataError
    If it is none.
"""


def function(source: str):
    """Parse one function."""
    return ast.parse(source).body[0]


@pytest.mark.parametrize(
    "source",
    ["import random", "from numpy import random", "from numpy.random import default_rng"],
)
def test_guessable_generators_are_found_in_imports(source):
    """Every way to import a generator that is not for secrets is seen."""
    assert guessable(function(source))


def test_guessable_generators_are_found_in_use():
    """``np.random`` is seen in any expression, another ``random`` is not."""
    assert any(guessable(node) for node in ast.walk(ast.parse("x = np.random.default_rng(1)")))
    assert not any(guessable(node) for node in ast.walk(ast.parse("x = self.random")))


def test_sections_are_told_apart():
    """A section ends where the next one begins."""
    assert "value : int" in section(DOCUMENTED, "Parameters")
    assert "DataError" not in section(DOCUMENTED, "Parameters")
    assert "DataError" in section(DOCUMENTED, "Raises")
    assert section(DOCUMENTED, "Returns") == ""


def test_names_are_found_in_every_form():
    """Lists of names, starred names and formulas in code marks all document a parameter."""
    text = "Do ``low <= x`` to `y`.\n\nParameters\n----------\n*a\n    b : c\nd, e : int\n    f"
    assert named(text) == {"low", "x", "y", "a", "d", "e"}


def test_errors_are_found_where_they_are_raised():
    """A raise counts for the function it stands in; re-raising and inner functions do not."""
    assert raised(function("def f():\n    if x:\n        raise DataError('id')")) == {"DataError"}
    assert raised(function("def f():\n    try: g()\n    except E: raise")) == set()
    assert raised(function("def f():\n    def g(): raise DataError")) == set()


def test_docstrings_do_not_count_as_body():
    """Only code makes a function long."""
    assert body_lines(function('def f():\n    """One.\n\n    Two.\n    """\n    a\n    b')) == 2


def test_builtin_types_explain_nothing():
    """A parameter needs words when its type is not a class of ours."""
    parameters = function("def f(a: int, b: Entropy, c: Entropy | None, d): ...").args.args
    assert [explained_by_type(one) for one in parameters] == [False, True, True, False]


def test_borrowed_names_are_found():
    """A private name of ours is seen, a public one and somebody else's are not."""
    assert borrowed(function("from pet_workbench.core import _hidden, shown")) == ["_hidden"]
    assert borrowed(function("from numpy import _core")) == []


def test_waiting_lane_by_lane_is_found():
    """Only a comprehension over lanes that awaits is meant."""
    waiting = "async def f():\n    return [await g(lane, x) for lane, x in zip(a, b)]"
    beside = "async def f():\n    return await h([g(lane) for lane in a])"
    assert any(waits_lane_by_lane(node) for node in ast.walk(function(waiting)))
    assert not any(waits_lane_by_lane(node) for node in ast.walk(function(beside)))
