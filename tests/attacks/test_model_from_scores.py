"""The weights of a secret model follow from its scores, whatever the technique."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pet_workbench.attacks.model_from_scores import recover
from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.usecases.falls import CARE, CASE, FEATURES, HOSPITAL, WEIGHT_UNIT
from pet_workbench.usecases.falls.clients import features
from pet_workbench.usecases.run_limit import RunLimit

WITH_SCORES = [id for id in CASE.techniques if id != "plain-exchange:model"]


def spread(table):
    """Return the places of as few clients as it takes to tell every weight."""
    x = np.column_stack((np.ones(len(table)), features(table)))
    chosen: list[int] = []
    for at in range(len(x)):
        if np.linalg.matrix_rank(x[[*chosen, at]]) > len(chosen):
            chosen.append(at)
    return chosen


@pytest.mark.parametrize("technique", WITH_SCORES)
def test_seventeen_scores_give_the_whole_model(technique):
    """To the last digit, with every technique: encryption does not hide what scores say."""
    tables = CASE.load(n=400, seed=1)
    answer = CASE.run(technique, tables).answer
    places = spread(tables[CARE])
    assert len(places) == len(FEATURES) + 1
    found = recover(features(tables[CARE])[places], answer.scores[places])
    assert found.is_complete
    units = np.rint(found.weights * WEIGHT_UNIT).astype(int)
    assert units.tolist() == tables[HOSPITAL]["weight"].tolist()


def test_sixteen_scores_do_not():
    """Two models that differ give the same scores, and the attack claims neither."""
    tables = CASE.load(n=400, seed=1)
    places = spread(tables[CARE])[:-1]
    rows = features(tables[CARE])[places]
    found = recover(rows, CASE.run("secret-sharing", tables).answer.scores[places])
    assert not found.is_complete
    x = np.column_stack((np.ones(len(rows)), rows))
    free = np.linalg.svd(x)[2][-1]
    assert (found.known == (np.abs(free) < 1e-6)).all()


def test_all_scores_give_it_too():
    """More equations than weights are no hindrance."""
    tables = CASE.load(n=5_000, seed=2)
    scores = CASE.run("plain-exchange", tables).answer.scores
    found = recover(features(tables[CARE]), scores)
    units = np.rint(found.weights * WEIGHT_UNIT).astype(int)
    assert units.tolist() == tables[HOSPITAL]["weight"].tolist()


def test_limits_on_scores_and_runs_stop_it_together():
    """Eight clients, twice: sixteen equations for seventeen weights; a third run is refused."""
    tables = CASE.load(n=400, seed=1)
    places, limit = spread(tables[CARE]), RunLimit(2)
    limits = {"score_limit": 8, "run_limit": limit}
    rows, scores = [], []
    for part in (places[:8], places[8:16]):
        care = tables[CARE].iloc[part].reset_index(drop=True)
        outcome = CASE.run("secret-sharing", {**tables, CARE: care}, **limits)
        rows.append(features(care))
        scores.append(outcome.answer.scores)
    with pytest.raises(PrivacyError):
        CASE.run("secret-sharing", tables, **limits)
    assert not recover(np.concatenate(rows), np.concatenate(scores)).is_complete


whole = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 9), st.integers(1, 5)),
    elements=st.integers(-3, 3),
)


@settings(max_examples=200)
@given(rows=whole, data=st.data())
def test_what_is_known_is_right_and_the_rest_could_be_anything(rows, data):
    """By exact rank: a weight is known just if its unit vector lies in the span of the rows."""
    k = rows.shape[1]
    weights = np.array(data.draw(st.lists(st.integers(-5, 5), min_size=k + 1, max_size=k + 1)))
    x = np.column_stack((np.ones(len(rows), np.int64), rows))
    found = recover(rows, x @ weights)
    rank = np.linalg.matrix_rank(x)
    for place in range(k + 1):
        unit = np.eye(k + 1)[place]
        is_known = np.linalg.matrix_rank(np.vstack((x, unit))) == rank
        assert found.known[place] == is_known
        if is_known:
            assert found.weights[place] == pytest.approx(weights[place], abs=1e-7)
        else:
            assert np.isnan(found.weights[place])


@pytest.mark.parametrize(
    ("rows", "scores"), [([], []), ([[1]], [1, 2]), ([1, 2], [1, 2]), (np.empty((0, 3)), [])]
)
def test_rows_and_scores_have_to_fit(rows, scores):
    """A row per score, and at least one."""
    with pytest.raises(ParameterError) as caught:
        recover(rows, scores)
    assert caught.value.id == "errors.attack_scores"
