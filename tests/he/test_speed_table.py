"""The stored speed table says what the documentation says it does; nothing is timed here.

Ratios are of the processor's time, each of the run in which the other library took turns with ours.
"""

import pytest

from pet_workbench.bench.peers import OURS, stored

RECORDS = [one for one in stored("he") if one.turns is not None]
JOBS = sorted({(one.job, one.n) for one in RECORDS})


def line(job, n, engine=OURS, variant=""):
    """Return what one engine took for one job."""
    wanted = (job, n, engine, variant)
    (found,) = [one for one in RECORDS if (one.job, one.n, one.engine, one.variant) == wanted]
    return found


def ratio(*wanted):
    """Return how many times as long as ours an engine took."""
    return line(*wanted).ratio.median


def others(job, n):
    """Return the records of other libraries at a job, the bare SEAL left out."""
    return [
        one
        for one in RECORDS
        if (one.job, one.n) == (job, n) and one.base is not None and one.engine != "seal"
    ]


def test_every_peer_was_there_when_it_was_measured():
    """No library that installs is missing from the table; one that does not is named with why."""
    assert {one.engine for one in RECORDS} == {
        OURS, "seal", "tenseal", "openfhe", "desilofhe", "phe",
    }  # fmt: skip
    absent = {one.engine: one.reason for one in stored("he") if one.turns is None}
    assert absent == {"pyfhel": "no-package"}


@pytest.mark.parametrize(("job", "n"), [one for one in JOBS if one[0] != "score-by-row"])
def test_ours_are_right(job, n):
    """Exact sums are exact, results are off by at most 1e-7 of their declared bound."""
    ours = line(job, n)
    assert len(ours.turns.cpu_seconds) >= 3
    if job != "encrypt":  # of the ring for a sum, whose error the sum divides by the rows
        assert ours.turns.error <= (0 if job.startswith("exact") else 1e-7)


@pytest.mark.parametrize(("job", "n"), [one for one in JOBS if "sum" in one[0]])
def test_sums_are_faster_than_with_any_other_library(job, n):
    """By the median of runs that took turns."""
    assert all(one.ratio.median > 1 for one in others(job, n))


@pytest.mark.parametrize("job", ["sum-public", "sum-owner", "exact-sum-public", "exact-sum-owner"])
def test_checking_everything_costs_little(job):
    """Meters, checks and streaming add at most a fifth to what SEAL itself takes."""
    assert ratio(job, 65_536, "seal", "our-parameters") > 1 / 1.2


def test_encryption_is_within_a_tenth_of_bare_seal():
    """A column of 65,536 numbers, with the public key."""
    assert ratio("encrypt", 65_536, "seal", "our-parameters") > 1 / 1.1


def test_adding_up_a_million_is_far_faster_than_tenseals_own_way():
    """By more than 60 times, since ciphertexts are added before slots are."""
    assert ratio("sum-step", 1 << 20, "tenseal", "own-api") > 60


def test_paillier_is_slower_by_four_orders_of_magnitude():
    """One number per ciphertext, and modular powers of 4096 bits for each."""
    assert ratio("encrypt", 65_536, "phe", "paillier-2048") > 10_000


@pytest.mark.parametrize(("job", "n"), [one for one in JOBS if one[1] in {100_000, 1_000_000}])
def test_memory_stays_flat(job, n):
    """A million rows, or a hundred thousand of sixteen features, in far less than a gigabyte."""
    assert line(job, n).turns.more["peak_mb"] < 500
