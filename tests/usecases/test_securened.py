"""Incident reports in shares: exact, in range whatever is dealt, and only what enough have seen."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import DataError, ParameterError
from pet_workbench.sharing.comparison import comparison_bytes
from pet_workbench.sharing.order.suppression import withholding_bytes
from pet_workbench.usecases.securened import (
    CASE,
    COMPUTERS,
    FILE,
    KINDS,
    NCSC,
    SECTORS,
    TRUSTED,
    WEEKS,
    in_shares,
)
from pet_workbench.usecases.securened.own_tables import read, written
from pet_workbench.usecases.securened.population import generate
from pet_workbench.usecases.securened.reports import N_CELLS, counts_of
from tests.three_parties import combine, compute, shares
from tests.uniformity import looks_uniform

SECRET, NOISY, THIRD, PLAIN = CASE.techniques


def report(*rows, sector=0):
    """Return one organisation's report of rows (kind, week, count)."""
    columns = zip(*(rows or [(0, 1, 0)]), strict=True)
    kind, week, count = (np.array(column, np.int64) for column in columns)
    return pd.DataFrame({"sector": sector, "kind": kind, "week": week, "count": count})


reports = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.dictionaries(
            st.tuples(st.integers(0, 2), st.integers(1, 2)), st.integers(0, 30), max_size=4
        ),
    ),
    min_size=1,
    max_size=12,
)


@given(reports, st.integers(1, 4), st.sampled_from(["all", "sector"]), st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_all_techniques_read_the_same(drawn, minimum, breakdown, cap):
    """As pandas counts it, with any minimum and cap, together and per sector."""
    tables = {
        f"Org {at}": report(*((k, w, c) for (k, w), c in cells.items()), sector=sector)
        for at, (sector, cells) in enumerate(drawn)
    }
    for technique in (SECRET, THIRD, PLAIN):
        outcome = CASE.run(
            technique,
            tables,
            minimum=minimum,
            breakdown=breakdown,
            cap=cap,
            keep_payload_bytes=0,
        )
        assert outcome.error == 0, technique
        shown = outcome.answer.organisations[outcome.answer.shown]
        assert (shown >= minimum).all()


def test_seen_at_enough_organisations_by_hand():
    """Three saw kind 4 in week 7, two kind 5: with a minimum of three only the first is given."""
    tables = {f"Org {at}": report((4, 7, at + 1), (5, 7, 1)) for at in range(2)}
    tables["Org 2"] = report((4, 7, 10))
    answer = CASE.run(SECRET, tables, minimum=3).answer
    assert (answer.organisations[0, 4, 6], answer.incidents[0, 4, 6]) == (3, 13)
    assert int(answer.shown.sum()) == 1


CORNERS = {
    0: 0,
    1: 1,
    100: 100,
    101: 100,
    2**31 - 1: 100,
    2**31: 100,
    2**31 + 1: 0,
    2**31 + 100: 0,
    2**31 + 101: 0,
    2**32 - 1: 0,
}
"""What may be dealt, and what it counts for with a cap of 100."""


def test_whatever_is_dealt_counts_for_one_organisation_and_at_most_the_cap():
    """All corners of the ring: an organisation can invent up to its cap and no more."""

    async def step(computer, share):
        return await in_shares._within_range(computer, share, cap=100)

    results, _ = compute(step, shares(np.array(list(CORNERS), np.uint32), 7, 9))
    seen, counted = (combine(parts) for parts in zip(*results, strict=True))
    assert counted.tolist() == list(CORNERS.values())
    assert seen.tolist() == [int(count > 0) for count in CORNERS.values()]


def test_an_organisation_that_reports_too_much_counts_as_the_cap():
    """A million incidents in one week are taken for a hundred."""
    tables = {"Org 1": report((0, 1, 10**6)), "Org 2": report((0, 1, 1))}
    outcome = CASE.run(SECRET, tables, minimum=1, cap=100)
    assert outcome.answer.incidents[0, 0, 0] == 101
    assert outcome.error == 0


def test_bytes_follow_from_the_numbers():
    """Dealing, two comparisons and two products per number, withholding, and revealing."""
    n = 7
    tables = {f"Org {at}": report((0, 1, 1)) for at in range(n)}
    outcome = CASE.run(SECRET, tables, keep_payload_bytes=0)
    word, keys = 4, 3 * 32
    dealt = n * (3 * 1 + 4 * 32 + 2 * N_CELLS * word)
    numbers = n * N_CELLS
    padded = -(-2 * numbers // 32) * 32
    checked = comparison_bytes(2 * numbers, bits=32) + 3 * word * (padded + 2 * numbers)
    revealed = 2 * 3 * (N_CELLS * word + 32)
    expected = keys + dealt + checked + withholding_bytes(N_CELLS, bits=32, n_sums=1) + revealed
    assert outcome.transcript.bytes == expected


def test_rounds_do_not_grow_with_the_organisations():
    """As many for three as for thirty."""
    rounds = {
        CASE.run(
            SECRET, {f"Org {at}": report((0, 1, 1)) for at in range(n)}, keep_payload_bytes=0
        ).transcript.rounds
        for n in (3, 30)
    }
    assert len(rounds) == 1


def test_nothing_readable_reaches_a_computing_party():
    """But the sectors, every message to it is a key, a hash or uniform."""
    outcome = CASE.run(SECRET, CASE.load(n=40, seed=1))
    for computer in COMPUTERS:
        large = b""
        for message in outcome.transcript.view(computer).received:
            if message.step != "sector" and message.size_bytes != 32:
                large += message.payload
        assert looks_uniform(large)


def test_organisations_receive_nothing():
    """They deal and are done."""
    outcome = CASE.run(SECRET, CASE.load(n=5, seed=1))
    assert not outcome.transcript.view("Org 001").received


def test_two_computing_parties_read_every_report_and_one_reads_none():
    """Which is why they have to be bodies that do not help each other."""
    tables = CASE.load(n=6, seed=1)
    transcript = CASE.run(SECRET, tables).transcript
    for organisation, table in tables.items():
        options = {"owner": organisation, "dtype": np.uint32}
        pair = {name: transcript.view(name) for name in COMPUTERS[1:]}
        read_by_two = read_dealt(pair, COMPUTERS, "counts", **options)
        assert np.array_equal(read_by_two, counts_of(table))
        one = {COMPUTERS[0]: transcript.view(COMPUTERS[0]), NCSC: transcript.view(NCSC)}
        assert read_dealt(one, COMPUTERS, "counts", **options) is None


def test_the_third_party_takes_part_only_where_it_is_trusted():
    """It then gets every report; NCSC does only in the plain exchange."""
    tables = CASE.load(n=5, seed=1)
    assert TRUSTED not in CASE.run(SECRET, tables).transcript.parties
    trusting = CASE.run(THIRD, tables).transcript
    assert len(trusting.view(TRUSTED).find("count")) == 5
    assert not trusting.view(NCSC).find("count")
    assert len(CASE.run(PLAIN, tables).transcript.view(NCSC).find("count")) == 5


def test_an_organisation_in_two_sectors_is_refused():
    """It would count in two tables."""
    table = report((0, 1, 1), (1, 1, 1))
    table["sector"] = [0, 1]
    with pytest.raises(DataError, match="need one sector for Org 1, got 2") as error:
        CASE.run(SECRET, {"Org 1": table})
    assert error.value.id == "errors.reports_sector"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"minimum": 0}, "1 <= minimum"),
        ({"minimum": 1.5}, "whole number for minimum"),
        ({"cap": 0}, "1 <= cap"),
        ({"cap": True}, "whole number for cap"),
        ({"breakdown": "week"}, "need breakdown to be one of all, sector"),
        ({"computers": ("CBS", "CBS", "RINIS")}, "three different computing parties"),
    ],
)
def test_parameters_are_checked(wrong, message):
    """Each names what it needs."""
    with pytest.raises(ParameterError, match=message):
        CASE.run(SECRET, {"Org 1": report()}, **wrong)


