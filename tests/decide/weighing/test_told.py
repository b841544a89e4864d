"""A weighing in words: who differs about what, in order, in both languages."""

import pytest

from pet_workbench.decide.weighing import (
    Judgement,
    Person,
    Weighing,
    example,
    find,
    item_text,
    person_text,
    summary,
    warning_text,
    warnings,
)
from pet_workbench.decide.weighing.told import NO_SCORE
from pet_workbench.i18n import LANGUAGES
from tests.decide.weighing.people import QUESTIONS, ROLES, everybody


def test_a_difference_is_a_sentence_with_both_people_in_it():
    """As the facilitator would say it."""
    officer, citizen = Person("privacy-officer"), Person("citizen")
    people = (officer.scoring("people", 5), citizen.scoring("people", 1))
    found = find(Weighing(people=people)).agenda[0]
    first, later = item_text(found, "en", is_first=True), item_text(found, "nl")

    assert first.startswith("The citizen (1) and the privacy officer (5) differ by 4 on ")
    assert "Effect on people" in first
    assert ": talk about this first." in first
    assert later.startswith("De burger (1) en de privacy officer (5) verschillen 4 punten op ")
    assert ": praat hierover." in later


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_summary_tells_the_zero_first(lang):
    """Outcome, zeros and the first item of the agenda name the same question."""
    told = summary(example(lang).to_mapping(), lang)
    name = {"nl": "Grondslag voor delen", "en": "Basis for sharing"}[lang]

    assert told.is_blocked
    assert name in told.outcome
    assert name in told.zeros[0]
    assert name in told.agenda[0]
    assert len(told.rows) == len(told.groups) == len(QUESTIONS)
    assert {len(row) for row in told.rows} == {len(told.head)} == {len(told.people) + 2}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_weighing_can_be_told(lang):
    """Nothing is invented where nothing was filled in."""
    told = summary(Weighing.empty().to_mapping(), lang)

    assert not told.is_blocked
    assert told.zeros == told.conditions == told.warnings == ()
    assert {cell for row in told.rows for cell in row[1:]} == {NO_SCORE}
    assert len(told.agenda) == len(QUESTIONS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("score", range(6))
def test_no_summary_holds_an_average(lang, score):
    """All figures of the table are scores that somebody gave."""
    mixed = everybody(5)
    first = mixed.people[0]
    for question in QUESTIONS:
        first = first.scoring(question, score)
    told = summary(mixed.with_person(0, first).to_mapping(), lang)
    cells = {cell for row in told.rows for cell in row[1:-1]}
    assert cells == {"5", str(score)}
    assert "," not in "".join(row[-1] for row in told.rows)
    assert "." not in "".join(row[-1] for row in told.rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_contradiction_has_words(lang):
    """The memo and the page can say each of them."""
    blocked = everybody(0).with_(judgement=Judgement("yes-if"))
    found = warnings(blocked, gate="stop")
    assert found == ("yes-despite-zero", "yes-despite-gate", "no-condition", "no-reason")
    assert len({warning_text(id, lang) for id in found}) == len(found)
    assert summary(blocked.to_mapping(), lang, gate="stop").warnings == tuple(
        warning_text(id, lang) for id in found
    )


def test_people_are_named_as_they_want():
    """Own names stand beside roles; another role is its name alone."""
    assert person_text(Person("citizen", " Noor "), "nl") == "Noor (Blik van de burger)"
    assert person_text(Person("other", "Ali"), "en") == "Ali"
    assert person_text(Person("manager"), "en", within=True) == "the accountable manager"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", range(len(ROLES)))
def test_missing_and_absent_are_told_apart(lang, place):
    """Whoever is at the table is named; for the rest it says which role to ask."""
    alone = Weighing(people=(Person(ROLES[place]),))
    told = summary(alone.to_mapping(), lang).agenda
    name = person_text(alone.people[0], lang, within=True)
    asked = [one for one in find(alone).agenda if one.missing]
    assert sum(name in sentence for sentence in told) >= len(asked)
    assert len(told) == len(QUESTIONS)
