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
from pet_workbench.dp import query as query_module
from pet_workbench.dp.audit import audit, drawn_by
from pet_workbench.dp.errors import BudgetError, PromiseError
from pet_workbench.dp.noise import noise_for
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
    messages = outcome.transcript.view(PUBLISHER).find("area")
    sent = np.concatenate([message.values() for message in messages])
    assert set(sent.tolist()) <= set(outcome.answer.areas.tolist())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("level", "postcode"),
        ("small", "round"),
        ("methods", "other"),
        ("high", 99),
        ("minimum", 0),
        ("epsilon", 0),
        ("epsilon", "nan"),
        ("epsilon", 21),
    ],
)
def test_settings_out_of_range_are_refused(tables, name, value):
    """With a typed error, before a party starts."""
    with pytest.raises(ParameterError):
        CASE.run(NOISE, tables, **{name: value})


# the query


def test_sensitivity_follows_from_the_declaration():
    """One connection is one count and at most the bound, however many areas; two when it moves."""
    grid = Grid(0, 6_000)
    made = {"level": "small", "areas": tuple(range(1, 500)), "grid": grid, "epsilon": 1}
    added = AreaUse(**made, terms=TERMS)
    assert [(part.l1, part.l2_squared) for part in added.parts] == [(1, 1), (6_000, 6_000**2)]
    changed = AreaUse(**made, terms=Terms(unit="connection", neighbours="change-one"))
    assert [(part.l1, part.l2_squared) for part in changed.parts] == [
        (2, 2),
        (12_000, 2 * 6_000**2),
    ]
    owner = Terms(
        unit="organisation", neighbours="add-remove", column="owner", rows_per_group=3, groups=2
    )
    many = AreaUse(**made, terms=owner)
    assert [(part.l1, part.l2_squared) for part in many.parts] == [
        (6, 2 * 9),
        (36_000, 2 * 18_000**2),
    ]
    assert added.loss.epsilon == 1


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_neighbour_changes_totals_by_more_than_declared(data):
    """Any connection added, anywhere, with any use, stays within the sensitivity."""
    rows = data.draw(
        st.lists(st.tuples(st.integers(1, 6), st.floats(allow_infinity=True)), max_size=12)
    )
    extra = data.draw(st.tuples(st.integers(0, 7), st.floats(allow_infinity=True)))
    query = AreaUse(level="small", areas=(1, 2, 3, 4, 5), grid=Grid(0, 50), epsilon=1, terms=TERMS)
    before, after = (
        query.totals(
            PrivateTable(
                {
                    "area": np.array([area for area, _ in each], np.int64),
                    "use": np.array([use for _, use in each], float),
                },
                dataset="d",
            )
        )
        for each in (rows, [*rows, extra])
    )
    for part in query.parts:
        change = np.abs(after[part.name] - before[part.name])
        assert change.sum() <= part.l1
        assert (change.astype(object) ** 2).sum() <= part.l2_squared


