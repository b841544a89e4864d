"""Homomorphic encryption in both cases on falls: what crosses, what is noticed, what is hidden."""

from functools import reduce
from operator import add

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from pet_workbench.core import Keystream, ProtocolError
from pet_workbench.he.errors import TamperedError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.he.whole.residues import Residues
from pet_workbench.usecases import fall_injuries, falls
from pet_workbench.usecases.fall_injuries import WITHHELD, encrypted_sums
from pet_workbench.usecases.fall_injuries.by_encryption import judged
from pet_workbench.usecases.fall_injuries.encrypted_sums import (
    encrypt_bits,
    fresh_meter,
    masked_sum,
    open_sum,
)
from pet_workbench.usecases.falls import CARE, FEATURES, HOSPITAL, by_encryption
from pet_workbench.usecases.falls.by_encryption import (
    HIDING_BITS,
    check_column,
    check_ring,
    choice,
    fresh_meters,
    scored,
    scored_meter,
)
from pet_workbench.usecases.falls.clients import BOUNDS, OLDEST, features
from pet_workbench.usecases.falls.model import MOST_SCORE, WEIGHT_UNIT, Model, hospital_model

CKKS, BFV = "homomorphic:ckks", "homomorphic:bfv"
SCORING = pytest.mark.parametrize("technique", [CKKS, BFV])
SCHEMES = pytest.mark.parametrize("scheme", ["ckks", "bfv"])


@pytest.fixture(scope="module")
def clients():
    """Return the tables of the case `falls`."""
    return falls.CASE.load(n=60, seed=2)


@pytest.fixture(scope="module")
def injuries():
    """Return the tables of the case `fall-injuries`."""
    return fall_injuries.CASE.load(n=2_000, seed=2)


