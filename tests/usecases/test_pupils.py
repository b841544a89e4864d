"""Synthetic pupils: what travels, what it costs, and what the stored measurements say."""

import json
from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import DataError, ParameterError, ProtocolError
from pet_workbench.dp import Ledger, Terms
from pet_workbench.dp.errors import BudgetError
from pet_workbench.synthetic import Categories, Description, Numbers, generator
from pet_workbench.synthetic.risk import ATTACKS
from pet_workbench.usecases.pupils import CASE, KEEPER, N_PUPILS, PUPILS, READER
from pet_workbench.usecases.synthetic_rows import CART, PLAIN, PRIVATE, as_described, split
from pet_workbench.usecases.synthetic_rows.codebook import (
    as_bytes,
    codebook_frame,
    described,
    description_of,
    from_bytes,
)
from pet_workbench.usecases.synthetic_rows.record import parse, read_record, write
from pet_workbench.usecases.synthetic_rows.rows import for_a_file
from pet_workbench.usecases.synthetic_rows.tradeoff import MEASURED, measure
from tests.synthetic.pupils import PUPILS as AS_TESTED

N = 900


@pytest.fixture(scope="module")
def tables():
    """Return some pupils and the codebook."""
    return CASE.load(n=N, seed=2)


def learned(tables):
    """Return the rows that are learned from."""
    return as_described(split(tables[KEEPER], CASE.terms)[0], PUPILS)


def test_all_real_pupils_are_there_without_school_and_number():
    """All 4,106 in the described columns only; another seed changes their order."""
    one, other = (CASE.rows(N_PUPILS, seed=seed) for seed in (1, 2))
    assert list(one) == list(PUPILS)
    assert len(one) == N_PUPILS == 4_106
    assert not one.equals(other)
    as_sets = [sorted(map(str, frame.to_numpy().tolist())) for frame in (one, other)]
    assert as_sets[0] == as_sets[1]


def test_the_codebook_is_the_one_that_the_room_is_tested_with():
    """Bounds and bins are those of tests/synthetic, where privacy is tested."""
    assert PUPILS.describe() == AS_TESTED.describe()


def test_more_pupils_than_there_are_come_from_trees():
    """Above 4,106 a generated population, in the same columns, for measuring time."""
    rows = CASE.rows(5_000, seed=1)
    assert (len(rows), list(rows)) == (5_000, list(PUPILS))


def test_the_rows_themselves_are_exact(tables):
    """Sending everything gives the rows that others learn from, bit by bit, and no error."""
    outcome = CASE.run(PLAIN, tables)
    assert outcome.error == 0
    pd.testing.assert_frame_equal(outcome.answer.frame, learned(tables))
    assert [one.what for one in outcome.released] == ["real_rows"]


@pytest.mark.parametrize("technique", [PRIVATE, CART])
def test_the_error_is_the_share_of_rows_that_would_have_to_move(tables, technique):
    """Counted here with pandas, over all pairs of columns."""
    outcome = CASE.run(technique, tables, teaching_seed=1)
    real, made = (
        pd.DataFrame(PUPILS.places(frame)) for frame in (learned(tables), outcome.answer.frame)
    )
    apart = []
    for pair in combinations(PUPILS, 2):
        counts = [frame.value_counts(list(pair), normalize=True) for frame in (real, made)]
        apart.append(counts[0].sub(counts[1], fill_value=0).abs().sum() / 2)
    assert outcome.error == pytest.approx(np.mean(apart), rel=1e-9)
    assert outcome.answer.measured.mean_pairs == pytest.approx(outcome.error)


def test_the_reader_has_what_travelled_and_nothing_else(tables):
    """A data sheet and eleven columns; the keeper receives the request only."""
    outcome = CASE.run(PRIVATE, tables, teaching_seed=1)
    reader, keeper = (outcome.transcript.view(party) for party in (READER, KEEPER))
    assert [message.step for message in keeper.received] == ["request"]
    assert len(reader.received) == 1 + len(PUPILS)
    assert outcome.transcript.rounds == 2
    sent = reader.find("column of numbers")[0].values()
    np.testing.assert_array_equal(sent, outcome.answer.columns["ses"])


