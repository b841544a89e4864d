"""Study and tax records linked in two ways: the table of a merge, and no more told than said."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench import usecases
from pet_workbench.core import DataError, ParameterError, PrivacyError, ProtocolError
from pet_workbench.sharing.order import group_by
from pet_workbench.usecases.education_tax import CASE, DUO, TAX, cells
from pet_workbench.usecases.education_tax.cells import (
    FIRST_YEAR,
    MOST_EUROS,
    N_CELLS,
    N_GROUPS,
    N_YEARS,
    count_student_years,
)
from pet_workbench.usecases.run_limit import RunLimit
from tests.uniformity import looks_uniform

SECRET = ("secret-sharing:pseudonyms", "secret-sharing:sort-join")
ALL = (*SECRET, "trusted-third-party")
techniques = pytest.mark.parametrize("technique", ALL)
in_secret = pytest.mark.parametrize("technique", SECRET)
LAST_YEAR = FIRST_YEAR + N_YEARS - 1


@pytest.fixture(scope="module")
def tables():
    """Return tables of 400 students."""
    return CASE.load(n=400, seed=3)


def by_pandas(tables, minimum):
    """Answer the question with a merge, apart from the code: lists of three per cell, or -1s."""
    studies, tax = tables[DUO], tables[TAX]
    years = pd.DataFrame({"year": range(FIRST_YEAR, LAST_YEAR + 1)})
    both = studies.astype("int64").merge(years, how="cross").query("year >= first_year")
    both = both.merge(tax.astype("int64"), on=["person", "year"], how="left")
    both["income"] = both["income"].fillna(0).clip(upper=MOST_EUROS)
    both["phase"] = (both["year"] > both["last_year"]).astype(int)
    both["work"] = both["income"] > 0
    grouped = both.groupby(["phase", "field", "outcome"])
    found = grouped.agg(years=("year", "size"), work=("work", "sum"), euros=("income", "sum"))
    expected = np.zeros((N_CELLS, 3), np.int64)
    for (phase, field, outcome), row in found.iterrows():
        expected[phase * N_GROUPS + field * 3 + outcome] = row
    expected[expected[:, 1] < minimum] = -1
    return expected.tolist()


def as_lists(table):
    """Return an answer in the same form."""
    return np.stack([table.student_years, table.working, table.euros], axis=1).tolist()


def studies(*rows):
    """Return a table of DUO's with rows (person, field, outcome, first year, last year)."""
    names = ("person", "field", "outcome", "first_year", "last_year")
    return pd.DataFrame(list(rows), columns=names).astype("int64")


def records(*rows):
    """Return a table of the tax administration's with rows (person, year, income)."""
    return pd.DataFrame(list(rows), columns=["person", "year", "income"]).astype("int64")


@techniques
@pytest.mark.parametrize("minimum", [1, 10, 40, 10_000])
def test_the_table_is_that_of_a_merge(tables, technique, minimum):
    """Cell by cell, with small cells withheld, down to none and up to all."""
    outcome = CASE.run(technique, tables, minimum_cell=minimum, keep_payload_bytes=0)
    assert as_lists(outcome.answer) == by_pandas(tables, minimum)
    assert outcome.error == 0
    assert outcome.released[0].items == sum(row[0] >= 0 for row in by_pandas(tables, minimum))


@techniques
def test_years_before_during_and_after_a_study(technique):
    """A year before the study counts nowhere, its last year is during, the next is after."""
    duo = studies((100000001, 2, 1, 2016, 2018), (100000002, 0, 0, LAST_YEAR, LAST_YEAR + 4))
    tax = records(
        (100000001, 2015, 1),
        (100000001, 2016, 20),
        (100000001, 2018, 300),
        (100000001, 2019, 4000),
        (100000001, LAST_YEAR, 0),
        (100000002, LAST_YEAR, 50),
        (100000003, 2018, 60000),
    )
    answer = CASE.run(technique, {DUO: duo, TAX: tax}, minimum_cell=1).answer
    assert as_lists(answer) == by_pandas({DUO: duo, TAX: tax}, 1)
    group = 2 * 3 + 1
    assert (answer.student_years[group], answer.working[group], answer.euros[group]) == (3, 2, 320)
    assert answer.euros[N_GROUPS + group] == 4000
    assert answer.student_years[0] == 1


@techniques
def test_studies_that_began_or_end_outside_the_years(technique):
    """Long before, beyond the last year, and after all years."""
    duo = studies(
        (1, 0, 0, 1990, 1995),
        (2, 0, 0, 1990, LAST_YEAR + 50),
        (3, 0, 0, LAST_YEAR + 1, LAST_YEAR + 3),
        (4, 0, 0, FIRST_YEAR, FIRST_YEAR),
    )
    tax = records(*((p, y, 10**p) for p in (1, 2, 3, 4) for y in range(FIRST_YEAR, LAST_YEAR + 1)))
    answer = CASE.run(technique, {DUO: duo, TAX: tax}, minimum_cell=1).answer
    assert as_lists(answer) == by_pandas({DUO: duo, TAX: tax}, 1)
    assert answer.euros[0] == 10 * 100 + 10_000
    assert answer.euros[N_GROUPS] == 10 * 10 + 9 * 10_000


