"""The case `aio`: every technique is exact, separated, and reveals only what it says."""

import contextlib
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import (
    DataError,
    ParameterError,
    PetError,
    PrivacyError,
    ProtocolError,
    Release,
    run_parties,
)
from pet_workbench.sharing.joins.pseudonyms import SPARE, pseudonyms
from pet_workbench.usecases.aio import CASE, INCOME_BITS, THIRD_PARTIES
from pet_workbench.usecases.aio import case as aio
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.usecases.run_limit import RunLimit
from tests.three_parties import change
from tests.uniformity import looks_uniform, suspicious_pairs
from tests.usecases.aio_tables import (
    MIXED,
    Guarded,
    alone,
    any_household,
    couple,
    expected,
    tables,
)
from tests.usecases.listening import Listener

SHARES, HOMOMORPHIC, TRUSTED, PLAIN = TECHNIQUES = tuple(CASE.techniques)
WITH_MINIMUM = [SHARES, TRUSTED]
ANY_PENSION = [SHARES, TRUSTED, PLAIN]
"""Those that take pensions below 0 as well; the other one has tests of its own."""
techniques = pytest.mark.parametrize("technique", TECHNIQUES)
THIRD = THIRD_PARTIES[0]


def found(technique, households, **parameters):
    """Return the households found with `technique`, None where the answer was withheld."""
    answer = CASE.run(technique, tables(households), **parameters).answer.households
    return None if answer is None else answer.tolist()


def test_the_techniques_are_known_by_their_names():
    """Secret sharing comes first; without variant a name means the first of its kind."""
    assert TECHNIQUES == (
        "secret-sharing:pseudonyms",
        "homomorphic:bfv",
        "trusted-third-party",
        "plain-exchange",
    )
    assert CASE.technique("secret-sharing").id == SHARES
    assert CASE.technique("homomorphic").id == HOMOMORPHIC


@techniques
def test_households_on_both_sides_of_their_limit(technique):
    """A cent below is found, exactly at it is not; unknown incomes count as 0."""
    assert expected(MIXED) == [0, 30, 50, 80]
    assert found(technique, MIXED, minimum_found=1) == [0, 30, 50, 80]


@settings(max_examples=60, deadline=None)
@given(
    households=st.lists(any_household(), min_size=1, max_size=12),
    percent=st.sampled_from([1, 50, 99.5, 100, 100.5, 300]),
    minimum=st.integers(1, 4),
)
def test_all_techniques_agree_with_the_question(households, percent, minimum):
    """Whatever the tables, each gives the households under their limit, or withholds too few."""
    exact = expected(households, percent)
    both = tables(households)
    for technique in ANY_PENSION:
        outcome = CASE.run(technique, both, threshold_percent=percent, minimum_found=minimum)
        assert outcome.exact.tolist() == exact
        assert outcome.error == 0
        if technique != PLAIN and len(exact) < minimum:
            assert outcome.answer.households is None
        else:
            assert outcome.answer.households.tolist() == exact


@pytest.mark.parametrize("technique", ANY_PENSION)
@pytest.mark.parametrize(
    "households",
    [
        [alone(10)],
        [couple(10)],
        [couple(10, incomes=(None, None))],
        [alone(-(2**28), income=2**29 - 1), alone(10)],
        [couple(-(2**30) + 2 * 10**8, incomes=(2**29 - 1, 2**29 - 1)), alone(10)],
    ],
    ids=["one alone", "one couple", "nobody known", "high income", "two highest incomes"],
)
def test_small_and_extreme_tables(technique, households):
    """One household will do, and the highest incomes that are accepted are compared rightly."""
    assert found(technique, households, minimum_found=1) == expected(households)


@techniques
def test_a_limit_below_zero_finds_nobody(technique):
    """Where the state pension alone exceeds the norm, no income is small enough."""
    rich = [alone(-500_000, income=0), couple(-900_000, incomes=(0, None)), alone(1)]
    assert found(technique, rich, minimum_found=1) == [20]


@pytest.mark.parametrize("technique", WITH_MINIMUM)
@pytest.mark.parametrize(("n_found", "opened"), [(0, False), (2, False), (3, True), (4, True)])
def test_fewer_than_the_minimum_are_withheld(technique, n_found, opened):
    """Exactly the minimum is opened, one less is not, and the outcome says so."""
    households = [alone(5)] * n_found + [alone(-5)] * 4
    outcome = CASE.run(technique, tables(households), minimum_found=3)
    if opened:
        assert outcome.answer.households.tolist() == expected(households)
        released = Release("households_found", "SVB", "minimum_found", n_found)
    else:
        assert outcome.answer.households is None
        released = Release("nothing", "SVB", "minimum_found", 0)
    assert outcome.released == (released,)


