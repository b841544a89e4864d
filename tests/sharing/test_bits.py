"""Bit planes: transposing and unpacking against Python integers, bit by bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.sharing.bits import to_planes, unpack
from pet_workbench.sharing.ring import BITS, ring_dtype

RNG = np.random.default_rng(5)


def random_words(bits, n):
    """Return `n` words that use all bits."""
    return RNG.integers(0, 1 << bits, n, ring_dtype(bits))


def bit(words, plane, number):
    """Return bit `plane` of number `number`, read from `planes` by the rule of the module."""
    width = 8 * words.itemsize
    per_plane = words.shape[1]
    assert words.shape[0] == width
    return int(words[plane, number % per_plane]) >> (number // per_plane) & 1


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("words", [1, 2, 511, 512, 513])
def test_every_bit_finds_its_place(bits, words):
    """Bit j of number i is bit ``i // m`` of word ``i % m`` of plane j, at all widths."""
    numbers = random_words(bits, bits * words)
    planes = to_planes(numbers.copy())
    bits_of_numbers = (
        numbers[np.newaxis, :] >> np.arange(bits, dtype=numbers.dtype)[:, np.newaxis]
    ) & numbers.dtype.type(1)
    places = np.arange(bits * words)
    bits_of_planes = (
        planes[:, places % words] >> (places // words).astype(numbers.dtype)
    ) & numbers.dtype.type(1)
    assert np.array_equal(bits_of_planes, bits_of_numbers)


@given(st.lists(st.integers(0, 255), min_size=24, max_size=24))
def test_planes_agree_with_python(values):
    """The same claim in Python integers, for 24 numbers of 8 bits."""
    planes = to_planes(np.array(values, np.uint8))
    for j in range(8):
        assert [bit(planes, j, i) for i in range(24)] == [value >> j & 1 for value in values]


@pytest.mark.parametrize("bits", BITS)
def test_transposing_happens_in_place(bits):
    """The planes stand where the numbers stood: no second copy of a large vector."""
    numbers = random_words(bits, bits * 3)
    assert np.shares_memory(to_planes(numbers), numbers)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("dtype", [np.bool_, np.uint8, np.uint32, np.uint64])
def test_unpacked_bits_are_in_the_order_of_the_numbers(bits, dtype):
    """Plane j, unpacked, is bit j of each number."""
    numbers = random_words(bits, bits * 5)
    planes = to_planes(numbers.copy())
    for j in (0, 1, bits - 1):
        expected = (numbers >> numbers.dtype.type(j) & numbers.dtype.type(1)).astype(dtype)
        unpacked = unpack(planes[j], np.dtype(dtype))
        assert unpacked.dtype == dtype
        assert np.array_equal(unpacked, expected)


@pytest.mark.parametrize("bits", BITS)
def test_no_numbers_have_empty_planes(bits):
    """Nothing to transpose is no error."""
    planes = to_planes(np.empty(0, ring_dtype(bits)))
    assert planes.shape == (bits, 0)
    assert unpack(planes[0], np.dtype(np.uint8)).size == 0
