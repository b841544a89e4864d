"""Every trap of TenSEAL that is known to us, and the error or the answer that it gives here.

``python -m tests.he.traps`` prints the table.
"""

import operator
import pickle
import sys
from functools import partial

import numpy as np

from pet_workbench.he.column import add_all
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.he.real.polynomial import evaluate_polynomial
from tests.he import our_answers as ours
from tests.he import raw_tenseal as raw
from tests.he.made import key_of, simple_key
from tests.traps import REFUSED_BY_PYTHON, RIGHT, Trap, as_markdown


def fails(kind, words, call):
    """Return what shows that a call of TenSEAL fails, with these words."""
    return partial(raw.says(kind, words), call)


def one_real():
    """Encrypt 1 by TenSEAL, with room for two products."""
    return raw.reals(raw.deep(), 1)


def same(thing, operation):
    """Compute with a thing and itself."""
    return operation(thing, thing)


def squared(vector):
    """Multiply by itself."""
    return vector * vector


def cubed(vector):
    """Multiply by itself three times."""
    return vector * vector * vector * vector


def broadcast(context):
    """Multiply one number by two."""
    return raw.reals(context, 1) * raw.reals(context, 1, 2)


def total_of_ones(length):
    """Add up ones by TenSEAL."""
    context = raw.bfv()
    context.generate_galois_keys()
    return raw.wholes(context, *([1] * length)).sum()