@techniques
@pytest.mark.parametrize(
    ("duo", "tax"),
    [
        (studies(), records()),
        (studies((1, 0, 0, 2015, 2016)), records()),
        (studies(), records((1, 2015, 5))),
        (studies((1, 0, 0, 2015, 2016)), records((2, 2015, 5))),
    ],
    ids=["nothing", "no tax", "no students", "no match"],
)
def test_empty_tables_and_tables_without_a_match(technique, duo, tax):
    """Everything is withheld, and nothing breaks."""
    answer = CASE.run(technique, {DUO: duo, TAX: tax}, minimum_cell=1).answer
    assert set(answer.working.tolist()) == {-1}


@techniques
def test_high_incomes_are_cut_off(technique):
    """An income beyond the limit counts as the limit, so that totals cannot overflow."""
    duo, tax = studies((1, 0, 0, 2015, 2016)), records((1, 2015, 30_000_000))
    answer = CASE.run(technique, {DUO: duo, TAX: tax}, minimum_cell=1).answer
    assert answer.euros[0] == MOST_EUROS


def test_a_cell_that_could_overflow_is_refused(monkeypatch, tables):
    """DUO checks the student-years of its cells before anything is shared."""
    monkeypatch.setattr(cells, "MOST_STUDENT_YEARS", 20)
    with pytest.raises(ParameterError, match="at most 20 student-years"):
        CASE.run("secret-sharing", tables)


@in_secret
def test_a_student_who_is_listed_twice_is_refused(technique):
    """One way or the other, before the table is opened."""
    duo = studies((1, 0, 0, 2015, 2016), (1, 1, 0, 2015, 2016))
    with pytest.raises((DataError, ProtocolError)):
        CASE.run(technique, {DUO: duo, TAX: records((1, 2015, 5))})


def test_shares_and_means_follow_from_the_cells(tables):
    """A share is part of 1, a mean lies among incomes, and withheld cells have neither."""
    answer = CASE.run("trusted-third-party", tables, minimum_cell=30).answer
    opened = answer.working >= 0
    assert opened.any()
    assert not opened.all()
    assert np.isnan(answer.share_working[~opened]).all()
    assert np.isnan(answer.mean_euros[~opened]).all()
    assert ((answer.share_working[opened] > 0) & (answer.share_working[opened] <= 1)).all()
    assert (answer.mean_euros[opened] < MOST_EUROS).all()


@in_secret
def test_only_the_third_body_reads_a_table_and_no_small_cell(tables, technique):
    """One opening, to the third body: 72 numbers, 0 in withheld cells."""
    outcome = CASE.run(technique, tables, minimum_cell=60, third_party="RINIS")
    opened = [m for m in outcome.transcript.messages if m.step == "table"]
    assert [(m.receiver, m.items) for m in opened] == [("RINIS", 2 * N_CELLS)]
    assert (outcome.answer.working == -1).any()
    assert not ((outcome.answer.working >= 0) & (outcome.answer.working < 60)).any()


PLAIN_STEPS = {
    "computing key",
    "pseudonym key",
    "mask key",
    "sizes",
    "positions",
    "pseudonyms of places",
    "pseudonyms of rows",
    "key is below",
    "number of students",
    "number of tax records",
    "table",
}
"""Keys, sizes, pseudonyms, answers of a sort and the table; the rest has to look uniform."""


@pytest.mark.statistical
@in_secret
def test_all_else_looks_uniform(technique):
    """Whatever is not a stated leak looks random to its receiver; false alarm below 1e-5."""
    tables = CASE.load(n=300, seed=5)
    tables[TAX]["income"] = 0
    outcome = CASE.run(technique, tables, keep_payload_bytes=1 << 30)
    messages = [
        m
        for m in outcome.transcript.messages
        if m.size_bytes >= 2048 and m.step not in PLAIN_STEPS and not m.step.endswith("hash")
    ]
    assert len(messages) > 50
    assert [m.step for m in messages if not looks_uniform(m.payload)] == []


def test_the_third_body_sees_other_pseudonyms_every_year(tables):
    """Years cannot be connected: no pseudonym occurs in two of them."""
    outcome = CASE.run("secret-sharing:pseudonyms", tables)
    view = outcome.transcript.view("CBS")
    seen = np.concatenate([m.values() for m in view.find("pseudonyms of places")])
    assert len(view.find("pseudonyms of places")) == N_YEARS
    assert np.unique(seen).size == seen.size


@techniques
def test_a_cell_that_is_shown_has_ten_students(technique):
    """Nine who work ten years each are not shown, ten are: years of few people are not many."""
    for n in (9, 10):
        duo = studies(*((p, 0, 0, 2011, 2013) for p in range(n)))
        tax = records(*((p, year, 100) for p in range(n) for year in cells_years()))
        working = CASE.run(technique, {DUO: duo, TAX: tax}).answer.working
        assert working[N_GROUPS] == (10 * n if n >= 10 else -1)


