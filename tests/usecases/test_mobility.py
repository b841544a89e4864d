"""Every technique gives the table of a plain count, and only the table reaches the office."""

from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.bench.attempts.movements import rows as attempted_rows
from pet_workbench.core import (
    DataError,
    ParameterError,
    PetError,
    PrivacyError,
    ProtocolError,
    run_parties,
)
from pet_workbench.usecases.mobility import CASE, HOST, MAKER, NOISY, OFFICE, OPERATORS, Movements
from pet_workbench.usecases.mobility.in_enclave import noisy, rows_of, suppressing
from pet_workbench.usecases.mobility.inside import (
    CELLS,
    KEY_BYTES,
    N_AREAS,
    N_CELLS,
    N_LINES,
    ROW,
    movements,
    pack,
    tabulate,
    tabulate_with_noise,
    unpack,
    withhold,
)
from pet_workbench.usecases.mobility.population import destination_shares, generate, home_shares
from pet_workbench.usecases.mobility.table import SHAPE, as_table, true_table, true_withheld
from pet_workbench.usecases.mobility.travel import boxed, chain_of, unboxed

TABLES = CASE.load(n=4_000, seed=3)
EXACT = [id for id in CASE.techniques if id != NOISY]
KEY = bytes(KEY_BYTES)


def table(rows):
    """Return a table of (person, area, hour)."""
    return pd.DataFrame(rows, columns=["person", "area", "hour"], dtype=np.int64)


def counted(rows, **options):
    """Return the cells of a count as (quarter, origin, destination): persons."""
    found = movements(rows_of(table(rows)), **options)
    places = [np.unravel_index(int(cell), SHAPE) for cell in CELLS[found > 0]]
    return {
        tuple(map(int, place)): int(n) for place, n in zip(places, found[found > 0], strict=True)
    }


@pytest.mark.parametrize("technique", EXACT)
@pytest.mark.parametrize("minimum", [1, 2, 10])
def test_every_technique_without_noise_gives_the_plain_table(technique, minimum):
    """Cell by cell and rest by rest the same as pandas and a second writing of the rule."""
    outcome = CASE.run(technique, TABLES, minimum=minimum)
    assert outcome.error == 0
    np.testing.assert_array_equal(outcome.answer.counts, outcome.exact.counts)
    np.testing.assert_array_equal(outcome.answer.rests, outcome.exact.rests)


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 23)), min_size=1, max_size=40
    ),
    st.sampled_from([None, 1, 2]),
)
@settings(max_examples=60, deadline=None)
def test_the_measured_count_is_the_count_of_pandas(rows, most):
    """Two programs without common code agree on any rows, with and without a bound."""
    one = table(rows).drop_duplicates(["person", "hour"])
    found = np.zeros(N_CELLS, np.int64)
    found[CELLS] = movements(rows_of(one), most=most)
    expected = true_table({"A": one}, most=most)
    np.testing.assert_array_equal(found.reshape(SHAPE), expected)


def test_who_makes_a_movement_twice_in_a_quarter_counts_once():
    """There and back and there again in one morning is one person in each of two cells."""
    rows = [(1, area, hour) for hour, area in zip(range(6, 11), (0, 5, 0, 5, 0), strict=True)]
    assert counted(rows) == {(1, 0, 5): 1, (1, 5, 0): 1}


def test_a_movement_belongs_to_the_quarter_of_arrival():
    """Seen at home at 5 and elsewhere at 6 is a movement of the morning."""
    assert counted([(1, 0, 5), (1, 2, 6)]) == {(1, 0, 2): 1}


def test_the_bound_keeps_a_persons_first_movements():
    """With at most two movements, the third is not counted."""
    rows = [(1, area, 6 * at) for at, area in enumerate((0, 1, 2, 3))]
    assert set(counted(rows)) == {(1, 0, 1), (2, 1, 2), (3, 2, 3)}
    assert set(counted(rows, most=2)) == {(1, 0, 1), (2, 1, 2)}


def test_persons_of_two_operators_are_two_persons():
    """A pseudonym means something at its own operator only."""
    rows = table([(1, 0, 7), (1, 1, 9)])
    answer = CASE.run("enclave+suppression", {OPERATORS[0]: rows, OPERATORS[1]: rows}, minimum=2)
    assert answer.answer.counts[1, 0, 1] == 2
    assert answer.error == 0


def test_every_withheld_cell_can_be_anything_from_zero_to_the_minimum_less_one():
    """Enumerated: for a reader of cells and rests, no withheld number of a line is narrowed."""
    minimum, places = 3, CELLS[:4]
    line = np.zeros(places.size, np.int64)
    for small in product(range(5), repeat=4):
        counts = np.full(CELLS.size, 9, np.int64)
        counts[: places.size] = small
        cells, rests = withhold(counts, minimum)
        hidden = counts[:4] < minimum
        total = int(cells[:4].sum() + rests[0]) if rests[0] else UNKNOWN
        shown = np.where(hidden, UNKNOWN, cells[:4])
        known = [Lines(line, np.array([total]))]
        assert narrow(shown, np.full(4, minimum - 1), known).narrowed.size == 0


