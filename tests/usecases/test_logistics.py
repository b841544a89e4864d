"""Who takes which load: the same winners as plain Python, and nothing told but those."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench import usecases
from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.datasets import write_csv
from pet_workbench.sharing.comparison import comparison_bytes
from pet_workbench.sharing.order.extremes import tournament_bytes
from pet_workbench.usecases.logistics import CASE, MOST_PALLETS, PLATFORM, SHIPPER, own_tables
from pet_workbench.usecases.logistics.offers import (
    BODIES,
    CARRIERS,
    MOST_CENTS,
    N_LINES,
    THIRD_BODIES,
    by_line,
    lines,
)
from pet_workbench.usecases.run_limit import RunLimit
from tests.uniformity import looks_uniform

COMPUTERS = (*BODIES, THIRD_BODIES[0])
SECRET, TRUSTED, PLAIN = CASE.techniques
techniques = pytest.mark.parametrize("technique", CASE.techniques)
LINE = ("origin", "destination", "day")


def offers(*rows):
    """Return a carrier's table with rows (origin, destination, day, pallets, cents)."""
    return pd.DataFrame(list(rows), columns=[*LINE, "pallets", "price_cents"]).astype("int64")


def loads(*rows):
    """Return the shipper's table with rows (origin, destination, day, pallets)."""
    return pd.DataFrame(list(rows), columns=[*LINE, "pallets"]).astype("int64")


def by_pandas(tables):
    """Return winners and second prices by merging and sorting, apart from the code."""
    carriers = [party for party in tables if party != SHIPPER]
    stacked = pd.concat([tables[name].assign(carrier=i) for i, name in enumerate(carriers)])
    asked = tables[SHIPPER].reset_index(names="load")
    able = asked.merge(stacked, on=list(LINE), suffixes=("", "_room"))
    able = able[able["pallets_room"] >= able["pallets"]].sort_values(["price_cents", "carrier"])
    winner, second = [], []
    for load in range(len(asked)):
        mine = able[able["load"] == load]
        winner.append(int(mine["carrier"].iloc[0]) if len(mine) else -1)
        second.append(int(mine["price_cents"].iloc[1]) if len(mine) > 1 else -1)
    return winner, second


@pytest.fixture(scope="module")
def tables():
    """Return six carriers and 60 loads."""
    return CASE.load(n=60, seed=2)


@techniques
@pytest.mark.parametrize("second_price", [False, True])
def test_winners_and_prices_are_those_of_a_merge(tables, technique, second_price):
    """Load by load; some loads find nobody, and some only one carrier."""
    winner, second = by_pandas(tables)
    outcome = CASE.run(technique, tables, second_price=second_price)
    assert outcome.answer.winner.tolist() == winner
    assert -1 in winner
    assert outcome.error == 0
    if second_price:
        assert outcome.answer.price_cents.tolist() == second
    else:
        assert outcome.answer.price_cents is None
    assert [one.receiver for one in outcome.released] == [SHIPPER] * (1 + second_price)


ROW = st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 1))


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_market(data):
    """Two to eight carriers, few prices so that many are equal, rooms at every edge."""
    room = st.sampled_from([0, 1, 2, MOST_PALLETS - 1, MOST_PALLETS])
    price = st.sampled_from([0, 1, MOST_CENTS])
    made = {}
    for at in range(data.draw(st.integers(2, 8))):
        on = data.draw(st.lists(ROW, unique=True, max_size=4))
        made[f"Carrier {at}"] = offers(*((*row, data.draw(room), data.draw(price)) for row in on))
    size = st.sampled_from([1, 2, MOST_PALLETS])
    asked = data.draw(st.lists(ROW, min_size=1, max_size=4))
    made[SHIPPER] = loads(*((*row, data.draw(size)) for row in asked))
    winner, second = by_pandas(made)
    answer = CASE.run(SECRET, made, second_price=True, keep_payload_bytes=0).answer
    assert answer.winner.tolist() == winner
    assert answer.price_cents.tolist() == second


@techniques
def test_of_equal_prices_the_first_on_the_list_wins(technique):
    """And the second price is then the same price."""
    same = offers((0, 1, 0, 10, 2500))
    made = {"A": same, "B": same, "C": offers((0, 1, 0, 10, 2600)), SHIPPER: loads((0, 1, 0, 10))}
    answer = CASE.run(technique, made, second_price=True).answer
    assert (answer.winner.tolist(), answer.price_cents.tolist()) == ([0], [2500])


