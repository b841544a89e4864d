"""Questions answered in the clear: who sends what to whom, and what everybody ends with."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import ProtocolError, run_parties
from pet_workbench.usecases.in_clear import InClear

TABLES = {
    "Anna": pd.DataFrame({"gift": [1, 2], "name": ["a", "b"]}),
    "Bas": pd.DataFrame({"gift": [40]}),
}


def _total(tables, parameters):
    """Add all gifts up, times a factor."""
    gifts = [int(table["gift"].sum()) for table in tables.values()]
    return {"total": np.array([sum(gifts) * parameters["factor"]])}


QUESTION = InClear(
    columns={"Anna": {"gift": np.int64}, "Bas": {"gift": np.int64}},
    compute=_total,
    answer={"total": np.int64},
    read=lambda answer, own, parameters: (int(answer["total"][0]), own is None),
)


@pytest.mark.parametrize(
    ("computer", "reader", "sent"),
    [
        ("Trusted", "Dewi", [("Anna", "Trusted"), ("Bas", "Trusted"), ("Trusted", "Dewi")]),
        ("Trusted", "Bas", [("Anna", "Trusted"), ("Bas", "Trusted"), ("Trusted", "Bas")]),
        ("Bas", "Bas", [("Anna", "Bas")]),
        ("Dewi", "Dewi", [("Anna", "Dewi"), ("Bas", "Dewi")]),
    ],
)
def test_the_reader_gets_the_answer_and_only_the_computer_the_tables(computer, reader, sent):
    """Only the columns asked for travel, from owners to whoever computes."""
    programs = QUESTION.programs(TABLES, {"factor": 2}, computer=computer, reader=reader)
    results, transcript = run_parties(programs)
    assert results.pop(reader) == (86, reader == "Dewi")
    assert set(results.values()) <= {None}
    assert sorted((m.sender, m.receiver) for m in transcript.messages) == sorted(sent)
    assert {m.step for m in transcript.messages} <= {"gift", "total"}


def test_columns_travel_in_the_type_that_was_agreed():
    """A table read with another type of column is no misunderstanding."""
    tables = {**TABLES, "Anna": TABLES["Anna"].astype({"gift": np.int8})}
    programs = QUESTION.programs(tables, {"factor": 1}, computer="Bas", reader="Bas")
    assert run_parties(programs)[0]["Bas"] == (43, False)


def test_columns_of_different_length_are_refused():
    """A column that lost a value on its way is no table."""
    tables = {**TABLES, "Anna": pd.DataFrame({"gift": [1, 2], "day": [3, 4]})}
    question = InClear(
        columns={"Anna": {"gift": np.int64, "day": np.int64}, "Bas": {"gift": np.int64}},
        compute=_total,
        answer={"total": np.int64},
        read=lambda answer, own, parameters: answer["total"],
    )
    programs = question.programs(tables, {"factor": 1}, computer="Bas", reader="Bas")
    with pytest.raises(ProtocolError, match="fit the other messages"):
        run_parties(programs, interfere=lambda m, a: a[:1] if m.step == "day" else a)
