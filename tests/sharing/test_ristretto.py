"""Points of ristretto255: the published vectors, the commuting lock, and what is refused."""

import numpy as np
import pytest

from pet_workbench.core import MissingExtraError, ProtocolError, group
from pet_workbench.sharing.joins.ristretto import (
    _BLOCK,
    check_points,
    hash_to_point,
    inverse,
    multiply_points,
    name_points,
    secret_number,
)

BLIND = bytes.fromhex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706")
SERVER = bytes.fromhex("5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e")
VECTORS = [  # RFC 9497, appendix A.1.1 (OPRF mode): input, blinded element, evaluation element
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
    ),
    (
        "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
    ),
]
GENERATOR = "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"  # RFC 9496, A.1
BAD_ENCODINGS = [  # RFC 9496, appendix A.2: not canonical, negative, not a square, y = 0
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


def points(*encodings):
    """Return points from hexadecimal encodings."""
    return np.frombuffer(bytes.fromhex("".join(encodings)), np.uint8).reshape(-1, 32)


@pytest.mark.parametrize(("name", "blinded", "evaluated"), VECTORS)
def test_published_vectors(name, blinded, evaluated):
    """Blinding and evaluating give what RFC 9497 prints for the suite ristretto255-SHA512."""
    point = points(hash_to_point(bytes.fromhex(name)).hex())
    assert np.array_equal(multiply_points(point, BLIND), points(blinded))
    assert np.array_equal(multiply_points(points(blinded), SERVER), points(evaluated))


@pytest.mark.parametrize(("name", "_blinded", "evaluated"), VECTORS)
def test_the_blind_comes_off(name, _blinded, evaluated):
    """What is left after unblinding is the point of the name times the other's number."""
    left = multiply_points(points(evaluated), inverse(BLIND))
    direct = multiply_points(points(hash_to_point(bytes.fromhex(name)).hex()), SERVER)
    assert np.array_equal(left, direct)


def test_the_order_of_two_locks_does_not_matter():
    """Times a then b is times b then a, for blocks that several threads share."""
    a, b = secret_number(bytes(32)), secret_number(b"\x01" * 32)
    numbers = np.arange(2 * _BLOCK + 3)
    one = multiply_points(name_points(numbers, a), b)
    assert np.array_equal(one, multiply_points(name_points(numbers, b), a))
    assert len(np.unique(one, axis=0)) == numbers.size


def test_an_empty_list_has_no_points():
    """Nothing goes in, nothing comes out."""
    assert name_points(np.empty(0, np.int64), BLIND).shape == (0, 32)


def test_good_points_pass():
    """The generator is a point."""
    assert np.array_equal(check_points(points(GENERATOR), step="x"), points(GENERATOR))


@pytest.mark.parametrize("bad", [*BAD_ENCODINGS, "00" * 32])
def test_what_is_no_point_is_refused(bad):
    """Invalid encodings and the neutral point are refused, with their position."""
    with pytest.raises(ProtocolError, match=r"need 'x' to hold points.*at position 1"):
        check_points(points(GENERATOR, bad), step="x")


def test_masked_points_look_uniform():
    """The bytes of masked points are uniform, but for the bits that every encoding fixes."""
    from tests.uniformity import looks_uniform

    masked = name_points(np.arange(1_000), secret_number(bytes(32)))
    assert looks_uniform(masked[:, 1:31].tobytes())


def test_a_missing_library_is_named(monkeypatch):
    """Without rbcl the error has the line that installs it."""

    def missing(module, *, package):
        raise MissingExtraError("errors.missing_extra", "pip install {package}", package=package)

    monkeypatch.setattr(group, "import_extra", missing)
    group.library.cache_clear()
    try:
        with pytest.raises(MissingExtraError, match="pip install rbcl"):
            hash_to_point(b"1")
    finally:
        group.library.cache_clear()
