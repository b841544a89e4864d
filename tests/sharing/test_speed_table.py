"""The stored speed table of secret sharing and list intersection; nothing is timed here."""

import pytest

from pet_workbench.bench.peers import OURS, stored

SHARING = [one for one in stored("sharing") if one.turns is not None]


def line(job, engine, n):
    """Return what one engine took for one job."""
    (found,) = [one for one in SHARING if (one.job, one.engine, one.n) == (job, engine, n)]
    return found


def test_every_peer_was_there_when_it_was_measured():
    """No engine that installs is missing, and those that do not are named with the reason."""
    assert {one.engine for one in SHARING} == {OURS, "mpyc", "spu"}
    absent = {one.engine: one.reason for one in stored("sharing") if one.turns is None}
    assert absent == {"crypten": "no-import", "tno-mpc": "no-import"}


@pytest.mark.parametrize("job", ["comparison", "multiplication"])
@pytest.mark.parametrize(("engine", "n"), [("spu", 1_000_000), ("mpyc", 1_000)])
def test_no_engine_is_faster(job, engine, n):
    """Not even in the turn that went best for it."""
    assert line(job, engine, n).ratio.lowest > 1


def test_the_bytes_of_a_comparison_are_those_of_the_protocol():
    """Key agreement, input, a 64-bit comparison and opening take under 80 bytes for each number."""
    assert line("comparison", OURS, 1_000_000).bytes_per_item < 80
    assert line("comparison", "mpyc", 1_000).bytes_per_item > 10_000


def test_intersection_is_about_as_fast_as_the_best_known_engine():
    """Within a factor of two of one in C++, on the same curve work, with fewer bytes."""
    ours, theirs = (one for one in stored("psi") if one.turns is not None)
    assert 1 / 2 < theirs.ratio.median < 2
    assert ours.bytes_per_item < theirs.bytes_per_item