@techniques
def test_no_loads_and_no_offers(technique):
    """Nothing asked is nothing answered; with nobody on the line nobody wins."""
    made = {"A": offers((0, 1, 0, 9, 1)), "B": offers(), SHIPPER: loads()}
    assert CASE.run(technique, made, second_price=True).answer.winner.size == 0
    made[SHIPPER] = loads((1, 0, 0, 1))
    assert CASE.run(technique, made, second_price=True).answer.winner.tolist() == [-1]


def test_every_line_has_a_number_of_its_own():
    """All cities and days there can be."""
    every = loads(*((o, d, day, 1) for o in range(6) for d in range(6) for day in range(5)))
    assert sorted(lines(every).tolist()) == list(range(N_LINES))


def test_only_the_shipper_reads_anything(tables):
    """Carriers receive nothing at all; bodies receive no opening; the shipper reads winners."""
    transcript = CASE.run(SECRET, tables, second_price=True).transcript
    for carrier in CARRIERS:
        assert transcript.view(carrier).received == ()
    opened = {m.step for m in transcript.view(SHIPPER).received}
    assert {step.removesuffix(" hash") for step in opened} == {"winners", "second prices"}
    for body in COMPUTERS:
        hashes = {m.step for m in transcript.view(body).received if m.step.endswith("hash")}
        assert hashes == set()


def test_without_agreement_no_price_is_revealed(tables):
    """The second price is computed only if it is part of the answer."""
    steps = {m.step for m in CASE.run(SECRET, tables).transcript.messages}
    assert not any("second" in step for step in steps)


def test_messages_do_not_depend_on_offers_or_loads(tables):
    """Other offers, lines and sizes give messages of the same steps and sizes."""
    seen = []
    empty = {party: table.iloc[:0] for party, table in tables.items()}
    same_line = loads(*[(0, 1, 0, MOST_PALLETS)] * 60)
    for made in (tables, {**empty, SHIPPER: same_line}):
        transcript = CASE.run(SECRET, made, second_price=True).transcript
        seen.append([(m.sender, m.receiver, m.step, m.size_bytes) for m in transcript.messages])
    assert seen[0] == seen[1]


@pytest.mark.statistical
def test_what_bodies_see_looks_uniform():
    """With no offers and equal loads every message to a body looks random; false alarm < 1e-6."""
    made = {carrier: offers() for carrier in CARRIERS}
    made[SHIPPER] = loads(*[(0, 1, 0, 1)] * 400)
    transcript = CASE.run(SECRET, made, second_price=True).transcript
    for body in COMPUTERS:
        messages = [m for m in transcript.view(body).received if m.size_bytes >= 1280]
        assert len(messages) > 10
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []


