"""What every case page owes its reader: words for whatever a run can bring, and a true overview."""

from functools import cache
from typing import Any, get_args

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import CasePage, Slide, page_class
from pet_workbench.widgets.case.seats import by_role, coalitions
from pet_workbench.widgets.case.words import technique_slugs

LANGUAGES = get_args(Language)
MOST = 20
"""Coalitions of one kind that are tried; of a hundred like parties, others say nothing new."""
SECTIONS = (
    "facts",
    "try_it",
    "seen",
    "quality",
    "cost",
    "collusion",
    "tampering",
    "own_data",
    "exercises",
)


@cache
def small_page(case: str, lang: Language) -> CasePage[Any]:
    """Return the page of `case` with the fewest people that its slider offers.

    Without such a slider, with as few as the case is measured at.
    """
    page = page_class(case)(lang=lang)
    sizes = [one.values[0] for one in page.controls if isinstance(one, Slide) and one.trait == "n"]
    page.state.n = min([page.state.n, *(sizes or page.case.sizes)])
    return page


@cache
def outcomes(case: str) -> tuple[Outcome, ...]:
    """Return a run of every technique, on few people."""
    page = small_page(case, "nl")
    return tuple(page.state.outcome(id) for id in page.case.techniques)


def check_names(page: CasePage[Any]) -> None:
    """No two techniques and no two roles of a page are called the same."""
    techniques = [page.words.technique(id) for id in page.case.techniques]
    roles = [page.words.role(role, who) for role, who in by_role(page.state.roles).items()]
    assert len(set(techniques)) == len(techniques)
    assert len(set(roles)) == len(roles)


def check_cards(page: CasePage[Any]) -> None:
    """For every technique and role there are words for the card and for the comparison."""
    for id in page.case.techniques:
        for role in page.state.roles.values():
            for kind in ("seen", "compare"):
                keys = [f"{kind}_{part}_{role}" for part in technique_slugs(id)]
                assert any(page.words.has(key) for key in keys), keys[-1]


def check_leaks(page: CasePage[Any]) -> None:
    """Every leak that a technique states is put into words."""
    for technique in page.case.techniques.values():
        for leak in technique.leaks:
            assert page.words.has(f"leak_{leak}"), leak


def check_steps(page: CasePage[Any], outcome: Outcome) -> None:
    """Every message of a run has a purpose that the page can say."""
    steps = {message.step for message in outcome.transcript.messages}
    assert {step for step in steps if not page.words.knows_step(step, outcome.technique)} == set()


def check_samples(page: CasePage[Any], outcome: Outcome) -> None:
    """A card shows first values of messages that its party really received."""
    parts = technique_slugs(outcome.technique)
    samples = next((page.samples[part] for part in parts if part in page.samples), {})
    for role, steps in samples.items():
        party = page.state.parties_in(role)[0]
        received = {message.step for message in outcome.transcript.view(party).received}
        assert set(steps) <= received, (role, set(steps) - received)


def check_overview(page: CasePage[Any], outcome: Outcome) -> None:
    """What the overview of coalitions says is what the attack gives, for each coalition of a kind.

    Everybody who takes part has a row of their own.
    """
    place = list(page.case.techniques).index(outcome.technique)
    assert set(page.state.roles.values()) <= set(page.breaks)
    for kind, gains in page.breaks.items():
        assert len(gains) == len(page.case.techniques)
        found = coalitions(kind, page.state.roles)
        assert found, kind
        expected = "nothing" if gains[place] in page.agreed else gains[place]
        for coalition in found[:MOST]:
            learned = page.learn(coalition, outcome, page.state.tables)
            assert learned.gain == expected, (outcome.technique, coalition)


def check_collusion(page: CasePage[Any]) -> None:
    """The button has a sentence for every coalition of the overview, whatever it gets."""
    for id in page.case.techniques:
        page.state.technique = id
        for kind in page.breaks:
            coalition = coalitions(kind, page.state.roles)[0]
            seated = {page.collusion.sitting[seat]: seat for seat in page.collusion.boxes}
            for box in page.collusion.boxes.values():
                box.value = False
            for party in coalition:
                page.collusion.boxes[seated[party]].value = True
            page.collusion.collude()
            assert page.collusion.sentence.value not in ("", page.words("collusion_ready"))
            assert page.collusion.alert.value == ""


def check_sections(page: CasePage[Any]) -> None:
    """Every section can be shown with every technique, without an error and without loose ends."""
    for name in SECTIONS:
        section = getattr(page, name)
        assert section is getattr(page, name)
    for id in page.case.techniques:
        page.state.technique = id
        for name in ("try_it", "seen", "quality", "cost", "collusion"):
            assert getattr(page, name).alert.value == ""
    assert page.try_it.sentence.value
    assert page.cost.sentence.value
    assert page.quality.sentence.value
