"""The case `debts`: every technique is exact, separated, and reveals only what it says."""

import contextlib
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import (
    ParameterError,
    PetError,
    PrivacyError,
    ProtocolError,
    Release,
    run_parties,
)
from pet_workbench.sharing.counting import counting_messages
from pet_workbench.sharing.joins.bitmap import CHUNK_WORDS, n_words
from pet_workbench.sharing.joins.pseudonyms import pseudonyms
from pet_workbench.sharing.opening import HASH_BYTES
from pet_workbench.sharing.popcount import count_bytes
from pet_workbench.usecases.debts import AGENCIES, BODIES, CASE, MUNICIPALITY, THIRD_PARTY, Found
from pet_workbench.usecases.run_limit import RunLimit
from tests.three_parties import KEY_MESSAGES, change
from tests.uniformity import looks_uniform, suspicious_pairs
from tests.usecases.aio_tables import Guarded
from tests.usecases.debts_tables import (
    DIGITS,
    agencies_of,
    expected,
    four_lists,
    number,
    some_residents,
    tables,
)

BITMAP, PSEUDONYMS, TRUSTED, PLAIN = TECHNIQUES = tuple(CASE.techniques)
techniques = pytest.mark.parametrize("technique", TECHNIQUES)
shared = pytest.mark.parametrize("technique", [BITMAP, PSEUDONYMS])
QUESTIONS = ("citizen", "residents", "total")

LISTS = [[1, 2, 3, 4, 9], [1, 2, 3], [1, 2, 11], [1, 12]]
RESIDENTS = [1, 2, 3, 4, 5, 11]
"""Residents at 4, 3, 2, 1 and 0 agencies, and one at the third alone; 9 and 12 live elsewhere."""


def run(technique, lists=LISTS, residents=RESIDENTS, **parameters):
    """Run with small numbers; without a minimum unless one is given."""
    return CASE.run(
        technique,
        tables(lists, residents),
        **{"digits": DIGITS, "minimum_found": 1, **parameters},
    )


def test_the_techniques_are_known_by_their_names():
    """Bits over all numbers come first; without variant, secret sharing means those."""
    assert TECHNIQUES == (
        "secret-sharing:bitmap",
        "secret-sharing:pseudonyms",
        "trusted-third-party",
        "plain-exchange",
    )
    assert CASE.technique("secret-sharing").id == BITMAP


@techniques
@pytest.mark.parametrize("place", RESIDENTS)
def test_the_municipality_gets_a_number_about_one_citizen(technique, place):
    """At 4, 3, 2, 1, 0 and 1 agencies; nobody else is named."""
    outcome = run(technique, question="citizen", citizen=number(place))
    assert outcome.answer == Found(agencies_of(place, LISTS))
    assert (outcome.exact, outcome.error) == (agencies_of(place, LISTS), 0)


@techniques
@pytest.mark.parametrize("listed", list(product([0, 1], repeat=4)))
def test_every_combination_of_lists_is_counted(technique, listed):
    """All 16 ways in which one citizen can be on four lists."""
    lists = [[5] * bit + [6] for bit in listed]
    outcome = run(technique, lists, [5, 6], question="citizen", citizen=number(5))
    assert outcome.answer.number == sum(listed)


@techniques
@pytest.mark.parametrize("at_least", [1, 2, 3, 4])
def test_the_early_warning_finds_residents_only(technique, at_least):
    """Residents at k or more agencies, ascending; people from elsewhere are not found."""
    outcome = run(technique, at_least=at_least)
    assert outcome.answer.persons.tolist() == expected(LISTS, RESIDENTS, at_least)
    assert outcome.answer.number == len(expected(LISTS, RESIDENTS, at_least))
    assert outcome.error == 0


@techniques
def test_only_the_number_can_be_asked(technique):
    """Then nobody is named."""
    answer = run(technique, question="total", at_least=2).answer
    assert (answer.number, answer.persons) == (3, None)


@settings(max_examples=40, deadline=None)
@given(
    lists=four_lists,
    residents=some_residents,
    at_least=st.integers(1, 4),
    minimum=st.integers(1, 4),
)
def test_all_techniques_answer_what_the_words_ask(lists, residents, at_least, minimum):
    """Against a count in plain words; below the minimum nothing, but where all lists were sent."""
    right = expected(lists, residents, at_least)
    for technique in TECHNIQUES:
        for question in ("residents", "total"):
            outcome = run(
                technique,
                lists,
                residents,
                question=question,
                at_least=at_least,
                minimum_found=minimum,
            )
            assert outcome.error == 0
            if technique != PLAIN and len(right) < minimum:
                assert (outcome.answer.number, outcome.answer.persons) == (None, None)
                continue
            assert outcome.answer.number == len(right)
            if question == "residents":
                assert outcome.answer.persons.tolist() == right