def changed(step, *, number=0, how=None):
    """Return an interference that flips a bit in the middle of a message of this step."""
    seen = []

    def interfere(message, payload):
        if message.step != step:
            return payload
        seen.append(payload)
        if len(seen) != number + 1:
            return payload
        if how is not None:
            return how(payload, seen)
        other = payload.copy()
        other[other.size // 2] ^= 1
        return other

    return interfere


@SCHEMES
def test_the_ring_is_safe_and_no_larger_than_it_has_to_be(scheme):
    """Within the bits that both tables allow, and every smaller ring was refused with a reason."""
    found = choice(scheme)
    assert found.bits_used <= found.bits_allowed
    degrees = {rejection.degree for rejection in found.rejected}
    assert degrees >= {d for d in (2048, 4096) if d < found.parameters.poly_modulus_degree}


def test_the_stated_error_is_below_half_a_unit():
    """So rounding gives the exact score; BFV has no error."""
    assert 0 < choice("ckks").error < 0.5
    assert scored_meter(choice("ckks").parameters).error == choice("ckks").error
    assert choice("bfv").error == 0
    assert scored_meter(choice("bfv").parameters).bound == MOST_SCORE


def test_the_real_error_is_below_the_stated_one():
    """By far, on the largest weights there can be."""
    key = SecretKey.generate(choice("ckks").parameters)
    rows = features(falls.people(4_000, seed=1))
    model = Model(np.full(17, 100_000, np.int64))
    columns = [
        key.encrypt_to_send(values, bound=BOUNDS[name])
        for name, values in zip(FEATURES, rows.T, strict=True)
    ]
    off = np.abs(
        key.decrypt(scored(columns, model, noise=Keystream(bytes(32)))) - model.units(rows)
    ).max()
    assert 0 < off < choice("ckks").error / 10


@SCORING
def test_what_crosses(technique, clients):
    """One context, a column per feature, a column of scores; and what makes tags possible."""
    outcome = falls.CASE.run(technique, clients)
    steps = [(m.sender, m.step) for m in outcome.transcript.messages]
    assert sorted(steps) == sorted(
        [
            (HOSPITAL, "takes part"),
            (CARE, "number of clients"),
            (CARE, "handover key"),
            (HOSPITAL, "handover key"),
            (CARE, "public context"),
            *[(CARE, "encrypted features")] * len(FEATURES),
            (HOSPITAL, "encrypted scores"),
        ]
    )


@SCORING
def test_the_hospital_sees_how_many_clients_and_no_more(technique, clients):
    """For other clients its messages have the same steps and sizes, but for what is random."""
    other = falls.CASE.load(n=60, seed=3)
    views = [
        falls.CASE.run(technique, tables).transcript.view(HOSPITAL).received
        for tables in (clients, other)
    ]
    assert [m.step for m in views[0]] == [m.step for m in views[1]]
    for one, two in zip(*views, strict=True):
        assert one.size_bytes == pytest.approx(two.size_bytes, rel=0.01)


@SCORING
def test_a_teaching_seed_does_not_reach_the_encryption(technique, clients):
    """The library draws its own randomness: answers repeat, ciphertexts do not."""
    runs = [falls.CASE.run(technique, clients, teaching_seed=1) for _ in range(2)]
    first, second = (
        [m.payload for m in run.transcript.messages if m.step == "encrypted features"]
        for run in runs
    )
    assert not set(first) & set(second)
    assert runs[0].answer.units.tolist() == runs[1].answer.units.tolist()
    assert not runs[0].is_secure_randomness


@SCORING
@pytest.mark.parametrize(
    "step", ["handover key", "public context", "encrypted features", "encrypted scores"]
)
def test_a_changed_bit_is_noticed_before_anything_is_computed(technique, step, clients):
    """Wherever it was changed, the tag no longer fits."""
    with pytest.raises(TamperedError):
        falls.CASE.run(technique, clients, interfere=changed(step))


def test_a_column_in_the_place_of_another_is_noticed(clients):
    """The first feature a second time: the tag is right, and for something else."""

    def again(_, seen):
        return seen[0]

    with pytest.raises(TamperedError) as caught:
        falls.CASE.run(CKKS, clients, interfere=changed("encrypted features", number=1, how=again))
    assert caught.value.id == "errors.he_label"


def test_a_lost_column_is_noticed(clients):
    """A score without one of the features would be too low, without a word."""

    def lost(message, payload):
        return None if message.step == "encrypted scores" else payload

    with pytest.raises(ProtocolError):
        falls.CASE.run(CKKS, clients, interfere=lost)


@SCHEMES
def test_more_noise_than_agreed_is_refused(scheme):
    """It could make the covered reply tell more: a column by the public key, for instance."""
    key = SecretKey.generate(choice(scheme).parameters)
    agreed = fresh_meters(choice(scheme).parameters)[0]
    right = key.encrypt([1, 2], bound=agreed.bound)
    check_column(right, "encrypted features", 2, agreed)
    for column, length in (
        (key.context.encrypt([1, 2], bound=agreed.bound), 2),
        (key.encrypt([1, 2], bound=agreed.bound + 1), 2),
        (right, 3),
    ):
        with pytest.raises(ProtocolError) as caught:
            check_column(column, "encrypted features", length, agreed)
        assert caught.value.id == "errors.falls_column"


def test_another_ring_than_agreed_is_refused():
    """Neither another scheme nor other primes."""
    others = (
        make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(60, 46), scale_bits=20),
        make_bfv(poly_modulus_degree=4096, coeff_mod_bit_sizes=(50, 56), plain_modulus_bits=20),
    )
    for other in others:
        with pytest.raises(ProtocolError) as caught:
            check_ring(SecretKey.generate(other).context, choice("ckks").parameters)
        assert caught.value.id == "errors.falls_ring"


@SCORING
def test_clients_in_several_blocks(technique, clients, monkeypatch):
    """Sixty clients in blocks of 25: the same scores, in three messages."""
    whole = falls.CASE.run(technique, clients)
    monkeypatch.setattr(by_encryption, "BLOCK", 25)
    parts = falls.CASE.run(technique, clients)
    assert parts.answer.units.tolist() == whole.answer.units.tolist()
    assert [m.step for m in parts.transcript.messages].count("encrypted scores") == 3


