"""Keyed pseudonyms: the same number and key give the same pseudonym, anything else another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.sharing.joins import pseudonyms as module
from pet_workbench.sharing.joins.pseudonyms import PERSON, SPARE, pseudonyms

KEY = bytes(range(32))
person_numbers = st.lists(st.integers(0, 2**63 - 1), max_size=50, unique=True)


def test_a_pseudonym_is_half_a_published_block():
    """NIST AESAVS, KeySbox: number 0 is a block of zeros."""
    key = bytes.fromhex("c47b0294dbbbee0fec4757f22ffeee3587ca4730c3d33b691df38bab076bc558")
    block = bytes.fromhex("46f2fb342d6f0ab477476fc501242c5f")
    assert pseudonyms(key, np.array([0])).tolist() == [int.from_bytes(block[:8], "little")]


@given(person_numbers)
def test_a_person_has_the_same_pseudonym_in_every_list(numbers):
    """Whatever stands around it and in whatever order."""
    numbers = np.array(numbers, np.int64)
    together = pseudonyms(KEY, numbers)
    assert np.array_equal(together[::-1], pseudonyms(KEY, numbers[::-1]))
    assert [int(pseudonyms(KEY, numbers[i : i + 1])[0]) for i in range(numbers.size)] == (
        together.tolist()
    )


@given(person_numbers)
def test_different_persons_have_different_pseudonyms(numbers):
    """50 persons share one with a chance below 1e-16."""
    assert len(set(pseudonyms(KEY, np.array(numbers, np.int64)).tolist())) == len(numbers)


def test_persons_and_empty_places_are_told_apart():
    """Person 5 and empty place 5 have nothing in common."""
    numbers = np.arange(1000)
    both = np.concatenate([pseudonyms(KEY, numbers, kind=kind) for kind in (PERSON, SPARE)])
    assert len(set(both.tolist())) == 2000


def test_another_key_gives_other_pseudonyms():
    """Runs cannot be connected with each other."""
    numbers = np.arange(1000)
    first, second = pseudonyms(KEY, numbers), pseudonyms(bytes(32), numbers)
    assert not set(first.tolist()) & set(second.tolist())


@pytest.mark.parametrize("n", [0, 1])
def test_short_lists_have_pseudonyms_too(n):
    """An empty list is a list."""
    assert pseudonyms(KEY, np.arange(n)).shape == (n,)


def test_no_pseudonym_is_zero(monkeypatch):
    """Zero marks a row without a person; a block that begins with zeros becomes 1."""

    class Zeros:
        def __init__(self, *unused):
            pass

        def encryptor(self):
            return self

        def update(self, blocks):
            return bytes(len(blocks))

    monkeypatch.setattr(module, "Cipher", Zeros)
    assert pseudonyms(KEY, np.arange(3)).tolist() == [1, 1, 1]
