"""Households, their load curves, streets, and what is left of them in synthetic rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench import usecases
from pet_workbench.core import DataError, ParameterError
from pet_workbench.datasets import assumptions, figures
from pet_workbench.synthetic.description import Categories
from pet_workbench.usecases.grid import ANALYST, CASE, DWELLINGS, KEEPER
from pet_workbench.usecases.grid.curves import duration_curve, load_curves
from pet_workbench.usecases.grid.days import COLD, COUNTS, HABITS, HOURS, PARTS, SUNNY, YIELD_OF_DAY
from pet_workbench.usecases.grid.examples import codebook, files
from pet_workbench.usecases.grid.household import (
    COLUMNS,
    DESCRIPTION,
    FOR_FEED_IN,
    FOR_PEAK,
    OF_PANELS,
)
from pet_workbench.usecases.grid.kept import Verdict, impossible, seasons, verdicts
from pet_workbench.usecases.grid.neighbour import SEEN, striking
from pet_workbench.usecases.grid.population import draw_homes, generate, measured, metered
from pet_workbench.usecases.grid.street import of_dwelling, streets
from pet_workbench.usecases.synthetic_rows import CART, MARGINALS, PLAIN, PRIVATE
from pet_workbench.usecases.synthetic_rows.own_tables import read
from pet_workbench.usecases.synthetic_rows.record import read_record

KNOWN, ASSUMED = figures("grid"), assumptions("grid")
N = 30_000


@pytest.fixture(scope="module")
def homes():
    """Draw households as they are."""
    return draw_homes(N, np.random.default_rng(1))


@pytest.fixture(scope="module")
def curves(homes):
    """Read their meters."""
    return metered(homes)


@pytest.fixture(scope="module")
def rows(homes, curves):
    """Work out their rows."""
    return measured(homes, curves)


@pytest.fixture(scope="module")
def tables():
    """Load the tables of a small case."""
    return CASE.load(n=3_000, seed=1)


def changed(rows, **columns):
    """Return one usual home, with other values."""
    usual = {
        "dwelling": "terraced",
        "heat_pump": "none",
        "charger": "none",
        "solar_watts": np.nan,
        "supply_kwh": 2_400.0,
        "cold_day_wh": 8_000.0,
        "summer_percent": 21.0,
        "evening_percent": 40.0,
        "night_percent": 25.0,
        "peak_watts": 900.0,
        "peak_hour": 18.0,
        "feed_in_watts": np.nan,
    }
    return pd.DataFrame([{**usual, **columns}] * rows)


def test_the_case_is_registered():
    """Everybody finds it by its key."""
    assert usecases.get("grid") is CASE


class TestPopulation:
    """Generated households follow published figures, and say what is assumed."""

    def test_every_number_has_a_source_or_a_reason(self):
        """A reader can look up each figure, and read why we assume the rest."""
        assert all(one.url.startswith("https://") and one.source for one in KNOWN.values())
        assert all(one.year[:4].isdigit() and one.unit for one in KNOWN.values())
        assert all(one.why and one.unit for one in ASSUMED.values())

    @pytest.mark.parametrize("dwelling", DWELLINGS)
    def test_dwellings_are_as_common_as_published(self, rows, dwelling):
        """Their shares lie within four standard errors."""
        share = KNOWN[f"share_{dwelling}"].value
        off = 4 * np.sqrt(share * (1 - share) / N)
        assert (rows["dwelling"] == dwelling).mean() == pytest.approx(share, abs=off)

    @pytest.mark.parametrize(
        ("found", "published", "off"),
        [
            (lambda rows: rows["supply_kwh"].mean(), "supply_mean", 0.05),
            (lambda rows: rows["solar_watts"].notna().mean(), "solar_share", 0.05),
            (lambda rows: rows["solar_watts"].sum() / N / 1_000, "solar_per_home", 0.05),
        ],
    )
    def test_means_are_as_published(self, rows, found, published, off):
        """Use, panels and their size lie within 5%."""
        assert found(rows) == pytest.approx(KNOWN[published].value, rel=off)

    def test_heat_pumps_and_charging_points_are_as_common_as_published(self, rows):
        """700,000 heat pumps, and 70% of 550,000 cars, over all households."""
        households = KNOWN["households"].value
        cars = KNOWN["electric_cars"].value * KNOWN["charged_at_home"].value
        pumps = KNOWN["heat_pumps"].value
        assert (rows["charger"] != "none").mean() == pytest.approx(cars / households, rel=0.1)
        assert (rows["heat_pump"] != "none").mean() == pytest.approx(pumps / households, rel=0.1)

    def test_use_is_as_skew_as_published(self, rows):
        """Of homes without anything special, median next to mean is as in 2020, within 3%."""
        plain = rows["solar_watts"].isna() & (rows["heat_pump"] == "none")
        supply = rows.loc[plain & (rows["charger"] == "none"), "supply_kwh"]
        published = KNOWN["supply_median_2020"].value / KNOWN["supply_mean_2020"].value
        assert supply.median() / supply.mean() == pytest.approx(published, rel=0.03)

    def test_panels_yield_and_homes_use_about_what_is_published(self, homes, curves):
        """875 kWh a year per kW; own use is somewhat above 30 to 40%, as hours smooth it."""
        assert pytest.approx(KNOWN["solar_yield"].value, rel=0.01) == YIELD_OF_DAY @ COUNTS
        fed_in = (np.maximum(-curves, 0).sum(axis=2) @ COUNTS).sum()
        own = 1 - fed_in / (homes.solar_kw.sum() * (YIELD_OF_DAY @ COUNTS))
        assert KNOWN["self_use"].low < own < KNOWN["self_use"].high + 0.06

    def test_rows_fit_their_public_description(self, rows):
        """Nothing lies outside bounds, between steps, or among unknown words."""
        for name, kind in DESCRIPTION.columns.items():
            known = rows[name].dropna()
            if isinstance(kind, Categories):
                assert set(known) == set(kind.values)
            else:
                assert known.between(kind.edges[0], kind.edges[-1]).all()
                assert np.allclose(known, kind.snapped(known.to_numpy()))

    def test_only_homes_with_panels_have_numbers_of_panels(self, rows):
        """A home without panels has neither watts nor feed-in."""
        assert (rows[OF_PANELS[0]].isna() == rows[OF_PANELS[1]].isna()).all()

    def test_no_generated_home_is_impossible(self, rows):
        """What is counted as impossible does not occur."""
        assert impossible(rows) == 0

    def test_the_seed_decides(self):
        """The same seed gives the same homes, another one others."""
        one, same, other = (generate(200, seed=seed) for seed in (1, 1, 2))
        assert one.equals(same)
        assert not one.equals(other)

    @pytest.mark.parametrize(("n", "seed"), [(119, 1), (8_300_001, 1), (120, -1)])
    def test_sizes_and_seeds_outside_are_refused(self, n, seed):
        """Fewer than a hundred homes or more than the country has make no population."""
        with pytest.raises(ParameterError):
            generate(n, seed=seed)

    def test_the_year_has_365_days_and_a_day_24_hours(self):
        """Kinds of day, habits and parts of a day are complete."""
        assert COUNTS.sum() == 365
        assert np.allclose(HABITS.sum(axis=1), 1)
        assert sorted(np.concatenate(PARTS).tolist()) == list(range(HOURS))


class TestCurves:
    """From twelve numbers back to load curves."""

    @pytest.mark.parametrize("day", [COLD, SUNNY])
    def test_curves_of_many_homes_are_near_their_meters(self, homes, curves, rows, day):
        """The mean curve of a kind of home is off by 0.2 kW at most, at any hour."""
        back = load_curves(rows)
        for place in range(len(DWELLINGS)):
            chosen = homes.dwelling == place
            off = back[chosen, day].mean(axis=0) - curves[chosen, day].mean(axis=0)
            assert np.abs(off).max() < 0.25

    def test_peaks_of_many_homes_are_near_their_meters(self, homes, curves, rows):
        """The simultaneous peak of a kind of home is off by a tenth at most."""
        back = load_curves(rows)
        for place in range(len(DWELLINGS)):
            chosen = homes.dwelling == place
            true = curves[chosen, COLD].mean(axis=0).max()
            assert back[chosen, COLD].mean(axis=0).max() == pytest.approx(true, rel=0.1)

    def test_a_cold_day_holds_exactly_its_energy_and_its_peak(self):
        """8 kWh in 24 hours, and 900 W at 18 h, which is the highest hour."""
        day = load_curves(changed(1))[0, COLD]
        assert day.sum() == pytest.approx(8)
        assert day[18] == pytest.approx(0.9)
        assert day.argmax() == 18

    @settings(max_examples=40, deadline=None)
    @given(
        cold=st.integers(500, 150_000),
        evening=st.integers(0, 100),
        night=st.integers(0, 100),
        peak=st.integers(0, 20_000),
        hour=st.integers(0, 23),
    )
    def test_any_row_gives_a_cold_day_with_its_energy(self, cold, evening, night, peak, hour):
        """Also rows of homes that cannot be: nothing is fed in, and no energy gets lost."""
        row = changed(
            1,
            cold_day_wh=float(cold),
            evening_percent=float(evening),
            night_percent=float(night),
            peak_watts=float(peak),
            peak_hour=float(hour),
        )
        day = load_curves(row)[0, COLD]
        assert day.min() >= 0
        assert day.sum() == pytest.approx(cold / 1_000)

    def test_a_year_holds_its_supply(self):
        """Without panels, the year adds up to what the row says."""
        year = load_curves(changed(1)).sum(axis=2)[0] @ COUNTS
        assert year == pytest.approx(2_400)

    def test_columns_that_nobody_asked_for_are_usual(self):
        """A home of which only the kind is known has a usual cold day."""
        day = load_curves(changed(1)[["dwelling"]])[0, COLD]
        assert day.sum() == pytest.approx(8)

    def test_feed_in_is_highest_at_noon_of_a_sunny_day(self):
        """3 kW are fed in at 13 h, less what is used then, and nothing in winter."""
        curve = load_curves(changed(1, solar_watts=4_000.0, feed_in_watts=3_000.0))[0]
        assert curve[SUNNY].argmin() == 13
        assert curve[SUNNY].min() == pytest.approx(-3, abs=0.01)
        assert curve[COLD].min() >= 0

    def test_the_load_duration_curve_falls_over_a_whole_year(self, rows):
        """8,760 hours, from high to low, with the same energy."""
        curve = load_curves(rows.head(50)).sum(axis=0)
        hours, load = duration_curve(curve)
        assert hours[-1] == 8_760
        assert (np.diff(load) <= 0).all()
        widths = np.diff(hours, prepend=0)
        assert widths @ load == pytest.approx(curve.sum(axis=1) @ COUNTS)


class TestStreets:
    """The simultaneous peak of homes behind one transformer."""

    def test_equal_homes_have_an_exact_peak(self):
        """With all homes alike every street has their peak: no chance is left."""
        found = streets(changed(30), "terraced", homes=50, n=20)
        assert found.peak_kw == pytest.approx(np.full(20, 0.9))
        assert found.holds(0.9001)
        assert not found.holds(0.8999)
        assert found.overloaded(0.8) == 1

    def test_peaks_at_different_hours_do_not_add_up(self):
        """Half at 18 h and half at 20 h: together less than the sum of their own peaks."""
        early, late = changed(400), changed(400, peak_hour=20.0)
        found = streets(pd.concat([early, late]), "terraced", homes=400, n=50)
        assert found.reported < 0.8

    def test_larger_streets_are_more_predictable(self, rows):
        """The peak per home that 95 of 100 streets stay below falls with more homes."""
        small, large = (streets(rows, "detached", homes=homes).reported for homes in (10, 400))
        assert small > 1.2 * large

    def test_a_kind_that_is_not_there_is_refused_in_words(self):
        """No row of this kind, no street; and a kind must exist."""
        with pytest.raises(DataError, match="got none"):
            of_dwelling(changed(3), "detached")
        with pytest.raises(ParameterError):
            of_dwelling(changed(3), "tent")

    @pytest.mark.parametrize("wrong", [{"homes": 9}, {"homes": 401}, {"n": 0}, {"seed": -1}])
    def test_numbers_outside_are_refused(self, wrong):
        """Streets have 10 to 400 homes."""
        with pytest.raises(ParameterError):
            streets(changed(3), "terraced", **wrong)


class TestKept:
    """What is left of peaks and seasons."""

    def test_real_rows_agree_with_themselves(self, rows):
        """Every verdict on the same rows is right."""
        found = verdicts(rows, rows, capacity=1.5)
        assert all(one.is_right and not one.is_dangerous for one in found)

    def test_a_peak_that_is_too_low_is_dangerous_and_too_high_is_not(self):
        """Saying that it holds while it does not is the worst error."""
        low, high = Verdict("detached", 2.0, 1.0, 1.5), Verdict("detached", 1.0, 2.0, 1.5)
        assert (low.is_right, low.is_dangerous) == (False, True)
        assert (high.is_right, high.is_dangerous) == (False, False)
        absent = Verdict("detached", 1.0, float("nan"), 1.5)
        assert (absent.is_right, absent.is_dangerous) == (False, False)

    def test_heat_pumps_make_winters(self, rows):
        """On a cold day a home with one takes several times what it takes in summer."""
        found = seasons(rows)
        assert found["electric"] > found["hybrid"] > 2 * found["none"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"feed_in_watts": 500.0},
            {"evening_percent": 80.0, "night_percent": 40.0},
            {"peak_watts": 9_000.0},
            {"supply_kwh": 100.0},
        ],
    )
    def test_impossible_homes_are_counted(self, wrong):
        """One of four homes that cannot be is a quarter."""
        rows = pd.concat([changed(3), changed(1, **wrong)])
        assert impossible(rows) == 0.25


class TestTechniques:
    """What each way to get rows keeps of the question, with fixed keys."""

    def run(self, technique, tables, columns=()):
        """Run with predictable secrets."""
        return CASE.run(technique, tables, teaching_seed=1, columns=columns)

    def test_real_rows_are_the_real_rows(self, tables):
        """The contrast has no error, and all verdicts right."""
        outcome = self.run(PLAIN, tables)
        assert outcome.error == 0
        assert outcome.answer.frame.equals(outcome.exact)
        assert "all_rows_at_reader" in outcome.leaks

    def test_trees_keep_the_peaks(self, tables):
        """Trees get every verdict right, with values of real homes."""
        outcome = self.run(CART, tables, FOR_PEAK)
        found = verdicts(outcome.exact, outcome.answer.frame, capacity=1.5)
        assert all(one.is_right for one in found)
        real = set(outcome.exact["cold_day_wh"])
        assert set(outcome.answer.frame["cold_day_wh"]) <= real

    def test_a_private_file_with_few_columns_tells_large_peaks_from_small_ones(self, tables):
        """Detached homes stay above terraced ones, and those above apartments."""
        outcome = CASE.run(PRIVATE, tables, teaching_seed=1, columns=FOR_PEAK, epsilon="5")
        rows = outcome.answer.frame
        found = [streets(rows, one).reported for one in ("apartment", "terraced", "detached")]
        assert found == sorted(found)
        assert outcome.answer.sheet["budget"]["epsilon"] == "5"

    def test_the_analyst_gets_only_the_columns_asked_for(self, tables):
        """Two columns asked, two columns sent: the rest stays at the keeper."""
        outcome = self.run(PRIVATE, tables, FOR_FEED_IN)
        assert list(outcome.answer.columns) == list(FOR_FEED_IN)

    def test_single_columns_lose_what_goes_together(self):
        """With columns on their own all kinds of street have the same peak, within a fifth."""
        pytest.importorskip("metasyn", reason="the extra synthetic is not installed")
        outcome = self.run(MARGINALS, CASE.load(n=1_500, seed=1), FOR_PEAK)
        rows = outcome.answer.frame
        peaks = [streets(rows, one, homes=400).reported for one in DWELLINGS]
        assert max(peaks) < 1.2 * min(peaks)
        truth = [streets(outcome.exact, one, homes=400).reported for one in DWELLINGS]
        assert max(truth) > 2 * min(truth)

    def test_an_unknown_column_is_refused(self, tables):
        """The codebook says what can be asked."""
        with pytest.raises(ParameterError):
            CASE.run(PRIVATE, tables, columns=("name",))


class TestNeighbour:
    """Who is striking, and what can be seen of them."""

    def test_striking_homes_have_everything(self, rows):
        """Panels, a heat pump and a charging point; fewer than one in fifty."""
        found = striking(rows)
        assert 0 < len(found) < N / 50
        assert (found["charger"] != "none").all()
        assert found["solar_watts"].notna().all()
        assert set(SEEN) < set(COLUMNS)


class TestFiles:
    """Examples can be read back, in both languages."""

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_examples_read_back(self, lang):
        """The rows are as their codebook says, and a run works on them."""
        made = files(lang, n=200, seed=1)
        contents = {
            party: made[slug].to_csv(index=False).encode()
            for party, slug in ((KEEPER, "rows"), (ANALYST, "codebook"))
        }
        found = read(contents, keeper=KEEPER, reader=ANALYST)
        assert len(found[KEEPER]) == 200
        assert list(found[KEEPER]) == list(codebook(lang))
        outcome = CASE.run(PRIVATE, found, teaching_seed=1)
        assert list(outcome.answer.columns) == list(codebook(lang))

    def test_an_unknown_language_is_refused(self):
        """There are two."""
        with pytest.raises(ParameterError):
            codebook("fr")


class TestRecord:
    """The stored measurements say what the page says."""

    def test_the_copy_is_caught_and_trees_are_not_private(self):
        """Attacks find the copy and the trees, and nothing clear in private rows at epsilon 1."""
        points = {(one.generator, one.epsilon): one for one in read_record(CASE).points}
        low = {key: one.worst.interval()[0] for key, one in points.items()}
        assert low["copy", ""] > 0.4
        assert low["cart-not-private", ""] > 0
        assert low["private", "1"] <= 0

    def test_trees_are_most_useful_and_single_columns_least(self):
        """Counts by two columns: trees above private rows, private above single columns."""
        points = {(one.generator, one.epsilon): one.pairs for one in read_record(CASE).points}
        assert points["cart-not-private", ""] < points["private", "1"] < points["marginals", ""]