@SCORING
def test_bytes_are_about_what_the_chooser_says(technique):
    """Compression makes them differ by a percent or so, and a covered reply is shorter still."""
    scheme = technique.partition(":")[2]
    found, n = choice(scheme), 9_000
    chunks = -(-n // found.parameters.slots)
    sent = falls.CASE.run(technique, falls.CASE.load(n=n, seed=1)).transcript.bytes
    expected = chunks * (len(FEATURES) * found.sizes.seeded_ciphertext + found.sizes.result)
    most = expected + found.sizes.public_key
    assert 0.93 * most < sent < 1.02 * most


def test_a_model_without_weights_is_not_shown_to_be_one(clients):
    """Nothing is multiplied by zero: the reply is a fresh encryption."""
    empty = Model(np.append(-25_000, np.zeros(16, np.int64)))
    for technique in (CKKS, BFV):
        outcome = falls.CASE.run(technique, {**clients, HOSPITAL: empty.table})
        assert set(outcome.answer.units.tolist()) == {-25_000}


def test_covering_costs_what_the_meter_says():
    """The noise on a reply is forty bits wider than without cover, and the score still opens."""
    key = SecretKey.generate(choice("bfv").parameters)
    rows = features(falls.people(20, seed=1))
    columns = [
        key.encrypt(values, bound=BOUNDS[name])
        for name, values in zip(FEATURES, rows.T, strict=True)
    ]
    weights = hospital_model().weights[1:].tolist()
    bare = reduce(add, (c * w for c, w in zip(columns, weights, strict=True)))
    covered = scored(columns, hospital_model(), noise=Keystream(bytes(32)))
    assert covered.meter.noise_budget_bits >= 1
    assert bare.meter.noise_budget_bits - choice("bfv").meter.noise_budget_bits > HIDING_BITS


def sums_of(bits, rows_of_multipliers):
    """Return the sums that the owner of the bits opens."""
    parameters = encrypted_sums.choice(bits.size, OLDEST).parameters
    key = SecretKey.generate(parameters)
    held = [Residues.of(column) for column in encrypt_bits(key, bits)]
    masks, noise = Keystream(bytes(32)), Keystream(bytes(32), lane=1)
    return [
        open_sum(key, masked_sum(held, multipliers, masks=masks, noise=noise))
        for multipliers in rows_of_multipliers
    ]


@pytest.mark.parametrize("n", [1, 8_191, 8_192, 8_193])
def test_sums_are_exact_around_whole_ciphertexts(n):
    """The last bit of a ciphertext and the first of the next count once each."""
    rng = np.random.default_rng(n)
    bits = rng.random(n) < 0.5
    bits[[0, -1]] = True
    rows = [np.ones(n, np.int64), rng.integers(0, 111, n), (np.arange(n) == n - 1).astype(np.int64)]
    assert sums_of(bits, rows) == [int(row[bits].sum()) for row in rows]


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_any_bits_and_multipliers(data):
    """All zeros, all ones and everything in between."""
    n = data.draw(st.integers(1, 30))
    bits = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    row = np.array(data.draw(st.lists(st.integers(0, OLDEST), min_size=n, max_size=n)), np.int64)
    assert sums_of(bits, [row]) == [int(row[bits].sum())]


def test_the_largest_sum_fits():
    """Everybody injured and as old as can be: no sum reaches the plain modulus."""
    n = 16_384
    assert sums_of(np.ones(n, np.bool_), [np.full(n, OLDEST)]) == [n * OLDEST]
    for rows in (8_192, 16_384, 131_072, 1_048_576):
        modulus = encrypted_sums.choice(rows, OLDEST).parameters.plain_modulus
        assert rows * OLDEST < modulus


@pytest.mark.statistical
def test_what_is_opened_is_uniform_but_for_its_sum():
    """All places but one, for an empty and for a full group alike; false alarm below 1e-9."""
    parameters = encrypted_sums.choice(100, OLDEST).parameters
    key = SecretKey.generate(parameters)
    held = [Residues.of(column) for column in encrypt_bits(key, np.ones(100, np.bool_))]
    masks, noise = Keystream(bytes(32)), Keystream(bytes(32), lane=1)
    for row in (np.zeros(100, np.int64), np.full(100, OLDEST)):
        column = masked_sum(held, row, masks=masks, noise=noise)
        opened = key.decrypt(column) % parameters.plain_modulus
        assert kstest(opened / parameters.plain_modulus, "uniform").pvalue > 1e-9
        assert opened.sum() % parameters.plain_modulus == row.sum()


def test_bits_have_the_noise_that_was_agreed():
    """Which is what the cover is made for."""
    key = SecretKey.generate(encrypted_sums.choice(100, OLDEST).parameters)
    (column,) = encrypt_bits(key, np.ones(100, np.bool_))
    assert column.meter == fresh_meter(key.context.parameters)


@settings(max_examples=200)
@given(
    lines=st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=5), max_size=4),
    minimum=st.integers(2, 12),
)
def test_the_hospital_lets_go_of_whole_lines_only(lines, minimum):
    """Those whose numbers all have the minimum, if the total has it too; else of nothing."""
    total = max((sum(line) for line in lines), default=20)
    lines = [[*line[:-1], total - sum(line[:-1])] for line in lines]
    asked = [number for line in lines for number in line[:-1]]
    sizes = np.array([len(line) for line in lines], np.int64)
    found = judged([total, *asked, 900, 70], sizes, minimum).tolist()
    expected = [number if min(line) >= minimum else WITHHELD for line in lines for number in line]
    if total < minimum:
        assert set(found) == {WITHHELD}
    else:
        assert found == [*expected, total, 900, 70]


