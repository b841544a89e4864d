"""Totals per group: right, and with nothing opened but the group sizes of one of the three ways."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.sharing.order import group_by as module
from pet_workbench.sharing.order.group_by import (
    sums_by_known_group,
    sums_by_opened_group,
    sums_by_secret_group,
)
from pet_workbench.sharing.replicated import Share
from tests.oracles.mpyc_oracle import oracle
from tests.sharing.test_comparison import LEVELS, bytes_for
from tests.three_parties import KEY_MESSAGES, NAMES, change, combine, compute, ring, shares, words
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(33)
few = settings(max_examples=25, deadline=None)
HASH = 32


def known(groups, columns, n_groups, *, owner=2, **options):
    """Return totals and counts in the clear when party `owner` knows the groups."""

    async def step(computer, *values):
        mine = groups if computer.number == owner else None
        totals, counts = await sums_by_known_group(
            computer, values, owner=owner, n_groups=n_groups, groups=mine
        )
        return [*totals, counts]

    return in_clear(compute(step, *(shares(column, 9, 80) for column in columns), **options))


def secret(groups, columns, n_groups, **options):
    """Return totals and counts in the clear when groups are secret and nothing is opened."""

    async def step(computer, shared_groups, *values):
        totals, counts = await sums_by_secret_group(
            computer, shared_groups, values, n_groups=n_groups
        )
        return [*totals, counts]

    given = [shares(column, 9, 80) for column in (groups, *columns)]
    return in_clear(compute(step, *given, **options))


def opened(groups, columns, n_groups, **options):
    """Return totals in the clear and the sizes of groups, which each party reads."""

    async def step(computer, shared_groups, *values):
        return await sums_by_opened_group(computer, shared_groups, values, n_groups=n_groups)

    given = [shares(column, 9, 80) for column in (groups, *columns)]
    results, transcript = compute(step, *given, **options)
    totals, _ = in_clear(([result[0] for result in results], transcript))
    for _, sizes in results:
        assert np.array_equal(sizes, results[0][1])
    return [*totals, results[0][1]], transcript


def in_clear(run):
    """Put results together, column by column."""
    results, transcript = run
    return [combine(list(parts)) for parts in zip(*results, strict=True)], transcript


def expected(groups, columns, n_groups):
    """Return totals and counts by plain Python."""
    totals = []
    for column in columns:
        total = [0] * n_groups
        for group, value in zip(groups.tolist(), column.tolist(), strict=True):
            if group >= 0:
                total[group] += value
        totals.append([number % (1 << 8 * column.itemsize) for number in total])
    return [*totals, [groups.tolist().count(group) for group in range(n_groups)]]


def lists(arrays):
    """Return arrays as lists."""
    return [array.tolist() for array in arrays]


WAYS = {"known": known, "opened": opened, "secret": secret}
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@ways
@pytest.mark.parametrize("n", [0, 1, 2, 70, 1000])
@pytest.mark.parametrize("n_groups", [1, 2, 12])
def test_totals_and_counts(way, n, n_groups):
    """Two columns, of which one wraps around the ring; some groups stay empty."""
    groups = RNG.integers(0, n_groups, n).astype(np.uint32)
    if n_groups > 2:
        groups[groups == 1] = 0
    columns = [RNG.integers(0, 1 << 63, n, np.uint64), np.arange(n, dtype=np.uint64)]
    totals, _ = way(groups.astype(np.int64) if way is known else groups, columns, n_groups)
    assert lists(totals) == expected(groups, columns, n_groups)


@few
@given(rows=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2**32 - 1)), max_size=60))
def test_three_ways_agree(rows):
    """On any rows the three ways give the same totals and counts."""
    groups = np.array([group for group, _ in rows], np.uint8)
    values = np.array([value for _, value in rows], np.uint32)
    for way in WAYS.values():
        totals, _ = way(groups.astype(np.int64) if way is known else groups, [values], 7)
        assert lists(totals) == expected(groups, [values], 7)


def test_it_agrees_with_mpyc():
    """A group's total is the inner product that an engine of others computes."""
    groups, values = RNG.integers(0, 3, 40), RNG.integers(0, 1000, 40)
    for way in (known, secret):
        given = groups if way is known else groups.astype(np.uint16)
        (totals, counts), _ = way(given, [values.astype(np.uint64)], 3)
        for group in range(3):
            member = (groups == group).astype(int).tolist()
            assert totals[group] == oracle("inner_product", member, values.tolist())[0]
            assert counts[group] == sum(member)


@pytest.mark.parametrize("owner", [1, 2, 3])
def test_rows_in_no_group_count_nowhere(owner):
    """Group -1, whoever of the three knows the groups."""
    groups = np.array([0, -1, 1, -1, 1])
    (totals, counts), _ = known(groups, [words([1, 10, 100, 1000, 10000], 32)], 2, owner=owner)
    assert (totals.tolist(), counts.tolist()) == ([1, 10100], [1, 2])


