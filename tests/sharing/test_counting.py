"""At least k of m, the count over m lists, and the number of set bits, all in secret."""

from math import ceil, log2

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.sharing import popcount
from pet_workbench.sharing.bits import unpack
from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.counting import at_least, count_bits, counting_messages
from pet_workbench.sharing.popcount import COUNT_DTYPE, count_bytes, count_ones
from pet_workbench.sharing.replicated import Share
from tests.rehearsal import BACKGROUNDS, columns
from tests.sharing.test_views import views_not_uniform
from tests.three_parties import KEY_MESSAGES, combine, combine_bits, compute

RNG = np.random.default_rng(21)
SIZES = range(1, 9)
K_OF_M = [(k, m) for m in SIZES for k in range(1, m + 1)]


def sharing(words, *, n=None, first=0, second=0, chunk=None):
    """Return three parties' shares of packed `words`, given the parts 1 and 2."""
    parts = [np.broadcast_to(np.asarray(p, words.dtype), words.shape) for p in (first, second)]
    parts.append(words ^ parts[0] ^ parts[1])
    chunk = chunk or words.size
    return [
        SharedBits(
            tuple(
                Share(parts[i][at : at + chunk].copy(), parts[(i + 1) % 3][at : at + chunk].copy())
                for at in range(0, words.size, chunk)
            ),
            n or 8 * words.nbytes,
        )
        for i in range(3)
    ]


