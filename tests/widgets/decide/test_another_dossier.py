"""What belongs to one dossier never reaches another, and nothing that is being typed is lost."""

import asyncio
from dataclasses import replace

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.decide.adoption import Adoption
from pet_workbench.decide.balance import example as balance_example
from pet_workbench.decide.balance import rules
from pet_workbench.decide.weighing import Person, Weighing, framework
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.widgets.decide.adoption import AdoptionPart
from pet_workbench.widgets.decide.balance import StakeholderBalance
from pet_workbench.widgets.decide.chooser import PetChooser
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.fields import PAUSE_SECONDS, Fields
from pet_workbench.widgets.decide.weighing import WeighingPage

OFFICER = Person("privacy-officer").scoring("privacy", 0)
MINE = Dossier.empty("en").with_(weighing=Weighing(people=(OFFICER,)).to_mapping())
YOURS = MINE.with_(title="Yours")
LINE = balance_example("fraud").lines[0].id


def make(page, *parts):
    """Make parts of a page, as the notebook does when it shows them."""
    for part in parts:
        getattr(page, part)
    return page


def opened_balance(lang="en"):
    """Return a page about costs, with the table, and a dossier with the example."""
    page = StakeholderBalance(lang=lang)
    page.desk.open(Dossier.empty(lang).with_(balance=balance_example("fraud").to_mapping()))
    return make(page, "opening", "editor", "terms", "computing")


def amounts(page):
    """Return the amount of the first line."""
    return next(one for one in page.state.balance.lines if one.id == LINE).amount


def test_a_question_about_a_person_goes_with_the_dossier():
    """A yes that comes after another dossier was opened takes nobody from the new table."""
    page = WeighingPage(lang="en")
    page.desk.open(MINE)
    page.people.remove()
    late = page.people.asking.buttons
    assert late
    page.desk.open(YOURS)

    assert page.people.asking.buttons == ()
    assert page.state.weighing.people == (OFFICER,)


def test_the_way_back_of_one_balance_does_not_lead_into_another_dossier():
    """The button goes when a dossier is opened, and what it held is let go of."""
    page = opened_balance()
    page.editor.edit(LINE, "likely", number(300_000, "en"))
    page.opening.choice.value = "aio"
    assert page.opening.undo.layout.display == ""
    page.desk.open(Dossier.empty("en").with_(title="Yours"))
    page.opening.go_back()

    assert page.opening.undo.layout.display == "none"
    assert page.desk.dossier.balance is None


def test_what_was_typed_in_a_line_does_not_hide_the_amount_of_another_dossier():
    """The same line of the same example shows its amount there, not the refused text."""
    page = opened_balance()
    page.editor.edit(LINE, "low", "much")
    page.desk.open(page.desk.dossier.with_(title="Yours"))

    assert "much" not in str(page.editor.shown)


def test_scores_of_a_partner_stay_in_their_own_scan():
    """A partner of the same name in another dossier begins without any."""
    part = AdoptionPart(Desk(lang="en", part="decide_desk"))
    desk = part.state.desk
    scored = Adoption.of_partners(["UWV"]).with_score("UWV", "1A", 0)
    desk.open(MINE.with_(adoption=scored.to_mapping()))
    part.names.value = "SVB"
    part.leave.click()
    desk.open(YOURS.with_(adoption=Adoption.of_partners(["CBS"]).to_mapping()))
    part.names.value = "UWV"

    assert Adoption.from_mapping(desk.dossier.adoption).scores.get("UWV", {}) == {}
    desk.open(YOURS)
    assert not part.state.can_go_back


def test_what_is_being_typed_survives_a_change_elsewhere():
    """An answer given within the pause after the last key leaves the title alone."""

    async def typing():
        desk = Desk(lang="en", part="decide_desk")
        fields = Fields(desk)
        fields.fields["title"].value = "Pensions"
        desk.change(needs={"parties": ("two",)})
        assert fields.fields["title"].value == "Pensions"
        await asyncio.sleep(PAUSE_SECONDS * 1.5)
        return desk.dossier

    made = asyncio.run(typing())
    assert (made.title, made.needs) == ("Pensions", {"parties": ("two",)})


def test_a_text_that_is_too_long_stays_to_be_shortened():
    """It stands there with its message, also when something else on the page changes."""
    page = WeighingPage(lang="en")
    page.desk.open(MINE)
    make(page, "project", "judging", "scoring")
    much = "x" * (framework().limits.text + 1)
    page.project.fields["goal"].value = page.judging.reason.value = much
    page.scoring.cards["privacy"].reason.value = much
    page.state.put_person(0, replace(OFFICER, name="Ada"))

    assert page.project.fields["goal"].value == page.judging.reason.value == much
    assert page.scoring.cards["privacy"].reason.value == much
    assert "role" in page.project.alert.value
    page.desk.open(YOURS)
    assert page.project.fields["goal"].value == ""
    assert page.project.alert.value == ""


def test_refused_names_of_partners_stay_to_be_corrected():
    """Another change in the dossier does not take them away."""
    part = AdoptionPart(Desk(lang="en", part="decide_desk"))
    part.begin.click()
    part.names.value = "UWV\nuwv"
    refused = part.alert.value
    part.state.desk.change(title="Later")

    assert refused
    assert part.alert.value == refused
    assert part.names.value == "UWV\nuwv"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_thousand_in_the_other_language_is_refused(lang):
    """A point or a comma that would make one euro of a thousand is asked about, not taken."""
    page = opened_balance(lang)
    before = amounts(page)
    page.editor.edit(LINE, "low", "1,000" if lang == "nl" else "€ 1.000")

    assert amounts(page) == before
    page.editor.edit(LINE, "low", number(1_000, lang))
    assert amounts(page).low == 1_000


@pytest.mark.parametrize("typed", ["9" * 400, "-0", "NaN", "1e9", ""])
@pytest.mark.parametrize("field", ["first", "low"])
def test_no_number_breaks_a_line(field, typed):
    """Numbers without end, below zero or none at all are refused or are a plain zero."""
    page = opened_balance()
    page.editor.edit(LINE, field, typed)
    found = next(one for one in page.state.balance.lines if one.id == LINE)

    assert 0 <= found.first <= rules().years[1]
    assert str(found.amount.low) != "-0.0"


def test_computing_costs_need_somebody_who_pays():
    """Without parties nothing can be added, and the button says so."""
    page = opened_balance()
    page.desk.open(
        Dossier.empty("en").with_(
            balance=replace(balance_example("own"), parties=(), lines=()).to_mapping()
        )
    )
    page.computing.add()

    assert page.computing.offer.disabled
    assert page.state.balance.parties == ()


def test_a_rule_that_is_gone_is_not_switched_off():
    """An older dossier opens with the advice of all rules that there are."""
    page = PetChooser(lang="en")
    make(page, "advice", "rules")
    page.desk.open(Dossier.empty("en").with_(needs={"parties": ("two",)}, rules_off=("of-old",)))

    assert page.state.off == ()
    assert "pet-error" not in page.advice.board.html + page.rules.board.html
