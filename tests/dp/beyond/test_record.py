"""Tests of the stored measurement: what pages say about when a cluster pays."""

import pytest

from pet_workbench.bench.peers import OURS, stored


@pytest.fixture(scope="module")
def measured():
    """Return what was measured, by how the question was asked."""
    records = [one for one in stored("beyond") if one.turns is not None]
    return {one.variant or one.engine: one for one in records}


def test_the_record_says_where_and_when(measured):
    """Machine, date, versions and the time it took Spark to start stand in it."""
    spark = measured["spark"]
    assert spark.date >= "2026-11-22"
    assert {"processor", "cores", "memory_gb", "system"} <= set(spark.machine)
    assert spark.label.startswith("pipeline-dp ")
    assert spark.turns.more["start_seconds"] > 0


def test_on_two_cores_it_does_not_pay(measured):
    """For the same table of the same rows, one machine without it takes less than a tenth."""
    assert set(measured) == {OURS, "local", "spark"}
    assert {(one.job, one.n) for one in measured.values()} == {("table", 300_000)}
    assert measured["local"].ratio.lowest > 10
    assert measured["spark"].ratio.lowest > 10
