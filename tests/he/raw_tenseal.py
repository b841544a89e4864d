"""What TenSEAL 0.3.18 does by itself: every function here shows one trap, and fails if it is gone.

Nothing here is how it should be done.  Traps that end or block the process run in one of their own.
"""

import subprocess
import sys

import numpy as np
import pytest
import tenseal as ts
import tenseal.sealapi as seal

BFV_MODULUS = 1032193
SECONDS = 60
"""How long a process of its own may take before we say it hangs."""


def ckks(degree=4096, bits=(43, 43, 20), *, scale_bits=30, **options):
    """Return a context for real numbers, with the secret key in it."""
    context = ts.context(ts.SCHEME_TYPE.CKKS, degree, coeff_mod_bit_sizes=list(bits), **options)
    context.global_scale = 2.0**scale_bits
    return context


def deep():
    """Return a context for real numbers that takes two multiplications."""
    return ckks(8192, (60, 40, 40, 60), scale_bits=40)


def bfv(modulus=BFV_MODULUS):
    """Return a context for whole numbers, with the secret key in it."""
    return ts.context(ts.SCHEME_TYPE.BFV, 4096, modulus)


def reals(context, *values):
    """Encrypt real numbers."""
    return ts.ckks_vector(context, list(values))


def wholes(context, *values):
    """Encrypt whole numbers."""
    return ts.bfv_vector(context, list(values))


def primes_of(vector):
    """Return how many primes a vector's ciphertext still has."""
    return vector.ciphertext()[0].coeff_modulus_size()


def all_slots(context, vector):
    """Decrypt all slots, also those that the vector says it does not have."""
    plain = seal.Plaintext()
    context.decryptor().data.decrypt(vector.ciphertext()[0], plain)
    return seal.CKKSEncoder(context.seal_context().data).decode_double(plain)


def words(thing):
    """Return the numbers that a ciphertext, plaintext or key consists of."""
    stored = thing.dyn_array()
    return [stored.at(i) for i in range(stored.size())]


def flipped(data, rng):
    """Return the bytes with one bit of their middle changed."""
    changed = bytearray(data)
    changed[int(rng.integers(200, len(changed) - 50))] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def run_apart(code):
    """Run code in a process of its own and return how it ended."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=False
    )


def other_key_reals():
    """Adding under two keys gives garbage without a word."""
    got = (reals(ckks(), 1, 2) + reals(ckks(), 3, 4)).decrypt()
    assert max(map(abs, got)) > 1e6


def other_key_wholes():
    """Adding under two keys gives integers that could be right."""
    got = (wholes(bfv(), 1, 2) + wholes(bfv(), 3, 4)).decrypt()
    assert got != [4, 6]
    assert max(map(abs, got)) < BFV_MODULUS


def wrong_secret_key():
    """Decrypting with another secret key gives garbage."""
    got = reals(ckks(), 1, 2).decrypt(ckks().secret_key())
    assert max(map(abs, got)) > 1e6


def foreign_context():
    """Bytes load into another context with the same parameters."""
    got = ts.ckks_vector_from(ckks(), reals(ckks(), 1, 2).serialize()).decrypt()
    assert max(map(abs, got)) > 1e6


def wraps_at_input():
    """A number beyond the modulus becomes another number."""
    assert wholes(bfv(), BFV_MODULUS + 5).decrypt() == [5]


def wraps_at_sum():
    """A sum beyond half the modulus becomes negative."""
    half = wholes(bfv(), BFV_MODULUS // 2)
    assert (half + half).decrypt() == [-1]


def wraps_at_product():
    """A product beyond half the modulus is taken modulo it."""
    large = wholes(bfv(), 5000)
    assert (large * large).decrypt() == [25_000_000 % BFV_MODULUS]


def depth_of_wholes():
    """After too many products the numbers are random, and look like numbers."""
    context = bfv()
    power = wholes(context, 1, 2)
    for _ in range(3):
        power = power * power
    assert power.decrypt() != [1, 256]
    assert context.decryptor().data.invariant_noise_budget(power.ciphertext()[0]) == 0


def fractions_at_input():
    """A fraction is cut off."""
    assert wholes(bfv(), 1.7).decrypt() == [1]


def fractions_as_factor():
    """A fraction to multiply by is cut off."""
    assert (wholes(bfv(), 10, 20) * [1.5, 1.5]).decrypt() == [10, 20]


def square_too_large():
    """The square of 10^10 is about -10^17."""
    large = reals(deep(), 1e10)
    assert abs((large * large).decrypt()[0] / 1e20 - 1) > 0.5


def lowest_level_too_small():
    """At the lowest level a million is less than one."""
    got = reals(ckks(8192, (60, 40, 60), scale_bits=40), 2.0**20).mul_(1.0).decrypt()
    assert abs(got[0]) < 2**19


def scale_too_small():
    """With a scale of five bits nothing of the number is left."""
    got = np.array(reals(ckks(scale_bits=5), *([1.23] * 50)).decrypt())
    assert abs(got - 1.23).max() > 5


def operand_changed():
    """Adding x to something deeper takes a level from x itself."""
    context = deep()
    x, deeper = reals(context, 3), reals(context, 2) * 1.0
    assert primes_of(x) == 3
    deeper + x
    assert primes_of(x) == 2
    with pytest.raises(ValueError, match="scale out of bounds"):
        x * 2.0 * 2.0


def rescaling_toggled():
    """Rescaling off and on again between two products gives 10^13."""
    context = deep()
    x = reals(context, 3)
    context.auto_rescale = False
    square = x * x
    context.auto_rescale = True
    assert (square * x).decrypt()[0] > 1e12


def public_context_decrypts():
    """A context "made public" goes on decrypting."""
    context = ckks()
    secret = reals(context, 1.25, 2.5)
    context.make_context_public()
    assert not context.has_secret_key()
    assert all_slots(context, secret)[:2] == pytest.approx([1.25, 2.5], abs=1e-3)


def flipped_ciphertext():
    """Flipped bits of a ciphertext load, and decrypt to garbage."""
    context, rng, wrong = ckks(), np.random.default_rng(1), 0
    data = reals(context, 1.25).serialize()
    for _ in range(20):
        try:
            got = ts.ckks_vector_from(context, flipped(data, rng)).decrypt()[0]
        except (RuntimeError, ValueError):
            continue
        wrong += not abs(got - 1.25) < 1
    assert wrong >= 5


def flipped_context():
    """Flipped bits of a public context load, and what it encrypts is garbage."""
    context, rng, wrong = ckks(), np.random.default_rng(1), 0
    data = context.serialize(save_secret_key=False, save_relin_keys=False)
    for _ in range(20):
        try:
            public = ts.context_from(flipped(data, rng))
            sent = reals(public, 1.25).serialize()
        except (RuntimeError, ValueError):
            continue
        wrong += not abs(ts.ckks_vector_from(context, sent).decrypt()[0] - 1.25) < 1
    assert wrong >= 5


def length_edited():
    """With an edited length, decryption returns what is in memory behind the numbers."""
    ended = run_apart("""