def test_what_the_hospital_sees_of_the_groups(injuries):
    """Pseudonyms, sizes of lines in an order that differs, and masked totals; each under a tag."""
    runs = [fall_injuries.CASE.run(BFV, injuries) for _ in range(6)]
    sizes = set()
    for run in runs:
        view = run.transcript.view(HOSPITAL).received
        in_clear = ("pseudonym key", "pseudonyms of clients", "groups per line", "totals")
        assert {m.step for m in view} == {
            "handover key",
            "encrypted totals",
            *in_clear,
            *(f"{step} hash" for step in in_clear),
        }
        sizes.add(next(m.payload for m in view if m.step == "groups per line"))
    assert len(sizes) > 1
    assert len({tuple(run.answer.numbers.tolist()) for run in runs}) == 1


def test_the_care_organisation_sees_no_bit(injuries):
    """A context, encrypted bits, and totals of which every one is large enough or withheld."""
    run = fall_injuries.CASE.run(BFV, injuries, minimum=10)
    view = run.transcript.view(CARE).received
    assert {m.step for m in view} == {
        "takes part",
        "handover key",
        "public context",
        "encrypted injuries",
        "totals without names",
        "totals without names hash",
    }
    opened = np.frombuffer(view[-2].payload, np.int64)
    assert ((opened >= 10) | (opened == WITHHELD)).all()


@pytest.mark.parametrize(
    "step", ["handover key", "public context", "encrypted injuries", "encrypted totals"]
)
def test_a_changed_bit_in_the_other_case(step, injuries):
    """Is noticed likewise."""
    with pytest.raises(TamperedError):
        fall_injuries.CASE.run(BFV, injuries, interfere=changed(step))


@pytest.mark.parametrize(
    "step",
    [
        "pseudonym key",
        "pseudonyms of clients",
        "groups per line",
        "totals without names",
        "totals",
        "totals hash",
    ],
)
def test_a_changed_number_in_the_clear_is_noticed(step, injuries):
    """Numbers that need no encryption carry a tag too; a changed tag is refused likewise."""

    def more(payload, _):
        return payload + payload.dtype.type(1)

    with pytest.raises(TamperedError) as caught:
        fall_injuries.CASE.run(BFV, injuries, interfere=changed(step, how=more))
    assert caught.value.id == "errors.he_numbers_tag"


def test_a_client_listed_twice_is_noticed(injuries):
    """By the hospital, which sees no names: the client would count twice."""
    own = injuries[CARE].copy()
    own.loc[1, "person"] = own.loc[0, "person"]
    with pytest.raises(ProtocolError) as caught:
        fall_injuries.CASE.run(BFV, {**injuries, CARE: own})
    assert caught.value.id == "errors.pseudonym_twice"


def test_one_client_ten_times_over_passes_for_a_group():
    """A limit of the protocol, stated in its module; the test keeps the statement true."""
    bits = np.zeros(50, np.bool_)
    bits[7] = True
    spied = 10 * (np.arange(50) == 7).astype(np.int64)
    assert sums_of(bits, [spied]) == [10]
    assert judged([30, 10, 2_400, 100], np.array([2]), 10).tolist()[:2] == [10, 20]


def test_scores_are_in_units():
    """One ten-thousandth of log-odds, which is what all techniques agree on."""
    assert WEIGHT_UNIT == 10_000
