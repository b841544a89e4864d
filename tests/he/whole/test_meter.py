"""The meter of BFV: bounds against exact noise, budgets against SEAL's, refusals in time.

Bounds are for the worst plaintexts there are.  How loose they are is stated by `LOOSE_BITS` below,
in bits of the largest coefficient: nothing where a computing party has it in its hand (additions,
and products with a polynomial that meets the noise head-on), and more where noise of several
sources would have to conspire.
"""

import math
from functools import cache

import numpy as np
import pytest

from pet_workbench.he.column import add_all
from pet_workbench.he.errors import NoiseError, RangeError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import seal
from pet_workbench.he.parameters import make_bfv
from pet_workbench.he.whole.meter import WholeMeter
from tests.he.exact_noise import error_polynomial, polynomial_as_numbers, secret_polynomial

SMALL = make_bfv(poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=18)
HOUSEHOLDS = make_bfv(
    poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=40
)
DEEP = make_bfv(
    poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50, 60), plain_modulus_bits=20
)
SLOTS, HALF = SMALL.slots, (SMALL.plain_modulus - 1) // 2
RNG = np.random.default_rng(1)
RUNS = 4
"""With a new key each."""


@cache
def owner(number):
    """Return a key, and its coefficients."""
    key = SecretKey.generate(SMALL, products=True, sums=True)
    return key, secret_polynomial(key)


def anything(bound=HALF):
    """Return a number for every slot."""
    return RNG.integers(-bound, bound, SLOTS, endpoint=True)


def ones(key, *, public=False):
    """Return encrypted ones in all slots, which leave all range to what follows."""
    return (key.context if public else key).encrypt(np.ones(SLOTS, int), bound=1)


def against(key, secret, column):
    """Return the numbers whose polynomial turns all noise into one coefficient as large as can be.

    That takes the secret key; a computing party can only have it by chance.
    """
    noise = error_polynomial(key, secret, column.ciphertexts[0])
    mirrored = np.concatenate((noise[:1], -noise[1:][::-1]))
    return polynomial_as_numbers(key, HALF * np.where(mirrored < 0, -1, 1))


def in_one_place(key, secret, column):
    """Return the numbers whose polynomial is largest at the root of unity where the noise is."""
    noise = error_polynomial(key, secret, column.ciphertexts[0])
    angles = np.pi * np.arange(SLOTS) / SLOTS
    values = np.abs(np.fft.fft(noise * np.exp(1j * angles)))
    turned = angles - 2 * np.pi * np.argmax(values) * np.arange(SLOTS) / SLOTS
    return polynomial_as_numbers(key, HALF * np.where(np.cos(turned) < 0, -1, 1))