def test_generated_reports_have_a_wave_and_rare_kinds():
    """Gijzelsoftware peaks in the middle; some kind is seen at a single organisation."""
    tables = generate(120, seed=1)
    assert list(tables)[:2] == ["Org 001", "Org 002"]
    everything = CASE.exact(tables, minimum=1, breakdown="all", cap=100)
    wave = everything.incidents[0, KINDS.index("ransomware")]
    assert wave[12:17].mean() > 4 * wave[:6].mean()
    assert (everything.organisations[0, KINDS.index("supplier-compromise")] == 1).any()
    assert {table["sector"].nunique() for table in tables.values()} == {1}
    assert all(generate(120, seed=1)[name].equals(table) for name, table in tables.items())


@pytest.mark.parametrize("n", [0, 2_001, 1.5])
def test_the_number_of_organisations_is_checked(n):
    """One at least."""
    with pytest.raises(ParameterError):
        generate(n, seed=1)


OWN = "organisatie;sector;techniek;week;aantal\n1;zorg;gijzelsoftware;3;2\n2;water;phishing;26;0\n"


def test_own_reports_are_read_in_words():
    """One file with all organisations, in Dutch or English words."""
    tables = CASE.read({FILE: OWN.encode()})
    assert tables["Org 001"].to_dict("records") == [{"sector": 1, "kind": 4, "week": 3, "count": 2}]
    assert sorted(tables) == ["Org 001", "Org 002"]
    outcome = CASE.run(SECRET, tables, minimum=1)
    assert (outcome.error, int(outcome.answer.shown.sum())) == (0, 1)


def test_all_problems_of_a_file_are_reported_at_once():
    """A kind that is none, a week beyond the table, and an organisation that is missing."""
    with pytest.raises(DataError) as error:
        read(b"organisation,sector,technique,week,count\n1,care,magic,1,1\n2,care,phishing,27,1\n")
    assert [one.id for one in error.value.parameters["problems"]] == [
        "errors.data_choice",
        "errors.data_range",
    ]


def test_contradictions_between_rows_are_reported():
    """An organisation in two sectors, and one that reports the same twice."""
    content = (
        b"organisation,sector,technique,week,count\n1,care,phishing,1,1\n1,water,phishing,2,1\n"
        b"2,care,phishing,1,1\n2,care,phishing,1,4\n"
    )
    with pytest.raises(DataError) as error:
        read(content)
    found = [(one.id, one.parameters["row"]) for one in error.value.parameters["problems"]]
    assert found == [("errors.data_two_sectors", 3), ("errors.data_report_twice", 5)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_written_is_read_back(lang):
    """The example file holds the generated reports."""
    from pet_workbench.datasets import write_csv
    from pet_workbench.usecases.securened.own_tables import HEADERS

    tables = generate(8, seed=2)
    content = write_csv(written(tables, lang), lang=lang, headers=HEADERS[lang])
    back = read(content)
    assert all(back[name].equals(table.astype(np.int64)) for name, table in tables.items())
    assert len(SECTORS) * len(KINDS) * WEEKS == 1872
