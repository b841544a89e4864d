"""What both kinds of encrypted column have in common."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.he.column import add_all
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv, make_ckks

CKKS = make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 60), scale_bits=30)
BFV = make_bfv(
    poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50, 50), plain_modulus_bits=34
)
VALUES = np.arange(-5, 5)


@pytest.fixture(scope="module", params=[CKKS, BFV], ids=["ckks", "bfv"])
def key(request):
    """Return a key with keys for sums."""
    return SecretKey.generate(request.param, sums=True)


@pytest.fixture
def column(key):
    """Return ten small whole numbers, encrypted."""
    return key.encrypt(VALUES, bound=10)


def near(key, column, expected):
    """Compare what `column` decrypts to."""
    np.testing.assert_allclose(key.decrypt(column), expected, atol=0.01)


def test_columns_and_numbers_add_on_either_side(key, column):
    """Sums and differences of columns, numbers and arrays are as in the clear."""
    near(key, column + column, 2 * VALUES)
    near(key, column - key.encrypt(VALUES, bound=10), 0 * VALUES)
    near(key, -column, -VALUES)
    near(key, column + 2, VALUES + 2)
    near(key, 2 + column, VALUES + 2)
    near(key, 2 - column, 2 - VALUES)
    near(key, VALUES + column, 2 * VALUES)
    near(key, column - VALUES, 0 * VALUES)


def test_a_column_minus_itself_is_refused(column):
    """Its zeros would be there for everybody to see, so no such ciphertext is made."""
    with pytest.raises(ParameterError, match="cancel out"):
        column - column


def test_nothing_changes_an_operand(key, column):
    """After every operation the operands decrypt to what they were, with the meter they had."""
    other = key.encrypt(VALUES[::-1].copy(), bound=10)
    meters = column.meter, other.meter
    column + other, column - other, column * 3, -column, column.sum(), add_all([column, other])
    column += other
    near(key, column, VALUES + VALUES[::-1])
    near(key, other, VALUES[::-1])
    assert meters[1] is other.meter
    assert meters[0] is not column.meter


def test_a_total_is_one_number_and_the_same_in_every_slot(key):
    """The sum of more than one ciphertext's worth of rows leaves no partial sum behind."""
    slots = key.context.parameters.slots
    values = np.random.default_rng(1).integers(-100, 100, 2 * slots + 17)
    total = key.encrypt(values, bound=100).sum()
    assert len(total) == 1
    assert len(total.ciphertexts) == 1
    total.length, total.is_total = slots, False
    near(key, total, np.full(slots, values.sum()))


def test_slots_that_no_number_uses_hold_zeros(key):
    """A short column does not repeat its numbers in the other slots."""
    slots = key.context.parameters.slots
    column = key.encrypt([7, 8, 9], bound=10) + 1
    column.length = slots
    near(key, column, [8, 9, 10] + [0] * (slots - 3))


def test_a_column_keeps_what_it_holds_to_itself(column):
    """Questions that take the numbers themselves are refused; the number of rows is known."""
    assert len(column) == 10
    for ask in (bool, float, list, lambda c: c == VALUES, lambda c: c in [c + 1]):
        with pytest.raises(ParameterError) as caught:
            ask(column)
        assert caught.value.id == "errors.he_is_encrypted"
    with pytest.raises(TypeError):
        hash(column)


def test_what_is_printed_tells_key_and_meter_only(column):
    """A column's text has the number of rows and the key's fingerprint."""
    assert "10 encrypted numbers" in repr(column)
    assert column.context.fingerprint[:8] in repr(column)


def test_columns_of_other_lengths_do_not_add(key, column):
    """One row too few is an error and not a broadcast; so is a total among rows."""
    for other in (key.encrypt(VALUES[:-1], bound=10), column.sum(), VALUES[:-1], VALUES[:1]):
        with pytest.raises(ParameterError):
            column + other


def test_many_columns_add_to_one(key):
    """The sum of a list of columns is their sum row by row; of none there is none."""
    columns = [key.encrypt(VALUES, bound=10) for _ in range(5)]
    near(key, add_all(columns), 5 * VALUES)
    with pytest.raises(ParameterError, match="at least one column"):
        add_all([])


def test_sent_columns_are_loaded_when_first_computed_with(key):
    """What travels half-size computes like any other, and its size stays that of what was sent."""
    sent = key.encrypt_to_send(VALUES, bound=10)
    size = sent.size_bytes
    near(key, sent + sent, 2 * VALUES)
    assert sent.size_bytes == size
    assert (sent + 0).size_bytes > 1.5 * size
