"""What saved bytes will become is known before SEAL reads them, and bombs are refused."""

import numpy as np
import pytest

from pet_workbench.core import DataError
from pet_workbench.he.library import SEAL_HEADER, context_of, galois_elements, seal, to_bytes
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.he.sending.saved_form import BLOCK_BYTES, check_saved, ciphertext_sizes, key_size

SHAPES = [
    (2048, (27, 26)),
    (4096, (43, 43, 20)),
    (4096, (53, 53)),
    (8192, (60, 40, 40, 60)),
    (8192, (30,) * 6),
]
PARAMETERS = [
    make(poly_modulus_degree=degree, coeff_mod_bit_sizes=bits, **{size: 20})
    for degree, bits in SHAPES
    for make, size in ((make_ckks, "scale_bits"), (make_bfv, "plain_modulus_bits"))
]
each = pytest.mark.parametrize(
    "parameters", PARAMETERS, ids=lambda p: f"{p.scheme}-{p.poly_modulus_degree}-{p.levels}"
)


def header(size, mode=2):
    """Return SEAL's header for a content of `size` bytes."""
    return SEAL_HEADER.pack(0xA15E, 16, 4, 3, mode, 0, 16 + size)


def frame(says, blocks, descriptor=0xA0):
    """Return saved bytes with a frame that says `says` and has these blocks."""
    content = b"\x28\xb5\x2f\xfd" + bytes([descriptor]) + says.to_bytes(4, "little")
    for i, (kind, size) in enumerate(blocks, start=1):
        stored = 1 if kind == 1 else size
        content += (size << 3 | kind << 1 | (i == len(blocks))).to_bytes(3, "little")
        content += bytes(stored)
    return header(len(content)) + content


def plaintext(parameters):
    """Return a plaintext of a few numbers."""
    plain, context = seal().Plaintext(), context_of(parameters)
    if parameters.scheme == "ckks":
        seal().CKKSEncoder(context).encode([1.5] * 3, 2.0**20, plain)
    else:
        seal().BatchEncoder(context).encode([1, 2, 3], plain)
    return plain


@each
def test_sizes_follow_from_the_parameters(parameters):
    """Every key and ciphertext that SEAL saves has the size we compute, to the byte."""
    context = context_of(parameters)
    generator, public = seal().KeyGenerator(context), seal().PublicKey()
    generator.create_public_key(public)
    keys = {
        "public": public,
        "products": generator.create_relin_keys(),
        "sums": generator.create_galois_keys(galois_elements(parameters)),
    }
    for name, key in keys.items():
        check_saved(to_bytes(key), name=name, sizes=[key_size(parameters, name)])
        with pytest.raises(DataError):
            check_saved(to_bytes(key), name=name, sizes=[key_size(parameters, name) - 8])
    encryptor = seal().Encryptor(context, public, generator.secret_key())
    whole, plain = seal().Ciphertext(), plaintext(parameters)
    encryptor.encrypt(plain, whole)
    seeded = encryptor.encrypt_symmetric(plain)
    sizes = ciphertext_sizes(parameters, parameters.levels)
    for made, size in zip((whole, seeded), sizes, strict=True):
        check_saved(to_bytes(made), name="ciphertext", sizes=[size])


@each
def test_a_secret_key_has_the_size_of_nothing_that_is_sent(parameters):
    """So it cannot stand where a public key or a ciphertext belongs."""
    secret = to_bytes(seal().KeyGenerator(context_of(parameters)).secret_key())
    sizes = {key_size(parameters, name) for name in ("public", "products", "sums")}
    for level in range(parameters.levels + 1):
        sizes |= set(ciphertext_sizes(parameters, level))
    with pytest.raises(DataError) as caught:
        check_saved(secret, name="public", sizes=sizes)
    assert caught.value.parameters["says"] not in {0, *sizes}


def test_lower_levels_are_smaller():
    """Each prime that was dropped takes its numbers with it."""
    parameters = PARAMETERS[-2]
    context, cipher = context_of(parameters), seal().Ciphertext()
    keys = seal().KeyGenerator(context)
    seal().Encryptor(context, keys.secret_key()).encrypt_symmetric(plaintext(parameters), cipher)
    for level in range(parameters.levels, -1, -1):
        data = to_bytes(cipher)
        check_saved(data, name="c", sizes=ciphertext_sizes(parameters, level)[:1])
        if level:
            seal().Evaluator(context).mod_switch_to_next_inplace(cipher)


def test_a_bomb_is_refused_before_it_is_unpacked():
    """Forty thousand bytes that become a gigabyte, and say they do not."""
    bomb = frame(65714, [(1, BLOCK_BYTES - 1 & 65713)] * 10_000)
    assert len(bomb) < 50_000
    with pytest.raises(DataError) as caught:
        check_saved(bomb, name="ciphertext", sizes=[65714])
    assert caught.value.parameters["most"] > 6e8


def test_an_honest_bomb_is_refused_as_well():
    """What says how large it is has another size than it should."""
    with pytest.raises(DataError):
        check_saved(frame(1 << 30, [(1, 1 << 17)] * 8192), name="c", sizes=[65714])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        header(0),
        header(0, mode=1),
        frame(100, [(0, 100)])[:-1],
        frame(100, [(0, 100)]) + b"\0",
        frame(100, [(3, 100)]),
        frame(100, [(0, 200)]),
        frame(100, [(0, 100)], descriptor=0xA4),
        frame(100, [(0, 100)], descriptor=0xA1),
        frame(100, [(0, 100)], descriptor=0xA8),
        frame(100, [(0, 100)], descriptor=0x00),
        header(9) + b"\x29\xb5\x2f\xfd\xa0\x64\0\0\0",
        header(100)[:12] + header(99)[12:] + bytes(100),
    ],
    ids=[
        "empty",
        "bare",
        "zlib",
        "cut",
        "padded",
        "kind",
        "block",
        "checksum",
        "dictionary",
        "reserved",
        "no-size",
        "magic",
        "size",
    ],
)
def test_another_form_is_refused(data):
    """Whatever is not exactly what SEAL saves says nothing that is believed."""
    with pytest.raises(DataError) as caught:
        check_saved(data, name="c", sizes=[100])
    assert caught.value.id == "errors.he_saved_size"


def test_an_honest_frame_passes():
    """The frames above differ from this one in one thing each."""
    check_saved(frame(100, [(0, 100)]), name="c", sizes=[100])
    check_saved(header(100, mode=0) + bytes(100), name="c", sizes=[100])


def test_random_bytes_give_a_typed_error_only():
    """No bytes make the reader fail in another way."""
    rng = np.random.default_rng(5)
    for size in range(200):
        data = header(size) + b"\x28\xb5\x2f\xfd" + rng.bytes(max(size - 4, 0))
        with pytest.raises(DataError):
            check_saved(data, name="c", sizes=[1])
