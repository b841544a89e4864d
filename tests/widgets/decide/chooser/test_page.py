"""The chooser page: from an example to advice with reasons, and what each move changes."""

import re
from html import escape

import pytest

from pet_workbench.decide import chooser, gate
from pet_workbench.decide.questions import asked
from pet_workbench.i18n import LANGUAGES
from pet_workbench.widgets.decide.chooser import PetChooser
from pet_workbench.widgets.decide.chooser.advice import in_short
from pet_workbench.widgets.decide.chooser.told import name
from pet_workbench.widgets.decide.chooser.verdict import in_one_line

PARTS = ("bar", "opening", "gate", "verdict", "needs", "advice", "rules", "uk", "exercises")
BOARDS = ("gate", "verdict", "needs", "advice", "rules", "uk")
CASES = [entry.key for entry in chooser.cases()]


def filled(key="aio", lang="en"):
    """Return the page with an example filled in."""
    page = PetChooser(lang=lang)
    page.opening.pick.value = key
    page.opening.board.act("fill")
    return page


def stopped():
    """Return a page whose gate is closed: whoever has the data may not bring them in."""
    page = filled()
    page.gate.answer("basis_share=no-supplier")
    return page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reader_who_did_nothing_sees_the_advice_of_an_example(lang):
    """Every part can be made; the advice names the example and its first choice."""
    page = PetChooser(lang=lang)
    for part in PARTS:
        getattr(page, part)

    first = page.state.advice_for("aio").first
    assert page.state.basis.example == "aio"
    assert escape(name(first, page.state.words)) in page.advice.said.value
    assert escape(page.state.example_name) in page.opening.said.value
    assert page.desk.dossier.is_empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_gives_advice_in_words(lang):
    """Each case fills the dossier; what is shown holds no key of a text, no error, and no reason
    twice.
    """
    page = PetChooser(lang=lang)
    for entry in chooser.cases():
        page.opening.pick.value = entry.key
        page.opening.board.act("replace")
        dossier = page.desk.dossier

        assert (dict(dossier.gate), dict(dossier.needs)) == (dict(entry.gate), dict(entry.needs))
        assert page.state.advice.first == page.state.advice_for(entry.key).first
        assert escape(in_short(page.state)) in page.advice.said.value
        reasons = re.findall("</strong>: (.*?)</li>", page.opening.said.value)
        assert len(reasons) == len(set(reasons))
        for part in BOARDS:
            shown = getattr(page, part).board.html
            assert 'role="alert"' not in shown
            assert "chooser." not in shown


def test_a_filled_in_example_leaves_no_question_open():
    """What has an answer stands in one line; the reader decides what to change."""
    page = PetChooser(lang="en")
    assert page.gate.current
    page.opening.board.act("fill")
    assert (page.gate.current, page.needs.current) == ("", "")
    page.needs.board.act("open", "volume")
    page.needs.board.act("answer", "volume=small")
    assert page.needs.current == "volume"


def test_answers_are_not_replaced_without_asking():
    """An example over answers of the reader is filled in after a yes; after a no all is as was."""
    page = filled("aio")
    page.needs.answer("volume=small")
    before = page.desk.dossier
    page.opening.pick.value = CASES[-1]
    page.opening.board.act("fill")
    assert page.desk.dossier == before
    assert 'data-do="replace"' in page.opening.board.html

    page.opening.board.act("keep")
    assert page.desk.dossier == before
    page.opening.board.act("fill")
    page.opening.board.act("replace")
    assert page.desk.dossier.case == CASES[-1]


def test_a_link_fills_in_its_example_and_asks_where_there_are_answers():
    """``#case-treatment`` fills an empty dossier; later it only asks; nonsense does nothing."""
    page = PetChooser(lang="en")
    page.opening.address.fragment = "case-treatment"
    assert page.desk.dossier.case == "treatment"

    page.needs.answer("volume=small")
    page.opening.address.fragment = "case-aio"
    assert (page.desk.dossier.case, page.opening.asks) == ("treatment", True)
    page.opening.address.fragment = "case-<script>"
    assert page.state.example == "aio"


