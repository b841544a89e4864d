"""Noise that hides errors: attacks that work without it, and what it costs."""

import copy
import math
import pickle

import numpy as np
import pytest

from pet_workbench.attacks.ckks_key_recovery import Disclosed, recover_key
from pet_workbench.core import Entropy, Keystream, ParameterError, PrivacyError
from pet_workbench.core.noise import wide_gaussian
from pet_workbench.he.errors import NoiseError, PrecisionError, WrongKeyError
from pet_workbench.he.hiding import flooding
from pet_workbench.he.hiding.flooding import SharedDecryptions, rerandomise
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import read_polynomials, seal, write_polynomials
from pet_workbench.he.parameters import make_bfv, make_ckks
from tests.he.exact_noise import (
    error_polynomial,
    polynomial_as_numbers,
    scaled_error_polynomial,
    secret_polynomial,
)

WHOLE = make_bfv(
    poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50, 20), plain_modulus_bits=18
)
REAL = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
FINE = make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 60, 60), scale_bits=80)
SLOTS = WHOLE.slots
RNG = np.random.default_rng(17)
MASK = RNG.integers(0, 2, SLOTS)
SEEDED = Entropy(teaching_seed=1)


@pytest.fixture(scope="module")
def holder():
    """Return a key of whole numbers, and its coefficients."""
    key = SecretKey.generate(WHOLE)
    return key, secret_polynomial(key)


@pytest.fixture(scope="module")
def question(holder):
    """Return a column that its holder encrypted."""
    return holder[0].encrypt(RNG.integers(0, 100, SLOTS), bound=100)


@pytest.fixture(scope="module")
def owner():
    """Return a key of real numbers."""
    return SecretKey.generate(REAL)


def embedded(polynomial):
    """Return the values of a polynomial at the roots of unity."""
    turned = np.exp(1j * np.pi * np.arange(len(polynomial)) / len(polynomial))
    return np.fft.fft(polynomial * turned)


def coefficients_of(values):
    """Return the polynomial with these values at the roots of unity."""
    turned = np.exp(-1j * np.pi * np.arange(len(values)) / len(values))
    return (np.fft.ifft(values) * turned).real


def mask_from_noise(holder, question, answer):
    """Attack: divide the noise in the answer by that in the question, root by root."""
    before, after = (
        embedded(error_polynomial(*holder, column.ciphertexts[0])) for column in (question, answer)
    )
    return polynomial_as_numbers(holder[0], np.rint(coefficients_of(after / before)))


def mask_from_random_half(holder, question, answer):
    """Attack: divide the random halves, value by value; not even a secret key is needed."""
    evaluator, prime = holder[0].context.evaluator, WHOLE.data_primes[0]
    halves = []
    for column in (question, answer):
        form = seal().Ciphertext()
        evaluator.transform_to_ntt(column.ciphertexts[0], form)
        halves.append(form)
    before, after = (read_polynomials(form)[:, 0].astype(object) for form in halves)
    inverses = np.array([pow(int(one), -1, prime) for one in before[1]], object)
    form = _with_first_polynomial(holder[0], halves[0], (after[1] * inverses % prime))
    return polynomial_as_numbers(holder[0], form)


