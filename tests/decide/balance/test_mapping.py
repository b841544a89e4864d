"""A balance in a file comes back as it was; what is broken is refused with its place."""

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier, sections
from pet_workbench.decide.balance import Balance, example, examples, rules, summary
from pet_workbench.i18n import LANGUAGES, error_text
from tests.decide.balance.strategies import balances


@settings(max_examples=30, deadline=None)
@given(balances())
def test_a_balance_comes_back_from_a_dossier_as_it_was(balance):
    """Through JSON and back nothing changes."""
    dossier = Dossier.empty("nl").with_(balance=balance.to_mapping())
    assert Balance.from_mapping(Dossier.from_json(dossier.to_json()).balance) == balance


LATER = ("order", "start")
"""What is no fault of one field."""


def broken(**changes):
    """Return the state of the fraud example with something else in its first line."""
    state = deepcopy(example("fraud").to_mapping())
    state["lines"][0].update({k: v for k, v in changes.items() if k not in LATER})
    return state


@pytest.mark.parametrize(
    "changes",
    [
        {"low": "many"},
        {"low": True},
        {"high": None},
        {"likely": 1e300},
        {"kind": "gift"},
        {"when": ["once"]},
        {"first": 1.5},
        {"first": -1},
        {"first": 31},
        {"says": 7},
        {"says": "x" * 121},
        {"id": ""},
        {"id": 3},
        {"party": None},
        {"low": -1.0},
        {"order": None, "low": 500_000.0},
        {"start": None, "when": "yearly", "first": 0},
    ],
)
def test_a_broken_line_is_refused_with_its_place(changes):
    """The message names the field of the file, or the line, in both languages."""
    with pytest.raises(DataError) as refused:
        Balance.from_mapping(broken(**changes))
    field = next(iter(changes))
    place = "insurers-set-up" if field in LATER else f"balance.lines[0].{field}"
    for lang in LANGUAGES:
        assert place in error_text(refused.value, lang)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("years", 0),
        ("years", 31),
        ("years", "5"),
        ("rate", -0.1),
        ("rate", 0.5),
        ("rate", float("nan")),
        ("example", "secret"),
        ("parties", None),
        ("parties", [3]),
        ("parties", [{"id": f"p{n}"} for n in range(13)]),
        ("lines", {"a": 1}),
    ],
)
def test_a_broken_balance_is_refused(field, value):
    """What is missing, of another kind or outside its limits is not read as something else."""
    state = example("own").to_mapping()
    with pytest.raises(DataError):
        Balance.from_mapping({**state, field: value})
    del state[field]
    with pytest.raises(DataError, match=field):
        Balance.from_mapping(state)


def test_the_schema_of_a_dossier_has_the_limits_of_the_content_file():
    """What the schema lets through in numbers, lengths and amounts is what a balance takes."""
    fields = sections.schema()["properties"]["balance"]["anyOf"][-1]["properties"]
    by = rules()
    line = fields["lines"]["items"]["properties"]
    assert (fields["years"]["minimum"], fields["years"]["maximum"]) == by.years
    assert (fields["rate"]["minimum"], fields["rate"]["maximum"]) == by.rate
    assert (fields["parties"]["maxItems"], fields["lines"]["maxItems"]) == (
        by.most_parties,
        by.most_lines,
    )
    assert {line[end]["maximum"] for end in ("low", "likely", "high")} == {by.most_euros}
    assert line["says"]["maxLength"] == by.most_letters
    assert line["first"]["maximum"] == by.years[1]


def test_a_line_of_nobody_is_refused():
    """A party that was left out of the file is missed."""
    state = example("own").to_mapping()
    state["parties"] = state["parties"][:1]
    with pytest.raises(DataError, match="second-party"):
        Balance.from_mapping(state)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", examples())
def test_the_summary_has_a_row_per_party_and_says_whose_the_amounts_are(id, lang):
    """Every row is as long as the head, and simulation is called simulation."""
    said = summary(example(id).to_mapping(), lang)
    assert len(said.rows) == len(example(id).parties) + 1
    assert {len(row) for row in said.rows} == {len(said.head)}
    assert any("simul" in sentence for sentence in said.sentences)
    assert any(ours in said.sentences[-1] for ours in ("van ons", "are ours"))
    assert said.transfer
    assert said.source.endswith("rwseconomie.nl/discontovoet")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_says_that_amounts_were_changed(lang):
    """After an edit the example's sentence on its own amounts no longer holds."""
    state = json.loads(json.dumps(example("fraud").to_mapping()))
    state["lines"][0]["low"] = 1.0
    before = summary(example("fraud").to_mapping(), lang).sentences[-1]
    assert summary(state, lang).sentences[-1] != before
