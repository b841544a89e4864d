"""The case `aio` with homomorphic encryption: exact, and no more is seen than is said."""

import re
from collections import Counter
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.threshold_search import search
from pet_workbench.core import (
    DataError,
    Keystream,
    ParameterError,
    PrivacyError,
    ProtocolError,
    Release,
    run_parties,
)
from pet_workbench.he.choosing.sizes import sizes
from pet_workbench.he.comparing.digits import Digits
from pet_workbench.he.comparing.encrypted import DIGITS, parameters
from pet_workbench.he.errors import TamperedError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.usecases.aio import CASE, encrypted, pairs
from pet_workbench.usecases.aio.encrypted import MOST_CENTS, ROWS_AT_ONCE
from pet_workbench.usecases.aio.households import Households, households_to_check
from pet_workbench.usecases.aio.pairs import NO_HOUSEHOLD, pair_up
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.usecases.run_limit import RunLimit
from tests.usecases.aio_tables import MIXED, Household, Member, alone, couple, expected, tables
from tests.usecases.listening import Listener

BFV = "homomorphic:bfv"
ONE, TWO = norms_cents()
MIXED_INCOMES = [*MIXED, couple(-1, incomes=(60_000, 20_000))]


def run(households, **parameters):
    """Return the outcome of a run that opens whatever is found."""
    return CASE.run(BFV, tables(households), **{"minimum_found": 1, **parameters})


def found(households, **parameters):
    """Return the households found."""
    answer = run(households, **parameters).answer.households
    return None if answer is None else answer.tolist()


@st.composite
def any_household(draw):
    """Draw a household with state pensions as they can be, near its limit more often than not."""
    size = draw(st.sampled_from([1, 2]))
    income = st.none() | st.sampled_from([0, 1, 2**20 - 2, 2**20, 2**29 - 1]) | st.integers(0, ONE)
    members = [Member(draw(st.integers(0, 99_000)), draw(income)) for _ in range(size)]
    near = draw(st.sampled_from([-2, -1, 0, 1, None]))
    if near is not None:
        total = (ONE, TWO)[size - 1] + near - sum(member.aow for member in members[1:])
        rest = total - sum(member.income or 0 for member in members)
        members[0] = Member(max(rest, 0), members[0].income)
    return Household(tuple(members), receives=draw(st.booleans()) and draw(st.booleans()))


def test_households_on_both_sides_of_their_limit():
    """A cent below is found, exactly at it is not; unknown incomes count as 0."""
    assert found(MIXED_INCOMES) == expected(MIXED_INCOMES) == [0, 30, 50, 80]


@settings(max_examples=10, deadline=None)
@given(
    households=st.lists(any_household(), min_size=1, max_size=60),
    percent=st.sampled_from([1, 50, 99.5, 100, 100.5, 300]),
)
def test_the_answer_is_that_of_the_question(households, percent):
    """Whatever the tables, exactly the households under their limit are found."""
    outcome = run(households, threshold_percent=percent)
    assert outcome.exact.tolist() == expected(households, percent)
    assert outcome.error == 0


@pytest.mark.parametrize(
    "households",
    [
        [alone(10)],
        [couple(10)],
        [alone(10), alone(-10)],
        [Household((Member(0, 2**29 - 1), Member(0, 2**29 - 1))), alone(10)],
        [Household((Member(0, 2**20),)), Household((Member(0, None), Member(0, 2**20 - 1)))],
        [alone(-500_000, income=0), couple(-900_000, incomes=(0, None)), alone(1)],
    ],
    ids=["one alone", "a couple", "two alone", "highest incomes", "above all limits", "no limit"],
)
def test_small_and_extreme_tables(households):
    """One household will do, and incomes above every limit are not found at the highest limit."""
    for percent in (100, 300):
        assert (found(households, threshold_percent=percent) or []) == expected(households, percent)


