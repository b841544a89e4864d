"""Tables about pupils: exact, with small counts left out, and with noise."""

from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.suppressed_cells import recover_counts
from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.core import DataError, Entropy, ParameterError
from pet_workbench.datasets import write_csv
from pet_workbench.dp.errors import BudgetError
from pet_workbench.usecases.education import (
    CASE,
    HIDDEN,
    PROGRAMMES,
    PUBLISHER,
    Offers,
    publish_exact,
)
from pet_workbench.usecases.education.bands import bands, usable_share, usable_totals
from pet_workbench.usecases.education.noisy import (
    SHARES,
    ask,
    consistent,
    parents_of,
    queries,
    temporary_ledger,
)
from pet_workbench.usecases.education.own_tables import HEADERS, written
from pet_workbench.usecases.education.pupils import (
    denomination_of_schools,
    pupils,
    release_schools,
    release_scores,
    school_sizes,
    true_scores,
)
from pet_workbench.usecases.education.suppression import suppress, suppress_safely

PLAIN, SUPPRESSION, COMPLEMENTARY, PRIVATE = CASE.techniques
COLUMNS = ["region", "school", "programme", "sex", "passed"]


def table(groups):
    """Return pupils of groups (region, school, programme, four cells)."""
    rows = [
        (region, school, programme, *divmod(at, 2))
        for region, school, programme, cells in groups
        for at, count in enumerate(cells)
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype(np.int64)


def test_the_exact_table_by_hand():
    """Four men of whom three passed, eight women who all did, and one more in another region."""
    made = publish_exact(table([(0, 1, 3, (1, 3, 0, 8)), (6, 2, 4, (0, 0, 1, 0))]))
    assert made.counts.tolist() == [[[4, 8, 12], [3, 8, 11]], [[0, 1, 1], [0, 0, 0]]]
    assert made.percentages.tolist() == [[750, 1000, 917], [-2, 0, 0]]
    assert made.regions[0 * 5 + 3].tolist() == [12, 11]
    assert made.country[PROGRAMMES.index("vwo")].tolist() == [1, 0]


def test_exact_counts_are_those_of_pandas():
    """Cell by cell, on generated pupils."""
    own = CASE.load(n=3_000, seed=4)[PUBLISHER]
    made = CASE.run(PLAIN, {PUBLISHER: own}).answer
    grouped = own.groupby(["school", "programme"])
    assert made.counts[:, 0, 2].tolist() == grouped.size().tolist()
    assert (
        made.counts[:, 1, 1].tolist()
        == grouped.apply(
            lambda one: int((one["sex"] * one["passed"]).sum()), include_groups=False
        ).tolist()
    )
    assert made.country[:, 0].sum() == len(own)


def test_only_small_counts_are_replaced():
    """What is left stands in the table as it is, small counts do not."""
    exact = publish_exact(CASE.load(n=2_000, seed=2)[PUBLISHER])
    shown = suppress(exact, 5)
    assert np.array_equal(shown.hidden, exact.counts < 5)
    assert np.array_equal(shown.counts[~shown.hidden], exact.counts[~shown.hidden])
    assert np.array_equal(shown.percentages, exact.percentages)


def test_many_replaced_counts_follow_from_what_is_left():
    """On generated pupils a good part is recovered, and always rightly."""
    exact = publish_exact(CASE.load(n=2_000, seed=2)[PUBLISHER])
    shown = suppress(exact, 5)
    found = recover_counts(shown.counts, shown.percentages, minimum=5)
    assert np.array_equal(found.low[found.recovered], exact.counts[found.recovered])
    assert found.recovered.sum() > 0.3 * shown.hidden.sum()


def as_published(cells, minimum):
    """Return what a lone group is published as, as something to compare."""
    made = suppress_safely(publish_exact(table([(0, 1, 0, cells)])), minimum)
    return (made.counts.tobytes(), made.percentages.tobytes(), made.regions.tobytes())


def test_no_number_follows_in_a_lone_group():
    """Of all groups of up to 8, those published alike differ in every number left out."""
    minimum, most, alike = 3, 8, {}
    for cells in product(range(most + 1), repeat=4):
        if 0 < sum(cells) <= most:
            alike.setdefault(as_published(cells, minimum), []).append(cells)
    tried = 0
    for cells_alike in alike.values():
        made = [publish_exact(table([(0, 1, 0, cells)])).counts for cells in cells_alike]
        hidden = suppress_safely(publish_exact(table([(0, 1, 0, cells_alike[0])])), minimum).hidden
        if hidden.any():
            tried += 1
            assert (np.ptp(np.array(made), axis=0)[hidden] > 0).all(), cells_alike
    assert tried > 20


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 7))
def test_totals_of_regions_give_nothing_away(seed, minimum):
    """With safe totals every total left out can still be anything under the minimum."""
    exact = publish_exact(CASE.load(n=800, seed=seed)[PUBLISHER])
    shown = suppress_safely(exact, minimum)
    for at in (0, 1):
        cells = np.where(shown.hidden[:, at, 2], UNKNOWN, shown.counts[:, at, 2])
        totals = np.where(shown.regions[:, at] == HIDDEN, UNKNOWN, shown.regions[:, at])
        lines = Lines(exact.offers.line, totals)
        assert narrow(cells, np.full(len(cells), minimum - 1), [lines]).narrowed.size == 0