@techniques
def test_small_debts_do_not_count(technique):
    """A debt of exactly the agreed amount counts, a cent less does not."""
    lists = [{1: 50, 2: 49.99}, {1: 50, 2: 900}, {1: 0.01}, {}]
    found = run(technique, lists, [1, 2], at_least=1, minimum_euros=50).answer
    assert found.persons.tolist() == [number(1), number(2)]
    found = run(technique, lists, [1, 2], at_least=2, minimum_euros=50).answer
    assert found.persons.tolist() == [number(1)]


@techniques
def test_empty_lists_are_no_problem(technique):
    """Nobody has a debt, or only one agency has a list."""
    for lists in ([[], [], [], []], [[1], [], [], []]):
        outcome = run(technique, lists, [1, 2], at_least=1)
        assert outcome.error == 0
        assert (outcome.answer.number or 0) == len(lists[0])
        assert run(technique, lists, [1], question="citizen").answer.number == len(lists[0])


@techniques
def test_a_citizen_from_elsewhere_cannot_be_asked_about(technique):
    """The municipality's own program refuses; nothing has been sent about anyone then."""
    with pytest.raises(ParameterError, match="on the municipality's own list to ask about, got"):
        run(technique, question="citizen", citizen=number(9))


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": "who"},
        {"at_least": 0},
        {"at_least": 5},
        {"at_least": 2.5},
        {"minimum_found": 0},
        {"minimum_euros": -1},
        {"digits": 9},
        {"digits": 0},
    ],
    ids=str,
)
def test_values_outside_their_range_are_refused(wrong):
    """The message names the parameter."""
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        run(BITMAP, **wrong)


def test_numbers_that_do_not_fit_are_refused():
    """Longer than agreed, or equal but for the check digit: then people would be taken together."""
    with pytest.raises(ParameterError, match="citizen numbers of at most 3 digits, got"):
        run(BITMAP, [[500], [], [], []], [1], digits=2)
    both = tables([[], [], [], []], [1])
    both["UWV"] = pd.DataFrame({"person": [1234, 1235], "amount_cents": [5, 5]})
    with pytest.raises(ParameterError, match="in more than the check digit, got 1234 and 1235"):
        CASE.run(BITMAP, both)


def test_the_length_of_numbers_is_found_in_the_tables():
    """Without agreed digits, the longest number decides."""
    outcome = CASE.run(BITMAP, tables(LISTS, [*RESIDENTS, 400]), minimum_found=1)
    assert outcome.parameters["digits"] == 3
    assert outcome.error == 0


@techniques
@pytest.mark.parametrize("question", QUESTIONS)
def test_programs_read_only_their_own_table(technique, question):
    """Each table raises when another party touches it; the citizen is told to nobody."""
    guarded = {party: Guarded(table, party) for party, table in tables(LISTS, RESIDENTS).items()}
    parameters = {**CASE.parameters, "digits": DIGITS, "question": question, "minimum_found": 1}
    parameters |= {"citizen": number(2)}
    programs = CASE.technique(technique).programs(guarded, parameters)
    results, _ = run_parties(programs)
    found = results.pop(MUNICIPALITY)
    assert found.number == {"citizen": 3, "residents": 2, "total": 2}[question]
    assert set(results.values()) == {None}


@techniques
def test_releases_say_who_reads_what(technique):
    """The municipality alone; how many values, and whether a minimum guards them."""
    guarantee = "none" if technique == PLAIN else "minimum_found"
    assert run(technique).released == (Release("citizens_found", MUNICIPALITY, guarantee, 2),)
    total = run(technique, question="total").released
    assert total == (Release("number", MUNICIPALITY, guarantee, 1),)
    one = run(technique, question="citizen").released
    assert one == (Release("number", MUNICIPALITY, "none", 1),)
    if technique != PLAIN:
        few = run(technique, minimum_found=3).released
        assert few == (Release("nothing", MUNICIPALITY, "minimum_found", 0),)


@techniques
def test_leaks_and_roles_are_stated(technique):
    """What parties learn beyond the answer stands in the outcome, and who plays which role."""
    outcome = run(technique)
    assert outcome.leaks == CASE.technique(technique).leaks != ()
    assert {outcome.roles[party] for party in outcome.transcript.parties} <= {
        "owner",
        "computer",
        "reader",
        "third",
    }
    assert outcome.roles[THIRD_PARTY] == "third"