@pytest.mark.parametrize("rows", [3, 4])
def test_lists_longer_than_a_ciphertext_are_cut_up(monkeypatch, rows):
    """Every part is right, the last is shorter, and the rounds stay the same."""
    monkeypatch.setattr(encrypted, "ROWS_AT_ONCE", rows)
    outcome = run(MIXED_INCOMES)
    assert outcome.answer.households.tolist() == expected(MIXED_INCOMES)
    steps = {message.step for message in outcome.transcript.messages}
    assert {"encrypted incomes 1", "encrypted incomes 2"} <= steps
    assert outcome.transcript.rounds == 5


def seen_by_uwv(outcome):
    """Return the persons that UWV sees, in pairs."""
    return outcome.transcript.view("UWV").find("persons asked about")[0].values().reshape(-1, 2)


def test_uwv_sees_who_is_asked_about_once_each_and_couples_together():
    """That is what the technique says it leaks; those left out do not stand in the list."""
    both = tables(MIXED_INCOMES)
    asked = households_to_check(both["SVB"], 100)
    outcome = CASE.run(BFV, both, minimum_found=1)
    seen = seen_by_uwv(outcome)
    assert sorted(seen[seen != EMPTY].tolist()) == sorted(
        asked.persons[asked.persons != EMPTY].tolist()
    )
    pairs_seen = set(map(frozenset, seen.tolist()))
    couples = asked.persons[asked.persons[:, 1] != EMPTY]
    assert set(map(frozenset, couples.tolist())) <= pairs_seen
    assert outcome.leaks == ("persons_asked_at_uwv", "pairs_at_uwv", "minimum_kept_by_svb")


def households(n_single, n_couples):
    """Return households of one and of two, with numbers and limits of their own."""
    n = n_single + n_couples
    persons = np.arange(2 * n).reshape(n, 2) + 100
    persons[:n_single, 1] = EMPTY
    return Households(np.arange(n), persons, 10 * np.arange(n))


@given(st.integers(0, 9), st.integers(0, 9), st.binary(min_size=32, max_size=32))
def test_pairs_hold_every_household_once_with_its_limit(n_single, n_couples, key):
    """In any order: couples side by side, the others two by two, and at most one alone."""
    asked = households(n_single, n_couples)
    made = pair_up(asked, Keystream(key))
    assert len(made) == n_couples + (n_single + 1) // 2
    assert (made.persons == EMPTY).sum() == n_single % 2
    assert made.is_couple.sum() == n_couples
    questions = made.household != NO_HOUSEHOLD
    assert sorted(made.household[questions].tolist()) == asked.number.tolist()
    assert (made.limit_cents[questions] == asked.limit_cents[made.household[questions]]).all()
    for persons, is_couple, numbers in zip(
        made.persons, made.is_couple, made.household, strict=True
    ):
        if is_couple:
            assert sorted(persons) == sorted(asked.persons[numbers[0]])
            assert numbers[1] == NO_HOUSEHOLD
        else:
            for person, number in zip(persons, numbers, strict=True):
                assert (person == EMPTY) == (number == NO_HOUSEHOLD)
                assert number == NO_HOUSEHOLD or asked.persons[number, 0] == person


def test_each_way_to_pair_those_who_live_alone_is_as_likely(monkeypatch):
    """Exactly: over all orders of four people, each of the three pairings comes up eight times."""
    seen = Counter()
    for order in permutations(range(4)):
        monkeypatch.setattr(
            pairs,
            "random_permutation",
            lambda _, n, order=order: np.array(order)[:n] if n == 4 else np.arange(n),
        )
        made = pair_up(households(4, 0), Keystream(bytes(32)))
        seen[frozenset(map(frozenset, made.persons.tolist()))] += 1
    assert sorted(seen.values()) == [8, 8, 8]


@pytest.mark.statistical
def test_couples_stand_anywhere_and_either_way_round():
    """Places and sides of couples are even: within 5 deviations; chance of a false alarm 1e-5."""
    made = pair_up(households(8_000, 4_000), Keystream(bytes([2] * 32)))
    places = np.flatnonzero(made.is_couple)
    assert abs(places.mean() - len(made) / 2) < 5 * len(made) / np.sqrt(12 * places.size)
    first = made.persons[made.is_couple].argmin(axis=1)
    assert abs(first.sum() - 2_000) < 5 * np.sqrt(4_000) / 2


