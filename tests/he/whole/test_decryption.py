"""What TenSEAL's BFV gets wrong without a word, and the error that each now gives.

The numbers are those of the traps that were tried with TenSEAL 0.3.18; what it does by itself is in
`raw_tenseal`.
"""

import copy
import pickle

import numpy as np
import pytest

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.errors import (
    DecryptionError,
    MissingKeyError,
    NoiseError,
    RangeError,
    WrongKeyError,
)
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.library import (
    context_of,
    from_bytes,
    read_polynomials,
    seal,
    write_polynomials,
)
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.he.whole.column import WholeColumn
from pet_workbench.he.whole.meter import WholeMeter

PARAMETERS = make_bfv(
    poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
)
LARGEST = (PARAMETERS.plain_modulus - 1) // 2
KEY = SecretKey.generate(PARAMETERS, products=True, sums=True)
OTHER = SecretKey.generate(PARAMETERS, products=True, sums=True)


def column(key=KEY, bound=100):
    """Return three encrypted numbers."""
    return key.encrypt([10, 20, 30], bound=bound)


def as_if_under(key, original):
    """Return the same ciphertexts and meter with another key's name on it: a forged column."""
    return WholeColumn(key.context, original.meter, original.length, original.ciphertexts)


@pytest.mark.parametrize(
    "mixed",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
    ],
)
def test_1_columns_under_two_keys_do_not_mix(mixed):
    """Sums of two keys' columns decrypt to numbers that could be right; they are refused."""
    with pytest.raises(WrongKeyError, match="need two columns under one key"):
        mixed(column(KEY), column(OTHER))


def test_1_two_keys_that_are_mixed_by_force_decrypt_to_an_error():
    """If nobody looks at the fingerprints, noise does: SEAL's budget is below the meter's."""
    with pytest.raises(DecryptionError, match="bits of noise budget as the meter foresees, got 0"):
        KEY.decrypt(column(KEY) + as_if_under(KEY, column(OTHER)))


def test_2_a_wrong_secret_key_is_refused():
    """A column under another key, and one that only claims to be under this one, are refused."""
    with pytest.raises(WrongKeyError, match="need a column under key"):
        KEY.decrypt(column(OTHER))
    with pytest.raises(DecryptionError):
        KEY.decrypt(as_if_under(KEY, column(OTHER)))


def test_2_bytes_under_another_key_are_refused():
    """Bytes load into any context with the same parameters; decryption finds out."""
    data = column(OTHER).saved()
    loaded = WholeColumn(KEY.context, column().meter, 3, data)
    with pytest.raises(DecryptionError):
        KEY.decrypt(loaded + column())


@pytest.mark.parametrize(
    "wraps",
    [
        lambda: KEY.encrypt([LARGEST + 1], bound=LARGEST + 1),
        lambda: KEY.encrypt([1], bound=LARGEST) + 1,
        lambda: column(bound=LARGEST) + column(),
        lambda: column(bound=LARGEST) - column(),
        lambda: column(bound=1000) * column(bound=1000),
        lambda: column(bound=1000) * 1000,
        lambda: column(bound=1000) * [1, 2, 1000],
        lambda: KEY.encrypt(np.ones(1000, int), bound=1000).sum(),
    ],
)
def test_3_nothing_wraps_around(wraps):
    """516,096 plus 516,096 was -1; whatever can leave the range is refused before it happens."""
    with pytest.raises(RangeError, match=f"need results between -{LARGEST} and {LARGEST}"):
        wraps()


def test_4_depth_is_refused_before_it_is_exhausted():
    """The second product of two columns would be random numbers; it is refused, with the reason."""
    ones = KEY.encrypt([1, 1], bound=1)
    product = ones * ones
    assert KEY.decrypt(product).tolist() == [1, 1]
    with pytest.raises(NoiseError, match="choose data primes of"):
        product * product


def test_4_noise_that_no_meter_saw_is_found_at_decryption():
    """Products made behind the meter's back leave no budget, and give no numbers."""
    ones = KEY.encrypt([1, 1], bound=1)
    (raw,) = ones.ciphertexts
    evaluator = KEY.context.evaluator
    for _ in range(3):
        evaluator.square_inplace(raw)
        evaluator.relinearize_inplace(raw, KEY.context.relin_keys)
    with pytest.raises(DecryptionError, match="got 0: the column is damaged"):
        KEY.decrypt(ones)


