"""Sorting by a secret key: right for all keys, and what it opens is a random order and no more."""

from collections import Counter
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.sharing.comparison import CHUNK
from pet_workbench.sharing.order import sort as module
from pet_workbench.sharing.order.sort import FEW, sort_rows
from pet_workbench.sharing.replicated import Share
from tests.oracles.mpyc_oracle import oracle
from tests.sharing.test_comparison import LEVELS, bytes_for
from tests.three_parties import KEY_MESSAGES, NAMES, change, combine, compute, ring, shares, words
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(32)
few = settings(max_examples=25, deadline=None)
HASH = 32


def sorting(keys, columns, *, key_bits, unique=False, **options):
    """Return the sorted columns in the clear, and the record."""

    async def step(computer, key, *shared):
        return await sort_rows(computer, key, shared, key_bits=key_bits, unique=unique)

    given = [shares(column, 5, 250) for column in (keys, *columns)]
    results, transcript = compute(step, *given, **options)
    return [combine(list(parts)) for parts in zip(*results, strict=True)], transcript


@pytest.mark.parametrize("n", [0, 1, 2, 3, FEW - 1, FEW, FEW + 1, 100, 1000])
@pytest.mark.parametrize("largest", [1, 3, 2**31])
def test_rows_come_out_in_the_order_of_their_keys(n, largest):
    """As numpy sorts, equal keys in the order in which they went in, columns of any width."""
    keys = RNG.integers(0, largest, n, np.uint64)
    other = RNG.integers(0, 256, n, np.uint8)
    (after, numbers, others), _ = sorting(
        keys, [keys, np.arange(n, dtype=np.uint32), other], key_bits=31, keep_payload_bytes=0
    )
    order = np.argsort(keys, kind="stable")
    assert np.array_equal(after, keys[order])
    assert np.array_equal(numbers, order)
    assert np.array_equal(others, other[order])


