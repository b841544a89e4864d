"""The bare library answers where it should refuse: each of these is why `he` exists."""

import numpy as np
import pytest

from pet_workbench.attacks.bare_library import BareOwner, changed_anywhere
from pet_workbench.he.parameters import make_bfv, make_ckks

AMOUNTS = np.array([1_200, 950, 1_875, 640])
PARAMETERS = {
    "bfv": make_bfv(
        poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
    ),
    "ckks": make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=30),
}


@pytest.fixture(params=PARAMETERS, scope="module")
def owners(request):
    """Return two owners with the same parameters."""
    return [BareOwner(PARAMETERS[request.param]) for _ in range(2)]


def test_used_as_it_should_be_it_is_right(owners):
    """One key, nothing changed: the sum is the sum."""
    mine, _ = owners
    total = mine.add(mine.encrypt(AMOUNTS), mine.encrypt(AMOUNTS))

    assert np.allclose(mine.unsafe_decrypt(total, 4), 2 * AMOUNTS, atol=1e-2)


def test_two_keys_give_numbers_and_no_error(owners):
    """A sum under two keys decrypts to something else, under either."""
    mine, theirs = owners
    total = mine.add(mine.encrypt(AMOUNTS), theirs.encrypt(AMOUNTS))

    for owner in owners:
        assert not np.isclose(owner.unsafe_decrypt(total, 4), 2 * AMOUNTS, atol=1).any()


def test_under_a_wrong_key_whole_numbers_look_ordinary():
    """BFV's garbage is whole and within the range, so that nobody sees it."""
    mine, theirs = (BareOwner(PARAMETERS["bfv"]) for _ in range(2))
    read = mine.unsafe_decrypt(theirs.encrypt(AMOUNTS), 4)

    assert read.dtype == np.int64
    assert (np.abs(read) <= PARAMETERS["bfv"].plain_modulus // 2).all()
    assert (read != AMOUNTS).any()


def test_anybody_can_add_an_amount(owners):
    """Somebody with no key at all raises one number, and only that one."""
    mine, stranger = owners
    addition = np.array([0, 1_000, 0, 0])
    changed = stranger.add_in_clear(mine.encrypt(AMOUNTS), addition)

    assert np.allclose(mine.unsafe_decrypt(changed, 4), AMOUNTS + addition, atol=1e-2)


def test_one_bit_anywhere_spoils_every_number(owners):
    """A ciphertext with one bit turned loads, and decrypts to something else."""
    for read in changed_anywhere(owners[0], AMOUNTS, tries=8):
        assert not np.isclose(read, AMOUNTS, atol=1).any()