@pytest.mark.statistical
def test_what_uwv_answers_is_the_toss_of_a_coin():
    """With everybody under the limit as with nobody, half of all answers are yes: alarm 1e-5."""
    for under in (5_000, -5_000):
        outcome = run([alone(under)] * 1_500 + [couple(under)] * 750)
        answers = outcome.transcript.view("SVB").find("hidden answers 1")[0].values()
        assert answers.size == 2 * 1_500
        for part in np.split(answers, 2):
            assert abs(part.sum() - part.size / 2) < 5 * np.sqrt(part.size) / 2


def test_messages_do_not_depend_on_what_is_found():
    """As many, in the same order, of the same shape, whether many are under their limit or none.

    Sizes of ciphertexts differ by what SEAL's compression makes of random numbers.
    """
    shapes, sizes_of = [], []
    for under in (5_000, -5_000):
        transcript = run([alone(under), couple(under)] * 5).transcript
        shapes.append([(m.sender, m.receiver, m.step) for m in transcript.messages])
        sizes_of.append([m.size_bytes for m in transcript.messages])
    assert shapes[0] == shapes[1]
    np.testing.assert_allclose(*sizes_of, rtol=2e-3)


def test_two_parties_take_part_and_only_svb_reads_the_answer():
    """The third body that a reader may choose gets no message; UWV returns nothing."""
    programs = CASE.technique(BFV).programs(tables(MIXED_INCOMES), dict(CASE.parameters))
    results, transcript = run_parties(programs)
    assert transcript.parties == ("SVB", "UWV")
    assert results["UWV"] is None


@pytest.mark.parametrize(("n_found", "opened"), [(2, False), (3, True)])
def test_fewer_than_the_minimum_are_withheld_by_svb_itself(n_found, opened):
    """SVB keeps its promise, and the outcome says that it is one."""
    outcome = run([alone(5)] * n_found + [alone(-5)] * 4, minimum_found=3)
    guarantee = "minimum_kept_by_reader"
    released = Release("nothing", "SVB", guarantee, 0)
    if opened:
        released = Release("households_found", "SVB", guarantee, n_found)
    assert (outcome.answer.households is not None) == opened
    assert outcome.released == (released,)


@pytest.mark.parametrize("n", [1, 5, 600])
def test_bytes_of_a_run_follow_the_formula(n):
    """Of a run, up to what compression makes of random numbers; they grow by the ciphertext."""
    both = tables([alone(5), alone(5), couple(5)] * n, strangers=7)
    transcript = CASE.run(BFV, both, minimum_found=1).transcript
    of_each = sizes(parameters(), result_level=0, products=False, sums=False)
    n_pairs = 2 * n
    whole = sum(
        (
            2 * 32,  # handover keys
            of_each.public_key,
            3 * DIGITS.levels * of_each.seeded_ciphertext,
            2 * DIGITS.tests * of_each.result,
            16 * n_pairs + 32,  # persons asked about, and their tag
            2 * n_pairs + 32,  # answers, and their tag
        )
    )
    assert transcript.bytes == pytest.approx(whole, rel=0.02)
    persons, answers = (
        next(m for m in transcript.messages if m.step == step)
        for step in ("persons asked about", "hidden answers 1")
    )
    assert (persons.size_bytes, answers.size_bytes) == (16 * n_pairs, 2 * n_pairs)
    assert transcript.rounds == 5


def test_a_ciphertext_has_room_for_as_many_pairs_as_are_sent_at_once():
    """One number per slot, and no second ciphertext in a column."""
    assert parameters().slots == ROWS_AT_ONCE
    assert Digits(10) == DIGITS
    assert DIGITS.most == MOST_CENTS
    assert 3 * TWO < MOST_CENTS


