"""The generated pensioners fit every published figure, and a population that does not is noticed.

Counts are rounded per size of household, so a published count, scaled to `n`, may be missed by one
household of each of the groups it is made of; `SLACK` persons is the most that this can add up to.
Shares of income are draws: their tolerance is the distance to figures of 2010 that the assumptions
accept, far above the sampling error at the size used.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.aio.groups import GROUPS, group_shares
from pet_workbench.usecases.aio.population import (
    MAX_N,
    MIN_N,
    generate,
    norms_cents,
    passes_eleven_test,
    person_numbers,
)
from pet_workbench.usecases.apportionment import round_to_total

FIGURES = figures("aio")
NATION = FIGURES["recipients"].value
SLACK = 6
N = 200_000
RATES = (0.0, 0.3, 0.52, 0.7)
SVB_COLUMNS = ["person", "household", "aow_cents", "receives_aio", "lives_abroad"]


def table(population):
    """Join the two tables, one row per household: an independent second reading of them."""
    svb, uwv = population.tables["SVB"], population.tables["UWV"]
    people = svb.merge(uwv, on="person", how="left").fillna({"income_cents": 0})
    households = people.groupby("household").agg(
        size=("person", "size"),
        aow=("aow_cents", "sum"),
        income=("income_cents", "sum"),
        receives=("receives_aio", "any"),
        abroad=("lives_abroad", "any"),
        mixed=("lives_abroad", "nunique"),
    )
    households["norm"] = np.array((0, *norms_cents()))[households["size"]]
    return households


def under(households, factor=1.0):
    """Return which households are in the country and under `factor` times the social minimum."""
    total = households["aow"] + households["income"]
    return ~households["abroad"] & (total < factor * households["norm"])


def reduced(svb):
    """Return which recipients have less than a full state pension."""
    size = svb.groupby("household")["person"].transform("size")
    full = np.array([0, *(FIGURES[f"full_aow_{kind}"].value for kind in ("single", "cohabiting"))])
    return svb["aow_cents"] < np.round(100 * full)[size]


def counts(population):
    """Return every count that a published figure is about."""
    svb = population.tables["SVB"]
    size = svb.groupby("household")["person"].transform("size")
    return {
        "recipients": len(svb),
        "recipients_single": (size == 1).sum(),
        "recipients_cohabiting": (size == 2).sum(),
        "recipients_abroad": svb["lives_abroad"].sum(),
        "reduced_in_nl": (reduced(svb) & ~svb["lives_abroad"]).sum(),
        "reduced_everywhere": reduced(svb).sum(),
        "aio_recipients": svb["receives_aio"].sum(),
    }


def hidden(households):
    """Count the households that are entitled and do not claim."""
    return int((under(households) & ~households["receives"]).sum())


@pytest.fixture(scope="module")
def population():
    """Generate one population of the default rate."""
    return generate(N, seed=1)


@pytest.fixture(scope="module")
def households(population):
    """Return its households."""
    return table(population)


@pytest.mark.parametrize("name", counts(generate(100, seed=1)))
def test_published_counts_are_met(population, name):
    """Every published count, scaled to the size generated, is met to within a few persons."""
    assert counts(population)[name] == pytest.approx(FIGURES[name].value * N / NATION, abs=SLACK)


@pytest.mark.slow
def test_published_counts_are_met_at_national_scale():
    """At the real number of recipients the real counts come out."""
    nation = generate(NATION, seed=3)
    for name, count in counts(nation).items():
        assert count == pytest.approx(FIGURES[name].value, abs=SLACK), name


@pytest.mark.parametrize("rate", RATES)
def test_hidden_households_follow_from_the_rate(rate):
    """Of all entitled households, the stated share does not claim."""
    found = table(generate(N, seed=2, non_take_up=rate))
    receiving = int(found["receives"].sum())
    assert hidden(found) == pytest.approx(receiving * rate / (1 - rate), abs=2)


@pytest.mark.parametrize("wrong", [0.7, 1.3])
def test_a_wrong_rate_is_noticed(wrong):
    """The check above fails for a population made with a rate thirty per cent off."""
    rate = assumptions("aio")["non_take_up"].value
    found = table(generate(N, seed=2, non_take_up=rate * wrong))
    receiving = int(found["receives"].sum())
    assert hidden(found) != pytest.approx(receiving * rate / (1 - rate), abs=2)


@pytest.mark.parametrize("name", ["recipients_abroad", "reduced_in_nl", "aio_recipients"])
@pytest.mark.parametrize("wrong", [0.7, 1.3])
def test_a_wrong_count_is_noticed(population, name, wrong):
    """The tolerance for counts does not let a figure pass that is thirty per cent off."""
    wanted = wrong * FIGURES[name].value * N / NATION
    assert counts(population)[name] != pytest.approx(wanted, abs=SLACK)


def test_estimates_of_the_court_of_audit_are_in_reach():
    """At its rate, hidden households come out of the size the Court found, six years on.

    It counted 34 to 51 thousand in 2017, when far fewer people received the supplement; with the
    recipients of 2023 the same rates give more.
    """
    rate = FIGURES["non_take_up_court_of_audit"].value
    found = hidden(table(generate(N, seed=2, non_take_up=rate))) * NATION / N
    assert FIGURES["hidden_households"].low < found < 1.5 * FIGURES["hidden_households"].high


def test_under_the_minimum_are_exactly_the_entitled(households):
    """Everybody who receives the supplement is under the social minimum, without it."""
    assert under(households)[households["receives"]].all()
    assert not households["receives"][households["abroad"]].any()


def test_many_more_are_just_above_the_minimum(households):
    """At 110 and 120 per cent of the social minimum there are plausibly many more."""
    at = {factor: int(under(households, factor).sum()) for factor in (1.0, 1.1, 1.2)}
    assert 1.4 * at[1.0] < at[1.1] < 2.5 * at[1.0]
    assert 1.3 * at[1.1] < at[1.2] < 2.5 * at[1.1]
    assert 0.05 < at[1.2] / (~households["abroad"]).sum() < 0.15


def test_abroad_some_are_under_the_minimum_too(households):
    """They are not entitled, and only SVB knows where people live."""
    abroad = households[households["abroad"]]
    share = (abroad["aow"] + abroad["income"] < abroad["norm"]).mean()
    assert 0.5 < share < 0.95


def test_other_income_is_spread_as_cbs_found(households):
    """The shares with little and with much other income lie within 0.03 of CBS's of 2010."""
    income = households.loc[~households["abroad"], "income"]
    assert (income <= 25_000).mean() == pytest.approx(
        FIGURES["little_other_income"].value, abs=0.03
    )
    assert (income >= 100_000).mean() == pytest.approx(FIGURES["much_other_income"].value, abs=0.03)


