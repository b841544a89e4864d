"""Rings of whole numbers: what enters, what is refused, and signs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing.ring import BITS, decode_signed, encode, ring_bits, ring_dtype


@pytest.mark.parametrize("bits", BITS)
def test_type_and_size_belong_together(bits):
    """A ring of k bits is the unsigned type of k bits."""
    assert ring_dtype(bits) == np.dtype(f"uint{bits}")
    assert ring_bits(ring_dtype(bits)) == bits


@pytest.mark.parametrize("bits", [0, 1, 7, 128, -8])
def test_other_sizes_are_no_rings(bits):
    """Only sizes that the machine has are offered."""
    message = f"need bits to be 8, 16, 32 or 64, got {bits}"
    with pytest.raises(ParameterError, match=message) as error:
        ring_dtype(bits)
    assert error.value.id == "errors.ring_bits"


@given(data=st.data(), bits=st.sampled_from(BITS))
def test_signed_numbers_come_back(data, bits):
    """Everything below half the ring survives with its sign."""
    most = (1 << (bits - 1)) - 1
    values = data.draw(st.lists(st.integers(-most, most)))
    assert decode_signed(encode(values, bits=bits)).tolist() == values


@given(st.integers(), st.integers())
def test_arithmetic_wraps_as_whole_numbers_modulo_the_ring(a, b):
    """Sum, difference and product of ring elements are those of Python, modulo 2**8."""
    x, y = (np.array([value % 256], np.uint8) for value in (a, b))
    results = [int(z[0]) for z in (x + y, x - y, x * y)]
    assert results == [(a + b) % 256, (a - b) % 256, a * b % 256]


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_as_large_as_half_the_ring_are_refused(bits, sign):
    """By default one bit is for the sign; the first number too large is named."""
    limit = 1 << (bits - 1)
    numbers = np.array([0, sign * (limit - 1)])
    encode(numbers, bits=bits)
    message = f"need numbers of at most {bits - 1} bits, got {sign * limit} at position 1"
    too_large = np.array([0, sign * limit, sign * limit], np.uint64 if sign == 1 else np.int64)
    with pytest.raises(ParameterError, match=message) as error:
        encode(too_large, bits=bits)
    assert error.value.id == "errors.outside_ring"


@pytest.mark.parametrize(("value", "fits"), [(2**29 - 1, True), (2**29, False), (-(2**29), False)])
def test_a_declared_size_is_kept(value, fits):
    """A number as large as 2**declared is refused, one less is not."""
    if fits:
        assert encode([value], bits=32, below_bits=29).tolist() == [value]
    else:
        with pytest.raises(ParameterError, match=f"at most 29 bits, got {value} at position 0"):
            encode([value], bits=32, below_bits=29)


@pytest.mark.parametrize("below_bits", [0, 9, 64])
def test_a_declared_size_has_to_fit_in_the_ring(below_bits):
    """Otherwise numbers would wrap around in silence."""
    message = f"need 1 <= declared_bits <= 8 in a ring of 8 bits, got {below_bits}"
    with pytest.raises(ParameterError, match=message):
        encode([1], bits=8, below_bits=below_bits)


@pytest.mark.parametrize(
    ("values", "kind"),
    [([1.0], "float64"), ([True], "bool"), (["1"], "<U1"), ([2**64], "object"), ([None], "object")],
)
def test_only_whole_numbers_enter(values, kind):
    """No fraction is rounded and no text is read."""
    with pytest.raises(ParameterError, match=f"need whole numbers, got {kind}") as error:
        encode(values, bits=64)
    assert error.value.id == "errors.not_whole_numbers"


@pytest.mark.parametrize("values", [[], np.empty(0, np.int64)])
def test_no_numbers_are_numbers_too(values):
    """An empty list has no type to complain about."""
    assert encode(values, bits=16).dtype == np.uint16
