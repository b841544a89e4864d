"""Tests of times on networks, and of what is said about their error."""

from dataclasses import replace

import pytest

from pet_workbench import usecases
from pet_workbench.bench import costs, records
from pet_workbench.bench.costs.validation import compare
from pet_workbench.core import PROFILES
from pet_workbench.datasets import data_path
from pet_workbench.engines import LocalProcesses
from tests.bench.costs_records import record

LAN, WAN, MOBILE = PROFILES


def test_a_record_and_its_transcript_wait_equally_long():
    """Pages that run something now and pages that show a record say the same."""
    case = usecases.get("aio")
    transcript = case.run("trusted-third-party", case.load(n=50, seed=1)).transcript
    stored = record(rounds=transcript.rounds, chain_bytes=transcript.chain_bytes)
    for profile in PROFILES:
        assert costs.waiting_seconds(stored, profile) == profile.seconds(transcript)


def test_time_on_a_network_is_computing_and_waiting():
    """The median of the repeats, and what `NetworkProfile.waiting` adds."""
    waited = WAN.waiting(rounds=10, chain_bytes=50_000)
    slow = record(seconds=(1.0, 2.0, 9.0))
    assert costs.network_seconds(slow, WAN) == 2.0 + waited
    on_wan = costs.seconds_on(costs.use(slow), WAN)
    assert (on_wan.low, on_wan.middle, on_wan.high) == (1 + waited, 2 + waited, 9 + waited)


def test_who_sends_nothing_does_not_wait():
    """A technique without messages takes as long on any network."""
    alone = record(links=(), chain_bytes=0, rounds=0)
    assert {costs.network_seconds(alone, profile) for profile in PROFILES} == {1.0}


def test_rounds_and_bytes_that_wait_for_each_other_are_the_same_in_processes_of_their_own():
    """What the model needs of a run does not depend on where it ran."""
    case = usecases.get("aio")
    tables = case.load(n=50, seed=1)
    here, apart = (
        case.run("trusted-third-party", tables, engine=engine).transcript
        for engine in (None, LocalProcesses())
    )
    assert (here.rounds, here.chain_bytes) == (apart.rounds, apart.chain_bytes)


def on(profile, factor, **changed):
    """Return a record on a network that took `factor` times what the model says."""
    seconds = factor * costs.network_seconds(record(**changed), profile)
    return record(network=profile.id, seconds=(seconds,), cpu_seconds=(1.0,), **changed)


def test_errors_are_told_per_network_with_median_worst_and_bias():
    """A model that says 100 where 125, 100 and 80 were measured errs by -20, 0 and 25 %."""
    runs = [(125 / 100, "a"), (1.0, "b"), (80 / 100, "c")]
    found = compare(
        [
            *(record(technique=id) for _, id in runs),
            *(on(WAN, factor, technique=id) for factor, id in runs),
            on(LAN, 2.0, technique="a"),
        ]
    )
    wan = found.by_profile["wan"]
    assert [row.error for row in found.rows if row.profile == "wan"] == pytest.approx(
        [-0.2, 0.0, 0.25]
    )
    assert (wan.count, wan.median, wan.worst, wan.bias) == pytest.approx((3, 0.2, 0.25, 0.0))
    assert found.by_profile["lan"].bias == pytest.approx(-0.5)
    assert list(found.by_profile) == ["lan", "wan"]


def test_a_run_without_its_counterpart_is_not_compared():
    """A prediction is made from a run in one process of exactly the same cell."""
    runs = [record(n=10), on(WAN, 1.0), record(network="satellite")]
    assert compare(runs).rows == ()
    assert compare([]).by_profile == {}


def test_the_stored_runs_judge_the_model_on_every_network():
    """Each profile was compared at ten cells or more, in one process and on the network alike."""
    found = costs.validation()
    assert list(found.by_profile) == [profile.id for profile in PROFILES]
    assert min(errors.count for errors in found.by_profile.values()) >= 10
    assert found.machine["processor"]
    assert found.date > "2026"


def test_the_model_is_as_good_as_we_say():
    """On the slower networks, for which it is made, half of the stored runs are within 15 %."""
    by_profile = costs.validation().by_profile
    assert by_profile["wan"].median < 0.15
    assert by_profile["mobile"].median < 0.15


def test_bytes_that_wait_for_each_other_foretell_better_than_the_busiest_sender():
    """On the mobile network, where the two differ, the simpler model of before errs more."""
    stored = records(folder=data_path() / "benchmarks" / "network")
    differ = [line for line in stored if line.chain_bytes > 1.1 * busiest(line)]
    simpler = [replace(line, chain_bytes=busiest(line)) for line in differ]
    assert len({(line.case, line.technique) for line in differ}) >= 2
    chain, sender = (compare(lines).by_profile["mobile"] for lines in (differ, simpler))
    assert chain.median < sender.median


def busiest(line):
    """Return the bytes of the party that sends most."""
    return max(line.bytes_by_party.values(), default=0)