def test_the_third_body_can_work_out_one_withheld_cell():
    """As stated: years and work from sizes and matches behind pseudonyms; a sort join has none."""
    duo = studies(*((p, p // 20, 0, 2011, 2013) for p in range(1, 25)))
    tax = records(*((p, year, 100) for p in range(1, 24) for year in cells_years()))
    outcome = CASE.run("secret-sharing:pseudonyms", {DUO: duo, TAX: tax})
    answer, view = outcome.answer, outcome.transcript.view("CBS")
    assert (answer.working[N_GROUPS], answer.working[N_GROUPS + 3]) == (190, -1)
    places, rows = (
        [m.values() for m in view.find(f"pseudonyms of {what}")] for what in ("places", "rows")
    )
    shown = answer.student_years > 0
    assert sum(map(len, places)) - answer.student_years[shown].sum() == 50
    matches = sum(np.isin(a, b).sum() for a, b in zip(places, rows, strict=True))
    assert matches - answer.working[shown].sum() == 40


def test_sort_join_tells_no_more_than_sizes():
    """Tables in which all match and tables in which none does give messages of equal sizes."""
    seen = []
    for shift in (0, 500):
        duo = studies(*((p, 0, 0, 2015, 2016) for p in range(1, 6)))
        tax = records(*((p + shift, 2015, 100) for p in range(1, 6)))
        outcome = CASE.run("secret-sharing:sort-join", {DUO: duo, TAX: tax}, minimum_cell=1)
        seen.append(
            [(m.sender, m.receiver, m.step, m.size_bytes) for m in outcome.transcript.messages]
        )
    assert seen[0] == seen[1]


def test_bytes_of_linking_behind_pseudonyms(tables):
    """Per place and cell a word, and per place and row those of the alignment: by formula."""
    outcome = CASE.run("secret-sharing:pseudonyms", tables, keep_payload_bytes=0)
    begun = [int((tables[DUO]["first_year"] <= year).sum()) for year in cells_years()]
    rows = [int((tables[TAX]["year"] == year).sum()) for year in cells_years()]
    n, m = sum(begun), sum(rows)
    shared = bytes_of(outcome, {"row is in group", "parts of incomes"})
    assert shared == n * N_CELLS * 8 + n * 8
    aligned = bytes_of(
        outcome, {"pseudonyms of places", "pseudonyms of rows", "masked numbers", "positions"}
    )
    assert aligned == n * 8 + (m + n) * 8 * 2 + n * 4


def bytes_of(outcome, steps):
    """Return the bytes of all messages of some steps."""
    return sum(m.size_bytes for m in outcome.transcript.messages if m.step in steps)


def cells_years():
    """Return the years of the table."""
    return range(FIRST_YEAR, LAST_YEAR + 1)


def test_student_years_are_counted_by_formula_as_one_by_one(tables):
    """DUO's own count is that of the plain answer."""
    counted = count_student_years(tables[DUO])
    assert counted.tolist() == CASE.exact(tables, minimum_cell=0).student_years.tolist()


@techniques
def test_runs_can_be_limited(tables, technique):
    """The tax administration takes part as often as agreed."""
    limit = RunLimit(1)
    CASE.run(technique, tables, run_limit=limit, keep_payload_bytes=0)
    with pytest.raises(PrivacyError, match="at most 1 runs"):
        CASE.run(technique, tables, run_limit=limit)


@pytest.mark.parametrize(
    "wrong", [{"minimum_cell": 0}, {"third_party": "DUO"}, {"third_party": "Google"}]
)
def test_impossible_choices_are_refused(tables, wrong):
    """Before anything is computed."""
    with pytest.raises(ParameterError):
        CASE.run("secret-sharing", tables, **wrong)


def test_generated_tables_have_the_promised_shape():
    """20 tax records per study record, one per person and year, numbers that are no BSN."""
    tables = CASE.load(n=1_000, seed=1)
    duo, tax = tables[DUO], tables[TAX]
    assert (len(duo), len(tax)) == (1_000, 20_000)
    assert duo["person"].is_unique
    assert not tax.duplicated(["person", "year"]).any()
    assert duo["person"].isin(tax["person"]).mean() == pytest.approx(0.9, abs=0.01)
    assert set(tax["year"]) == set(cells_years())
    assert (duo["last_year"] >= duo["first_year"] + 2).all()
    again = CASE.load(n=1_000, seed=1)
    assert all(tables[party].equals(again[party]) for party in tables)


def test_the_smallest_population():
    """One student and twenty tax records."""
    tables = CASE.load(n=1, seed=1)
    assert CASE.run("secret-sharing", tables).error == 0


def test_the_case_is_registered():
    """The command line finds it by its key."""
    assert usecases.get("education-tax") is CASE
    assert set(CASE.roles({}, CASE.parameters).values()) == {"duo", "tax", "third"}


def test_groups_are_few_enough_for_a_secret_group_by():
    """Field and outcome fit in the ring of the groups."""
    assert N_GROUPS <= group_by.MAX_SECRET_GROUPS
