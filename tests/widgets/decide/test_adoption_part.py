"""The adoption scan on a page reads and writes the dossier, and tells the weakest link."""

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.decide.adoption import Adoption, example, scan
from pet_workbench.i18n import LANGUAGES
from pet_workbench.widgets.decide.adoption import AdoptionPart
from pet_workbench.widgets.decide.desk import Desk

BAD = "<script>alert('x')</script>"


def part(lang="en", **fields):
    """Return the part on a desk of its own."""
    desk = Desk(lang=lang, part="decide_desk")
    desk.change(**fields)
    return AdoptionPart(desk)


def seen(shown):
    """Return all HTML of the part."""
    boards = (shown.said.value, shown.scores.html, shown.measures.html)
    return " ".join((*boards, shown.picture.meaning.value, shown.picture.table.value))


def held(shown):
    """Return the scan in the dossier."""
    return Adoption.from_mapping(shown.state.desk.dossier.adoption)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_stands_there_until_somebody_begins(lang):
    """The first sight is the report's case, told as an example, and the dossier stays empty."""
    shown = part(lang)
    assert shown.state.desk.dossier.adoption is None
    assert example(lang).adoption.partners[1] in shown.said.value
    assert shown.scores.html == ""
    assert shown.picture.chart.alt


def test_beginning_takes_the_parties_of_the_dossier():
    """Who stands in the dossier as a party is a partner, each once."""
    shown = part(parties=("SVB", "svb", "UWV"))
    shown.begin.click()
    assert held(shown).partners == ("SVB", "UWV")
    assert shown.names.value == "SVB\nUWV"
    assert shown.begin.layout.display == "none"


def test_a_score_changes_sentence_picture_and_measures():
    """One answer at zero on a precondition is told at once, everywhere."""
    shown = part(parties=("SVB", "UWV"))
    shown.begin.click()
    shown.scores.act("partner", "1")
    shown.scores.act("score", "legal-basis=0")
    assert held(shown).score("UWV", "legal-basis") == 0
    assert "UWV" in shown.said.value
    assert shown.picture.layout.display == ""
    assert "UWV" in shown.measures.html
    assert shown.scores.html.count(" checked") == 2  # the partner, and the score


def test_dont_know_is_an_answer():
    """Who does not know has answered, and nothing becomes good by it."""
    shown = part(parties=("SVB",))
    shown.begin.click()
    shown.scores.act("score", "1A=?")
    assert held(shown).is_answered("SVB", "1A")
    assert held(shown).score("SVB", "1A") is None


def test_facts_of_the_whole_are_kept():
    """An accelerator that is absent brings its measure."""
    shown = part(parties=("SVB",))
    shown.begin.click()
    shown.scores.act("score", "1A=4")
    shown.scores.act("fact", "suppliers=no")
    assert held(shown).fact("suppliers") == "no"
    assert scan().measures["early-suppliers"].says.en in shown.measures.html


@pytest.mark.parametrize("act", ["score", "fact", "partner"])
@pytest.mark.parametrize("value", ["", "=", "9Z=1", "1A=9", "paid=maybe", "-1", "7", "1A"])
def test_nonsense_from_the_browser_changes_nothing(act, value):
    """What is no answer is not written, and no error comes up."""
    shown = part(parties=("SVB",))
    shown.begin.click()
    before = shown.state.desk.dossier
    shown.scores.act(act, value)
    assert shown.state.desk.dossier == before


def test_names_are_escaped_everywhere():
    """A name with a script is shown as text."""
    shown = part(parties=(BAD, "UWV"))
    shown.begin.click()
    shown.scores.act("score", "trust=0")
    assert BAD not in seen(shown)
    assert "&lt;script&gt;" in seen(shown)


def test_names_that_cannot_be_used_are_told():
    """A name twice is refused in words, and the dossier keeps what it had."""
    shown = part(parties=("SVB",))
    shown.begin.click()
    shown.names.value = "UWV\nuwv"
    assert 'role="alert"' in shown.alert.value
    assert held(shown).partners == ("SVB",)


def test_a_partner_that_comes_back_has_its_scores_again():
    """Taking a name away by mistake loses nothing as long as the page is open."""
    shown = part(parties=("SVB", "UWV"))
    shown.begin.click()
    shown.scores.act("score", "1A=1")
    shown.names.value = "UWV"
    assert held(shown).partners == ("UWV",)
    shown.names.value = "UWV\nSVB"
    assert held(shown).score("SVB", "1A") == 1


def test_another_dossier_is_shown_as_it_is():
    """When the dossier is replaced the part follows, from a scan to none."""
    shown = part()
    shown.take.click()
    assert shown.names.value
    shown.state.desk.open(Dossier.empty("en"))
    assert shown.names.value == ""
    shown.state.desk.open(
        Dossier.empty("en").with_(adoption=Adoption.of_partners(["CBS"]).to_mapping())
    )
    assert shown.names.value == "CBS"


def test_throwing_away_brings_the_example_back():
    """After throwing the scan away the dossier has none, until it is brought back."""
    shown = part()
    shown.take.click()
    before = shown.state.desk.dossier.adoption
    shown.leave.click()
    assert shown.state.desk.dossier.adoption is None
    assert shown.begin.layout.display == ""
    shown.back.click()
    assert shown.state.desk.dossier.adoption == before
    assert shown.back.layout.display == "none"


def test_a_broken_scan_is_told_and_not_overwritten():
    """Content that is no scan gets a message; the names cannot be typed over it."""
    broken = {"partners": ["A"], "scores": {"A": {"9Z": 1}}, "facts": {}}
    shown = part(adoption=broken)
    assert 'role="alert"' in shown.said.value
    assert shown.names.disabled
    assert shown.state.desk.dossier.adoption == broken
