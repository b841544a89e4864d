"""Which products are accepted: those that plain arithmetic accepts, and nothing told but that."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench import usecases
from pet_workbench.core import DataError, ParameterError, ProtocolError
from pet_workbench.core.group import ORDER
from pet_workbench.datasets import each_problem
from pet_workbench.usecases.passport import (
    AUDITOR,
    CASE,
    PLAIN,
    PLATFORM,
    PRODUCER,
    SUPPLIERS,
    TRUSTED,
    VERIFIER,
    ZERO_KNOWLEDGE,
    own_tables,
)
from pet_workbench.usecases.passport.claims import LIES, MOST_GRAMS, ORIGINS
from pet_workbench.usecases.passport.document import passport_bytes
from pet_workbench.usecases.passport.in_proofs import Rules
from pet_workbench.usecases.passport.population import FIRST_PRODUCT, generate
from tests.uniformity import looks_uniform

WAYS = (ZERO_KNOWLEDGE, TRUSTED, PLAIN)
each_way = pytest.mark.parametrize("technique", WAYS)


def by_pandas(tables, minimum=30, approved=27):
    """Tell which products meet the rules and are stated truly, by merging, apart from the code."""
    named = {party: table for party, table in tables.items() if party not in (PRODUCER, AUDITOR)}
    said = pd.concat([table.assign(who=place) for place, table in enumerate(named.values())])
    books = tables[AUDITOR].rename(columns={"supplier": "who"})
    columns = ["who", "product", "mass", "recycled", "origin"]
    both = said.merge(books, on=columns, how="left", indicator=True)
    both["right"] = (
        both["_merge"].eq("both")
        & both["recycled"].le(both["mass"])
        & both["origin"].isin(range(approved))
    )
    found = both.groupby("product").agg(
        mass=("mass", "sum"), recycled=("recycled", "sum"), right=("right", "all")
    )
    found = found.join(tables[PRODUCER].set_index("product"))
    enough = found["recycled"] / found["mass"] >= minimum / 100
    return (found["right"] & enough & found["mass"].eq(found["weight"])).tolist()


def product(*rows, weight=None, books=None):
    """Return one product of suppliers with rows (mass, recycled, origin)."""
    tables = {
        supplier: pd.DataFrame(
            {"product": [7], "mass": [mass], "recycled": [recycled], "origin": [origin]}
        )
        for supplier, (mass, recycled, origin) in zip(SUPPLIERS, rows, strict=False)
    }
    seen = [(place, 7, *row) for place, row in enumerate(books if books is not None else rows)]
    whole = sum(row[0] for row in rows) if weight is None else weight
    tables[PRODUCER] = pd.DataFrame({"product": [7], "weight": [whole]})
    columns = ["supplier", "product", "mass", "recycled", "origin"]
    tables[AUDITOR] = pd.DataFrame(seen, columns=columns)
    return tables


@pytest.fixture(scope="module")
def tables():
    """Return five products, of which three are right."""
    return CASE.load(n=5, seed=1)


@pytest.fixture(scope="module")
def outcome(tables):
    """Return a run with proofs."""
    return CASE.run(ZERO_KNOWLEDGE, tables)


@each_way
@pytest.mark.parametrize(("minimum", "approved"), [(30, 27), (35, 50)])
def test_accepted_is_what_a_merge_accepts(tables, technique, minimum, approved):
    """Product by product, whatever is asked; some fail on recycling and some on origin."""
    found = CASE.run(technique, tables, minimum_share=minimum, approved=approved)
    assert found.answer.accepted.tolist() == by_pandas(tables, minimum, approved)
    assert found.error == 0
    assert found.answer.products.tolist() == tables[PRODUCER]["product"].tolist()


EDGES = [
    ("just enough", product((70, 0, 0), (30, 30, 26)), True),
    ("one gram too little", product((71, 0, 0), (30, 30, 0)), False),
    ("all of it recycled", product((100, 100, 0), (1, 1, 0)), True),
    ("the heaviest", product((MOST_GRAMS, MOST_GRAMS, 0), (MOST_GRAMS, MOST_GRAMS, 1)), True),
    ("more recycled than there is", product((100, 101, 0), (100, 100, 0)), False),
    ("a gram too heavy", product((70, 30, 0), (30, 30, 0), weight=101), False),
    ("first origin off the list", product((70, 70, 27), (30, 30, 0)), False),
    ("unknown origin", product((70, 70, ORIGINS.index("XX")), (30, 30, 0)), False),
    ("other books", product((70, 70, 0), (30, 30, 0), books=((70, 69, 0), (30, 30, 0))), False),
]


@pytest.mark.parametrize(("made", "right"), [e[1:] for e in EDGES], ids=[e[0] for e in EDGES])
def test_edges(made, right):
    """One gram decides, with proofs as in the clear; two suppliers are enough."""
    for technique in WAYS:
        found = CASE.run(technique, made)
        assert found.answer.accepted.tolist() == [right] == by_pandas(made)
        assert found.error == 0


@pytest.mark.parametrize("lie", LIES[1:3])
def test_a_lie_is_accepted_without_an_auditor_and_refused_with_one(lie):
    """The lesson: a proof says nothing about truth, in any technique."""
    made = product((500, 20, 40), (500, 500, 0))
    chosen = {"approved": 50} if lie == "recycled" else {}
    for technique in WAYS:
        alone = CASE.run(technique, made, lie=lie, auditor=False, minimum_share=50, **chosen)
        seen = CASE.run(technique, made, lie=lie, auditor=True, minimum_share=50, **chosen)
        assert alone.answer.accepted.tolist() == [True]
        assert alone.error == 1
        assert seen.answer.accepted.tolist() == [False]
        assert seen.error == 0
    assert AUDITOR not in alone.transcript.parties


def test_a_lie_about_mass_is_caught_by_the_scales():
    """What weighs more than the product cannot be in it: no auditor is needed."""
    found = CASE.run(
        ZERO_KNOWLEDGE, product((500, 500, 0), (500, 500, 0)), lie="mass", auditor=False
    )
    assert found.answer.reasons == ("no_passport",)
    assert found.error == 0


def test_a_liar_may_be_any_supplier(tables):
    """Only the one that is named lies."""
    found = CASE.run(PLAIN, tables, lie="recycled", liar=SUPPLIERS[2], auditor=False)
    view = found.transcript.view(VERIFIER)
    mass, recycled = (np.array([m.values() for m in view.find(n)]) for n in ("mass", "recycled"))
    assert (mass == recycled).all(axis=1).tolist() == [False, False, True, False, False, False]


def test_the_verifier_gets_nothing_but_closed_things(outcome, tables):
    """Its bytes are of one length for all passports and hold no amount that can be read."""
    view = outcome.transcript.view(VERIFIER)
    accepted = int(outcome.answer.accepted.sum())
    assert {message.step for message in view.received} == {
        "key of the auditor",
        "products",
        "weights",
        "has a passport",
        "passports",
    }
    passports = view.find("passports")[0].values()
    assert passports.size == accepted * passport_bytes(Rules.of(outcome.parameters))
    whole = passports.tobytes()
    for supplier in SUPPLIERS:
        assert supplier.encode() not in whole
        for name in ("mass", "recycled"):
            for grams in tables[supplier][name].tolist():
                assert int(grams).to_bytes(8, "little") not in whole


def test_what_a_supplier_gets_is_uniform():
    """Shares of another's opening look like random numbers, whatever the opening is."""
    made = CASE.load(n=5, seed=1)
    for supplier in SUPPLIERS:
        made[supplier] = made[supplier].assign(recycled=0)
    found = CASE.run(ZERO_KNOWLEDGE, made, auditor=False, approved=2)
    view = found.transcript.view(SUPPLIERS[0])
    got = b"".join(m.values().tobytes() for m in view.find("part of an opening"))
    low = np.frombuffer(got, np.uint8).reshape(-1, 32)[:, :31]
    assert looks_uniform(low.reshape(-1))