@pytest.mark.parametrize("bits", [8, 16, 32, 64])
def test_unique_keys_may_fill_their_ring_but_for_the_sign(bits):
    """Keys from 0 to the largest of ``bits - 1`` bits, and their neighbours."""
    top = (1 << bits - 1) - 1
    keys = words([top, 0, top - 1, 1, top // 2, 2, top // 2 + 1], bits)
    (after,), _ = sorting(keys, [keys], key_bits=bits - 1, unique=True)
    assert after.tolist() == sorted(keys.tolist())


@pytest.mark.parametrize("unique", [True, False])
def test_many_rows_need_several_chunks(unique):
    """Answers of several chunks are put together in the right order."""
    keys = RNG.permutation(CHUNK + 2000).astype(np.uint64)
    (after,), _ = sorting(keys, [keys], key_bits=16, unique=unique, keep_payload_bytes=0)
    assert np.array_equal(after, np.arange(keys.size))


@few
@given(keys=st.lists(st.integers(0, 15), max_size=70))
def test_any_keys(keys):
    """With many equal keys, on few rows and on more."""
    (numbers,), _ = sorting(words(keys, 32), [np.arange(len(keys), dtype=np.uint16)], key_bits=4)
    assert numbers.tolist() == sorted(range(len(keys)), key=keys.__getitem__)


def test_it_agrees_with_mpyc():
    """The same order as an engine that shares no code with ours."""
    keys = RNG.integers(0, 50, 40)
    (after,), _ = sorting(keys.astype(np.uint64), [keys.astype(np.uint64)], key_bits=20)
    assert after.tolist() == oracle("sort", keys.tolist())


def opened_answers(monkeypatch, keys, order, *, unique=False):
    """Return what is opened when the shuffle happens to bring rows in `order`."""
    opened = []

    async def known_shuffle(computer, columns):
        return [Share(column.own[order], column.next[order]) for column in columns]

    async def listening(computer, bits, *, step):
        answers = await open_bits(computer, bits, step=step)
        if computer.number == 1:
            opened.append(tuple(answers.tolist()))
        return answers

    open_bits = module.open_bits_to_all
    with monkeypatch.context() as patch:
        patch.setattr(module, "shuffle", known_shuffle)
        patch.setattr(module, "open_bits_to_all", listening)
        sorting(keys, [keys], key_bits=3, unique=unique, keep_payload_bytes=0)
    return tuple(opened)


@pytest.mark.parametrize("way", ["all pairs", "quicksort"])
def test_what_is_opened_is_equally_likely_whatever_the_keys(monkeypatch, way):
    """All 27 triples of keys from 0 to 2, each under all 6 shuffles: the same answers as often."""
    if way == "quicksort":
        monkeypatch.setattr(module, "FEW", 0)
    distributions = [
        Counter(
            opened_answers(monkeypatch, words(keys, 16), list(order))
            for order in permutations(range(3))
        )
        for keys in product(range(3), repeat=3)
    ]
    assert len(distributions[0]) >= 4
    assert all(other == distributions[0] for other in distributions)


@pytest.mark.parametrize("keys", [(0, 0, 0, 0), (2, 2, 1, 1), (3, 0, 3, 3)])
def test_what_four_rows_open_is_that_of_any_four(monkeypatch, keys):
    """All 24 shuffles: equal keys open what different keys open."""
    monkeypatch.setattr(module, "FEW", 0)
    found = [
        Counter(
            opened_answers(monkeypatch, words(numbers, 16), list(order))
            for order in permutations(range(4))
        )
        for numbers in (keys, (0, 1, 2, 3))
    ]
    assert found[0] == found[1]


def test_keys_wrongly_declared_different_do_leak(monkeypatch):
    """Without tie numbers, equal keys show: that is why `unique` is a promise."""
    found = [
        {
            opened_answers(monkeypatch, words(keys, 16), list(order), unique=True)
            for order in permutations(range(3))
        }
        for keys in ((1, 1, 1), (0, 1, 2))
    ]
    assert len(found[0]) == 1
    assert len(found[1]) == 6


def level_sizes(shuffled):
    """Return how many comparisons quicksort makes on each level: written apart from the code."""
    segments, sizes = [shuffled], []
    while segments := [segment for segment in segments if len(segment) > 1]:
        sizes.append(sum(len(segment) - 1 for segment in segments))
        segments = [
            part
            for first, *rest in segments
            for part in ([k for k in rest if k < first], [k for k in rest if k > first])
        ]
    return sizes


def sort_bytes(n_comparisons, bits):
    """Return the bytes of one batch of comparisons with its answers opened to three parties."""
    packed = -(-n_comparisons // bits) * bits // 8
    return bytes_for(n_comparisons, bits) + 3 * (packed + HASH)


@pytest.mark.parametrize(("unique", "bits"), [(True, 16), (False, 32)])
def test_bytes_and_rounds_by_formula(monkeypatch, unique, bits):
    """A shuffle, then per level the comparisons that quicksort makes, opened to all.

    Of the two rounds of the shuffle the second goes together with the first comparisons' first.
    """
    seen = {}

    async def recording(computer, columns):
        shuffled = await shuffle(computer, columns)
        seen[computer.number] = shuffled[0]
        return shuffled

    shuffle = module.shuffle
    monkeypatch.setattr(module, "shuffle", recording)
    n = 500
    keys = RNG.permutation(n).astype(np.uint32) << np.uint32(6)
    _, transcript = sorting(keys, [keys], key_bits=15, unique=unique, keep_payload_bytes=0)
    sizes = level_sizes(combine([seen[number] for number in (1, 2, 3)]).tolist())
    comparisons = sum(sort_bytes(size, bits) for size in sizes)
    assert transcript.bytes == KEY_MESSAGES + 4 * n * (bits // 8 + 4) + comparisons
    assert n * np.log2(n) * 0.8 < sum(sizes) < n * np.log2(n) * 2
    assert transcript.rounds == 1 + 1 + len(sizes) * (2 + LEVELS[bits] + 1)


@pytest.mark.parametrize("n", [2, 10, FEW])
def test_few_rows_take_one_level(n):
    """All pairs at once: bytes depend on nothing but n."""
    keys = RNG.integers(0, 9, n, np.uint32)
    _, transcript = sorting(keys, [keys], key_bits=20)
    pairs = n * (n - 1) // 2
    assert transcript.bytes == KEY_MESSAGES + 4 * n * (4 + 4) + sort_bytes(pairs, 32)
    assert transcript.rounds == 1 + 1 + 2 + LEVELS[32] + 1


@pytest.mark.statistical
@pytest.mark.parametrize("key", [0, 2**31 - 1])
def test_at_scale_nothing_but_the_answers_stands_out(key):
    """With all keys equal, every message looks uniform; false alarm below 1e-6."""
    keys = np.full(1 << 12, key, np.uint64)
    _, transcript = sorting(keys, [keys], key_bits=31)
    for name in NAMES:
        messages = [
            m
            for m in transcript.view(name).received
            if m.size_bytes >= 1 << 13 and m.step != "key is below"
        ]
        assert len(messages) > 20
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(messages[:30]) == []


def test_too_small_a_ring_is_refused():
    """Keys and tie numbers must fit, with a bit to spare for the sign."""
    keys = words(range(5), 16)
    with pytest.raises(ParameterError, match="more than 16 bits"):
        sorting(keys, [keys], key_bits=13)
    with pytest.raises(ParameterError, match="got 16"):
        sorting(keys, [keys], key_bits=16, unique=True)
    sorting(keys, [keys], key_bits=12)


def test_columns_of_different_lengths_are_refused():
    """Rows must be whole."""
    with pytest.raises(ParameterError, match="one length"):
        sorting(words([1, 2], 16), [words([1], 16)], key_bits=5)


def test_an_answer_changed_on_its_way_is_noticed():
    """Opening compares value and hash, so that nobody sorts by a wrong answer."""
    with pytest.raises(ProtocolError, match="disagree"):
        sorting(
            words([3, 1, 2], 32),
            [words([1, 2, 3], ring(32).itemsize * 8)],
            key_bits=5,
            interfere=change("key is below"),
        )