def test_sending_everything_knows_no_minimum():
    """Who has all the data finds whom it wants."""
    outcome = CASE.run(PLAIN, tables([alone(5), alone(-5)]), minimum_found=10)
    assert outcome.answer.households.tolist() == [0]
    assert outcome.released == (Release("households_found", "SVB", "none", 1),)


def test_a_withheld_answer_leaves_no_message_about_anybody():
    """Nothing of the households is opened; messages are the same in number, size and order."""
    shapes = set()
    for position in range(4):
        households = [alone(5 if i == position else -5) for i in range(4)]
        transcript = CASE.run(SHARES, tables(households), minimum_found=2).transcript
        steps = tuple((m.sender, m.receiver, m.step, m.size_bytes) for m in transcript.messages)
        shapes.add(steps)
        assert not [m for m in transcript.messages if m.step.startswith("households found")]
    assert len(shapes) == 1


def test_only_the_first_party_reads_the_answer():
    """The messages that open it go to SVB; UWV and the third body return nothing."""
    both = tables([alone(5)] * 12)
    programs = CASE.technique(SHARES).programs(both, dict(CASE.parameters))
    results, transcript = run_parties(programs)
    assert (results["UWV"], results[THIRD]) == (None, None)
    opened = {m.receiver for m in transcript.messages if m.step.startswith("households found")}
    assert opened == {"SVB"}


def test_the_guard_works():
    """A guarded table cannot be touched by others, nor outside a run."""
    table = Guarded(tables(MIXED)["SVB"], "SVB")
    for touch in (len, lambda t: t["person"], lambda t: t.columns, lambda t: t.to_numpy()):
        with pytest.raises(AssertionError, match="None reads the table of SVB"):
            touch(table)


@techniques
def test_everybody_reads_only_the_own_table(technique):
    """No technique touches a table outside its owner's turn, not even to start."""
    guarded = {owner: Guarded(table, owner) for owner, table in tables(MIXED).items()}
    parameters = dict(CASE.parameters) | {"minimum_found": 1}
    programs = CASE.technique(technique).programs(guarded, parameters)
    results, _ = run_parties(programs)
    assert results["SVB"].households.tolist() == expected(MIXED)


def words_for(n, bits):
    """Return how many words of `bits` bits hold one bit each of n numbers."""
    return (n + bits - 1) // bits


def formula(n_households, n_uwv, *, enough):
    """Return the bytes of a run in shares, step by step; places are two per household."""
    places, rows = 2 * n_households, n_uwv + 2 * n_households
    gates = 29 + 15 + 7 + 3 + 1
    per_word = (32 + 2 * 31 + 3 * gates) * 4
    return sum(
        (
            3 * 32,  # computing keys
            32 + 16 + 8 * places,  # pseudonym key, sizes, pseudonyms of places
            32 + 4 * rows + 8 * rows,  # mask key, masked numbers, pseudonyms of rows
            4 * places,  # positions
            2 * 4 * n_households,  # income minus limit: SVB's part and the third body's
            words_for(n_households, 32) * per_word,  # the comparison
            3 * 4 * 32 * words_for(n_households, 32),  # bits to numbers, words filled up
            per_word,  # one comparison: too few?
            3 * (4 + 32),  # opened to all, with hashes
            (4 * words_for(n_households, 32) + 32) if enough else 0,  # opened to SVB
        )
    )


@pytest.mark.parametrize("n", [1, 2, 31, 32, 33, 100])
@pytest.mark.parametrize("enough", [True, False])
def test_bytes_of_a_run_follow_the_formula(n, enough):
    """Every byte of the run in shares is accounted for; rounds do not grow with the tables."""
    households = [alone(5) if i % 2 else couple(5) for i in range(n)]
    both = tables(households, strangers=7)
    outcome = CASE.run(SHARES, both, minimum_found=1 if enough else n + 1)
    assert outcome.transcript.bytes == formula(n, len(both["UWV"]), enough=enough)
    assert outcome.transcript.rounds == (22 if enough else 21)


def test_bytes_in_the_clear_follow_the_formula():
    """16 bytes per person of UWV; with a third party also 24 per household, a yes, the answer."""
    both = tables(MIXED)
    n_uwv, n_households = len(both["UWV"]), len(MIXED) - 2
    plain, trusted = (CASE.run(t, both, minimum_found=1) for t in (PLAIN, TRUSTED))
    assert plain.transcript.bytes == 16 * n_uwv
    n_found = len(expected(MIXED))
    assert trusted.transcript.bytes == 16 * n_uwv + 24 * n_households + 1 + 8 * n_found
    assert (plain.transcript.rounds, trusted.transcript.rounds) == (1, 3)


