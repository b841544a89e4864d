"""A dossier comes back as it was saved, and a file that is none is refused with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from tests.decide.weighing.people import weighings

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
IDS = st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)
ANSWERS = st.dictionaries(IDS, st.lists(IDS, max_size=4).map(tuple), max_size=4)
COUNTS = st.integers(0, 10**15)
RUNS = st.fixed_dictionaries(
    {
        "case": IDS,
        "technique": IDS,
        "n": st.none() | COUNTS,
        "data": st.sampled_from(["generated", "own"]),
        "parameters": st.dictionaries(IDS, TEXTS | COUNTS | st.booleans(), max_size=3),
        "seconds": st.floats(0, 1e15),
        "bytes": COUNTS,
        "rounds": COUNTS,
        "error": st.none() | st.floats(0, 1e15),
        "received": st.just([]),
        "released": st.just([]),
        "leaks": st.lists(IDS, max_size=3),
        "secure_randomness": st.booleans(),
    }
)
DOSSIERS = st.builds(
    Dossier,
    language=st.sampled_from(["nl", "en"]),
    title=TEXTS,
    question=TEXTS,
    parties=st.lists(TEXTS, max_size=4).map(tuple),
    case=st.none() | IDS,
    gate=ANSWERS,
    needs=ANSWERS,
    rules_off=st.lists(IDS, max_size=3).map(tuple),
    chosen=st.none() | IDS,
    weighing=st.none() | weighings().map(lambda one: one.to_mapping()),
    run=st.none() | RUNS,
    open_points=st.lists(TEXTS, max_size=3).map(tuple),
)
GOOD = json.loads(Dossier.empty("nl").with_(title="AIO").stamped().to_json())


@given(DOSSIERS)
def test_a_dossier_comes_back_as_it_was(dossier):
    """Whatever was filled in, reading what was written gives the same dossier."""
    assert Dossier.from_json(dossier.to_json()) == dossier


def test_saving_says_when_and_by_which_version():
    """A stamped dossier has a moment in UTC and the versions of package and content."""
    saved = Dossier.empty("en").stamped()
    assert saved.saved.endswith("+00:00")
    assert set(saved.versions) == {"pet-workbench", "content"}
    assert saved.is_empty


@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"format": "something-else"}, "errors.decide_format"),
        ({"version": 2}, "errors.decide_version"),
        ({"version": "1"}, "errors.decide_version"),
        ({"title": 5}, "errors.json_value"),
        ({"title": "x" * 301}, "errors.json_value"),
        ({"gate": {"question": "yes"}}, "errors.json_value"),
        ({"gate": {"question": [1]}}, "errors.json_value"),
        ({"language": "de"}, "errors.json_value"),
        ({"chosen": "<b>"}, "errors.json_value"),
        ({"more": 1}, "errors.json_value"),
        ({"weighing": []}, "errors.json_value"),
        ({"run": {"rounds": 10**400}}, "errors.json_value"),
        ({"parties": ["x"] * 61}, "errors.json_value"),
    ],
)
def test_a_file_that_is_no_dossier_is_refused(change, id):
    """Another format, another version, and a value that does not belong there, each by name."""
    with pytest.raises(DataError) as caught:
        Dossier.from_json(json.dumps({**GOOD, **change}))
    assert caught.value.id == id
    if id == "errors.json_value":
        assert str(caught.value.parameters["field"]).split(".")[0].split("[")[0] in change


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_dossier_without_a_field_is_refused(name):
    """No field may be missing."""
    with pytest.raises(DataError):
        Dossier.from_json(json.dumps({key: one for key, one in GOOD.items() if key != name}))


@pytest.mark.parametrize("text", ["", "null", "[]", '{"a": 1, "a": 2}', "{" * 99_999, "\0"])
def test_what_is_no_json_is_refused(text):
    """Text that is no object of JSON is refused, however deep or odd."""
    with pytest.raises(DataError) as caught:
        Dossier.from_json(text)
    assert caught.value.id == "errors.json_text"
