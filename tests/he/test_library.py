"""The seam to SEAL: bytes and polynomials go through it unharmed."""

import os
import tempfile

import numpy as np
import pytest

from pet_workbench.he import library
from pet_workbench.he.parameters import make_bfv, make_ckks

CKKS = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=30)
BFV = make_bfv(poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20)


@pytest.fixture(params=[CKKS, BFV], ids=["ckks", "bfv"])
def made(request):
    """Return a context of SEAL, a decryptor, a ciphertext of 1, 2, 3 and how to read it."""
    seal, context = library.seal(), library.context_of(request.param)
    key = seal.KeyGenerator(context).secret_key()
    plain, ciphertext = seal.Plaintext(), seal.Ciphertext()
    if request.param.scheme == "ckks":
        encoder = seal.CKKSEncoder(context)
        encoder.encode([1.0, 2.0, 3.0], 2.0**30, plain)
        read = encoder.decode_double
    else:
        encoder = seal.BatchEncoder(context)
        encoder.encode([1, 2, 3], plain)
        read = encoder.decode_int64
    seal.Encryptor(context, key).encrypt_symmetric(plain, ciphertext)
    decryptor = seal.Decryptor(context, key)

    def decrypt(ciphertext):
        found = seal.Plaintext()
        decryptor.decrypt(ciphertext, found)
        return np.array(read(found)[:4])

    return context, ciphertext, decrypt


def test_bytes_come_back_as_the_same_ciphertext(made):
    """Saving and loading gives a ciphertext of the same numbers."""
    context, ciphertext, decrypt = made
    data = library.to_bytes(ciphertext)
    again = library.from_bytes(library.seal().Ciphertext(), context, data)
    np.testing.assert_allclose(decrypt(again), [1, 2, 3, 0], atol=1e-3)
    assert library.to_bytes(again) == data


def test_polynomials_that_are_written_are_those_that_were_read(made):
    """Reading and writing every coefficient gives the same ciphertext."""
    context, ciphertext, decrypt = made
    polynomials = library.read_polynomials(ciphertext)
    assert polynomials.shape == (2, 2, 4096)
    again = library.write_polynomials(context, ciphertext, polynomials)
    np.testing.assert_array_equal(library.read_polynomials(again), polynomials)
    np.testing.assert_allclose(decrypt(again), [1, 2, 3, 0], atol=1e-3)


def test_damaged_bytes_are_refused_in_our_words(made):
    """What SEAL finds wrong arrives as `ValueError`, of whichever type it was."""
    context, ciphertext, _ = made
    data = library.to_bytes(ciphertext)
    for harmed in (data[: len(data) // 2], b"", b"x" * len(data)):
        with pytest.raises(ValueError, match=r"\w"):
            library.from_bytes(library.seal().Ciphertext(), context, harmed)


@pytest.mark.parametrize("error", [MemoryError, OverflowError, RuntimeError, IndexError])
def test_whatever_seal_runs_into_is_one_error(error):
    """A flipped byte can make it ask for more memory than there is, and end the program."""

    class Damaged:
        def load(self, context, path):
            raise error("std::bad_alloc")

    with pytest.raises(ValueError, match="bad_alloc"):
        library.from_bytes(Damaged(), None, b"bytes")


def test_nothing_is_left_where_there_are_no_memory_files(made, monkeypatch, tmp_path):
    """Without them a private file is used, and removed."""
    context, ciphertext, _ = made
    modes = []
    make = tempfile.mkstemp

    def watched(*args, **kwargs):
        file, path = make(*args, dir=tmp_path, **kwargs)
        modes.append(os.stat(path).st_mode & 0o777)
        return file, path

    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setattr(tempfile, "mkstemp", watched)
    data = library.to_bytes(ciphertext)
    library.from_bytes(library.seal().Ciphertext(), context, data)
    assert modes == [0o600, 0o600]
    assert list(tmp_path.iterdir()) == []


def test_rotations_are_those_that_add_up_every_slot():
    """One rotation per doubling; BFV has two rows and one more rotation that swaps them."""
    assert len(library.galois_elements(CKKS)) == 11
    assert len(library.galois_elements(BFV)) == 12
    assert library.galois_elements(CKKS)[:3] == [3, 9, 81]


def test_levels_have_names():
    """The parameters at each level are found, and a fresh ciphertext is at the highest."""
    context = library.context_of(CKKS)
    ids = [library.parms_id_at(context, level) for level in range(CKKS.levels + 1)]
    assert len({tuple(id) for id in ids}) == CKKS.levels + 1
    assert [context.get_context_data(id).chain_index() for id in ids] == [0, 1]