def test_a_teaching_seed_repeats_the_run_byte_for_byte():
    """The same seed gives the same transcript and marks the outcome; another seed another one."""
    both = tables(MIXED)
    first, again, other = (CASE.run(SHARES, both, teaching_seed=seed) for seed in (1, 1, 2))
    assert first.transcript == again.transcript
    assert first.transcript != other.transcript
    assert not first.is_secure_randomness
    assert CASE.run(SHARES, both).is_secure_randomness


def test_without_a_seed_no_run_repeats():
    """Every message but the sizes differs from run to run."""
    both = tables([alone(5)] * 20)
    first, second = (CASE.run(SHARES, both).transcript.messages for _ in range(2))
    same = {a.step for a, b in zip(first, second, strict=True) if a.payload == b.payload}
    assert same == {"sizes"}


@pytest.mark.parametrize("technique", WITH_MINIMUM)
@pytest.mark.parametrize("third", THIRD_PARTIES)
def test_any_listed_body_can_be_the_third(technique, third):
    """The reader chooses; the answer is the same and the body is a party of the run."""
    outcome = CASE.run(technique, tables(MIXED), third_party=third, minimum_found=1)
    assert outcome.answer.households.tolist() == expected(MIXED)
    assert outcome.transcript.parties == ("SVB", "UWV", third)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"threshold_percent": 0}, "need 1 <= threshold_percent <= 300, got threshold_percent=0"),
        ({"threshold_percent": 300.1}, "got threshold_percent=300.1"),
        ({"threshold_percent": float("nan")}, "got threshold_percent=nan"),
        ({"threshold_percent": "100"}, "got threshold_percent=100"),
        ({"minimum_found": 0}, "need 1 <= minimum_found <= 1000000, got minimum_found=0"),
        ({"minimum_found": 10**7}, "got minimum_found=10000000"),
        ({"third_party": "SVB"}, "need third_party to be one of CBS, Inl.*, got 'SVB'"),
        ({"speed": 1}, "need one of threshold_percent, .* for case aio, got speed"),
    ],
)
def test_parameters_out_of_range_are_refused(parameters, message):
    """Before anything is computed, with the range in the message."""
    with pytest.raises(ParameterError, match=message):
        CASE.run(SHARES, tables(MIXED), **parameters)


@pytest.mark.parametrize("income", [2**INCOME_BITS, 2**31, 2**40, -(2**INCOME_BITS)])
def test_incomes_too_large_are_refused_before_anything_is_told(income):
    """No message goes out but a fresh random key: nothing is said about anybody."""
    both = tables(MIXED)
    both["UWV"].loc[3, "income_cents"] = income
    listener = Listener()
    with pytest.raises(ParameterError, match=f"at most 29 bits, got {income} at position 3"):
        CASE.run(SHARES, both, interfere=listener)
    assert set(listener.steps) <= {"computing key"}


def test_state_pensions_too_large_are_refused_before_anything_is_told():
    """SVB looks at its own table first."""
    both = tables(MIXED)
    both["SVB"].loc[0, "aow_cents"] = 2**31
    listener = Listener()
    with pytest.raises(ParameterError, match="need numbers of at most 30 bits, got -"):
        CASE.run(SHARES, both, interfere=listener)
    assert listener.steps == []


@techniques
def test_a_household_of_three_is_refused(technique):
    """There is no norm for it."""
    both = tables([alone(1), couple(1)])
    both["SVB"]["household"] = 10
    with pytest.raises(DataError, match="at most two people in a household, got 3 in household 10"):
        CASE.run(technique, both)


def test_a_person_listed_twice_is_refused():
    """Pseudonyms that occur twice stop the run."""
    both = tables(MIXED)
    both["UWV"].loc[0, "person"] = both["UWV"].loc[1, "person"]
    with pytest.raises(ProtocolError, match="need every pseudonym once in each list"):
        CASE.run(SHARES, both)


@techniques
@pytest.mark.parametrize("empty", ["nobody to check", "nobody at SVB", "nobody at UWV"])
def test_empty_tables_are_answered_like_others(technique, empty):
    """No households to check, or nobody known, is no error: too few are found, or all."""
    both = tables([alone(5), couple(-5)])
    if empty == "nobody to check":
        both["SVB"]["receives_aio"] = True
    else:
        both[empty[-3:]] = both[empty[-3:]][:0]
    outcome = CASE.run(technique, both, minimum_found=1)
    answer = outcome.answer.households
    assert (0 if answer is None else answer.size) == outcome.exact.size
    assert outcome.error == 0


