"""Laws as questions: each comes up somewhere, and is unchecked until somebody signs for it."""

import re
from urllib.parse import urlsplit

import pytest

from pet_workbench.decide import Condition, content, gate
from pet_workbench.decide.questions import asked

GOOD = {
    "about": ("people",),
    "kinds": ("ordinary",),
    "exception": ("yes",),
    "basis_use": ("law",),
    "basis_share": ("law",),
    "secrecy": ("none",),
    "purpose": ("same",),
    "learns": ("people-one",),
    "decision": ("offer",),
    "arranged": ("controller", "dpia"),
}
OFFICIAL = {
    "wetten.overheid.nl",
    "zoek.officielebekendmakingen.nl",
    "eur-lex.europa.eu",
    "ec.europa.eu",
}
BY_ID = {law.id: law for law in gate.laws()}


def reached(condition: Condition) -> dict[str, tuple[str, ...]]:
    """Return complete answers that meet a condition, and are good where it says nothing."""
    given: dict[str, tuple[str, ...]] = {}
    while todo := [one for one in asked(gate.questions(), given) if one.id not in given]:
        id = todo[0].id
        wanted = condition.needs.get(id, ())[:1] or GOOD[id]
        barred = condition.bars.get(id, ())
        given[id] = tuple(one for one in wanted if one not in barred) or ("unknown",)
    return given


@pytest.mark.parametrize(
    ("id", "condition"), [(law.id, one) for law in gate.laws() for one in law.when]
)
def test_every_law_comes_up(id: str, condition: Condition) -> None:
    """Each condition of each law is met by answers that a reader can give."""
    assert id in {law.id for law in gate.judge(reached(condition)).laws}


@pytest.mark.parametrize("id", BY_ID)
def test_no_law_comes_up_always(id: str) -> None:
    """Each law stays away from answers that do not concern it."""
    things = gate.judge({"about": ["things"], "secrecy": ["none"]})
    assert id not in {law.id for law in things.laws}


@pytest.mark.parametrize("law", BY_ID.values(), ids=BY_ID)
def test_a_law_is_a_question_with_a_place_to_read(law: gate.Law) -> None:
    """Each entry asks something, in both languages, and links to an official text if to any."""
    assert law.asks.nl.endswith("?")
    assert law.asks.en.endswith("?")
    assert law.says.nl.endswith(".")
    assert law.says.en.endswith(".")
    assert urlsplit(law.url).hostname in OFFICIAL or (law.id == "meaning" and not law.url)


def test_no_law_has_been_checked_yet() -> None:
    """Nobody has signed for an entry, and all say so."""
    assert not [law.id for law in gate.laws() if law.checked or law.checked_by]


def test_every_kind_of_data_with_a_law_of_its_own_brings_it_up() -> None:
    """Health, tax, benefits, debts, fraud, criminal, location, CBS and BSN each bring their law."""
    own = {
        "health": "wgbo-secrecy",
        "tax": "awr-67",
        "benefits": "suwi",
        "debts": "wgs-debts",
        "fraud": "wbsrz",
        "criminal": "police-justice",
        "location": "telecom",
        "statistics": "cbs",
        "bsn": "uavg-46",
    }
    for kind, law in own.items():
        found = {one.id for one in gate.judge({"about": ["people"], "kinds": [kind]}).laws}
        assert law in found


def test_wgs_and_wgs_are_two_laws() -> None:
    """Debts bring the municipal debt act, fraud the act on partnerships, and neither both."""
    debts = {one.id for one in gate.judge({"about": ["people"], "kinds": ["debts"]}).laws}
    fraud = {one.id for one in gate.judge({"about": ["people"], "kinds": ["fraud"]}).laws}
    assert "wgs-debts" in debts - fraud
    assert "wgs-partnerships" in fraud - debts
    assert BY_ID["wgs-debts"].name != BY_ID["wgs-partnerships"].name


def test_nobody_is_given_advice() -> None:
    """No text speaks of advice, apart from the name of the European authorities' opinion."""
    word = re.compile(r"\b(advies|adviseren|raden u aan|advice|advise|recommend)", re.IGNORECASE)

    def texts(item: object) -> list[str]:
        if isinstance(item, dict):
            return [text for key, one in item.items() if key != "source" for text in texts(one)]
        return [item] if isinstance(item, str) else []

    written = {**content.read("gate"), **content.read("laws")}
    found = {id for id, item in written.items() if any(map(word.search, texts(item)))}
    assert found == {"anonymous"}
    assert "jurist" in gate.notice().nl
    assert "lawyer" in gate.notice().en
