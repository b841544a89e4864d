"""Tests of the whispered ring: the sum, what one person hears by enumeration, and its limits."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, ProtocolError, run_parties
from pet_workbench.sharing import masked_ring
from tests.sharing.scripted import ScriptedKeys, scripted_keystream

PEOPLE = ("Anna", "Bas", "Carla", "Dewi")


def _seats(numbers, bits=16):
    """Return the programs that add up `numbers`."""

    def seat(own):
        return lambda channel: masked_ring.sum_to_all(
            channel, own, parties=tuple(numbers), bits=bits
        )

    return {name: seat(own) for name, own in numbers.items()}


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=8))
def test_everybody_learns_the_sum(numbers):
    """Whatever the numbers and however many people, each gets the exact total."""
    results, _ = run_parties(_seats({f"person {i}": [x] for i, x in enumerate(numbers)}))
    assert [total.tolist() for total in results.values()] == [[sum(numbers)]] * len(numbers)


@pytest.mark.parametrize("n_people", [3, 4, 8])
def test_messages_follow_the_formula(n_people):
    """There are n whispers one after the other and n - 1 announcements at once: n + 1 rounds."""
    _, transcript = run_parties(_seats({f"person {i}": [i] for i in range(n_people)}, bits=32))
    assert len(transcript.messages) == 2 * n_people - 1
    assert transcript.bytes == 4 * (2 * n_people - 1)
    assert transcript.rounds == n_people + 1


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_alone_hears_anything_but_the_sum(monkeypatch, person):
    """One person's view is spread the same for all others' numbers with the same total.

    All 256 secret numbers of the 8-bit ring are tried at once, so the check is exact.
    """
    monkeypatch.setattr(masked_ring, "Keystream", scripted_keystream({"Anna": np.arange(256)}))
    spreads = set()
    for others in [(10, 20, 30), (60, 0, 0), (0, 0, 60), (250, 11, 55)]:
        numbers = dict.fromkeys(PEOPLE, 5) | dict(
            zip([name for name in PEOPLE if name != person], others, strict=True)
        )
        columns = {name: np.full(256, number) for name, number in numbers.items()}
        _, transcript = run_parties(_seats(columns, bits=8), entropy=ScriptedKeys(["Anna"]))
        seen = [message.values() for message in transcript.view(person).received]
        mask = np.arange(256) if person == "Anna" else np.zeros(256, int)
        spreads.add(frozenset(Counter(zip(*map(list, [*seen, mask]), strict=True)).items()))
    assert len(spreads) == 1


def test_a_changed_whisper_changes_the_sum_in_silence():
    """The model is semi-honest: everybody gets the same wrong sum and no error."""

    def change(message, payload):
        return payload + np.uint16(9) if message.sender == "Bas" else payload

    results, _ = run_parties(_seats({name: [10] for name in PEOPLE}), interfere=change)
    assert [total.tolist() for total in results.values()] == [[49]] * 4


def test_a_lost_whisper_stops_the_ring():
    """The next person waits in vain, and says for whom."""

    def lose(message, payload):
        return None if message.sender == "Bas" else payload

    with pytest.raises(ProtocolError, match="which never came"):
        run_parties(_seats({name: [10] for name in PEOPLE}), interfere=lose)


def test_two_people_make_no_ring():
    """Among two, the sum gives the other's number."""
    with pytest.raises(ParameterError, match="need at least 3 parties in the ring, got 2"):
        run_parties(_seats({"Anna": [1], "Bas": [2]}))


def test_a_number_too_large_for_the_ring_is_refused():
    """It would wrap around and spoil the sum."""
    with pytest.raises(ParameterError, match="got 65536 at position 0"):
        run_parties(_seats({name: [2**16] for name in PEOPLE}))