def test_no_secret_key_is_in_any_message(monkeypatch):
    """Not as SEAL saves it, nor a part of it; only public keys and ciphertexts are sent."""
    kept = []

    class Watched(SecretKey):
        """Remembers what was made."""

        @classmethod
        def generate(cls, parameters, **options):
            """Make a key and keep it."""
            kept.append(SecretKey.generate(parameters, **options))
            return kept[-1]

    monkeypatch.setattr(encrypted, "SecretKey", Watched)
    transcript = run(MIXED_INCOMES).transcript
    (key,) = kept
    saved = key.unsafe_bytes()
    parts = [saved[at : at + 24] for at in range(64, len(saved) - 24, 997)]
    for message in transcript.messages:
        assert not any(part in message.payload for part in parts)


def test_a_run_differs_from_every_other():
    """Other pairs, other keys, other ciphertexts: nothing but sizes is the same twice."""
    first, second = (run([alone(5), couple(5)] * 10).transcript.messages for _ in range(2))
    same = {a.step for a, b in zip(first, second, strict=True) if a.payload == b.payload}
    assert same == set()


def test_a_teaching_seed_repeats_pairs_and_masks_only():
    """UWV sees the same list again; keys and ciphertexts are SEAL's own, and differ."""
    first, second = (run(MIXED_INCOMES, teaching_seed=3) for _ in range(2))
    assert not first.is_secure_randomness
    same = {
        a.step
        for a, b in zip(first.transcript.messages, second.transcript.messages, strict=True)
        if a.payload == b.payload
    }
    assert {"persons asked about", "handover key"} <= same
    assert not {"encrypted incomes 1", "masked tests 1", "public context"} & same


@pytest.mark.parametrize("income", [2**29, 2**40, -1])
def test_incomes_out_of_range_are_refused_before_anything_is_told(income):
    """UWV looks at its own table first; too many runs are refused there as well."""
    both, listener = tables(MIXED_INCOMES), Listener()
    both["UWV"].loc[3, "income_cents"] = income
    with pytest.raises(ParameterError, match=f"got {income} at position 3"):
        CASE.run(BFV, both, interfere=listener)
    assert set(listener.steps) <= {"handover key"}


def test_pensions_below_zero_are_refused_before_anything_is_told():
    """They would make a limit that is higher than any there is."""
    both, listener = tables(MIXED_INCOMES), Listener()
    both["SVB"].loc[both["SVB"]["household"] == 0, "aow_cents"] = -(2**21)
    with pytest.raises(ParameterError, match=f"limits of at most {MOST_CENTS} cents"):
        CASE.run(BFV, both, interfere=listener)
    assert listener.steps == []


def test_a_person_with_two_incomes_is_refused():
    """Two rows of one person have no one income."""
    both, listener = tables(MIXED_INCOMES), Listener()
    both["UWV"] = pd.concat([both["UWV"], both["UWV"].iloc[[0]]])
    with pytest.raises(DataError, match=r"got person \d+ twice"):
        CASE.run(BFV, both, interfere=listener)
    assert set(listener.steps) <= {"handover key"}


def test_somebody_who_is_asked_about_twice_is_noticed_by_uwv():
    """Two answers about one income would halve what it can be twice; UWV sends nothing of it."""
    both, listener = tables([alone(5), alone(7), couple(9)]), Listener()
    svb = both["SVB"]
    one, other = (svb.index[svb["household"] == number][0] for number in (0, 10))
    svb.loc[other, "person"] = svb.loc[one, "person"]
    with pytest.raises(ProtocolError, match="need every person once in the list of SVB"):
        CASE.run(BFV, both, interfere=listener)
    assert "encrypted incomes 1" not in listener.steps


@pytest.mark.parametrize("change", [{"noise_length": 0.01}, {"noise": 1e9}, "compact"])
def test_incomes_with_more_or_less_noise_than_agreed_are_refused(monkeypatch, change):
    """With a meter of UWV's choice SVB would add too little noise, and limits would show."""
    parts = encrypted.encrypt_parts

    def others(*args):
        for one in parts(*args):
            changed = one.compact() if change == "compact" else one
            if change != "compact":
                changed.meter = replace(one.meter, **change)
            yield changed

    monkeypatch.setattr(encrypted, "encrypt_parts", others)
    with pytest.raises(ProtocolError, match="encrypted incomes 1"):
        run(MIXED_INCOMES)