def test_an_answer_goes_into_the_dossier_and_only_where_it_can():
    """Radio buttons replace, check boxes add and take away; what is no option is ignored."""
    page = PetChooser(lang="en")
    page.gate.board.act("answer", "about=children")
    page.gate.board.act("answer", "about=people")
    assert page.desk.dossier.gate == {"about": ("people", "children")}
    page.gate.board.act("answer", "about=children", on=False)
    assert page.desk.dossier.gate == {"about": ("people",)}

    page.needs.board.act("answer", "parties=two")
    page.needs.board.act("answer", "parties=one")
    page.needs.board.act("answer", "parties=nine")
    page.needs.board.act("answer", "nothing=at-all")
    assert page.desk.dossier.needs == {"parties": ("one",)}


def test_answers_to_questions_that_no_longer_matter_leave_the_dossier():
    """With one organisation nobody is asked whether the parties trust each other."""
    page = filled("aio")
    assert "distrust" in page.desk.dossier.needs
    page.needs.answer("parties=one")
    assert "distrust" not in page.desk.dossier.needs


def test_going_through_all_questions_ends_with_none_open():
    """From an empty page, the button leads from question to question until all have an answer."""
    page = PetChooser(lang="en")
    for part in (page.gate, page.needs):
        for _ in range(40):
            if not part.current:
                break
            question = next(one for one in part.asking.questions if one.id == part.current)
            part.board.act("answer", f"{question.id}={question.choices[0]}")
            part.board.act("next")
        assert part.asking.answered == len(part.asking.questions)
        assert part.current == ""
    assert page.state.unanswered == 0


def test_a_closed_gate_stops_kindly_with_ways_out_and_no_technique():
    """The advice says stop and why, what can be done, and offers nothing to choose."""
    page = stopped()
    ways = gate.judge(page.desk.dossier.gate).ways

    assert page.state.advice.why == "stop"
    assert ways
    for shown in (page.verdict.board.html, page.advice.board.html):
        assert all(escape(way.says.en) in shown for way in ways)
    assert 'data-do="choose"' not in page.advice.board.html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_law_is_a_question_with_its_reference_and_marked_unchecked(lang):
    """No law is stated as advice: its question, article and mark stand together."""
    page = filled("aio", lang)
    shown, words = page.verdict.board.html, page.state.words
    laws = gate.judge(page.desk.dossier.gate).laws

    assert laws
    for law in laws:
        assert escape(law.asks.of(lang)) in shown
        assert escape(law.reference.of(lang)) in shown
    unchecked = sum(not law.checked for law in laws)
    assert shown.count(words("law_unchecked")) == unchecked
    assert escape(gate.notice().of(lang)) in shown


def test_each_suggestion_tells_why_what_not_and_where_the_evidence_is():
    """Reasons, what is unsolved, questions for a supplier and links to measurements."""
    page = filled("aio")
    shown = page.advice.board.html

    assert shown.count('href="20_benchmark_lab.ipynb#matrix-') >= 3
    assert 'href="10_aio.ipynb"' in shown
    for ranked in page.state.advice.ranked:
        for text in (*ranked.arrangement.not_solves, *ranked.arrangement.ask_supplier):
            assert escape(text.en) in shown
        for fired in (*ranked.reasons, *ranked.against):
            assert escape(fired.rule.reason.en) in shown


def test_what_is_left_out_has_its_reason():
    """No technique is missing without a word."""
    page = filled("aio")
    advice, shown = page.state.advice, page.advice.board.html

    assert {one.arrangement.id for one in (*advice.ranked, *advice.left_out)} == {
        one.id for one in chooser.arrangements()
    }
    for one in advice.left_out:
        assert f'data-key="out-{one.arrangement.id}"' in shown
        assert one.floor or one.because


def test_a_choice_for_the_memo_takes_the_example_with_it_and_can_be_taken_back():
    """Who chooses from the example has its answers in the dossier from then on."""
    page = PetChooser(lang="en")
    first = page.state.advice.first
    page.advice.board.act("choose", first)

    assert (page.desk.dossier.chosen, page.desk.dossier.case) == (first, "aio")
    assert page.state.words("card_chosen") in page.advice.board.html
    page.advice.board.act("unchoose", first)
    assert page.desk.dossier.chosen is None


