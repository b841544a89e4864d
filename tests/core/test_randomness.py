"""Keystream against published vectors, choices by enumeration, and where keys come from."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise, permutations, product
from math import factorial

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from pet_workbench.core import (
    Entropy,
    Keystream,
    ParameterError,
    random_permutation,
    random_selection,
    randomness,
)

KEY = bytes(range(32))
FALSE_ALARM = 1e-9
"""Chance that a perfect cipher would fail one statistical test here; keys are fixed, so a test that
passed once passes for ever."""


class Written:
    """A keystream whose 64-bit numbers a test wrote out, read one after the other."""

    def __init__(self, numbers):
        self.numbers = list(numbers)

    def integers(self, n, dtype):
        """Return the next `n` numbers of the script."""
        if len(self.numbers) < n:
            raise EOFError
        part, self.numbers = self.numbers[:n], self.numbers[n:]
        return np.array(part, dtype)


@pytest.mark.parametrize(
    ("key", "lane", "block"),
    [
        # NIST AESAVS, KeySbox and VarKey: one block of zeros
        (
            "c47b0294dbbbee0fec4757f22ffeee3587ca4730c3d33b691df38bab076bc558",
            0,
            "46f2fb342d6f0ab477476fc501242c5f",
        ),
        ("80" + 31 * "00", 0, "e35a6dcb19b201a01ebcfa8aa22b5759"),
        # NIST AESAVS, VarTxt: the key is zero, the block has its first bit set
        (32 * "00", 1 << 63, "ddc6bf790c15760d8d9aeb6f9a75fd4e"),
    ],
)
def test_first_block_is_a_published_one(key, lane, block):
    """The first block of a lane is AES-256 of the lane's number followed by zeros."""
    assert Keystream(bytes.fromhex(key), lane=lane).integers(16, np.uint8).tobytes().hex() == block


@pytest.mark.parametrize("lane", [0, 1, 2**64 - 1])
def test_every_lane_counts_in_a_range_of_its_own(lane):
    """Undoing AES on the keystream gives ``lane * 2**64 + 0, 1, 2 ...``: lanes never meet."""
    stream = Keystream(KEY, lane=lane).integers(4 * 16, np.uint8).tobytes()
    undo = Cipher(algorithms.AES256(KEY), modes.ECB()).decryptor()
    counters = undo.update(stream)
    read = [int.from_bytes(counters[at : at + 16], "big") for at in range(0, len(counters), 16)]
    assert read == [(lane << 64) + i for i in range(4)]


def test_long_reads_go_on_where_the_last_piece_ended():
    """Beyond 2**20 bytes, the keystream is still AES of the counter, block for block."""
    n = (1 << 20) + 48
    stream = Keystream(KEY).integers(n, np.uint8).tobytes()
    aes = Cipher(algorithms.AES256(KEY), modes.ECB()).encryptor()
    last = b"".join(i.to_bytes(16, "big") for i in range((1 << 16) - 1, (1 << 16) + 3))
    assert stream[-64:] == aes.update(last)


@given(st.lists(st.integers(0, 70), max_size=6))
def test_holders_of_a_key_may_read_in_different_pieces(pieces):
    """Bytes come in one order, however the reading is cut."""
    a, b = Keystream(KEY, lane=7), Keystream(KEY, lane=7)
    whole = a.integers(sum(pieces), np.uint8)
    parts = [b.integers(n, np.uint8) for n in pieces]
    assert whole.tobytes() == b"".join(part.tobytes() for part in parts)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.uint64])
@pytest.mark.parametrize("shape", [(0,), (1,), (5, 7)])
def test_masking_in_place_is_exclusive_or_with_the_keystream(dtype, shape):
    """`xor_into` does in one pass what `fill` and exclusive or do in two."""
    values = np.arange(np.prod(shape)).astype(dtype).reshape(shape)
    expected = values ^ Keystream(KEY).fill(np.empty(shape, dtype))
    result = Keystream(KEY).xor_into(values)
    assert result is values
    assert np.array_equal(values, expected)


@pytest.mark.parametrize("keys", list(permutations(range(4))))
def test_different_sort_keys_give_their_own_order(keys):
    """Each of the 24 orders of four sort keys gives one permutation: as uniform as the keys."""
    order = random_permutation(Written(key << 2 for key in keys), 4)
    assert order.tolist() == sorted(range(4), key=lambda item: keys[item])


def _runs(bits):
    """Return the lengths of the runs of equal sort keys, in the order in which they are sorted."""
    return [count for _, count in sorted(Counter(bits).items()) if count > 1]


