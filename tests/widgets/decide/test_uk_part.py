"""The UK guide beside our advice: where both end, and what is open."""

from html import escape

import pytest

from pet_workbench.decide import chooser, uk_tree
from pet_workbench.i18n import LANGUAGES
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.uk import UkPart, cases_html, ends, ours_html
from pet_workbench.widgets.decide.desk import Desk


def part(lang="en", desk=None):
    """Return the part with a state of its own."""
    return UkPart(ChooserState(desk or Desk(lang=lang, part="chooser"), Words(lang, "chooser")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_ends_are_told(lang):
    """The sentence names the guide's suggestion and ours."""
    shown = part(lang)
    walked = uk_tree.walk({}, chooser.case("aio").needs)
    for leaf in walked.leaves:
        assert escape(leaf.name.of(lang)) in shown.said.value
    assert escape(chooser.arrangement("secret-sharing").name.of(lang)) in shown.said.value
    assert shown.board.html.count("<h3>") == 2


def test_it_follows_the_answers():
    """Other answers lead elsewhere in the guide, and what is open is marked."""
    desk = Desk(lang="en", part="chooser")
    shown = part(desk=desk)
    before = shown.board.html
    desk.change(needs={"output": ("scoring",), "parties": ("two",)})
    assert shown.board.html != before
    assert escape(Words("en", "chooser")("uk_unasked")) in shown.board.html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_cases_stand_in_the_table(lang):
    """Each case has a row with our judgement."""
    table = cases_html(Words(lang, "chooser"))
    assert table.count("<tr>") == len(chooser.cases()) + 1
    for judged in uk_tree.judged().values():
        assert escape(judged.note.of(lang)) in table


def test_an_answer_that_the_guide_does_not_know_leaves_all_open():
    """A proof has no place in the guide, and the table says so instead of listing everything."""
    words = Words("en", "chooser")
    assert ends(uk_tree.beside("passport").walk, words) == words("uk_all_open")
    assert "Multi-party" in ends(uk_tree.beside("aio").walk, words)


def test_a_stop_is_told_with_its_reason():
    """Beside the guide's technique stands why the legal gate says no."""
    case = chooser.case("debts")
    told = ours_html(chooser.advise(case.gate, case.needs), Words("en", "chooser"))
    assert escape(chooser.arrangement("do-not").name.en) in told
    assert escape(Words("en", "chooser")("uk_why")) in told
