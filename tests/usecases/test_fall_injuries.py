"""The case `fall-injuries`: totals against pandas, what is withheld, who sees what, training."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, PrivacyError, ProtocolError, run_parties
from pet_workbench.sharing.joins.pseudonyms import pseudonyms
from pet_workbench.usecases.fall_injuries import CASE, WITHHELD, Totals, fit, gradient
from pet_workbench.usecases.fall_injuries.groups import (
    SIZES,
    clients_per_group,
    from_tables,
    lines_to_ask,
)
from pet_workbench.usecases.fall_injuries.training import outcome_totals
from pet_workbench.usecases.falls import CARE, FEATURES, GROUPS, HOSPITAL, LINES, THIRD_PARTIES
from pet_workbench.usecases.falls.clients import LINE_OF, features, levels_of
from pet_workbench.usecases.falls.model import Model, fit_logistic, hospital_model, risks_of
from pet_workbench.usecases.run_limit import RunLimit
from tests.usecases.aio_tables import Guarded
from tests.usecases.falls_tables import any_client, clients_of
from tests.usecases.listening import Listener

TECHNIQUES = pytest.mark.parametrize("technique", CASE.techniques)
SHARES = "secret-sharing"
THIRD = THIRD_PARTIES[0]
LINE_NAMES = tuple(LINES)


@pytest.fixture(scope="module")
def generated():
    """Return clients and patients, enough of them that some lines are opened and some are not."""
    return CASE.load(n=2_000, seed=2)


def tables_of(rows, injured, *, others=3):
    """Return both tables; `injured` are places of rows."""
    care = clients_of(rows)
    patients = [*care["person"].to_numpy()[list(injured)].tolist(), *range(9_000, 9_000 + others)]
    return {CARE: care, HOSPITAL: pd.DataFrame({"person": np.array(patients, np.int64)})}


def by_hand(tables):
    """Return the injured clients of every group, counted row by row."""
    patients = set(tables[HOSPITAL]["person"])
    levels = levels_of(tables[CARE])
    counts = dict.fromkeys(GROUPS, 0)
    for person, row in zip(tables[CARE]["person"], levels, strict=True):
        if person in patients:
            for (line, names), level in zip(LINES.items(), row, strict=True):
                counts[line, names[level]] += 1
    return np.array(list(counts.values()))


@TECHNIQUES
def test_totals_are_counted_by_hand(technique, generated):
    """Where a number is opened it is the right one, and so are the sums."""
    outcome = CASE.run(technique, generated)
    answer, counted = outcome.answer, by_hand(generated)
    assert outcome.error == 0
    assert 0 < answer.known.sum() < len(GROUPS)
    assert answer.injured[answer.known].tolist() == counted[answer.known].tolist()
    hurt = generated[CARE][generated[CARE]["person"].isin(generated[HOSPITAL]["person"])]
    assert (answer.total, answer.age_years, answer.medicines) == (
        len(hurt),
        hurt["age"].sum(),
        hurt["medicines"].sum(),
    )


@TECHNIQUES
def test_a_line_is_opened_whole_or_not_at_all(technique, generated):
    """It is opened just if each of its groups has the minimum of injured clients."""
    counted = by_hand(generated)
    for minimum in (2, 5, 25):
        answer = CASE.run(technique, generated, minimum=minimum).answer
        for line in range(len(LINES)):
            places = line == LINE_OF
            asked = answer.clients[places].min() != WITHHELD
            enough = counted[places].min() >= minimum
            assert answer.known[places].all() == (asked and enough)
            assert answer.known[places].any() == (asked and enough)


@TECHNIQUES
@settings(max_examples=6, deadline=None)
@given(data=st.data(), minimum=st.integers(2, 4))
def test_any_clients(technique, data, minimum):
    """Nobody injured, everybody, empty groups: every technique gives the exact answer."""
    rows = data.draw(st.lists(any_client(), min_size=1, max_size=12))
    hurt = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    outcome = CASE.run(technique, tables_of(rows, hurt), minimum=minimum)
    assert outcome.error == 0
    if len(hurt) < minimum:
        assert outcome.answer.total == WITHHELD
        assert not outcome.answer.known.any()


@TECHNIQUES
def test_no_clients_at_all(technique):
    """Nothing is opened, and nothing goes wrong."""
    outcome = CASE.run(technique, tables_of([], []))
    assert outcome.error == 0
    assert outcome.answer.total == WITHHELD


@TECHNIQUES
def test_too_few_injured_open_nothing(technique, generated):
    """Not even how many; both owners are told that, and how many clients a group has."""
    few = {**generated, HOSPITAL: generated[HOSPITAL].iloc[:0]}
    outcome = CASE.run(technique, few)
    assert outcome.error == 0
    assert (outcome.answer.total, outcome.answer.age_years) == (WITHHELD, WITHHELD)
    assert [release.what for release in outcome.released] == ["nothing", "nothing"]
    assert outcome.answer.clients.max() > 1_000


@TECHNIQUES
def test_nobody_reads_anothers_table(technique, generated):
    """Guarded tables, opened by their owner only, change nothing."""
    guarded = {party: Guarded(table, party) for party, table in generated.items()}
    results, _ = run_parties(CASE.technique(technique).programs(guarded, CASE.complete({})))
    plain = CASE.run(technique, generated)
    assert CASE.answer(results).numbers.tolist() == plain.answer.numbers.tolist()
    assert {party for party, result in results.items() if result is not None} == {CARE, HOSPITAL}


@TECHNIQUES
def test_the_hospital_counts_runs(technique, generated):
    """Before anybody sends anything."""
    limit = RunLimit(1)
    CASE.run(technique, generated, run_limit=limit)
    listener = Listener()
    with pytest.raises(PrivacyError, match="at most 1 runs"):
        CASE.run(technique, generated, run_limit=limit, interfere=listener)
    assert listener.steps == []


def _view(party, outcome):
    """Return the messages that a party received."""
    return outcome.transcript.view(party).received


def test_patients_cross_only_where_that_is_stated(generated):
    """The list of patients, readable, goes to the third body or to the care organisation."""
    for technique, receiver in (("trusted-third-party", THIRD), ("plain-exchange", CARE)):
        outcome = CASE.run(technique, generated)
        got = {m.receiver for m in outcome.transcript.messages if m.step == "patients"}
        assert got == {receiver}
    numbers = set(generated[HOSPITAL]["person"].tolist())
    for id in CASE.techniques:
        if id in ("trusted-third-party", "plain-exchange"):
            continue
        for message in CASE.run(id, generated).transcript.messages:
            if message.payload and len(message.payload) % 8 == 0:
                assert not numbers & set(np.frombuffer(message.payload, np.int64).tolist())


def test_the_third_body_learns_what_is_stated(generated):
    """Pseudonyms of both lists, of which as many match as clients are injured; and which lines."""
    outcome = CASE.run(SHARES, generated)
    view = {m.step: m for m in _view(THIRD, outcome)}
    places = set(np.frombuffer(view["pseudonyms of places"].payload, np.uint64).tolist())
    rows = set(np.frombuffer(view["pseudonyms of rows"].payload, np.uint64).tolist())
    assert len(places) == len(generated[CARE])
    assert len(places & rows) == outcome.answer.total
    assert "totals opened" not in view
    assert "clients per group" not in view


def test_pseudonyms_are_of_a_key_that_the_third_body_lacks(generated):
    """And of another key in every run."""
    runs = [CASE.run(SHARES, generated) for _ in range(2)]
    keys = [
        next(m.payload for m in _view(HOSPITAL, run) if m.step == "pseudonym key") for run in runs
    ]
    assert keys[0] != keys[1]
    assert all("pseudonym key" not in {m.step for m in _view(THIRD, run)} for run in runs)
    persons = generated[CARE]["person"].to_numpy()
    sent = next(m.payload for m in _view(THIRD, runs[0]) if m.step == "pseudonyms of places")
    assert pseudonyms(keys[0], persons).tobytes() == sent


@pytest.mark.parametrize("minimum", [10, 5_000])
def test_messages_do_not_depend_on_who_is_injured(minimum):
    """Other patients, as many of them clients: the same steps and sizes, unless more is opened."""
    tables = CASE.load(n=500, seed=1)
    hurt = tables[CARE]["person"].isin(tables[HOSPITAL]["person"]).to_numpy()
    persons = tables[CARE]["person"].to_numpy()
    swapped = np.concatenate((persons[~hurt][: hurt.sum()], persons[hurt]))
    outside = tables[HOSPITAL]["person"][~tables[HOSPITAL]["person"].isin(persons)]
    other = np.concatenate((swapped[: hurt.sum()], outside))
    minimum = min(minimum, 1_000)
    runs = [
        CASE.run(
            SHARES,
            {**tables, HOSPITAL: pd.DataFrame({"person": numbers})},
            minimum=minimum,
            teaching_seed=1,
        )
        for numbers in (tables[HOSPITAL]["person"].to_numpy(), other)
    ]
    sizes = [
        [(m.step, m.size_bytes) for m in run.transcript.messages if "opened" not in m.step]
        for run in runs
    ]
    assert sizes[0] == sizes[1]


def brute_lines(levels, minimum):
    """Return which lines may be asked about, by looking at sets of clients."""
    everybody = range(len(levels))
    asked = [
        all(
            sum(levels[c, line] == level for c in everybody) >= minimum
            for level in range(SIZES[line])
        )
        for line in range(len(SIZES))
    ]
    for first, second in combinations(range(len(SIZES)), 2):
        if not (asked[first] and asked[second]):
            continue
        for some in product((False, True), repeat=SIZES[first]):
            for others in product((False, True), repeat=SIZES[second]):
                a = {c for c in everybody if some[levels[c, first]]}
                b = {c for c in everybody if others[levels[c, second]]}
                if 0 < len(a ^ b) < minimum:
                    asked[second] = False
    return asked


@settings(max_examples=25, deadline=None)
@given(data=st.data(), minimum=st.integers(2, 4))
def test_lines_to_ask_are_those_of_the_rules(data, minimum):
    """By brute force over all sets of levels of each two lines, on the small side of three."""
    n = data.draw(st.integers(8, 16))
    seed = data.draw(st.integers(0, 2**16))
    rng = np.random.default_rng(seed)
    levels = np.zeros((n, len(SIZES)), np.int8)
    for line in (1, 2, 4, 5, 6):  # the others stay in one level, and are left out by rule 1
        levels[:, line] = rng.integers(0, SIZES[line], n)
    if data.draw(st.booleans()):  # nearly the same clients
        levels[:, 5] = levels[:, 4]
        levels[:1, 5] ^= 1
    assert lines_to_ask(levels, minimum).tolist() == brute_lines(levels, minimum)


def test_a_line_that_nearly_repeats_another_is_not_asked_about():
    """Walking aid but for one client as gait: the difference would be that client's injury."""
    rows = [{"gait": at % 2 == 0, "walking_aid": at % 2 == 0, "age": 70 + at} for at in range(40)]
    rows[0]["walking_aid"] = False
    tables = tables_of(rows, range(30))
    answer = CASE.run(SHARES, tables, minimum=2).answer
    clients = dict(zip(GROUPS, answer.clients.tolist(), strict=True))
    assert clients["gait", "yes"] == 20
    assert clients["walking_aid", "yes"] == WITHHELD
    rows[1]["walking_aid"] = True  # two clients apart is enough for a minimum of two
    answer = CASE.run(SHARES, tables_of(rows, range(30)), minimum=2).answer
    assert dict(zip(GROUPS, answer.clients.tolist(), strict=True))["walking_aid", "yes"] == 20


