"""The stored speed table says what the documentation says it does; nothing is timed here."""

import json

import pytest

from pet_workbench.datasets import data_path

RECORD = json.loads((data_path() / "benchmarks" / "he.json").read_text())
OURS, FLOOR = "PET workbench", "SEAL 4.3 at our parameters, nothing checked"
JOBS = sorted({(line["job"], line["n"]) for line in RECORD["duels"]})


def line(job, n, engine=OURS):
    """Return what one engine took for one job."""
    (found,) = [
        one for one in RECORD["duels"] if (one["job"], one["n"], one["engine"]) == (job, n, engine)
    ]
    return found


def peers(job, n):
    """Return the lines of other libraries at a job, the bare SEAL left out."""
    return [
        one
        for one in RECORD["duels"]
        if (one["job"], one["n"]) == (job, n) and one["engine"] not in {OURS, FLOOR}
    ]


def test_every_peer_was_there_when_it_was_measured():
    """No library that installs is missing from the table."""
    assert RECORD["absent"] == []
    engines = {one["engine"].split()[0] for one in RECORD["duels"]}
    assert engines == {"PET", "SEAL", "TenSEAL", "OpenFHE", "desilofhe", "phe"}


@pytest.mark.parametrize(("job", "n"), [one for one in JOBS if one[0] != "score-by-row"])
def test_ours_are_right(job, n):
    """Exact sums are exact, results are off by at most 1e-7 of their declared bound."""
    ours = line(job, n)
    assert ours["ratio_median"] == 1
    if job != "encrypt":  # of the ring for a sum, whose error the sum divides by the rows
        assert ours["error"] <= (0 if job.startswith("exact") else 1e-7)


@pytest.mark.parametrize(("job", "n"), [one for one in JOBS if "sum" in one[0]])
def test_sums_are_faster_than_with_any_other_library(job, n):
    """By the median of runs that took turns."""
    assert all(one["ratio_median"] > 1 for one in peers(job, n))


@pytest.mark.parametrize("job", ["sum-public", "sum-owner", "exact-sum-public", "exact-sum-owner"])
def test_checking_everything_costs_little(job):
    """Meters, checks and streaming add at most a fifth to what SEAL itself takes."""
    assert line(job, 65_536, FLOOR)["ratio_median"] > 1 / 1.2


def test_encryption_is_within_a_tenth_of_bare_seal():
    """A column of 65,536 numbers, with the public key."""
    assert line("encrypt", 65_536, FLOOR)["ratio_median"] > 1 / 1.1


def test_adding_up_a_million_is_far_faster_than_tenseals_own_way():
    """By more than 60 times, since ciphertexts are added before slots are."""
    assert line("sum-step", 1 << 20, "TenSEAL 0.3.18, its own API")["ratio_median"] > 60


def test_paillier_is_slower_by_four_orders_of_magnitude():
    """One number per ciphertext, and modular powers of 4096 bits for each."""
    ratio = line("encrypt", 65_536, "phe 1.5.0 (Paillier, 2048 bits)")["ratio_median"]
    assert ratio > 10_000


@pytest.mark.parametrize(("job", "n"), [one for one in JOBS if one[1] in {100_000, 1_000_000}])
def test_memory_stays_flat(job, n):
    """A million rows, or a hundred thousand of sixteen features, in far less than a gigabyte."""
    assert line(job, n)["peak_mb"] < 500
