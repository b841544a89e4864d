"""Numbers of a promise are the fractions they are written as, or are refused at once."""

import time
from fractions import Fraction

import numpy as np
import pytest

from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import exact


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (0.1, Fraction(1, 10)),
        ("0.1", Fraction(1, 10)),
        ("1e-6", Fraction(1, 10**6)),
        ("2/3", Fraction(2, 3)),
        (np.int32(7), Fraction(7)),
        (np.float64(0.3), Fraction(3, 10)),
        ("1e29", Fraction(10**29)),
    ],
)
def test_a_number_is_what_it_is_written_as(written, number):
    """Also a binary number that nearly is that decimal."""
    assert exact("epsilon", written) == number


@pytest.mark.parametrize(
    "written",
    ["1e999999999", "-1e999999999", "1e-999999999", "1e31", "9" * 5000, "nan", "inf", "", "one"],
)
def test_what_is_no_number_or_takes_hours_to_write_is_refused_at_once(written):
    """An asker cannot keep the machine busy with an epsilon of a thousand million digits."""
    start = time.perf_counter()
    with pytest.raises(PromiseError):
        exact("epsilon", written)
    assert time.perf_counter() - start < 1
