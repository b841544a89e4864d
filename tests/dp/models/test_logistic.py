"""Tests of logistic regression: reach by enumeration, additivity, accuracy and coverage."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from pet_workbench.core import Keystream
from pet_workbench.dp.conversion import rho_for
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.models.design import Design
from pet_workbench.dp.models.fixed_point import ONE, SLOPE_ONE, looked_up
from pet_workbench.dp.models.gradients import summed
from pet_workbench.dp.models.logistic import FOR_GRADIENTS, LogisticModel
from pet_workbench.dp.noise import Noise
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

PERSONS = Terms(unit="person", neighbours="add-remove")
FEATURES = {"age": Grid(18, 98), "school": Grid(0, 4), "score": Grid(-4, 4, "0.01")}


def model(epsilon=1, **changed):
    """Return a model of who fell."""
    declared = {"features": FEATURES, "target": "fell", "classes": ("no", "yes")}
    return LogisticModel(
        **{**declared, "terms": PERSONS, "epsilon": epsilon, "delta": "1e-6", **changed}
    )


def people(n, seed=1):
    """Return made-up people of whom about a fifth fell, on the grid."""
    rng = np.random.default_rng(seed)
    age, school = rng.integers(18, 99, n), rng.integers(0, 5, n)
    score = np.clip(rng.normal(0, 1, n).round(2), -4, 4)
    chance = 1 / (1 + np.exp(6 - 0.06 * age - 0.3 * school - 0.5 * score))
    fell = np.where(rng.random(n) < chance, "yes", "no")
    return {"age": age.astype(float), "school": school, "score": score, "fell": fell}


def table(rows):
    """Return a private table of them."""
    return PrivateTable(rows, dataset="lesson")


def without_noise(rows):
    """Return what sklearn computes from the same columns, with features from -1 to 1."""
    middles, halves = np.array([58, 2, 0]), np.array([40, 2, 4])
    features = (np.column_stack([rows[name] for name in FEATURES]) - middles) / halves
    fitted = LogisticRegression(C=1, tol=1e-10, max_iter=1_000).fit(features, rows["fell"] == "yes")
    slopes = fitted.coef_[0] / halves
    return np.array([fitted.intercept_[0] - slopes @ middles, *slopes])


def numbers(coefficients):
    """Return intercept and slopes as an array."""
    return np.array([coefficients.intercept, *coefficients.slopes.values()])


def drawn(private, query, lane):
    """Return a release with a fixed key."""
    return query.draw(private, Keystream(bytes(32), lane=lane))


def sums_of(query, rows, theta):
    """Return the exact gradient and curvature."""
    counted = table(rows).rows(query.terms, query.columns)
    classes = counted.positions(query.target, query.classes)
    return summed(Design(query.features), counted, classes, theta)


SMALL = LogisticModel(
    features={"a": Grid(0, 2), "b": Grid(-1, 1)},
    target="c",
    classes=(0, 1),
    epsilon=1,
    delta="1e-6",
    terms=PERSONS,
)
THETAS = [np.array(one, float) for one in product((-30, 0, 2), repeat=3)]


def test_no_row_exceeds_the_reach():
    """Over all rows of a small grid, both classes and many coefficients, sums keep to the claim."""
    gradient, curvature = SMALL.squared_reaches
    largest = [0, 0]
    for theta in THETAS:
        for a, b, c in product((0, 1, 2, 1e9), (-1, 0, 1, -1e9), (0, 1)):
            row = {"a": np.array([float(a)]), "b": np.array([float(b)]), "c": np.array([c])}
            for number, sums in enumerate(sums_of(SMALL, row, theta)):
                largest[number] = max(largest[number], sum(int(one) ** 2 for one in sums))
    assert 0.99 * gradient < largest[0] <= gradient
    assert 0.99 * curvature < largest[1] <= curvature


def test_reaches_are_whole_numbers_that_do_not_overflow():
    """With fine grids, many features and high limits they are right beyond 64 bits."""
    terms = Terms(unit="person", neighbours="change-one", column="id", rows_per_group=10)
    wide = model(features={str(one): Grid(0, 8_192) for one in range(40)}, terms=terms)
    cells = 41 * 42 // 2
    assert wide.squared_reaches[0] == 400 * 2**32 * 41 * 2**26
    assert wide.squared_reaches[1] == 400 * 2**16 * cells * 2**52


def test_a_row_adds_the_same_in_any_company():
    """The sums over 3,000 people are exactly the sums over each of them, and in any order."""
    rows, query = people(3_000), model()
    theta = np.array([-0.731, 1.3, 0.42, 2.718])
    together = sums_of(query, rows, theta)
    backwards = sums_of(query, {name: values[::-1] for name, values in rows.items()}, theta)
    pieces = [
        sums_of(query, {name: values[part] for name, values in rows.items()}, theta)
        for part in (slice(0, 1), slice(1, 8), slice(8, 1_111), slice(1_111, 3_000))
    ]
    for number in (0, 1):
        assert np.array_equal(together[number], backwards[number])
        assert np.array_equal(together[number], sum(piece[number] for piece in pieces))


def test_the_tables_are_close_to_the_logistic_function():
    """Chances are off by less than 0.00005 and slopes by less than 0.0006."""
    scores = np.linspace(-20, 20, 9_999)
    chances, slopes = looked_up(np.rint(scores * 2**30))
    exact = 1 / (1 + np.exp(-scores))
    assert np.abs(chances / ONE - exact).max() < 5e-5
    assert np.abs(slopes / SLOPE_ONE - exact * (1 - exact)).max() < 6e-4
    assert chances.max() <= ONE
    assert slopes.max() <= SLOPE_ONE / 4


def test_without_noise_it_is_the_usual_regression(monkeypatch):
    """Six steps without noise give sklearn's coefficients, with the same ridge."""
    monkeypatch.setattr(Noise, "draw", lambda self, stream, count: np.zeros(count, np.int64))
    rows, query = people(5_000), model(20)
    found = query.value(drawn(table(rows), query, 0))
    assert numbers(found) == pytest.approx(without_noise(rows), rel=2e-3)


