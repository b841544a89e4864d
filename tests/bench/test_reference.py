"""What comes with the workbench describes the workbench as it is."""

import pytest

from pet_workbench import bench, usecases
from pet_workbench.bench.machine import IDENTITY
from pet_workbench.bench.stamp import is_outdated

IN_PROCESS = [record for record in bench.records() if record.network == bench.IN_PROCESS]


def test_no_record_is_older_than_its_technique():
    """Whoever changes a technique measures its case again: ``pet-workbench bench CASE``."""
    assert sorted({(one.case, one.technique) for one in bench.records() if is_outdated(one)}) == []


def test_every_technique_was_measured_at_every_size_it_is_worth():
    """The grid as planned is the grid that was measured, given up cells included."""
    from pet_workbench.bench.reference import stopped

    done = {line.cell.key for line in (*bench.records(), *stopped())}
    assert [cell for cell in bench.plan().cells if cell.key not in done] == []


def test_every_line_that_ships_passes_the_checks_of_a_foreign_file():
    """Pages read our own lines without these checks, so they are made here; the result is equal."""
    from pet_workbench.bench.record import read_line
    from pet_workbench.datasets import data_path

    files = sorted((data_path() / "benchmarks").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    assert len(lines) > len(usecases.names())
    assert [read_line(line) for line in lines] == [read_line(line, is_ours=True) for line in lines]


def test_reference_is_one_machine():
    """Times within the reference can be compared: they are of one machine."""
    machines = {tuple(record.machine[name] for name in IDENTITY) for record in IN_PROCESS}
    assert len(machines) == 1


VARYING = {
    "homomorphic:bfv": 0.1,
    "homomorphic:ckks": 0.1,
    "secret-sharing:sort-join": 0.1,
    "synthetic:private": 0.3,
}
"""How much the bytes differ from run to run.  Ciphertexts are sent compressed, sorting in a secret
order takes a random number of rounds, and a private file has as many rows as a noisy count says: at
the smallest size that is ten standard deviations.
"""


@pytest.mark.parametrize("case", usecases.names())
def test_bytes_and_rounds_are_as_recorded(case):
    """Run again at the smallest size, a technique sends what its record says, link by link."""
    small = min(record.n for record in IN_PROCESS if record.case == case)
    tables = usecases.get(case).load(n=small, seed=1)
    for record in IN_PROCESS:
        if (record.case, record.n) != (case, small):
            continue
        transcript = _run(case, record.technique, tables).transcript
        if record.technique in VARYING:
            near = pytest.approx(record.bytes, rel=VARYING[record.technique])
            assert transcript.bytes == near, record.technique
            assert transcript.rounds == pytest.approx(record.rounds, rel=0.2)
        else:
            sent = {(one.sender, one.receiver): (one.messages, one.bytes) for one in record.links}
            assert _traffic(transcript) == sent, record.technique
            assert transcript.rounds == record.rounds
            assert transcript.chain_bytes == record.chain_bytes


def _run(case, technique, tables):
    return usecases.get(case).run(technique, tables, keep_payload_bytes=0)


def _traffic(transcript):
    """Messages and bytes by link."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for message in transcript.messages:
        link = message.sender, message.receiver
        messages, size = found.get(link, (0, 0))
        found[link] = messages + 1, size + message.size_bytes
    return found
