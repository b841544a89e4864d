"""The case `fraud`: every technique is right or says where it misleads, and keeps its secrets."""

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
from pet_workbench.sharing.comparison import comparison_bytes
from pet_workbench.sharing.joins.intersection import exchange_bytes
from pet_workbench.usecases.fraud import BANK, CASE, INSURER, KVK, THIRD_PARTIES, Suspects
from pet_workbench.usecases.run_limit import RunLimit
from tests.three_parties import change
from tests.uniformity import looks_uniform, suspicious_pairs
from tests.usecases.aio_tables import Guarded
from tests.usecases.fraud_tables import HIGH, LOW, Provider, any_provider, expected, tables

SHARES, TRUSTED, LISTS, PLAIN = TECHNIQUES = tuple(CASE.techniques)
EXACT = [SHARES, TRUSTED, PLAIN]
WITH_MINIMUM = [SHARES, TRUSTED]
THIRD = THIRD_PARTIES[0]
techniques = pytest.mark.parametrize("technique", TECHNIQUES)

MIXED = [
    HIGH,
    Provider(insurer=65, bank=60, years=1, changes=3),
    Provider(insurer=60, bank=60, years=5, changes=0),
    Provider(insurer=59, bank=100, years=0, changes=9),
    Provider(insurer=100, bank=59, years=0, changes=9),
    Provider(insurer=100, bank=None, years=0, changes=3),
    Provider(insurer=None, bank=100, years=0, changes=3),
    Provider(insurer=90, bank=90, years=None),
    Provider(insurer=75, bank=70, years=9, changes=3),
    Provider(insurer=74, bank=70, years=9, changes=3),
    LOW,
]
"""Providers at, above and below each threshold, known to all, to some and to one."""
AGREED = [100, 101, 107, 108]


def found(technique, providers, **parameters):
    """Return the providers found with `technique`, None where the answer was withheld."""
    answer = CASE.run(technique, tables(providers), **parameters).answer.providers
    return None if answer is None else answer.tolist()


def test_the_techniques_are_known_by_their_names():
    """Secret sharing comes first; without variant it means pseudonyms."""
    assert TECHNIQUES == (
        "secret-sharing:pseudonyms",
        "trusted-third-party",
        "private-set-intersection",
        "plain-exchange",
    )
    assert CASE.technique("secret-sharing").id == SHARES


@pytest.mark.parametrize("technique", EXACT)
def test_at_and_below_every_threshold(technique):
    """A point below one threshold is not found, exactly at all three is; unknown counts as 0."""
    assert expected(MIXED) == AGREED
    assert found(technique, MIXED, minimum_found=1) == AGREED


@settings(max_examples=40, deadline=None)
@given(
    providers=st.lists(any_provider, max_size=12),
    limits=st.tuples(*(st.sampled_from([1, 60, 100]) for _ in range(3))),
    minimum=st.integers(1, 4),
)
def test_all_exact_techniques_agree_with_the_question(providers, limits, minimum):
    """Whatever the tables, each gives the providers to find, or withholds too few."""
    exact = expected(providers, *limits)
    names = ("insurer_threshold", "bank_threshold", "weighted_threshold")
    chosen = dict(zip(names, limits, strict=True))
    both = tables(providers)
    for technique in EXACT:
        outcome = CASE.run(technique, both, minimum_found=minimum, **chosen)
        assert outcome.exact.tolist() == exact
        assert outcome.error == 0
        if technique != PLAIN and len(exact) < minimum:
            assert outcome.answer.providers is None
        else:
            assert outcome.answer.providers.tolist() == exact


@pytest.mark.parametrize("technique", EXACT)
@pytest.mark.parametrize("insurer", [0, 100])
@pytest.mark.parametrize("weighted", [0, 100])
def test_thresholds_at_the_ends(technique, insurer, weighted):
    """With 0 nothing is asked of a score, with 100 only the highest will do."""
    providers = [Provider(0, 100, 5), Provider(100, 100, 0, 9), Provider(100, 100, 5), LOW]
    chosen = {"insurer_threshold": insurer, "weighted_threshold": weighted, "minimum_found": 1}
    answer = found(technique, providers, **chosen)
    assert (answer or []) == expected(providers, insurer, 60, weighted)


