"""The overlap of two lists counted blindly: the count, the minimum, the decoys, and the bytes."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import PrivacyError, ProtocolError, run_parties
from pet_workbench.sharing.comparison import comparison_bytes
from pet_workbench.sharing.joins import overlap
from pet_workbench.sharing.joins.overlap import list_as_first, list_as_second, match
from pet_workbench.sharing.opening import HASH_BYTES
from pet_workbench.sharing.replicated import join_computation
from tests.three_parties import KEY_MESSAGES, NAMES, change

DECOYS = 5


def count(first, second, *, minimum=0, decoys=DECOYS, limit=100, **options):
    """Run the two owners and the matcher."""

    async def program(channel, step):
        return await step(await join_computation(channel, NAMES), decoys=decoys, minimum=minimum)

    steps = [
        partial(list_as_first, persons=np.array(first, np.int64)),
        partial(list_as_second, persons=np.array(second, np.int64)),
        partial(match, limit=limit),
    ]
    programs = {name: partial(program, step=step) for name, step in zip(NAMES, steps, strict=True)}
    return run_parties(programs, **options)


people = st.lists(st.integers(0, 30), max_size=12, unique=True)


@given(people, people)
def test_both_owners_read_the_count(first, second):
    """It is what Python's sets say; the matcher reads nothing."""
    results, _ = count(first, second)
    expected = len(set(first) & set(second))
    assert list(results.values()) == [expected, expected, None]


@pytest.mark.parametrize(("minimum", "opened"), [(0, 3), (2, 3), (3, 3), (4, None)])
def test_minimum_is_kept_inside(minimum, opened):
    """A count under the minimum is not opened: no message of the opening is sent."""
    results, transcript = count([1, 2, 3, 4], [2, 3, 4, 5], minimum=minimum)
    assert results[NAMES[0]] == results[NAMES[1]] == opened
    steps = {message.step for message in transcript.messages}
    assert ("overlap" in steps) == (opened is not None)


@pytest.mark.parametrize("common", [0, 1, 2])
def test_matcher_counts_persons_and_decoys_together(monkeypatch, common):
    """Exactly: over all draws, what the matcher counts is overlap + 0 .. overlap + decoys."""
    first, second = [1, 2, 3], [*range(1, common + 1), 50]
    seen = []
    for drawn in range(DECOYS + 1):
        monkeypatch.setattr(
            overlap, "random_selection", lambda stream, n, k, drawn=drawn: np.array([drawn])
        )
        results, transcript = count(first, second)
        assert results[NAMES[0]] == common
        lists = transcript.view(NAMES[2]).find("pseudonyms with decoys")
        seen.append(np.intersect1d(lists[0].values(), lists[1].values()).size)
        assert [one.items for one in lists] == [len(first) + DECOYS, len(second) + DECOYS]
    assert seen == list(range(common, common + DECOYS + 1))


def test_number_of_common_decoys_is_drawn_evenly():
    """Every number from 0 to `decoys` occurs; none more often than chance allows."""
    drawn = [
        int(count([1], [2], decoys=3)[1].view(NAMES[1]).find("common decoys")[0].values()[0])
        for _ in range(400)
    ]
    counts = np.bincount(drawn, minlength=4)
    # each is binomial(400, 1/4): beyond these bounds less than once in a million runs
    assert len(counts) == 4
    assert 60 < counts.min() <= counts.max() < 145


def test_without_decoys_the_matcher_sees_the_overlap():
    """The stated limit: no decoys, no cover."""
    assert count([1, 2, 3], [2, 3, 4], decoys=0)[0][NAMES[0]] == 2


@pytest.mark.parametrize("who", [0, 1])
def test_a_list_that_is_too_long_is_not_compared(who):
    """The matcher keeps the limit for both owners, decoys not counted."""
    lists = [[1, 2], [1, 2]]
    count(*lists, limit=2)
    lists[who] = [1, 2, 3]
    with pytest.raises(PrivacyError, match=f"at most 2 persons from {NAMES[who]}, got 3"):
        count(*lists, limit=2)


def test_too_many_common_decoys_are_refused():
    """A number beyond the decoys cannot be right."""
    with pytest.raises(ProtocolError, match="'common decoys' to fit"):
        count([1], [1], interfere=change("common decoys", by=DECOYS + 1))


def test_a_changed_opening_is_noticed():
    """The count is opened with a check: one that was changed on its way is not used."""
    with pytest.raises(ProtocolError, match="holders of a share of 'overlap' disagree"):
        count([1, 2], [1, 2], interfere=change("overlap"))


@pytest.mark.parametrize("minimum", [0, 2])
def test_bytes_follow_the_formula(minimum):
    """Keys, lists with decoys, two numbers, one comparison if there is a minimum, two openings."""
    _, transcript = count([1, 2, 3], [2, 3], minimum=minimum)
    lists = 8 * (3 + 2 + 2 * DECOYS)
    compared = comparison_bytes(1, bits=32) + 3 * (4 + HASH_BYTES) if minimum > 1 else 0
    opened = 2 * (4 + HASH_BYTES)
    assert transcript.bytes == KEY_MESSAGES + 32 + 8 + lists + 2 * 4 + compared + opened
