"""Entrepreneurs in heavy weather: exact, withheld before opening, and stated leaks only."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.sharing.order.suppression import rests_bytes, withholding_bytes
from pet_workbench.sharing.order.tabulation import tabulation_bytes
from pet_workbench.usecases.entrepreneurs import CASE, HOLDER, KVK, LEVELS, SECTORS, regions
from pet_workbench.usecases.entrepreneurs.grid import AREAS, PROVINCES, cells, regions_of_areas
from pet_workbench.usecases.entrepreneurs.own_tables import read, written
from pet_workbench.usecases.entrepreneurs.population import (
    area_shares,
    generate,
    sector_rates,
    sector_shares,
)
from pet_workbench.usecases.entrepreneurs.trouble import true_counts, withhold
from pet_workbench.usecases.run_limit import RunLimit
from tests.uniformity import looks_uniform

SECRET, SUPPRESSION, NOISY, TRUSTED, PLAIN = CASE.techniques


def tables(rows, signals=()):
    """Return tables of businesses (area, sector, signal), numbered from 1, and more `signals`."""
    kvk = pd.DataFrame(
        {
            "business": np.arange(1, len(rows) + 1),
            "area": np.array([area for area, _, _ in rows], np.int64),
            "sector": np.array([sector for _, sector, _ in rows], np.int64),
        }
    )
    known = [(at, signal) for at, (_, _, signal) in enumerate(rows, start=1) if signal is not None]
    both = [*known, *signals]
    holder = pd.DataFrame(
        {
            "business": np.array([at for at, _ in both], np.int64),
            "in_arrears": np.array([signal for _, signal in both], np.bool_),
        }
    )
    return {KVK: kvk, HOLDER: holder}


businesses = st.lists(
    st.tuples(st.sampled_from([0, 1, 9]), st.integers(0, 2), st.sampled_from([True, False, None])),
    min_size=1,
    max_size=60,
)


@given(businesses, st.sampled_from(LEVELS), st.integers(1, 6))
@settings(max_examples=25, deadline=None)
def test_all_techniques_give_the_same_table(rows, level, minimum):
    """As pandas counts it, for all levels and minima, also for businesses the holder lacks."""
    data = tables(rows, signals=[(999, True)])
    for technique in (SECRET, SUPPRESSION, TRUSTED, PLAIN):
        outcome = CASE.run(technique, data, level=level, minimum=minimum, keep_payload_bytes=0)
        assert outcome.error == 0, technique
        counted = outcome.answer.in_trouble[~outcome.answer.withheld]
        assert (counted >= minimum).all()


def test_the_table_by_hand():
    """Four in one cell are shown from four on; two and one in another province are not."""
    rows = [(0, 6, True)] * 4 + [(0, 6, False)] * 2 + [(3, 6, True)] * 2 + [(3, 0, True)]
    outcome = CASE.run(SECRET, tables(rows), minimum=4)
    groningen, friesland = regions("province").index("Groningen"), 1
    trade = SECTORS.index("G")
    assert outcome.answer.in_trouble[groningen, trade] == 4
    assert outcome.answer.businesses[groningen, trade] == 6
    assert outcome.answer.in_trouble[friesland].tolist() == [0] * 21
    assert outcome.answer.totals[groningen] == 4
    # the rest of Friesland is 3, and its two cells could be 2 and 1 at most: it would tell both
    assert outcome.answer.totals[friesland] == -1
    assert outcome.error == 0


def test_a_rest_is_given_where_it_says_little():
    """Four cells with 2 of 20 businesses each, shown from 4 on: the rest of 8 gives none away."""
    rows = [(0, sector, at < 2) for sector in range(4) for at in range(20)]
    outcome = CASE.run(SECRET, tables(rows), minimum=4)
    assert outcome.answer.rests[0] == 8
    assert outcome.answer.totals[0] == 8
    assert outcome.answer.totals[1] == 0
    assert outcome.error == 0


def test_with_a_minimum_of_one_everything_is_known():
    """Nothing is hidden then but that 0 is 0."""
    answer = CASE.run(SECRET, tables([(0, 0, True), (0, 1, False)]), minimum=1).answer
    assert answer.in_trouble.sum() == 1
    assert answer.totals.tolist() == [1] + [0] * 11


@pytest.mark.parametrize("signal", [True, False, None])
def test_one_business(signal):
    """A register of one row, with a signal, without, and unknown to the holder."""
    data = tables([(5, 5, signal)], signals=[(77, True)])
    outcome = CASE.run(SECRET, data, minimum=1)
    assert (outcome.error, int(outcome.answer.in_trouble.sum())) == (0, int(signal is True))


def test_a_holder_without_rows():
    """Nobody has a signal, and nothing is said."""
    data = tables([(0, 0, None)] * 5)
    for technique in (SECRET, SUPPRESSION, TRUSTED, PLAIN):
        outcome = CASE.run(technique, data, minimum=1)
        assert (outcome.error, int(outcome.answer.in_trouble.sum())) == (0, 0)


def test_bytes_follow_from_the_sizes():
    """Alignment, a table of 252 cells, withholding, rests and two openings, by formula."""
    n, m, n_cells = 700, 640, 252
    rows = [(0, 0, True)] * m + [(1, 1, None)] * (n - m)
    outcome = CASE.run(SECRET, tables(rows), keep_payload_bytes=0)
    keys, word = 32 * 3, 4
    aligned = 32 + 16 + 32 + n * 8 + n * word + (m + n) * (word + 8)
    table = tabulation_bytes(n, n_cells, bits=32)
    withheld = n_cells * word + withholding_bytes(n_cells, bits=32)
    rest = rests_bytes(12, bits=32, n_most=n_cells)
    opened = (n_cells + 12) * word + 2 * 32
    assert outcome.transcript.bytes == keys + aligned + table + withheld + rest + opened


def test_rounds_do_not_grow_with_the_rows():
    """As many for ten businesses as for a thousand."""
    rounds = {
        CASE.run(SECRET, tables([(0, 0, True)] * n), keep_payload_bytes=0).transcript.rounds
        for n in (10, 1_000)
    }
    assert len(rounds) == 1


STATED = {"sizes", "pseudonyms of places", "pseudonyms of rows", "positions"}


def test_all_that_parties_see_beyond_the_stated_leaks_looks_random():
    """Every large message but pseudonyms and places is uniform; the adder sees shuffled cells."""
    data = CASE.load(n=20_000, seed=3)
    outcome = CASE.run(SECRET, data)
    seen = set()
    for message in outcome.transcript.messages:
        if message.size_bytes >= 5 * 256 and message.step not in STATED:
            if message.step == "cells in random order":
                assert message.receiver == HOLDER
                continue
            seen.add(message.step)
            assert looks_uniform(message.payload), message.step
    assert "masked numbers in random order" in seen


def test_the_holder_sees_cell_sizes_and_no_cells():
    """Cells arrive in an order that has nothing to do with KVK's list or the places."""
    data = CASE.load(n=5_000, seed=3)
    outcome = CASE.run(SECRET, data)
    (message,) = outcome.transcript.view(HOLDER).find("cells in random order")
    area, sector = (data[KVK][name].to_numpy() for name in ("area", "sector"))
    true = cells(area, sector, level="province")
    assert np.array_equal(np.sort(message.values()), np.sort(true))
    assert np.corrcoef(message.values(), true)[0, 1] < 0.1


