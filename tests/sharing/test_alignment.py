"""Blind alignment: right numbers in every place, and nobody sees more than is stated.

The exact tests go through all permutations of the holder's rows and all choices of spare rows.
"""

from collections import Counter
from functools import partial
from itertools import permutations
from math import perm

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import Entropy, Keystream, ProtocolError, run_parties
from pet_workbench.sharing.joins import alignment
from pet_workbench.sharing.joins.alignment import EMPTY, NOBODY, ask, find_rows, hold, match
from pet_workbench.sharing.ring import BITS
from tests.rehearsal import NumberedKeys
from tests.three_parties import change, lose, ring, words

ROLES = {"holder": "Uri", "matcher": "Mia", "asker": "Sam"}


def align(places, numbers, *, bits=32, **options):
    """Run the three roles; return the sum of asker's and matcher's parts, and the record."""
    persons = np.array(list(numbers), np.int64)
    held = words(numbers.values(), bits)
    programs = {
        "Sam": partial(
            ask, places=np.array(places, np.int64), holder="Uri", matcher="Mia", dtype=ring(bits)
        ),
        "Uri": partial(hold, persons=persons, numbers=held, asker="Sam", matcher="Mia"),
        "Mia": partial(match, asker="Sam", holder="Uri", dtype=ring(bits)),
    }
    results, transcript = run_parties(programs, **options)
    assert results["Uri"] == len(places)
    return results["Sam"] + results["Mia"], transcript


person_numbers = st.integers(0, 2**62)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_every_place_gets_its_number(data, bits):
    """Known persons their number, unknown persons and empty places 0, in the asker's order."""
    persons = data.draw(st.lists(person_numbers, unique=True, max_size=12))
    asked = data.draw(st.lists(st.sampled_from([*persons, -1]), max_size=15)) if persons else []
    strangers = data.draw(st.lists(person_numbers, unique=True, max_size=4))
    places = [p for i, p in enumerate(asked) if p == EMPTY or p not in asked[:i]]
    places = data.draw(st.permutations(places + [p for p in strangers if p not in persons]))
    numbers = {p: data.draw(st.integers(0, (1 << bits) - 1)) for p in persons}
    total, _ = align(places, numbers, bits=bits)
    assert total.tolist() == [numbers.get(place, 0) for place in places]