def test_percentages_go_with_small_counts():
    """A group keeps its percentages only if none of its counts is small."""
    exact = publish_exact(CASE.load(n=2_000, seed=3)[PUBLISHER])
    shown = suppress_safely(exact, 5)
    small = (exact.counts < 5).any(axis=(1, 2))
    assert (shown.percentages[small] == HIDDEN).all()
    assert np.array_equal(shown.percentages[~small], exact.percentages[~small])
    assert np.array_equal(shown.counts[~small], exact.counts[~small])
    given_totals = shown.counts[small][:, :, 2]
    assert ((given_totals == HIDDEN) | (given_totals >= 5)).all()


@pytest.mark.parametrize("delta", [0, "1e-6"])
def test_the_noisy_table_adds_up_and_is_near(delta):
    """Groups add up to regions and these to the country, from 0 up, and totals are near."""
    own = CASE.load(n=20_000, seed=1)[PUBLISHER]
    outcome = CASE.run(PRIVATE, {PUBLISHER: own}, epsilon=1, delta=delta, teaching_seed=3)
    made = outcome.answer
    assert made.counts.min() >= 0
    by_line = np.zeros((60, 2))
    np.add.at(by_line, made.offers.line, made.counts[:, :, 2])
    assert np.array_equal(by_line, made.regions)
    assert np.abs(made.country - outcome.exact.country).max() < 3 * made.margins[2]
    assert (made.margins > 0).all()
    assert outcome.error < 8
    assert outcome.released[0].guarantee == "differential_privacy"


def test_the_three_tables_cost_the_whole_budget_and_no_more():
    """The ledger has three entries that add up to epsilon; a second release is refused."""
    own = CASE.load(n=2_000, seed=1)
    ledger = temporary_ledger(1, 0)
    CASE.run(PRIVATE, own, epsilon=1, ledger=ledger)
    assert len(ledger.entries) == 3
    assert ledger.spent.epsilon == 1
    with pytest.raises(BudgetError):
        CASE.run(PRIVATE, own, epsilon=1, ledger=ledger)
    assert sum(SHARES.values()) == 1


