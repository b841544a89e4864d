"""A key comes out of shared CKKS decryptions, exactly, and only of those shared as they are."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.ckks_key_recovery import (
    Disclosed,
    decode,
    decrypt_with,
    distance_to_whole,
    encode,
    from_points,
    recover_key,
    to_points,
)
from pet_workbench.core import ParameterError
from pet_workbench.he.hiding.flooding import SharedDecryptions
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import read_polynomials
from pet_workbench.he.parameters import make_ckks

PRIME = 1_099_511_480_321
"""Of 40 bits, and 1 modulo 2**15."""
SMALL = 97
"""1 modulo 32: rings up to degree 16."""


def negacyclic(a, b, prime):
    """Multiply modulo X**n + 1 as in a schoolbook."""
    n, product = len(a), Counter()
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[(i + j) % n] += x * y if i + j < n else -x * y
    return [product[i] % prime for i in range(n)]


@given(st.lists(st.integers(0, SMALL - 1), min_size=16, max_size=16), st.data())
def test_points_multiply_as_polynomials_do(a, data):
    """Pointwise products of transforms are the transform of the product modulo X**16 + 1."""
    b = data.draw(st.lists(st.integers(0, SMALL - 1), min_size=16, max_size=16))
    product = to_points(a, SMALL) * to_points(b, SMALL) % SMALL

    assert from_points(product, SMALL).tolist() == negacyclic(a, b, SMALL)


def test_the_conjugate_turns_the_points_around():
    """Replacing X by its inverse reverses the order of the points."""
    a = np.arange(1, 17)
    conjugate = np.concatenate([a[:1], -a[:0:-1]])

    assert to_points(conjugate, SMALL).tolist() == to_points(a, SMALL)[::-1].tolist()


@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=8))
def test_encoding_is_undone_by_decoding(values):
    """A vector comes back from its polynomial."""
    assert np.allclose(decode(encode(np.array(values))), values, atol=1e-8)


def invented(rng, *, n, scale, key=None):
    """Encrypt random numbers with numpy alone; return key, ciphertext and the decrypted numbers."""
    key = rng.integers(-1, 2, n) if key is None else key
    held = np.rint(encode(rng.uniform(-100, 100, n // 2)) * scale)
    held += rng.integers(-20, 21, n)
    c1 = np.array([int(one) for one in rng.integers(0, PRIME, n)], dtype=object)
    c0 = (to_points(held, PRIME) - c1 * to_points(key, PRIME)) % PRIME
    polynomials = np.array([[c0], [c1]]).astype(np.uint64)
    return key, Disclosed(polynomials, decode(held / scale), scale)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_every_coefficient_of_the_key_is_found(seed):
    """The key found is the key drawn, coefficient by coefficient; numpy alone made both."""
    rng = np.random.default_rng(seed)
    key, first = invented(rng, n=256, scale=2.0**20)
    _, second = invented(rng, n=256, scale=2.0**20, key=key)

    assert recover_key(first, second, prime=PRIME).tolist() == key.tolist()


@pytest.mark.parametrize("change", [1e-4, 1.0])
def test_a_number_that_is_not_the_one_held_spoils_it(change):
    """One number that differs by more than the rounding takes the solution away."""
    rng = np.random.default_rng(1)
    key, first = invented(rng, n=256, scale=2.0**20)
    _, second = invented(rng, n=256, scale=2.0**20, key=key)
    second.values[3] += change

    assert recover_key(first, second, prime=PRIME) is None


def test_two_keys_give_no_solution():
    """Ciphertexts of two owners do not fit together."""
    rng = np.random.default_rng(2)
    (_, first), (_, second) = (invented(rng, n=256, scale=2.0**20) for _ in range(2))

    assert recover_key(first, second, prime=PRIME) is None


def test_the_same_ciphertext_twice_is_one_equation():
    """A multiple of a ciphertext adds nothing."""
    _, first = invented(np.random.default_rng(3), n=256, scale=2.0**20)

    assert recover_key(first, first, prime=PRIME) is None


@pytest.fixture(scope="module")
def owner():
    """Return an owner of a key of SEAL."""
    return SecretKey.generate(
        make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=30)
    )


def disclosed(column, values):
    """Return what an attacker has of a column of two chunks and its decryption."""
    return [
        Disclosed(read_polynomials(each), part, each.scale)
        for each, part in zip(column.ciphertexts, np.split(values, 2), strict=True)
    ]


@pytest.fixture(scope="module")
def answers(owner):
    """Return two full ciphertexts that somebody computed under the owner's public key."""
    scores = np.random.default_rng(4).uniform(-3, 3, 2 * owner.context.parameters.slots)
    return owner.context.encrypt(scores, bound=3) + 1


@pytest.fixture(scope="module")
def key(owner, answers):
    """Return the key that the attack finds."""
    primes = owner.context.parameters.data_primes
    return recover_key(*disclosed(answers, owner.decrypt(answers)), prime=primes[0])


@pytest.mark.parametrize("encrypt", ["public", "own"])
def test_a_found_key_decrypts_everything_else(owner, key, encrypt):
    """What the owner encrypted for another purpose is read as the owner reads it."""
    by = owner if encrypt == "own" else owner.context
    incomes = np.random.default_rng(5).uniform(0, 5_000, owner.context.parameters.slots)
    other = by.encrypt(incomes, bound=5_000)
    read = decrypt_with(
        key,
        read_polynomials(other.ciphertexts[0]),
        primes=owner.context.parameters.data_primes,
        scale=other.ciphertexts[0].scale,
    )

    assert np.allclose(read, owner.decrypt(other), atol=1e-6)
    assert np.allclose(read, incomes, atol=other.meter.error)


def test_what_is_held_is_whole_and_what_is_rounded_is_not(owner, answers):
    """Decryptions as they are encode to whole coefficients; rounded ones do not."""
    decrypted = owner.decrypt(answers)
    raw, rounded = (disclosed(answers, values) for values in (decrypted, decrypted.round(3)))

    assert distance_to_whole(raw[0]) < 0.01
    assert distance_to_whole(rounded[0]) > 0.4
    assert recover_key(*rounded, prime=owner.context.parameters.data_primes[0]) is None


def test_too_few_numbers_are_refused(owner, answers):
    """A column that does not fill its ciphertext is not enough, and the attack says so."""
    short = disclosed(answers, owner.decrypt(answers)[:-2])

    with pytest.raises(ParameterError, match="all of its 2048 numbers, got 2 and 2047"):
        recover_key(*short, prime=owner.context.parameters.data_primes[0])


def test_added_noise_hides_the_key_and_costs_what_was_stated():
    """The same owner, raw and with noise: only raw gives the key; the error is as foretold."""
    owner = SecretKey.generate(
        make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=38)
    )
    costs = np.random.default_rng(6).uniform(0, 1_000, 2 * owner.context.parameters.slots)
    column = owner.encrypt(costs, bound=1_000)
    shared = SharedDecryptions(owner, decryptions=1)
    told = shared.decrypt(column)
    raw, hidden = (disclosed(column, values) for values in (owner.decrypt(column), told))
    prime = owner.context.parameters.data_primes[0]

    assert recover_key(*raw, prime=prime) is not None
    assert recover_key(*hidden, prime=prime) is None
    assert column.meter.error < np.abs(told - costs).max() <= shared.error_of(column)
