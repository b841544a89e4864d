"""The case `falls`: every technique's scores, what each party gets, limits, bytes and releases."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import (
    DataError,
    ParameterError,
    PrivacyError,
    ProtocolError,
    run_parties,
)
from pet_workbench.usecases.falls import CARE, CASE, FEATURES, HOSPITAL, THIRD_PARTIES, Scores
from pet_workbench.usecases.falls.clients import features
from pet_workbench.usecases.falls.in_shares import sharing_bytes
from pet_workbench.usecases.falls.model import MOST_SCORE, WEIGHTS, Model, hospital_model, risks_of
from pet_workbench.usecases.run_limit import RunLimit
from tests.uniformity import looks_uniform
from tests.usecases.aio_tables import Guarded
from tests.usecases.falls_tables import (
    any_client,
    any_model,
    clients_of,
    largest_clients,
    model_of,
    scores_by_hand,
    tables_of,
)
from tests.usecases.listening import Listener

TECHNIQUES = pytest.mark.parametrize("technique", CASE.techniques)
SHARES, MODEL = "secret-sharing", "plain-exchange:model"
THIRD = THIRD_PARTIES[0]
SMALL = tables_of(
    [{"age": 90, "female": True}, {"earlier_falls": 1}, {"earlier_falls": 4, "medicines": 7}],
    model_of(intercept=-30_000, age=500, female=8_000, fell_once=4_000, fell_often=9_000),
)


@pytest.fixture(scope="module")
def generated():
    """Return clients and a model."""
    return CASE.load(n=300, seed=2)


def test_the_technique_that_covers_the_model_comes_first():
    """Without a variant, homomorphic encryption is BFV: CKKS gives the model away in one reply."""
    assert CASE.technique("homomorphic").id == next(iter(CASE.techniques)) == "homomorphic:bfv"
    covered, bare = (CASE.technique(f"homomorphic:{scheme}").leaks for scheme in ("bfv", "ckks"))
    assert "reply_tells_model" in set(bare) - set(covered)


@TECHNIQUES
def test_answer_is_worked_out_by_hand(technique):
    """-3 + 10 x 0.05 + 0.8; -3 + 0.4; -3 + 0.9."""
    outcome = CASE.run(technique, SMALL)
    assert outcome.answer.persons.tolist() == [100, 101, 102]
    assert outcome.answer.units.tolist() == [-17_000, -26_000, -21_000]
    assert outcome.answer.scores.tolist() == [-1.7, -2.6, -2.1]
    assert outcome.answer.risks[0] == pytest.approx(1 / (1 + np.exp(1.7)))
    assert outcome.error == 0


@TECHNIQUES
def test_techniques_agree_with_python(technique, generated):
    """On generated people every score is the one that whole numbers give."""
    outcome = CASE.run(technique, generated)
    assert outcome.error == 0
    model = Model.of(generated[HOSPITAL])
    assert outcome.answer.units.tolist() == scores_by_hand(generated[CARE], model)
    assert outcome.exact.units.tolist() == outcome.answer.units.tolist()


@TECHNIQUES
def test_the_largest_scores_there_can_be(technique):
    """At the ends of every range, on both sides of zero, nothing wraps around."""
    model = Model(np.full(len(WEIGHTS), 100_000, np.int64))
    tables = tables_of(largest_clients(model), model)
    outcome = CASE.run(technique, tables)
    assert outcome.error == 0
    assert outcome.answer.units.max() == MOST_SCORE - 100_000  # nobody fell both once and more
    assert outcome.answer.units.min() == 100_000 * (1 - 15)


@TECHNIQUES
@settings(max_examples=8, deadline=None)
@given(rows=st.lists(any_client(), min_size=1, max_size=6), model=any_model)
def test_any_clients_and_any_model(technique, rows, model):
    """Whatever is within its range, the scores are exact."""
    tables = tables_of(rows, model)
    outcome = CASE.run(technique, tables)
    assert outcome.answer.units.tolist() == scores_by_hand(tables[CARE], model)
    assert outcome.error == 0


@TECHNIQUES
def test_no_clients_at_all(technique):
    """Nothing to score is no error."""
    outcome = CASE.run(technique, tables_of([], model_of(intercept=5)))
    assert outcome.answer.units.size == 0
    assert outcome.error == 0


@TECHNIQUES
def test_nobody_reads_anothers_table(technique, generated):
    """Guarded tables, opened by their owner only, change nothing."""
    guarded = {party: Guarded(table, party) for party, table in generated.items()}
    plain = CASE.run(technique, generated)
    parameters = dict(plain.parameters)
    programs = CASE.technique(technique).programs(guarded, parameters)
    results, _ = run_parties(programs)
    assert CASE.answer(results).units.tolist() == plain.answer.units.tolist()


@TECHNIQUES
def test_only_the_care_organisation_reads_scores(technique, generated):
    """Nobody else returns anything."""
    programs = CASE.technique(technique).programs(generated, CASE.complete({}))
    results, _ = run_parties(programs)
    assert {party for party, result in results.items() if result is not None} == {CARE}


@TECHNIQUES
def test_the_hospital_counts_runs(technique):
    """Before anybody sends anything, so that a run too many costs the clients nothing."""
    limit = RunLimit(1)
    CASE.run(technique, SMALL, run_limit=limit)
    listener = Listener()
    with pytest.raises(PrivacyError, match="at most 1 runs"):
        CASE.run(technique, SMALL, run_limit=limit, interfere=listener)
    assert listener.steps == []


@TECHNIQUES
def test_a_limit_on_scores(technique):
    """The hospital, or the third body for it, refuses more clients than agreed."""
    assert CASE.run(technique, SMALL, score_limit=3).error == 0
    if technique == MODEL:
        assert CASE.run(technique, SMALL, score_limit=2).error == 0
        return
    with pytest.raises(PrivacyError) as caught:
        CASE.run(technique, SMALL, score_limit=2)
    assert caught.value.id == "errors.falls_score_limit"


def _view(party, outcome):
    """Return the messages that a party received."""
    return outcome.transcript.view(party).received


def test_what_the_care_organisation_receives(generated):
    """Masked weights, masked products and an opening: nothing of the hospital in the clear."""
    steps = [message.step for message in _view(CARE, CASE.run(SHARES, generated))]
    assert sorted(steps) == [
        "computing key",
        "scores",
        "scores opened",
        "scores opened hash",
        "takes part",
        "weights",
    ]


@pytest.mark.parametrize("party", [HOSPITAL, THIRD])
def test_who_reads_nothing_sees_no_clients(party, generated):
    """Their messages have the same sizes, and with other keys nothing in common, for others."""
    flipped = generated[CARE].assign(
        **{name: ~generated[CARE][name] for name in ("gait", "memory", "female")}
    )
    runs = [CASE.run(SHARES, {**generated, CARE: care}) for care in (generated[CARE], flipped)]
    steps = [[(m.step, m.size_bytes) for m in _view(party, run)] for run in runs]
    assert steps[0] == steps[1]


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("party", "step"),
    [(THIRD, "features"), (CARE, "weights"), (CARE, "scores"), (HOSPITAL, "scores")],
)
def test_shares_look_uniform(party, step):
    """Over many runs on the same tables; false alarm below 1e-8."""
    tables = CASE.load(n=100, seed=1)
    seen = b"".join(
        message.payload
        for _ in range(40)
        for message in _view(party, CASE.run(SHARES, tables))
        if message.step == step
    )
    assert looks_uniform(seen)


@pytest.mark.parametrize("n", [20, 300])
def test_bytes_of_shares_follow_the_formula(n):
    """Eighty bytes per client, and a little once."""
    outcome = CASE.run(SHARES, CASE.load(n=n, seed=1))
    assert outcome.transcript.bytes == sharing_bytes(n)


def test_bytes_in_the_clear():
    """Three numbers of eight bytes and twelve of one per client, a score back, and the weights."""
    n = 100
    sent = CASE.run("trusted-third-party", CASE.load(n=n, seed=1)).transcript.bytes
    assert sent == n * (3 * 8 + 12 + 8) + len(WEIGHTS) * 9 + 1


def test_the_model_alone_crosses():
    """With the model handed over nothing about clients leaves: 17 weights, one message each way."""
    outcome = CASE.run(MODEL, SMALL)
    assert {m.step for m in outcome.transcript.messages} == {"takes part", "feature", "weight"}
    assert [release.what for release in outcome.released] == ["risk_per_client", "model"]
    assert outcome.leaks == ("model_at_care",)


@TECHNIQUES
def test_release_and_roles(technique, generated):
    """The care organisation reads a risk per client; roles are those of the page."""
    outcome = CASE.run(technique, generated, third_party="CBS")
    release = outcome.released[0]
    assert (release.receiver, release.items) == (CARE, len(generated[CARE]))
    assert outcome.roles == {CARE: "care", HOSPITAL: "hospital", "CBS": "third"}


@pytest.mark.parametrize(
    "wrong", [{"third_party": "somebody"}, {"score_limit": 0}, {"score_limit": 2.5}]
)
def test_parameters_out_of_range(wrong):
    """Values that make no sense are refused."""
    with pytest.raises(ParameterError):
        CASE.run(SHARES, SMALL, **wrong)


@TECHNIQUES
@pytest.mark.parametrize(
    ("change", "id"),
    [
        ({"age": 111}, "errors.falls_feature"),
        ({"medicines": 41}, "errors.falls_feature"),
    ],
)
def test_clients_beyond_their_range_are_refused(technique, change, id):
    """A feature beyond its bound could give a wrong score."""
    tables = {**SMALL, CARE: SMALL[CARE].assign(**change)}
    with pytest.raises(DataError) as caught:
        CASE.run(technique, tables)
    assert caught.value.id == id


@TECHNIQUES
@pytest.mark.parametrize(
    ("damage", "id"),
    [
        (lambda model: model.head(16), "errors.falls_weights"),
        (lambda model: model.assign(feature=3), "errors.falls_weights"),
        (lambda model: model.assign(weight=100_001), "errors.falls_weight"),
    ],
)
def test_models_that_are_none_are_refused(technique, damage, id):
    """A missing, a repeated or a too large weight."""
    tables = {**SMALL, HOSPITAL: damage(SMALL[HOSPITAL])}
    with pytest.raises(DataError) as caught:
        CASE.run(technique, tables)
    assert caught.value.id == id


def test_a_changed_number_of_clients_is_noticed():
    """A negative one, or more than there are people of that age."""
    for wrong in (-1, 10**9):
        with pytest.raises(ProtocolError) as caught:
            CASE.run(SHARES, SMALL, interfere=_instead("number of clients", wrong))
        assert caught.value.id == "errors.falls_clients"


def test_a_changed_opening_is_noticed(generated):
    """One changed word in what is opened does not fit its hash."""
    with pytest.raises(ProtocolError):
        CASE.run(SHARES, generated, interfere=_flipped("scores opened"))


def _instead(step, number):
    """Return an interference that puts another number in the place of a message."""

    def interfere(message, payload):
        return np.full_like(payload, number) if message.step == step else payload

    return interfere


def _flipped(step):
    """Return an interference that changes the first item of a message."""

    def interfere(message, payload):
        if message.step != step:
            return payload
        changed = payload.copy()
        changed[0] += 1
        return changed

    return interfere


def test_error_is_the_largest_distance_between_risks():
    """And infinite when the clients are others."""
    one = Scores(np.array([1, 2]), np.array([0, 10_000]))
    other = Scores(np.array([1, 2]), np.array([0, -10_000]))
    assert CASE.error(one, other) == pytest.approx(np.tanh(0.5))
    assert CASE.error(one, one) == 0
    assert CASE.error(one, Scores(np.array([2, 1]), one.units)) == np.inf


def test_highest_scores_first():
    """With equal ones in the order of the table."""
    scores = Scores(np.arange(5), np.array([3, 9, 9, 1, 4]))
    assert scores.highest(1).tolist() == [1, 2, 4, 0, 3]
    assert scores.highest(0.4).tolist() == [1, 2]
    assert scores.highest(0).tolist() == []
    with pytest.raises(ParameterError):
        scores.highest(1.1)


def test_features_are_what_they_are_called():
    """Every column, and earlier falls as two features."""
    rows = [{"age": 65, "earlier_falls": 1}, {"earlier_falls": 2, "vision": True, "medicines": 3}]
    made = pd.DataFrame(features(clients_of(rows)), columns=list(FEATURES))
    assert made.loc[0, made.loc[0] != 0].to_dict() == {"age": -15, "fell_once": 1}
    assert made.loc[1, made.loc[1] != 0].to_dict() == {
        "fell_often": 1,
        "vision": 1,
        "medicines": 3,
    }


def test_risks_at_the_ends():
    """No overflow, and symmetric around a half."""
    assert risks_of([-1e6, 0, 1e6]).tolist() == [0, 0.5, 1]
    assert risks_of(-2.0) + risks_of(2.0) == pytest.approx(1)


def test_the_hospitals_model_says_what_is_known():
    """Every published risk factor that is common raises the risk."""
    weights = dict(zip(WEIGHTS, hospital_model().weights.tolist(), strict=True))
    for name in ("age", "female", "fell_once", "fell_often", "gait", "walking_aid", "parkinson"):
        assert weights[name] > 0