import tenseal as ts
context = ts.context(ts.SCHEME_TYPE.CKKS, 4096, coeff_mod_bit_sizes=[43, 43, 20])
context.global_scale = 2.0**30
data = ts.ckks_vector(context, [1.25] * 5).serialize()
assert data[:3] == bytes([10, 1, 5])
edited = bytes([10, 2, 0x80, 0x7D]) + data[3:]
print(len(ts.ckks_vector_from(context, edited).decrypt()))
""")
    # Reading so far outside may also end the process: that is no better.
    assert ended.returncode < 0 or int(ended.stdout) == 16000


def unused_slots_repeat():
    """Slots beyond the numbers hold the numbers again and again."""
    context = ckks()
    got = all_slots(context, reals(context, 1, 2, 4))
    assert got[:9] == pytest.approx([1, 2, 4] * 3, abs=1e-3)


def context_changed_by_vector():
    """The first BFV vector switches settings of its context off."""
    context = bfv()
    assert context.auto_rescale
    wholes(context, 1)
    assert not context.auto_rescale


def relinearisation_ignored():
    """On a public context a switch does nothing."""
    data = deep().serialize(save_secret_key=False, save_relin_keys=True)
    public = ts.context_from(data)
    public.auto_relin = False
    assert public.auto_relin


def times_zero():
    """A product with zero is a fresh encryption, at another level than any other product."""
    x = reals(deep(), 3)
    assert (primes_of(x * 0.0), primes_of(x * 1.0)) == (3, 2)


def negative_threads():
    """Minus three threads are fine."""
    assert ckks(n_threads=-3) is not None


def aliased():
    """Changing b changes a."""
    a = reals(ckks(), 3)
    b = a
    b += 1
    assert a.decrypt()[0] == pytest.approx(4, abs=1e-3)


def truth_of_a_vector():
    """A vector equals itself only, and is always true."""
    context = ckks()
    assert reals(context, 0) != reals(context, 0)
    assert bool(reals(context, 0))


def array_on_the_left():
    """A numpy array times a vector is an array of ciphertexts."""
    got = np.array([1.0, 2.0]) * reals(deep(), 3, 4)
    assert isinstance(got, np.ndarray)
    assert got.dtype == object


def small_values_vanish():
    """A number far below the scale comes back as noise."""
    assert abs(reals(deep(), 1e-12).decrypt()[0]) > 2e-12


def shared_decryption():
    """Two ciphertexts (b, a) and their CKKS decryptions, as TenSEAL has them, give the key away.

    A decryption is m = b + a s.  TenSEAL returns real parts: twice these, encoded again, are m plus
    its conjugate, to the last bit.  Conjugation swaps position i of SEAL's transform with the i-th
    from its end, so that two ciphertexts give two equations for the key at these two.
    """
    context, n = ckks(), 4096
    library = context.seal_context().data
    prime = library.key_context_data().parms().coeff_modulus()[0].value()
    generator, encoder = seal.KeyGenerator(library), seal.CKKSEncoder(library)
    secret = generator.secret_key()
    seen = [_seen(library, secret, encoder) for _ in range(2)]
    for i in range(0, n // 2, 64):
        j = n - 1 - i
        (a, b, e), (c, d, f) = (
            (sent[2 * n + i], sent[2 * n + j], twice[i] - sent[i] - sent[j]) for sent, twice in seen
        )
        computed = (e * d - b * f) * pow(a * d - b * c, -1, prime) % prime
        assert computed == words(secret.data())[i]


def _seen(library, secret, encoder):
    """Return the words of a ciphertext, and those of its published decryption, doubled."""
    plain, sent, twice = seal.Plaintext(), seal.Ciphertext(), seal.Plaintext()
    encoder.encode([1.25] * 2048, 2.0**30, plain)
    seal.Encryptor(library, secret).encrypt_symmetric(plain, sent)
    seal.Decryptor(library, secret).decrypt(sent, plain)
    encoder.encode(encoder.decode_double(plain), 2.0**31, twice)
    return words(sent), words(twice)


def bias_of_rescaling():
    """Every rescaling leaves a factor behind, the same in all slots."""
    x = reals(ckks(16384, (50, *[30] * 4, 50), scale_bits=30), *([1.0] * 100))
    for _ in range(4):
        x = x * 1.0
    got = np.array(x.decrypt()) - 1
    assert abs(got.mean()) > 5e-4 > 5 * got.std()


def pack_nothing():
    """Packing no vectors ends the process."""
    assert run_apart("import tenseal as ts; ts.CKKSVector.pack_vectors([])").returncode < 0


def fork_with_threads():
    """After a fork, a context with threads blocks the child for ever."""
    ended = run_apart("""
