"""The machine-readable schema and its README describe exactly what a line holds."""

import json
from dataclasses import fields, replace
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

from pet_workbench.bench import Attempt, Link, Record, Stopped
from pet_workbench.bench.machine import machine
from pet_workbench.bench.record import SCHEMA
from pet_workbench.core import Release
from pet_workbench.datasets import data_path
from tests.bench.made import record, stopped

SCHEMA_FILE = resources.files("pet_workbench") / "bench" / "record.schema.json"
DESCRIBED = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(DESCRIBED)
KINDS = dict(zip((Record, Stopped), DESCRIBED["oneOf"], strict=True))


def names(kind):
    """Return the fields of a dataclass."""
    return {field.name for field in fields(kind)}


@pytest.mark.parametrize("kind", [Record, Stopped])
def test_the_schema_has_the_fields_of_the_code(kind):
    """No field more, no field less, all of them required, at every depth."""
    described = KINDS[kind]

    assert set(described["properties"]) == names(kind) | {"schema", "kind"}
    assert set(described["required"]) == set(described["properties"])
    assert described["properties"]["schema"] == {
        "const": SCHEMA,
        "description": "version of this layout",
    }
    assert set(described["properties"]["machine"]["required"]) == set(machine())


def test_the_schema_has_the_fields_of_what_a_record_holds():
    """Links, releases and attacks too."""
    parts = KINDS[Record]["properties"]

    assert set(parts["links"]["items"]["properties"]) == names(Link)
    assert set(parts["released"]["items"]["properties"]) == names(Release)
    assert set(parts["attack"]["anyOf"][1]["properties"]) == names(Attempt)


@pytest.mark.parametrize(
    "line", [record(), replace(record(), attack=None), stopped(), stopped(limit=None, message="x")]
)
def test_lines_of_the_workbench_are_valid(line):
    """What is written is what is described."""
    VALIDATOR.validate(json.loads(line.to_json()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"schema": 1},
        {"n": 0},
        {"seconds": []},
        {"seconds": ["fast"]},
        {"peak_mb": [-1.0]},
        {"stamp": "new"},
        {"attack": {"id": "x", "result": "maybe", "found": 0, "of": 1, "n": 5}},
        {"surprise": 1},
        {"kind": "stopped"},
    ],
)
def test_other_lines_are_not(wrong):
    """A value out of its range, or a field too many, is seen."""
    line = {**json.loads(record().to_json()), **wrong}

    assert not VALIDATOR.is_valid(line)


def test_stored_lines_are_valid():
    """All lines that come with the workbench are as described."""
    files = [*data_path().glob("benchmarks/*.jsonl"), *data_path().glob("benchmarks/network/*")]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    assert lines
    for line in lines:
        VALIDATOR.validate(json.loads(line))


def test_the_readme_explains_every_field():
    """Each field stands in a table of data/benchmarks/README.md."""
    page = (data_path() / "benchmarks" / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]

    explained = {word for row in rows for word in row.replace("`", "").replace(",", " ").split()}
    assert explained == names(Record) | names(Stopped) | {"schema", "kind"}
