"""What traps diffprivlib's users ends here in a typed error or the right answer."""

import pytest

from pet_workbench.core import PetError
from pet_workbench.i18n import LANGUAGES, catalogue
from tests.dp.traps import TRAPS
from tests.traps import REFUSED_BY_PYTHON, RIGHT, as_markdown

each = pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.key)
KINDS = {
    "bounds",
    "epsilon",
    "missing",
    "weights",
    "classes",
    "seed",
    "bias",
    "budget",
    "copies",
    "failing",
    "floating point",
    "splitting",
    "contributions",
    "adding up",
}


@each
def test_here_it_is_none(trap):
    """The error that the table says comes, or the right answer."""
    if trap.gives.startswith(RIGHT):
        trap.ours()
    elif trap.gives.startswith(REFUSED_BY_PYTHON):
        with pytest.raises(TypeError):
            trap.ours()
    else:
        with pytest.raises(PetError) as caught:
            trap.ours()
        assert caught.value.id == trap.gives


@each
def test_the_error_says_what_to_do_in_both_languages(trap):
    """What happened, why, and what to change: more than a word or two."""
    if trap.gives.startswith("errors."):
        for lang in LANGUAGES:
            assert len(catalogue(lang)[trap.gives].split()) >= 5


def test_the_table_is_complete():
    """Every kind of trap of the list, each row with a name of its own."""
    letters = {letter for letter in "abcdefgh"}
    kinds = {trap.key[:-2] if trap.key.split()[-1] in letters else trap.key for trap in TRAPS}
    assert kinds == KINDS
    assert len({trap.key for trap in TRAPS}) == len(TRAPS)


def test_the_table_can_be_read():
    """One row for each trap."""
    assert len(as_markdown(TRAPS, library="theirs", room="ours").splitlines()) == len(TRAPS) + 2