def test_small_cells_are_opened_only_by_suppression_afterwards():
    """KVK's analyst reads the whole table there; with our protocol no message holds it."""
    data = CASE.load(n=20_000, seed=3)
    found, _ = true_counts(data[KVK], data[HOLDER], "province")
    afterwards = CASE.run(SUPPRESSION, data)
    parts = afterwards.transcript.view(KVK).find("whole table")
    assert len(parts) == 1
    assert afterwards.released[0].guarantee == "none"
    assert np.array_equal(afterwards.answer.in_trouble, np.where(found < 10, 0, found))
    assert not CASE.run(SECRET, data).transcript.view(KVK).find("whole table")


def test_released_counts_what_kvk_reads():
    """Shown cells and given rests, with what is promised about them."""
    outcome = CASE.run(SECRET, CASE.load(n=20_000, seed=3))
    table, rest = outcome.released
    assert (table.receiver, table.guarantee) == (KVK, "minimum_cell")
    assert table.items == int((outcome.answer.in_trouble > 0).sum())
    assert rest.items == int((outcome.answer.rests > 0).sum())


def test_the_holder_can_refuse_a_second_table():
    """Two tables of the same data can be subtracted: the holder counts."""
    limit = RunLimit(1)
    data = tables([(0, 0, True)] * 12)
    CASE.run(SECRET, data, run_limit=limit)
    for technique in CASE.techniques:
        with pytest.raises(PrivacyError, match="this would be run 2"):
            CASE.run(technique, data, run_limit=limit, level="part")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"minimum": 0}, "1 <= minimum"),
        ({"minimum": 1_001}, "minimum <= 1000"),
        ({"minimum": 2.5}, "whole number for minimum"),
        ({"minimum": True}, "whole number for minimum"),
        ({"level": "street"}, "need level to be one of country, part, province, area"),
        ({"third_party": "KVK"}, "need third_party"),
    ],
)
def test_parameters_are_checked(wrong, message):
    """Each names what it needs."""
    with pytest.raises(ParameterError, match=message):
        CASE.run(SECRET, tables([(0, 0, True)]), **wrong)