def test_uwv_knows_most_pensioners_and_some_others(population):
    """Some pensioners are absent, some stand there with nothing, a few per cent are strangers."""
    svb, uwv = population.tables["SVB"], population.tables["UWV"]
    strangers = ~uwv["person"].isin(svb["person"])
    assert strangers.sum() == round(N * assumptions("aio")["others_at_uwv"].value)
    assert 0.8 < svb["person"].isin(uwv["person"]).mean() < 0.99
    assert 0.01 < (uwv["income_cents"] == 0).mean() < 0.15


def test_row_order_says_nothing(population):
    """Position in one table does not tell the position in the other, nor the household's kind."""
    svb, uwv = population.tables["SVB"], population.tables["UWV"]
    places = svb.reset_index().merge(uwv.reset_index(), on="person")
    bound = 5 / np.sqrt(len(places))
    assert abs(np.corrcoef(places["index_x"], places["index_y"])[0, 1]) < bound
    for column in ("household", "aow_cents", "receives_aio", "lives_abroad"):
        assert abs(np.corrcoef(svb.index, svb[column])[0, 1]) < bound
    size = svb.groupby("household")["person"].transform("size")
    assert abs(np.corrcoef(svb["household"], size)[0, 1]) < bound


def test_the_same_seed_gives_the_same_population():
    """And another seed another one."""
    first, again, other = (generate(500, seed=seed) for seed in (7, 7, 8))
    for party in ("SVB", "UWV"):
        assert first.tables[party].equals(again.tables[party])
        assert not first.tables[party].equals(other.tables[party])


