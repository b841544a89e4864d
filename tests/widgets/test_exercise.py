"""Tests of exercises: they check, hint and explain, and nothing a reader types breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.i18n import number
from pet_workbench.widgets import ChoiceField, Exercise, NumberField
from pet_workbench.widgets.exercise import parse_number


def an_exercise(check=lambda x: x == 4) -> Exercise:
    """Return an exercise with one number."""
    return Exercise(
        "<p>2 + 2?</p>",
        [NumberField(lang="nl", example="42")],
        check,
        lang="nl",
        hints=["Tel op uw vingers.", "Meer dan drie."],
        solution="<p>Vier.</p>",
        n=1,
    )


def answer(exercise: Exercise, typed: str) -> None:
    """Type an answer and press the button."""
    exercise._fields[0].value = typed
    exercise.check_button.click()


def test_a_right_answer_is_explained():
    """Who is right sees so, and reads why."""
    exercise = an_exercise()
    answer(exercise, "4")

    assert (exercise.solved, exercise.tries, exercise.explained) == (True, 1, True)
    assert 'class="pet-right"' in exercise.feedback.value
    assert "<p>Vier.</p>" in exercise.explanation.value


def test_a_wrong_answer_gives_nothing_away():
    """Who is wrong may try again, ask a hint, or ask for the explanation."""
    exercise = an_exercise()
    assert exercise.solution_button.disabled
    answer(exercise, "5")

    assert (exercise.solved, exercise.tries, exercise.explained) == (False, 1, False)
    assert 'class="pet-wrong"' in exercise.feedback.value
    assert exercise.explanation.value == ""
    assert not exercise.solution_button.disabled


def test_a_check_may_say_what_is_wrong():
    """A text from the check is the feedback on this very answer."""
    exercise = an_exercise(lambda x: "Dat is er één te veel." if x == 5 else x == 4)
    answer(exercise, "5")

    assert not exercise.solved
    assert "Dat is er één te veel." in exercise.feedback.value


@pytest.mark.parametrize("typed", ["", "vier", "4,", "1.2.3", "<script>", "nan", "inf", "1e999"])
def test_what_is_not_a_number_is_no_try(typed):
    """Something else than a number gets a friendly sentence and does not count."""
    exercise = an_exercise()
    answer(exercise, typed)

    assert exercise.tries == 0
    assert "Vul een getal in, bijvoorbeeld 42." in exercise.feedback.value


def test_hints_come_one_by_one_and_then_the_explanation():
    """Each press shows one hint more; after the last one the explanation may be asked for."""
    exercise = an_exercise()
    exercise.hint_button.click()
    assert "Hint 1 van 2: Tel op uw vingers." in exercise.hint_text.value
    assert "Meer dan drie." not in exercise.hint_text.value
    exercise.hint_button.click()

    assert "Hint 2 van 2: Meer dan drie." in exercise.hint_text.value
    assert exercise.hint_button.disabled
    assert not exercise.solution_button.disabled


def test_a_choice_starts_empty():
    """Nothing is chosen beforehand, and pressing the button then asks for a choice."""
    field = ChoiceField({"a": "SVB", "b": "UWV"}, lang="nl")
    exercise = Exercise("<p>Wie?</p>", [field], lambda x: x == "a", lang="nl", solution="SVB")
    exercise.check()
    assert (field.value, exercise.tries) == (None, 0)
    field.value = "a"
    exercise.check()

    assert exercise.solved


def test_several_fields_are_checked_together():
    """The check gets the answers of all fields, in order."""
    fields = [NumberField(lang="en"), NumberField(lang="en")]
    exercise = Exercise("", fields, lambda x, y: (x, y) == (1, 2), lang="en", solution="")
    fields[0].value, fields[1].value = "1", "2"
    exercise.check()

    assert exercise.solved


@given(value=st.floats(-1e9, 1e9), lang=st.sampled_from(["nl", "en"]), digits=st.integers(0, 3))
def test_numbers_are_read_as_we_write_them(value, lang, digits):
    """What the pages write, a reader may type."""
    written = number(value, lang, digits=digits)

    assert parse_number(written, lang) == pytest.approx(value, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("written", "lang", "value"),
    [("1.500", "nl", 1500), ("1.5", "nl", 1.5), ("1,5", "nl", 1.5), ("1,500", "en", 1500)],
)
def test_a_dot_means_what_the_language_says(written, lang, value):
    """1.500 is fifteen hundred in Dutch; 1.5 cannot be thousands, so it is one and a half."""
    assert parse_number(written, lang) == value


def test_a_number_of_the_other_language_is_refused_where_it_would_be_wrong():
    """An English page does not guess what 1,5 means."""
    with pytest.raises(ValueError, match="need a number as written in en, got '1,5'"):
        parse_number("1,5", "en")