def test_every_level_divides_the_country():
    """Forty areas, twelve provinces, four parts; every region has areas."""
    assert [len(regions(level)) for level in LEVELS] == [1, 4, 12, 40]
    for level in LEVELS:
        assert set(regions_of_areas(level)) == set(range(len(regions(level))))
    of_province = np.array([list(PROVINCES).index(one) for one, _ in AREAS.values()])
    assert np.array_equal(regions_of_areas("province"), of_province)


def test_shares_follow_the_published_figures():
    """Construction 268,475 of 2,316,555; Zuid-Holland 443 of 2,300 thousand; all add up to 1."""
    shares = sector_shares()
    assert shares.sum() == pytest.approx(1)
    assert shares[SECTORS.index("F")] == pytest.approx(268_475 / 2_316_555)
    assert (shares > 0).all()
    here = regions_of_areas("province") == regions("province").index("Zuid-Holland")
    assert area_shares()[here].sum() == pytest.approx(443 / 2_300)
    rates = sector_rates()
    assert (rates * shares).sum() == pytest.approx(1)
    assert rates[SECTORS.index("I")] == rates.max()


def test_generated_tables_have_the_shape_of_the_country():
    """Sizes, distinct numbers outside the trade register's range, and about 4 % with a signal."""
    data = generate(50_000, seed=5)
    kvk, holder = data[KVK], data[HOLDER]
    assert len(kvk) == 50_000
    assert kvk["business"].is_unique
    assert holder["business"].is_unique
    assert kvk["business"].min() >= 10**8
    assert holder["in_arrears"].mean() == pytest.approx(0.04, abs=0.01)
    assert holder["business"].isin(kvk["business"]).mean() == pytest.approx(0.97 / 0.99, abs=0.01)
    again = generate(50_000, seed=5)
    assert all(again[party].equals(data[party]) for party in data)
    assert not generate(50_000, seed=6)[KVK].equals(kvk)


@pytest.mark.parametrize("n", [0, 2_500_001, 1.5, True])
def test_the_size_is_checked(n):
    """One business at least, not more than there could be."""
    with pytest.raises(ParameterError):
        generate(n, seed=1)


def test_rest_rule_in_the_clear():
    """The oracle that the protocol is held against, on a table written out by hand."""
    counts, there = np.array([[9, 3, 2, 4]]), np.array([[20, 20, 20, 20]])
    assert withhold(counts, there, level="country", minimum=5).rests.tolist() == [0]
    counts = np.array([[9, 3, 2, 1]])
    assert withhold(counts, there, level="country", minimum=5).rests.tolist() == [6]
    there = np.array([[20, 3, 2, 1]])
    assert withhold(counts, there, level="country", minimum=5).rests.tolist() == [0]


OWN_KVK = "onderneming;gebied;sector\n5;Twente;G\n6;groot-rijnmond;f\n7;Veluwe;A\n"


def test_own_tables_are_read_in_words():
    """Areas and sectors by name, whatever the capitals."""
    data = read(OWN_KVK.encode(), b"onderneming;betalingsachterstand\n5;ja\n9;nee\n")
    assert data[KVK]["sector"].tolist() == [6, 5, 0]
    assert [tuple(AREAS)[at] for at in data[KVK]["area"]] == ["Twente", "Groot-Rijnmond", "Veluwe"]
    assert data[HOLDER]["in_arrears"].tolist() == [True, False]
    assert CASE.run(SECRET, data, minimum=1).error == 0


def test_all_problems_are_reported_at_once():
    """An area that does not exist, a sector that does not, and a flag that is none."""
    with pytest.raises(DataError) as error:
        read(
            b"business,area,sector\n5,Atlantis,G\n6,Twente,Z\n", b"business,in_arrears\n5,perhaps\n"
        )
    found = [(one.id, one.parameters["found"]) for one in error.value.parameters["problems"]]
    assert found == [
        ("errors.data_choice", "Atlantis"),
        ("errors.data_choice", "Z"),
        ("errors.data_flag", "perhaps"),
    ]


def test_tables_without_a_common_business_are_refused():
    """Probably two kinds of number."""
    with pytest.raises(DataError) as error:
        read(OWN_KVK.encode(), b"business,in_arrears\n50,yes\n")
    assert error.value.id == "errors.data_nobody_in_both"


def test_what_is_written_is_read_back():
    """The example files hold the generated tables."""
    from pet_workbench.datasets import write_csv

    data = generate(300, seed=2)
    files = {party: write_csv(table, lang="en") for party, table in written(data).items()}
    back = CASE.read(files)
    assert all(back[party].equals(data[party]) for party in data)
