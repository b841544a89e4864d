"""A rule over many things names all that break it, and only those."""

import pytest

from tests.architecture.each import for_each


def test_all_who_break_a_rule_are_named():
    """Of three modules of a room two break the rule: the failure names both, in their words."""

    @for_each([("pet_workbench.core.a", 1), ("pet_workbench.core.b", 2), ("pet_workbench.dp", 3)])
    def small(number):
        assert number < 1, f"{number} is too large"

    with pytest.raises(pytest.fail.Exception) as failure:
        small("core")

    assert "pet_workbench.core.a: 1 is too large" in str(failure.value)
    assert "pet_workbench.core.b: 2 is too large" in str(failure.value)
    assert "pet_workbench.dp" not in str(failure.value)


def test_each_room_is_a_test_of_its_own():
    """Every room of the items is asked for once, and a rule that is kept passes."""

    @for_each([("pet_workbench.core.a", 1), ("pet_workbench.dp.b:Name.c", 2), ("pet_workbench", 3)])
    def positive(number):
        assert number > 0

    (mark,) = positive.pytestmark
    assert mark.args[1] == ["", "core", "dp"]
    for room in mark.args[1]:
        positive(room)
