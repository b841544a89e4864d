"""Largest and smallest of secrets and where they stand, exhaustively where possible; cost."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing.order.extremes import argmax, argmin, maximum, minimum, tournament_bytes
from pet_workbench.sharing.replicated import Share
from pet_workbench.sharing.ring import BITS
from tests.oracles.mpyc_oracle import oracle
from tests.rehearsal import COLUMNS, columns
from tests.sharing.test_comparison import LEVELS, bytes_for
from tests.sharing.test_views import SECRETS, SHARINGS, views_not_uniform
from tests.three_parties import KEY_MESSAGES, combine, compute, ring, shares, trivial_and_random

RNG = np.random.default_rng(13)
few = settings(max_examples=25, deadline=None)


def found(which, share, declared_bits):
    """Return value and position of the extreme of every row."""

    async def step(computer, x):
        return await which(computer, x, declared_bits=declared_bits)

    results, _ = compute(step, share, keep_payload_bytes=0)
    return tuple(combine(part).tolist() for part in zip(*results, strict=True))


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_all_rows_of_small_numbers(length):
    """Every row of 3, 4 or more numbers below 4, with all its ties: the first of equals wins."""
    x = np.array(list(product(range(4), repeat=length)), np.uint8)
    for share in trivial_and_random(x.reshape(-1), RNG):
        table = [Share(p.own.reshape(x.shape), p.next.reshape(x.shape)) for p in share]
        assert found(argmax, table, 2) == (x.max(axis=1).tolist(), x.argmax(axis=1).tolist())
        assert found(argmin, table, 2) == (x.min(axis=1).tolist(), x.argmin(axis=1).tolist())


@few
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_any_row(data, bits):
    """As numpy has it, for any length and at the edges of the declared size."""
    largest = (1 << (bits - 1)) - 1
    element = st.sampled_from([0, 1, largest - 1, largest]) | st.integers(0, largest)
    x = np.array(data.draw(st.lists(element, min_size=1, max_size=40)), ring(bits))
    share = shares(x, 3, 250)
    assert found(argmax, share, bits - 1) == ([int(x.max())], [int(x.argmax())])
    assert found(argmin, share, bits - 1) == ([int(x.min())], [int(x.argmin())])


@pytest.mark.parametrize("which", [maximum, minimum])
@pytest.mark.parametrize("rows", [1, 3])
def test_values_alone(which, rows):
    """Without the position half of the selection is saved."""
    x = RNG.integers(0, 1 << 31, (rows, 11), np.uint32)

    async def step(computer, share):
        return await which(computer, share, declared_bits=31)

    results, transcript = compute(step, shares(x, 4, 5))
    plain = x.max(axis=1) if which is maximum else x.min(axis=1)
    assert combine(results).tolist() == plain.tolist()
    assert transcript.bytes == KEY_MESSAGES + tournament_bytes(11, bits=32, rows=rows)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize(
    ("n", "games"), [(1, []), (2, [1]), (7, [3, 2, 1]), (100, [50, 25, 12, 6, 3, 2, 1])]
)
@pytest.mark.parametrize("rows", [1, 5])
def test_bytes_and_rounds(bits, n, games, rows):
    """Per round of games: a comparison, a conversion and one product for value and position."""
    x = RNG.integers(0, 1 << (bits - 1), (rows, n), ring(bits))

    async def step(computer, share):
        return await argmax(computer, share, declared_bits=bits - 1)

    transcript = compute(step, shares(x, 4, 5), keep_payload_bytes=0)[1]
    expected = 0
    for pairs in games:
        at_once = rows * pairs
        padded = -(-at_once // bits) * bits
        expected += bytes_for(at_once, bits) + 3 * (padded + 2 * at_once) * bits // 8
    assert transcript.bytes == KEY_MESSAGES + expected
    assert tournament_bytes(n, bits=bits, rows=rows, with_position=True) == expected
    per_game = 2 + LEVELS[bits] + 2 + 1
    assert 1 + len(games) * (per_game - 2) <= transcript.rounds <= 1 + len(games) * per_game


def test_empty_rows_have_no_extreme():
    """An error, not a zero."""
    with pytest.raises(ParameterError, match="need at least 1 number") as error:
        found(argmax, shares(np.zeros((2, 0), np.uint8)), 7)
    assert error.value.id == "errors.nothing_to_compare"


def test_more_positions_than_the_ring_can_count_are_refused():
    """256 numbers of 8 bits can be told apart by position, 257 cannot."""
    assert found(argmax, shares(np.zeros(256, np.uint8)), 7) == ([0], [0])
    with pytest.raises(ParameterError, match="need at most 256 numbers in a row") as error:
        found(argmax, shares(np.zeros(257, np.uint8)), 7)
    assert error.value.id == "errors.positions_beyond_ring"


def test_sizes_without_room_for_the_sign_are_refused():
    """As in any comparison."""
    with pytest.raises(ParameterError, match="declared_bits"):
        found(argmax, shares(np.zeros(3, np.uint8)), 8)


def test_extremes_agree_with_an_independent_engine():
    """MPyC, on another scheme, finds the same."""
    x = RNG.integers(0, 20, 50, np.uint64)
    value, position = found(argmax, shares(x, 5, 6), 10)
    assert value == oracle("max", x.tolist())
    assert position == [int(np.flatnonzero(x == value[0])[0])]
    assert found(argmin, shares(x, 5, 6), 10)[0] == oracle("min", x.tolist())


@pytest.mark.parametrize("numbers", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
def test_views_are_jointly_uniform(monkeypatch, numbers, sharing):
    """A game of two per row, in 8 x 256 rows: each party sees uniform bytes."""

    async def step(computer, x):
        left, right = x, Share(x.own[::-1], x.next[::-1])
        tables = (np.stack(parts, axis=-1) for parts in zip(left, right, strict=True))
        won = await argmax(computer, Share(*tables), declared_bits=7)
        return won.value

    assert views_not_uniform(monkeypatch, step, sharing(columns(numbers))) == {}
    assert COLUMNS == 256