@pytest.mark.parametrize("delta", [0, "1e-6"])
def test_a_margin_holds_for_the_sum_of_four_noises(delta):
    """Exactly enumerated, 95% stay within it; four steps less and it would not be so."""
    own = CASE.load(n=2_000, seed=1)[PUBLISHER]
    offers = publish_exact(own).offers
    budget = {"epsilon": 1, "delta": delta}
    noisy = ask(own, offers, ledger=temporary_ledger(**budget), **budget)
    steps = np.arange(-1_000, 1_001)
    asked = queries(offers, **budget).values()
    for query, margin in zip(asked, noisy.margins[::-1], strict=True):
        noise = query.parts[0].noise
        spread = float(noise.spread)
        is_laplace = noise.kind == "laplace"
        one = np.exp(-np.abs(steps) / spread if is_laplace else -(steps**2) / (2 * spread))
        one /= one.sum()
        four = np.convolve(np.convolve(one, one), np.convolve(one, one))
        away = np.abs(np.arange(len(four)) - len(four) // 2)
        assert four[away <= margin].sum() >= 0.95
        assert four[away <= margin - 4].sum() < 0.95


def test_questions_are_declared_without_pupils():
    """From the public register alone: one pupil more changes one cell by one, in each table."""
    offers = publish_exact(CASE.load(n=1_000, seed=1)[PUBLISHER]).offers
    asked = queries(offers, epsilon=1, delta=0)
    assert [query.parts[0].l1 for query in asked.values()] == [1, 1, 1]
    assert sum(Fraction(query.epsilon) for query in asked.values()) == 1
    assert asked["group"].parts[0].cells == 4 * len(offers.school)


def seeded(seed):
    """Return the channel of a party whose keys follow from a seed."""
    entropy = Entropy(teaching_seed=seed)
    return SimpleNamespace(draw_key=lambda label: entropy.key(), is_secure_randomness=False)


def test_least_squares_is_right_on_average_and_taking_negatives_away_is_not():
    """Over many releases the mean error of empty cells is about 0 before, and above it after."""
    own = table([(0, one, 0, (4 * (one % 2), 6, 0, 6)) for one in range(1, 30)])
    offers = Offers.of(own)
    plain, from_zero = [], []
    for seed in range(60):
        noisy = ask(
            own,
            offers,
            ledger=temporary_ledger(1, 0),
            channel=seeded(seed),
            epsilon=1,
            delta=0,
        )
        plain.append(consistent(noisy, offers, from_zero=False, whole=False)[2][1::2, 0])
        from_zero.append(consistent(noisy, offers, whole=False)[2][1::2, 0])
    assert abs(np.mean(plain)) < 0.2
    assert np.mean(from_zero) > 0.3
    assert [len(one) for one in parents_of(offers)] == [5, 1, 29]


def test_files_of_ones_own():
    """A file written for a spreadsheet is read back; a school in two provinces is refused."""
    own = CASE.load(n=500, seed=1)[PUBLISHER]
    for lang in ("nl", "en"):
        content = write_csv(written(own, lang), lang=lang, headers=HEADERS[lang])
        assert CASE.read({PUBLISHER: content})[PUBLISHER].equals(own)
    twice = written(own, "en").assign(school=1)
    with pytest.raises(DataError) as refused:
        CASE.read({PUBLISHER: write_csv(twice, lang="en")})
    assert refused.value.id == "errors.data_two_regions"


@pytest.mark.parametrize(
    "wrong", [{"minimum": 0}, {"minimum": 11}, {"epsilon": 0}, {"epsilon": float("nan")}]
)
def test_values_out_of_range_are_refused(wrong):
    """Before any pupil is looked at."""
    with pytest.raises(ParameterError):
        CASE.run(PRIVATE, {}, **wrong)


def test_the_real_file_is_the_one_described():
    """So many pupils and schools, with values that miss; every school has one denomination."""
    found = pupils()
    assert len(found["school"]) == 4_106
    assert len(school_sizes()) == 216
    assert int((found["score"] == 4).sum()) == 204
    assert int((found["repeated"] == 2).sum()) == 13
    assert np.array_equal(denomination_of_schools()[found["school"]], found["denomination"])
    assert true_scores().sum() == 4_106


def test_releases_of_real_pupils_are_near_and_add_up():
    """All pupils are counted, those without a value too."""
    release = release_scores(epsilon=2)
    assert np.abs(np.asarray(release.value) - true_scores()).max() < 12
    noisy, adding_up = release_schools(epsilon=2)
    assert [one.shape for one in noisy] == [(1, 3), (5, 3), (216, 3)]
    assert adding_up[2].sum() == adding_up[1].sum() == adding_up[0].sum()
    assert abs(adding_up[0].sum() - 4_106) < 60


def test_small_groups_are_further_off():
    """A hidden number is as far off as can be, and bands hold all groups."""
    true = np.array([2, 7, 30, 400])
    found = bands(true, np.array([[HIDDEN, 7, 33, 400], [3, 5, 30, 300]]))
    assert [band.groups for band in found] == [1, 1, 1, 1]
    assert [band.usable for band in found] == [0.0, 0.5, 1.0, 0.5]
    exact = publish_exact(CASE.load(n=2_000, seed=2)[PUBLISHER])
    assert usable_share(exact, exact) == usable_totals(exact, exact) == 1
    assert usable_share(exact, suppress(exact, 5)) == (exact.counts >= 5).mean()