def test_a_private_sheet_tells_what_was_paid_and_not_how_many_there_were(tables):
    """Epsilon and delta; the number of rows comes from noisy counts, and no measurement is told."""
    sheet = CASE.run(PRIVATE, tables, teaching_seed=1, epsilon="3").answer.sheet
    assert (sheet["budget"]["epsilon"], sheet["budget"]["delta"]) == ("3", "1/1000000")
    assert sheet["learned_from"] is None
    assert sheet["utility"] == sheet["risks"] == {}
    assert "small-groups" in sheet["not_for"]


def test_trees_are_said_not_to_be_private(tables):
    """On the sheet and in the release: no promise, and not for publication."""
    outcome = CASE.run(CART, tables)
    assert outcome.answer.sheet["promise"] == "none"
    assert "publication" in outcome.answer.sheet["not_for"]
    assert [one.guarantee for one in outcome.released] == ["synthetic"]
    assert "values_of_real_rows" in outcome.leaks


def test_the_keepers_measurement_does_not_travel(tables):
    """What the keeper measured on real rows is in no message."""
    outcome = CASE.run(PRIVATE, tables, teaching_seed=1)
    (sheet,) = outcome.transcript.view(READER).find("data sheet")
    written = sheet.values().tobytes().decode()
    assert str(outcome.answer.measured.mean_pairs) not in written
    assert json.loads(written)["utility"] == {}


def test_a_ledger_without_room_stops_before_the_table_is_read(tables):
    """The second release from a ledger of epsilon 1 is refused."""
    ledger = Ledger.temporary(
        dataset="pupils", unit="person", neighbours="add-remove", epsilon=1, delta="1e-6"
    )
    CASE.run(PRIVATE, tables, ledger=ledger)
    with pytest.raises(BudgetError):
        CASE.run(PRIVATE, tables, ledger=ledger)


def test_some_columns_and_as_many_rows_as_asked(tables):
    """The request names them; the rest of the table stays out of it."""
    answer = CASE.run(CART, tables, columns=("lpo", "sex"), rows=77).answer
    assert (list(answer.frame), answer.rows) == (["sex", "lpo"], 77)


@pytest.mark.parametrize(
    "wrong",
    [{"epsilon": "0"}, {"rows": -1}, {"least": 0}, {"group": 1}, {"columns": ("school",)}],
    ids=str,
)
def test_what_makes_no_sense_is_refused(tables, wrong):
    """Also a column that is not in the codebook."""
    with pytest.raises(ParameterError):
        CASE.run(PRIVATE, tables, **wrong)


def test_rows_of_one_unit_stay_together():
    """About two in three units are learned from, with all their rows."""
    terms = Terms(unit="household", neighbours="add-remove", column="home", rows_per_group=3)
    table = pd.DataFrame({"home": np.repeat(np.arange(3_000), 3), "use": range(9_000)})
    one, other = split(table, terms)
    assert set(one["home"]).isdisjoint(other["home"])
    assert (len(one), len(other)) == (3 * one["home"].nunique(), 3 * other["home"].nunique())
    assert one["home"].nunique() / 3_000 == pytest.approx(2 / 3, abs=0.03)


@pytest.mark.parametrize("column", [None, "home"])
@pytest.mark.parametrize("gone", [0, 57, 199])
def test_one_unit_less_leaves_all_others_where_they_were(column, gone):
    """Also with equal rows and in another order; else the promise would be about other people."""
    terms = Terms(unit="household", neighbours="add-remove", column=column)
    table = pd.DataFrame(
        {
            "home": np.arange(200) if column else np.arange(200) // 4,
            "use": [float("nan"), *(np.arange(199) % 2)],
            "kind": pd.Series(["a", None] * 100, dtype=object),
        }
    )
    fewer = table.drop(index=gone).sample(frac=1, random_state=1)
    if gone == 0:
        fewer = fewer.astype({"use": np.int64})
    for one, other in zip(split(table, terms), split(fewer, terms), strict=True):
        rows, left = (
            Counter(map(str, frame.astype({"use": float}).to_numpy().tolist()))
            for frame in (one, other)
        )
        assert not left - rows
        assert (rows - left).total() <= 1


