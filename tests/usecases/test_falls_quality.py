"""AUC, calibration and precision against brute force, scipy and hand-worked cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import mannwhitneyu

from pet_workbench.core import ParameterError
from pet_workbench.usecases.falls import people
from pet_workbench.usecases.falls.clients import features
from pet_workbench.usecases.falls.model import fit_logistic, hospital_model, risks_of
from pet_workbench.usecases.falls.quality import (
    auc,
    calibration_line,
    calibration_table,
    precision_at,
    quality,
)
from tests.usecases.falls_tables import auc_by_pairs


@st.composite
def scored(draw):
    """Draw scores with many equals, and outcomes of both kinds."""
    n = draw(st.integers(2, 30))
    scores = draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n))
    outcome = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    outcome[:2] = [True, False]
    order = draw(st.permutations(range(n)))
    return np.array(scores, float), np.array(outcome)[list(order)]


@given(scored())
def test_auc_is_that_over_all_pairs(case):
    """Counted pair by pair, ties half; to the last bit up to rounding of one division."""
    assert auc(*case) == pytest.approx(auc_by_pairs(*case), abs=1e-12)


def test_auc_is_scipys_on_many_people():
    """Mann and Whitney's statistic divided by the number of pairs."""
    clients = people(20_000, seed=3)
    scores = hospital_model().units(features(clients))
    hurt = clients["injured"].to_numpy()
    expected = mannwhitneyu(scores[hurt], scores[~hurt]).statistic / hurt.sum() / (~hurt).sum()
    assert auc(scores, hurt) == pytest.approx(expected, abs=1e-12)


@given(scored(), st.floats(0.01, 1))
def test_precision_is_the_mean_over_all_orders_of_equals(case, share):
    """Many random orders of equal scores give it on average; without equals, exactly."""
    scores, outcome = case
    count = max(1, int(share * len(scores)))
    distinct = scores + np.arange(len(scores)) / 1_000
    top = np.argsort(-distinct)[:count]
    assert precision_at(distinct, outcome, share) == pytest.approx(outcome[top].mean())
    rng = np.random.default_rng(1)
    drawn = [
        outcome[np.lexsort((rng.random(len(scores)), -scores))[:count]].mean() for _ in range(400)
    ]
    assert precision_at(scores, outcome, share) == pytest.approx(np.mean(drawn), abs=0.15)


def negative_log_likelihood(line, scores, outcome):
    """Return what logistic regression minimises."""
    logits = line[0] + line[1] * scores
    return float(np.logaddexp(0, logits).sum() - logits[outcome].sum())


@pytest.mark.parametrize(("shift", "stretch"), [(0, 1), (0.5, 1), (0, 2), (-1, 0.5)])
def test_calibration_line_is_the_most_likely_one(shift, stretch):
    """Found by scipy's general minimiser; it undoes a shift and a stretch of right scores."""
    rng = np.random.default_rng(7)
    right = rng.normal(-1, 1.5, 40_000)
    outcome = rng.random(right.size) < risks_of(right)
    scores = shift + stretch * right
    intercept, slope = calibration_line(scores, outcome)
    best = minimize(negative_log_likelihood, [0.0, 1.0], args=(scores, outcome)).x
    assert (intercept, slope) == pytest.approx(tuple(best), abs=1e-3)
    assert slope == pytest.approx(1 / stretch, abs=0.06)
    assert intercept == pytest.approx(-shift / stretch, abs=0.06)


def test_no_line_where_scores_part_the_outcomes():
    """Then any steeper line is likelier, and there is no best."""
    assert all(np.isnan(calibration_line([1, 2, 3, 4], [False, False, True, True])))
    assert all(np.isnan(calibration_line([1, 1, 1], [False, False, True])))


@given(scored(), st.integers(1, 8))
def test_calibration_table_holds_everybody_once(case, groups):
    """Groups differ by one person at most, ascend, and add up to all."""
    scores, outcome = case
    table = calibration_table(risks_of(scores), outcome, groups=groups)
    sizes = [one.people for one in table]
    assert sum(sizes) == len(scores)
    assert max(sizes) - min(sizes) <= 1
    risks = [one.mean_risk for one in table]
    assert risks == sorted(risks)
    assert sum(one.observed * one.people for one in table) == pytest.approx(outcome.sum())


def test_quality_of_the_hospitals_model():
    """On people it was not fitted on: better than chance, and close to right."""
    clients = people(100_000, seed=4)
    scores = hospital_model().units(features(clients)) / 10_000
    found = quality(scores, clients["injured"])
    assert 0.73 < found.auc < 0.79
    assert found.slope == pytest.approx(1, abs=0.08)
    assert found.precision > 2.5 * found.base_rate
    assert found.base_rate == pytest.approx(clients["injured"].mean())


def test_a_fit_satisfies_its_equations():
    """Predicted totals are the observed ones, but for what the ridge holds back."""
    clients = people(5_000, seed=5)
    rows, outcome = features(clients), clients["injured"].to_numpy(float)
    weights = fit_logistic(rows, outcome)
    x = np.column_stack((np.ones(len(rows)), rows))
    left = x.T @ (outcome - risks_of(x @ weights)) - np.append(0, weights[1:])
    assert np.abs(left).max() < 1e-6


def test_a_feature_that_nobody_has_gets_no_weight():
    """The ridge decides where the data do not."""
    rows = np.array([[1, 0], [0, 0], [1, 0], [0, 0], [0, 0]])
    weights = fit_logistic(rows, [True, False, False, False, True])
    assert weights[2] == 0
    assert np.isfinite(weights).all()


@pytest.mark.parametrize(
    ("risks", "outcome"),
    [([], []), ([0.1], [True]), ([0.1, 0.2], [True, True]), ([0.1, 0.2, 0.3], [True, False])],
)
def test_one_kind_of_outcome_is_refused(risks, outcome):
    """Nothing can be told apart then."""
    with pytest.raises(ParameterError, match="need as many outcomes as risks"):
        auc(risks, outcome)


@pytest.mark.parametrize("share", [0, -0.1, 1.5])
def test_shares_out_of_range(share):
    """At least somebody, and not more than all."""
    with pytest.raises(ParameterError):
        precision_at([0.1, 0.2], [True, False], share)
