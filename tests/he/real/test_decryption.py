"""What CKKS decrypts to is checked: wrong keys, damage and lies of a meter show."""

from dataclasses import replace

import numpy as np
import pytest

from pet_workbench.he.errors import DecryptionError, WrongKeyError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import read_polynomials, seal, write_polynomials
from pet_workbench.he.parameters import make_ckks
from pet_workbench.he.real.column import RealColumn
from tests.he.made import key_of

VALUES = np.linspace(-1, 1, 100)
FLAT = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)


@pytest.fixture
def key():
    """Return a key with two levels."""
    return key_of("ckks")


def relabelled(column, **changes):
    """Return the ciphertexts of a column under another key, meter or length."""
    made = {
        "context": column.context,
        "meter": column.meter,
        "length": column.length,
        "ciphertexts": column.ciphertexts,
        "is_total": column.is_total,
    } | changes
    return RealColumn(
        made["context"],
        made["meter"],
        made["length"],
        made["ciphertexts"],
        is_total=made["is_total"],
    )


def with_words(column, change):
    """Return a column whose first ciphertext has been changed word by word."""
    context, first = column.context.seal_context, column.ciphertexts[0]
    words = read_polynomials(first)
    change(words)
    rest = column.ciphertexts[1:]
    return relabelled(column, ciphertexts=[write_polynomials(context, first, words), *rest])


def at_every_level(key):
    """Yield the same numbers fresh, after a product, settled, and with no level left."""
    ones = key.context.encrypt(np.ones(100), bound=1)
    column = key.context.encrypt(VALUES, bound=1)
    yield column
    yield column * ones
    yield (column * ones).settled()
    yield (column * ones * ones).compact()


def test_right_columns_pass_at_every_level(key):
    """Nothing right is refused, in many runs, fresh and after products."""
    for _ in range(10):
        for column in at_every_level(key):
            assert np.abs(key.decrypt(column) - VALUES).max() <= column.meter.error


def test_a_column_of_another_key_is_refused_by_its_fingerprint(key):
    """Who decrypts with another key of the same parameters is told so, before anything is tried."""
    with pytest.raises(WrongKeyError):
        key_of("ckks", 1).decrypt(key.encrypt(VALUES, bound=1))


def test_a_wrong_key_behind_the_right_fingerprint_shows(key):
    """Where TenSEAL gives 10^31, or 10^7 at the lowest level, the imaginary part tells."""
    other = key_of("ckks", 1)
    for column in at_every_level(key):
        with pytest.raises(DecryptionError, match="where no number is") as caught:
            other.decrypt(relabelled(column, context=other.context))
        assert caught.value.id == "errors.he_real_garbage"


def test_a_wrong_key_shows_where_every_slot_has_a_number(key):
    """With no empty slot left, and any bound, imaginary parts tell."""
    other, slots = key_of("ckks", 1), key.context.parameters.slots
    column = key.encrypt(np.ones(slots), bound=1)
    for bound in (1.0, 2.0**90):
        meter = replace(column.meter, bound=bound)
        with pytest.raises(DecryptionError) as caught:
            other.decrypt(relabelled(column, context=other.context, meter=meter))
        assert caught.value.id == "errors.he_real_garbage"


def test_a_sum_over_two_keys_shows(key):
    """Ciphertexts of two keys, added behind our back, decrypt to nothing."""
    mine, other = (one.encrypt(VALUES, bound=1) for one in (key, key_of("ckks", 1)))
    mixed = seal().Ciphertext()
    key.context.evaluator.add(mine.ciphertexts[0], other.ciphertexts[0], mixed)
    with pytest.raises(DecryptionError):
        key.decrypt(relabelled(mine + mine, ciphertexts=[mixed]))


def test_every_changed_bit_of_a_ciphertext_shows_or_is_noise():
    """Fifty bits flipped, one at a time: refused, or right within the error.

    With TenSEAL, 16 of 40 flips load and decrypt to garbage.
    """
    key, rng = SecretKey.generate(FLAT), np.random.default_rng(2)
    column = key.encrypt(VALUES, bound=1)
    refused = 0
    for _ in range(50):
        part, place, bit = (int(rng.integers(most)) for most in (2, 4096, 52))

        def flip(words, part=part, place=place, bit=bit):
            words[part, 0, place] = (int(words[part, 0, place]) ^ (1 << bit)) % FLAT.data_modulus

        damaged = with_words(column, flip)
        try:
            numbers = key.decrypt(damaged)
        except DecryptionError:
            refused += 1
        else:
            assert np.abs(numbers - VALUES).max() <= column.meter.error
    assert refused > 45


def test_numbers_beyond_the_declared_bound_show(key):
    """A meter that states a smaller bound than is true is found out at decryption."""
    column = key.encrypt(100 * VALUES, bound=100)
    lying = relabelled(column, meter=replace(column.meter, bound=50.0))
    with pytest.raises(DecryptionError, match="between -50") as caught:
        key.decrypt(lying)
    assert caught.value.id == "errors.he_real_impossible"


def test_numbers_where_no_row_is_show(key):
    """A column of 100 numbers that says it has 50 is refused; so is one number as a total."""
    column = key.encrypt(VALUES, bound=1)
    with pytest.raises(DecryptionError):
        key.decrypt(relabelled(column, length=50))
    with pytest.raises(DecryptionError):
        key.decrypt(relabelled(column, length=1, is_total=True))


def test_more_noise_than_foreseen_shows(key):
    """A column to which noise was added is refused by the meter from before."""
    column = key.encrypt(VALUES, bound=1)
    noisy = column + key.encrypt(VALUES * 0, bound=1)
    for _ in range(6):
        noisy = noisy + noisy
    less = replace(column.meter, noise=column.meter.noise / 1000)
    with pytest.raises(DecryptionError):
        key.decrypt(relabelled(noisy, meter=replace(less, bound=noisy.meter.bound)))


def test_what_is_refused_says_nothing_of_the_numbers(key):
    """The message has sizes to three digits, and asks to keep the reason from the sender."""
    other = key_of("ckks", 1)
    column = key.encrypt(VALUES, bound=1)
    with pytest.raises(DecryptionError, match="do not tell its sender which") as caught:
        other.decrypt(relabelled(column, context=other.context))
    assert set(caught.value.parameters) == {"error", "found"}


def test_a_total_is_read_as_the_average_of_its_slots():
    """The average of all slots is what comes out, and its stated error is smaller than a slot's."""
    key, rng = SecretKey.generate(FLAT, sums=True), np.random.default_rng(4)
    values = rng.uniform(-1, 1, FLAT.slots)
    for encrypt in (key.encrypt, key.context.encrypt):
        total = encrypt(values, bound=1).sum()
        slots = key.decrypt(relabelled(total, length=FLAT.slots, is_total=False))
        assert key.decrypt(total)[0] == pytest.approx(slots.mean(), abs=1e-12)
        assert abs(slots.mean() - values.sum()) <= total.meter.error
        assert np.abs(slots - values.sum()).max() <= total.meter.slot_error
        assert total.meter.error < total.meter.slot_error / 2
