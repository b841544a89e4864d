"""The comparison on encrypted numbers gives what it gives in the clear, and hides what it chose."""

import numpy as np
import pytest

from pet_workbench.core import Keystream
from pet_workbench.he.comparing.digits import has_zero, is_under, parts_of, products_in_clear
from pet_workbench.he.comparing.encrypted import (
    DIGITS,
    HIDING_BITS,
    draw,
    encrypt_parts,
    masked_products,
    parameters,
)
from pet_workbench.he.keys import SecretKey

ROWS = 500
RNG = np.random.default_rng(6)


@pytest.fixture(scope="module")
def key():
    """Return one key for all tests."""
    return SecretKey.generate(parameters())


def test_the_parameters_are_safe_and_hold_the_numbers():
    """Within both security tables, and no part of a number wraps around."""
    ring = parameters()
    assert ring.total_bits <= ring.allowed_bits
    assert ring.plain_modulus > 2 * DIGITS.nowhere
    assert HIDING_BITS == 64


@pytest.mark.parametrize("n_sources", [1, 2])
def test_what_is_decrypted_is_what_the_clear_computation_gives(key, n_sources):
    """All products of all rows, equal modulo the prime; and every answer is right."""
    numbers = RNG.integers(0, DIGITS.most + 1, (n_sources, ROWS))
    limits = np.clip(numbers[0] + RNG.integers(-2, 3, ROWS), 0, DIGITS.most)
    choice = RNG.integers(0, n_sources, ROWS)
    chosen = numbers[choice, np.arange(ROWS)]
    sources = [list(encrypt_parts(key, one)) for one in numbers]
    stream = Keystream(bytes([5] * 32))
    tests = draw(limits, key.context, stream)
    columns = list(masked_products(sources, choice, tests, stream))
    products = np.stack([key.decrypt(column) for column in columns])
    expected = products_in_clear(parts_of(chosen, DIGITS), tests)
    assert (products % tests.modulus == expected).all()
    assert (is_under(has_zero(products), tests) == (chosen < limits)).all()


def test_one_row_will_do(key):
    """The smallest column is compared like others."""
    stream = Keystream(bytes([6] * 32))
    for number, limit in ((0, 0), (0, 1), (DIGITS.most, DIGITS.most), (5, 900_000)):
        source = list(encrypt_parts(key, np.array([number])))
        tests = draw(np.array([limit]), key.context, stream)
        columns = masked_products([source], np.zeros(1, np.int64), tests, stream)
        products = np.stack([key.decrypt(column) for column in columns])
        assert is_under(has_zero(products), tests).tolist() == [number < limit]


def test_what_is_returned_tells_neither_choice_nor_secrets_by_its_form(key):
    """Whatever was chosen and drawn: as many columns, at one level, with one and the same meter."""
    source = [list(encrypt_parts(key, np.arange(20))) for _ in (0, 1)]
    forms = set()
    for choice in (np.zeros(20, np.int64), np.ones(20, np.int64)):
        for limit in (0, 900_000):
            stream = Keystream(bytes([limit % 251] * 32))
            tests = draw(np.full(20, limit), key.context, stream)
            columns = list(masked_products(source, choice, tests, stream))
            assert len(columns) == DIGITS.tests
            forms |= {(column.meter, column.length) for column in columns}
    assert len(forms) == 1
    meter = forms.pop()[0]
    assert meter.level == 0
    assert meter.bound == (parameters().plain_modulus - 1) // 2