OUT_OF_BOUNDS = partial(fails, ValueError, "scale out of bounds")
TRAPS = [
    Trap(
        "1a",
        "CKKS columns of two keys add up to garbage",
        raw.other_key_reals,
        lambda: ours.real(1) + ours.real(2, key=key_of("ckks", 1)),
        "errors.he_other_key",
    ),
    Trap(
        "1b",
        "BFV columns of two keys add up to integers that look right",
        raw.other_key_wholes,
        lambda: ours.whole(1) * ours.whole(2, key=key_of("bfv", 1)),
        "errors.he_other_key",
    ),
    Trap(
        "2a",
        "another secret key decrypts to garbage",
        raw.wrong_secret_key,
        lambda: key_of("ckks", 1).decrypt(ours.real(1)),
        "errors.he_not_mine",
    ),
    Trap(
        "2b",
        "bytes load into another context and decrypt to garbage",
        raw.foreign_context,
        lambda: ours.received(ours.real(1), key_of("ckks", 1).context),
        "errors.he_envelope_key",
    ),
    Trap(
        "3a",
        "BFV: a number beyond the modulus becomes another",
        raw.wraps_at_input,
        lambda: ours.whole(2**20 + 5, bound=2**21, key=ours.bfv_key()),
        "errors.he_whole_range",
    ),
    Trap(
        "3b",
        "BFV: a sum beyond half the modulus becomes negative",
        raw.wraps_at_sum,
        lambda: add_all([ours.whole(500_000, bound=500_000, key=ours.bfv_key())] * 2),
        "errors.he_whole_range",
    ),
    Trap(
        "3c",
        "BFV: a product beyond the modulus wraps around",
        raw.wraps_at_product,
        lambda: ours.whole(5000, bound=5000, key=ours.bfv_key()) * 5000,
        "errors.he_whole_range",
    ),
    Trap(
        "4",
        "BFV: after too many products numbers are random",
        raw.depth_of_wholes,
        lambda: (
            ours.whole(2, bound=2).multiply(ours.whole(2, bound=2)).multiply(ours.whole(2, bound=2))
        ),
        "errors.he_whole_noise",
    ),
    Trap(
        "5a",
        "BFV: 1.7 is encrypted as 1",
        raw.fractions_at_input,
        lambda: ours.whole(1.7),
        "errors.he_whole_number",
    ),
    Trap(
        "5b",
        "BFV: a factor of 1.5 is taken as 1",
        raw.fractions_as_factor,
        lambda: ours.whole(10, 20, bound=20) * [1.5, 1.5],
        "errors.he_whole_number",
    ),
    Trap(
        "6a",
        "CKKS: the square of 10^10 is about -10^17",
        raw.square_too_large,
        lambda: ours.real(1e10, bound=1e10) * ours.real(1e10, bound=1e10),
        "errors.he_real_range",
    ),
    Trap(
        "6b",
        "CKKS: at the lowest level 2^20 comes back as 0.84",
        raw.lowest_level_too_small,
        lambda: ours.ckks_key((41, 60), 40, 4096).encrypt([2.0**20], bound=2.0**20),
        "errors.he_real_range",
    ),
    Trap(
        "7",
        "CKKS: with a scale of 2^5 nothing is left of 1.23",
        raw.scale_too_small,
        lambda: ours.ckks_key((43, 43, 20), 5, 4096).encrypt([1.23], bound=5),
        "errors.he_real_meaningless",
    ),
    Trap(
        "8",
        "adding x to something deeper takes a level from x itself",
        raw.operand_changed,
        ours.other_order,
        RIGHT + "operands never change",
    ),
    Trap(
        "9",
        "rescaling off and on again gives 10^13",
        raw.rescaling_toggled,
        ours.rescaling,
        RIGHT + "there is nothing to toggle",
    ),
    Trap(
        "10",
        "a context made public goes on decrypting",
        raw.public_context_decrypts,
        ours.public_context,
        REFUSED_BY_PYTHON + "a public context cannot decrypt",
    ),
    Trap(
        "11a",
        "flipped bits of a ciphertext load and decrypt to garbage",
        raw.flipped_ciphertext,
        lambda: ours.flipped(ours.real(1.25)),
        "errors.he_tag",
    ),
    Trap(
        "11b",
        "flipped bits of a context load; what it encrypts is garbage",
        raw.flipped_context,
        lambda: ours.flipped(simple_key("ckks").context),
        "errors.he_tag",
    ),
    Trap(
        "12",
        "an edited length returns 16,000 numbers of process memory",
        raw.length_edited,
        lambda: ours.received(
            ours.real(1.25),
            key_of("ckks").context,
            change=lambda data: data.replace(b'"length": 1,', b'"length": 9,'),
        ),
        "errors.he_tag",
    ),
    Trap(
        "13",
        "unused slots repeat the numbers",
        raw.unused_slots_repeat,
        ours.unused_slots,
        RIGHT + "unused slots are zero",
    ),
    Trap(
        "14a",
        "the first BFV vector changes its context",
        raw.context_changed_by_vector,
        ours.context_stays,
        RIGHT + "a context does not change",
    ),
    Trap(
        "14b",
        "switches do nothing on a public context",
        raw.relinearisation_ignored,
        ours.relinearised,
        RIGHT + "no switches; a product always has two parts",
    ),
    Trap(
        "15a",
        "a product with 0 is a new encryption at another level",
        raw.times_zero,
        lambda: ours.real(3) * 0.0,
        "errors.he_real_zero",
    ),
    Trap(
        "15b",
        "n_threads=-3 is accepted",
        raw.negative_threads,
        lambda: SecretKey.generate(key_of("ckks").context.parameters, n_threads=-3),
        REFUSED_BY_PYTHON + "one thread, nothing to choose",
    ),
    Trap(
        "15c",
        "b = a; b += 1 changes a",
        raw.aliased,
        ours.aliased,
        RIGHT + "a column never changes",
    ),
    Trap(
        "15d",
        "== is identity",
        raw.truth_of_a_vector,
        lambda: ours.real(0) == ours.real(0),
        "errors.he_is_encrypted",
    ),
    Trap(
        "15e",
        "a vector of 0 is true",
        raw.truth_of_a_vector,
        lambda: bool(ours.real(0)),
        "errors.he_is_encrypted",
    ),
    Trap(
        "16a",
        "array * vector is an array of ciphertexts",
        raw.array_on_the_left,
        ours.array_on_the_left,
        RIGHT + "arrays may stand on the left",
    ),
    Trap(
        "16b",
        "numbers far below the scale come back as noise",
        raw.small_values_vanish,
        ours.small_values,
        RIGHT + "the meter says the error beforehand",
    ),
    Trap(
        "17",
        "CKKS decryptions that are shared give the secret key away",
        raw.shared_decryption,
        ours.shared,
        "errors.he_flood_spent",
    ),
    Trap(
        "scale bias",
        "each rescaling leaves a factor behind, 0.15 % after four",
        raw.bias_of_rescaling,
        ours.bias,
        RIGHT + "the true scale is kept; error below 0.005 %",
    ),
    Trap(
        "crash a",
        "packing an empty list ends the process",
        raw.pack_nothing,
        lambda: add_all([]),
        "errors.he_no_columns",
    ),
    Trap(
        "crash b",
        "pickling with an old protocol ends the process",
        raw.old_pickle,
        ours.old_pickle,
        RIGHT + "columns and contexts refuse with `errors.he_needs_envelope`",
    ),
    Trap(
        "crash c",
        "encrypt_zero_symmetric without secret key ends the process",
        raw.symmetric_zero,
        lambda: key_of("ckks").context.encrypt_zero_symmetric,
        REFUSED_BY_PYTHON + "a public context only encrypts with the public key",
    ),
    Trap(
        "hang",
        "a child after fork hangs in threaded operations",
        raw.fork_with_threads,
        ours.after_fork,
        RIGHT + "one thread, so that a child can go on",
    ),
    Trap(
        "memory",
        "degree 32768 with 16 primes takes 7 GB",
        raw.memory,
        ours.keys_beyond_memory,
        "errors.he_memory",
    ),
    Trap(
        "message a",
        "no level left: 'scale out of bounds'",
        OUT_OF_BOUNDS(lambda: cubed(one_real())),
        ours.too_deep,
        "errors.he_real_depth",
    ),
    Trap(
        "message b",
        "a product with a scale too large: 'scale out of bounds'",
        OUT_OF_BOUNDS(lambda: squared(raw.reals(raw.ckks(8192, (60, 60), scale_bits=40), 1))),
        lambda: squared(ours.ckks_key((60, 60), 40, products=True).encrypt([1.0], bound=1)),
        "errors.he_real_depth",
    ),
    Trap(
        "message c",
        "one number repeated for all rows: 'scale out of bounds'",
        OUT_OF_BOUNDS(lambda: broadcast(raw.ckks(8192, (60, 60), scale_bits=40))),
        lambda: ours.real(1.0) * ours.real(1.0, 2.0),
        "errors.he_length",
    ),
    Trap(
        "message d",
        "unsafe parameters are 'not set correctly'",
        raw.insecure,
        lambda: make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(60, 60), scale_bits=30),
        "errors.he_insecure",
    ),
    Trap(
        "message e",
        "one prime: 'keyswitching is not supported'",
        fails(RuntimeError, "keyswitching", lambda: raw.ckks(8192, (54,), scale_bits=20)),
        lambda: make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(54,), scale_bits=20),
        "errors.he_two_primes",
    ),
    Trap(
        "message f",
        "np.float32 or np.int64: 'can only operate with a vector'",
        fails(ValueError, "can only operate", lambda: one_real() * np.float32(2)),
        ours.scalars,
        RIGHT + "every kind of number will do",
    ),
    Trap(
        "message g",
        "None: 'can only operate with a vector'",
        fails(ValueError, "can only operate", lambda: one_real() * None),
        lambda: ours.real(1) * None,
        "errors.he_real_kind",
    ),
    Trap(
        "message h",
        "a constant polynomial: 'vector::reserve'",
        fails(ValueError, "vector::reserve", lambda: one_real().polyval([7])),
        lambda: evaluate_polynomial(ours.real(1), [7]),
        "errors.he_real_constant",
    ),
    Trap(
        "message i",
        "BFV: 5 - v, -v and v - 3 do not exist",
        partial(
            raw.misses,
            lambda: 5 - raw.wholes(raw.bfv(), 1),
            lambda: -raw.wholes(raw.bfv(), 1),
            lambda: raw.wholes(raw.bfv(), 1) - 3,
        ),
        ours.minus,
        RIGHT + "all ways to subtract",
    ),
    Trap(
        "message j",
        "BFV: v * 0 is 'transparent'",
        fails(RuntimeError, "transparent", lambda: raw.wholes(raw.bfv(), 1) * 0),
        lambda: ours.whole(1) * 0,
        "errors.he_whole_zero",
    ),
    Trap(
        "message k",
        "BFV: a sum of more than half the ring: 'step count too large'",
        fails(ValueError, "step count", lambda: total_of_ones(4096)),
        ours.sum_of_many,
        RIGHT + "sums of any length",
    ),
    Trap(
        "message l",
        "BFV: an unfit modulus is 'not valid for batching', and only at the first vector",
        fails(ValueError, "batching", lambda: raw.wholes(raw.bfv(1024), 1)),
        lambda: make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), plain_modulus_bits=10
        ),
        "errors.he_prime_bits",
    ),
    Trap(
        "message m",
        "pickling: a TypeError of the binding",
        fails(TypeError, "cannot pickle", lambda: pickle.dumps(one_real())),
        lambda: pickle.dumps(key_of("ckks")),
        "errors.he_secret_stays",
    ),
    Trap(
        "message n",
        "no len(), no words, no index",
        partial(raw.misses, lambda: len(one_real()), lambda: one_real()[0]),
        ours.says_what_it_is,
        RIGHT + "length and words; rows have no index",
    ),
    Trap(
        "message o",
        "no division",
        partial(raw.misses, lambda: one_real() / 2),
        lambda: ours.real(1) / 2,
        REFUSED_BY_PYTHON + "multiply by the inverse",
    ),
    Trap(
        "message p",
        "copying a vector saves and loads the whole context",
        lambda: one_real().copy(),
        ours.without_copying,
        RIGHT + "copies share what never changes",
    ),
    Trap(
        "message q",
        "keys for sums are left out of a private context, and made anew",
        raw.without_galois_keys,
        ours.same_sums_key,
        RIGHT + "keys travel as they are",
    ),
    Trap(
        "message r",
        "more numbers than slots print a warning to standard output",
        raw.many_slots,
        ours.many_slots,
        RIGHT + "and nothing is printed",
    ),
    Trap(
        "message s",
        "no keys for sums: 'the current context doesn't hold a Galois keys'",
        fails(ValueError, "Galois keys", lambda: raw.reals(raw.deep(), 1, 2).sum()),
        lambda: simple_key("ckks").encrypt([1, 2], bound=9).sum(),
        "errors.he_missing_key",
    ),
    Trap(
        "message t",
        "v - v is 'transparent'",
        fails(RuntimeError, "transparent", lambda: same(one_real(), operator.sub)),
        lambda: same(ours.real(1), operator.sub),
        "errors.he_nothing_left",
    ),
    Trap(
        "message u",
        "scale() does not work",
        partial(raw.misses, lambda: one_real().scale()),
        ours.meter_is_at_hand,
        RIGHT + "the meter shows level, scale, noise and range",
    ),
    Trap(
        "clear a",
        "NaN: a clear error",
        fails(ValueError, "finite", lambda: raw.reals(raw.deep(), float("nan"))),
        lambda: ours.real(float("nan")),
        "errors.he_real_not_finite",
    ),
    Trap(
        "clear b",
        "an empty vector: a clear error",
        fails(ValueError, "empty", lambda: raw.reals(raw.deep())),
        lambda: key_of("ckks").encrypt([], bound=9),
        "errors.he_real_shape",
    ),
]


if __name__ == "__main__":
    sys.stdout.write(as_markdown(TRAPS, library="TenSEAL 0.3.18", room="pet_workbench.he"))