def _with_first_polynomial(key, form, values):
    """Return the coefficients, around 0, of the polynomial with these values modulo one prime."""
    polynomials = read_polynomials(form)
    polynomials[0, 0] = values.astype(np.uint64)
    made = write_polynomials(key.context.seal_context, form, polynomials)
    key.context.evaluator.transform_from_ntt_inplace(made)
    prime = WHOLE.data_primes[0]
    residues = read_polynomials(made)[0, 0].astype(np.int64)
    return np.where(residues > prime // 2, residues - prime, residues)


def test_without_flooding_the_holder_reads_the_mask_in_two_ways(holder, question):
    """A product with a mask gives the mask away, in its noise and in its random half."""
    answer = question.select(MASK)
    np.testing.assert_array_equal(mask_from_noise(holder, question, answer), MASK)
    np.testing.assert_array_equal(mask_from_random_half(holder, question, answer), MASK)


def test_with_flooding_neither_way_says_anything(holder, question):
    """The same attacks find numbers that agree with the mask as often as any others would."""
    answer = rerandomise(question.select(MASK))
    for attack in (mask_from_noise, mask_from_random_half):
        guess = attack(holder, question, answer)
        assert (guess == MASK).mean() < 0.01
    np.testing.assert_array_equal(holder[0].decrypt(answer), holder[0].decrypt(question) * MASK)


def test_a_fresh_zero_alone_is_not_enough(holder, question):
    """With the random half hidden, a holder that suspects a mask still sees in noise if it is it.

    After flooding the right mask and a wrong one leave the same noise, to nine digits.
    """
    key, secret = holder
    zero = key.context.encrypt(np.zeros(SLOTS, int), bound=1)
    wrong = np.roll(MASK, 1)

    def left_over(answer, mask):
        plain = seal().Plaintext()
        key.context.encoder.encode(mask.tolist(), plain)
        polynomial = np.array([plain.dyn_array().at(i) for i in range(SLOTS)], object)
        centred = np.where(
            polynomial > WHOLE.plain_modulus // 2, polynomial - WHOLE.plain_modulus, polynomial
        ).astype(float)
        noise = embedded(error_polynomial(key, secret, question.ciphertexts[0]))
        expected = coefficients_of(noise * embedded(centred))
        return np.linalg.norm(error_polynomial(key, secret, answer.ciphertexts[0]) - expected)

    masked = question.select(MASK) + zero
    assert left_over(masked, MASK) < 1e-4 * left_over(masked, wrong)
    hidden = rerandomise(question.select(MASK))
    assert left_over(hidden, MASK) == pytest.approx(left_over(hidden, wrong), rel=1e-9)


def test_flooding_is_gaussian_noise_of_the_stated_size(holder, question):
    """What is added is the keystream's noise to the last unit, and the noise of a fresh zero.

    Its deviation is 2**40 times the length of all noise that the meters foresee.
    """
    key, secret = holder
    masked = question.select(MASK)
    hidden = rerandomise(masked, entropy=Entropy(teaching_seed=1))
    zero = key.context.encrypt([0], bound=1).meter
    deviation = math.ceil(2.0**40 * (masked.meter.noise_length + zero.noise_length))
    stream = Keystream(Entropy(teaching_seed=1).key())
    expected = wide_gaussian(stream, SLOTS, deviation=deviation)
    plain = WHOLE.plain_modulus
    scaled_before, scaled_after = (
        scaled_error_polynomial(key, secret, column.ciphertexts[0]) for column in (masked, hidden)
    )
    rest = ((scaled_after - scaled_before - plain * expected) / plain).astype(float)
    before, after = scaled_before / plain, scaled_after / plain
    assert np.abs(rest).max() <= zero.noise
    assert np.abs(rest).max() > 0
    assert deviation > 2.0**40 * np.linalg.norm(before.astype(float))
    assert np.abs(after.astype(float)).max() <= hidden.meter.noise
    assert np.linalg.norm(after.astype(float)) <= hidden.meter.noise_length


@pytest.mark.parametrize("bits", [1, 20, 40, 60])
def test_each_statistical_bit_costs_one_bit_of_noise_budget(holder, question, bits):
    """The meter knows what flooding takes, and SEAL's own budget is never below it."""
    masked = question.select(MASK)
    hidden = rerandomise(masked, statistical_bits=bits)
    more = rerandomise(masked, statistical_bits=bits + 5)
    assert hidden.meter.noise_budget_bits - more.meter.noise_budget_bits == 5
    measured = holder[0]._decryptor.invariant_noise_budget(hidden.ciphertexts[0])
    assert measured >= hidden.meter.noise_budget_bits
    assert hidden.meter.bound == masked.meter.bound


def test_flooding_without_room_is_refused(holder, question):
    """When the noise would not fit, nothing is returned, and the error says how much is missing."""
    masked = question.select(MASK)
    with pytest.raises(NoiseError, match="choose data primes of"):
        rerandomise(masked, statistical_bits=100)
    for bits in (0, 129, math.nan):
        with pytest.raises(ParameterError, match="statistical_bits"):
            rerandomise(masked, statistical_bits=bits)


def test_more_ciphertexts_take_more_noise(holder):
    """The statistical bits hold for a column as a whole, so four ciphertexts take a bit more."""
    key, _ = holder
    one, four = (key.encrypt(np.ones(n * SLOTS, int), bound=1) for n in (1, 4))
    noise = [rerandomise(column).meter.noise for column in (one, four)]
    assert noise[1] / noise[0] == pytest.approx(2, rel=1e-6)
    assert (key.decrypt(rerandomise(four)) == 1).all()


def test_compact_answers_can_be_flooded_before_and_after(holder, question):
    """Dropping primes afterwards keeps the answer; at a lower level there may be no room."""
    masked = question.select(MASK)
    expected = holder[0].decrypt(masked)
    small = rerandomise(masked).compact()
    assert small.meter.level < masked.meter.level
    np.testing.assert_array_equal(holder[0].decrypt(small), expected)
    np.testing.assert_array_equal(
        holder[0].decrypt(rerandomise(masked._at(1), statistical_bits=20)), expected
    )


def test_the_count_of_shared_decryptions_cannot_be_copied():
    """A copy would count apart, and both together would share more than was agreed."""
    shared = SharedDecryptions(SecretKey.generate(FINE), decryptions=1)
    for take in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(ParameterError, match="one count") as caught:
            take(shared)
        assert caught.value.id == "errors.he_flood_copy"


def test_totals_stay_totals():
    """A total that is flooded still holds one number in every slot."""
    parameters = make_bfv(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(50, 50, 50, 55), plain_modulus_bits=18
    )
    key = SecretKey.generate(parameters, sums=True)
    total = rerandomise(key.encrypt([3, 4], bound=4).select([0, 1]).sum())
    assert total.is_total
    assert key.decrypt(total).tolist() == [4]


def test_ckks_columns_can_be_flooded_where_the_scale_is_large():
    """With a scale of 80 bits the answer survives 20 statistical bits, within the meter's error."""
    key = SecretKey.generate(FINE)
    values = RNG.uniform(-1, 1, 100)
    answer = key.context.encrypt(values, bound=1) * 3
    hidden = rerandomise(answer, statistical_bits=20)
    error = np.abs(key.decrypt(hidden) - 3 * values).max()
    assert 1000 * answer.meter.error < error <= hidden.meter.error < 1e-3


@pytest.mark.parametrize("parameters", [REAL, FINE])
def test_ckks_columns_without_room_are_refused(parameters):
    """The noise would drown the numbers; nothing is returned, and the error says what to choose."""
    column = SecretKey.generate(parameters).encrypt([1.5], bound=10)
    with pytest.raises(PrecisionError, match="statistical bits less") as caught:
        rerandomise(column)
    bits = 40 - caught.value.parameters["bits"]
    if bits > 0:
        assert rerandomise(column, statistical_bits=bits).meter.precision_bits > 1


def full(key, *, bound=2.0**20):
    """Return a ciphertext full of numbers, as the attack needs it."""
    return key.encrypt(RNG.uniform(-bound, bound, key.context.parameters.slots), bound=bound)


def test_raw_decryptions_give_the_key_away_and_flooded_ones_do_not(owner):
    """Two columns and what they decrypt to are enough for the attack; with flooding it finds none.

    The whole point of `SharedDecryptions`: everything else about the two runs is the same.
    """

    def attack(decrypt):
        seen = [
            Disclosed(read_polynomials(column.ciphertexts[0]), decrypt(column), column.meter.scale)
            for column in (full(owner), full(owner))
        ]
        return recover_key(*seen, prime=REAL.data_primes[0])

    assert attack(owner.decrypt) is not None
    shared = SharedDecryptions(owner, decryptions=2, statistical_bits=20)
    assert attack(shared.decrypt) is None


def test_decryptions_are_counted(owner):
    """As many as stated are shared; one more is refused, whatever it is."""
    shared = SharedDecryptions(owner, decryptions=2, statistical_bits=10)
    column = full(owner)
    for left in (1, 0):
        shared.decrypt(column)
        assert shared.left == left
    with pytest.raises(PrivacyError, match="need at most 2 shared decryptions"):
        shared.decrypt(column)


def test_a_decryption_that_fails_after_the_start_is_counted_too(owner):
    """Whoever makes decryptions fail does not get more of them."""
    other = SecretKey.generate(REAL)
    shared = SharedDecryptions(owner, decryptions=1, statistical_bits=10)
    with pytest.raises(WrongKeyError):
        shared.decrypt(full(other))
    assert shared.left == 0


@pytest.mark.parametrize("bits", [1, 20, 40, 64])
@pytest.mark.parametrize("decryptions", [1, 100])
def test_noise_is_as_wide_as_the_theorem_asks(owner, bits, decryptions):
    """Divergence of all decryptions together is at most 2**-(bits + 7), as the proof needs.

    For two Gaussians on a grid it is the squared distance over twice the variance: in each of the
    numbers, the error and the rounding to the grid.
    """
    column = full(owner)
    shared = SharedDecryptions(owner, decryptions=decryptions, statistical_bits=bits)
    grid, steps = shared._noise(column)
    distance = (column.meter.error + grid) ** 2 * len(column)
    divergence = decryptions * distance / (2 * (grid * steps) ** 2)
    assert divergence <= 2.0 ** -(bits + 7)
    assert divergence > 0.9 * 2.0 ** -(bits + 7)
    assert math.log2(grid).is_integer()


def test_shared_numbers_are_the_decryption_plus_noise_of_the_keystream(owner):
    """With the same keystream the noise can be taken away again, to half a step of the grid."""
    column = full(owner)
    shared = SharedDecryptions(
        owner, decryptions=1, statistical_bits=30, entropy=Entropy(teaching_seed=3)
    )
    grid, steps = shared._noise(column)
    announced = shared.error_of(column)
    numbers = shared.decrypt(column)
    stream = Keystream(Entropy(teaching_seed=3).key())
    noise = wide_gaussian(stream, len(column), deviation=steps).astype(float) * grid
    assert np.abs(numbers - noise - owner.decrypt(column)).max() <= grid / 2
    assert np.abs(noise).max() > 3 * grid * steps
    assert np.abs(noise).max() < announced
    assert (numbers / grid == np.rint(numbers / grid)).all()


def test_an_answer_that_would_drown_is_refused_beforehand(owner):
    """The error is told before, compared with what was asked, and no decryption is used up."""
    column = owner.encrypt([1.5, 2.5], bound=10)
    shared = SharedDecryptions(owner, decryptions=1)
    assert shared.error_of(column) > 5
    with pytest.raises(PrecisionError, match="choose a scale of"):
        shared.decrypt(column)
    less = SharedDecryptions(owner, decryptions=1, statistical_bits=10)
    with pytest.raises(PrecisionError, match="need an error of at most 1e-08"):
        less.decrypt(column, error=1e-8)
    assert (shared.left, less.left) == (1, 1)
    assert np.abs(less.decrypt(column) - [1.5, 2.5]).max() <= less.error_of(column)


@pytest.mark.parametrize(
    "wrong", [{"decryptions": 0}, {"decryptions": 1, "statistical_bits": 65}, {"decryptions": None}]
)
def test_what_is_agreed_has_to_make_sense(owner, wrong):
    """No decryptions, or more bits than floating point carries, are refused."""
    with pytest.raises(ParameterError):
        SharedDecryptions(owner, **wrong)


def test_exact_decryptions_need_no_flooding(holder):
    """BFV has no error to hide, and says so."""
    with pytest.raises(ParameterError, match="its decryptions are exact"):
        SharedDecryptions(holder[0], decryptions=1)


def test_noise_is_never_from_a_generator_that_can_be_guessed():
    """The operating system's randomness is the default, everywhere."""
    assert SharedDecryptions(SecretKey.generate(REAL), decryptions=1)._entropy.is_secure
    assert flooding.Entropy is Entropy
