"""A line that says what no measurement can say is refused, with the name of the field."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pet_workbench.bench import Store
from pet_workbench.bench.record import read_line
from pet_workbench.bench.schema import check, parse
from pet_workbench.core import DataError
from pet_workbench.i18n import error_text
from tests.bench.made import record, stopped
from tests.bench.test_schema import DESCRIBED

GOOD = json.loads(record().to_json())
VALIDATOR = Draft202012Validator(DESCRIBED)

WRONG = [
    ("seconds[0]", {"seconds": [-1, 1, 1]}),
    ("seconds[0]", {"seconds": ["a", 1, 1]}),
    ("seconds[1]", {"seconds": [1, True, 1]}),
    ("seconds", {"seconds": "123"}),
    ("seconds", {"seconds": []}),
    ("cpu_seconds", {"cpu_seconds": [1, 2]}),
    ("peak_mb", {"peak_mb": []}),
    ("peak_mb[0]", {"peak_mb": [-1, 1, 1]}),
    ("load_seconds", {"load_seconds": -1}),
    ("rounds", {"rounds": -3}),
    ("rounds", {"rounds": 1.5}),
    ("rounds", {"rounds": None}),
    ("rounds", {"rounds": 10**40}),
    ("chain_bytes", {"chain_bytes": 13}),
    ("n", {"n": 0}),
    ("n", {"n": "10"}),
    ("n", {"n": True}),
    ("error", {"error": None}),
    ("error", {"error": -1}),
    ("links", {"links": {}}),
    ("links[0].bytes", {"links": [{**GOOD["links"][0], "bytes": "12"}]}),
    ("links[0].bytes", {"links": [{**GOOD["links"][0], "bytes": -12}]}),
    ("links[0].sender", {"links": [{**GOOD["links"][0], "sender": 1}]}),
    ("links[0].extra", {"links": [{**GOOD["links"][0], "extra": 1}]}),
    ("attack", {"attack": "won"}),
    ("attack.result", {"attack": {**GOOD["attack"], "result": "won"}}),
    ("attack.found", {"attack": {**GOOD["attack"], "found": 5, "of": 2}}),
    ("leaks", {"leaks": "abc"}),
    ("leaks[0]", {"leaks": [1]}),
    ("released[0].items", {"released": [{**GOOD["released"][0], "items": -1}]}),
    ("machine", {"machine": None}),
    ("machine.load", {"machine": {k: v for k, v in GOOD["machine"].items() if k != "load"}}),
    ("machine.system", {"machine": {**GOOD["machine"], "system": "\x1b[2J"}}),
    ("versions.python", {"versions": {"python": 3.11}}),
    ("date", {"date": "yesterday"}),
    ("date", {"date": "2026-01-01T00:00:00"}),
    ("case", {"case": "../../etc/passwd"}),
    ("case", {"case": "<script>alert(1)</script>"}),
    ("technique", {"technique": "<img src=x onerror=alert(1)>"}),
    ("network", {"network": 5}),
    ("parameters", {"parameters": [["a", 1]]}),
    ("schema", {"schema": 2.0}),
]


@pytest.mark.parametrize(("field", "change"), WRONG)
def test_nonsense_is_refused_by_field(field, change):
    """The error names the field, in both languages."""
    with pytest.raises(DataError) as caught:
        read_line(json.dumps({**GOOD, **change}))
    assert caught.value.id == "errors.json_value"
    assert caught.value.parameters["field"] == field
    assert field in error_text(caught.value, "nl")


@pytest.mark.parametrize("change", [{"limit": -1.0}, {"message": 5}, {"reason": "tired"}])
def test_nonsense_about_what_was_given_up_is_refused(change):
    """Lines about cells that were given up are looked at in the same way."""
    line = {**json.loads(stopped().to_json()), **change}
    with pytest.raises(DataError) as caught:
        read_line(json.dumps(line))
    assert caught.value.parameters["field"] in change


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({**GOOD, "error": float("nan")}),
        json.dumps({**GOOD, "answer": [float("inf")]}),
        json.dumps(GOOD).replace('"rounds": 2', '"rounds": 1e999'),
        json.dumps(GOOD).replace('"rounds": 2', '"rounds": ' + "9" * 5000),
        json.dumps(GOOD)[:-1] + ', "n": 6}',
        json.dumps({**GOOD, "answer": "\ud800"}),
        json.dumps({**GOOD, "answer": "x" * 5_000_000}),
        "[" * 100_000 + "]" * 100_000,
        "null",
        "\x00",
    ],
    ids=["nan", "infinite", "1e999", "digits", "twice", "half", "long", "deep", "null", "binary"],
)
def test_json_that_is_none_of_ours_is_refused(line):
    """Numbers that are not finite, names twice, and lines that are too much do not get through."""
    with pytest.raises(DataError) as caught:
        read_line(line)
    assert caught.value.id == "errors.json_text"


@pytest.mark.parametrize("before_after", [("\ufeff", ""), ("", "\r")])
def test_marks_of_other_systems_do_no_harm(before_after):
    """A byte order mark, and the line ends of Windows, change nothing."""
    before, after = before_after
    assert read_line(before + record().to_json() + after) == record()


def test_the_line_is_named(tmp_path):
    """A file with one wrong line is refused with the number of that line."""
    path = tmp_path / "records.jsonl"
    path.write_text(record().to_json() + "\n" + json.dumps({**GOOD, "rounds": -1}) + "\n")
    with pytest.raises(DataError, match=r"line 2.*rounds"):
        Store(path).lines()


PLACES = [
    ("n",), ("seed",), ("seconds",), ("seconds", 0), ("peak_mb", 1), ("rounds",), ("links",),
    ("links", 0), ("links", 0, "bytes"), ("attack",), ("attack", "of"), ("machine", "cores"),
    ("machine",), ("versions",), ("leaks",), ("released", 0, "items"), ("parameters",), ("stamp",),
    ("commit",), ("network",),
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(PLACES), VALUES)
def test_the_schema_is_read_as_others_read_it(place, value):
    """What an independent validator refuses is refused here too."""
    line = copy.deepcopy(GOOD)
    inside = line
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    try:
        check(line)
    except DataError:
        return
    assert VALIDATOR.is_valid(line)


def test_what_the_workbench_writes_passes():
    """Lines made here are not refused."""
    for line in (record(), record(attack=None), stopped(), stopped(limit=None, message="x")):
        check(parse(line.to_json()))