def test_the_producer_learns_the_totals_and_nothing_else(outcome, tables):
    """What the sums of shares add up to is mass and recycled mass of the whole."""
    view = outcome.transcript.view(PRODUCER)
    steps = {message.step for message in view.received}
    assert steps == {"sums of parts", "part of the passport"}
    sums = [
        [int.from_bytes(row.tobytes(), "little") for row in message.values().reshape(-1, 32)]
        for message in view.find("sums of parts")
    ]
    whole = [sum(column) % ORDER for column in zip(*sums, strict=True)]
    for at, name in ((0, "mass"), (2, "recycled")):
        assert whole[at::4] == sum(tables[one][name] for one in SUPPLIERS).tolist()


def test_five_suppliers_and_the_producer_miss_one_share_of_each_opening(outcome):
    """The sixth supplier keeps a share to itself: what it deals adds up to something else."""
    messages = outcome.transcript.messages
    dealt = [
        m.values().reshape(-1, 32)
        for m in messages
        if m.sender == SUPPLIERS[5] and m.step == "part of an opening"
    ]
    assert len(dealt) == 5
    first = sum(int.from_bytes(one[0].tobytes(), "little") for one in dealt) % ORDER
    assert first > 2**64


def test_which_supplier_made_a_part_does_not_show(tables):
    """Parts stand in the order of their bytes, which differs from run to run."""
    only = {party: table[table["product"] == FIRST_PRODUCT] for party, table in tables.items()}
    orders = set()
    for _ in range(4):
        run = CASE.run(ZERO_KNOWLEDGE, only, approved=5, minimum_share=0)
        handed = [
            m.values().tobytes()
            for m in run.transcript.view(PRODUCER).received
            if m.step == "part of the passport"
        ]
        passport = run.transcript.view(VERIFIER).find("passports")[0].values().tobytes()
        if passport:
            orders.add(tuple(sorted(range(6), key=lambda at: passport.index(handed[at]))))
    assert orders == set() or len(orders) > 1


