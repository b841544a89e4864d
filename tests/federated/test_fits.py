"""The fit over sites is that of the pooled table, whatever the sites look like."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from statsmodels.duration.hazard_regression import PHReg

from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.federated import Cox, Logistic, Site, newton
from pet_workbench.federated.averaging import average
from tests.federated.made import SIZES, adding, hospitals, pooled

SITES = hospitals()
WHOLE = pooled(SITES)
MOMENTS = tuple(float(month) for month in range(1, 37))
LOGISTIC, COX = Logistic(3), Cox(3, MOMENTS)
PROPORTIONAL = PHReg(WHOLE.times, WHOLE.features, WHOLE.outcome, ties="breslow").fit()


def test_the_logistic_fit_is_that_of_another_library_on_pooled_rows():
    """Coefficients agree with scikit-learn's to what its own tolerance allows."""
    fit = newton(LOGISTIC, adding(LOGISTIC, SITES))
    theirs = LogisticRegression(C=np.inf, tol=1e-12, max_iter=1000, solver="newton-cholesky")
    theirs.fit(WHOLE.features, WHOLE.outcome)
    expected = np.append(theirs.intercept_, theirs.coef_[0])
    assert np.abs(fit.coefficients - expected).max() < 1e-9


def test_the_survival_fit_is_that_of_another_library_on_pooled_rows():
    """Coefficients, standard errors and likelihood agree with statsmodels, ties as Breslow's."""
    fit = newton(COX, adding(COX, SITES))
    assert np.abs(fit.coefficients - PROPORTIONAL.params).max() < 1e-9
    assert np.abs(fit.errors - PROPORTIONAL.bse).max() < 1e-9
    assert fit.likelihood == pytest.approx(PROPORTIONAL.llf, abs=1e-7)


def test_ties_of_efron_are_another_model():
    """The check above can fail: with many ties, Efron's coefficients are elsewhere."""
    efron = PHReg(WHOLE.times, WHOLE.features, WHOLE.outcome, ties="efron").fit()
    fit = newton(COX, adding(COX, SITES))
    assert np.abs(fit.coefficients - efron.params).max() > 1e-3


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("model", [LOGISTIC, COX], ids=["logistic", "cox"])
def test_how_rows_are_divided_makes_no_difference(model, seed):
    """Any split into sites, with empty ones and sites without events, gives the same fit."""
    rng = np.random.default_rng(seed)
    whole = newton(model, adding(model, [WHOLE]))
    cuts = np.sort(rng.integers(0, WHOLE.n + 1, 6))
    rows = np.split(np.argsort(WHOLE.outcome * 10 + rng.random(WHOLE.n) * 11), cuts)
    parts = [
        Site(str(i), WHOLE.features[one], WHOLE.outcome[one], WHOLE.times[one])
        for i, one in enumerate(rows)
    ]
    fit = newton(model, adding(model, parts))
    assert np.abs(fit.coefficients - whole.coefficients).max() < 1e-10
    assert fit.rounds == whole.rounds


def test_the_slope_is_the_derivative_of_the_likelihood():
    """Gradient and curvature agree with differences of the likelihood, for both models."""
    at = np.array([0.1, -0.2, 0.3])
    for model, here in ((COX, at), (LOGISTIC, np.append(0.2, at))):
        total = adding(model, SITES)

        def look(there, model=model, total=total):
            return model.slope(total(there), there)

        for i in range(model.size):
            by = np.zeros(model.size)
            by[i] = 1e-5
            up, down = look(here + by), look(here - by)
            slope = (up.likelihood - down.likelihood) / 2e-5
            bend = -(up.gradient - down.gradient) / 2e-5
            assert slope == pytest.approx(look(here).gradient[i], rel=1e-5, abs=1e-4)
            assert np.allclose(bend, look(here).curvature[i], rtol=1e-4, atol=1e-3)


def test_sums_of_the_survival_model_by_hand():
    """Three patients, two moments: numbers at risk, events and weighted sums as on paper."""
    site = Site(
        "a", np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 0.0, 1.0]), np.array([1.0, 2, 2])
    )
    sums = Cox(1, (1.0, 2.0)).sums(site, np.zeros(1))
    assert sums.tolist() == [3, 1, 3, 6, 14, 2, 1, 2, 5, 13, 4]