def test_a_ring_other_than_the_agreed_one_is_refused(monkeypatch):
    """SVB chose its masks for the agreed one: with a smaller one they would show."""
    other = make_bfv(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(54, 54, 20), plain_modulus_bits=22
    )
    kept = SecretKey.generate
    monkeypatch.setattr(SecretKey, "generate", lambda _: kept(other))
    with pytest.raises(ProtocolError, match="need the agreed parameters"):
        run(MIXED_INCOMES)


STEPS = (
    "public context",
    "persons asked about",
    "persons asked about hash",
    "encrypted incomes 1",
    "masked tests 1",
    "hidden answers 1",
    "hidden answers 1 hash",
)
HARMS = {
    "a bit": lambda p: p ^ np.eye(1, p.size, p.size // 2, dtype=p.dtype).reshape(p.shape),
    "half of it": lambda p: p.reshape(-1)[: p.size // 2].copy(),
    "zeros": np.zeros_like,
    "nothing": lambda p: p.reshape(-1)[:0].copy(),
}


@pytest.mark.parametrize(
    ("step", "harm"),
    [(step, "a bit") for step in STEPS] + [("encrypted incomes 1", harm) for harm in HARMS],
)
def test_a_harmed_message_is_noticed(step, harm):
    """Every message carries a tag: a change is an error of ours that names nobody, no answer."""
    both = tables([alone(5), couple(-5)] * 3)

    def interfere(message, payload):
        return HARMS[harm](payload) if message.step == step else payload

    with pytest.raises((TamperedError, ProtocolError, DataError)) as error:
        CASE.run(BFV, both, interfere=interfere)
    numbers = set(both["UWV"]["person"].astype(str)) | set(both["UWV"]["income_cents"].astype(str))
    assert not numbers - {"0"} & set(re.findall(r"\d+", str(error.value)))


def test_another_key_for_tags_is_noticed():
    """Who changes the agreement of the key gets two parties that accept nothing from each other."""

    def interfere(message, payload):
        return payload[::-1].copy() if message.step == "handover key" else payload

    with pytest.raises(TamperedError):
        run(MIXED_INCOMES, interfere=interfere)


@pytest.mark.parametrize(("one", "other"), [(0, 1), (5, 40)])
def test_two_ciphertexts_in_each_others_place_are_noticed(one, other):
    """Each has its place in its tag: a swapped income would be somebody else's."""
    kept, turn = {}, Counter()

    def interfere(message, payload):
        if message.step not in ("encrypted incomes 1", "masked tests 1"):
            return payload
        turn[message.step] += 1
        kept[message.step, turn[message.step] - 1] = payload
        return kept[message.step, one] if turn[message.step] - 1 == other else payload

    with pytest.raises(TamperedError, match="number"):
        run([alone(5), couple(-5)] * 3, interfere=interfere)


HOMES = [alone(-1_000 * i, income=40_000) for i in range(30)]


def ask(**options):
    """Return the permitted question, with the limit as the only choice."""
    both = tables(HOMES)

    def question(percent):
        return CASE.run(BFV, both, threshold_percent=percent, **options).answer.households

    return question


def test_permitted_answers_narrow_incomes_down_like_with_any_technique():
    """No encryption hinders SVB from asking again with another limit."""
    brackets = search(ask(minimum_found=1), low=101, high=111, runs=3)
    for bracket in brackets:
        between = set(expected(HOMES, bracket.high)) - set(expected(HOMES, bracket.low))
        assert set(bracket.items.tolist()) == between
        assert between


def test_an_agreed_number_of_runs_stops_the_search():
    """UWV takes part twice, and the attack ends there, before any income leaves it."""
    limit = RunLimit(2)
    with pytest.raises(PrivacyError, match=r"need at most 2 runs .* this would be run 3"):
        search(ask(run_limit=limit), low=100, high=110, runs=4)
    assert limit.used == 2
