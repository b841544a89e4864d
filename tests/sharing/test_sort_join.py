"""A join that opens nothing: right for all keys, one to one and one to many."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing.joins.sort_join import SharedTable, masked, sort_join
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.replicated import Share
from tests.oracles.mpyc_oracle import oracle
from tests.sharing.test_comparison import bytes_for
from tests.sharing.test_sort import sort_bytes
from tests.three_parties import KEY_MESSAGES, NAMES, combine, compute, shares
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(34)
few = settings(max_examples=25, deadline=None)
WORD = np.dtype(np.uint64)
one_and_many = pytest.mark.parametrize("repeats", [False, True], ids=["to one", "to many"])


def joined(left, right, *, repeats, key_bits=20, bits=64, **options):
    """Return (left column, right column) of the matched rows in the clear, sorted; and the record.

    Parameters
    ----------
    left, right : dict of int to int, list of (int, int)
        Keys with a number.
    """

    async def step(computer, left_key, left_column, right_key, right_column):
        result = await sort_join(
            computer,
            SharedTable(left_key, (left_column,)),
            SharedTable(right_key, (right_column,)),
            key_bits=key_bits,
            dtype=WORD,
            right_repeats=repeats,
        )
        kept = [await masked(computer, result.matched, *column) for column in columns_of(result)]
        return [result.matched, *kept]

    given = [
        shares(np.array(column, dtype).reshape(-1), 7, 5)
        for table in (list(left), list(right))
        for column, dtype in (
            ([key for key, _ in table], f"u{bits // 8}"),
            ([number for _, number in table], np.uint64),
        )
    ]
    results, transcript = compute(step, *given, **options)
    matched, lefts, rights = (combine(list(part)) for part in zip(*results, strict=True))
    assert matched.size == len(left) + len(right)
    assert set(matched.tolist()) <= {0, 1}
    assert lefts[matched == 0].sum() == rights[matched == 0].sum() == 0
    hits = matched == 1
    return sorted(zip(lefts[hits].tolist(), rights[hits].tolist(), strict=True)), transcript


def columns_of(result):
    """Return left and right columns, one by one."""
    return [(column,) for column in (*result.left, *result.right)]


def expected(left, right):
    """Return the matched pairs by plain Python."""
    known = dict(left)
    return sorted((known[key], number) for key, number in right if key in known)


def tables(n_left, n_right, *, repeats, largest=4000):
    """Generate two tables that share some keys."""
    lefts = RNG.choice(largest, n_left, replace=False).tolist()
    rights = RNG.choice(largest, n_right, replace=repeats).tolist()
    numbers = RNG.integers(1, 1 << 40, n_left + n_right).tolist()
    return (
        list(zip(lefts, numbers[:n_left], strict=True)),
        list(zip(rights, numbers[n_left:], strict=True)),
    )


@one_and_many
@pytest.mark.parametrize("sizes", [(0, 0), (0, 5), (5, 0), (1, 1), (40, 3), (3, 40), (300, 700)])
@pytest.mark.parametrize("largest", [1000, 4000])
def test_matched_rows_are_those_of_a_plain_join(sizes, repeats, largest):
    """Columns of both tables, whatever the sizes, with many matches and with few."""
    left, right = tables(*sizes, repeats=repeats, largest=largest)
    pairs, _ = joined(left, right, repeats=repeats, keep_payload_bytes=0)
    assert pairs == expected(left, right)


@few
@given(data=st.data(), repeats=st.booleans())
def test_any_keys(data, repeats):
    """From a small range, so that nearly all edges occur: neighbours, the smallest, the largest."""
    keys = st.integers(0, 15)
    lefts = data.draw(st.lists(keys, unique=True, max_size=12))
    rights = data.draw(st.lists(keys, unique=not repeats, max_size=24))
    left = [(key, 100 + key) for key in lefts]
    right = [(key, 1000 + at) for at, key in enumerate(rights)]
    pairs, _ = joined(left, right, repeats=repeats, key_bits=4)
    assert pairs == expected(left, right)


@one_and_many
def test_the_smallest_and_the_largest_keys(repeats):
    """0 and the largest number of the declared size match like any other."""
    top = (1 << 20) - 1
    left = [(0, 1), (top, 2), (5, 3)]
    right = [(top, 10), (0, 20), (top - 1, 30), (1, 40), (4, 50), (6, 60)]
    assert joined(left, right, repeats=repeats)[0] == [(1, 20), (2, 10)]


def test_unique_keys_of_thirty_bits_fit_in_words_of_thirty_two():
    """A citizen number has less than 30 bits; it leaves room for the table and the sign."""
    top = (1 << 30) - 1
    pairs, _ = joined([(top, 1), (3, 2)], [(top, 5), (0, 6)], repeats=False, key_bits=30, bits=32)
    assert pairs == [(1, 5)]


def test_it_agrees_with_mpyc():
    """The number of matches is that of all pairs compared by an engine of others."""
    left, right = tables(9, 15, repeats=True, largest=20)
    pairs, _ = joined(left, right, repeats=True)
    every = [(key, other) for key, _ in left for other, _ in right]
    equal = oracle("equal", [key for key, _ in every], [other for _, other in every])
    assert len(pairs) == sum(equal)


def test_bytes_one_to_one():
    """A sort of all rows, a comparison and three words per row, three words per masked column."""
    n_left, n_right = 12, 18
    n = n_left + n_right
    left, right = tables(n_left, n_right, repeats=False)
    _, transcript = joined(left, right, repeats=False)
    shuffled = 4 * n * (4 + 4 + 4 + 8 + 8)  # sort key, own key and last key of 32 bits, two columns
    bits_to_numbers = 3 * -(-n // 32) * 32 * 8
    assert transcript.bytes == (
        KEY_MESSAGES
        + shuffled
        + sort_bytes(n * (n - 1) // 2, 32)
        + bytes_for(n, 32)
        + bits_to_numbers
        + 2 * 3 * n * 8
    )


def test_bytes_one_to_many():
    """The same, and a sort of the left table; five bits tell equal keys apart."""
    n_left, n_right = 12, 18
    n = n_left + n_right
    left, right = tables(n_left, n_right, repeats=True)
    _, transcript = joined(left, right, repeats=True)
    left_sort = 4 * n_left * (4 + 8 + 4 + 8) + sort_bytes(n_left * (n_left - 1) // 2, 32)
    bits_to_numbers = 3 * -(-n // 32) * 32 * 8
    assert transcript.bytes == (
        KEY_MESSAGES
        + left_sort
        + 4 * n * (4 + 4 + 4 + 8 + 8)
        + sort_bytes(n * (n - 1) // 2, 32)
        + bytes_for(n, 32)
        + bits_to_numbers
        + 2 * 3 * n * 8
    )


@one_and_many
def test_only_the_order_of_shuffled_rows_is_opened(repeats):
    """What is opened are answers of a sort, as many whether all rows match or none does."""
    opened = []
    for shift in (0, 1000):
        left = [(key, 1) for key in range(15)]
        right = [(key + shift, 2) for key in range(15)]
        _, transcript = joined(left, right, repeats=repeats)
        hashes = {m.step for m in transcript.messages if m.step.endswith("hash")}
        assert hashes == {"key is below hash"}
        opened.append([(m.sender, m.step, m.size_bytes) for m in transcript.messages])
    assert opened[0] == opened[1]


@pytest.mark.statistical
@one_and_many
def test_at_scale_nothing_but_the_answers_of_the_sort_stands_out(repeats):
    """All rows match, all columns are 0: other messages look uniform; false alarm below 1e-6."""
    rows = [(key, 0) for key in range(1 << 11)]
    _, transcript = joined(rows, rows, repeats=repeats)
    for name in NAMES:
        messages = [
            m
            for m in transcript.view(name).received
            if m.size_bytes >= 1 << 13 and m.step != "key is below"
        ]
        assert len(messages) > 20
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(messages[:25]) == []


def test_counts_and_sums_can_be_opened_alone():
    """The number of matches and a total, without anything per row."""
    left, right = tables(30, 50, repeats=True, largest=60)

    async def step(computer, left_key, left_column, right_key):
        result = await sort_join(
            computer,
            SharedTable(left_key, (left_column,)),
            SharedTable(right_key),
            key_bits=8,
            dtype=WORD,
            right_repeats=True,
        )
        column = await masked(computer, result.matched, result.left[0])
        totals = [
            np.concatenate([part.sum(keepdims=True) for part in parts])
            for parts in zip(result.matched, column, strict=True)
        ]
        return await open_to_all(computer, Share(*totals), step="totals")

    given = [np.array([key for key, _ in left], WORD), np.array([x for _, x in left], WORD)]
    given.append(np.array([key for key, _ in right], WORD))
    results, _ = compute(step, *map(shares, given))
    pairs = expected(left, right)
    for opened in results:
        assert opened.tolist() == [len(pairs), sum(number for number, _ in pairs)]


def test_too_small_a_ring_is_refused():
    """Two bits more than the key, and more where keys repeat."""
    with pytest.raises(ParameterError, match="declared_bits <= 30"):
        joined([(1, 1)], [(1, 1)], repeats=False, key_bits=31, bits=32)
    with pytest.raises(ParameterError, match="ring of more than 32 bits"):
        joined([(1, 1)], [(1, 1), (1, 2)], repeats=True, key_bits=29, bits=32)


def test_columns_of_different_lengths_are_refused():
    """Rows must be whole."""

    async def step(computer, key, column):
        return await sort_join(
            computer,
            SharedTable(key, (column,)),
            SharedTable(key),
            key_bits=5,
            dtype=WORD,
        )

    with pytest.raises(ParameterError, match="one length"):
        compute(step, shares(np.zeros(2, WORD)), shares(np.zeros(3, WORD)))
