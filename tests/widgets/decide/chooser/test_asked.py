"""Questions are native controls with a reason; answered ones stand in one line and can change."""

import re

import pytest

from pet_workbench.decide import Bilingual, Condition, Option, Question
from pet_workbench.i18n import LANGUAGES
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import Board
from pet_workbench.widgets.decide.chooser.asked import Asking, answer_words, asking_html

ALWAYS = Condition.of(None)
YES = Option("yes", Bilingual("ja <b>", "yes <b>"), Bilingual("uitleg", "explained"))
NO = Option("no", Bilingual("nee", "no"))


def question(id, *, several=False):
    """Return an invented question with two options."""
    asks = Bilingual(f"{id} nl?", f"{id} en?")
    return Question(id, asks, Bilingual("daarom", "because"), (YES, NO), several, ALWAYS, ("ours",))


QUESTIONS = (question("one"), question("two", several=True), question("three"))


def shown(answers, current="", *, lang="en", is_whole=False):
    """Return the invented questions as HTML."""
    asking = Asking("gate", QUESTIONS, answers, current, is_whole)
    return asking_html(asking, Words(lang, "chooser"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_question_is_open_the_answered_ones_are_lines_the_others_a_count(lang):
    """The reader sees one fieldset, can change what was answered, and knows how much follows."""
    html = shown({"one": ("yes",)}, "two", lang=lang)

    assert html.count("<fieldset>") == 1
    assert f"two {lang}?" in html
    assert html.count('data-do="open" value="one"') == 1
    assert "three" not in html
    assert Words(lang, "chooser")("asked_later_one", n="1") in html
    assert 'max="3" value="1"' in html


def test_all_questions_can_stand_below_each_other():
    """For paper or a group: every question with its options, and no button between them."""
    html = shown({"one": ("yes",)}, is_whole=True)

    assert html.count("<fieldset>") == 3
    assert 'data-do="next"' not in html


def test_options_are_native_controls_of_one_group_with_their_explanation():
    """Radio buttons for one answer, check boxes for several; what explains an option is tied on."""
    one, two = shown({"one": ("no",)}, "one"), shown({}, "two")

    assert len(re.findall(r'type="radio" name="gate-one"', one)) == 2
    assert len(re.findall(r'type="checkbox" name="gate-two"', two)) == 2
    assert re.findall(r'value="(one=\w+)"[^>]* checked', one) == ["one=no"]
    assert 'aria-describedby="gate-one-yes-told"' in one
    assert 'id="gate-one-yes-told">explained<' in one


def test_texts_are_escaped():
    """Mark-up in a content file is shown, not carried out."""
    assert "yes &lt;b&gt;" in shown({"one": ("yes",)}, "one")
    assert "<b>" not in shown({"one": ("yes",)}, "two")


def test_the_reason_of_a_question_names_its_source():
    """Why it is asked stands in a fold, with where that comes from."""
    assert re.search(r"<details>.*because.*Our own choice.*</details>", shown({}, "one"))


def test_going_on_skips_what_is_answered_and_comes_round():
    """After the last question the first unanswered one follows, and then none."""
    assert Asking("gate", QUESTIONS, {"three": ("no",)}, "two").following == "one"
    everything = {id: ("no",) for id in ("one", "two", "three")}
    assert Asking("gate", QUESTIONS, everything, "two").following == ""


def test_several_answers_are_joined_in_the_order_of_the_options():
    """What was ticked last does not come first."""
    words = Words("en", "chooser")
    assert answer_words(QUESTIONS[1], {"two": ("no", "yes")}, words) == "yes <b>; no"


def test_a_board_does_what_a_control_says_and_nothing_else():
    """A message from the browser reaches one act with its value; an unknown one is ignored."""
    heard = []
    board = Board({"tick": lambda value, on: heard.append((value, on))})

    board.act("tick", "a", on=False)
    board.act("another", "b")
    assert heard == [("a", False)]