def test_bytes_by_formula():
    """Offers and loads once to those who lack them, then per load and carrier."""
    n, n_carriers = 40, len(CARRIERS)
    transcript = CASE.run(SECRET, CASE.load(n=n, seed=1), keep_payload_bytes=0).transcript

    def dealt(size):
        return 4 * 32 + 2 * size

    pairs = n * n_carriers
    padded = -(-pairs // 8) * 8
    lacks = comparison_bytes(pairs, bits=8) + 3 * padded * 4
    found = comparison_bytes(n, bits=32) + 3 * (-(-n // 32) * 32) * 4 + 3 * n * 4
    assert transcript.bytes == (
        3 * 32
        + n_carriers * (dealt(N_LINES) + dealt(4 * N_LINES))
        + 3 * 8
        + dealt(4 * n * N_LINES)
        + dealt(n)
        + 3 * pairs * (1 + 4)
        + lacks
        + tournament_bytes(n_carriers, bits=32, rows=n, with_position=True)
        + found
        + 3 * (n * 4 + 32)
    )


def test_with_plain_exchange_everybody_reads_everybody(tables):
    """Each carrier holds all offers of all competitors."""
    transcript = CASE.run(PLAIN, tables).transcript
    for carrier in CARRIERS:
        sent = {m.sender: m.items for m in transcript.view(carrier).find("price_cents")}
        assert sent == {other: len(tables[other]) for other in CARRIERS if other != carrier}


def test_a_platform_reads_all_and_carriers_nothing(tables):
    """The trusted third party has offers and loads."""
    transcript = CASE.run(TRUSTED, tables).transcript
    assert len(transcript.view(PLATFORM).find("price_cents")) == len(CARRIERS)
    assert all(transcript.view(carrier).received == () for carrier in CARRIERS)


@pytest.mark.parametrize("technique", [SECRET, TRUSTED])
def test_loads_are_counted(tables, technique):
    """Every load counts, also of one run: sixty loads are refused where fifty are allowed."""
    with pytest.raises(PrivacyError, match="at most 50 runs"):
        CASE.run(technique, tables, run_limit=RunLimit(50))
    CASE.run(technique, tables, run_limit=RunLimit(60))


@pytest.mark.parametrize("wrong", [{"second_price": 2}, {"third_body": "Notaris"}])
def test_impossible_choices_are_refused(tables, wrong):
    """Before anything is computed."""
    with pytest.raises(ParameterError):
        CASE.run(SECRET, tables, **wrong)


def test_generated_tables_are_in_range():
    """Every carrier serves some lines, once each; loads fit in a lorry."""
    made = CASE.load(n=500, seed=9)
    assert tuple(made) == (*CARRIERS, SHIPPER)
    for carrier in CARRIERS:
        table = made[carrier]
        assert not table.duplicated(list(LINE)).any()
        assert table["pallets"].between(1, 33).all()
        assert table["price_cents"].between(1, MOST_CENTS).all()
        assert (table["origin"] != table["destination"]).all()
        assert by_line(table)[0].sum() == table["pallets"].sum()
    assert made[SHIPPER]["pallets"].between(1, 33).all()
    again = CASE.load(n=500, seed=9)
    assert all(made[party].equals(again[party]) for party in made)


OFFER = "from,to,day,pallets,price\nVenlo,Zwolle,monday,8,21.50\n"
LOAD = "van;naar;dag;pallets\nVenlo;Zwolle;ma;5\n"


def read(offer=OFFER, load=LOAD):
    """Read one carrier's file and the loads."""
    return CASE.read({"Vervoerder A": offer.encode(), SHIPPER: load.encode()})


def test_files_are_read_in_two_languages():
    """English and Dutch names of columns and days; prices become cents."""
    made = read()
    assert made["Vervoerder A"].to_dict("records") == [
        {"origin": 2, "destination": 4, "day": 0, "pallets": 8, "price_cents": 2150}
    ]
    assert CASE.run(SECRET, {**made, "B": offers(), SHIPPER: made[SHIPPER]}).error == 0


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"offer": OFFER.replace("Venlo", "Parijs")}, "errors.data_choice"),
        ({"offer": OFFER.replace("monday", "sunday")}, "errors.data_choice"),
        ({"offer": OFFER.replace(",8,", ",100,")}, "errors.data_range"),
        ({"offer": OFFER.replace("21.50", "601")}, "errors.data_range"),
        ({"load": LOAD.replace(";5", ";0")}, "errors.data_range"),
        ({"offer": OFFER + "Venlo,Zwolle,mon,3,20\n"}, "errors.data_offered_twice"),
    ],
)
def test_files_with_a_problem_are_refused(files, message):
    """Each problem by its own name."""
    with pytest.raises(DataError) as caught:
        read(**files)
    assert message in {one.id for one in caught.value.parameters["problems"]}


def test_all_problems_are_told_at_once():
    """Of both files."""
    with pytest.raises(DataError) as caught:
        read(OFFER.replace("Venlo", "Parijs"), LOAD.replace(";5", ";0"))
    assert len(caught.value.parameters["problems"]) == 2


def test_written_tables_are_read_back():
    """What the page offers as an example is what it reads."""
    made = CASE.load(n=5, seed=1)
    for lang, headers in own_tables.HEADERS.items():
        content = {
            party: write_csv(own_tables.written(table, lang), lang=lang, headers=headers)
            for party, table in made.items()
        }
        back = CASE.read(content)
        for party, table in made.items():
            assert back[party].astype("int64").equals(table.astype("int64"))


def test_the_case_is_registered():
    """The command line and the start page find it by its key."""
    assert usecases.get("logistics") is CASE
    roles = CASE.roles(dict.fromkeys((*CARRIERS, SHIPPER)), CASE.parameters)
    assert np.unique(list(roles.values())).tolist() == ["carrier", "computer", "shipper", "third"]