def test_groups_with_few_clients_are_not_asked_about():
    """Nobody learns how many of nine are injured, not the hospital either."""
    rows = [{"parkinson": at < 9, "gait": at % 2 == 0} for at in range(100)]
    outcome = CASE.run(SHARES, tables_of(rows, range(60)))
    lines = next(m.payload for m in _view(THIRD, outcome) if m.step == "lines asked")
    asked = [name for name, is_asked in zip(LINE_NAMES, lines, strict=True) if is_asked]
    assert asked == ["gait"]


def test_clients_are_counted_per_group(generated):
    """As pandas does."""
    levels = levels_of(generated[CARE])
    counts = clients_per_group(levels, np.ones(len(LINES), np.bool_))
    for place, (line, names) in enumerate(LINES.items()):
        found = pd.Series(levels[:, place]).value_counts()
        for level, name in enumerate(names):
            assert counts[GROUPS.index((line, name))] == found.get(level, 0)


def test_totals_are_all_that_a_fit_needs():
    """From totals alone comes the model that is fitted on every single outcome."""
    tables = CASE.load(n=20_000, seed=6)
    totals = CASE.run(SHARES, tables).answer
    assert totals.known.all()
    care = tables[CARE]
    outcome = care["person"].isin(tables[HOSPITAL]["person"])
    directly = Model.rounded(fit_logistic(features(care), outcome))
    assert fit(care, totals).weights.tolist() == directly.weights.tolist()


