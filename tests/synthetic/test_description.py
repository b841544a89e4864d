"""Descriptions: bins and categories as declared, whatever the values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError
from pet_workbench.synthetic import Categories, Description, Numbers
from pet_workbench.synthetic.chance import seeded

WHOLE = Numbers((0.0, 5, 10, 30), 1.0, may_miss=True)
ANY = Numbers((-2.0, 0, 0.5, 9), may_miss=True)


@pytest.mark.parametrize("column", [WHOLE, ANY])
@given(places=st.lists(st.integers(0, 3), min_size=1, max_size=50), seed=st.integers(0, 999))
def test_what_is_drawn_from_a_bin_lies_in_it(column, places, seed):
    """Going from bins to numbers and back gives the same bins; the missing one stays missing."""
    drawn = column.drawn(np.array(places), seeded(seed))
    assert column.places(drawn).tolist() == places
    assert np.isnan(drawn).tolist() == [place == 3 for place in places]


def test_every_step_of_a_bin_is_drawn():
    """A bin from 0 to 5 in steps of 1 gives 0 to 4; the last one gives its upper edge as well."""
    drawn = WHOLE.drawn(np.repeat([0, 2], 2_000), seeded(1))
    assert set(drawn[:2_000]) == {0.0, 1, 2, 3, 4}
    assert set(drawn[2_000:]) == set(np.arange(10.0, 31))


def test_values_outside_the_bounds_are_cut_off():
    """They count in the outermost bins, and are snapped to the bounds."""
    values = np.array([-100.0, 7.4, 100])
    assert WHOLE.places(values).tolist() == [0, 1, 2]
    assert WHOLE.snapped(values).tolist() == [0, 7, 30]


def test_text_and_missing_text_are_read():
    """Text may be missing as None or NaN; a label that is not declared counts as missing."""
    table = pd.DataFrame({"town": ["a", None, "b", np.nan, "c"]})
    columns = Description({"town": Categories(("a", "b"), may_miss=True)})
    assert columns.places(table)["town"].tolist() == [0, 2, 1, 2, 2]


@pytest.mark.parametrize(
    "table", [{"other": [1]}, {"score": ["high"]}], ids=["not there", "text for numbers"]
)
def test_a_column_that_is_not_as_described_is_named(table):
    """The error tells the column, and no value."""
    columns = Description({"score": WHOLE})
    with pytest.raises(DataError) as caught:
        columns.read(pd.DataFrame(table))
    assert caught.value.parameters["column"] == "score"
    assert "high" not in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Categories(()),
        lambda: Categories(("a", "a")),
        lambda: Categories(("a", 1)),
        lambda: Categories((True, False)),
        lambda: Numbers((1.0,)),
        lambda: Numbers((1.0, 1.0)),
        lambda: Numbers((0.0, np.inf)),
        lambda: Numbers((0.0, 2.5), 1.0),
        lambda: Numbers((0.0, 2.0), -1.0),
        lambda: Description({}),
    ],
)
def test_descriptions_that_say_nothing_are_refused(make):
    """No categories, mixed ones, edges that do not ascend or lie between steps: refused."""
    with pytest.raises(ParameterError):
        make()
