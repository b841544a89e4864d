"""Tests of the stored measurement: what pages say about when a cluster pays."""

import json
from pathlib import Path

import pytest

RECORD = Path(__file__).parents[3] / "data" / "benchmarks" / "dp_beyond.json"


@pytest.fixture(scope="module")
def record():
    """Return what was measured."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


def test_the_record_says_where_and_when(record):
    """Machine, date, versions and the time it took Spark to start stand in it."""
    assert record["date"] >= "2026-11-22"
    assert {"processor", "cores", "memory_gb", "system"} <= set(record["machine"])
    assert record["engine"].startswith("pipeline-dp ")
    assert record["spark"]["start_seconds"] > 0


def test_on_two_cores_it_does_not_pay(record):
    """For the same table of the same rows, one machine without it takes less than a tenth."""
    seconds = {run["engine"]: run["seconds_median"] for run in record["runs"]}
    assert {(run["job"], run["n"]) for run in record["runs"]} == {("table", 300_000)}
    assert 10 * seconds["own"] < min(seconds["local"], seconds["spark"])