OPERATIONS = {
    "encryption by the owner": lambda key, _: key.encrypt(anything(), bound=HALF),
    "encryption by others": lambda key, _: key.context.encrypt(anything(), bound=HALF),
    "sum": lambda key, _: ones(key) + ones(key, public=True),
    "difference": lambda key, _: ones(key) - ones(key, public=True),
    "addition in the clear": lambda key, _: ones(key) + anything(HALF - 1),
    "a number": lambda key, _: ones(key) * 7,
    "minus a number": lambda key, _: ones(key) * -7,
    "the largest number": lambda key, _: ones(key) * -HALF,
    "numbers": lambda key, _: ones(key) * anything(),
    "numbers of others": lambda key, _: ones(key, public=True) * anything(),
    "the worst numbers": lambda key, s: (one := ones(key)) * against(key, s, one),
    "numbers in one place": lambda key, s: (one := ones(key)) * in_one_place(key, s, one),
    "a mask": lambda key, _: ones(key).select(RNG.integers(0, 2, SLOTS)),
    "256 times itself": lambda key, _: add_all([ones(key)] * 256),
    "product of columns": lambda key, _: key.encrypt(anything(300), bound=300) * ones(key),
    "product of columns of others": lambda key, _: ones(key, public=True) * ones(key, public=True),
    "square": lambda key, _: (one := ones(key)) * one,
    "total": lambda key, _: ones(key).sum(),
    "total of others": lambda key, _: ones(key, public=True).sum(),
    "total of 20 ciphertexts": lambda key, _: key.encrypt(np.ones(20 * SLOTS, int), bound=1).sum(),
    "total under a mask": lambda key, _: ones(key).select(RNG.integers(0, 2, SLOTS)).sum(),
    "a prime less": lambda key, _: ones(key).compact(),
    "a mask and a prime less": lambda key, _: ones(key).select(RNG.integers(0, 2, SLOTS)).compact(),
}
LOOSE_BITS = {
    "encryption by the owner": 2,
    "encryption by others": 3,
    "sum": 3,
    "addition in the clear": 2,
    "a number": 2,
    "minus a number": 2,
    "the largest number": 2,
    "256 times itself": 2,
    "the worst numbers": 1,
    "numbers in one place": 6,
    "numbers": 9,
    "product of columns": 12,
    "total": 13,
    "a prime less": 7,
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_noise_never_exceeds_the_meter(operation):
    """In every run, largest coefficient and length are within bounds, and SEAL's budget above."""
    for number in range(RUNS):
        key, secret = owner(number)
        column = OPERATIONS[operation](key, secret)
        decryptor = key._decryptor
        for ciphertext in column.ciphertexts:
            noise = error_polynomial(key, secret, ciphertext)
            assert np.abs(noise).max() <= column.meter.noise
            assert np.linalg.norm(noise) <= column.meter.noise_length
            measured = decryptor.invariant_noise_budget(ciphertext)
            assert measured >= column.meter.noise_budget_bits > 0


@pytest.mark.parametrize("operation", LOOSE_BITS)
def test_bounds_are_as_tight_as_stated(operation):
    """The noise comes within so many bits of its bound: a bound that is far too wide would fail."""
    key, secret = owner(0)
    column = OPERATIONS[operation](key, secret)
    found = np.abs(error_polynomial(key, secret, column.ciphertexts[0])).max()
    assert math.log2(column.meter.noise / found) < LOOSE_BITS[operation]


def test_two_products_in_a_row_stay_within_the_meter():
    """With three data primes at degree 8192, a fourth power is right, with the budget foreseen."""
    key = SecretKey.generate(DEEP, products=True)
    values = RNG.integers(-20, 20, DEEP.slots, endpoint=True)
    column = key.encrypt(values, bound=20)
    fourth = (column * column) * (column * column)
    measured = key._decryptor.invariant_noise_budget(fourth.ciphertexts[0])
    assert measured >= fourth.meter.noise_budget_bits > 0
    np.testing.assert_array_equal(key.decrypt(fourth), values**4)


def test_a_total_of_65536_household_incomes_fits_the_guideline():
    """In cents, with 40 bits of plain modulus and 106 bits in all, 2 bits are left by the meter."""
    cents = WholeMeter.fresh(HOUSEHOLDS, bound=8_000_000, symmetric=True)
    total = cents.add_up(length=65536)
    assert HOUSEHOLDS.total_bits == HOUSEHOLDS.allowed_bits == 106
    assert total.noise_budget_bits == 2
    assert 0 < total.headroom_bits < 0.1
    assert total.bound == 8_000_000 * 65536
    assert total.error == 0


def test_what_wraps_around_is_refused_with_the_modulus_to_choose():
    """The error says how far the result can reach, what fits, and which modulus would do."""
    meter = WholeMeter.fresh(HOUSEHOLDS, bound=10**9, symmetric=True)
    with pytest.raises(RangeError, match="got numbers that can reach 1000000000000") as caught:
        meter.add_up(length=1000)
    bits = caught.value.parameters["bits"]
    assert 2 ** (bits - 1) > 2 * 10**12
    assert 2 ** (bits - 2) < 2 * 10**12


@pytest.mark.parametrize(
    "refused",
    [
        lambda meter: WholeMeter.fresh(meter.parameters, bound=2 * HALF, symmetric=True),
        lambda meter: meter.add(meter),
        lambda meter: meter.add_plain(1),
        lambda meter: meter.multiply_plain(2),
        lambda meter: meter.multiply_number(-2),
        lambda meter: meter.multiply(meter),
        lambda meter: meter.add_up(length=2),
        lambda meter: meter.times(2),
    ],
)
def test_every_operation_watches_the_range(refused):
    """With numbers up to the edge, whatever makes one larger is refused."""
    with pytest.raises(RangeError):
        refused(WholeMeter.fresh(SMALL, bound=HALF, symmetric=True))


def test_noise_is_refused_with_the_bits_that_are_missing():
    """With as many bits more as the error says, the same computation is allowed; with one less not.

    The special prime plays no part in a product in the clear.
    """

    def masked(data_bits):
        made = make_bfv(
            poly_modulus_degree=4096,
            coeff_mod_bit_sizes=(data_bits // 2, data_bits - data_bits // 2, 36),
            plain_modulus_bits=18,
        )
        return WholeMeter.fresh(made, bound=1, symmetric=True).multiply_plain(1)

    with pytest.raises(NoiseError, match="choose data primes of") as caught:
        masked(44)
    missing = caught.value.parameters["missing"]
    assert masked(44 + missing).noise_budget_bits == 1
    with pytest.raises(NoiseError):
        masked(44 + missing - 1)


def test_a_special_prime_that_is_too_small_spoils_sums():
    """With 20 bits for the special prime, sums are refused; encrypting and adding is not."""
    meter = WholeMeter.fresh(
        make_bfv(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), plain_modulus_bits=40),
        bound=1,
        symmetric=True,
    )
    assert meter.times(1000).noise_budget_bits > 25
    with pytest.raises(NoiseError, match="special prime as large"):
        meter.add_up(length=100)


def raw_numbers(key, ciphertext):
    """Return what SEAL decrypts, right or wrong."""
    plain = seal().Plaintext()
    key._decryptor.decrypt(ciphertext, plain)
    return key.context.encoder.decode_int64(plain)


def doublings_until_refused(key, column):
    """Add a column to itself as long as the meter allows; return how often, and the last one."""
    doubled = 0
    while True:
        try:
            column = column + column
        except (NoiseError, RangeError):
            return doubled, column
        doubled += 1


@pytest.mark.parametrize(
    ("start", "doublings"),
    [
        (lambda key: key.encrypt(np.ones(SLOTS, int), bound=1), 23),
        (lambda key: key.context.encrypt(np.ones(SLOTS, int), bound=1), 20),
        (lambda key: key.encrypt(np.ones(SLOTS, int), bound=1).sum(), 1),
    ],
    ids=["owner", "others", "total"],
)
def test_whoever_adds_a_column_to_itself_is_refused_before_decryption_can_fail(start, doublings):
    """The trick of IND-CPA-D attacks: no estimate from the average is there to get past.

    SEAL itself goes on, and some doublings later gives wrong numbers: the last one that the meter
    allows is right, and so is the next.
    """
    key = SecretKey.generate(HOUSEHOLDS, sums=True)
    begun = start(key)
    value = key.decrypt(begun)[0]
    doubled, column = doublings_until_refused(key, begun)
    assert doubled == doublings
    assert (key.decrypt(column) == value * 2**doubled).all()
    (raw,), further = column.ciphertexts, 0
    while raw_numbers(key, raw)[0] == value * 2 ** (doubled + further):
        key.context.evaluator.add_inplace(raw, raw)
        further += 1
    assert further > 1
    assert key._decryptor.invariant_noise_budget(raw) == 0


@pytest.mark.parametrize("parameters", [SMALL, HOUSEHOLDS, DEEP])
def test_a_meter_knows_nothing_of_the_numbers(parameters):
    """Two meters of different numbers with the same declarations are equal, step by step."""
    one, other = (WholeMeter.fresh(parameters, bound=3, symmetric=False) for _ in range(2))
    assert one.add(other) == one.times(2)
    assert one.multiply_number(-5) == one.multiply_number(5)


def test_a_meter_tells_what_a_reader_needs():
    """Printed, it says how large numbers are, what is left of the noise budget, and the level."""
    meter = WholeMeter.fresh(HOUSEHOLDS, bound=100, symmetric=True)
    assert str(meter) == "up to 100, 24 bits of noise budget, level 1 of 1"


def test_a_meter_that_cannot_be_is_not_made():
    """Noise beyond floating point is refused like any other, not a failure of arithmetic."""
    meter = WholeMeter.fresh(DEEP, bound=1, symmetric=True)
    with pytest.raises(NoiseError):
        meter.times(2).multiply_number(1).__class__(DEEP, 1, math.inf, 2, math.inf)
    assert not meter.at(0).can_drop