def _chances_with_ties():
    """Return the chance of each permutation of 3 when sort keys have one random bit each.

    All tied runs are sorted again by all orders of fresh keys, each equally likely.
    """
    chances = Counter()
    for bits in product((0, 1), repeat=3):
        runs = _runs(bits)
        again = list(product(*(permutations(range(n)) for n in runs)))
        for fresh in again:
            script = [bit << 2 for bit in bits] + [key for run in fresh for key in run]
            order = tuple(random_permutation(Written(script), 3).tolist())
            chances[order] += Fraction(1, 8 * len(again))
    return chances


def test_ties_are_sorted_again_uniformly():
    """Even with sort keys of one bit, all six permutations are exactly equally likely."""
    assert _chances_with_ties() == dict.fromkeys(permutations(range(3)), Fraction(1, 6))


def test_without_sorting_ties_again_the_order_is_biased(monkeypatch):
    """The enumeration does notice a permutation that leaves ties in their old order."""
    monkeypatch.setattr(randomness, "_reorder_ties", lambda order, tied, stream: None)
    assert len(set(_chances_with_ties().values())) > 1


def test_ties_among_the_fresh_keys_are_drawn_once_more():
    """Fresh keys that tie again are thrown away as a whole."""
    order = random_permutation(Written([0, 0, 8, 5, 5, 9, 3]), 3)
    assert order.tolist() == [1, 0, 2]


@given(low_bits=st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_low_bits_of_the_sort_keys_do_not_matter(low_bits):
    """The item's number takes their place, so they cannot break ties in a pattern."""
    script = [(key << 2) + low for key, low in zip((2, 0, 3, 1), low_bits, strict=True)]
    assert random_permutation(Written(script), 4).tolist() == [1, 3, 0, 2]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 255, 256, 257, 5000])
def test_every_item_stands_once_in_a_permutation(n):
    """Whatever the size, also where the number of index bits changes."""
    assert np.array_equal(np.sort(random_permutation(Keystream(KEY), n)), np.arange(n))


@pytest.mark.parametrize(
    ("n", "count"),
    [(4, 4), (5, 1), (9, 2), (6, 2), (5, 5)],
)
def test_ordered_choices_are_spread_evenly(n, count):
    """All ordered choices are about equally frequent, in both ways of choosing (chi-square)."""
    n_choices = factorial(n) // factorial(n - count)
    samples = 200 * n_choices
    seen = Counter(
        tuple(random_selection(Keystream(KEY, lane=lane), n, count).tolist())
        for lane in range(samples)
    )
    statistic = sum((number - 200) ** 2 / 200 for number in seen.values())
    assert len(seen) == n_choices
    assert statistic < chi2.isf(FALSE_ALARM, n_choices - 1)


def test_one_of_five_is_chosen_exactly_evenly():
    """Of all 512 triples of 3-bit draws, each number below 5 is chosen equally often."""
    chosen = Counter()
    for draws in product(range(8), repeat=3):
        try:
            chosen[int(random_selection(Written(draws), 5, 1)[0])] += 1
        except EOFError:  # three draws of 5 or more: it would read on
            chosen["none"] += 1
    assert chosen == {"none": 3**3} | dict.fromkeys(range(5), (8**3 - 3**3) // 5)


@given(data=st.data(), n=st.integers(0, 60))
def test_chosen_numbers_differ_and_lie_below_n(data, n):
    """However many are chosen, none is chosen twice."""
    count = data.draw(st.integers(0, n))
    chosen = random_selection(Keystream(KEY), n, count)
    assert len(chosen) == len(set(chosen.tolist())) == count
    assert ((chosen >= 0) & (chosen < n)).all()


def test_more_than_there_are_cannot_be_chosen():
    """A choice of 4 out of 3 is refused."""
    with pytest.raises(ParameterError, match="need 0 <= count <= 3, got count=4"):
        random_selection(Keystream(KEY), 3, 4)


def test_keys_of_the_operating_system_differ():
    """By default every key is new, and the source says that it is secure."""
    entropy = Entropy()
    keys = {entropy.key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}
    assert entropy.is_secure


def test_a_teaching_seed_repeats_its_keys_and_says_so():
    """The same seed gives the same row of different keys, another seed another row."""
    rows = [[entropy.key() for _ in range(5)] for entropy in map(_seeded, (1, 1, 2))]
    assert rows[0] == rows[1]
    assert len({key for row in rows for key in row}) == 10
    assert not _seeded(0).is_secure


def _seeded(seed):
    """Return a predictable source of keys."""
    return Entropy(teaching_seed=seed)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=4, unique=True))
def test_lanes_give_different_numbers(lanes):
    """Two lanes of one key share no block in their first 64 bytes."""
    blocks = [Keystream(KEY, lane=lane).integers((4, 2), np.uint64).tolist() for lane in lanes]
    assert all(not any(block in b for block in a) for a, b in pairwise(blocks))
