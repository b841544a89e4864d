"""Tests of linear regression: reach by enumeration, exact totals, accuracy and coverage."""

import math
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.models.coefficients import Coefficients, halved, spread_by, whole
from pet_workbench.dp.models.linear import LinearModel, reach_of_products
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

PERSONS = Terms(unit="person", neighbours="add-remove")
FEATURES = {"age": Grid(18, 98), "school": Grid(0, 4), "score": Grid(-4, 4, "0.01")}
TARGET = Grid(0, 8_000, 10)


def model(epsilon=1, delta="1e-6", **changed):
    """Return a model of incomes."""
    declared = {"features": FEATURES, "target": "income", "target_grid": TARGET, "terms": PERSONS}
    return LinearModel(**{**declared, "epsilon": epsilon, "delta": delta, **changed})


def people(n, seed=1):
    """Return made-up people of whom incomes follow a line, on the grid."""
    rng = np.random.default_rng(seed)
    age, school = rng.integers(18, 99, n), rng.integers(0, 5, n)
    score = np.clip(rng.normal(0, 1, n).round(2), -4, 4)
    income = 500 + 20 * age + 300 * school + 200 * score + rng.normal(0, 400, n)
    income = 10 * np.clip(np.rint(income / 10), 0, 800)
    return {"age": age.astype(float), "school": school, "score": score, "income": income}


def least_squares(columns):
    """Return what sklearn computes from the same columns, without noise."""
    features = np.column_stack([columns[name] for name in FEATURES])
    fitted = LinearRegression().fit(features, columns["income"])
    return np.array([fitted.intercept_, *fitted.coef_])


def numbers(coefficients):
    """Return intercept and slopes as an array."""
    return np.array([coefficients.intercept, *coefficients.slopes.values()])


def noisy_draws(columns, query, count):
    """Yield releases with fixed keys; the exact totals are computed once."""
    exact = query.totals(PrivateTable(columns, dataset="lesson"))["products"]
    part = query.parts[0]
    for lane in range(count):
        stream = Keystream(bytes(32), lane=lane)
        yield {"products": exact + part.noise.draw(stream, part.cells)}


def products_of(row):
    """Return all products of two numbers of a row, each product once."""
    return np.array([a * b for i, a in enumerate(row) for b in row[i:]])


@pytest.mark.parametrize("reaches", [(1, 1), (2, 1), (2, 1, 2), (1, 3, 2)])
@pytest.mark.parametrize("changes_one", [False, True])
def test_reach_is_never_exceeded(reaches, changes_one):
    """Over all whole rows within the reaches and all changes, both sums keep to the claim."""
    constant, *others = reaches
    rows = [(constant, *row) for row in product(*[range(-one, one + 1) for one in others])]
    known = [products_of(row) for row in rows] + [np.zeros(len(products_of(reaches)), int)]
    pairs = combinations(known, 2) if changes_one else ((row, known[-1]) for row in known)
    changes = [a - b for a, b in pairs]
    l1 = max(int(np.abs(change).sum()) for change in changes)
    l2_squared = max(int((change**2).sum()) for change in changes)
    claimed = reach_of_products(reaches, changes_one=changes_one)
    assert l1 <= claimed[0]
    assert l2_squared <= claimed[1] < 2 * l2_squared
    if not changes_one:
        assert (l1, l2_squared) == claimed


def test_one_person_changes_totals_within_the_reach():
    """A person with the most extreme values, and one with missing ones, keep to the claim."""
    query, rows = model(), people(50)
    before = query.totals(PrivateTable(rows, dataset="lesson"))["products"]
    for extreme in (-math.inf, math.inf, math.nan, 1e300):
        more = {name: np.append(values, extreme) for name, values in rows.items()}
        after = query.totals(PrivateTable(more, dataset="lesson"))["products"]
        change = [int(number) for number in after - before]
        assert sum(one**2 for one in change) <= query.parts[0].l2_squared
        assert any(change) != math.isnan(extreme)


def test_totals_are_exact_over_blocks():
    """For 300,000 rows at the bounds, every total is the whole number it should be."""
    query, n = model(), 300_000
    rows = {name: np.full(n, 1e9) for name in (*FEATURES, "income")}
    found = query.totals(PrivateTable(rows, dataset="lesson"))["products"]
    reaches = (query.constant, *query.design.reaches)
    assert found.tolist() == [n * int(one) for one in products_of(reaches)]


