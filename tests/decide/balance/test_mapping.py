"""A balance in a file comes back as it was; what is broken is refused with its place."""

import json
from copy import deepcopy
from importlib import resources

import pytest
from hypothesis import given, settings

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.decide.balance import example, examples, from_mapping, rules, summary, to_mapping
from pet_workbench.i18n import LANGUAGES, error_text
from tests.decide.balance.strategies import balances


@settings(max_examples=30, deadline=None)
@given(balances())
def test_a_balance_comes_back_from_a_dossier_as_it_was(balance):
    """Through JSON and back nothing changes."""
    dossier = Dossier.empty("nl").with_(balance=to_mapping(balance))
    assert from_mapping(Dossier.from_json(dossier.to_json()).balance) == balance


def broken(**changes):
    """Return the state of the fraud example with something else in its first line."""
    state = deepcopy(to_mapping(example("fraud")))
    state["lines"][0].update(changes)
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
        {"low": 500_000.0},
    ],
)
def test_a_broken_line_is_refused_by_name(changes):
    """The message names the party or the line, in both languages."""
    with pytest.raises(DataError) as refused:
        from_mapping(broken(**changes))
    where = "insurers-set-up" if changes.keys() & {"party", "id"} == set() else "insurers"
    if "says" in changes:
        where = str(changes["says"])[:20]
    for lang in LANGUAGES:
        said = error_text(refused.value, lang)
        assert where in said
        assert next(iter(changes)) in said or "500" in said or "-1" in said


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
    state = to_mapping(example("own"))
    with pytest.raises(DataError):
        from_mapping({**state, field: value})
    del state[field]
    with pytest.raises(DataError, match=field):
        from_mapping(state)


def test_the_schema_of_a_dossier_has_the_limits_of_the_content_file():
    """What the schema lets through in numbers, lengths and amounts is what a balance takes."""
    file = resources.files("pet_workbench") / "decide" / "dossier.schema.json"
    described = json.loads(file.read_text(encoding="utf-8"))["properties"]["balance"]["anyOf"][1]
    fields, by = described["properties"], rules()
    line = fields["lines"]["items"]["properties"]
    assert (fields["years"]["minimum"], fields["years"]["maximum"]) == by.years
    assert (fields["parties"]["maxItems"], fields["lines"]["maxItems"]) == (
        by.most_parties,
        by.most_lines,
    )
    assert {line[end]["maximum"] for end in ("low", "likely", "high")} == {by.most_euros}
    assert line["says"]["maxLength"] == by.most_letters
    assert line["first"]["maximum"] == by.years[1]


def test_a_line_of_nobody_is_refused():
    """A party that was left out of the file is missed."""
    state = to_mapping(example("own"))
    state["parties"] = state["parties"][:1]
    with pytest.raises(DataError, match="second-party"):
        from_mapping(state)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", examples())
def test_the_summary_has_a_row_per_party_and_says_whose_the_amounts_are(id, lang):
    """Every row is as long as the head, and simulation is called simulation."""
    said = summary(to_mapping(example(id)), lang)
    assert len(said.rows) == len(example(id).parties) + 1
    assert {len(row) for row in said.rows} == {len(said.head)}
    assert any("simul" in sentence for sentence in said.sentences)
    assert any(ours in said.sentences[-1] for ours in ("van ons", "are ours"))
    assert said.transfer
    assert said.source.endswith("rwseconomie.nl/discontovoet")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_says_that_amounts_were_changed(lang):
    """After an edit the example's sentence on its own amounts no longer holds."""
    state = json.loads(json.dumps(to_mapping(example("fraud"))))
    state["lines"][0]["low"] = 1.0
    before = summary(to_mapping(example("fraud")), lang).sentences[-1]
    assert summary(state, lang).sentences[-1] != before