@given(st.lists(st.integers(0, 12), min_size=CELLS.size, max_size=CELLS.size), st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_the_rule_is_the_same_written_twice(cells, minimum):
    """The measured rule and the plain loop over origins give the same table."""
    counts = np.array(cells, np.int64)
    ours = as_table(*withhold(counts, minimum), minimum)
    whole = as_table(counts, np.zeros(N_LINES, np.int64), 1).counts
    other = true_withheld(whole, minimum)
    np.testing.assert_array_equal(ours.counts, other.counts)
    np.testing.assert_array_equal(ours.rests, other.rests)
    np.testing.assert_array_equal(ours.withheld, other.withheld)


def test_noise_is_as_wide_as_said():
    """Over all cells of a fixed run, the noise is discrete Laplace of scale most / epsilon."""
    outcome = CASE.run(NOISY, TABLES, teaching_seed=1, epsilon=1.0, most=4)
    noise = outcome.answer.counts.reshape(-1)[CELLS] - true_table(TABLES, most=4).reshape(-1)[CELLS]
    assert outcome.answer.scale == Fraction(4)
    assert 5.0 < noise.std() < 6.4
    assert abs(noise.mean()) < 1
    assert 0.9 < (np.abs(noise) <= outcome.answer.margin()).mean() < 0.99


@pytest.mark.parametrize("scale", [Fraction(1, 2), Fraction(4), Fraction(40)])
def test_the_margin_is_the_smallest_that_holds(scale):
    """Summed over the distribution itself, 95 in 100 lie within it and not within one less."""
    answer = Movements(np.zeros(SHAPE, np.int64), np.zeros(SHAPE[:2], np.int64), 1, scale)
    q = np.exp(-1 / float(scale))
    chance = (1 - q) / (1 + q) * q ** np.abs(np.arange(-4000, 4001))
    margin = answer.margin()
    within = [chance[4000 - m : 4001 + m].sum() for m in (margin, margin - 1) if m >= 0]
    assert within[0] >= 0.95
    assert all(one < 0.95 for one in within[1:])


def test_one_person_changes_a_bounded_count_by_no_more_than_the_bound():
    """What the scale of the noise rests on: without one person, cells differ by `most` at most."""
    rows = rows_of(TABLES[OPERATORS[0]])
    for person in np.unique(rows["person"])[:40]:
        without = rows[rows["person"] != person]
        apart = np.abs(movements(rows, most=2) - movements(without, most=2))
        assert apart.sum() <= 2


def test_the_host_receives_nothing_that_it_can_read():
    """No message to the host holds a row of any operator; it only grows with their number."""
    outcome = CASE.run("enclave+suppression", TABLES)
    view = outcome.transcript.view(HOST)
    sealed = view.find("encrypted rows")
    assert [message.sender for message in sealed] == list(OPERATORS)
    for message in sealed:
        rows = TABLES[message.sender]
        assert message.size_bytes == KEY_BYTES + len(rows) * ROW.itemsize + 32 + 16
        content = message.values().tobytes()
        assert rows_of(rows)[:3].tobytes() not in content


def test_the_recorded_attack_finds_rows_that_are_not_encrypted():
    """It fails on encrypted rows because they are, and not because it cannot read bytes."""

    async def careless(channel):
        content = pack(rows_of(TABLES[OPERATORS[0]]), KEY)
        channel.send(HOST, "encrypted rows", np.frombuffer(content, np.uint8))

    async def host(channel):
        await channel.receive(OPERATORS[0], "encrypted rows", dtype=np.uint8, shape=None)

    _, transcript = run_parties({OPERATORS[0]: careless, HOST: host})
    trial = SimpleNamespace(views={HOST: transcript.view(HOST)}, tables=TABLES)
    found = attempted_rows(trial)
    assert (found.found, found.of) == (4_000, 16_000)


def test_the_maker_sees_a_key_and_the_office_a_table():
    """Nobody else gets anything that comes from rows."""
    transcript = CASE.run("enclave+suppression", TABLES).transcript
    assert {m.step for m in transcript.view(MAKER).received} == {"public key of the chip"}
    assert {m.step for m in transcript.view(OFFICE).received} == {
        "root of the maker",
        "table",
        "quote about the table",
        "certificates of the quote",
    }


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("quote", "errors.enclave_signature"),
        ("key of the enclave", "errors.enclave_binding"),
        ("root of the maker", "errors.enclave_root"),
        ("number for the quote", "errors.enclave_binding"),
        ("encrypted rows", "errors.enclave_delivery"),
        ("table", "errors.enclave_binding"),
    ],
)
def test_a_message_that_was_changed_on_its_way_is_noticed(step, error):
    """A flipped byte in evidence, key, question, rows or table stops the run, by its own name."""

    def interfere(message, payload):
        changed = payload.copy()
        if message.step == step:
            changed.reshape(-1).view(np.uint8)[20] ^= 1
        return changed

    with pytest.raises(PetError) as caught:
        CASE.run("enclave+suppression", TABLES, interfere=interfere)
    assert caught.value.id == error