def test_too_few_at_risk_stops_before_anything_is_computed():
    """With a minimum above what is left at the last month, the total is refused."""
    last = min(int((WHOLE.times >= month).sum()) for month in MOMENTS)
    strict = Cox(3, MOMENTS, least_at_risk=last + 1)
    with pytest.raises(PrivacyError) as caught:
        newton(strict, adding(strict, SITES))
    assert caught.value.parameters["least"] == last + 1
    allowed = Cox(3, MOMENTS, least_at_risk=last)
    assert newton(allowed, adding(allowed, SITES)).rounds > 1


@pytest.mark.parametrize("moments", [(), (2.0, 1.0), (1.0, 1.0)])
def test_moments_have_to_rise(moments):
    """No moments, or some that do not rise, are refused."""
    with pytest.raises(ParameterError):
        Cox(1, moments)


def test_an_event_at_another_moment_is_named():
    """A site whose patient died between the agreed moments is named, and one without times."""
    site = Site("Breda", np.ones((1, 1)), np.ones(1), np.array([1.5]))
    with pytest.raises(ParameterError, match="Breda"):
        Cox(1, (1.0, 2.0)).sums(site, np.zeros(1))
    with pytest.raises(ParameterError, match="no times"):
        Cox(1, (1.0, 2.0)).sums(Site("Breda", np.ones((1, 1)), np.ones(1)), np.zeros(1))


def test_a_feature_that_tells_the_outcome_without_fail_has_no_answer():
    """Separated rows end in words, not in enormous coefficients."""
    x = np.linspace(-1, 1, 20)[:, None]
    site = Site("a", x, (x[:, 0] > 0).astype(float))
    with pytest.raises(DataError):
        newton(Logistic(1), adding(Logistic(1), [site]))


@pytest.mark.parametrize("model", [Logistic(2), Cox(2, MOMENTS)], ids=["logistic", "cox"])
def test_features_that_follow_from_others_are_refused(model):
    """A doubled column has no single answer."""
    doubled = Site("a", WHOLE.features[:, [0, 0]], WHOLE.outcome, WHOLE.times)
    with pytest.raises(DataError) as caught:
        newton(model, adding(model, [doubled]))
    assert caught.value.id == "errors.federated_flat"


@pytest.mark.parametrize(
    ("features", "outcome", "times", "column", "row"),
    [
        ([[1.0], [np.nan]], [0, 1], [1, 1], "features", 2),
        ([[1.0], [2.0]], [0, 2], [1, 1], "outcome", 2),
        ([[1.0], [2.0]], [0, 1], [0, 1], "times", 1),
        ([[1.0], [2.0]], [0, 1], [1, np.inf], "times", 2),
    ],
)
def test_a_wrong_value_is_named_with_its_row(features, outcome, times, column, row):
    """Site, column and row are in the error."""
    arrays = (np.array(one, float) for one in (features, outcome, times))
    with pytest.raises(DataError) as caught:
        Site("Breda", *arrays)
    assert (caught.value.parameters["column"], caught.value.parameters["row"]) == (column, row)


def test_shapes_that_do_not_fit_are_refused():
    """As many outcomes as rows are needed."""
    with pytest.raises(DataError) as caught:
        Site("Breda", np.ones((2, 1)), np.ones(3))
    assert caught.value.id == "errors.federated_shape"


def test_averaging_comes_near_and_not_there():
    """Long learning alone at unequal sites ends elsewhere; short and often comes near; one step at
    a time is gradient ascent, which gets there in the end.
    """
    sites = hospitals((900, 400, 250))
    exact = newton(LOGISTIC, adding(LOGISTIC, sites))

    def off(rounds, steps):
        found = average(LOGISTIC, sites, rounds=rounds, steps=steps)
        return np.abs((found - exact.coefficients) / exact.errors).max()

    assert off(100, 50) > 0.05
    assert off(100, 1) < off(10, 1)
    assert off(400, 1) < 1e-6


def test_averaging_does_not_count_empty_sites():
    """A site without rows changes nothing."""
    sites = hospitals((50, 20))
    with_empty = [*sites, *hospitals((0,))]
    assert np.array_equal(
        average(LOGISTIC, sites, rounds=3, steps=2),
        average(LOGISTIC, with_empty, rounds=3, steps=2),
    )


def test_one_patient_can_be_read_from_the_gradient():
    """Why sums must be added up first: a site with one patient gives away the features."""
    alone = next(site for site, n in zip(SITES, SIZES, strict=True) if n == 1)
    gradient = LOGISTIC.sums(alone, np.zeros(4))[1:5]
    assert np.allclose(gradient[1:] / gradient[0], alone.features[0])
