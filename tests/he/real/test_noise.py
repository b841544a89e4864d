"""The bounds on errors of CKKS, against errors that SEAL makes: in every slot, and on average."""

import numpy as np
import pytest

from pet_workbench.he.library import context_of, galois_elements, seal
from pet_workbench.he.parameters import make_ckks
from pet_workbench.he.real import noise
from pet_workbench.he.real.noise import FLOAT_LOSS

CHOICES = {
    "4096": make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(36, 35, 35), scale_bits=30),
    "8192": make_ckks(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 40, 60), scale_bits=30
    ),
    "small special prime": make_ckks(
        poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=30
    ),
}
RUNS = 30
TAIL = 20
"""Largest of some 60,000 slots, or of 30 averages, against a bound that fails once in 2**128."""


class Laboratory:
    """Keys and ciphertexts of SEAL itself, and what errors they have."""

    def __init__(self, parameters):
        self.parameters, library = parameters, seal()
        self.context = context_of(parameters)
        generator = library.KeyGenerator(self.context)
        public = library.PublicKey()
        generator.create_public_key(public)
        self.evaluator = library.Evaluator(self.context)
        self.encoder = library.CKKSEncoder(self.context)
        self.encryptor = library.Encryptor(self.context, public, generator.secret_key())
        self.decryptor = library.Decryptor(self.context, generator.secret_key())
        self.relin_keys, self.galois_keys = library.RelinKeys(), library.GaloisKeys()
        generator.create_relin_keys(self.relin_keys)
        generator.create_galois_keys(galois_elements(parameters), self.galois_keys)

    def plain(self, values, scale=1.0):
        """Encode a vector."""
        made = seal().Plaintext()
        self.encoder.encode(list(values), scale, made)
        return made

    def zero(self, *, symmetric=True):
        """Encrypt zeros: what decrypts is the error."""
        made, plain = seal().Ciphertext(), self.plain(np.zeros(self.parameters.slots))
        encrypt = self.encryptor.encrypt_symmetric if symmetric else self.encryptor.encrypt
        encrypt(plain, made)
        return made

    def read(self, ciphertext):
        """Decrypt to all complex slots, not divided by any scale."""
        plain = seal().Plaintext()
        self.decryptor.decrypt(ciphertext, plain)
        return self.slots(plain)

    def slots(self, plain):
        """Decode all complex slots, not divided by any scale."""
        plain.scale = 1.0
        return np.array(self.encoder.decode_complex(plain))

    def made(self, how, *arguments):
        """Return what an operation of SEAL gives."""
        result = seal().Ciphertext()
        getattr(self.evaluator, how)(*arguments, result)
        return result


@pytest.fixture(scope="module", params=CHOICES)
def laboratory(request):
    """Return a laboratory for each choice of parameters."""
    return Laboratory(CHOICES[request.param])


def check(errors, bound, *, tail=TAIL):
    """Check that errors stay below the bound and within a factor of it, in both measures."""
    slots = max(float(np.abs(error).max()) for error in errors)
    means = max(abs(error.mean()) for error in errors)
    assert bound.slot / tail < slots <= bound.slot
    assert bound.mean / tail < means <= bound.mean


@pytest.mark.parametrize("symmetric", [True, False])
def test_fresh_errors_are_within_their_bound(laboratory, symmetric):
    """Encrypted zeros decrypt to the error of encryption."""
    errors = [laboratory.read(laboratory.zero(symmetric=symmetric)) for _ in range(RUNS)]
    check(errors, noise.fresh(laboratory.parameters, symmetric=symmetric))


def test_rounding_errors_are_within_their_bound(laboratory):
    """A rescale divides what was there by the prime, and rounds."""
    parameters, errors = laboratory.parameters, []
    for _ in range(RUNS):
        before = laboratory.zero()
        after = laboratory.made("rescale_to_next", before)
        errors.append(laboratory.read(after) - laboratory.read(before) / parameters.data_primes[-1])
    check(errors, noise.rounding(parameters.poly_modulus_degree))


def test_rotating_errors_are_within_their_bound(laboratory):
    """A rotation moves slots, and adds the error of switching keys."""
    parameters, errors = laboratory.parameters, []
    for _ in range(RUNS):
        before = laboratory.zero()
        after = laboratory.made("rotate_vector", before, 1, laboratory.galois_keys)
        errors.append(laboratory.read(after) - np.roll(laboratory.read(before), -1))
    check(errors, noise.key_switching(parameters, parameters.levels), tail=120)


def test_relinearising_errors_are_within_their_bound(laboratory):
    """Bringing a product back to two polynomials adds the error of switching keys."""
    parameters, errors = laboratory.parameters, []
    for _ in range(RUNS):
        product = laboratory.made("square", laboratory.zero())
        after = laboratory.made("relinearize", product, laboratory.relin_keys)
        errors.append(laboratory.read(after) - laboratory.read(product))
    check(errors, noise.key_switching(parameters, parameters.levels), tail=120)


def test_errors_of_all_rotations_together_are_within_their_bound(laboratory):
    """Adding up all slots leaves the sum of what was there, and the rotations' errors."""
    parameters, errors = laboratory.parameters, []
    for _ in range(RUNS // 3):
        total = laboratory.zero()
        expected = laboratory.read(total).sum()
        for element in galois_elements(parameters):
            turned = laboratory.made("apply_galois", total, element, laboratory.galois_keys)
            laboratory.evaluator.add_inplace(total, turned)
        errors.append(laboratory.read(total) - expected)
    check(errors, noise.rotations(parameters, parameters.levels), tail=400)


@pytest.mark.parametrize("kind", ["random", "signs", "ramp", "alternating", "one", "half a step"])
def test_encoding_errors_are_within_their_bound(laboratory, kind):
    """Whatever is encoded: random numbers, patterns, or the worst case of half a step each."""
    rng, slots = np.random.default_rng(6), laboratory.parameters.slots
    values = {
        "random": rng.uniform(-1, 1, slots),
        "signs": rng.choice([-1.0, 1.0], slots),
        "ramp": np.linspace(-1, 1, slots),
        "alternating": np.resize([1.0, -1.0], slots),
        "one": np.eye(1, slots)[0],
        "half a step": np.full(slots, 0.49 / 2**20),
    }[kind]
    error = laboratory.slots(laboratory.plain(values, 2.0**20)) - values * 2**20
    bound = noise.encoding(laboratory.parameters.poly_modulus_degree, 2.0**20)
    assert np.abs(error).max() <= bound.slot
    assert abs(error.mean()) <= bound.mean


@pytest.mark.parametrize("kind", ["random", "signs", "ramp"])
def test_floating_point_loses_less_than_allowed_for(laboratory, kind):
    """At a scale so large that only floating point errs, it errs by a 4th of its bound at most."""
    rng, slots = np.random.default_rng(7), laboratory.parameters.slots
    values = {
        "random": rng.uniform(-1, 1, slots),
        "signs": rng.choice([-1.0, 1.0], slots),
        "ramp": np.linspace(-1, 1, slots),
    }[kind]
    scale = 2.0**65
    error = laboratory.slots(laboratory.plain(values, scale)) / scale - values
    assert np.abs(error).max() < FLOAT_LOSS / 4


def test_noise_adds_and_multiplies_in_both_measures():
    """Bounds of a sum are sums; those of a multiple are multiples."""
    total = noise.Noise(2.0, 1.0).plus(noise.Noise(3.0, 0.5)).times(2)
    assert total == noise.Noise(10.0, 3.0)
