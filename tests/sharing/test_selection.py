"""Blind choices between secrets, exhaustively in 8 bits; bytes and rounds by formula."""

import numpy as np
import pytest

from pet_workbench.sharing.comparison import less_than, sign_bits
from pet_workbench.sharing.replicated import Share
from pet_workbench.sharing.ring import BITS
from pet_workbench.sharing.selection import (
    keep,
    keep_by_bits,
    select,
    select_by_bits,
    selection_bytes,
)
from tests.oracles.mpyc_oracle import oracle
from tests.rehearsal import columns
from tests.sharing.test_comparison import bytes_for
from tests.sharing.test_views import SECRETS, SHARINGS, views_not_uniform
from tests.three_parties import KEY_MESSAGES, combine, compute, ring, shares, trivial_and_random

RNG = np.random.default_rng(12)


def pairs_and_choice():
    """Return all pairs of bytes with both choices, as three vectors."""
    axes = np.meshgrid(np.arange(256), np.arange(256), [0, 1])
    return (axis.reshape(-1).astype(np.uint8) for axis in axes)


def test_every_pair_and_choice_in_8_bits():
    """131,072 cases in four sharings."""
    x, y, chosen = pairs_and_choice()
    rows = zip(*(trivial_and_random(v, RNG) for v in (chosen, x, y)), strict=True)
    for c, a, b in rows:
        assert np.array_equal(combine(compute(select, c, a, b)[0]), np.where(chosen, x, y))
        assert np.array_equal(combine(compute(keep, c, a)[0]), np.where(chosen, x, 0))


@pytest.mark.parametrize("bits", BITS)
def test_one_choice_serves_several_columns(bits):
    """Columns of a table follow the same secret choices."""
    x, y = RNG.integers(0, 1 << bits, (2, 3, 50), ring(bits))
    chosen = RNG.integers(0, 2, 50).astype(ring(bits))
    results, transcript = compute(select, shares(chosen, 7, 8), shares(x, 1, 2), shares(y, 3, 4))
    assert np.array_equal(combine(results), np.where(chosen, x, y))
    assert transcript.bytes == KEY_MESSAGES + selection_bytes(50, bits=bits, columns=3)
    assert transcript.bytes == KEY_MESSAGES + 3 * 3 * 50 * bits // 8
    assert transcript.rounds == 2


@pytest.mark.parametrize("n", [1, 70])
@pytest.mark.parametrize("bits", BITS)
def test_choices_by_the_bits_of_a_comparison(bits, n):
    """Conversion and product: six words per item when the words of bits are full."""
    x, y = RNG.integers(0, 1 << bits, (2, n), ring(bits))
    sign = RNG.integers(0, 1 << 16, n, np.uint16)

    async def step(computer, s, a, b):
        signs = await sign_bits(computer, s)
        return await select_by_bits(computer, signs, a, b), await keep_by_bits(computer, signs, a)

    results, transcript = compute(step, shares(sign, 3, 4), shares(x, 1, 2), shares(y, 3, 4))
    selected, kept = (combine(part) for part in zip(*results, strict=True))
    assert np.array_equal(selected, np.where(sign >> 15, x, y))
    assert np.array_equal(kept, np.where(sign >> 15, x, 0))
    padded = -(-n // 16) * 16
    each = 3 * (padded + n) * bits // 8
    assert selection_bytes(n, bits=bits, bits_of_choice=16) == each
    assert transcript.bytes == KEY_MESSAGES + bytes_for(n, 16) + 2 * each


def test_choices_agree_with_an_independent_engine():
    """MPyC, on another scheme, chooses alike."""
    x, y = RNG.integers(0, 1 << 40, (2, 30), np.uint64)
    chosen = RNG.integers(0, 2, 30).astype(np.uint64)
    results, _ = compute(select, shares(chosen, 7, 8), shares(x, 1, 2), shares(y, 3, 4))
    assert combine(results).tolist() == oracle("select", *(v.tolist() for v in (chosen, x, y)))


async def _larger(computer, x):
    other = Share(x.own[::-1], x.next[::-1])
    bits = await less_than(computer, other, x, declared_bits=7)
    return await select_by_bits(computer, bits, x, other)


@pytest.mark.parametrize("numbers", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
def test_views_are_jointly_uniform(monkeypatch, numbers, sharing):
    """Whatever the secrets and however they are shared, each party sees uniform bytes."""
    assert views_not_uniform(monkeypatch, _larger, sharing(columns(numbers))) == {}
