"""Hiding a computation from the key's holder: what it would read, and that it no longer can."""

import math

import numpy as np
import pytest

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.he.errors import NoiseError
from pet_workbench.he.hiding.uniform import hide, lowest, uniform_residues
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import read_polynomials, seal
from pet_workbench.he.parameters import make_bfv
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.he.whole.residues import Residues, Vector

PARAMETERS = make_bfv(
    poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 60, 60, 20), plain_modulus_bits=22
)
DEGREE = PARAMETERS.poly_modulus_degree
ROWS = 100
FACTORS = np.random.default_rng(2).integers(1, PARAMETERS.plain_modulus, ROWS)


@pytest.fixture(scope="module")
def key():
    """Return one key for all tests."""
    return SecretKey.generate(PARAMETERS)


@pytest.fixture(scope="module")
def question(key):
    """Return a column as its owner encrypted it."""
    return key.encrypt(np.arange(ROWS), bound=1_000)


@pytest.fixture(scope="module")
def multiplied(key, question):
    """Return the column times secret factors, as it would be without hiding."""
    vector = Vector.of(key.context, FACTORS, level=PARAMETERS.levels)
    return Residues.total([(Residues.of(question), vector)]).column()


def random_half(column):
    """Return the random half of a column's first ciphertext, at the roots, for the first prime."""
    values = seal().Ciphertext()
    column.context.evaluator.transform_to_ntt(column.ciphertexts[0], values)
    return read_polynomials(values)[1, 0].astype(object)


def quotient(column, question):
    """Return what the holder gets by dividing the random half of an answer by the question's."""
    prime = PARAMETERS.data_primes[0]
    divisors = [pow(int(one), -1, prime) for one in random_half(question)]
    return random_half(column) * divisors % prime


def test_without_hiding_the_holder_reads_every_factor(key, question, multiplied):
    """The random halves of answer and question have a ratio: the factors, as a polynomial."""
    vector = Vector.of(key.context, FACTORS, level=PARAMETERS.levels)
    factors = read_polynomials(vector.plains[0])[0, 0][:DEGREE].astype(object)
    assert (quotient(multiplied, question) == factors).all()


def test_after_hiding_the_ratio_says_nothing(key, question, multiplied):
    """Another one each time, and never that of the factors."""
    vector = Vector.of(key.context, FACTORS, level=PARAMETERS.levels)
    factors = read_polynomials(vector.plains[0])[0, 0][:DEGREE].astype(object)
    found = []
    for seed in (1, 2):
        hidden = hide(multiplied, statistical_bits=20, stream=Keystream(bytes([seed] * 32)))
        found.append(quotient(hidden, question))
        assert (found[-1] == factors).mean() < 0.01
    assert (found[0] == found[1]).mean() < 0.01


@pytest.mark.parametrize("bits", [1, 40, 64, 80])
def test_the_numbers_stay_and_the_noise_is_as_wide_as_stated(key, multiplied, bits):
    """Decryption gives the same; measured noise is within a bit of what the meter says."""
    hidden = hide(multiplied, statistical_bits=bits, stream=Keystream(bytes(32)))
    assert (key.decrypt(hidden) == key.decrypt(multiplied)).all()
    measured = key._decryptor.invariant_noise_budget(hidden.ciphertexts[0])
    assert 0 <= measured - hidden.meter.noise_budget_bits <= 1


@pytest.mark.parametrize("bits", [1, 40, 64])
@pytest.mark.parametrize("chunks", [1, 3])
def test_the_noise_covers_the_largest_error_by_the_stated_bits(multiplied, bits, chunks):
    """Sum over all coefficients of the largest shift, divided by the number of values."""
    meter, noise_bits = lowest(multiplied.meter, chunks, bits)
    zero = WholeMeter.fresh(PARAMETERS, bound=0, symmetric=False).at(meter.level)
    length = multiplied.meter.at(meter.level).add(zero).noise_length
    shift = 2 * math.sqrt(DEGREE) * length * chunks
    assert 2.0 ** (-bits - 1) < shift / 2.0**noise_bits <= 2.0**-bits


def test_as_many_primes_are_dropped_as_the_noise_allows(multiplied):
    """Wider noise needs a higher level; the lowest that fits is taken."""
    levels = [lowest(multiplied.meter, 1, bits)[0].level for bits in (8, 40, 80, 100)]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] > levels[0]


def test_noise_that_does_not_fit_is_refused(multiplied):
    """Nothing is computed, and the error says what is missing."""
    with pytest.raises(NoiseError, match="need 1 bit of noise budget"):
        hide(multiplied, statistical_bits=128, stream=Keystream(bytes(32)))


@pytest.mark.parametrize("bits", [0, 129, -5])
def test_bits_outside_their_range_are_refused(multiplied, bits):
    """From 1 to 128."""
    with pytest.raises(ParameterError, match="statistical_bits"):
        hide(multiplied, statistical_bits=bits, stream=Keystream(bytes(32)))


@pytest.mark.parametrize("bits", [1, 60, 63, 64, 65, 128, 141])
def test_residues_are_those_of_whole_numbers(bits):
    """Computed word by word, they are what Python's whole numbers give for every prime."""
    count, primes = 200, PARAMETERS.data_primes
    found = uniform_residues(Keystream(bytes([7] * 32)), count, bits=bits, primes=primes)
    stream = Keystream(bytes([7] * 32))
    words = [stream.integers(count, np.uint64).astype(object) for _ in range(-(-bits // 64))]
    numbers = words[0] >> (-bits % 64)
    for word in words[1:]:
        numbers = (numbers << 64) | word
    assert max(numbers) < 2**bits
    assert max(numbers) >= 2 ** (bits - 2)
    for residues, prime in zip(found, primes, strict=True):
        assert (residues.astype(object) == numbers % prime).all()


@pytest.mark.statistical
@pytest.mark.parametrize("degree", [4096, 8192, 16384])
def test_it_is_wider_than_gaussian_noise_by_as_many_bits_as_stated(degree):
    """Three to six bits for one ciphertext, and half a bit more for each doubling."""
    made = make_bfv(
        poly_modulus_degree=degree, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
    )
    meter = WholeMeter.fresh(made, bound=1, symmetric=True)
    for doublings in (0, 2, 6):
        even, _ = lowest(meter, 2**doublings, 5)
        shaped = meter.at(even.level).add(WholeMeter.fresh(made, bound=0, symmetric=False))
        deviation = 2**5 * 2 ** (doublings / 2) * shaped.noise_length
        wider = math.log2(even.noise / shaped.flooded(deviation).noise)
        assert 3 <= wider - doublings / 2 <= 6


def test_the_noise_is_even():
    """Chi-square over 16 bins of 3-bit and of 50-bit noise; chance of a false alarm 1e-6."""
    for bits, bins in ((3, 8), (50, 16)):
        (drawn,) = uniform_residues(
            Keystream(bytes([3] * 32)), 40_000, bits=bits, primes=PARAMETERS.data_primes[:1]
        )
        counts = np.bincount((drawn >> np.uint64(bits)).astype(int), minlength=1)
        assert counts.tolist() == [40_000]
        counts = np.bincount((drawn * np.uint64(bins) >> np.uint64(bits)).astype(int))
        assert ((counts - 40_000 / bins) ** 2 / (40_000 / bins)).sum() < 57
