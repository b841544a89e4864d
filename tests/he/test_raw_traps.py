"""Each known trap of TenSEAL is still there, and here ends in a typed error or the right answer."""

import re

import pytest

from pet_workbench.core import PetError
from pet_workbench.i18n import LANGUAGES, catalogue
from tests.he.traps import TRAPS
from tests.traps import REFUSED_BY_PYTHON, RIGHT, as_markdown

each = pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.key)


@each
def test_tenseal_has_the_trap(trap):
    """What the table says of TenSEAL is so, with the version that is installed."""
    trap.raw()


@each
def test_here_it_is_none(trap):
    """The error that the table says comes, or the right answer."""
    if trap.gives.startswith(RIGHT):
        trap.ours()
    elif trap.gives.startswith(REFUSED_BY_PYTHON):
        with pytest.raises((AttributeError, TypeError)):
            trap.ours()
    else:
        with pytest.raises(PetError) as caught:
            trap.ours()
        assert caught.value.id == trap.gives


def test_the_table_is_complete():
    """All 17 silent traps of the list, the bias, crashes, the hang, memory, and messages."""
    kinds = {re.match(r"\d+|\w+", trap.key)[0] for trap in TRAPS}
    numbers = {str(number) for number in range(1, 18)}
    assert kinds == numbers | {"scale", "crash", "hang", "memory", "message", "clear"}
    assert len({trap.key for trap in TRAPS}) == len(TRAPS)


@each
def test_the_error_says_what_to_do_in_both_languages(trap):
    """What happened, why, and what to change: more than a word or two."""
    if trap.gives.startswith("errors."):
        for lang in LANGUAGES:
            assert len(catalogue(lang)[trap.gives].split()) >= 5


def test_the_table_can_be_read():
    """One row for each trap."""
    assert len(as_markdown(TRAPS, library="theirs", room="ours").splitlines()) == len(TRAPS) + 2
