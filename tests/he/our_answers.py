"""What `pet_workbench.he` does where TenSEAL has a trap; see `tests.he.raw_tenseal` for these.

Each function either ends in an error, or has checked that the answer is right.
"""

import copy
from functools import cache

import numpy as np
import pytest

from pet_workbench.core import PetError
from pet_workbench.he.hiding.flooding import SharedDecryptions
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.library import seal
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.he.sending.envelope import pack, unpack_column, unpack_context
from tests.he import raw_tenseal as raw
from tests.he.made import key_of

SHARED = bytes(range(32))


@cache
def ckks_key(bits=(60, 40, 40, 60), scale_bits=40, degree=8192, **options):
    """Return a key for real numbers, the same for the same choice."""
    made = make_ckks(poly_modulus_degree=degree, coeff_mod_bit_sizes=bits, scale_bits=scale_bits)
    return SecretKey.generate(made, **options)


@cache
def bfv_key(plain_modulus_bits=20, bits=(53, 53), degree=4096, **options):
    """Return a key for whole numbers, the same for the same choice."""
    made = make_bfv(
        poly_modulus_degree=degree, coeff_mod_bit_sizes=bits, plain_modulus_bits=plain_modulus_bits
    )
    return SecretKey.generate(made, **options)


def real(*values, bound=10.0, key=None):
    """Encrypt real numbers."""
    return (key or key_of("ckks")).encrypt(list(values), bound=bound)


def whole(*values, bound=10, key=None):
    """Encrypt whole numbers."""
    return (key or key_of("bfv")).encrypt(list(values), bound=bound)


def decrypted(column, expected, *, key=None, atol=1e-5):
    """Check what a column decrypts to."""
    scheme = column.context.parameters.scheme
    got = (key or key_of(scheme)).decrypt(column)
    np.testing.assert_allclose(got, expected, atol=0 if scheme == "bfv" else atol)


def received(column, context, *, change=None):
    """Send a column and receive it, perhaps changed."""
    data = pack(column, key=SHARED)
    return unpack_column(change(data) if change else data, context, key=SHARED)


def flipped(thing):
    """Receive with one bit flipped, at many places; every one has to be refused alike."""
    data, errors = pack(thing, key=SHARED), []
    rng = np.random.default_rng(1)
    for _ in range(40):
        with pytest.raises(PetError) as caught:
            unpacked_like(thing, raw.flipped(data, rng))
        errors.append(caught.value)
    assert {error.id for error in errors} == {"errors.he_tag"}
    raise errors[0]


def unpacked_like(thing, data):
    """Unpack what should be a context or a column, as `thing` is."""
    if isinstance(thing, PublicContext):
        return unpack_context(data, key=SHARED)
    return unpack_column(data, thing.context, key=SHARED)


def other_order():
    """An operand stays what it is, whatever it is added to."""
    x, deeper = real(3), real(2) * 1.5 * 1.5
    before = x.saved(), x.meter
    decrypted(deeper + x, [7.5])
    decrypted(x + deeper, [7.5])
    assert (x.saved(), x.meter) == before
    decrypted(x * 2.5 * 2.5, [18.75])


def rescaling():
    """There is nothing to toggle: the rescale that is due is done."""
    x = real(3)
    decrypted(x * x * x, [27])


def public_context():
    """A received context has no way to decrypt, and no secret key in what made it."""
    context = unpack_context(pack(key_of("ckks").context, key=SHARED), key=SHARED)
    context.encrypt([1.25], bound=9)
    with pytest.raises(RuntimeError, match="secret key is not set"):
        context.encryptor.encrypt_symmetric(seal().Plaintext())
    return context.decrypt


def unused_slots():
    """Decrypted without our own check, the slots after the numbers are zero."""
    key, plain = key_of("ckks"), seal().Plaintext()
    key._decryptor.decrypt(real(1, 2, 4).ciphertexts[0], plain)
    slots = np.array(key.context.encoder.decode_double(plain))
    np.testing.assert_allclose(slots[:3], [1, 2, 4], atol=1e-5)
    assert abs(slots[3:]).max() < 1e-5


def context_stays():
    """Encrypting changes nothing in a context."""
    context = PublicContext(key_of("bfv").context.parameters, key_of("bfv").context.saved)
    before = dict(vars(context))
    context.encrypt([1], bound=9)
    assert {name: vars(context)[name] for name in before} == before


def relinearised():
    """A product has two parts, on a received context as on one's own."""
    context = unpack_context(pack(key_of("ckks").context, key=SHARED), key=SHARED)
    x = context.encrypt([3], bound=9)
    assert [one.size() for one in (x * x).ciphertexts] == [2]


def aliased():
    """A column never changes, so another name for it does no harm."""
    a = real(3)
    b = a
    b += 1
    decrypted(a, [3])
    decrypted(b, [4])


