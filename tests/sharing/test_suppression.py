"""Small cells are withheld before opening, and cannot be recomputed from what is opened."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.sharing.order.suppression import (
    rests,
    rests_bytes,
    withhold_small,
    withholding_bytes,
)
from pet_workbench.sharing.ring import BITS
from tests.rehearsal import COLUMNS
from tests.sharing.test_comparison import LEVELS, SLOWEST
from tests.sharing.test_views import SHARINGS, views_not_uniform
from tests.three_parties import KEY_MESSAGES, combine, compute, ring, shares, trivial_and_random

RNG = np.random.default_rng(12)


def withheld(parts, minimum, *, sums=(), lines=None, most=None):
    """Return the tables that remain, the rests, and the record."""
    declared = 8 * parts[0].own.itemsize - 1

    async def step(computer, share, *others):
        published = await withhold_small(
            computer, share, minimum=minimum, declared_bits=declared, sums=others
        )
        if lines is None:
            return published, None
        n_lines = int(max(lines, default=-1)) + 1
        known = None if most is None else most[computer.number - 1]
        rest = await rests(
            computer, share, published, lines=np.array(lines, int), n_lines=n_lines, most=known
        )
        return published, rest

    results, transcript = compute(step, parts, *sums, keep_payload_bytes=0)
    tables = [combine([published.counts for published, _ in results]).tolist()]
    for i in range(len(sums)):
        tables.append(combine([published.sums[i] for published, _ in results]).tolist())
    left = None if lines is None else combine([rest for _, rest in results]).tolist()
    return tables, left, transcript


def plain_rests(counts, minimum, lines, most=None):
    """Apply the rule for rests in the clear."""
    found = [0] * (max(lines, default=-1) + 1)
    step = minimum - 1
    most = most or [step] * len(counts)
    for line in range(len(found)):
        cells = zip(counts, lines, most, strict=True)
        hidden = [(c, largest) for c, at, largest in cells if at == line and c < minimum]
        rest, room = sum(c for c, _ in hidden), sum(largest for _, largest in hidden)
        found[line] = rest if step <= rest <= room - step else 0
    return found


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("minimum", [1, 2, 10, 127])
def test_counts_below_the_minimum_become_zero(bits, minimum):
    """Around the minimum, at 0 and at the largest count that fits, however shared."""
    edges = [0, 1, minimum - 1, minimum, minimum + 1, 2 ** (bits - 1) - 1]
    counts = np.array([count for count in edges if count < 2 ** (bits - 1)], ring(bits))
    for parts in trivial_and_random(counts, RNG):
        (kept,), _, _ = withheld(parts, minimum)
        assert kept == [count if count >= minimum else 0 for count in counts.tolist()]


@given(st.lists(st.integers(0, 30), max_size=20), st.integers(1, 20))
@settings(max_examples=40, deadline=None)
def test_sums_are_withheld_where_counts_are(counts, minimum):
    """A sum over a small cell is 0 too, whatever it was."""
    amounts = [1000 + i for i in range(len(counts))]
    tables, _, _ = withheld(
        shares(np.array(counts, np.uint32), 7, 9),
        minimum,
        sums=[shares(np.array(amounts, np.uint32), 1, 2)],
    )
    assert tables[0] == [count if count >= minimum else 0 for count in counts]
    pairs = zip(counts, amounts, strict=True)
    assert tables[1] == [amount if count >= minimum else 0 for count, amount in pairs]


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 12)),
        max_size=16,
    ),
    st.integers(1, 9),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_rests_follow_the_rule(cells, minimum, sizes_known):
    """In shares as in the clear, also with lines that have no or one withheld cell."""
    counts, lines = [count for count, _, _ in cells], [line for _, line, _ in cells]
    most = [min(minimum - 1, count + more) for count, _, more in cells] if sizes_known else None
    shared = shares(np.array(most, np.uint32), 4, 1) if sizes_known else None
    _, left, _ = withheld(
        shares(np.array(counts, np.uint32), 3, 8), minimum, lines=lines, most=shared
    )
    assert left == plain_rests(counts, minimum, lines, most)


def remaining_values(release, cells, k):
    """Return, per output of `release` and withheld cell, the values it can still have.

    Tries every table of so many cells with counts from 0 to k + 1: larger ones are published and
    tell nothing about others.
    """
    values = defaultdict(set)
    for counts in product(range(k + 2), repeat=cells):
        published = tuple(count if count >= k else 0 for count in counts)
        for cell, count in enumerate(counts):
            if count < k:
                values[published, release(counts, k), cell].add(count)
    return values


@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize(
    "sizes", [(0, 0, 9), (1, 1, 9), (1, 2, 3), (9, 9, 2), (0, 9, 9), (9, 9, 9)]
)
def test_knowing_how_many_there_are_in_a_cell_does_not_help(k, sizes):
    """Whoever knows that a cell has few members still knows no more than that."""
    most = [min(k - 1, size) for size in sizes]
    remaining = defaultdict(set)
    for counts in product(*(range(min(size, k + 1) + 1) for size in sizes)):
        published = tuple(count if count >= k else 0 for count in counts)
        released = published, tuple(plain_rests(counts, k, [0, 0, 0], most))
        for cell, count in enumerate(counts):
            if count < k:
                remaining[released, cell].add(count)
    for (_, cell), values in remaining.items():
        assert values == set(range(most[cell] + 1))


def rows_of(width):
    """Return the release of the rests of rows of `width` cells, by the rule of the module."""
    return lambda counts, k: tuple(
        plain_rests(counts, k, [cell // width for cell in range(len(counts))])
    )


@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize(("cells", "width"), [(1, 1), (2, 2), (3, 3), (4, 4), (4, 2), (6, 3)])
def test_a_withheld_cell_can_still_be_anything_below_the_minimum(k, cells, width):
    """All small tables: cells and rests together leave every withheld cell its whole range."""
    remaining = remaining_values(rows_of(width), cells, k)
    assert len(remaining) >= cells
    assert {frozenset(values) for values in remaining.values()} == {frozenset(range(k))}


def rows_and_columns(counts, k):
    """Return the rests of two rows and of three columns."""
    by_row, by_column = [0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2]
    return *plain_rests(counts, k, by_row), *plain_rests(counts, k, by_column)


def rests_from_k(counts, k):
    """Return the rests of two rows where they are at least `k`, as if they were cells."""
    hidden = [sum(count for count in row if count < k) for row in (counts[:3], counts[3:])]
    return tuple(rest if rest >= k else 0 for rest in hidden)


@pytest.mark.parametrize(
    "release",
    [lambda counts, k: (sum(counts[:3]), sum(counts[3:])), rests_from_k, rows_and_columns],
    ids=["all row totals", "rests of at least k", "rests of rows and of columns"],
)
def test_simpler_rules_give_a_cell_away(release):
    """Totals as they are, only a minimum for rests, and both directions: each betrays some cell."""
    remaining = remaining_values(release, 6, 2)
    assert min(len(values) for values in remaining.values()) == 1


def test_totals_over_published_cells_say_nothing_new():
    """They follow from the published cells: every withheld cell keeps its whole range."""

    def release(counts, k):
        kept = [count if count >= k else 0 for count in counts]
        return sum(kept[:2]), sum(kept[2:]), sum(kept[0::2]), sum(kept[1::2])

    remaining = remaining_values(release, 4, 3)
    assert {frozenset(values) for values in remaining.values()} == {frozenset(range(3))}


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("n", [1, 7, 64, 252])
@pytest.mark.parametrize("n_sums", [0, 2])
def test_bytes_and_rounds_of_withholding(bits, n, n_sums):
    """A comparison, a conversion and a product per table, in a fixed number of rounds.

    Conversion takes a round more where party 1, which begins it, is the last to be ready.
    """
    x = shares(np.ones(n, ring(bits)))
    _, _, transcript = withheld(x, 2, sums=[x] * n_sums)
    assert transcript.bytes == KEY_MESSAGES + withholding_bytes(n, bits=bits, n_sums=n_sums)
    assert transcript.rounds == 1 + (2 + LEVELS[bits]) + (1 + (SLOWEST[bits] == 1)) + 1


@pytest.mark.parametrize("n_lines", [1, 12, 40])
def test_sizes_in_secret_cost_a_product_per_cell(n_lines):
    """Three words per cell."""
    n = 3 * n_lines
    x = shares(np.ones(n, np.uint32))
    _, _, transcript = withheld(x, 2, lines=np.arange(n) % n_lines, most=x)
    expected = withholding_bytes(n, bits=32) + rests_bytes(n_lines, bits=32, n_most=n)
    assert transcript.bytes == KEY_MESSAGES + expected


@pytest.mark.parametrize("n_lines", [1, 12, 40])
def test_bytes_and_rounds_of_rests(n_lines):
    """Two comparisons per line side by side and two products, after the withholding.

    Rounds do not grow with the table; one of the second comparison overlaps the product before it.
    """
    n = 3 * n_lines
    x = shares(np.ones(n, np.uint32))
    _, _, transcript = withheld(x, 2, lines=np.arange(n) % n_lines)
    expected = withholding_bytes(n, bits=32) + rests_bytes(n_lines, bits=32)
    assert transcript.bytes == KEY_MESSAGES + expected
    assert transcript.rounds == 1 + (2 + LEVELS[32] + 1 + 1) + (2 + LEVELS[32] + 1 + 2) - 1


COUNTS = [0, 3, 9, 10, 11, 60, 9, 9]


@pytest.mark.parametrize(
    ("sharing", "counts"), [("mixed", COUNTS), ("mixed", [0] * 8), ("all in part 1", COUNTS)]
)
def test_every_view_is_uniform(monkeypatch, sharing, counts):
    """Withholding and rests show nobody anything: proved by enumeration in 8 bits."""
    x = np.repeat(np.array(counts, np.uint8), COLUMNS)
    lines = np.tile(np.arange(COLUMNS), 8) + np.repeat([0, 0, 1, 1, 2, 2, 3, 3], COLUMNS) * COLUMNS

    async def step(computer, share):
        published = await withhold_small(computer, share, minimum=10, declared_bits=7)
        return await rests(computer, share, published, lines=lines, n_lines=4 * COLUMNS)

    assert views_not_uniform(monkeypatch, step, SHARINGS[sharing](x)) == {}


@pytest.mark.parametrize("minimum", [0, -1])
def test_a_minimum_below_one_is_refused(minimum):
    """A cell of at least 0 is every cell."""
    with pytest.raises(ParameterError, match=f"a smallest cell from 1, got {minimum}") as error:
        withheld(shares(np.ones(1, np.uint32)), minimum)
    assert error.value.id == "errors.table_minimum"


def test_a_line_too_long_for_the_ring_is_refused():
    """In 8 bits, 13 cells of at least 10 could add up to more than 127."""
    with pytest.raises(ParameterError, match=r"below 2\*\*7, got 130") as error:
        withheld(shares(np.ones(13, np.uint8)), 10, lines=[0] * 13)
    assert error.value.id == "errors.table_rest"
