"""Columns of encrypted whole numbers against numpy's whole numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.column import add_all
from pet_workbench.he.errors import MissingKeyError, NoiseError, RangeError, WrongKeyError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv
from pet_workbench.he.whole.column import WholeColumn

PARAMETERS = make_bfv(
    poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
)
SLOTS = PARAMETERS.slots
LARGEST = (PARAMETERS.plain_modulus - 1) // 2
KEY = SecretKey.generate(PARAMETERS, products=True, sums=True)
RNG = np.random.default_rng(11)

STEPS = {
    "add a column": lambda x, c: x + c["numbers"],
    "subtract a column": lambda x, c: x - c["numbers"],
    "multiply by a column": lambda x, c: x * c["numbers"],
    "negate": lambda x, _: -x,
    "subtract from a number": lambda x, _: 3 - x,
    "multiply by a number": lambda x, _: -4 * x,
    "subtract from numbers": lambda x, c: c["plain"] - x,
    "multiply by numbers": lambda x, c: x * c["plain"],
    "add numbers": lambda x, c: c["plain"] + x,
    "select": lambda x, c: x.select(c["mask"]) if isinstance(x, WholeColumn) else x * c["mask"],
    "make compact": lambda x, _: x.compact() if isinstance(x, WholeColumn) else x,
}


def equal(column, expected):
    """Compare what `column` decrypts to with whole numbers, exactly."""
    found = KEY.decrypt(column)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, np.asarray(expected))


@settings(max_examples=60)
@given(
    length=st.sampled_from([1, 2, 7, SLOTS - 1, SLOTS, SLOTS + 1, 2 * SLOTS + 3]),
    steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=6),
    seed=st.integers(0, 2**32 - 1),
    public=st.booleans(),
)
def test_any_computation_is_exact_or_refused(length, steps, seed, public):
    """Columns and numpy agree after every step, until one is refused with an error of ours."""
    rng = np.random.default_rng(seed)
    numbers = rng.integers(-9, 10, length)
    plain, mask = rng.integers(1, 6, length), rng.integers(0, 2, length)
    column = (KEY.context if public else KEY).encrypt(numbers, bound=9)
    encrypted = {"numbers": column, "plain": plain, "mask": mask}
    in_clear = {"numbers": numbers, "plain": plain, "mask": mask}
    for step in steps:
        try:
            column = STEPS[step](column, encrypted)
        except (NoiseError, RangeError, ParameterError):
            break
        numbers = STEPS[step](numbers, in_clear)
    equal(column, numbers)
    assert np.abs(numbers).max() <= column.meter.bound


@pytest.mark.parametrize("value", [LARGEST, -LARGEST, LARGEST - 1, 1 - LARGEST, 0, 1, -1])
def test_numbers_at_the_very_edge_are_exact(value):
    """Half of the plain modulus, rounded down, comes back on both sides; one more is refused."""
    column = KEY.encrypt([value] * 3, bound=LARGEST)
    equal(column, [value] * 3)
    equal(-column, [-value] * 3)
    equal(KEY.encrypt([1, 0, -1], bound=1) * LARGEST, [LARGEST, 0, -LARGEST])
    equal(KEY.encrypt([1], bound=1) + (LARGEST - 1), [LARGEST])
    with pytest.raises(RangeError):
        column + 1
    with pytest.raises(RangeError):
        KEY.encrypt([0], bound=LARGEST + 1)


@pytest.mark.parametrize("length", [1, 2, SLOTS // 2 + 1, SLOTS, 3 * SLOTS + 5])
def test_totals_are_exact_over_both_rows_and_all_ciphertexts(length):
    """A total is numpy's, also beyond half of the slots, where SEAL's own rotation stops."""
    values = RNG.integers(-10, 11, length)
    total = KEY.encrypt(values, bound=10).sum()
    equal(total, [values.sum()])
    assert (total.length, total.is_total, len(total.ciphertexts)) == (1, True, 1)
    equal(total.sum(), [values.sum()])
    equal(2 * total - 5, [2 * values.sum() - 5])
    equal(total - total * 3, [-2 * values.sum()])
    equal(total * [4], [4 * values.sum()])


def test_many_columns_add_up():
    """The sum of a hundred columns has the meter of a hundred times one."""
    values = RNG.integers(-100, 101, (100, 50))
    columns = [KEY.encrypt(row, bound=100) for row in values]
    total = add_all(columns)
    equal(total, values.sum(axis=0))
    assert total.meter.noise == pytest.approx(columns[0].meter.times(100).noise)


def test_a_mask_selects_whatever_stands_in_it():
    """Rows with a 1 keep their number; a ciphertext's worth of zeros, and all zeros, work as well.

    In SEAL a product with zeros alone is refused, which would tell that there are none.
    """
    values = RNG.integers(-50, 51, 2 * SLOTS + 9)
    column = KEY.encrypt(values, bound=50)
    for mask in (RNG.integers(0, 2, len(values)), np.arange(len(values)) < 5, values * 0):
        selected = column.select(mask)
        equal(selected, values * mask)
        assert selected.meter.bound == 50
        assert selected.meter == column.select(np.ones(len(values), bool)).meter


def test_a_total_can_be_selected_or_left_out():
    """A mask of one row works in every slot of a total."""
    parameters = make_bfv(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50, 55), plain_modulus_bits=20
    )
    key = SecretKey.generate(parameters, sums=True)
    total = key.encrypt([1, 2, 3], bound=3).sum()
    assert key.decrypt(total.select([True])).tolist() == [6]
    assert key.decrypt(total.select([0])).tolist() == [0]
    assert key.decrypt(total * 5 + 1).tolist() == [31]


@pytest.mark.parametrize(
    ("mask", "row", "value"), [([1, 0, 2], 3, 2), ([1, -1, 0], 2, -1), ([7, 8, 9], 1, 7)]
)
def test_a_mask_holds_only_zeros_and_ones(mask, row, value):
    """Anything else is refused with its row."""
    with pytest.raises(DataError, match=f"got {value} in row {row}"):
        KEY.encrypt([1, 2, 3], bound=3).select(mask)


def test_multiplying_by_one_number_costs_less_than_by_one_per_row():
    """A number takes its own bits of the budget; a vector those of the plain modulus and more."""
    column = KEY.encrypt([1, 2, 3], bound=3)
    budget = column.meter.noise_budget_bits
    assert (column * 4).meter.noise_budget_bits == budget - 2
    assert (column * [4, 4, 4]).meter.noise_budget_bits < budget - 20


def test_a_declared_bound_keeps_the_largest_multiplier_out_of_the_meter():
    """With a bound declared, two columns of multipliers leave the same meter."""
    column = KEY.encrypt([1, 2, 3], bound=3)
    one = column.multiply_plain([1, 5, 2], bound=100).add_plain([7, 0, 0], bound=50)
    other = column.multiply_plain([90, 1, 1], bound=100).add_plain([0, 1, 50], bound=50)
    assert one.meter == other.meter
    equal(other, [90, 3, 53])
    with pytest.raises(DataError, match="got 101 in row 2"):
        column.multiply_plain([1, 101, 2], bound=100)


def test_an_answer_can_be_made_compact():
    """Dropping primes makes the answer smaller, leaves the numbers, and stops in time."""
    values = RNG.integers(-100, 101, SLOTS)
    column = KEY.encrypt(values, bound=100)
    small = column.compact()
    assert (column.meter.level, small.meter.level) == (1, 0)
    assert small.size_bytes < 0.6 * column.size_bytes
    equal(small, values)
    equal(small + column, 2 * values)
    total = column.sum()
    assert total.compact().meter.level == 0
    equal(total.compact(), [values.sum()])
    assert not small.meter.can_drop


def test_bytes_to_send_hold_the_same_numbers():
    """What the owner sends takes half the room, and can be computed with."""
    values = RNG.integers(-100, 101, SLOTS)
    sent = KEY.encrypt_to_send(values, bound=100)
    assert sent.size_bytes < 0.55 * KEY.encrypt(values, bound=100).size_bytes
    equal(sent * 2 + 1, 2 * values + 1)


@pytest.mark.parametrize(
    ("values", "row", "value"),
    [
        ([1, 2.5], 2, "2.5"),
        ([1.0, 2.0], 1, "1.0"),
        ([3.0, 1.5], 2, "1.5"),
        ([1, float("nan")], 2, "nan"),
        (["1", "2"], 1, "1"),
        ([1, None], 2, "None"),
        ([1, 2**70], 2, str(2**70)),
        (np.array([1, 2**64 - 1], np.uint64), 2, str(2**64 - 1)),
        ([1, 2 + 3j], 1, r"\(1\+0j\)"),
        (np.array(["2024-01-01"], "datetime64[D]"), 1, "2024-01-01"),
        (np.array([5], "datetime64[ns]"), 1, "1970-01-01T"),
        (np.array([5, 7], "timedelta64[ns]"), 1, "5 nanoseconds"),
    ],
)
def test_what_is_no_whole_number_is_refused_with_its_row(values, row, value):
    """Nothing is cut off, rounded or read as something else, on encryption or in the clear."""
    with pytest.raises(DataError, match=f"got {value}.* in row {row}") as caught:
        KEY.encrypt(values, bound=10)
    assert caught.value.parameters["row"] == row
    column = KEY.encrypt([1] * len(values), bound=1)
    for operation in (column.add_plain, column.multiply_plain, column.select):
        with pytest.raises(DataError):
            operation(values)


@pytest.mark.parametrize(
    "values", [np.array([True, False]), np.array([1, 0], np.uint8), [np.int16(1), 0], (1, 0)]
)
def test_whole_numbers_of_every_kind_are_taken(values):
    """Truth values, unsigned and short numbers count as what they are, also when subtracted."""
    equal(KEY.encrypt(values, bound=1), [1, 0])
    column = KEY.encrypt([5, 5], bound=5)
    equal(column + values, [6, 5])
    equal(column - values, [4, 5])
    equal(values - column if isinstance(values, np.ndarray) else -column + values, [-4, -5])


@pytest.mark.parametrize("number", [np.int64(3), np.uint8(3), 3, np.array(3)])
def test_numbers_of_every_kind_multiply(number):
    """A number of numpy's is as good as one of Python's, on either side."""
    column = KEY.encrypt([2, -2], bound=2)
    equal(column * number, [6, -6])
    equal(column - number, [-1, -5])
    equal(column + number, [5, 1])
    equal(number * column, [6, -6])
    equal(number - column, [1, 5])


@pytest.mark.parametrize("values", [[], [[1, 2]], 5, np.zeros((2, 2), int)])
def test_a_column_is_a_vector_of_at_least_one_number(values):
    """No numbers, a table and a single number are refused."""
    with pytest.raises(ParameterError, match="need one whole number per row"):
        KEY.encrypt(values, bound=10)


@pytest.mark.parametrize("bound", [0, -1, 0.5, float("nan"), float("inf"), None, "10"])
def test_a_bound_is_a_number(bound):
    """What is no bound is refused."""
    with pytest.raises(ParameterError, match="need a bound of at least 1"):
        KEY.encrypt([0], bound=bound)


def test_a_value_beyond_its_bound_is_refused_with_its_row():
    """The declared bound is checked when numbers come in."""
    with pytest.raises(DataError, match="between -10 and 10, got -11 in row 2"):
        KEY.encrypt([10, -11], bound=10)


def test_rows_have_to_match():
    """Numbers in the clear come alone, or one per row."""
    column = KEY.encrypt([1, 2, 3], bound=3)
    for operation in (column.add_plain, column.multiply_plain, column.select):
        with pytest.raises(ParameterError, match="one for each of 3 rows, got 2"):
            operation([1, 0])


def test_columns_have_to_match_by_whatever_name_they_are_multiplied():
    """`multiply` refuses other rows, totals and keys just as ``*`` does."""
    column, shorter = KEY.encrypt([1, 2, 3], bound=3), KEY.encrypt([5, 6], bound=6)
    with pytest.raises(ParameterError, match="columns of one length, got 3 and 2"):
        column.multiply(shorter)
    with pytest.raises(ParameterError, match="one of each"):
        column.multiply(column.sum())
    other = SecretKey.generate(PARAMETERS, products=True).encrypt([1, 2, 3], bound=3)
    with pytest.raises(WrongKeyError):
        column.multiply(other)
    keyless = SecretKey.generate(PARAMETERS).encrypt([1], bound=1)
    with pytest.raises(MissingKeyError):
        keyless.multiply(keyless)


@pytest.mark.parametrize("bound", [0, -1, float("nan")])
def test_a_declared_bound_of_what_is_in_the_clear_is_a_number(bound):
    """A bound of 0 is not taken for none: the meter would foresee too little."""
    column = KEY.encrypt([1, 2], bound=2)
    for operation in (column.add_plain, column.multiply_plain):
        for values in (7, [7, 7]):
            with pytest.raises(ParameterError, match="need a bound of at least 1"):
                operation(values, bound=bound)


def test_operations_without_their_keys_are_refused():
    """Products and sums need public keys of their own; the rest does not."""
    column = SecretKey.generate(PARAMETERS).encrypt([1, 2], bound=2)
    with pytest.raises(MissingKeyError, match="products"):
        column * column
    with pytest.raises(MissingKeyError, match="sums"):
        column.sum()


def test_nothing_changes_an_operand():
    """After every operation its operands hold what they held, at the level they had."""
    column, other = KEY.encrypt([1, 2], bound=2), KEY.encrypt([3, 4], bound=4)
    small = other.compact()
    before = [one.saved() for one in (column, other, small)]
    for step in STEPS.values():
        step(column, {"numbers": other, "plain": np.array([1, 2]), "mask": [1, 0]})
    column + small, small - column, column.sum()
    assert before == [one.saved() for one in (column, other, small)]
    equal(small - column, [2, 2])