def test_too_few_to_learn_from_are_refused():
    """With 119 units there might be too few left to attack."""
    with pytest.raises(DataError):
        split(pd.DataFrame({"a": range(119)}), CASE.terms)


def test_a_codebook_survives_a_table_and_the_wire():
    """As a table and as bytes it stays the same, in its order."""
    kinds = {
        "z": Categories(("yes", "no"), may_miss=True),
        "a": Numbers((-4.0, 0.5, 5.0), 0.5),
        "year": Categories((-1, 2)),
    }
    description = Description(kinds)
    assert description_of(codebook_frame(description)) == description
    again = described(from_bytes(as_bytes(description.describe())))
    assert again == description
    assert list(again) == ["z", "a", "year"]


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff"])
def test_bytes_that_are_no_codebook_are_refused(content):
    """Neither half an object, nor a list, nor no text at all."""
    with pytest.raises(ProtocolError):
        from_bytes(np.frombuffer(content, np.uint8))


def test_a_codebook_without_kinds_is_refused():
    """A column that declares nothing."""
    with pytest.raises(ProtocolError):
        described({"age": {"values": [1]}})


def test_the_copy_is_caught_by_every_attack_and_shuffled_columns_by_none():
    """Measured again here: on all pupils, at the intervals of the page."""
    tables = CASE.load(n=N_PUPILS, seed=1)
    copy, shuffled = (measure(CASE, tables, id, attacks=400) for id in ("copy", "independent"))
    assert [risk.attack for risk in copy.risks] == list(ATTACKS)
    assert min(risk.interval()[0] for risk in copy.risks) > 0.1
    assert all(risk.interval()[0] < 0 < risk.interval()[1] for risk in shuffled.risks)
    stored = {id: read_record(CASE).point(id) for id in ("copy", "independent")}
    assert (copy.single, copy.pairs) == pytest.approx(
        (stored["copy"].single, stored["copy"].pairs), rel=1e-9
    )
    assert shuffled.pairs == pytest.approx(stored["independent"].pairs, rel=1e-9)


def test_the_stored_measurements_say_what_the_page_says():
    """Trees leak; private rows and single columns do not; more budget is more useful."""
    record = read_record(CASE)
    assert {one.generator for one in record.points} == set(MEASURED)
    private = [record.point(generator.PRIVATE, one) for one in ("0.1", "0.3", "1", "3", "10")]
    # twenty intervals of 95% and not one beside zero would be luck: here they are of 99.9%
    harmless = [*private[:4], record.point(generator.MARGINALS)]
    assert all(risk.interval(0.999)[0] <= 0 for one in harmless for risk in one.risks)
    assert record.point(generator.CART).worst.interval()[0] > 0.05
    assert record.point(generator.COPY).worst.interval()[0] > 0.5
    assert [one.pairs for one in private] == sorted((one.pairs for one in private), reverse=True)
    shuffled = record.point(generator.INDEPENDENT)
    assert abs(private[2].pairs - shuffled.pairs) < 0.02
    assert private[2].auc > 0.65
    assert shuffled.auc < 0.6
    assert record.point(generator.CART).overlap > 2 * max(one.overlap for one in private)


def test_a_record_is_read_as_it_was_written():
    """Every point with its risks, through JSON and back."""
    record = read_record(CASE)
    assert parse(write(record)) == record


def test_an_unmeasured_point_is_refused():
    """There is no private point without epsilon."""
    with pytest.raises(ParameterError):
        read_record(CASE).point(generator.PRIVATE)


def test_a_file_has_whole_numbers_and_nothing_where_a_value_misses():
    """As a spreadsheet wants it; negative numbers stay numbers."""
    frame = pd.DataFrame({"a": [1.0, np.nan], "b": [-1.0, 2.0], "c": ["x", None]})
    assert for_a_file(frame).to_dict("list") == {"a": [1, ""], "b": [-1.0, 2.0], "c": ["x", ""]}
