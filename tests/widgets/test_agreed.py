"""Page 40: what a reader can do with an agreement, and what every gate and register says of it."""

import pytest

from pet_workbench.attacks.agreements import ATTACKS, WAYS
from pet_workbench.governance.approval import DESIGN, REAL, STAGES
from pet_workbench.governance.register.verifying import FAULTS
from pet_workbench.reports.agreement import read_agreement
from pet_workbench.widgets.agreed import AgreementPage
from pet_workbench.widgets.agreed.attempts import RACE
from pet_workbench.widgets.agreed.written import OWNERS, WORKING


@pytest.fixture(params=["nl", "en"])
def page(request):
    """A fresh page in each language."""
    return AgreementPage(lang=request.param)


def agree(page, *stages):
    """Take the decision, and go through stages as honest parties do."""
    page.drafting.decided.value = True
    for stage in stages:
        for owner in OWNERS:
            page.board.sign[owner, stage].click()
        page.board.run[stage].click()
        assert page.board.refusal.value == ""


def test_nobody_signs_before_the_columns_were_decided_on(page):
    """The button says why, in the reader's names of columns, and nothing was signed."""
    page.board.sign["SVB", DESIGN].click()
    for said in (page.board.refusal.value, page.board.gates.value):
        assert page.words("column_aow_cents") in said
        assert "_cents" not in said
    assert page.story.approvals == []
    page.drafting.decided.value = True
    page.board.sign["SVB", DESIGN].click()
    assert page.board.refusal.value == ""


def test_the_whole_story_can_be_played(page):
    """Trial, approval, computation; once more is refused."""
    agree(page, *STAGES)
    assert page.story.found == 99
    assert "99" in page.board.said.value
    page.board.run[REAL].click()
    assert page.words("reason_used_up") in page.watching.shown.value
    assert page.board.refusal.value != ""


def test_a_moved_threshold_voids_every_signature(page):
    """At both owners, for both stages; moved back they count again."""
    agree(page, DESIGN)
    digest = page.drafting.digest.value
    page.drafting.threshold.value = 99
    assert page.drafting.digest.value != digest
    for owner in OWNERS:
        assert page.story.state_of(owner, DESIGN) == "void"
        assert page.words("state_void") in page.board.status[owner].value
    page.drafting.threshold.value = 100
    assert page.story.state_of("SVB", DESIGN) == "signed"


def test_a_question_like_an_earlier_one_is_named_before_signing(page):
    """With both values; not before anybody approved anything."""
    page.drafting.threshold.value = 99
    assert page.drafting.alike.value == ""
    page.drafting.threshold.value = 100
    agree(page, DESIGN)
    page.drafting.threshold.value = 99
    assert (
        page.words("alike_one", field=page.words("field_threshold_percent"), before=100, now=99)
        in page.drafting.alike.value
    )


def test_withdrawing_closes_the_gate(page):
    """Of the party that withdraws."""
    agree(page, DESIGN)
    for owner in OWNERS:
        page.board.sign[owner, REAL].click()
    assert page.board.gates.value.count(page.words("gate_open")) == len(WORKING)
    page.board.withdraw["UWV"].click()
    assert page.board.gates.value.count(page.words("gate_open")) == len(WORKING) - 1


@pytest.mark.parametrize("way", [*ATTACKS, RACE])
def test_every_attempt_is_stopped_and_changes_nothing(page, way):
    """The reader's own story stays as it was."""
    before = page.story.turn, page.story.entries()
    page.attempts.attack_choice.value = way
    page.attempts.button.click()
    assert page.attempts.refusal.value == ""
    if way == RACE:
        assert page.attempts.admitted == 1
    else:
        assert any(page.attempts.came.refusals.values())
        assert page.attempts.table.value != ""
    assert (page.story.turn, page.story.entries()) == before


def test_tampering_is_noticed_by_what_others_keep(page):
    """Alone a register that was cut or written anew looks whole, and the page says so."""
    for way in WAYS:
        page.watching.tampered.value = way
        assert page.watching.alert.value != ""
    agree(page, *STAGES)
    looks_whole = []
    for way in WAYS:
        page.watching.tampered.value = way
        page.watching.others.value = True
        assert page.watching.verdict.value != ""
        noticed = page.watching.verdict.value
        page.watching.others.value = False
        if page.watching.verdict.value != noticed:
            looks_whole.append(way)
    assert looks_whole == ["cut", "rewritten"]


def test_the_supervisor_filters_and_saves(page):
    """By event and by party, with cells apart as spreadsheets in the reader's language do."""
    agree(page, DESIGN)
    page.watching.event.value = "finished"
    page.watching.party.value = "UWV"
    page.watching.saver.press("csv")
    lines = page.watching.saver.made.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith({"nl": "UWV;", "en": "UWV,"}[page.words.lang])


def test_the_agreement_can_be_taken_along(page):
    """As a file and as a page, with the approvals."""
    agree(page, DESIGN)
    for kind in ("json", "html"):
        page.drafting.saver.press(kind)
        signed = read_agreement(page.drafting.saver.made.content)
        assert signed.agreement.digest == page.story.agreement.digest
        assert len(signed.approvals) == 2


def test_the_exercises_have_the_answers_of_the_page(page):
    """Four signatures, all void, and what was never written down."""
    right = {"signatures": "4", "changed": "void", "unseen": "never"}
    for name, answer in right.items():
        exercise = page.exercises.named[name]
        exercise._fields[0].value = answer
        exercise.check()
        assert exercise.solved


def test_every_fault_has_words(page):
    """In the reader's language."""
    for kind in FAULTS:
        assert page.words(f"cli.register.fault_{kind}", first=1, last=2, by="UWV")
