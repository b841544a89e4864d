"""Changing a document changes precisely what it should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks.altered_proofs import exchanged, flipped, replaced, unnoticed
from pet_workbench.core import ParameterError


@given(st.binary(min_size=1, max_size=8), st.data())
def test_one_bit_differs_and_turning_it_again_gives_the_document_back(document, data):
    """Of all bits one, at the place that was named."""
    bit = data.draw(st.integers(0, 8 * len(document) - 1))
    changed = flipped(document, bit)
    difference = int.from_bytes(document, "little") ^ int.from_bytes(changed, "little")
    assert difference == 1 << bit
    assert flipped(changed, bit) == document


@pytest.mark.parametrize("bit", [-1, 16])
def test_a_bit_that_is_not_there_is_refused(bit):
    """Two bytes have sixteen bits."""
    with pytest.raises(ParameterError):
        flipped(b"ab", bit)


def test_pieces_are_exchanged_and_replaced():
    """The rest of the document stays where it is."""
    assert exchanged(b"12-34", slice(0, 2), slice(3, 5)) == b"34-12"
    assert replaced(b"12-34", slice(3, 5), b"56") == b"12-56"


def test_what_nobody_looks_at_is_found():
    """Bits that no check covers are listed, the others are not."""
    assert unnoticed(lambda read: read[0] == 97, b"ab", range(16)) == list(range(8, 16))
