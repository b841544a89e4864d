"""The dictionary attack finds everybody behind a hash, and nobody behind a key it lacks."""

import hashlib
import itertools

import numpy as np
import pytest

from pet_workbench.attacks import dictionary
from pet_workbench.attacks.dictionary import (
    WHOLE_DOMAIN,
    Progress,
    break_hashes,
    break_pseudonyms,
)
from pet_workbench.core import ParameterError
from pet_workbench.datasets.citizen_numbers import INVENTED, REAL, complete
from pet_workbench.sharing.joins.hashes import hash_numbers
from pet_workbench.sharing.joins.pseudonyms import pseudonyms

RANGE = (12_300_000, 12_400_000)
PERSONS = complete(np.array([12_300_017, 12_345_678, 12_399_990, 12_377_777]))
KEY = b"k" * 32


def last(attack):
    """Return the last report."""
    *_, report = attack
    return report


def test_hash_is_that_of_the_written_number():
    """Nine digits, zeros in front, salt first."""
    expected = hashlib.sha256(b"salt000000012").digest()
    assert hash_numbers(np.array([12]), salt=b"salt").tobytes() == expected


@pytest.mark.parametrize("salt", [b"", b"agreed by both organisations"])
def test_everybody_in_the_range_is_found(salt):
    """By their place on the list; a salt that the attacker knows too changes nothing."""
    report = last(break_hashes(hash_numbers(PERSONS, salt=salt), salt=salt, prefixes=RANGE))
    assert report.found == dict(enumerate(PERSONS.tolist()))


def test_an_unknown_salt_is_a_key():
    """With another salt than the list's nobody is found."""
    assert not last(break_hashes(hash_numbers(PERSONS, salt=b"a"), salt=b"b", prefixes=RANGE)).found


def test_numbers_with_another_remainder_are_tried_on_request():
    """Invented numbers fail the eleven-test, and are found when those are tried."""
    invented = complete(np.array([12_345_678]), remainder=INVENTED)
    hashes = hash_numbers(invented)
    assert not last(break_hashes(hashes, remainder=REAL, prefixes=RANGE)).found
    found = last(break_hashes(hashes, remainder=INVENTED, prefixes=RANGE)).found
    assert found == {0: int(invented[0])}


def test_attack_ends_when_all_are_found():
    """After the block with the last person it stops."""
    early = complete(np.array([12_300_001]))
    reports = list(break_hashes(hash_numbers(early), prefixes=(12_300_000, 99_000_000)))
    assert len(reports) == 1
    assert reports[0].tried <= dictionary.BLOCK


def test_progress_rises_to_the_whole_range(monkeypatch):
    """Reports come block by block, and the last says that all of the range was tried."""
    monkeypatch.setattr(dictionary, "BLOCK", 30_000)
    stranger = np.zeros((1, 32), np.uint8)
    reports = list(break_hashes(stranger, prefixes=RANGE))
    assert [round(r.done, 2) for r in reports] == [0.3, 0.6, 0.9, 1.0]
    assert reports[-1].tried == complete(np.arange(*RANGE)).size
    assert all(a.seconds <= b.seconds for a, b in itertools.pairwise(reports))


def test_whole_domain_is_counted_exactly():
    """Counting remainders digit by digit gives the stated number, for real and for invented."""
    ways = np.zeros(11, np.int64)
    ways[0] = 1
    for weight in range(2, 10):
        ways = sum(np.roll(ways, weight * digit) for digit in range(10))
    for remainder in (REAL, INVENTED):
        assert 10**8 - ways[(remainder + 10) % 11] == WHOLE_DOMAIN


def test_estimate_for_the_whole_domain():
    """It follows from the speed so far."""
    report = Progress(tried=WHOLE_DOMAIN // 10, found={}, seconds=2.0, done=0.1)
    assert report.whole_domain_seconds == pytest.approx(20, rel=1e-6)
    assert Progress(0, {}, 0.0, 0.0).whole_domain_seconds == 0


def test_pseudonyms_fall_to_the_key_holder():
    """With the key all numbers are tried, and everybody is found."""
    labels = pseudonyms(KEY, PERSONS)
    assert last(break_pseudonyms(labels, KEY, prefixes=RANGE)).found == dict(
        enumerate(PERSONS.tolist())
    )


def test_pseudonyms_hold_without_the_key():
    """With any other key nobody is found."""
    labels = pseudonyms(KEY, PERSONS)
    assert not last(break_pseudonyms(labels, b"x" * 32, prefixes=RANGE)).found


def test_pseudonyms_are_not_hashes_either():
    """Hashing all numbers finds none of them."""
    rows = np.zeros((len(PERSONS), 32), np.uint8)
    rows[:, :8] = pseudonyms(KEY, PERSONS).view(np.uint8).reshape(-1, 8)
    assert not last(break_hashes(rows, prefixes=RANGE)).found


def test_range_must_exist():
    """First eight digits end at 99,999,999."""
    with pytest.raises(ParameterError, match="last prefix"):
        next(break_hashes(hash_numbers(PERSONS), prefixes=(0, 10**8 + 1)))
