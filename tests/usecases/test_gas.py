"""Gas use per area: exact where it should be, noise as declared, budgets that add up."""

import dataclasses
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, Keystream, ParameterError
from pet_workbench.datasets import figures
from pet_workbench.dp import Grid, PrivateTable, Terms
from pet_workbench.dp.errors import BudgetError, PromiseError
from pet_workbench.usecases.gas import CASE, LEVELS, OPERATORS, PROVINCES, PUBLISHER, AreaUse
from pet_workbench.usecases.gas.accuracy import (
    epsilon_for_margin,
    mean_intervals,
    relative_margin,
)
from pet_workbench.usecases.gas.areas import (
    area_of,
    municipalities,
    operator_of,
    operators,
    parent_of,
    places,
    register_of,
    streets_of,
)
from pet_workbench.usecases.gas.borders import redrawn
from pet_workbench.usecases.gas.budgets import compare, loss_of_one
from pet_workbench.usecases.gas.case import OWN_BOUNDS
from pet_workbench.usecases.gas.large_users import dominated, two_largest
from pet_workbench.usecases.gas.own_tables import read
from pet_workbench.usecases.gas.population import generate, province_shares
from pet_workbench.usecases.gas.publication import Publication, suppressed
from pet_workbench.usecases.gas.releasing import TERMS, area_query, new_ledger, publish
from pet_workbench.usecases.gas.steering import first_areas

NOISE, MINIMUM, SEPARATE, PLAIN = CASE.techniques
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def tables():
    """Return a small country."""
    return CASE.load(n=12_000, seed=3)


def table_of(counts, uses, *, level="small", first=1_101):
    """Return an exact table of areas in a row."""
    areas = first + np.arange(len(counts))
    return Publication(level, areas, np.arange(len(counts)), np.array(counts), np.array(uses))


# the population


def test_the_population_is_near_the_published_figures():
    """Rows of at least ten connections have the sizes and uses of 2010, within a tenth."""
    together = pooled(generate(300_000, seed=2))
    rows = together.groupby("area")["use"].agg(["size", "mean"])
    rows = rows[rows["size"] >= figures("gas")["minimum"].value]
    quartiles = rows["mean"].quantile([0.25, 0.5, 0.75]).tolist()
    found = [rows["size"].median(), *quartiles, rows["mean"].mean()]
    names = ("connections_median", "use_quartile", "use_median", "use_third_quartile", "use_mean")
    assert found == pytest.approx([figures("gas")[name].value for name in names], rel=0.1)


def pooled(tables):
    """Return all connections in one table."""
    return pd.concat([tables[name] for name in OPERATORS], ignore_index=True)


def test_the_same_seed_gives_the_same_connections():
    """And another seed others; there are as many as asked for, each with a number of its own."""
    one, again, other = (pooled(generate(2_000, seed=seed)) for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)
    assert one["connection"].nunique() == len(one) == 2_000


def test_every_connection_lies_in_a_listed_street_of_its_operator(tables):
    """Each street is in one municipality, each municipality in one province."""
    register = register_of(tables)
    assert register["area"].is_unique
    assert register.groupby("municipality")["province"].nunique().eq(1).all()
    province = register.set_index("area")["province"]
    for name in OPERATORS:
        whose = {operator_of(one) for one in province[tables[name]["area"]].unique()}
        assert whose <= {name}


def test_shares_of_provinces_are_a_whole():
    """Twelve provinces, all above nothing, with every operator somewhere."""
    assert len(province_shares()) == len(PROVINCES) == 12
    assert province_shares().min() > 0
    assert province_shares().sum() == pytest.approx(1)
    assert {operator_of(at) for at in range(12)} == set(OPERATORS)


@pytest.mark.parametrize(("n", "seed"), [(10, 1), (10**8, 1), (1_000, -1), (1_000.5, 1)])
def test_a_population_out_of_range_is_refused(n, seed):
    """Before anything is made."""
    with pytest.raises(ParameterError):
        generate(n, seed=seed)


# areas


def test_smaller_areas_lie_in_larger_ones():
    """Streets of a district are in eight neighbourhoods of fourteen; parents agree with codes."""
    streets = streets_of(7)
    middle = area_of(streets, "middle")
    assert np.unique(middle, return_counts=True)[1].tolist() == [14] * 8
    assert np.array_equal(parent_of(streets, "small"), middle)
    assert set(parent_of(middle, "middle").tolist()) == {7}
    assert parent_of(np.array([7]), "large").tolist() == [7]


# techniques