@pytest.mark.parametrize(("epsilon", "slope_off"), [(10, 5e-5), (1, 5e-4), ("0.2", 4e-3)])
def test_accuracy_at_several_epsilons(epsilon, slope_off):
    """For 100,000 people the slope of age, 0.06 a year, is off by no more than recorded."""
    rows, query = people(100_000), model(epsilon)
    expected, private = without_noise(rows)[1], table(rows)
    found = [query.value(drawn(private, query, lane)).slopes["age"] for lane in range(5)]
    off = float(np.sqrt(np.mean((np.array(found) - expected) ** 2)))
    assert slope_off / 10 < off < slope_off


def test_a_rare_class_is_found_as_well():
    """Of 100,000 people one in a hundred is ill; chances are right on average, to a tenth."""
    rng = np.random.default_rng(2)
    score = rng.uniform(-4, 4, 100_000).round(2)
    ill = rng.random(len(score)) < 1 / (1 + np.exp(5.5 - 0.6 * score))
    rows = {"score": score, "ill": ill.astype(int)}
    query = model(features={"score": FEATURES["score"]}, target="ill", classes=(0, 1), steps=8)
    found = query.value(drawn(table(rows), query, 0))
    assert found.probabilities(rows).mean() == pytest.approx(ill.mean(), rel=0.1)
    assert found.slopes["score"] == pytest.approx(0.6, abs=0.1)


@pytest.mark.parametrize("epsilon", [2, 4])
def test_intervals_hold_as_often_as_they_say(epsilon):
    """In 40 draws, at least 85 % of intervals of 90 % hold the coefficient, and they are narrow."""
    rows, query = people(30_000), model(epsilon)
    expected, private, held, widths = without_noise(rows), table(rows), [], []
    for lane in range(40):
        low, high = (numbers(one) for one in query.interval(drawn(private, query, lane), 0.9))
        held.append((low <= expected) & (expected <= high))
        widths.append(high[1] - low[1])
    assert np.mean(held) > 0.85
    assert np.median(widths) < 0.02 / float(epsilon)


def test_intervals_are_infinite_where_noise_hides_everything():
    """Thirty people do not determine coefficients, and the interval says so."""
    query = model()
    low, high = query.interval(drawn(table(people(30)), query, 0), 0.95)
    assert np.isneginf(numbers(low)).all()
    assert np.isposinf(numbers(high)).all()


def test_classes_are_declared_and_others_never_show():
    """A person with a class of their own changes not a bit of what is released."""
    rows, query = people(500), model()
    more = {name: np.append(values, values[:1]) for name, values in rows.items()}
    more["fell"] = np.append(rows["fell"], "a rare outcome")
    same = drawn(table(rows), query, 0), drawn(table(more), query, 0)
    for part in ("gradients", "curvatures"):
        assert np.array_equal(same[0][part], same[1][part])
    assert query.declared()["classes"] == ["no", "yes"]


def test_rows_without_a_feature_are_left_out():
    """A person whose age is missing changes not a bit of what is released."""
    rows, query = people(500), model()
    more = {name: np.append(values, values[:1]) for name, values in rows.items()}
    more["age"] = np.append(rows["age"], np.nan)
    same = drawn(table(rows), query, 0), drawn(table(more), query, 0)
    assert np.array_equal(same[0]["gradients"], same[1]["gradients"])


def test_the_steps_share_one_budget():
    """What all noises cost, by the rule for Gaussian noise, is the rho of epsilon and delta."""
    query = model(steps=5)
    gradient, curvature = query.squared_reaches
    spent = sum(
        Fraction(gradient) / (2 * one.spread) + Fraction(curvature) / (2 * other.spread)
        for one, other in map(query.noises, range(5))
    )
    assert spent == rho_for(Fraction(1), Fraction(1, 10**6)) == query.loss.rho
    assert 0 < FOR_GRADIENTS < 1


@pytest.mark.parametrize(
    ("changed", "id"),
    [
        ({"target": "age"}, "errors.dp_model_target"),
        ({"classes": ("no", "no")}, "errors.dp_model_classes"),
        ({"classes": ("no",)}, "errors.dp_model_classes"),
        ({"classes": ("no", 1)}, "errors.dp_model_classes"),
        ({"features": {}}, "errors.dp_model_grids"),
        ({"delta": 0}, "errors.dp_delta_needed"),
    ],
)
def test_promises_that_are_none_are_refused(changed, id):
    """Classes, grids and deltas that do not fit are refused before there is any table."""
    with pytest.raises(PromiseError) as refused:
        model(**changed)
    assert refused.value.id == id