def test_one_gradient_step_is_that_of_the_outcomes():
    """X'(y - p) with every outcome known, and from totals only."""
    tables = CASE.load(n=20_000, seed=6)
    care, model = tables[CARE], hospital_model()
    outcome = care["person"].isin(tables[HOSPITAL]["person"]).to_numpy(float)
    x = np.column_stack((np.ones(len(care)), features(care)))
    expected = x.T @ (outcome - risks_of(x @ (model.weights / 10_000)))
    found = gradient(care, CASE.run(SHARES, tables).answer, model)
    assert found == pytest.approx(expected, abs=1e-6)


def test_features_of_lines_that_were_not_opened_get_no_weight(generated):
    """Their total is not known, and nothing is put in its place."""
    totals = CASE.run(SHARES, generated).answer
    _, known = outcome_totals(totals)
    assert 2 < known.sum() < len(FEATURES)
    model = fit(generated[CARE], totals)
    assert (model.weights[1:][~known] == 0).all()
    assert np.isnan(gradient(generated[CARE], totals, model)[1:]).tolist() == (~known).tolist()


def test_nothing_opened_trains_nothing(generated):
    """An error that says so."""
    nothing = Totals.nothing(np.zeros(len(GROUPS), np.int64), 10)
    with pytest.raises(PrivacyError) as caught:
        fit(generated[CARE], nothing)
    assert caught.value.id == "errors.falls_nothing_opened"


