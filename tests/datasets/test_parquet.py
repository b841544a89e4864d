"""Parquet files go through the same checks, and say what to install where pyarrow is absent."""

import io
import sys

import pandas as pd
import pytest

from pet_workbench.core import DataError, MissingExtraError
from pet_workbench.datasets import Column, Schema, each_problem, read_table

SCHEMA = Schema((Column("person", "person"), Column("aow", "euros")), key="person")


def stored(**columns):
    """Return `columns` as a Parquet file, or skip the test."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: Parquet is for researchers")
    content = io.BytesIO()
    pd.DataFrame(columns).to_parquet(content)
    return content.getvalue()


def test_without_pyarrow_the_message_says_what_to_install(monkeypatch):
    """A missing library is named with its install line."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="pip install pyarrow"):
        read_table(b"PAR1 something", SCHEMA, file="svb.parquet")


def test_a_parquet_file_is_read_exactly():
    """Floating-point euros are taken by their shortest decimal form, not multiplied."""
    content = stored(aow=[1459.53, 0.29], person=[8, 7])
    frame = read_table(content, SCHEMA, file="svb.parquet").frame
    assert frame.to_dict("list") == {"person": [8, 7], "aow_cents": [145_953, 29]}


def test_a_parquet_file_is_checked():
    """Not-a-number, too many decimals and duplicates are found, with rows counted from 2."""
    content = stored(person=[1, 2, 1], aow=[float("nan"), 1.005, 2.0])
    with pytest.raises(DataError) as caught:
        read_table(content, SCHEMA, file="svb.parquet")
    found = [(problem.id, problem.parameters["row"]) for problem in each_problem(caught.value)]
    assert found == [
        ("errors.data_empty_cell", 2),
        ("errors.data_thousands", 3),
        ("errors.data_duplicate_key", 4),
    ]


def test_a_damaged_parquet_file_is_refused():
    """Half a file is no file."""
    content = stored(person=[1], aow=[2.0])
    with pytest.raises(DataError, match="need a file that can be read"):
        read_table(content[: len(content) // 2], SCHEMA, file="svb.parquet")