def test_a_program_makes_as_many_tables_as_agreed():
    """The count stands in the state; the table after the last is refused."""
    rows = [pack(rows_of(TABLES[OPERATORS[0]]), KEY)]
    _, state = tabulate(rows, {}, minimum=10, tables=2)
    _, state = tabulate_with_noise(rows, state, epsilon="1", most=4, tables=2)
    with pytest.raises(PrivacyError):
        tabulate(rows, state, minimum=10, tables=2)


def test_rows_that_somebody_made_up_lift_small_numbers_over_the_minimum():
    """The program does not know who sent them; words on the page say so."""
    one = rows_of(TABLES[OPERATORS[0]])
    true, chosen = movements(one), np.arange(0, CELLS.size, 7)
    places = [np.unravel_index(int(CELLS[at]), SHAPE) for at in chosen]
    made_up = np.array(
        [
            (9 * number + person, area, 6 * quarter + later)
            for number, (quarter, origin, destination) in enumerate(places)
            for person in range(9)
            for later, area in enumerate((origin, destination))
        ],
        ROW,
    )
    answer, _ = tabulate([pack(one, KEY), pack(made_up, KEY)], {}, minimum=10, tables=1)
    read = np.frombuffer(answer, "<i8")[: CELLS.size][chosen]
    small = (true[chosen] > 0) & (true[chosen] < 10)
    assert small.any()
    np.testing.assert_array_equal(read[small] - 9, true[chosen][small])


def test_another_minimum_is_another_program():
    """Whoever approved one minimum has not approved another, nor noise."""
    programs = (suppressing(10), suppressing(9), noisy(1.0, 4), noisy(2.0, 4), noisy(1.0, 3))
    assert len({program.measurement for program in programs}) == len(programs)


@pytest.mark.parametrize(
    "delivered",
    [
        b"",
        KEY + b"x",
        KEY[:-1],
        pack(np.array([(1, N_AREAS, 3)], ROW), KEY),
        pack(np.array([(1, 0, 24)], ROW), KEY),
    ],
)
def test_rows_that_are_none_are_refused(delivered):
    """Half a row, no key, an area or an hour that does not exist."""
    with pytest.raises(ProtocolError):
        unpack(delivered)


def test_boxes_hold_what_fits():
    """A box gives back its content, never more than there is, and refuses what is too long."""
    assert unboxed(boxed(b"abc", 8)) == b"abc"
    assert unboxed(np.full(8, 255, np.uint8)) == b"\xff" * 4
    with pytest.raises(ProtocolError):
        boxed(b"abcde", 8)
    for wrong in (b"", b"\x05\0\0\0abcde", b"\x02\0"):
        with pytest.raises(ProtocolError):
            chain_of(boxed(wrong, 64))


@pytest.mark.parametrize(
    "chosen", [{"minimum": 0}, {"minimum": 10**6}, {"most": 0}, {"most": 25}, {"epsilon": 0}]
)
def test_values_out_of_range_are_refused(chosen):
    """A minimum, a bound or an epsilon that promises nothing."""
    with pytest.raises(PetError):
        CASE.complete(chosen)


def test_generated_people_live_where_people_live():
    """Shares per province are the published ones; rows of one person are at different hours."""
    tables = generate(80_000, seed=1)
    rows = pd.concat(tables.values(), keys=tables)
    night = rows[rows["hour"] == 2]
    shares = np.bincount(night["area"], minlength=N_AREAS) / len(night)
    assert np.abs(shares - home_shares()).max() < 0.02
    assert not rows.reset_index(level=0).duplicated(["level_0", "person", "hour"]).any()
    np.testing.assert_allclose(destination_shares().sum(axis=1), 1)
    assert (np.diag(destination_shares()) == 0).all()


def test_generating_is_repeatable_and_has_limits():
    """The same seed gives the same rows; too many or too few are refused."""
    again = CASE.load(n=4_000, seed=3)
    for operator in OPERATORS:
        pd.testing.assert_frame_equal(again[operator], TABLES[operator])
    for n in (7, 3_000_000):
        with pytest.raises(ParameterError):
            generate(n, seed=1)


def test_files_are_read_in_both_languages_and_problems_are_named():
    """Fryslân is Friesland; a province or an hour that does not exist is a problem with its row."""
    good = "pseudoniem;provincie;uur\n7;Fryslân;3\n7;Noord-Brabant;9\n"
    read = CASE.read({OPERATORS[1]: good.encode()})
    assert read[OPERATORS[1]].to_dict("list") == {"person": [7, 7], "area": [1, 10], "hour": [3, 9]}
    bad = "pseudonym,province,hour\n7,Atlantis,3\n7,Utrecht,24\n"
    with pytest.raises(DataError) as caught:
        CASE.read({OPERATORS[0]: bad.encode()})
    assert len(caught.value.parameters["problems"]) == 2