def test_totals_are_those_of_pandas():
    """Counted and added up per area; unknown areas and missing uses count for nothing."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"area": rng.integers(1, 9, 5_000), "use": rng.integers(0, 90, 5_000)})
    frame["use"] = frame["use"].astype(float)
    frame.loc[::50, "use"] = np.nan
    query = AreaUse(level="small", areas=(2, 3, 5, 7), grid=Grid(0, 60), epsilon=1, terms=TERMS)
    totals = query.totals(PrivateTable(frame, dataset="d"))
    kept = frame.dropna().assign(use=lambda one: one["use"].clip(upper=60))
    by_area = kept.groupby("area")["use"].agg(["size", "sum"]).loc[[2, 3, 5, 7]]
    assert totals["connections"].tolist() == by_area["size"].tolist()
    assert totals["use"].tolist() == by_area["sum"].tolist()


def test_a_bound_below_zero_is_refused():
    """It would let one connection take from a sum, which the sensitivity does not count."""
    with pytest.raises(PromiseError) as error:
        AreaUse(level="small", areas=(1,), grid=Grid(-5, 5), epsilon=1, terms=TERMS)
    assert error.value.id == "errors.gas_bound_below_zero"


def test_the_list_of_areas_is_part_of_the_declaration():
    """Two lists have two fingerprints, and a description holds no data."""
    one, other = (
        area_query(np.array(codes), level="small", high=10, epsilon=1).describe()
        for codes in ([1, 2], [1, 3])
    )
    assert one["areas"] == other["areas"] == 2
    assert one["areas_sha256"] != other["areas_sha256"]


@pytest.mark.statistical
def test_intervals_hold_as_often_as_they_say():
    """Of 4,000 areas about 95 per cent lie within bounds, and those of means no less often."""
    areas = np.arange(1, 4_001)
    frame = pd.DataFrame({"area": np.repeat(areas, 40), "use": 1_500})
    query = area_query(areas, level="small", high=3_000, epsilon=1)
    noisy = query.draw(PrivateTable(frame, dataset="d"), Keystream(KEY))
    low, high = query.interval(noisy, 0.95)
    for name, truth in (("connections", 40), ("use", 60_000)):
        inside = ((low[name] <= truth) & (truth <= high[name])).mean()
        assert 0.935 <= inside <= 0.975
    table = Publication(
        "small", areas, np.arange(4_000), noisy["connections"], noisy["use"], (query,)
    )
    lower, upper = mean_intervals(table)
    assert ((lower <= 1_500) & (upper >= 1_500)).mean() >= 0.95


@pytest.mark.statistical
@pytest.mark.parametrize(("factor", "breaks"), [(1, False), (4, True)])
def test_an_auditor_believes_the_promise_and_catches_a_quarter_of_the_noise(
    factor, breaks, monkeypatch
):
    """From outside: never above epsilon with the noise it has, and well above with a quarter."""
    monkeypatch.setattr(
        query_module,
        "noise_for",
        lambda epsilon, delta, **limits: noise_for(factor * epsilon, delta, **limits),
    )
    query = AreaUse(level="small", areas=(1, 2), grid=Grid(0, 1), epsilon=2, terms=TERMS)

    def table(areas):
        columns = {"area": np.array(areas), "use": np.ones(len(areas))}
        return lambda: PrivateTable(columns, dataset="d")

    tables = (table([1, 2]), table([1, 2, 2]))
    found = audit(drawn_by(query, KEY), tables, epsilon=2, runs=500)
    assert found.breaks_promise is breaks
    assert found.epsilon > 0.6


def test_a_full_ledger_refuses_before_reading():
    """The second publication from a book for one is refused, and draws no key."""

    class Publisher:
        party = "CBS"
        is_secure_randomness = True
        drawn = 0

        def draw_key(self, label):
            self.drawn += 1
            return KEY

    channel, ledger = Publisher(), new_ledger("gas", epsilon=1)
    query = area_query(np.array([1]), level="small", high=100, epsilon=1)
    frame = pd.DataFrame({"area": [1], "use": [5]})
    publish(channel, frame, query, ledger)
    with pytest.raises(BudgetError):
        publish(channel, frame, query, ledger)
    assert (len(ledger.entries), channel.drawn) == (1, 1)


# accuracy


def test_a_margin_becomes_smaller_with_size_and_budget():
    """And wider with the bound; never finite where the count drowns."""
    margin = {"mean": 2_000.0, "high": 10_000}
    sizes = [relative_margin(size, epsilon=1, **margin) for size in (50, 200, 1_000, 5_000)]
    assert sizes == sorted(sizes, reverse=True)
    budgets = [relative_margin(500, epsilon=each, **margin) for each in (0.1, 1, 10)]
    assert budgets == sorted(budgets, reverse=True)
    assert relative_margin(500, mean=2_000.0, high=5_000, epsilon=1) < budgets[1]
    assert relative_margin(10, epsilon="0.1", **margin) == np.inf


@pytest.mark.parametrize("size", [100, 500, 3_000])
@pytest.mark.parametrize("margin", [0.02, 0.05, 0.2])
def test_the_epsilon_for_a_margin_is_the_least(size, margin):
    """It suffices, and a hundredth less does not; where none is found, 20 is too little."""
    wanted = {"mean": 1_981.0, "high": 10_000}
    found = epsilon_for_margin(size, margin=margin, **wanted)
    if found is None:
        assert relative_margin(size, epsilon=20, **wanted) > margin
        return
    assert relative_margin(size, epsilon=found, **wanted) <= margin
    assert relative_margin(size, epsilon=found - Fraction(1, 100), **wanted) > margin


@pytest.mark.statistical
def test_noise_really_stays_within_the_margin():
    """Drawn 4,000 times, a mean is further off in at most one case in twenty, and half as far in
    more: a margin twice too wide would be noticed.
    """
    size, epsilon, high = 500, "1", 10_000
    query = area_query(np.arange(4_000), level="small", high=high, epsilon=epsilon)
    noise = {
        part.name: part.noise.draw(Keystream(KEY, lane=at), 4_000)
        for at, part in enumerate(query.parts)
    }
    means = (size * 2_000 + noise["use"]) / (size + noise["connections"])
    margin = relative_margin(size, mean=2_000, high=high, epsilon=epsilon)
    off = np.abs(means / 2_000 - 1)
    assert (off > margin).mean() <= 0.05
    assert (off > 0.5 * margin).mean() > 0.05


# budgets, large users, borders, steering


def test_disjoint_publications_keep_the_promise_and_overlapping_ones_add_up():
    """352 of them cost a home as much as one; three about the same home three times as much."""
    alone, thrice = (compare("0.5", overlap=overlap) for overlap in (1, 3))
    assert alone["national"].epsilon == alone["separate"].epsilon == Fraction(1, 2)
    assert thrice["separate"].epsilon == Fraction(3, 2)
    assert (alone["separate"].publications, thrice["separate"].publications) == (352, 354)
    assert loss_of_one("0.1", publications=10).epsilon == 1


def test_publications_of_municipalities_are_disjoint(tables):
    """No area is in two of them, so that a connection changes one publication only."""
    queries = CASE.run(SEPARATE, tables, level="middle").answer.queries
    assert sum(len(one.areas) for one in queries) == len(
        {area for one in queries for area in one.areas}
    )


def test_a_large_user_is_noticed_by_the_rule():
    """A bakery among flats fails, ten alike do not, and nobody is found in an empty row."""
    streets = pd.DataFrame(
        {
            "area": [1_101] * 10 + [1_102] * 10,
            "use": [60_000] + [400] * 9 + [1_500] * 10,
        }
    )
    table = table_of([10, 10, 0], [63_600, 15_000, 0])
    assert two_largest(streets, table).tolist() == [[60_000, 1_500, 0], [400, 1_500, 0]]
    assert dominated(streets, table, percent=10).tolist() == [True, False, False]


@given(st.lists(st.integers(1, 9_000), min_size=3, max_size=12), st.sampled_from([5, 10, 20]))
@settings(max_examples=60, deadline=None)
def test_the_rule_is_what_the_second_largest_can_work_out(uses, percent):
    """Unsafe exactly where what others use is below p per cent of the largest."""
    table = table_of([len(uses)], [sum(uses)])
    frame = pd.DataFrame({"area": 1_101, "use": uses})
    largest, _second, *rest = sorted(uses, reverse=True)
    assert dominated(frame, table, percent=percent)[0] == (100 * sum(rest) < percent * largest)


def test_redrawing_moves_one_house_per_pair(tables):
    """All other connections stay, and no area of the second division is below the minimum."""
    frame = tables["Stedin"]
    both = redrawn(frame, "middle", fewest=10)
    differs = np.flatnonzero(both.first != both.second)
    assert np.array_equal(np.sort(both.moved), differs)
    assert 1 <= len(differs) <= len(np.unique(both.first)) // 2
    assert np.unique(both.second, return_counts=True)[1].min() >= 10


def test_the_first_areas_by_hand():
    """Two of three are right; withheld areas come last and empty ones not at all."""
    truth = table_of([10, 10, 10, 10, 0], [100, 90, 80, 10, 0])
    noisy = dataclasses.replace(truth, use=np.array([100, 20, 85, 90, 0]))
    chosen = first_areas(noisy, truth, k=3)
    assert chosen.areas == (1_101, 1_104, 1_103)
    assert chosen.right == (1_101, 1_103)
    assert chosen.share == pytest.approx(2 / 3)
    assert chosen.lost == pytest.approx(1 - (100 + 10 + 80) / 270)
    assert first_areas(truth, truth, k=9).share == 1
    withheld = suppressed(truth, minimum=11, small="withhold")
    assert first_areas(withheld, truth, k=1).areas == (1_101,)


# own data


def test_own_connections_are_read_in_either_language():
    """Dutch or English headings; the streets become the list of one municipality."""
    dutch = read(b"aansluiting;gebied;m3\n1;1101;1500\n2;1101;900\n")
    english = read(b"connection,area,use\n1,1101,1500\n2,1101,900\n")
    for tables in (dutch, english):
        assert operators(tables) == ("Liander",)
        outcome = CASE.run(PLAIN, tables, level="small")
        assert (outcome.answer.connections.tolist(), outcome.answer.use.tolist()) == ([2], [2_400])


@pytest.mark.parametrize(
    ("content", "id"),
    [
        (b"aansluiting;gebied;m3\n1;1101;-3\n", "errors.data_negative"),
        (b"aansluiting;gebied;m3\n1;11;3\n", "errors.data_range"),
        (b"aansluiting;gebied;m3\n1;1101;3\n1;1102;4\n", "errors.data_duplicate_key"),
        (b"aansluiting;gebied\n1;1101\n", "errors.data_missing_column"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(content, id):
    """Nothing is read then."""
    with pytest.raises(DataError) as error:
        read(content)
    assert id in {one.id for one in error.value.parameters["problems"]}


def test_places_agree_with_the_register(tables):
    """The province of a district is that of its streets."""
    register = register_of(tables)
    found = places(register, "large", column="province")
    for district, province in zip(np.unique(register["area"] // 1_000), found, strict=True):
        assert set(register.loc[register["area"] // 1_000 == district, "province"]) == {province}