def test_totals_are_those_of_plain_numbers():
    """Python's own whole numbers give the same totals for made-up people."""
    query, rows = model(), people(200)
    expected = 0
    for row in zip(*(rows[name] for name in query.columns), strict=True):
        z = [query.constant]
        for value, grid, factor in zip(
            row, query.design.grids.values(), query.design.factors, strict=True
        ):
            steps = round(Fraction(str(value)) / grid.step)
            z.append(factor * (2 * steps - grid.low_steps - grid.high_steps))
        expected = expected + products_of(z)
    found = query.totals(PrivateTable(rows, dataset="lesson"))["products"]
    assert found.tolist() == expected.tolist()


def test_without_noise_it_is_least_squares():
    """The exact totals give sklearn's coefficients."""
    query, rows = model(), people(5_000)
    exact = query.totals(PrivateTable(rows, dataset="lesson"))
    assert numbers(query.value(exact)) == pytest.approx(least_squares(rows), rel=1e-7)


@pytest.mark.parametrize(
    ("epsilon", "delta", "slope_off"),
    [(10, "1e-6", 0.02), (1, "1e-6", 0.1), (1, 0, 0.25), ("0.1", "1e-6", 1.0)],
)
def test_accuracy_at_several_epsilons(epsilon, delta, slope_off):
    """For 100,000 people the slope of age, 20 euro a year, is off by no more than recorded."""
    rows, query = people(100_000), model(epsilon, delta)
    expected = least_squares(rows)[1]
    found = [query.value(noisy).slopes["age"] for noisy in noisy_draws(rows, query, 20)]
    off = float(np.sqrt(np.mean((np.array(found) - expected) ** 2)))
    assert slope_off / 5 < off < slope_off


@pytest.mark.parametrize(("epsilon", "delta"), [(1, "1e-6"), (2, 0), ("0.4", "1e-6")])
def test_intervals_hold_as_often_as_they_say(epsilon, delta):
    """In 300 draws, between 87 % and 97 % of intervals of 90 % hold the coefficient."""
    rows, query = people(30_000), model(epsilon, delta)
    expected, held = least_squares(rows), []
    for noisy in noisy_draws(rows, query, 300):
        low, high = (numbers(one) for one in query.interval(noisy, 0.9))
        held.append((low <= expected) & (expected <= high))
    assert 0.87 < np.mean(held) < 0.97
    assert np.mean(held, axis=0).min() > 0.85


def test_intervals_are_infinite_where_noise_hides_everything():
    """Twenty people do not determine coefficients at epsilon 0.1, and the interval says so."""
    rows, query = people(20), model("0.1")
    low, high = query.interval(next(noisy_draws(rows, query, 1)), 0.95)
    assert np.isneginf(numbers(low)).all()
    assert np.isposinf(numbers(high)).all()


def test_scores_of_rows_that_are_no_secret():
    """Coefficients score new rows as a weighted sum."""
    found = Coefficients(1.0, {"a": 2.0, "b": -1.0}).score({"a": [1, 2], "b": [0, 5]})
    assert found.tolist() == [3.0, 0.0]


def test_halves_of_matrices_become_whole_again():
    """What is kept of a symmetric matrix gives it back."""
    matrix = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 6.0], [3.0, 6.0, 9.0]])
    assert np.array_equal(whole(halved(matrix), 3), matrix)


@pytest.mark.parametrize(
    ("changed", "id"),
    [
        ({"target": "age"}, "errors.dp_model_target"),
        ({"features": {}, "target_grid": Grid(0, 9_000)}, "errors.dp_model_grids"),
        ({"features": {"age": Grid(0, 10_000)}}, "errors.dp_model_grids"),
        ({"features": {str(one): Grid(0, 1) for one in range(50)}}, "errors.dp_model_grids"),
        ({"epsilon": float("nan")}, "errors.dp_not_a_number"),
    ],
)
def test_promises_that_are_none_are_refused(changed, id):
    """Grids, columns and epsilons that do not fit are refused before there is any table."""
    with pytest.raises(PromiseError) as refused:
        model(**changed)
    assert refused.value.id == id


def test_noise_that_cannot_be_drawn_is_refused_beforehand():
    """A tiny epsilon with high limits asks for noise beyond 64 bits."""
    terms = Terms(unit="person", neighbours="add-remove", column="id", rows_per_group=10_000)
    with pytest.raises(ParameterError):
        model("1e-9", 0, terms=terms)


def test_what_symmetric_noise_does_to_a_vector():
    """In 20,000 draws of a symmetric matrix, the covariance is the one that is told."""
    rng, vector = np.random.default_rng(1), np.array([1.0, -2.0, 0.5])
    drawn = rng.normal(size=(20_000, 3, 3))
    symmetric = np.triu(drawn) + np.triu(drawn, 1).transpose(0, 2, 1)
    assert np.cov((symmetric @ vector).T) == pytest.approx(spread_by(vector), abs=0.2)