@pytest.mark.parametrize(
    ("n_places", "n_empty", "n_held", "bits"),
    [(0, 0, 0, 8), (1, 0, 0, 32), (0, 0, 5, 64), (4, 3, 2, 16), (50, 50, 70, 32)],
)
def test_messages_follow_the_formula(n_places, n_empty, n_held, bits):
    """Two keys, two sizes, a label per place and row, a word per row, a position per place."""
    places = [EMPTY] * n_empty + list(range(n_places - n_empty))
    numbers = {1000 + i: i for i in range(n_held)}
    _, transcript = align(places, numbers, bits=bits)
    rows = n_held + n_places
    assert transcript.bytes == 2 * 32 + 16 + 8 * n_places + (8 + bits // 8) * rows + 4 * n_places
    assert transcript.rounds == 3


A, B, C, D, E = range(11, 16)
"""Five persons."""


def every_run(monkeypatch, places, numbers):
    """Yield the transcript for each permutation of the rows and each choice of spare rows."""
    n_persons = sum(place != EMPTY for place in places)
    unmatched = sum(place not in numbers for place in places if place != EMPTY)
    for order in permutations(range(len(numbers) + len(places))):
        for choice in permutations(range(n_persons), unmatched):
            _script(monkeypatch, order, choice)
            yield align(places, numbers, entropy=NumberedKeys())


def _script(monkeypatch, order, choice):
    """Let the holder's permutation and the matcher's choice be the given ones."""

    def written(numbers):
        return lambda stream, *sizes: np.array(numbers, np.int64)

    monkeypatch.setattr(alignment, "random_permutation", written(order))
    monkeypatch.setattr(alignment, "random_selection", written(choice))


PLACES = [A, EMPTY, B]
HELD = {
    "knows all": {A: 5, B: 6},
    "knows one": {A: 0, D: 255},
    "knows the other": {C: 1, B: 255},
    "knows none": {C: 255, D: 255},
}


@pytest.mark.parametrize("numbers", HELD.values(), ids=HELD)
def test_positions_say_nothing_about_who_is_known(monkeypatch, numbers):
    """Whoever the holder knows, the asker gets each ordered choice of positions equally often.

    Exact, over all 120 permutations and all choices: an unmatched place cannot be told from others.
    """
    seen = Counter()
    for total, transcript in every_run(monkeypatch, PLACES, numbers):
        assert total.tolist() == [numbers.get(place, 0) for place in PLACES]
        seen[tuple(transcript.view("Sam").find("positions")[0].values().tolist())] += 1
    assert len(seen) == perm(5, 3)
    assert len(set(seen.values())) == 1


def test_spare_rows_taken_in_order_would_betray_who_is_unknown(monkeypatch):
    """The enumeration does notice a matcher that takes the first spare rows."""

    def distribution(numbers):
        seen = Counter()
        for order in permutations(range(5)):
            _script(
                monkeypatch, order, range(sum(p in (A, B) and p not in numbers for p in PLACES))
            )
            _, transcript = align(PLACES, numbers, entropy=NumberedKeys())
            seen[tuple(transcript.view("Sam").find("positions")[0].values().tolist())] += 1
        return seen

    assert distribution(HELD["knows one"]) != distribution(HELD["knows all"])


@pytest.mark.parametrize("numbers", HELD.values(), ids=HELD)
def test_masked_numbers_are_jointly_uniform_to_the_asker(monkeypatch, numbers):
    """Each masked number, and nothing else, runs through all values with its byte of the mask."""
    _script(monkeypatch, [3, 1, 4, 0, 2], range(len({A, B} - set(numbers))))
    for row in range(5):
        views = [_view_with_mask(monkeypatch, numbers, row, byte) for byte in range(256)]
        for other in range(5):
            assert len({masked[other] for masked, _ in views}) == (256 if other == row else 1)
        assert len({positions for _, positions in views}) == 1


def _view_with_mask(monkeypatch, numbers, row, byte):
    """Return the asker's view in the 8-bit ring when one byte of the mask is given."""

    class Mask:
        def __init__(self, key, *, lane=0):
            pass

        def integers(self, shape, dtype):
            mask = np.arange(17, 17 + shape).astype(dtype)
            mask[row] = byte
            return mask

    monkeypatch.setattr(alignment, "Keystream", Mask)
    _, transcript = align(PLACES, numbers, bits=8, entropy=NumberedKeys())
    view = transcript.view("Sam")
    return tuple(
        tuple(view.find(step)[0].values().tolist()) for step in ("masked numbers", "positions")
    )


@pytest.mark.parametrize(
    ("choice", "owner", "label"),
    [("random_permutation", "Uri", "shuffle key"), ("random_selection", "Mia", "spare row key")],
)
def test_random_choices_come_from_a_key_that_stays_at_home(monkeypatch, choice, owner, label):
    """The shuffle is known to the holder alone, the choice of spare rows to the matcher alone."""
    used = []
    proper = getattr(alignment, choice)

    class Noted(Keystream):
        __slots__ = ("key",)

        def __init__(self, key, *, lane=0):
            super().__init__(key, lane=lane)
            self.key = key

    def noted(stream, *sizes):
        used.append(stream.key)
        return proper(stream, *sizes)

    monkeypatch.setattr(alignment, "Keystream", Noted)
    monkeypatch.setattr(alignment, choice, noted)
    _, transcript = align(PLACES, HELD["knows one"])
    assert used == [transcript.keys[owner][label]]
    assert used[0] not in [message.payload for message in transcript.messages]


@pytest.mark.parametrize("other", [[A, EMPTY, D], [D, E, EMPTY], [EMPTY, B, A]])
def test_the_holder_sees_sizes_only(other):
    """With the same random keys its view is the same, whoever is asked about and in what order."""
    views = []
    for places in (PLACES, other):
        _, transcript = align(places, HELD["knows all"], entropy=Entropy(teaching_seed=1))
        views.append([(m.sender, m.step, m.payload) for m in transcript.view("Uri").received])
    assert views[0] == views[1]
    assert [step for _, step, _ in views[0]] == ["pseudonym key", "sizes"]
    assert np.frombuffer(views[0][1][2], np.int64).tolist() == [2, 1]


def matcher_views(monkeypatch, places, numbers):
    """Return how often the matcher gets each view, over all permutations of the rows.

    A pseudonym is a random number: all that can be seen in a list of them is which are equal.  So
    each is replaced by the place of its first appearance.
    """
    seen = Counter()
    for _, transcript in every_run(monkeypatch, places, numbers):
        view = transcript.view("Mia")
        labels = [
            label
            for step in ("pseudonyms of places", "pseudonyms of rows")
            for label in view.find(step)[0].values().tolist()
        ]
        pattern = tuple(-1 if label == 0 else labels.index(label) for label in labels)
        seen[pattern, view.find("mask key")[0].payload] += 1
    return seen


@pytest.mark.parametrize(
    ("places", "numbers"),
    [
        ([B, EMPTY, A], {B: 0, C: 0}),
        ([C, EMPTY, D], {C: 255, A: 255}),
        ([A, EMPTY, B], {D: 9, A: 8}),
    ],
)
def test_the_matcher_sees_sizes_and_the_pattern_only(monkeypatch, places, numbers):
    """Other persons and other numbers with the same matches give exactly the same views."""
    reference = matcher_views(monkeypatch, [A, EMPTY, B], {A: 5, D: 6})
    assert matcher_views(monkeypatch, places, numbers) == reference


def test_the_matcher_does_see_another_pattern(monkeypatch):
    """The stated leak is there: which places match shows."""
    first, second = (matcher_views(monkeypatch, PLACES, HELD[one]) for one in list(HELD)[1:3])
    assert not set(first) & set(second)


def test_the_matcher_cannot_tell_a_person_who_lives_alone_from_a_couple(monkeypatch):
    """With the same pattern, which of two households has the empty place does not show."""
    alone_first = matcher_views(monkeypatch, [A, EMPTY, B, C], {C: 3})
    couple_first = matcher_views(monkeypatch, [B, C, A, EMPTY], {C: 3})
    assert alone_first == couple_first


def test_an_unknown_partner_shows_that_there_is_one(monkeypatch):
    """A limit of the padding: an empty place always matches, an unknown person never does."""
    alone_first = matcher_views(monkeypatch, [A, EMPTY, B, C], {})
    couple_first = matcher_views(monkeypatch, [B, C, A, EMPTY], {})
    assert not set(alone_first) & set(couple_first)


@pytest.mark.parametrize(("places", "numbers"), [([A, B, A], {A: 1, B: 2}), ([A, A], {B: 1, A: 2})])
def test_a_person_asked_about_twice_is_refused(places, numbers):
    """The pseudonym would be matched twice."""
    with pytest.raises(ProtocolError, match="need every pseudonym once in each list") as error:
        align(places, numbers)
    assert error.value.id == "errors.pseudonym_twice"


def test_a_person_held_twice_is_refused():
    """Which of the numbers is meant cannot be known."""
    rows = np.array([7, 8, 7, 0], np.uint64)
    with pytest.raises(ProtocolError, match="need every pseudonym once in each list"):
        find_rows(np.array([8], np.uint64), rows, Keystream(bytes(32)))


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_places_find_their_rows_and_others_different_spare_ones(known, unknown, strangers):
    """Known places get the row with their pseudonym, the others different rows of nobody."""
    rng = np.random.default_rng(known + 10 * unknown + 100 * strangers)
    rows = rng.permutation(np.r_[np.arange(1, known + strangers + 1), np.zeros(known + unknown)])
    rows = rows.astype(np.uint64)
    places = np.r_[np.arange(1, known + 1), 1000 + np.arange(unknown)].astype(np.uint64)
    found = find_rows(places, rows, Keystream(bytes(32)))
    assert np.array_equal(rows[found[:known]], places[:known])
    assert (rows[found[known:]] == NOBODY).all()
    assert len(set(found.tolist())) == known + unknown


def test_too_few_spare_rows_are_refused():
    """Lists that do not fit together give an error, never a number of somebody else."""
    rows = np.array([7, 0], np.uint64)
    places = np.array([8, 9], np.uint64)
    with pytest.raises(ProtocolError, match="need 'pseudonyms of rows' to fit") as error:
        find_rows(places, rows, Keystream(bytes(32)))
    assert error.value.id == "errors.alignment_mismatch"


STEPS = [
    "pseudonym key",
    "sizes",
    "pseudonyms of places",
    "mask key",
    "masked numbers",
    "pseudonyms of rows",
    "positions",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_lost_message_ends_the_run(step):
    """Whoever waits for it says so, or notices that the next message is another."""
    with pytest.raises(ProtocolError, match=r"needs '.*' .*from"):
        align(PLACES, HELD["knows one"], interfere=lose(step))


@pytest.mark.parametrize(
    ("step", "by", "refused"),
    [
        ("sizes", -1000, "'sizes'"),
        ("sizes", -2, "'pseudonyms of rows'"),
        ("positions", 1000, "'positions'"),
    ],
)
def test_numbers_that_cannot_be_right_are_refused(step, by, refused):
    """Sizes below zero, too few rows, a position beyond the list: a typed error."""

    def interfere(message, payload):
        return (
            payload + payload.dtype.type(by) * (np.arange(payload.size) == 0).astype(payload.dtype)
            if message.step == step
            else payload
        )

    with pytest.raises(ProtocolError, match=f"need {refused} to fit the other messages"):
        align(PLACES, HELD["knows none"], interfere=change(step, by=by))


def test_a_changed_number_is_never_noticed():
    """The model is semi-honest: whoever changes a masked number changes the sum, in silence."""
    numbers = {A: 5, B: 6, C: 7}
    total, _ = align([A, B, C], numbers, interfere=change("masked numbers"))
    changed = [got - numbers[place] for got, place in zip(total.tolist(), (A, B, C), strict=True)]
    assert sorted(changed) in ([0, 0, 0], [0, 0, 1])


def test_a_changed_key_makes_strangers_of_all():
    """Nobody matches under another key: every number becomes 0, without an error."""

    def interfere(message, payload):
        return payload ^ np.uint8(1) if message.step == "pseudonym key" else payload

    assert align([A, B], {A: 5, B: 6}, interfere=interfere)[0].tolist() == [0, 0]
