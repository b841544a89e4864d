"""Records say exactly what was measured, and survive being written, cancelled and read back."""

import json

import pytest

from pet_workbench import bench, usecases
from pet_workbench.bench.machine import machine, peak_memory_mb, reset_peak_memory, versions
from pet_workbench.cli import main
from pet_workbench.core import DataError, ParameterError


@pytest.fixture(scope="module")
def records() -> tuple[bench.Record, ...]:
    """Two sizes of the opening case, with one technique."""
    return tuple(
        bench.run_grid(
            usecases.get("table"), sizes=[5, 3], techniques=["trusted-third-party"], repeats=2
        )
    )


def test_one_record_per_cell_smallest_size_first(records):
    """Sizes are measured in ascending order, each with every repeat kept apart."""
    assert [(r.n, r.technique, len(r.seconds)) for r in records] == [
        (3, "trusted-third-party", 2),
        (5, "trusted-third-party", 2),
    ]


def test_bytes_and_rounds_are_those_of_the_transcript(records):
    """A record counts exactly what a run by hand counts."""
    case = usecases.get("table")
    outcome = case.run("trusted-third-party", case.load(n=5, seed=1))

    assert (records[1].bytes, records[1].rounds) == (
        outcome.transcript.bytes,
        outcome.transcript.rounds,
    )
    assert sum(records[1].bytes_by_party.values()) == records[1].bytes


def test_a_record_survives_json(records):
    """Writing and reading gives an equal record."""
    for record in records:
        assert bench.Record.from_json(record.to_json()) == record


@pytest.mark.parametrize("line", ["", "[]", "{}", "no json", '{"schema": 1}', '{"schema": 99}'])
def test_other_lines_are_refused(line):
    """Anything but a record of this version is an error, not a half-filled record."""
    with pytest.raises(DataError, match="need a benchmark record of version 1"):
        bench.Record.from_json(line)


def test_a_record_with_one_field_too_many_is_refused(records):
    """A record of a later layout is not read as if it were ours."""
    line = json.dumps({**json.loads(records[0].to_json()), "surprise": 1})

    with pytest.raises(DataError):
        bench.Record.from_json(line)


def test_unknown_techniques_are_refused_before_anything_runs():
    """A wrong id stops the grid at once."""
    with pytest.raises(ParameterError, match="need one of"):
        next(bench.run_grid(usecases.get("table"), sizes=[3], techniques=["magic"]))


def test_machine_and_versions_name_no_host():
    """Records say on what was measured, without the name of the machine."""
    import platform

    described = json.dumps([machine(), versions()])

    assert platform.node() not in described or not platform.node()
    assert {"processor", "cores", "memory_gb", "system"} == set(machine())


def test_peak_memory_sees_a_large_array():
    """Eighty megabytes more are noticed, where the system can tell."""
    reset_peak_memory()
    before = peak_memory_mb()
    if before is None:
        pytest.skip("this system does not tell the peak memory of a process")
    bytearray(80_000_000)

    assert peak_memory_mb() >= before + 60


def test_stored_records_are_of_the_case_asked_for():
    """The records that come with the workbench can be read, and belong to their case."""
    for case in usecases.names():
        assert {record.case for record in bench.stored(case)} <= {case}


def test_the_command_adds_records_and_prints_a_table(tmp_path, capsys):
    """Two runs of the command leave both their records in one file."""
    out = tmp_path / "new" / "table.jsonl"
    command = ["bench", "table", "--sizes", "3,4", "--repeats", "1", "--out", str(out)]

    assert main([*command, "--lang", "en"]) == 0
    assert main([*command, "--lang", "nl"]) == 0

    assert len(bench.load(out)) == 2 * 2 * len(usecases.get("table").techniques)
    printed = capsys.readouterr().out
    assert "median" in printed
    assert "mediaan" in printed


def test_stopping_keeps_the_finished_records(tmp_path, capsys, monkeypatch):
    """Ctrl+C during the second size leaves the first size's records on disk."""
    out = tmp_path / "table.jsonl"
    case = usecases.get("table")
    load = case.load

    def stop_at_four(*, n, seed):
        if n == 4:
            raise KeyboardInterrupt
        return load(n=n, seed=seed)

    monkeypatch.setattr(case, "load", stop_at_four)

    assert main(["bench", "table", "--sizes", "3,4", "--out", str(out), "--lang", "en"]) == 130
    assert {record.n for record in bench.load(out)} == {3}
    assert "Stopped" in capsys.readouterr().out


@pytest.mark.parametrize("sizes", ["0", "-5", "1.5", "ten", ""])
def test_impossible_sizes_are_refused(sizes, capsys):
    """A size that is no whole number above zero ends the command with its usage."""
    with pytest.raises(SystemExit, match="2"):
        main(["bench", "table", "--sizes", sizes])
    assert "10000,1e6" in capsys.readouterr().err


def test_a_technique_is_measured_up_to_its_own_size():
    """What would take hours is left out by default, and measured all the same when asked for."""
    case = usecases.get("education-tax")

    assert "secret-sharing:sort-join" in bench.measured(case, 50_000)
    assert "secret-sharing:sort-join" not in bench.measured(case, 500_000)
    assert bench.measured(case, 500_000, ["secret-sharing:sort-join"]) == [
        "secret-sharing:sort-join"
    ]


@pytest.mark.parametrize("key", usecases.names())
def test_every_case_says_at_which_sizes_to_measure_it(key):
    """Ascending, and each with a technique to measure."""
    case = usecases.get(key)

    assert list(case.sizes) == sorted(set(case.sizes))
    assert all(bench.measured(case, n) for n in case.sizes)