def test_the_largest_numbers_of_groups():
    """65,536 groups that may be opened, 127 that may not."""
    groups = np.array([0, 65535, 65535], np.uint32)
    (totals, sizes), _ = opened(groups, [words([1, 2, 3], 32)], 65536)
    assert (totals[0], totals[65535], sizes.sum()) == (1, 5, 3)
    groups = np.array([0, 126, 126, 63], np.uint64)
    (totals, _), _ = secret(groups, [words([1, 2, 3, 4], 32)], 127)
    assert [totals[0], totals[63], totals[126], totals.sum()] == [1, 4, 5, 10]


@pytest.mark.parametrize("bits", [32, 64])
def test_bytes_and_rounds_where_the_groups_are_known(bits):
    """A word per row and group, three words per group and column, two rounds."""
    n, n_groups = 50, 6
    columns = [np.zeros(n, ring(bits)), np.ones(n, ring(bits))]
    _, transcript = known(RNG.integers(0, n_groups, n), columns, n_groups)
    assert transcript.bytes == KEY_MESSAGES + (n * n_groups + 3 * n_groups * 2) * bits // 8
    assert transcript.rounds == 1 + 2


@pytest.mark.parametrize(("n_groups", "size"), [(12, 1), (127, 1), (128, 2), (40_000, 4)])
def test_bytes_and_rounds_where_the_groups_are_opened(n_groups, size):
    """A shuffle of group and column, and the opening of the groups in the smallest ring."""
    n = 50
    _, transcript = opened(np.zeros(n, np.uint64), [np.zeros(n, np.uint64)], n_groups)
    assert transcript.bytes == KEY_MESSAGES + 4 * n * (size + 8) + 3 * (n * size + HASH)
    assert transcript.rounds == 1 + 2 + 1


def test_bytes_and_rounds_where_nothing_is_opened():
    """Per limit a comparison in 8 bits, three words per answer, and three per column.

    The rounds are those of a comparison, a conversion (two) and a product.
    """
    n, n_groups = 50, 6
    _, transcript = secret(np.zeros(n, np.uint64), [np.zeros(n, np.uint64)] * 2, n_groups)
    padded = -(-n // 8) * 8
    per_limit = bytes_for(n, 8) + 3 * padded * 8 + 3 * 2 * 8
    assert transcript.bytes == KEY_MESSAGES + (n_groups - 1) * per_limit
    assert transcript.rounds == 1 + (2 + LEVELS[8]) + 2 + 1


def test_opened_groups_are_in_random_order(monkeypatch):
    """Under all 6 orders of three rows, who has which group is opened equally often: only sizes."""

    def distribution(groups):
        found = Counter()
        for order in permutations(range(3)):

            async def known_shuffle(computer, columns, order=order):
                rows = list(order)
                return [Share(column.own[rows], column.next[rows]) for column in columns]

            monkeypatch.setattr(module, "shuffle", known_shuffle)
            _, transcript = opened(np.array(groups, np.uint8), [words([1, 2, 3], 8)], 3)
            part = transcript.view("Anna").find("groups of shuffled rows")[0].values()
            found[tuple((part + np.uint8(9 + 80)).tolist())] += 1
        return found

    assert distribution([0, 2, 2]) == distribution([2, 0, 2]) == distribution([2, 2, 0])
    assert len(distribution([0, 1, 2])) == 6


@pytest.mark.statistical
@ways
def test_at_scale_nothing_but_opened_groups_stands_out(way):
    """With all rows in one group every other message looks uniform; false alarm below 1e-6."""
    n = 1 << 13
    groups = np.full(n, 2, np.int64 if way is known else np.uint32)
    _, transcript = way(groups, [np.zeros(n, np.uint64)], 4)
    for name in NAMES:
        messages = [
            m
            for m in transcript.view(name).received
            if m.size_bytes >= 1280 and m.step != "groups of shuffled rows"
        ]
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs([m for m in messages if m.size_bytes >= n]) == []


@pytest.mark.parametrize("group", [-2, 3])
def test_groups_that_do_not_exist_are_refused(group):
    """The party that knows them says so before it shares anything."""
    with pytest.raises(ParameterError, match=f"got {group} at position 1"):
        known(np.array([0, group]), [words([1, 2], 32)], 3)


def test_a_secret_group_that_does_not_exist_is_noticed_when_opened():
    """All three stop; in the two other ways nobody can see it."""
    with pytest.raises(ProtocolError, match="need groups below 3, got 5"):
        opened(words([0, 5], 32), [words([1, 2], 32)], 3)


def test_too_many_groups_are_refused():
    """Each way has its limit."""
    with pytest.raises(ParameterError, match="n_groups=128"):
        secret(words([0], 32), [words([1], 32)], 128)
    with pytest.raises(ParameterError, match="n_groups=65537"):
        opened(words([0], 32), [words([1], 32)], 65537)


@ways
def test_columns_of_different_lengths_are_refused(way):
    """Rows must be whole."""
    groups = np.array([0, 1], np.int64 if way is known else np.uint32)
    with pytest.raises(ParameterError, match="one length"):
        way(groups, [words([1, 2], 32), words([1], 32)], 2)


def test_a_group_changed_at_opening_is_noticed():
    """Opening compares value and hash."""
    with pytest.raises(ProtocolError, match="disagree"):
        opened(
            words([0, 1], 32),
            [words([1, 2], 32)],
            2,
            interfere=change("groups of shuffled rows"),
        )
