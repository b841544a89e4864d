"""Every generator behind the one interface, and what each keeps of the rows it learned from."""

from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import MissingExtraError, ParameterError
from pet_workbench.synthetic import GENERATORS, PROMISE, Cart, Copy, Description, Marginals
from pet_workbench.synthetic.description import Categories
from tests.synthetic.made import drawn, fitted
from tests.synthetic.pupils import PUPILS, halves

NAMES = ("copy", "independent", "cart-not-private", "private")
NEEDS_METASYN = pytest.mark.skipif(find_spec("metasyn") is None, reason="metasyn not installed")
FEW = PUPILS.only(["min", "rpg", "lpo"])


@pytest.fixture(scope="module")
def marginals():
    """Fit metasyn to three columns of the pupils, once."""
    return Marginals().fit(halves()[0], FEW)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_is_as_described(name):
    """Columns in their order, values within public bounds and categories, no index of people."""
    rows = drawn(name)
    assert list(rows) == list(PUPILS)
    for column, kind in PUPILS.columns.items():
        values = rows[column].dropna()
        if isinstance(kind, Categories):
            assert set(values) <= set(kind.values)
        else:
            assert values.between(kind.edges[0], kind.edges[-1]).all()
        assert kind.may_miss or len(values) == len(rows)
    assert rows.index.tolist() == list(range(len(rows)))


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_draws_the_same_rows_again(name):
    """The same seed gives the same rows, another one others."""
    first, again, other = (fitted(name).draw(200, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


@pytest.mark.parametrize("n", [0, 1.5, True])
def test_a_number_of_rows_is_needed(n):
    """No rows, or half of one, are refused."""
    with pytest.raises(ParameterError):
        fitted("copy").draw(n, seed=1)


def test_every_generator_says_what_it_promises():
    """One promise each; that trees are not private stands in their very name."""
    assert set(PROMISE) == set(GENERATORS)
    assert Cart.id == "cart-not-private"
    assert PROMISE[Cart.id] == "none"


def test_a_copy_holds_rows_of_the_table_only():
    """Every synthetic row is somebody's; of rows with trees, hardly any is."""
    train, _ = halves()
    people = set(map(tuple, train.fillna(-99).to_numpy().tolist()))

    def known(name):
        rows = map(tuple, drawn(name).fillna(-99).to_numpy().tolist())
        return np.mean([row in people for row in rows])

    assert known("copy") == 1
    assert known("cart-not-private") < 0.05


def test_independent_columns_keep_values_and_no_relation():
    """The tests of a year correlate by 0.7 or more in the table, and by nothing in the outcome."""
    train, _ = halves()
    assert train["lpo"].corr(train["lpr"]) > 0.6
    assert abs(drawn("independent")["lpo"].corr(drawn("independent")["lpr"])) < 0.06
    assert set(drawn("independent")["ses"].dropna()) <= set(train["ses"].dropna())


@pytest.mark.parametrize("least", [1, 7, 50])
def test_a_leaf_holds_as_many_rows_as_asked(least):
    """No tree has a leaf with fewer rows, and every value in it is one of the table's."""
    train, _ = halves()
    trees = Cart(least=least).fit(train.head(600), PUPILS.only(["sex", "lpr", "lpo", "iqv"]))
    for name, leaves in trees.leaves.items():
        assert np.unique(leaves.leaves, return_counts=True)[1].min() >= least
        assert set(leaves.values[~np.isnan(leaves.values)]) <= set(train[name].dropna())


def test_trees_follow_the_order_they_are_told():
    """Columns are drawn in another order, and come out in that of the description."""
    order = ["lpo", "sex", "lpr"]
    trees = Cart(order=order).fit(halves()[0], PUPILS.only(["sex", "lpr", "lpo"]))
    assert trees.settings["order"] == order
    assert list(trees.draw(5, seed=1)) == ["sex", "lpr", "lpo"]


@pytest.mark.parametrize("order", [["lpo"], ["lpo", "lpo"], ["lpo", "ses"]])
def test_an_order_of_other_columns_is_refused(order):
    """Each column of the description has to be in it, once."""
    with pytest.raises(ParameterError):
        Cart(order=order).fit(halves()[0], PUPILS.only(["sex", "lpo"]))


def test_text_is_drawn_as_text():
    """Categories of text, with missing ones, go through trees as well as through copies."""
    table = pd.DataFrame({"town": ["a", "b", None, "a"] * 20, "n": [1.0, 2.0, 3.0, 1.0] * 20})
    columns = Description(
        {"town": Categories(("a", "b"), may_miss=True), "n": Categories((1, 2, 3))}
    )
    for generator in (Copy(), Cart(least=2)):
        rows = generator.fit(table, columns).draw(300, seed=1)
        assert set(rows.loc[rows["town"].isna(), "n"]) == {3}
        assert set(rows["town"].dropna()) == {"a", "b"}


@NEEDS_METASYN
def test_disclosure_control_withholds_a_column_that_nearly_all_agree_on(marginals):
    """Of the pupils 94 % have the same value: metasyn tells nothing, and the column is empty."""
    rows = marginals.draw(400, seed=2)
    assert marginals.settings == {"group": 11, "withheld": ["min"]}
    assert rows["min"].isna().all()
    assert rows["rpg"].value_counts(normalize=True)[0] == pytest.approx(0.87, abs=0.05)


@NEEDS_METASYN
def test_disclosure_control_keeps_means_and_missing_values(marginals):
    """Mean, spread and missing values of points are those of the table, and points are whole."""
    train, _ = halves()
    rows = marginals.draw(3_000, seed=4)["lpo"]
    assert rows.mean() == pytest.approx(train["lpo"].mean(), abs=0.7)
    assert rows.std() == pytest.approx(train["lpo"].std(), abs=0.7)
    assert rows.isna().mean() == pytest.approx(train["lpo"].isna().mean(), abs=0.02)
    assert (rows.dropna() % 1 == 0).all()
    assert rows.equals(marginals.draw(3_000, seed=4)["lpo"])


def test_a_missing_library_is_named_with_its_install_line(monkeypatch):
    """Without metasyn the error says how to get it."""
    monkeypatch.setitem(__import__("sys").modules, "metasyn", None)
    with pytest.raises(MissingExtraError, match=r"pip install pet-workbench\[synthetic\]"):
        Marginals().fit(halves()[0], FEW)