def test_a_passport_is_for_its_date(tables):
    """Another date is another context, in proofs and in signatures."""
    only = {party: table[table["product"] == FIRST_PRODUCT] for party, table in tables.items()}
    first, second = (
        CASE.run(ZERO_KNOWLEDGE, only, issued=issued) for issued in ("2026-11-02", "2026-11-03")
    )
    assert first.answer.accepted.tolist() == second.answer.accepted.tolist() == [True]


def test_numbers_above_the_order_are_refused(tables):
    """A supplier that sends what is no number of the group stops the run."""

    def spoil(message, values):
        if message.step == "sums of parts":
            return np.full_like(values, 255)
        return values

    with pytest.raises(ProtocolError) as caught:
        CASE.run(ZERO_KNOWLEDGE, tables, interfere=spoil)
    assert caught.value.id == "errors.passport_number"


def test_a_false_share_of_the_sum_makes_no_passport(tables):
    """Who hands in a wrong part of the sums only makes the proof fail."""

    def spoil(message, values):
        if message.step == "sums of parts" and message.sender == SUPPLIERS[0]:
            changed = values.copy()
            changed[::32] ^= 1
            return changed
        return values

    found = CASE.run(ZERO_KNOWLEDGE, tables, interfere=spoil)
    assert not found.answer.accepted.any()


def test_the_platform_tells_yes_or_no_only(tables):
    """With a platform the verifier reads products and verdicts."""
    view = CASE.run(TRUSTED, tables).transcript.view(VERIFIER)
    assert [message.step for message in view.received] == ["product", "verdicts"]
    assert {message.sender for message in view.received} == {PLATFORM}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minimum_share", 101),
        ("minimum_share", 0.5),
        ("approved", 1),
        ("lie", "weather"),
        ("liar", "Producent"),
        ("issued", "2 November"),
    ],
)
def test_values_out_of_range_are_refused(tables, name, value):
    """Before anything runs."""
    with pytest.raises(ParameterError):
        CASE.run(PLAIN, tables, **{name: value})


def test_releases_say_what_the_verifier_reads(tables, outcome):
    """A checked proof; with an open passport the amounts as well."""
    assert [(one.what, one.guarantee) for one in outcome.released] == [("proof_checked", "proven")]
    plain = CASE.run(PLAIN, tables).released
    assert [one.what for one in plain] == ["proof_checked", "passport_numbers"]


def test_generated_products_are_the_same_however_many():
    """The first of many are the few, and the books are what is stated."""
    few, many = generate(3, seed=9), generate(30, seed=9)
    for party in SUPPLIERS:
        pd.testing.assert_frame_equal(few[party], many[party].head(3))
    assert by_pandas(many).count(True) > 10
    assert usecases.get("passport") is CASE


HEADER = "supplier,product,mass,recycled,origin\n"
GOODS = "product,weight\n7,100\n"


def read(said, books=None, goods=GOODS):
    """Read three files."""
    files = {"statements": said, PRODUCER: goods, AUDITOR: books or said}
    return own_tables.read({party: text.encode() for party, text in files.items()})


def test_three_files_are_a_set_of_tables():
    """Letters and country codes become suppliers and places on the list."""
    made = read(HEADER + "A,7,60,60,NL\nc,7,40,0,xx\n")
    assert list(made) == ["Leverancier A", "Leverancier C", PRODUCER, AUDITOR]
    assert made["Leverancier C"]["origin"].tolist() == [ORIGINS.index("XX")]


@pytest.mark.parametrize(
    ("said", "books", "expected"),
    [
        ("A,7,60,60,NL\nA,7,60,60,NL\n", "A,7,60,60,NL\n", {"errors.passport_stated_twice"}),
        ("A,8,60,60,NL\n", "A,8,60,60,NL\n", {"errors.passport_products"}),
        ("A,7,60,60,NL\n", "B,7,60,60,NL\n", {"errors.passport_products"}),
        ("A,7,60,60,QQ\n", "A,7,60,60,NL\n", {"errors.data_choice"}),
        ("A,7,99999,60,NL\n", "A,7,60,60,NL\n", {"errors.data_range"}),
    ],
)
def test_what_is_wrong_with_files_is_said(said, books, expected):
    """All problems at once, with their ids."""
    with pytest.raises(DataError) as caught:
        read(HEADER + said, HEADER + books)
    assert {problem.id for problem in each_problem(caught.value)} == expected


def test_files_by_supplier_are_read_too():
    """One file for each party, as on machines of their own."""
    written = own_tables.written(CASE.load(n=2, seed=1))
    rows = written["statements"]
    goods = written[PRODUCER].to_csv(index=False)
    files = {
        supplier: rows[rows["supplier"] == supplier[-1]]
        .drop(columns="supplier")
        .to_csv(index=False)
        for supplier in SUPPLIERS
    }
    files |= {PRODUCER: goods, AUDITOR: written[AUDITOR].to_csv(index=False)}
    made = own_tables.read({party: text.encode() for party, text in files.items()})
    assert CASE.exact(made, **CASE.parameters).accepted.all()