@pytest.mark.parametrize(
    "cut_off",
    [
        lambda: KEY.encrypt([1.7], bound=10),
        lambda: KEY.encrypt([10, 20], bound=20) * [1.5, 1.5],
        lambda: KEY.encrypt([10, 20], bound=20) + np.array([0.5, 1.0]),
        lambda: KEY.encrypt([10, 20], bound=20) - 0.5,
        lambda: KEY.encrypt([10, 20], bound=20) * np.float64(1.5),
    ],
)
def test_5_nothing_is_cut_off(cut_off):
    """1.7 was encrypted as 1; every fraction is refused, with its row."""
    with pytest.raises(DataError, match=r"need whole numbers .* in row 1"):
        cut_off()


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("public", [False, True])
def test_11_a_damaged_ciphertext_gives_an_error(part, public):
    """One changed residue in either polynomial, at any place, is seen by the noise."""
    rng = np.random.default_rng(part)
    for _ in range(10):
        whole = (KEY.context if public else KEY).encrypt([10, 20, 30], bound=100)
        (raw,) = whole.ciphertexts
        polynomials = read_polynomials(raw)
        prime, at = rng.integers(2), rng.integers(PARAMETERS.slots)
        modulus = PARAMETERS.data_primes[prime]
        changed = (int(polynomials[part, prime, at]) + int(rng.integers(1, modulus))) % modulus
        polynomials[part, prime, at] = changed
        damaged = write_polynomials(KEY.context.seal_context, raw, polynomials)
        with pytest.raises(DecryptionError):
            KEY.decrypt(WholeColumn(KEY.context, whole.meter, 3, [damaged]))


def test_13_no_slot_repeats_the_numbers():
    """Three numbers take three slots, and the others hold zeros, after every operation."""
    x = column()
    results = [x, x + 1, 5 - x, x * 2, x * [1, 2, 3], x.select([1, 0, 1]), x * x, x.compact()]
    for result in results:
        first = KEY.decrypt(result)
        result.length = PARAMETERS.slots
        everything = KEY.decrypt(result)
        assert everything[:3].tolist() == first.tolist()
        assert not everything[3:].any()


def test_13_a_number_where_none_should_be_is_an_error():
    """If a slot beyond the rows is not empty, something else was computed."""
    x = column()
    x.length = 2
    with pytest.raises(DecryptionError, match="got others"):
        KEY.decrypt(x)


def test_3_a_number_beyond_its_bound_is_an_error():
    """A sender's bound is checked against what comes out."""
    x = column()
    small = WholeMeter.fresh(PARAMETERS, bound=29, symmetric=True)
    with pytest.raises(DecryptionError, match="between -29 and 29"):
        KEY.decrypt(WholeColumn(KEY.context, small, 3, x.ciphertexts))


def test_14_columns_change_no_settings():
    """Whole columns leave real ones alone, and a public context relinearises products."""
    reals = SecretKey.generate(
        make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
    )
    before = reals.encrypt([1.5, 2.5], bound=10)
    column() + 1
    np.testing.assert_allclose(reals.decrypt(before + 1), [2.5, 3.5], atol=1e-3)
    (raw,) = (KEY.context.encrypt([3], bound=3) * KEY.context.encrypt([4], bound=4)).ciphertexts
    assert raw.size() == 2


def test_15_times_zero_is_refused():
    """A product with nothing but zeros is no ciphertext: everybody would see the zero."""
    for zero in (0, np.int64(0), [0, 0, 0], False):
        with pytest.raises(ParameterError, match="need a multiplier other than 0"):
            column() * zero
    same = column()
    with pytest.raises(ParameterError, match="need columns that do not cancel out"):
        same - same


