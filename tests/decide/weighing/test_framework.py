"""The content file is whole, attributed, and follows appendix B of the data strategy."""

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import content, sources
from pet_workbench.decide.weighing import framework
from pet_workbench.decide.weighing import framework as read_framework
from pet_workbench.decide.weighing.framework import FILE
from tools.notebook_rules import dutch


def texts(item, path=""):
    """Yield every text of the content file with its place."""
    if isinstance(item, dict):
        if {"nl", "en"} <= set(item):
            yield path, item
        for key, value in item.items():
            yield from texts(value, f"{path}.{key}")
    if isinstance(item, list):
        for place, value in enumerate(item):
            yield from texts(value, f"{path}.{place}")


def test_the_three_questions_are_those_of_the_source_in_its_order():
    """May, can, desirable; each names whom the source says to ask."""
    assert [main.asks.nl for main in framework().mains] == [
        "Mag het?",
        "Kan het?",
        "Is het wenselijk?",
    ]
    who = [main.who.nl for main in framework().mains]
    assert "privacy officer" in who[0]
    assert "security information officer" in who[0]
    assert "data steward" in who[1]
    assert "ambtelijk eindverantwoordelijke" in who[2]


def test_what_is_ours_says_so_and_the_rest_names_the_strategy():
    """No sub-question is without a source, and the additions are told apart."""
    ours = {id for id, one in framework().questions.items() if one.is_ours}
    assert ours == {"sharing", "meaning", "technique", "people"}
    for one in framework().questions.values():
        assert all(sources.get(id) for id in one.sources)
        assert one.is_ours or one.sources == ("data-strategy",)
    assert content.read(FILE)["rules"]["source"] == ["ours"]


def test_only_may_blocks():
    """The rule that no good score hides a 0 is about the law."""
    rules = framework().rules
    assert rules.blocks == ("may",)
    assert (rules.lowest, rules.highest, rules.told) == (0, 5, (0, 3, 5))


def test_the_four_roles_of_a_new_weighing_can_answer_every_question():
    """Whoever starts empty has somebody to ask for each question."""
    there = set(framework().start)
    assert [id for id, one in framework().questions.items() if not there & set(one.ask)] == []


@pytest.mark.parametrize("path", [path for path, _ in texts(content.read(FILE))])
def test_texts_are_dutch_and_english(path):
    """Both languages are there, differ in words, end alike, and the Dutch one is Dutch."""
    item = dict(texts(content.read(FILE)))[path]
    assert item["nl"].strip()
    assert item["en"].strip()
    assert (item["nl"][-1] in ".?:") is (item["en"][-1] in ".?:")
    assert dutch.complaints(item["nl"]) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("questions", "privacy", "main"), "perhaps"),
        (("questions", "privacy", "ask"), ["king"]),
        (("questions", "privacy", "ask"), []),
        (("questions", "privacy", "source"), ["nowhere"]),
        (("questions", "privacy", "asks"), {"nl": "Mag het?"}),
        (("questions", "privacy", "means"), {}),
        (("mains", "may", "words"), {}),
        (("start", "roles"), ["king"]),
    ],
)
def test_a_content_file_that_does_not_fit_together_is_refused(place, value, monkeypatch):
    """Who edits the file is told what is wrong, and where."""
    broken = _copy(content.read(FILE))
    item = broken
    for key in place[:-1]:
        item = item[key]
    item[place[-1]] = value
    real = content.read
    monkeypatch.setattr(content, "read", lambda name: broken if name == FILE else real(name))
    with pytest.raises(DataError):
        read_framework.__wrapped__()


def _copy(item):
    """Copy dictionaries, whatever is in them."""
    return {key: _copy(one) for key, one in item.items()} if isinstance(item, dict) else item
