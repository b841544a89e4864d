"""A short list looked up in a long one: the answer, each party's view, limits and bytes."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import Entropy, PrivacyError, ProtocolError, run_parties
from pet_workbench.sharing.joins.lookup import ask, find_common, hold, lookup_bytes, match
from tests.three_parties import change
from tests.uniformity import looks_uniform

BYTE = np.dtype(np.uint8)
SOUGHT = [7, 100_000_005, 3, 999_999_999]
HELD = {3: 11, 8: 5, 999_999_999: 2, 12: 1, 5: 200}


def look_up(sought, held, *, limit=1_000, dtype=BYTE, **options):
    """Run the three parties."""
    persons = np.array(list(held), np.int64)
    numbers = np.array(list(held.values()), dtype)
    programs = {
        "Anna": partial(
            ask, persons=np.array(sought, np.int64), holder="Bas", matcher="Carla", dtype=dtype
        ),
        "Bas": partial(
            hold, persons=persons, numbers=numbers, asker="Anna", matcher="Carla", limit=limit
        ),
        "Carla": partial(match, asker="Anna", holder="Bas", dtype=dtype),
    }
    return run_parties(programs, **options)


@given(
    st.lists(st.integers(0, 30), max_size=12, unique=True),
    st.dictionaries(st.integers(0, 30), st.integers(0, 255), max_size=12),
)
def test_answer_is_that_of_a_dictionary(sought, held):
    """Every number of a sought person is read, at its place on the list, and no other."""
    results, transcript = look_up(sought, held)
    read = results["Anna"]
    expected = [(place, held[person]) for place, person in enumerate(sought) if person in held]
    assert list(zip(read.places.tolist(), read.numbers.tolist(), strict=True)) == expected
    assert results["Carla"] == len(expected)
    size = lookup_bytes(len(sought), len(held), len(expected), item_bytes=1)
    assert transcript.bytes == size
    assert transcript.rounds == 3


@pytest.mark.parametrize("bits", [8, 16, 32, 64])
def test_every_ring_holds_its_largest_number(bits):
    """Pads wrap around in each ring."""
    held = {3: 2**bits - 1, 4: 0}
    read = look_up([4, 3], held, dtype=np.dtype(f"u{bits // 8}"))[0]["Anna"]
    assert read.numbers.tolist() == [0, 2**bits - 1]


def view_of(party, sought, held):
    """Return what `party` received in a run in which all keys are the same."""
    view = look_up(sought, held, entropy=Entropy(teaching_seed=1))[1].view(party)
    return [(m.sender, m.step, m.payload) for m in view.received]


def test_holder_learns_nothing_at_all():
    """Whatever the list, even its length, the holder receives the same one key."""
    views = [view_of("Bas", sought, HELD) for sought in (SOUGHT, [1], [], list(range(50)))]
    assert [step for _, step, _ in views[0]] == ["pseudonym key"]
    assert all(view == views[0] for view in views)


def test_asker_learns_nothing_of_people_it_does_not_seek():
    """Its view is the same whoever else the holder knows, how many, and what their numbers are."""
    sought_and_held = {3: 11, 999_999_999: 2}
    views = [
        view_of("Anna", SOUGHT, {**sought_and_held, **others})
        for others in ({}, {8: 1}, {8: 2}, {n: 77 for n in range(20, 900)})
    ]
    assert all(view == views[0] for view in views)


def test_matcher_sees_random_numbers():
    """Equal numbers of neighbours reach it as uniform bytes; of pseudonyms only the order rises."""
    _, transcript = look_up([1], dict.fromkeys(range(3_000), 7))
    view = transcript.view("Carla")
    assert looks_uniform(view.find("masked numbers")[0].payload)
    held = view.find("pseudonyms held")[0].values()
    assert bool((np.diff(held) > 0).all())
    assert looks_uniform((held & np.uint64(2**32 - 1)).astype(np.uint32).tobytes())


def test_matcher_view_has_no_message_but_the_stated_ones():
    """Two lists of pseudonyms, masked numbers, and the limit: that is all."""
    _, transcript = look_up(SOUGHT, HELD)
    steps = {message.step for message in transcript.view("Carla").received}
    assert steps == {"pseudonyms sought", "pseudonyms held", "masked numbers", "longest list"}


def test_order_of_the_lists_does_not_show():
    """The matcher sees the same whatever the order of rows: a place in a file would name people."""
    turned = dict(reversed(HELD.items()))
    assert view_of("Carla", SOUGHT, HELD) == view_of("Carla", SOUGHT[::-1], turned)


def test_pseudonyms_change_with_every_run():
    """Fresh keys: the matcher cannot connect two runs."""
    first, second = (
        set(look_up(SOUGHT, HELD)[1].view("Carla").find("pseudonyms held")[0].values().tolist())
        for _ in range(2)
    )
    assert not first & second


def test_a_list_that_is_too_long_gets_no_answer():
    """The matcher keeps the holder's limit: at it the run goes on, over it nothing is returned."""
    look_up(SOUGHT, HELD, limit=4)
    with pytest.raises(PrivacyError, match="at most 3 persons from Anna, got 4"):
        look_up(SOUGHT, HELD, limit=3)


def test_a_person_listed_twice_is_refused():
    """On either list: a pad would serve twice, or a count would be wrong."""
    with pytest.raises(ProtocolError, match="every pseudonym once"):
        look_up([3, 3], HELD)


@pytest.mark.parametrize("by", [4, 2**31])
def test_an_impossible_answer_is_refused(by):
    """Places beyond the asker's list stop the run."""
    with pytest.raises(ProtocolError, match="'places found' to fit"):
        look_up(SOUGHT, HELD, interfere=change("places found", by=by))


def test_a_changed_number_is_not_noticed():
    """The stated limit: who returns the masked number can change it."""
    read = look_up([3], HELD, interfere=change("masked numbers found"))[0]["Anna"]
    assert read.numbers.tolist() == [12]


def test_common_of_sorted_lists():
    """Places and rows belong together; empty lists have nothing in common."""
    a, b = np.array([1, 4, 9], np.uint64), np.array([4, 5, 9, 10], np.uint64)
    assert [x.tolist() for x in find_common(a, b)] == [[1, 2], [0, 2]]
    assert [x.tolist() for x in find_common(a[:0], b)] == [[], []]
    assert [x.tolist() for x in find_common(a, b[:0])] == [[], []]
