"""Cases are found by key, our own and those of other packages."""

import pytest

from pet_workbench import usecases
from pet_workbench.core import ParameterError
from pet_workbench.usecases import registry
from pet_workbench.usecases.base import UseCase
from pet_workbench.usecases.table import CASE as TABLE


class Entry:
    """Stands in for an entry point."""

    def __init__(self, value):
        self.value = value

    def load(self):
        """Return what the entry point names."""
        return self.value


@pytest.fixture
def installed(monkeypatch):
    """Register cases as other packages would."""

    def register(**values):
        points = {key: Entry(value) for key, value in values.items()}
        monkeypatch.setattr(registry, "_entry_points", lambda: points)

    return register


def test_our_cases_are_registered():
    """The package's own entry points name both cases, in teaching order."""
    assert usecases.names()[:2] == ("table", "aio")


@pytest.mark.parametrize("key", ["table", "aio"])
def test_a_case_is_found_by_its_key(key):
    """And it knows its own name."""
    case = usecases.get(key)
    assert isinstance(case, UseCase)
    assert case.key == key


def test_cases_of_others_come_after_ours(installed):
    """By name; the order in which packages were installed does not matter."""
    installed(zebra=TABLE, aio=TABLE, apple=TABLE, table=TABLE)
    assert usecases.names() == ("table", "aio", "apple", "zebra")
    assert usecases.get("zebra") is TABLE


def test_a_case_that_is_not_there_is_not_named(installed):
    """Only what is installed is listed."""
    installed(apple=TABLE)
    assert usecases.names() == ("apple",)


def test_an_unknown_key_is_refused(installed):
    """The message lists what exists."""
    installed(apple=TABLE)
    with pytest.raises(ParameterError, match="need case to be one of apple, got 'pear'") as error:
        usecases.get("pear")
    assert error.value.id == "errors.unknown_choice"


def test_an_entry_point_that_is_no_case_is_refused(installed):
    """The message names the kind of thing that was found."""
    installed(apple=TABLE, class_instead=type(TABLE))
    message = "need the entry point class_instead to hold a UseCase, got ABCMeta"
    with pytest.raises(ParameterError, match=message) as error:
        usecases.get("class_instead")
    assert error.value.id == "errors.not_a_case"