@techniques
def test_a_run_too_many_is_refused_before_anything_is_told(technique):
    """UWV counts first: the third run of two sends no message but a fresh random key."""
    limit, both = RunLimit(2), tables([alone(5)] * 12)
    for _ in range(2):
        CASE.run(technique, both, run_limit=limit)
    listener = Listener()
    with pytest.raises(PrivacyError, match=r"need at most 2 runs .* this would be run 3"):
        CASE.run(technique, both, run_limit=limit, interfere=listener)
    assert set(listener.steps) <= {"computing key", "handover key"}


def test_a_changed_answer_is_noticed():
    """The part of the answer that SVB lacks comes with a hash from its other holder."""
    for step in ("households found", "households found hash", "too few", "too few hash"):
        with pytest.raises(ProtocolError, match="the two holders of a share of"):
            CASE.run(SHARES, tables([alone(5)] * 12), interfere=change(step))


@pytest.mark.parametrize("step", ["masked numbers", "masked planes", "carry", "masked bits"])
def test_a_change_before_the_opening_is_never_a_crash(step):
    """The model is semi-honest: the answer may be wrong in silence, or an opening disagrees."""
    noticed, answer = None, None
    try:
        answer = CASE.run(
            SHARES, tables([alone(5)] * 12), interfere=change(step, by=2**20)
        ).answer.households
    except ProtocolError as error:
        noticed = error.id
    assert noticed in (None, "errors.opening_mismatch")
    assert answer is None or answer.size >= 10


def test_a_changed_income_changes_the_answer_in_silence():
    """Masked numbers carry no signature: whoever adds to them adds to somebody's income."""
    households = [alone(5)] * 12

    def enrich(message, payload):
        return payload + np.uint32(100) if message.step == "masked numbers" else payload

    outcome = CASE.run(SHARES, tables(households), minimum_found=1, interfere=enrich)
    assert outcome.answer.households is None
    assert outcome.exact.size == 12


STRUCTURED = {
    "nobody has an income": [alone(5)] * 3000,
    "all have the same": [couple(-5, incomes=(50_000, 50_000))] * 1500,
    "highest incomes": [alone(-1, income=2**29 - 1)] * 3000,
    "everything": [alone(i % 7 - 3, income=i) for i in range(3000)],
}
IN_THE_OPEN = {"pseudonyms of rows", "positions", "sizes"}


