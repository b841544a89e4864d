"""Tests of answers by pipeline-dp: local, and on Spark where Java is."""

import copy
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from pet_workbench import dp
from pet_workbench.core import MissingExtraError
from pet_workbench.dp.beyond import Collection, DistributedSession
from pet_workbench.dp.beyond import engine as engine_module
from pet_workbench.dp.errors import BudgetError, LedgerError, PromiseError
from tests.dp.beyond.conftest import PARTITIONS, ROWS

pytest.importorskip("pipeline_dp", reason="beyond: pipeline-dp is not installed")

PERSONS = dp.Terms(unit="person", neighbours="add-remove")
LIMITED = dp.Terms(unit="person", neighbours="add-remove", column="id", rows_per_group=2, groups=3)
CELLS = 9_000
FALSE_ALARM = 1e-7
"""Noise here is not from a fixed key: with this chance a test fails though nothing is wrong."""
COLUMNS = ("id", "income", "place", "sex")


def people():
    """Return rows: two of each person, half of them in one place, and a place of one person."""
    rows = [
        {
            "id": number // 2,
            "income": float(number % 100),
            "place": "Utrecht" if number % 2 else f"place {number % 5}",
            "sex": "fm"[number // 2 % 2],
        }
        for number in range(ROWS)
    ]
    rows[0]["place"] = "a place of one person"
    return rows


def session(rows=None, *, epsilon=10, **ledger):
    """Return a session about made-up people."""
    collection = Collection(people() if rows is None else rows, dataset="lesson", columns=COLUMNS)
    opened = dp.Ledger.temporary(
        dataset="lesson",
        unit="person",
        neighbours="add-remove",
        epsilon=epsilon,
        **{"delta": "1e-3", **ledger},
    )
    return DistributedSession(collection, opened, asker="test")


def queries():
    """Return one query of each kind, with limits, and what the answer without noise is."""
    income = dp.Grid(0, 100, "0.5")
    shape = {"sex": ("f", "m", "x"), "place": ("Utrecht", "place 2")}
    people_of = [[150, 60], [150, 60], [0, 0]]
    return [
        (dp.Count(epsilon=1, terms=LIMITED), ROWS, 30),
        (dp.Count(column="place", equal_to="Utrecht", epsilon=1, terms=LIMITED), ROWS / 2, 30),
        (dp.Sum(column="income", grid=income, epsilon=1, terms=LIMITED), 49.5 * ROWS, 3_000),
        (dp.Mean(column="income", grid=income, epsilon=1, terms=LIMITED), 49.5, 8),
        (dp.Contingency(categories=shape, epsilon=1, terms=LIMITED), people_of, 60),
    ]


def check_answers(asked, asking):
    """Check that answers are near the exact ones."""
    for query, exact, near in asking:
        release = asked.ask(query, purpose="a test")
        assert np.abs(np.asarray(release.value) - exact).max() < near, query.kind


def test_local_answers_are_near_the_exact_ones():
    """Counts, sums, means and tables by the local backend differ by the noise only."""
    check_answers(session(), queries())


def test_one_unit_counts_no_more_than_its_limit():
    """A person with 1,000 rows counts for two of them, and brings along no group alone."""
    rows = [{"id": 1, "place": f"place {number}"} for number in range(1_000)]
    rows += [{"id": 2 + number, "place": "Utrecht"} for number in range(500)]
    asked = session(rows)
    count = asked.ask(dp.Count(epsilon=1, terms=LIMITED), purpose="a test").value
    assert abs(count - 502) < 30
    groups = dp.GroupCount(column="place", epsilon=1, delta="1e-6", terms=LIMITED)
    assert list(asked.ask(groups, purpose="a test").value) == ["Utrecht"]


def test_groups_of_one_person_do_not_show():
    """The place of half of the people shows, with its count; that of one person does not."""
    query = dp.GroupCount(column="place", epsilon=3, delta="1e-6", terms=LIMITED)
    release = session().ask(query, purpose="a test")
    assert abs(release.value["Utrecht"] - 300) < 100
    assert "a place of one person" not in release.value
    assert release.margin(0.95) > 0


@pytest.mark.parametrize("delta", [0, "1e-6"])
@pytest.mark.statistical
def test_noise_fits_what_is_told_and_not_30_percent_off(delta):
    """In 9,000 empty cells noise is unbiased, and of the size and shape told."""
    table = dp.Contingency(
        categories={"place": tuple(range(CELLS))}, epsilon=1, delta=delta, terms=PERSONS
    )
    release = session([]).ask(table, purpose="a test")
    noise, deviation = release.value, release.noisy[0].deviation
    shape = stats.norm(scale=deviation) if delta else stats.laplace(scale=deviation / math.sqrt(2))
    assert delta or deviation == pytest.approx(math.sqrt(2), rel=1e-6)
    assert abs(noise.mean()) < 5.5 * deviation / math.sqrt(CELLS)
    assert stats.kstest(noise, shape.cdf).pvalue > FALSE_ALARM
    for factor in (0.7, 1.3):
        assert stats.kstest(noise / factor, shape.cdf).pvalue < FALSE_ALARM
    beyond = np.abs(noise) > release.margin(0.95)
    assert 0.02 < beyond.mean() < 0.08


def test_last_digits_lie_on_a_grid():
    """Google's noise is a multiple of a power of two, so last digits do not tell what is below."""
    table = dp.Contingency(categories={"place": tuple(range(200))}, epsilon=1, terms=PERSONS)
    noise = session([]).ask(table, purpose="a test").value * 2.0**40
    assert np.array_equal(noise, np.rint(noise))


def test_no_rows_are_an_answer_too():
    """Without rows there is noise around 0, and a mean within its bounds, and no error."""
    asked = session([])
    assert abs(asked.ask(dp.Count(epsilon=1, terms=PERSONS), purpose="a test").value) < 30
    mean = dp.Mean(column="income", grid=dp.Grid(10, 20), epsilon=1, terms=PERSONS)
    assert 10 <= asked.ask(mean, purpose="a test").value <= 20


def test_one_ledger_pays_for_both_engines():
    """What a `Session` spent is gone for the other engine; the ledger says whose noise."""
    asked = session(epsilon=1)
    table = dp.PrivateTable({"income": np.arange(9.0)}, dataset="lesson")
    dp.Session(table, asked.ledger, asker="test").ask(
        dp.Count(epsilon="0.6", terms=PERSONS), purpose="one machine"
    )
    with pytest.raises(BudgetError):
        asked.ask(dp.Count(epsilon="0.5", terms=PERSONS), purpose="too much")
    asked.ask(dp.Count(epsilon="0.4", terms=PERSONS), purpose="just enough")
    last = asked.ledger.entries[-1]
    assert last.query["engine"].startswith("pipeline-dp ")
    assert last.query["on"] == "local"
    assert len(asked.ledger.entries) == 2


class _Watched(list):
    """Rows that tell when they are read."""

    read = False

    def __iter__(self):
        self.read = True
        return super().__iter__()


def test_over_budget_is_refused_before_a_row_is_read():
    """A refusal, for the budget, a column or a kind, reads nothing and costs nothing."""
    rows = _Watched(people())
    asked = session(rows, epsilon=1)
    with pytest.raises(BudgetError):
        asked.ask(dp.Count(epsilon=2, terms=PERSONS), purpose="too much")
    with pytest.raises(PromiseError, match="incomme"):
        asked.ask(
            dp.Sum(column="incomme", grid=dp.Grid(0, 9), epsilon=1, terms=PERSONS), purpose="typo"
        )
    with pytest.raises(PromiseError, match="quantile"):
        asked.ask(
            dp.Quantile(column="income", grid=dp.Grid(0, 9), epsilon=1, terms=PERSONS),
            purpose="a kind it does not know",
        )
    assert not rows.read
    assert not asked.ledger.entries


def test_an_asker_cannot_leave_out_whose_a_row_is():
    """As on one machine: where the data holder said which column it is, other terms are refused."""
    held = Collection(people(), dataset="lesson", columns=COLUMNS, unit_column="id")
    asking = DistributedSession(held, session().ledger, asker="CBS")
    with pytest.raises(PromiseError, match="column id"):
        asking.ask(dp.Count(epsilon=1, terms=PERSONS), purpose="a test")
    assert not asking.ledger.entries


def test_a_session_is_not_copied():
    """A copy could not be told from the first, and neither holds a budget of its own."""
    for wish in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(LedgerError):
            wish(session([]))


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch):
    """A missing engine is found before the ledger is charged."""

    def missing(module, *, package):
        raise MissingExtraError("errors.missing_extra", "need {package}", package=package)

    monkeypatch.setattr(engine_module, "import_extra", missing)
    asked = session()
    with pytest.raises(MissingExtraError, match=r"pet-workbench\[beyond\]"):
        asked.ask(dp.Count(epsilon=1, terms=PERSONS), purpose="a test")
    assert not asked.ledger.entries


def test_importing_it_loads_neither_engine():
    """Heavy libraries load at the first question only."""
    code = (
        "import sys, pet_workbench.dp.beyond; "
        "print(sorted({'pipeline_dp', 'pyspark', 'pydp'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.slow
def test_spark_gives_the_same_answers(spark):
    """A sum and a table on a local Spark are near the exact ones; groups of one do not show."""
    asked = session(spark.parallelize(people(), PARTITIONS))
    check_answers(asked, [queries()[2], queries()[4]])
    query = dp.GroupCount(column="place", epsilon=3, delta="1e-6", terms=LIMITED)
    release = asked.ask(query, purpose="a test")
    assert abs(release.value["Utrecht"] - 300) < 100
    assert "a place of one person" not in release.value
    assert asked.ledger.entries[-1].query["on"] == "spark"


@pytest.mark.slow
def test_workers_of_spark_do_not_share_noise(spark):
    """Cells that different processes fill get different noise, all of it."""
    table = dp.Contingency(categories={"place": tuple(range(400))}, epsilon=1, terms=PERSONS)
    noise = session(spark.parallelize([], PARTITIONS)).ask(table, purpose="a test").value
    assert len(np.unique(noise)) == 400