def test_owners_with_different_totals_are_noticed(generated):
    """As after a changed message to one of them."""
    right = from_tables(generated[CARE], generated[HOSPITAL]["person"].to_numpy(), minimum=10)
    wrong = Totals.from_numbers(right.numbers + (np.arange(right.numbers.size) == 40), 10)
    with pytest.raises(ProtocolError) as caught:
        CASE.answer({CARE: right, HOSPITAL: wrong})
    assert caught.value.id == "errors.falls_disagree"
    assert CASE.answer({HOSPITAL: wrong}) is wrong
    assert CASE.error(right, wrong) == 1
    with pytest.raises(KeyError):
        CASE.answer({THIRD: None})


def test_a_changed_list_of_lines_is_noticed(generated):
    """A line is asked about, or it is not."""

    def interfere(message, payload):
        return payload + np.uint8(2) if message.step == "lines asked" else payload

    with pytest.raises(ProtocolError):
        CASE.run(SHARES, generated, interfere=interfere)


@pytest.mark.parametrize(
    "wrong", [{"minimum": 1}, {"minimum": 2.5}, {"minimum": True}, {"third_party": "somebody"}]
)
def test_parameters_out_of_range(wrong, generated):
    """Values that make no sense are refused."""
    with pytest.raises(ParameterError):
        CASE.run(SHARES, generated, **wrong)


@TECHNIQUES
def test_releases_and_roles(technique, generated):
    """Both owners read the same numbers."""
    outcome = CASE.run(technique, generated, third_party="RIVM")
    items = int(outcome.answer.known.sum()) + 3
    assert [(r.what, r.receiver, r.items) for r in outcome.released] == [
        ("totals", CARE, items),
        ("totals", HOSPITAL, items),
    ]
    assert outcome.roles == {CARE: "care", HOSPITAL: "hospital", "RIVM": "third"}
