"""Records of measurements that come with the workbench."""

import json

from pet_workbench.widgets.case.recorded import record


def test_a_record_is_read_as_it_was_written(tmp_path):
    """JSON in, mapping out."""
    measured = {"date": "2026-01-02", "runs": [{"n": 10}]}
    (tmp_path / "some.json").write_text(json.dumps(measured), encoding="utf-8")
    assert record("some", folder=tmp_path) == measured


def test_a_record_that_is_not_there_is_none(tmp_path):
    """Nobody has measured it yet."""
    assert record("none", folder=tmp_path) is None