import os, signal, time
import tenseal as ts
context = ts.context(
    ts.SCHEME_TYPE.CKKS, 8192, coeff_mod_bit_sizes=[60, 40, 40, 60], n_threads=2
)
context.global_scale = 2.0**40
vector = ts.ckks_vector(context, [1.0, 2.0])
context.generate_galois_keys()
vector.mm([[1.0, 2.0]] * 2)
child = os.fork()
if child == 0:
    vector.mm([[1.0, 2.0]] * 2)
    os._exit(0)
until = time.monotonic() + 3
while time.monotonic() < until and not os.waitpid(child, os.WNOHANG)[0]:
    time.sleep(0.05)
if time.monotonic() >= until:
    os.kill(child, signal.SIGKILL)
    print("hangs")
""")
    assert "hangs" in ended.stdout


def misses(*acts):
    """Show that TenSEAL has none of these."""
    for act in acts:
        with pytest.raises((TypeError, AttributeError)):
            act()


def without_galois_keys():
    """A saved private context has no keys for sums in it; they are made anew, and differ."""
    context = ckks()
    context.generate_galois_keys()
    data = context.serialize(save_secret_key=True, save_galois_keys=True)
    assert len(data) < 1.1 * len(context.serialize(save_secret_key=True, save_galois_keys=False))
    assert ts.context_from(data).has_galois_keys()


def insecure():
    """What is unsafe is "not set correctly"."""
    with pytest.raises(ValueError, match="not set correctly"):
        ts.context(ts.SCHEME_TYPE.CKKS, 4096, coeff_mod_bit_sizes=[60, 60])


def old_pickle():
    """Pickling with protocol 0 or 1 ends the process."""
    ended = run_apart("import pickle, tenseal.sealapi as s; pickle.dumps(s.Ciphertext(), 0)")
    assert ended.returncode < 0


def symmetric_zero():
    """An encryptor without secret key that is asked for its zero ends the process."""
    ended = run_apart("""
import tenseal.sealapi as s
p = s.EncryptionParameters(s.SCHEME_TYPE.CKKS)
p.set_poly_modulus_degree(4096)
p.set_coeff_modulus(s.CoeffModulus.Create(4096, [53, 53]))
c = s.SEALContext(p, True, s.SEC_LEVEL_TYPE.TC128)
k = s.PublicKey()
s.KeyGenerator(c).create_public_key(k)
s.Encryptor(c, k).encrypt_zero_symmetric(c.first_parms_id(), s.Ciphertext())
""")
    assert ended.returncode < 0


def memory():
    """What a context of the largest ring takes is known from the sizes alone; it is not made."""
    primes, degree = 16, 32768
    keys = 2 * (degree.bit_length() - 1)
    assert keys * 2 * (primes - 1) * primes * degree * 8 > 3e9


def many_slots():
    """More numbers than slots print a warning to standard output."""
    ended = run_apart("""
import tenseal as ts
context = ts.context(ts.SCHEME_TYPE.CKKS, 4096, coeff_mod_bit_sizes=[43, 43, 20])
context.global_scale = 2.0**30
ts.ckks_vector(context, [1.0] * 3000)
""")
    assert "WARNING" in ended.stdout


def says(kind, words):
    """Return what shows that a call fails in a way that explains nothing."""

    def show(call):
        with pytest.raises(kind, match=words):
            call()

    return show