def test_a_choice_that_no_longer_fits_is_said():
    """Whoever changes the answers afterwards is told that the memo's choice has gone."""
    page = filled("aio")
    page.advice.board.act("choose", page.state.advice.first)
    page.gate.answer("basis_share=no-supplier")
    passed = page.state.words(
        "chosen_passed", name=name(page.desk.dossier.chosen, page.state.words)
    )
    assert escape(passed) in page.advice.board.html


def test_every_rule_is_listed_once_with_a_box():
    """Those that apply, those that do not, and those that are off."""
    page = filled("aio")
    for _ in range(2):
        shown = page.rules.board.html
        assert all(shown.count(f'data-key="rule-{rule.id}"') == 1 for rule in chooser.rules())
        page.rules.board.act("rule", chooser.rules()[0].id, on=False)


def test_a_rule_that_is_off_is_marked_and_its_effect_said():
    """The deciding rule of an example changes the first choice; advice and list say so."""
    key, id = deciding()
    page = filled(key)
    before = page.state.advice.first
    page.rules.board.act("rule", id, on=False)
    now = page.state.advice.first

    assert now != before
    assert page.desk.dossier.rules_off == (id,)
    assert escape(name(before, page.state.words)) in page.rules.effect.value
    assert escape(name(now, page.state.words)) in page.rules.effect.value
    assert escape(page.state.words("off_title")) in page.advice.board.html
    assert escape(page.state.words("card_off_one", n="1")) in page.advice.board.html
    page.advice.board.act("all-on")
    assert (page.desk.dossier.rules_off, page.state.advice.first) == ((), before)


def deciding():
    """Return an example and one rule on which its first choice rests."""
    for entry in chooser.cases():
        advice = chooser.advise(entry.gate, entry.needs)
        for fired in advice.fired:
            if chooser.advise(entry.gate, entry.needs, off={fired.rule.id}).first != advice.first:
                return entry.key, fired.rule.id
    raise AssertionError("need a rule that decides about an example")


def test_a_dossier_with_answers_nobody_knows_says_so_and_harms_nothing():
    """Another content gave other answers: each part says what is wrong instead of breaking."""
    page = filled("aio")
    for part in PARTS:
        getattr(page, part)
    page.desk.change(gate={"about": ("martians",)}, rules_off=("no-such-rule",))

    for part in ("verdict", "advice", "rules"):
        assert 'role="alert"' in getattr(page, part).board.html
    page.desk.change(gate={}, rules_off=())
    assert 'role="alert"' not in page.advice.board.html


def test_what_a_reader_typed_is_shown_as_text():
    """A title with mark-up stays out of the page's elements."""
    page = PetChooser(lang="en")
    page.desk.change(title="<img src=x onerror=alert(1)>", needs={"parties": ("two",)})
    assert all("<img" not in getattr(page, part).board.html for part in BOARDS)


def test_open_questions_are_counted():
    """The advice says how much of it rests on answers that are still missing."""
    page = PetChooser(lang="en")
    page.needs.answer("parties=two")
    left = len(asked(gate.questions(), {})) + len(asked(chooser.questions(), {"parties": ("two",)}))
    assert page.state.unanswered == left - 1
    assert page.state.words("missing", n=str(left - 1)) in page.advice.board.html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_open_question_is_told_in_other_words_each_time(lang):
    """The outcome of the gate is a heading once; the line for those who listen and the advice say
    what it means for them.
    """
    page = filled(lang=lang)
    page.gate.answer("basis_share=unknown")
    words = page.state.words
    texts = [
        page.verdict.board.html,
        in_one_line(page.state),
        page.advice.board.html,
    ]
    assert [text.count(escape(words("gate_first"))) for text in texts] == [1, 0, 0]
    assert escape(words("gate_so_far_first")) in texts[1]
    assert escape(words("advice_before")) in texts[2]