def every_input(m):
    """Return m packed lists over 256 places that hold every combination of m bits, and the sums.

    Place p is on list j if bit j of the number p is set.
    """
    places = np.arange(256, dtype=np.uint8)
    # place p stands in bit p // 32 of word p % 32
    masks = (np.uint8(1) << (places // 32)).astype(np.uint8)
    lists = []
    for j in range(m):
        words = np.zeros(32, np.uint8)
        np.bitwise_or.at(words, places % 32, np.where(places >> j & 1, masks, 0).astype(np.uint8))
        lists.append(words)
    return lists, [sum(int(p) >> j & 1 for j in range(m)) for p in places]


def dealt(lists):
    """Return per party its shares of `lists`, every list shared in another way."""
    ways = [(0, 0), ("all", 0), (0, "all"), ("random", "random")]
    per_list = []
    for j, words in enumerate(lists):
        first, second = (
            {"all": words, "random": RNG.integers(0, 256, words.size, np.uint8)}.get(part, 0)
            for part in ways[j % 4]
        )
        per_list.append(sharing(words, first=first, second=second))
    return [list(party) for party in zip(*per_list, strict=True)]


@pytest.mark.parametrize(("k", "m"), K_OF_M)
def test_at_least_k_of_m_for_every_input(k, m):
    """All 2**m combinations of m bits, for every k and m up to 8."""
    lists, counts = every_input(m)

    async def step(computer, mine):
        return await at_least(computer, mine, k)

    results, _ = compute(step, dealt(lists))
    assert combine_bits(results) == [count >= k for count in counts]


@pytest.mark.parametrize("m", SIZES)
def test_the_count_for_every_input(m):
    """All 2**m combinations of m bits: the bits of the count, as many as m has."""
    lists, counts = every_input(m)
    results, _ = compute(count_bits, dealt(lists))
    planes = [combine_bits([party[j] for party in results]) for j in range(len(results[0]))]
    assert len(planes) == m.bit_length()
    assert [sum(bit << j for j, bit in enumerate(row)) for row in zip(*planes, strict=True)] == (
        counts
    )


@pytest.mark.parametrize(("k", "m"), K_OF_M)
def test_bytes_and_rounds_of_at_least(k, m):
    """A bit per place for every message of each party; one round per doubling of the lists."""
    lists, _ = every_input(m)

    async def step(computer, mine):
        return await at_least(computer, mine, k)

    _, transcript = compute(step, dealt(lists))
    messages = counting_messages(m) if m > 1 else 0
    assert transcript.bytes == KEY_MESSAGES + 3 * messages * 32
    assert transcript.rounds == 1 + ceil(log2(m))


@pytest.mark.parametrize("m", SIZES[1:])
def test_bytes_and_rounds_of_the_count(m):
    """The lowest bit of the count is free, every other costs one message more."""
    _, transcript = compute(count_bits, dealt(every_input(m)[0]))
    messages = counting_messages(m, m.bit_length() - 1)
    assert transcript.bytes == KEY_MESSAGES + 3 * messages * 32
    assert transcript.rounds == 1 + ceil(log2(m))


def test_three_of_four_takes_three_messages():
    """As the textbook formula: ab, cd, and then one sum of products."""
    assert counting_messages(4) == 3


@pytest.mark.parametrize("k", [0, 5, -1])
def test_k_outside_the_number_of_lists_is_refused(k):
    """At least 0, or 5 of 4, is no question."""

    async def step(computer, mine):
        return await at_least(computer, mine, k)

    with pytest.raises(ParameterError, match=f"got k={k}"):
        compute(step, dealt(every_input(4)[0]))


def test_more_than_eight_lists_are_refused():
    """What has not been tried for every input is not offered."""
    with pytest.raises(ParameterError, match="lists=9"):
        compute(count_bits, dealt([*every_input(8)[0], np.zeros(32, np.uint8)]))


def test_lists_over_other_places_are_refused():
    """Two lists of different length cannot be counted place by place."""
    lists = [np.zeros(32, np.uint8), np.zeros(31, np.uint8)]
    with pytest.raises(ParameterError, match=r"of one length, .* got 256, 248 bits"):
        compute(count_bits, dealt(lists))


@pytest.mark.parametrize("bits", [8, 64])
@pytest.mark.parametrize("n_words", [1, 2, 3, 7, 100])
def test_ones_are_counted(n_words, bits):
    """The number of set bits, for all zeros, all ones and random words."""
    dtype = np.dtype(f"u{bits // 8}")
    top = np.iinfo(dtype).max
    for words in (
        np.zeros(n_words, dtype),
        np.full(n_words, top, dtype),
        RNG.integers(0, top, n_words, dtype),
    ):
        results, transcript = compute(count_ones, sharing(words, first=77, second=9))
        count = combine(results)
        assert count.dtype == COUNT_DTYPE
        assert count.tolist() == [sum(int(word).bit_count() for word in words)]
        expected = count_bytes(n_words * bits, chunk_words=n_words, bits=bits)
        assert transcript.bytes == KEY_MESSAGES + expected


@pytest.mark.parametrize("n_words", [99, 100, 101, 250])
@pytest.mark.parametrize("together", [2, 5, 1000])
def test_chunks_are_counted_together(monkeypatch, n_words, together):
    """Several chunks, the last one shorter, wherever they are put together."""
    monkeypatch.setattr(popcount, "TOGETHER", together)
    words = RNG.integers(0, 1 << 63, n_words, np.uint64)
    results, transcript = compute(count_ones, sharing(words, first=5, second=9, chunk=50))
    assert combine(results).tolist() == [int(unpack(words, np.dtype(np.uint8)).sum(dtype=int))]
    assert transcript.bytes == KEY_MESSAGES + count_bytes(64 * n_words, chunk_words=50)


def test_counting_ones_costs_three_bits_a_place():
    """Less than 3/8 byte per place at scale, as there is less than one full adder per word."""
    assert 0.370 < count_bytes(10**8, chunk_words=1 << 15) / 10**8 <= 0.376


def _quarters(x):
    """Return a shared vector as four lists."""
    size = x.own.size // 4
    parts = [Share(*(part[i * size : (i + 1) * size] for part in x)) for i in range(4)]
    return [SharedBits((part,), 8 * size) for part in parts]


async def _count(computer, x):
    return await count_bits(computer, _quarters(x))


async def _threshold(computer, x):
    return await at_least(computer, _quarters(x), 3)


async def _carries(computer, x):
    # words are added up by thirds: 12 numbers, then 4 and 4, meet only within their column
    return await popcount._carry_save(computer, [x], until=4 * 256)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("step", [_count, _threshold, _carries])
def test_every_view_of_counting_is_jointly_uniform(monkeypatch, step, background):
    """Whatever the bits, each party sees uniform bytes: an exact check by enumeration."""
    for numbers in ([0] * 12, [255] * 12, [0, 1, 127, 128, 129, 254, 255, 64, 3, 5, 85, 170]):
        for first, second in ((0, 0), (columns(numbers), 0), (201, 77)):
            shared = sharing(columns(numbers), first=first, second=second)
            x = [one.chunks[0] for one in shared]
            assert views_not_uniform(monkeypatch, step, x, backgrounds=(background,)) == {}
