"""A shuffle keeps rows together, in an order that is uniform and unknown to each party."""

from itertools import permutations, product

import numpy as np
import pytest

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.sharing import replicated
from pet_workbench.sharing.order import shuffle as module
from pet_workbench.sharing.order.shuffle import shuffle
from tests.rehearsal import BACKGROUNDS, COLUMNS, NumberedKeys, columns, mixed, unmasked
from tests.three_parties import KEY_MESSAGES, NAMES, combine, compute, lose, shares, words
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(31)
ORDERS_OF_3 = [np.array(order) for order in permutations(range(3))]


async def shuffle_all(computer, *shared):
    """Shuffle columns that are given one by one."""
    return await shuffle(computer, shared)


def fixed_orders(monkeypatch, orders):
    """Let key i give the i-th of `orders`; blocks of 256 numbers move as one row."""

    def of_stream(stream, n):
        order = orders[stream.key[0] - 1]
        return (order[:, np.newaxis] * COLUMNS + np.arange(COLUMNS)).reshape(-1)

    monkeypatch.setattr(module, "random_permutation", of_stream)


@pytest.mark.parametrize("n", [0, 1, 2, 5, 1000])
def test_rows_stay_together_and_none_is_lost(n):
    """Columns of 8, 16, 32 and 64 bits come out in one common order, freshly shared."""
    given = [RNG.integers(0, 1 << bits, n, f"u{bits // 8}") for bits in (8, 16, 32, 64)]
    given.append(np.arange(n, dtype=np.uint32))
    results, _ = compute(shuffle_all, *(shares(column, 3, 200) for column in given))
    *shuffled, order = (combine(list(parts)) for parts in zip(*results, strict=True))
    assert sorted(order.tolist()) == list(range(n))
    for before, after in zip(given, shuffled, strict=False):
        assert after.dtype == before.dtype
        assert np.array_equal(after, before[order])


@pytest.mark.parametrize("n", [1, 7, 100])
def test_bytes_and_rounds(n):
    """Four words per number in two rounds, whatever the widths of the columns."""
    given = (np.zeros(n, np.uint8), np.zeros(n, np.uint64), np.zeros(n, np.uint32))
    _, transcript = compute(shuffle_all, *map(shares, given))
    assert transcript.bytes == KEY_MESSAGES + 4 * n * (1 + 8 + 4)
    assert transcript.rounds == 1 + 2


def test_every_order_of_three_rows_comes_from_six_choices_of_any_one_permutation(monkeypatch):
    """Whatever two permutations are, the third makes each of the 6 orders once: all 216 tried.

    Each party knows two of the three, so the order is uniform to it.
    """
    rows = columns([10, 20, 30])
    found = {}
    for which in product(range(6), repeat=3):
        monkeypatch.setattr(replicated, "Keystream", Rehearsed)
        fixed_orders(monkeypatch, [ORDERS_OF_3[i] for i in which])
        results, _ = compute(shuffle_all, shares(rows, 7, 9), entropy=NumberedKeys())
        after = combine([result[0] for result in results]).reshape(3, COLUMNS)
        assert (after == after[:, :1]).all()
        found[which] = tuple(after[:, 0].tolist())
    for unknown in range(3):
        for known in product(range(6), repeat=2):
            seen = {found[(*known[:unknown], i, *known[unknown:])] for i in range(6)}
            assert len(seen) == 6


class Rehearsed:
    """A keystream of rows that follow from key and place, which `fixed_orders` can tell apart."""

    def __init__(self, key, *, lane=0):
        self.key, self.at = key, 0

    def integers(self, shape, dtype):
        """Return the next numbers."""
        self.at += 1
        return np.full(shape, (self.key[0] * 83 + self.at * 29) % 256, dtype)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("which", list(product((0, 1), repeat=3)))
def test_views_are_jointly_uniform_whatever_the_orders(monkeypatch, which, background):
    """Proved by enumeration for all permutations of two rows: messages tell nothing of them."""
    assert views_not_uniform(monkeypatch, [[(0, 1), (1, 0)][i] for i in which], background) == {}


@pytest.mark.parametrize("which", [(0, 0, 0), (1, 2, 3), (5, 3, 4), (2, 2, 5)])
def test_views_of_three_rows_are_jointly_uniform(monkeypatch, which):
    """The same for three rows and some permutations."""
    orders = [ORDERS_OF_3[i] for i in which]
    assert views_not_uniform(monkeypatch, orders, mixed) == {}


def views_not_uniform(monkeypatch, orders, background):
    """Return the steps of each party's view that are not proved uniform, for two columns."""
    fixed_orders(monkeypatch, [np.array(order) for order in orders])
    n = len(orders[0])

    def run(rehearsal):
        monkeypatch.setattr(replicated, "Keystream", rehearsal)
        given = columns([0, 255, 90][:n]), columns([1, 2, 128][:n])
        return compute(shuffle_all, *(shares(x, 17, 4) for x in given), entropy=NumberedKeys())[1]

    found = unmasked(run, background=background)
    return {name: dict(steps) for name, steps in found.items() if steps}


def test_a_missing_mask_is_found(monkeypatch):
    """The proof fails at the two parties that receive something, when nothing is masked."""
    monkeypatch.setattr(module, "_mask", lambda stream, column: np.zeros_like(column.own))
    found = views_not_uniform(monkeypatch, [(0, 1), (1, 0), (0, 1)], mixed)
    assert set(found) == {"Bas", "Carla"}


@pytest.mark.statistical
@pytest.mark.parametrize("secret", [0, 2**63])
def test_at_scale_every_message_looks_uniform(secret):
    """With real keys no message, nor two combined, stand out; false alarm below 1e-6."""
    given = [np.full(1 << 14, secret, np.uint64), np.arange(1 << 14, dtype=np.uint64)]
    _, transcript = compute(shuffle_all, *map(shares, given))
    for name in NAMES:
        messages = [m for m in transcript.view(name).received if m.size_bytes > 32]
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(messages) == []


@pytest.mark.statistical
def test_all_orders_of_three_rows_are_equally_frequent():
    """Over 600 runs with real keys each of 6 orders comes 50 to 155 times (false alarm < 1e-6)."""
    seen = []
    for _ in range(600):
        results, _ = compute(shuffle_all, shares(words([1, 2, 3], 8)), keep_payload_bytes=0)
        seen.append(tuple(combine([result[0] for result in results]).tolist()))
    counts = [seen.count(order) for order in permutations((1, 2, 3))]
    assert sum(counts) == 600
    assert min(counts) >= 50
    assert max(counts) <= 155


def test_columns_of_different_lengths_are_refused():
    """Rows must be whole."""
    with pytest.raises(ParameterError, match=r"one length, got lengths: 2, 3"):
        compute(shuffle_all, shares(words([1, 2], 8)), shares(words([1, 2, 3], 8)))
    with pytest.raises(ParameterError, match="got lengths: -"):
        compute(shuffle_all)


@pytest.mark.parametrize("step", ["shuffled twice 0", "shuffled once 0", "new part 0"])
def test_a_lost_message_ends_the_run(step):
    """Whoever waits says so."""
    with pytest.raises(ProtocolError, match=r"which never came|run different protocols"):
        compute(shuffle_all, shares(words([1, 2], 8)), interfere=lose(step))