@settings(max_examples=20, deadline=None)
@given(providers=st.lists(any_provider, max_size=10))
def test_comparing_lists_finds_too_many(providers):
    """Set intersection alone gives everybody high at both: the weighted score is not in it."""
    both = [
        number
        for number, one in enumerate(providers, start=100)
        if (one.insurer or 0) >= 60 and (one.bank or 0) >= 60
    ]
    outcome = CASE.run(LISTS, tables(providers))
    assert outcome.answer.providers.tolist() == both
    assert set(outcome.exact.tolist()) <= set(both)
    assert outcome.error == len(both) - outcome.exact.size


@pytest.mark.parametrize("technique", WITH_MINIMUM)
@pytest.mark.parametrize(("n_found", "opened"), [(0, False), (2, False), (3, True), (4, True)])
def test_fewer_than_the_minimum_are_withheld(technique, n_found, opened):
    """Exactly the minimum is opened, one less is not, and the outcome says so."""
    providers = [HIGH] * n_found + [LOW] * 4
    outcome = CASE.run(technique, tables(providers), minimum_found=3)
    if opened:
        assert outcome.answer.providers.tolist() == expected(providers)
        assert outcome.released == (Release("providers_found", INSURER, "minimum_found", n_found),)
    else:
        assert outcome.answer == Suspects(None, 3)
        assert outcome.released == (Release("nothing", INSURER, "minimum_found", 0),)
    assert outcome.error == 0


def test_a_withheld_answer_sends_the_insurer_nothing():
    """Too few: no message with providers, in shares or in the clear, holds anything."""
    few = tables([HIGH, LOW])
    assert CASE.run(SHARES, few).transcript.view(INSURER).find("providers found") == []
    (message,) = CASE.run(TRUSTED, few).transcript.view(INSURER).find("providers found")
    assert message.items == 0


@techniques
@pytest.mark.parametrize("third", THIRD_PARTIES)
def test_any_third_party_will_do(technique, third):
    """The answer does not depend on who is third."""
    outcome = CASE.run(technique, tables(MIXED), third_party=third, minimum_found=1)
    assert set(AGREED) <= set(outcome.answer.providers.tolist())
    assert outcome.roles == {INSURER: "insurer", BANK: "bank", KVK: "kvk", third: "third"}


@techniques
def test_nobody_reads_a_table_that_is_not_theirs(technique):
    """A table raises when another party's program touches it, and yet all techniques run."""
    plain = tables(MIXED)
    full = {**CASE.parameters, "minimum_found": 1}
    guarded = {party: Guarded(table, party) for party, table in plain.items()}
    programs = CASE.technique(technique).programs(guarded, full)
    assert set(AGREED) <= set(run_parties(programs)[0][INSURER].providers.tolist())


def test_only_the_insurer_gets_an_answer():
    """Bank, KVK and the third body end their part with nothing in hand."""
    programs = CASE.technique(SHARES).programs(tables(MIXED), {**CASE.parameters})
    results, _ = run_parties(programs)
    assert [results[party] for party in (BANK, KVK, THIRD)] == [None] * 3


IN_THE_OPEN = {
    "computing key",
    "pseudonym key",
    "mask key",
    "sizes",
    "positions",
    "pseudonyms of places",
    "pseudonyms of rows",
    "too few",
}
"""Steps that are keys, stated leaks, random by other tests, or three words short."""


def many(one, n=4_000):
    """Return a list on which everybody is alike: any structure would show."""
    return tables([one] * n)