@settings(max_examples=80, deadline=None)
@given(st.integers(MIN_N, 400), st.integers(0, 2**63 - 1), st.floats(0, 0.7))
def test_small_populations_hold_together(n, seed, rate):
    """Whatever the size, seed and rate: right columns, unique people, at most two per household."""
    population = generate(n, seed=seed, non_take_up=rate)
    svb, uwv = population.tables["SVB"], population.tables["UWV"]
    assert list(svb.columns) == SVB_COLUMNS
    assert list(uwv.columns) == ["person", "income_cents"]
    assert [str(kind) for kind in svb.dtypes] == ["int64"] * 3 + ["bool"] * 2
    assert [str(kind) for kind in uwv.dtypes] == ["int64"] * 2
    assert len(svb) == n
    assert len(uwv) > 0
    assert svb["person"].is_unique
    assert uwv["person"].is_unique
    assert (svb["aow_cents"] > 0).all()
    assert (uwv["income_cents"] >= 0).all()
    households = table(population)
    assert set(households["size"]) <= {1, 2}
    assert (households["mixed"] == 1).all()
    assert sorted(households.index) == list(range(1, len(households) + 1))
    assert under(households)[households["receives"]].all()
    receiving = int(households["receives"].sum())
    assert hidden(households) <= receiving * rate / (1 - rate) + 4


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(any), st.integers(0, 10**6))
def test_rounding_keeps_the_total_and_misses_by_less_than_one(weights, total):
    """Largest remainders: whole numbers, right total, each within one of its share."""
    shares = np.array(weights) / sum(weights)
    rounded = round_to_total(shares, total)
    assert rounded.sum() == total
    assert (np.abs(rounded - shares * total) < 1 + 1e-6).all()


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("rate", [*RATES, 0.1])
def test_groups_are_shares(size, rate):
    """At every rate allowed no group is negative and all add up to everybody."""
    shares = group_shares(size, rate)
    assert shares.shape == (len(GROUPS),)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1)


def test_no_number_is_a_citizen_service_number():
    """Nine digits, all different, none passes the eleven-test: exact, over everybody drawn."""
    numbers = person_numbers(np.random.default_rng(4), 100_000)
    assert len(set(numbers.tolist())) == 100_000
    assert numbers.min() >= 10**8
    assert numbers.max() < 10**9
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    digits = np.array([list(map(int, str(number))) for number in numbers.tolist()])
    assert (digits @ weights % 11 != 0).all()


def test_the_eleven_test_knows_a_valid_number():
    """111222333 and 123456782, known from examples, are valid; a changed last digit is not."""
    assert passes_eleven_test(np.array([111222333, 111222334, 123456782])).tolist() == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("n", [1, 0, -5, MAX_N + 1])
def test_sizes_outside_are_refused(n):
    """From two people to a little more than there are."""
    with pytest.raises(ParameterError, match=f"need 2 <= n <= 3600000, got n={n}"):
        generate(n, seed=1)


@pytest.mark.parametrize("n", [10.0, "10", True, None])
def test_sizes_that_are_no_whole_numbers_are_refused(n):
    """Half a pensioner makes no sense, and a flag is not a number."""
    with pytest.raises(ParameterError, match="need a whole number for n, got"):
        generate(n, seed=1)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_seeds_outside_are_refused(seed):
    """A seed is a number from 0."""
    with pytest.raises(ParameterError, match="need 0 <= seed <="):
        generate(10, seed=seed)


@pytest.mark.parametrize("rate", [-0.1, 0.71, 1.0, float("nan")])
def test_rates_outside_are_refused(rate):
    """Beyond 0.7 there would be more hidden people than people with a reduced state pension."""
    with pytest.raises(ParameterError, match=r"need 0 <= non_take_up <= 0\.7, got"):
        generate(10, seed=1, non_take_up=rate)
