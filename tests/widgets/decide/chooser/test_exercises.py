"""The exercises accept what is right for the rules as they are, and say what is wrong."""

import pytest

from pet_workbench.decide import chooser
from pet_workbench.i18n import LANGUAGES
from pet_workbench.widgets.decide.chooser import PetChooser
from tests.widgets.decide.chooser.test_page import deciding, filled


@pytest.mark.parametrize("lang", LANGUAGES)
def test_encryption_is_no_basis(lang):
    """Both tempting answers get feedback of their own; the third one is right."""
    exercise = PetChooser(lang=lang).exercises.named["basis"]
    field = exercise._fields[0]
    for wrong in ("hidden", "later"):
        field.value = wrong
        exercise.check()
        assert not exercise.solved
    field.value = "stop"
    exercise.check()
    assert exercise.solved


def test_one_other_answer_is_found_by_trying():
    """The advice itself names the answer; no example, no change and two changes are not enough."""
    page = PetChooser(lang="en")
    exercise = page.exercises.named["answer"]
    exercise.check()
    assert not exercise.solved
    page = filled("aio")
    exercise = page.exercises.named["answer"]
    exercise.check()
    assert not exercise.solved

    change = chooser.advise(page.state.basis.gate, page.state.basis.needs).changes[0]
    page.needs.answer(f"{change.question}={change.option}")
    exercise.check()
    assert exercise.solved


def test_one_deciding_rule_is_found_by_trying():
    """All rules on is not enough, and neither is a rule that decides nothing."""
    key, id = deciding()
    page = filled(key)
    exercise = page.exercises.named["rule"]
    exercise.check()
    assert not exercise.solved

    page.rules.board.act("rule", id, on=False)
    exercise.check()
    assert exercise.solved
