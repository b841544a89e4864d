"""Utility: known distances, known regressions, and the order in which generators keep relations."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from pet_workbench.core import DataError, ParameterError
from pet_workbench.synthetic import Categories, Description
from pet_workbench.synthetic.utility import (
    Coefficients,
    Refit,
    distances,
    least_squares,
    predicts,
    refit,
)
from tests.synthetic.made import drawn
from tests.synthetic.pupils import PUPILS, halves

TWO = Description({"a": Categories((0, 1), may_miss=True), "b": Categories((0, 1))})
SCORE = partial(least_squares, target="lpo", features=["iqv", "ses", "sex"])


def test_distances_by_hand():
    """Equal columns and an opposite relation: 0 by column, 1 by pair; a missing value is a bin."""
    real = pd.DataFrame({"a": [0, 1, np.nan], "b": [0, 1, 1]})
    other = pd.DataFrame({"a": [0, 1, np.nan], "b": [1, 0, 1]})
    found = distances(real, other, TWO)
    assert found.single == {"a": 0, "b": 0}
    assert found.pairs == {("a", "b"): pytest.approx(2 / 3)}
    assert found.mean_pairs == pytest.approx(2 / 3)
    assert distances(real, real.iloc[[2, 0, 1]], TWO).pairs == {("a", "b"): 0}


def test_generators_keep_relations_in_their_order():
    """A copy is nearest by pairs, then trees; private rows and columns on their own are not."""
    apart = {
        name: distances(halves()[0], drawn(name), PUPILS)
        for name in ("copy", "cart-not-private", "private", "independent")
    }
    assert apart["copy"].mean_pairs < apart["cart-not-private"].mean_pairs < 0.06
    assert 0.06 < apart["private"].mean_pairs < apart["independent"].mean_pairs < 0.13
    assert max(one.mean_single for one in apart.values()) < 0.03


def test_a_model_learns_from_trees_what_it_learns_from_pupils():
    """Who repeated a year is told nearly as well by trees, hardly by columns on their own."""
    train, control = halves()
    few = PUPILS.only(["rpg", "lpo", "apo", "iqv"])
    learned = {
        name: predicts(rows, control, few, target="rpg", value=0)
        for name, rows in {
            "real": train, "cart": drawn("cart-not-private"), "independent": drawn("independent")
        }.items()
    }  # fmt: skip
    assert learned["real"] > 0.72
    assert learned["cart"] > learned["real"] - 0.06
    assert learned["independent"] < 0.62


def test_nothing_is_learned_where_all_rows_agree():
    """Training rows without the value give a guess; test rows without it are refused."""
    mixed = pd.DataFrame({"a": [0, 1] * 20, "b": [1, 0] * 20})
    same = mixed.assign(a=0)
    assert predicts(same, mixed, TWO, target="a", value=1) == 0.5
    with pytest.raises(DataError):
        predicts(mixed, same, TWO, target="a", value=1)


@pytest.mark.parametrize(("target", "value"), [("c", 1), ("a", 2), ("lpo", 40)])
def test_a_value_that_cannot_be_told_is_refused(target, value):
    """A column or a value that is not described, or a column of numbers."""
    columns = Description({**TWO.columns, "lpo": PUPILS["lpo"]})
    rows = pd.DataFrame({"a": [0, 1] * 20, "b": [1, 0] * 20, "lpo": [40.0] * 40})
    with pytest.raises(ParameterError):
        predicts(rows, rows, columns, target=target, value=value)


def test_least_squares_is_that_of_another_library():
    """Coefficients and standard errors on the real pupils agree with statsmodels."""
    rows = halves()[0][["lpo", "iqv", "ses", "sex"]].dropna()
    theirs = sm.OLS(rows["lpo"], sm.add_constant(rows[["iqv", "ses", "sex"]])).fit()
    mine = SCORE(halves()[0])
    assert np.abs(mine.values - theirs.params.to_numpy()).max() < 1e-9
    assert np.abs(mine.errors - theirs.bse.to_numpy()).max() < 1e-9
    assert mine.names == ("constant", "iqv", "ses", "sex")


def test_overlap_of_intervals_by_hand():
    """Equal intervals overlap whole, halves that touch not at all, half-way ones by a half."""
    real = Coefficients(("x",) * 3, np.zeros(3), np.ones(3))
    width = 2 * 1.959963984540054
    other = Coefficients(("x",) * 3, width * np.array([0, 0.5, 1]), np.ones(3))
    assert Refit(real, other).overlap == pytest.approx([1, 0.5, 0])


def test_a_regression_survives_a_copy_and_not_columns_on_their_own():
    """The coefficient of intelligence: intervals overlap for a copy, and lie apart otherwise."""
    train, _ = halves()
    assert refit(SCORE, real=train, synthetic=drawn("copy")).overlap[1] > 0.5
    assert refit(SCORE, real=train, synthetic=drawn("independent")).overlap[1] < -2


@pytest.mark.parametrize("features", [["a", "a"], ["a", "b"]], ids=["twice the same", "too few"])
def test_a_regression_that_is_not_determined_is_refused(features):
    """Features that follow from each other, or two rows for three coefficients."""
    table = pd.DataFrame({"a": [1.0, 2], "b": [0.0, 5], "y": [1.0, 2]})
    with pytest.raises(DataError):
        least_squares(table, target="y", features=features)