@pytest.mark.parametrize("question", QUESTIONS)
def test_bytes_of_the_bitmap_depend_on_nothing_but_the_number_of_places(question):
    """Five lists dealt, the circuit, the count and what is opened: by formula, at 10**3 places."""
    size, places = 8 * n_words(10**DIGITS), 10**DIGITS
    dealing = 5 * (2 * size + 4 * 32)
    ones = count_bytes(places, chunk_words=CHUNK_WORDS)
    if question == "citizen":
        single = ones + 3 * (4 + HASH_BYTES)
        counting = 3 * 8 * counting_messages(4, 2)
        expected_bytes = dealing + single + 3 * 4 * 8 + counting + 3 * (3 * 8 + HASH_BYTES)
    else:
        thresholds = 3 * (counting_messages(4) + 1) * size
        comparison = _comparison_bytes() + 2 * 3 * (4 + HASH_BYTES)
        opened = 3 * ((size if question == "residents" else 4) + HASH_BYTES)
        expected_bytes = dealing + thresholds + ones + comparison + opened
    for lists in (LISTS, [RESIDENTS, RESIDENTS, RESIDENTS, []], [range(900)] * 4):
        transcript = run(BITMAP, lists, question=question).transcript
        assert transcript.bytes == KEY_MESSAGES + expected_bytes


def _comparison_bytes():
    """Return what one comparison of a number with the minimum costs, in a ring of 32 bits."""
    from pet_workbench.sharing.comparison import comparison_bytes

    return comparison_bytes(1, bits=32)


@pytest.mark.parametrize("question", QUESTIONS)
def test_agencies_receive_nothing(question):
    """They deal shares and are done: no message tells them whom a question is about."""
    transcript = run(BITMAP, question=question).transcript
    for agency in AGENCIES:
        assert transcript.view(agency).received == ()


