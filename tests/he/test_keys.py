"""The secret key stays where it is, and the public context is no door to it."""

import copy
import json
import pickle

import numpy as np
import pytest

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.errors import MissingKeyError, WrongKeyError
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.parameters import make_bfv, make_ckks

CKKS = make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 40, 50), scale_bits=35)
BFV = make_bfv(
    poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50, 50), plain_modulus_bits=30
)
VALUES = np.array([3, -1, 4, 1, -5])


@pytest.fixture(scope="module", params=[CKKS, BFV], ids=["ckks", "bfv"])
def parameters(request):
    """Return the parameters of either scheme."""
    return request.param


@pytest.fixture(scope="module")
def key(parameters):
    """Return a key without keys for products or sums."""
    return SecretKey.generate(parameters)


def test_three_ways_to_encrypt_give_the_same_numbers(key):
    """By public key, by the owner, and by the owner to send: all decrypt to what went in."""
    for encrypt in (key.context.encrypt, key.encrypt, key.encrypt_to_send):
        found = key.decrypt(encrypt(VALUES, bound=10))
        np.testing.assert_allclose(found, VALUES, atol=1e-4)


def test_what_the_owner_sends_takes_half_the_bytes(key):
    """Half of a fresh ciphertext is random and is sent as a seed."""
    full = key.context.encrypt(VALUES, bound=10).size_bytes
    assert 0.4 < key.encrypt_to_send(VALUES, bound=10).size_bytes / full < 0.6


def test_the_same_number_is_never_encrypted_alike(key):
    """Equal columns have different ciphertexts, however they are encrypted."""
    for encrypt in (key.context.encrypt, key.encrypt, key.encrypt_to_send):
        one, two = (encrypt(VALUES, bound=10).saved() for _ in range(2))
        assert one != two


def test_a_context_made_of_bytes_computes_for_the_same_key(key):
    """The other organisation's copy of the context has the same fingerprint and encrypts alike."""
    theirs = PublicContext(key.context.parameters, key.context.saved)
    assert theirs.fingerprint == key.context.fingerprint
    column = theirs.encrypt(VALUES, bound=10) + theirs.encrypt(VALUES, bound=10)
    np.testing.assert_allclose(key.decrypt(column), 2 * VALUES, atol=1e-4)


def test_another_key_is_refused(key):
    """Same parameters and another key: neither decrypting nor adding is possible."""
    other = SecretKey.generate(key.context.parameters)
    assert other.context.fingerprint != key.context.fingerprint
    mine, theirs = (k.encrypt(VALUES, bound=10) for k in (key, other))
    with pytest.raises(WrongKeyError, match="ask for the key's owner"):
        key.decrypt(theirs)
    for operation in ("__add__", "__sub__", "__mul__"):
        with pytest.raises(WrongKeyError, match="means nothing"):
            getattr(mine, operation)(theirs)


def test_operations_without_their_key_say_which_one_to_make(key):
    """A product or a sum without its public key names the argument that makes it."""
    column = key.encrypt(VALUES, bound=10)
    with pytest.raises(MissingKeyError, match="products=True"):
        column * column
    with pytest.raises(MissingKeyError, match="sums=True"):
        column.sum()


def test_keys_that_do_not_fit_in_memory_are_refused_before_they_are_made():
    """A ring that fits by itself may be too large with the keys for sums; nothing is drawn then."""
    large = make_ckks(poly_modulus_degree=32768, coeff_mod_bit_sizes=(50,) * 16, scale_bits=40)
    with pytest.raises(ParameterError, match="fewer kinds of keys") as caught:
        SecretKey.generate(large, sums=True)
    assert caught.value.id == "errors.he_memory"


def test_a_secret_key_cannot_be_copied_or_pickled(key):
    """Every usual way to take a key along is refused, in words that name the right one."""
    for take in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(ParameterError, match="key_file") as caught:
            take(key)
        assert caught.value.id == "errors.he_secret_stays"
    with pytest.raises(TypeError):
        json.dumps(key)


def test_a_key_shows_its_fingerprint_only(key):
    """What is printed of a key or context is too short to hold a key."""
    for shown in (repr(key), str(key), repr(key.context)):
        assert key.context.fingerprint[:8] in shown
        assert len(shown) < 60


def test_only_columns_are_decrypted(key):
    """Something else is refused before the key is touched."""
    with pytest.raises(ParameterError, match="need a column to decrypt"):
        key.decrypt(VALUES)


@pytest.mark.parametrize("values", [[1, 2, 11], [1, float("nan"), 2], [[1, 2], [3, 4]], ["a"], []])
def test_values_that_do_not_fit_are_refused(key, values):
    """Beyond the bound, not a number, two-dimensional, text, nothing: each is refused."""
    with pytest.raises((DataError, ParameterError)) as caught:
        key.encrypt(values, bound=10)
    assert caught.value.id.startswith("errors.he_")
