"""Recognising people by what can be seen of them."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench.attacks.rare_combination import Sight, Tried, fitting, look_for, rarest
from pet_workbench.core import ParameterError

SIGHT = Sight(seen={"car": 0, "watts": 200}, wanted={"kwh": 100})
PEOPLE = pd.DataFrame(
    {
        "car": ["yes", "no", "no"],
        "watts": [4_000.0, np.nan, np.nan],
        "kwh": [9_000.0, 2_000.0, 3_000.0],
    }
)


def test_real_rows_tell_all_of_whoever_is_one_of_a_kind():
    """The one with a car is known; the other two share a look, so each is right half the time."""
    assert look_for(PEOPLE, PEOPLE, SIGHT) == Tried(people=3, fitted=3, known=2.0)


def test_who_is_not_in_the_rows_is_not_known():
    """Rows without the combination say nothing."""
    assert look_for(PEOPLE.head(1), PEOPLE.tail(2), SIGHT) == Tried(1, 0, 0.0)


@pytest.mark.parametrize(("watts", "rows"), [(4_200, 1), (4_201, 0), (np.nan, 0)])
def test_numbers_may_be_off_as_far_as_is_said(watts, rows):
    """200 watts off still looks the same, more does not; missing is not a number."""
    assert len(fitting({"car": "yes", "watts": watts}, PEOPLE, SIGHT)) == rows


def test_missing_looks_like_missing():
    """Without panels only rows without panels fit."""
    assert len(fitting({"car": "no", "watts": None}, PEOPLE, SIGHT)) == 2


def test_a_column_that_rows_lack_is_never_right():
    """What was not handed out cannot be read."""
    assert look_for(PEOPLE, PEOPLE[["car", "watts"]], SIGHT).known == 0


def test_the_rarest_share_their_look_with_few():
    """With nobody else: one; with one other at most: all three."""
    assert rarest(PEOPLE, ["car"], most=0).index.tolist() == [0]
    assert len(rarest(PEOPLE, ["car"], most=1)) == 3


def test_a_tolerance_below_zero_is_refused():
    """Nothing is nearer than equal."""
    with pytest.raises(ParameterError):
        Sight({"car": -1}, {})