FULL = [list(range(0, 900, step)) for step in (1, 2, 3, 5)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_bodies_receive_looks_uniform(question):
    """Every long message to a body, alone and combined with any other of its size; alarm 1e-6."""
    lists = [[*one, *(9_000 * place for place in one)] for one in FULL]
    transcript = CASE.run(
        BITMAP,
        tables(lists, range(900)),
        digits=7,
        question=question,
        minimum_found=1,
        keep_payload_bytes=200 * 2**20,
    ).transcript
    for body in BODIES:
        received = [m for m in transcript.view(body).received if m.size_bytes >= 50_000]
        assert len(received) >= 1
        assert [m.step for m in received if not looks_uniform(m.payload)] == []
        dealt = [m for m in received if " part " in m.step]
        assert suspicious_pairs(dealt) == []


def test_a_body_gets_messages_of_the_same_sizes_whatever_is_asked():
    """Neither the citizen nor the answer changes anything but random numbers."""
    shapes = set()
    for place in RESIDENTS:
        transcript = run(BITMAP, question="citizen", citizen=number(place)).transcript
        received = transcript.view(BODIES[0]).received
        shapes.add(tuple((m.step, m.sender, m.size_bytes, m.round) for m in received))
    assert len(shapes) == 1


def test_the_pattern_that_bodies_see_is_what_is_stated():
    """With pseudonyms a body counts how many are on two lists, but has no name for any."""
    outcome = run(PSEUDONYMS)
    view = outcome.transcript.view(BODIES[1])
    seen = [set(m.values().tolist()) for m in view.find("pseudonyms of list")]
    assert [len(one) for one in seen] == [5, 3, 3, 2]
    assert len(seen[0] & seen[1]) == 3
    assert view.keys.keys() == {"computing key"}
    key = outcome.transcript.view(AGENCIES[0]).keys["pseudonym key"]
    names = pseudonyms(key, np.array([number(1), number(2), number(3)]))
    assert seen[0] & seen[1] == set(names.tolist())


def test_lists_of_pseudonyms_come_in_random_order():
    """The order of the file does not reach the bodies."""
    orders = set()
    for seed in range(8):
        outcome = CASE.run(
            PSEUDONYMS, tables([[1, 2, 3, 4, 5], [], [], []], [1]), digits=3, teaching_seed=seed
        )
        key = outcome.transcript.view(AGENCIES[0]).keys["pseudonym key"]
        names = pseudonyms(key, np.array([number(place) for place in range(1, 6)])).tolist()
        (message, *_) = outcome.transcript.view(BODIES[0]).find("pseudonyms of list")
        orders.add(tuple(names.index(label) for label in message.values().tolist()))
    assert len(orders) > 4


def test_somebody_who_is_on_a_list_twice_is_noticed():
    """Two rows of one person have one pseudonym."""
    both = tables(LISTS, RESIDENTS)
    both["CAK"] = pd.concat([both["CAK"], both["CAK"].iloc[[0]]])
    with pytest.raises(ProtocolError, match="every pseudonym once in each list"):
        CASE.run(PSEUDONYMS, both)


def test_the_parts_of_a_number_do_not_tell_of_debts_that_do_not_count():
    """0 agencies: the municipality sees as varied parts for nobody's debt as for a small one."""
    for lists in ([[7], [7], [7], [7]], [[7], [7], [7], {7: 100, 5: 1}]):
        seen = set()
        for _ in range(25):
            outcome = run(PSEUDONYMS, lists, [5], question="citizen", minimum_euros=50)
            assert outcome.answer.number == 0
            view = outcome.transcript.view(MUNICIPALITY)
            seen.add(tuple(int(m.values()[0]) & 1 for m in view.find("number of agencies")))
        # one of four in 25 runs is missed once in 300 tries, two once in 10**7
        assert len(seen) >= 3


@shared
def test_a_question_about_one_citizen_cannot_be_about_two(technique, monkeypatch):
    """A municipality that asks about two in one question gets no answer."""
    everybody = f"{CASE.technique(technique).programs.__module__}.asked_about"
    monkeypatch.setattr(everybody, lambda table, _: table["person"].to_numpy(np.int64))
    with pytest.raises(PrivacyError, match="a question about one person, got one about 2"):
        run(technique, residents=[1, 2], question="citizen")


def test_asking_about_somebody_ten_times_does_not_make_ten():
    """Else the minimum number that has to be found would mean nothing."""
    twice = tables(LISTS, RESIDENTS)
    twice[MUNICIPALITY] = twice[MUNICIPALITY].iloc[[0] * 10]
    for question in ("residents", "total"):
        with pytest.raises(ProtocolError, match="every pseudonym once in each list"):
            CASE.run(PSEUDONYMS, twice, question=question, minimum_found=10)
        with pytest.raises(ParameterError, match="differ in more than the check digit"):
            CASE.run(BITMAP, twice, question=question, minimum_found=10)


def test_withheld_means_that_nothing_about_residents_is_sent():
    """Of the answer, the municipality receives only that there are too few."""
    for technique in (BITMAP, PSEUDONYMS):
        view = run(technique, minimum_found=3).transcript.view(MUNICIPALITY)
        steps = {message.step for message in view.received}
        assert steps - {"pseudonym key"} == {"too few", "too few hash"}


@techniques
def test_a_run_too_many_is_refused_before_anything_is_told(technique):
    """The first agency counts for all four: the third run of two sends nothing about anyone."""
    limit, sent = RunLimit(2), []
    for _ in range(2):
        run(technique, run_limit=limit)
    with pytest.raises(PrivacyError, match=r"need at most 2 runs .* this would be run 3"):
        run(technique, run_limit=limit, interfere=lambda m, p: (sent.append(m.step), p)[1])
    assert sent == []


@shared
@pytest.mark.parametrize("step", ["citizens found", "citizens found hash", "too few"])
def test_a_changed_answer_is_noticed(technique, step):
    """Value and hash of every part come from different bodies."""
    with pytest.raises(ProtocolError, match="the two holders of a share of"):
        run(technique, interfere=change(step))


@techniques
def test_whatever_happens_to_a_message_the_error_is_typed(technique):
    """A message of zeros or of ones gives a wrong answer or an error of ours, never a crash."""
    for question in ("citizen", "residents"):
        steps = set()
        run(
            technique,
            question=question,
            interfere=lambda m, p, steps=steps: (steps.add((m.step, m.sender)), p)[1],
        )
        for step, value in product(sorted(steps), (0, -1)):

            def interfere(message, payload, step=step, value=value):
                if (message.step, message.sender) != step:
                    return payload
                return np.full_like(payload, np.array(value).astype(payload.dtype))

            with contextlib.suppress(PetError):
                run(technique, question=question, interfere=interfere)


@techniques
@pytest.mark.parametrize("question", QUESTIONS)
def test_generated_tables_are_answered_exactly(technique, question):
    """On a generated country of 60,000, against the pooled tables; no payloads are kept."""
    outcome = CASE.run(
        technique, CASE.load(n=60_000, seed=2), question=question, keep_payload_bytes=0
    )
    assert outcome.error == 0
    assert question == "citizen" or outcome.answer.number >= 10
    assert outcome.transcript.dropped_bytes == outcome.transcript.bytes


def test_a_wrong_answer_would_be_counted():
    """The error is the difference, or the number of residents wrongly found or missed."""
    assert CASE.error(Found(3), 1) == 2
    assert CASE.error(Found(2, np.array([1, 2])), np.array([2, 3, 4])) == 3
    assert CASE.error(Found(None, minimum=10), np.arange(9)) == 0
    assert CASE.error(Found(None, minimum=10), 10) == 10