@pytest.mark.statistical
@pytest.mark.parametrize("households", STRUCTURED.values(), ids=STRUCTURED)
def test_at_scale_views_look_uniform(households):
    """Every long message of every view is uniform, alone and combined with any other of its size.

    Left out are those whose shape is stated: positions, and spare rows among the pseudonyms.
    Chance of a false alarm over all data: below 1e-6.
    """
    transcript = CASE.run(SHARES, tables(households), minimum_found=1).transcript
    for party in transcript.parties:
        received = [m for m in transcript.view(party).received if m.size_bytes >= 4096]
        masked = [m for m in received if m.step not in IN_THE_OPEN]
        assert [m.step for m in masked if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(masked) == []
        for message in (m for m in received if m.step == "pseudonyms of rows"):
            labels = message.values()
            assert looks_uniform(labels[labels != 0].tobytes())


@pytest.mark.statistical
@pytest.mark.parametrize("households", STRUCTURED.values(), ids=STRUCTURED)
def test_at_scale_positions_are_in_random_order(households):
    """SVB's positions are evenly spread over the rows, all different: chi-square, alarm 1e-9."""
    transcript = CASE.run(SHARES, tables(households), minimum_found=1).transcript
    view = transcript.view("SVB")
    positions = view.find("positions")[0].values()
    n_rows = view.find("masked numbers")[0].items
    ranks = (positions.astype(np.uint64) * 256 // n_rows).astype(np.uint8)
    assert np.unique(positions).size == positions.size
    assert looks_uniform(ranks.tobytes())


def test_what_the_second_party_reads_in_the_open_are_sizes():
    """With the same keys, UWV's part of the alignment is the same for any households of SVB."""
    seen = set()
    for households in ([alone(5)] * 6 + [couple(9)] * 2, [couple(-5)] * 2 + [alone(-7)] * 6):
        both = tables(households)
        both["UWV"] = tables(MIXED)["UWV"]
        transcript = CASE.run(SHARES, both, teaching_seed=4).transcript
        alignment = [
            m for m in transcript.view("UWV").received if m.step in ("pseudonym key", "sizes")
        ]
        assert alignment[1].values().tolist() == [10, 6]
        seen.add(tuple(m.payload for m in alignment))
    assert len(seen) == 1


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_the_third_body_sees_households_in_an_order_of_their_own(monkeypatch, order):
    """Places come in a random order that SVB alone knows; the answer does not depend on it."""
    monkeypatch.setattr(aio, "random_permutation", lambda stream, n: np.array(order[:n]))
    households = [alone(5), couple(5), alone(-5), couple(-5)]
    outcome = CASE.run(SHARES, tables(households), minimum_found=1, teaching_seed=1)
    assert outcome.answer.households.tolist() == [0, 10]
    keys = outcome.transcript.keys
    assert [name for name in keys if "household order key" in keys[name]] == ["SVB"]
    labels = outcome.transcript.view(THIRD).find("pseudonyms of places")[0].values()
    spare = set(pseudonyms(keys["SVB"]["pseudonym key"], np.arange(2), kind=SPARE).tolist())
    has_empty_place = [label in spare for label in labels[1::2].tolist()]
    assert has_empty_place == [place in (0, 2) for place in order]


def test_plain_exchange_sends_every_income():
    """The contrast: SVB's view holds UWV's table, person by person."""
    both = tables(MIXED)
    view = CASE.run(PLAIN, both).transcript.view("SVB")
    assert view.find("persons")[0].values().tolist() == both["UWV"]["person"].tolist()
    assert view.find("incomes")[0].values().tolist() == both["UWV"]["income_cents"].tolist()


@techniques
def test_leaks_are_stated(technique):
    """What parties learn beyond the answer stands in the outcome."""
    outcome = CASE.run(technique, tables(MIXED))
    assert outcome.leaks == CASE.technique(technique).leaks != ()


@techniques
def test_generated_tables_are_answered_exactly(technique):
    """On a generated population of 3,000, found households are those of the pooled tables."""
    both = CASE.load(n=3000, seed=2)
    outcome = CASE.run(technique, both, keep_payload_bytes=0)
    assert outcome.answer.households.size >= 10
    assert outcome.error == 0
    assert outcome.transcript.dropped_bytes == outcome.transcript.bytes


def test_a_wrong_answer_would_be_counted():
    """The error is the number of households wrongly found or missed."""
    assert CASE.error(aio.Found(np.array([1, 2, 3])), np.array([2, 3, 4, 5])) == 3


def test_withholding_is_an_error_only_when_enough_were_there():
    """Nine withheld of a minimum of ten is right; ten withheld are ten errors."""
    assert CASE.error(aio.Found(None, 10), np.arange(9)) == 0
    assert CASE.error(aio.Found(None, 10), np.arange(10)) == 10


@pytest.mark.parametrize("technique", ["trusted-third-party", "plain-exchange"])
def test_a_person_with_two_incomes_is_refused_in_the_clear(technique):
    """Two rows of one person have no one income: an error names the person."""
    tables = CASE.load(n=50, seed=1)
    first = tables["UWV"].iloc[[0]]
    doubled = {**tables, "UWV": pd.concat([tables["UWV"], first])}

    with pytest.raises(DataError, match=f"person {first['person'].iloc[0]} twice"):
        CASE.run(technique, doubled)


def test_norms_are_those_of_the_figures():
    """Two pensioners together need more than one, less than twice as much."""
    one, two = norms_cents()
    assert one < two < 2 * one


def every(value):
    """Replace every number of a message by `value`."""
    return lambda payload: np.full_like(
        payload, value if value == 0 else np.iinfo(payload.dtype).max
    )


@pytest.mark.parametrize("technique", ANY_PENSION)
@pytest.mark.parametrize(
    "harm",
    [every(0), every("max"), lambda p: p[: len(p) // 2].copy(), lambda p: np.flip(p).copy()],
    ids=["zeros", "largest numbers", "half of it", "in reverse"],
)
def test_whatever_happens_to_a_message_the_error_is_typed(technique, harm):
    """A harmed message gives a wrong answer or an error of ours, never a crash."""
    both = tables([alone(5), couple(-5)] * 12)
    steps = set()
    CASE.run(technique, both, interfere=lambda m, p: (steps.add((m.step, m.sender)), p)[1])
    for step in sorted(steps):

        def interfere(message, payload, step=step):
            return harm(payload) if (message.step, message.sender) == step else payload

        with contextlib.suppress(PetError):
            CASE.run(technique, both, interfere=interfere)