def array_on_the_left():
    """Numpy leaves the product to the column."""
    decrypted(np.array([1.0, 2.0]) * real(3, 4), [3, 8])
    decrypted(np.array([1.0, 2.0]) - real(3, 4), [-2, -2])


def small_values():
    """The meter says the error beforehand, and it is larger than such a number."""
    column = real(1e-12)
    assert column.meter.error > 1e-12
    assert abs(key_of("ckks").decrypt(column)[0] - 1e-12) <= column.meter.error


def shared():
    """Decryptions for others have noise that hides the error, and are counted."""
    key = ckks_key((60, 60, 60), 70)
    shared = SharedDecryptions(key, decryptions=1)
    column = key.encrypt([1.25] * 10, bound=10)
    assert abs(shared.decrypt(column) - 1.25).max() <= shared.error_of(column)
    shared.decrypt(column)


def bias():
    """The true scale goes with a column: the error is far below the bias of TenSEAL."""
    key = ckks_key((50, *[30] * 4, 50), 30, 16384)
    x = key.encrypt([1.0] * 100, bound=1)
    for factor in (1.1, 1.2, 1.3):
        x = x * factor
    error = key.decrypt(x) / (1.1 * 1.2 * 1.3) - 1
    assert abs(error).max() < 5e-5


def keys_beyond_memory():
    """Make all keys of a ring of degree 32768 with 16 primes."""
    large = make_ckks(poly_modulus_degree=32768, coeff_mod_bit_sizes=(50,) * 16, scale_bits=40)
    SecretKey.generate(large, products=True, sums=True)


def after_fork():
    """A child of a process that has added up adds up as well, and ends."""
    ended = raw.run_apart("""
import os
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_ckks
key = SecretKey.generate(
    make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 60), scale_bits=40), sums=True
)
column = key.encrypt([1.0, 2.0, 3.0], bound=9)
column.sum()
child = os.fork()
total = key.decrypt(column.sum())[0]
assert abs(total - 6) < 1e-3
if child == 0:
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
""")
    assert ended.stdout == "7\n", ended.stderr


def scalars():
    """Every kind of number that numpy has will do."""
    for number in (np.float32(2), np.float64(2), np.int64(2), np.int8(2), 2, 2.0, True + 1):
        decrypted(real(3) * number, [6])
        decrypted(number + real(3), [5])
    for number in (np.int64(2), np.int8(2), np.uint16(2), 2):
        decrypted(whole(3) * number, [6])


def minus():
    """All ways to subtract."""
    decrypted(5 - whole(1), [4])
    decrypted(-whole(1), [-1])
    decrypted(whole(1) - 3, [-2])
    decrypted([5, 5] - whole(1, 2), [4, 3])


def sum_of_many():
    """More numbers than half the ring has coefficients, and more than it has."""
    for length in (5000, 8192, 20_000):
        decrypted(key_of("bfv").encrypt(np.ones(length, int), bound=9).sum(), [length])


def without_copying():
    """Copies are not needed, and cost nothing."""
    column = real(1)
    assert copy.copy(column).ciphertexts[0] is column.ciphertexts[0]


def same_sums_key():
    """Keys for sums go with a context as they are, and are not made anew at the other end."""
    context = unpack_context(pack(key_of("ckks").context, key=SHARED), key=SHARED)
    assert context.saved == key_of("ckks").context.saved


def says_what_it_is():
    """Length and words, but no index: rows cannot be told apart."""
    column = real(1, 2, 4)
    assert len(column) == 3
    assert "3 encrypted numbers" in repr(column)
    with pytest.raises(TypeError):
        column[0]


def many_slots():
    """More numbers than slots, and not a word on standard output."""
    ended = raw.run_apart("""
import numpy as np
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_ckks
key = SecretKey.generate(
    make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
)
numbers = np.arange(3000) % 10
assert abs(key.decrypt(key.encrypt(numbers, bound=9)) - numbers).max() < 1e-3
""")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def too_deep():
    """Every product is right until the one that is refused."""
    x = real(2, bound=2)
    square = x * x
    fourth = square * square
    decrypted(fourth, [16])
    return fourth * fourth


def meter_is_at_hand():
    """Level, scale, noise and range of a column can be read off."""
    meter = real(1).meter
    assert (meter.level, meter.scale, meter.bound) == (2, 2.0**40, 10)
    assert 0 < meter.error < 1e-6
    assert meter.headroom_bits > 50


def old_pickle():
    """A column and a context refuse to be pickled, with any protocol, and the process goes on."""
    ended = raw.run_apart("""
import pickle
from pet_workbench.core import ParameterError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_ckks
key = SecretKey.generate(
    make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
)
column = key.context.encrypt([1.0], bound=9)
for thing in (column, key.context):
    for protocol in range(6):
        try:
            pickle.dumps(thing, protocol)
        except ParameterError as error:
            print(error.id)
""")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["errors.he_needs_envelope"] * 12