def test_15_a_column_is_a_value():
    """Adding to b leaves a alone; equality and truth are refused instead of answered wrongly."""
    a = column()
    b = a
    b += 1
    assert KEY.decrypt(a).tolist() == [10, 20, 30]
    assert KEY.decrypt(b).tolist() == [11, 21, 31]
    for question in (lambda: a == b, lambda: bool(a), lambda: float(a), lambda: list(a)):
        with pytest.raises(ParameterError, match="need the secret key"):
            question()


def test_16_an_array_on_the_left_is_as_good_as_one_on_the_right():
    """There are no arrays of ciphertexts: numpy leaves the operation to the column."""
    array = np.array([1, 2, 3])
    for result in (array * column(), column() * array):
        assert isinstance(result, WholeColumn)
        assert KEY.decrypt(result).tolist() == [10, 40, 90]


def test_operations_that_tenseal_lacks_are_there():
    """A number minus a column, minus a column, length, and totals beyond half of the slots."""
    x = column()
    assert KEY.decrypt(5 - x).tolist() == [-5, -15, -25]
    assert KEY.decrypt(-x).tolist() == [-10, -20, -30]
    assert KEY.decrypt(x - 3).tolist() == [7, 17, 27]
    assert len(x) == 3
    many = KEY.encrypt(np.ones(PARAMETERS.slots // 2 + 1, int), bound=1)
    assert KEY.decrypt(many.sum()).tolist() == [PARAMETERS.slots // 2 + 1]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: column() + None, DataError, "need whole numbers"),
        (lambda: column() * "2", DataError, "need whole numbers"),
        (lambda: column() + np.array([1, 2]), ParameterError, "one for each of 3 rows, got 2"),
        (lambda: KEY.encrypt([], bound=1), ParameterError, "at least one row"),
        (lambda: KEY.encrypt([[1], [2]], bound=1), ParameterError, r"got shape \(2, 1\)"),
        (lambda: KEY.encrypt([float("inf")], bound=1), DataError, "got inf in row 1"),
        (
            lambda: SecretKey.generate(PARAMETERS).encrypt([1], bound=1).sum(),
            MissingKeyError,
            "need keys for sums",
        ),
        (
            lambda: make_bfv(
                poly_modulus_degree=4096, coeff_mod_bit_sizes=(60, 60), plain_modulus_bits=20
            ),
            ParameterError,
            "need at most 106 bits at degree 4096",
        ),
        (
            lambda: make_bfv(
                poly_modulus_degree=4096, coeff_mod_bit_sizes=(60,), plain_modulus_bits=20
            ),
            ParameterError,
            "need at least two primes",
        ),
        (
            lambda: make_bfv(
                poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), plain_modulus_bits=10
            ),
            ParameterError,
            "need primes of 15 to 60 bits|need primes of 18 to 60 bits",
        ),
    ],
)
def test_errors_say_what_is_wrong(call, error, words):
    """Where TenSEAL says "scale out of bounds" or "vector::reserve", the reason is given."""
    with pytest.raises(error, match=words):
        call()


def test_what_is_public_cannot_decrypt():
    """Neither the context nor a column holds the secret key, and the key itself stays."""
    assert not any(isinstance(value, SecretKey) for value in vars(KEY.context).values())
    assert isinstance(column().context, PublicContext)
    assert not hasattr(KEY.context, "decrypt")
    for leave in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(ParameterError, match="need a secret key to stay"):
            leave(KEY)


def test_the_plain_modulus_lets_every_slot_hold_a_number():
    """It is a prime, 1 modulo twice the degree, of the size that was asked for."""
    for bits in (18, 20, 33, 40):
        made = make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=bits
        )
        prime = made.plain_modulus
        assert prime % 8192 == 1
        assert prime.bit_length() == bits
        assert all(prime % divisor for divisor in range(3, 1 << min(-(-bits // 2), 17), 2))
        assert context_of(made).first_context_data().qualifiers().using_batching


def test_ciphertexts_of_another_ring_do_not_load():
    """Bytes of a ciphertext under other parameters are refused by SEAL itself."""
    wide = make_bfv(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50), plain_modulus_bits=20
    )
    (data,) = SecretKey.generate(wide).encrypt([1], bound=1).saved()
    with pytest.raises(ValueError, match="invalid"):
        from_bytes(seal().Ciphertext(), KEY.context.seal_context, data)