@pytest.mark.parametrize("level", LEVELS)
def test_plain_exchange_is_exact(tables, level):
    """What municipalities add up is what pandas makes of the pooled connections."""
    outcome = CASE.run(PLAIN, tables, level=level)
    assert outcome.error == 0
    for name in ("areas", "connections", "use"):
        assert np.array_equal(getattr(outcome.answer, name), getattr(outcome.exact, name))
    assert outcome.exact.use.sum() == sum(tables[one]["use"].sum() for one in OPERATORS)


@pytest.mark.parametrize("small", ["merge", "withhold"])
def test_every_published_row_has_enough_and_is_exact(tables, small):
    """Rows keep to the minimum, and add up to what their areas hold."""
    outcome = CASE.run(MINIMUM, tables, level="small", minimum=15, small=small)
    answer, exact = outcome.answer, outcome.exact
    assert answer.connections.min() >= 15
    shown = answer.shown
    sums = np.bincount(answer.row[shown], weights=exact.use[shown], minlength=len(answer.use))
    assert np.array_equal(sums, answer.use)
    assert shown.all() == (small == "merge")


counts_of_areas = st.lists(st.integers(0, 40), min_size=1, max_size=30)


@given(counts_of_areas, st.integers(1, 25))
@settings(max_examples=100, deadline=None)
def test_merging_keeps_to_the_rule(counts, minimum):
    """Rows are neighbours within a neighbourhood, never too small; only too small ones are lost."""
    codes = np.array([(1 + at // 7) * 100 + 1 + at % 7 for at in range(len(counts))])
    exact = Publication("small", codes, np.arange(len(codes)), np.array(counts), np.array(counts))
    merged = suppressed(exact, minimum=minimum, small="merge")
    assert (merged.connections >= minimum).all()
    for one in range(len(merged.use)):
        inside = np.flatnonzero(merged.row == one)
        assert np.array_equal(inside, np.arange(inside[0], inside[-1] + 1))
        assert len(set(codes[inside] // 100)) == 1
    for parent in set(codes // 100):
        here = codes // 100 == parent
        enough = exact.connections[here].sum() >= minimum
        assert merged.shown[here].all() if enough else not merged.shown[here].any()


def test_noise_is_that_of_the_declaration(tables):
    """The ledger's query is the one that is published, and the numbers differ from the truth."""
    outcome = CASE.run(NOISE, tables, level="middle", epsilon="0.5", high=4_000)
    (query,) = outcome.answer.queries
    assert (query.epsilon, query.grid.high, query.terms.unit) == (
        Fraction(1, 2),
        4_000,
        "connection",
    )
    assert query.loss.epsilon == Fraction(1, 2)
    assert not np.array_equal(outcome.answer.use, outcome.exact.use)
    assert np.array_equal(outcome.answer.areas, outcome.exact.areas)


def test_a_teaching_seed_repeats_the_noise(tables):
    """And the outcome says that it is not secret; without one the noise is fresh."""
    first, again, fresh = (CASE.run(NOISE, tables, teaching_seed=seed) for seed in (4, 4, None))
    assert np.array_equal(first.answer.use, again.answer.use)
    assert not np.array_equal(first.answer.use, fresh.answer.use)
    assert (first.is_secure_randomness, fresh.is_secure_randomness) == (False, True)


def test_each_municipality_declares_for_itself(tables):
    """As many declarations as municipalities, about different areas, with bounds of their own."""
    outcome = CASE.run(SEPARATE, tables, level="middle")
    queries = outcome.answer.queries
    assert len(queries) == len(municipalities(tables))
    areas = [area for query in queries for area in query.areas]
    assert sorted(areas) == outcome.answer.areas.tolist()
    expected = [OWN_BOUNDS[at % len(OWN_BOUNDS)] for at in range(len(queries))]
    assert [int(query.grid.high) for query in queries] == expected
    same = CASE.run(SEPARATE, tables, level="middle", methods="same", high=7_000).answer.queries
    assert {int(query.grid.high) for query in same} == {7_000}


def test_who_receives_connections(tables):
    """With one publication only the publisher; else each municipality its own, and no other."""
    register = register_of(tables)
    whose = register.set_index("area")["municipality"]
    for technique in (NOISE, PLAIN):
        outcome = CASE.run(technique, tables)
        at_publisher = outcome.transcript.view(PUBLISHER).find("use")
        assert sum(one.items for one in at_publisher) == (12_000 if technique == NOISE else 0)
        together = pooled(tables)
        for number, name in enumerate(municipalities(tables)):
            received = sum(one.items for one in outcome.transcript.view(name).find("use"))
            own = int((whose[together["area"]] == number).sum())
            assert received == (0 if technique == NOISE else own)


def test_no_smaller_area_than_is_published_is_sent(tables):
    """An operator tells the publisher the district, not the street, where districts are asked."""
    outcome = CASE.run(NOISE, tables, level="large")
    sent = np.concatenate(
        [