@pytest.mark.statistical
@pytest.mark.parametrize("one", [HIGH, LOW, Provider(bank=None)], ids=["high", "low", "strangers"])
def test_what_parties_receive_looks_random(one):
    """Of equal providers every long message is uniform, alone and combined: alarm 1e-9."""
    transcript = CASE.run(SHARES, many(one), minimum_found=1).transcript
    for party in transcript.parties:
        received = [m for m in transcript.view(party).received if m.size_bytes >= 2_048]
        masked = [m for m in received if m.step not in IN_THE_OPEN]
        assert [m.step for m in masked if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(masked) == []


def steps_at(party, providers):
    """Return what a party receives in a run with secret sharing, without what the messages say."""
    transcript = CASE.run(SHARES, tables(providers), minimum_found=1).transcript
    return [(m.sender, m.step, m.size_bytes) for m in transcript.view(party).received]


@pytest.mark.parametrize("party", [BANK, KVK, THIRD])
def test_messages_do_not_depend_on_scores(party):
    """Who gets no answer sees the same messages, of the same size, whatever the scores are."""
    assert steps_at(party, [HIGH] * 30) == steps_at(party, [HIGH] + [LOW] * 29)


def test_the_register_sees_sizes_only():
    """KVK receives a key and the length of the list, and no more."""
    view = CASE.run(SHARES, tables(MIXED)).transcript.view(KVK)
    assert [m.step for m in view.received] == ["pseudonym key", "sizes"]
    assert view.find("sizes")[0].values().tolist() == [10, 0]


def test_the_third_body_sees_the_pattern_of_matches():
    """It sees how many of the list each holder knows, and of none who it is."""
    view = CASE.run(SHARES, tables(MIXED)).transcript.view(THIRD)
    places = [m.values() for m in view.find("pseudonyms of places")]
    rows = [m.values() for m in view.find("pseudonyms of rows")]
    matches = [int(np.isin(a, b).sum()) for a, b in zip(places, rows, strict=True)]
    assert matches == [9, 9]
    assert not np.isin(places[0], places[1]).any()


def test_comparing_lists_tells_who_is_a_customer():
    """The contrast: the insurer reads of every provider on its list whether the bank has it."""
    providers = [Provider(100, 80, 10), Provider(100, None, 10), Provider(100, 59, 10)]
    outcome = CASE.run(LISTS, tables(providers))
    assert outcome.answer.providers.tolist() == [100]
    assert outcome.exact.size == 1
    assert CASE.run(LISTS, tables(providers), weighted_threshold=90).exact.size == 0


def test_plain_exchange_sends_every_score():
    """The other contrast: the insurer's view holds the bank's whole table."""
    both = tables(MIXED)
    view = CASE.run(PLAIN, both).transcript.view(INSURER)
    (scores,) = [m.values() for m in view.find("score") if m.sender == BANK]
    assert scores.tolist() == both[BANK]["score"].tolist()


@techniques
def test_leaks_are_stated(technique):
    """What parties learn beyond the answer stands in the outcome."""
    outcome = CASE.run(technique, tables(MIXED))
    assert outcome.leaks == CASE.technique(technique).leaks != ()


@pytest.mark.parametrize(("n", "bank", "register"), [(1, 1, 1), (40, 30, 20), (300, 10, 500)])
def test_bytes_by_formula(n, bank, register):
    """Two alignments, inputs of 16 bits, three comparisons, two "or"s, the count, the answer."""
    providers = [
        Provider(
            insurer=80 if i < n else None,
            bank=80 if i < bank else None,
            years=1 if i < register else None,
        )
        for i in range(max(n, bank, register))
    ]
    outcome = CASE.run(SHARES, tables(providers), minimum_found=1)
    opened = outcome.answer.providers is not None
    words = -(-n // 16)
    alignments = sum(64 + 16 + 8 * n + (2 + 8) * (rows + n) + 4 * n for rows in (bank, register))
    inputs = 2 * (5 * n + 2)
    compared = 3 * comparison_bytes(n, bits=16) + 2 * 3 * 2 * words
    counted = 3 * 4 * 16 * words + comparison_bytes(1, bits=32) + 3 * (4 + 32)
    answer = opened * (2 * words + 32)
    total = 3 * 32 + alignments + inputs + compared + counted + answer
    assert outcome.transcript.bytes == total


def test_rounds_do_not_depend_on_size():
    """A longer list takes more bytes, not more waiting."""
    counted = {
        CASE.run(SHARES, CASE.load(n=n, seed=1), minimum_found=1).transcript.rounds
        for n in (1_000, 5_000)
    }
    assert counted == {27}


def test_comparing_lists_costs_points_and_tags():
    """Two points per provider asked about, a tag per customer on the bank's list."""
    outcome = CASE.run(LISTS, tables(MIXED))
    asked = sum((one.insurer or 0) >= 60 for one in MIXED)
    held = sum((one.bank or 0) >= 60 for one in MIXED)
    assert outcome.transcript.bytes == exchange_bytes(asked, held)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_the_bank_counts_runs(technique):
    """After the runs agreed the bank refuses, before it sends anything."""
    limit = RunLimit(1)
    CASE.run(technique, tables(MIXED), run_limit=limit)
    with pytest.raises(PrivacyError, match="this would be run 2"):
        CASE.run(technique, tables(MIXED), run_limit=limit)


@pytest.mark.parametrize("technique", [SHARES, TRUSTED, LISTS])
def test_a_list_that_is_too_long_is_refused(technique):
    """Whoever sees the length of the list refuses one longer than agreed; at the limit it runs."""
    high = tables([HIGH] * 12)
    assert CASE.run(technique, high, largest_list=12).answer.providers.size == 12
    with pytest.raises(PrivacyError, match="at most 11"):
        CASE.run(technique, high, largest_list=11)


@pytest.mark.parametrize(
    "wrong",
    [
        {"insurer_threshold": -1},
        {"insurer_threshold": 101},
        {"bank_threshold": 0},
        {"weighted_threshold": 60.5},
        {"minimum_found": 0},
        {"largest_list": 0},
        {"third_party": "KVK"},
        {"threshold": 5},
    ],
    ids=str,
)
def test_values_outside_their_range_are_refused(wrong):
    """Before anything runs, an error says what is needed."""
    with pytest.raises(ParameterError, match="need"):
        CASE.run(SHARES, tables(MIXED), **wrong)


def test_a_bank_threshold_of_zero_would_find_strangers():
    """It is refused because who is no customer counts as 0: not the same as a score of 0."""
    assert CASE.parameters["bank_threshold"] >= 1
    assert found(SHARES, [Provider(bank=None)] * 12, bank_threshold=1, minimum_found=1) is None


@pytest.mark.parametrize("technique", EXACT)
def test_an_empty_list_finds_nobody(technique):
    """An insurer without signals gets nothing, also when every threshold is as low as can be."""
    nobody = [Provider(insurer=None), Provider(insurer=None, bank=None)]
    lowest = {"insurer_threshold": 0, "bank_threshold": 1, "weighted_threshold": 0}
    outcome = CASE.run(technique, tables(nobody), minimum_found=1, **lowest)
    assert outcome.exact.size == 0
    assert outcome.error == 0


def test_a_provider_twice_is_refused_in_the_clear():
    """Two rows of one provider have no one score: an error names the provider."""
    both = tables([HIGH] * 3)
    doubled = {**both, BANK: pd.concat([both[BANK], both[BANK].iloc[[0]]])}
    with pytest.raises(DataError, match="twice"):
        CASE.run(TRUSTED, doubled)
    with pytest.raises(ProtocolError, match="twice"):
        CASE.run(SHARES, doubled)


@techniques
def test_generated_tables_are_answered(technique):
    """On 20,000 generated providers all but the contrast agree with the pooled tables."""
    outcome = CASE.run(technique, CASE.load(n=20_000, seed=2), keep_payload_bytes=0)
    assert outcome.exact.size >= 20
    assert outcome.error == 0 if technique != LISTS else outcome.error > 0


@pytest.mark.parametrize("step", ["providers found", "too few"])
def test_a_cheater_at_opening_is_caught(step):
    """A changed word in what is opened stops the run."""
    with pytest.raises(ProtocolError, match="disagree"):
        CASE.run(SHARES, tables(MIXED), minimum_found=1, interfere=change(step))


def test_a_cheater_while_computing_is_not():
    """Bits turned around in an "or" give the insurer a wrong list, and nobody notices."""

    def interfere(message, payload):
        is_last = (message.step, message.receiver, message.round) == ("and", INSURER, last)
        return ~payload if is_last else payload

    honest = CASE.run(SHARES, tables(MIXED), minimum_found=1)
    last = max(m.round for m in honest.transcript.messages if m.step == "and")
    outcome = CASE.run(SHARES, tables(MIXED), minimum_found=1, interfere=interfere)
    assert outcome.error > 0


@pytest.mark.parametrize(
    ("technique", "harm"),
    [
        *((technique, lambda p: p * 0) for technique in TECHNIQUES),
        *((technique, lambda p: p[: len(p) // 2].copy()) for technique in (SHARES, LISTS)),
    ],
)
def test_whatever_happens_to_a_message_the_error_is_typed(technique, harm):
    """A harmed message gives a wrong answer or an error of ours, never a crash."""
    both = tables(MIXED * 2)
    steps = set()
    CASE.run(technique, both, interfere=lambda m, p: (steps.add((m.step, m.sender)), p)[1])
    for step in sorted(steps):

        def interfere(message, payload, step=step):
            return harm(payload) if (message.step, message.sender) == step else payload

        try:
            CASE.run(technique, both, interfere=interfere)
        except PetError as error:
            assert error.id.startswith("errors.")  # noqa: PT017 - either ending is allowed
