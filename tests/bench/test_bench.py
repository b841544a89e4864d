"""The command ``pet-workbench bench``: what it measures, leaves out, stops, loads and reports."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
import pytest

from pet_workbench import bench
from pet_workbench.bench import Cell, LeftOut, Store
from pet_workbench.bench.running import Finished, NoAttack, Ran, Refusal
from pet_workbench.bench.summary import summary
from pet_workbench.cli import main, reader_words
from pet_workbench.cli.bench import measuring
from pet_workbench.cli.bench.told import event_text, left_out_text, tables
from pet_workbench.core import Release
from tests.bench.invented_case import KEY
from tests.bench.made import TABLE, record, stopped
from tests.bench.test_running import wait_until_gone

LEFT_OUT = [
    ("measured_to", {"limit": 50_000}),
    ("done", {"date": "2026-11-22T10:00:00+00:00"}),
    ("failed", {"message": "no luck"}),
    ("stopped", {"what": "time", "limit": 90.0}),
    ("stopped", {"what": "memory", "limit": 2000.0}),
    ("foreseen", {"what": "time", "n": 200, "limit": 90.0, "expected": 1500.0}),
    ("foreseen", {"what": "memory", "n": 200, "limit": 2000.0, "expected": 3000.0}),
    ("foreseen", {"what": "time", "n": 200, "limit": 90.0, "expected": None}),
    ("foreseen", {"what": "memory", "n": 200, "limit": 2000.0, "expected": None}),
]


@pytest.mark.usefixtures("log")
def test_the_command_measures_once_and_shows_it_in_both_languages(tmp_path, capsys):
    """A second time the same table is printed, and a line for each cell that is left out."""
    command = ["bench", KEY, "--techniques", "quick", "--sizes", "3,4", "--repeats", "1"]
    command += ["--out", str(tmp_path / "new")]

    assert main([*command, "--lang", "en"]) == 0
    first = capsys.readouterr().out
    assert main([*command, "--lang", "nl"]) == 0
    second = capsys.readouterr().out

    assert len(Store(tmp_path / "new" / f"{KEY}.jsonl").records()) == 2
    assert "Newly measured: 2; given up: 0." in first
    assert "left out" not in first
    assert "Nieuw gemeten: 0; opgegeven: 0." in second
    assert second.count("Al gemeten op") == 2
    assert [line.split()[:3] for line in second.splitlines() if line.startswith(KEY + " ")] == [
        [KEY, "3", "quick"],
        [KEY, "4", "quick"],
    ]


@pytest.mark.usefixtures("log")
def test_one_file_can_hold_several_cases(tmp_path, capsys):
    """With a name that ends in .jsonl all cases come in one file."""
    out = tmp_path / "all.jsonl"
    command = ["bench", KEY, "table", "--techniques", "quick,trusted-third-party"]

    assert main([*command, "--sizes", "4", "--repeats", "1", "--out", str(out)]) == 0
    assert [line.case for line in Store(out).records()] == [KEY, "table"]


@pytest.mark.usefixtures("log")
def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process(tmp_path, runs):
    """A real SIGINT in the second cell: exit code 130, the first record is there, nothing runs."""
    out = tmp_path / "records.jsonl"
    words = ["bench", KEY, "--techniques", "quick,slow", "--sizes", "4", "--repeats", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "pet_workbench.cli", *words, "--out", str(out), "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        # whoever runs the tests in the background passes on that interrupts are ignored
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - no threads here
    )
    while ("slow", 4) not in [(kind, n) for kind, n, _, _ in runs()]:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    printed = process.communicate(timeout=30)[0]

    assert process.returncode == 130
    assert "Stopped. Newly measured: 1;" in printed
    assert [line.technique for line in Store(out).records()] == ["quick"]
    wait_until_gone(pid for _, _, child, parent in runs() for pid in (child, parent))


@pytest.mark.parametrize("sizes", ["0", "-5", "1.5", "ten", "", "inf"])
def test_impossible_sizes_are_refused(sizes, capsys):
    """A size that is no whole number above zero ends the command with its usage."""
    with pytest.raises(SystemExit, match="2"):
        main(["bench", "table", "--sizes", sizes])
    assert "10000,1e6" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [["magic"], ["table", "--techniques", "magic"], ["table", "--networks", "carrier-pigeon"]],
)
def test_what_does_not_exist_is_refused_before_anything_runs(wrong, tmp_path, capsys):
    """A wrong name ends the command with one line, and no file."""
    assert main(["bench", *wrong, "--out", str(tmp_path / "new"), "--lang", "en"]) == 2
    assert "pet-workbench:" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_records_of_other_machines_stand_beside_ours(tmp_path, capsys):
    """With only --load nothing is measured; each machine has a table of its own."""
    mine, theirs = Store(tmp_path / "a.jsonl"), Store(tmp_path / "b.jsonl")
    mine.append(record())
    theirs.append(replace(record(), machine={**record().machine, "processor": "Another One"}))

    assert main(["bench", "--load", str(mine.path), str(theirs.path), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("Machine:") == 2
    assert "Another One" in printed
    assert main(["bench", "--load", str(tmp_path / "nowhere")]) == 2


def test_a_broken_file_is_refused_with_its_line_number(tmp_path, capsys):
    """The reader sees in which line, in the reader's language."""
    path = tmp_path / "a.jsonl"
    path.write_text(record().to_json() + '\n{"schema": 1}\n')

    assert main(["bench", "--load", str(path), "--lang", "nl"]) == 2
    told = capsys.readouterr().err
    assert "Regel 2 van" in told
    assert "De reden: Dit is geen meetverslag van versie 2" in told
    path.write_bytes(b"\xff\xfe\n")
    assert main(["bench", "--load", str(path), "--lang", "nl"]) == 2
    assert "geen tekst (UTF-8)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--load", "{empty}"],
        ["table", "--seed", "-3"],
        ["table", "--family", "psi"],
        ["table", "--scale", "0.1"],
        ["table", "--prices", "{prices}"],
    ],
)
def test_what_cannot_be_meant_is_refused(words, tmp_path, capsys):
    """Nothing to load is not everything to measure, a seed is from 0, no option does nothing."""
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    prices = tmp_path / "prices.toml"
    prices.touch()
    command = [word.format(empty=empty, prices=prices) for word in words]

    assert main(["bench", *command, "--out", str(tmp_path / "new")]) == 2
    assert capsys.readouterr().err.startswith("pet-workbench: ")
    assert not (tmp_path / "new").exists()


def test_the_report_is_about_what_was_loaded(tmp_path, capsys):
    """One page of HTML, and a line that says where it is."""
    path, page = tmp_path / "a.jsonl", tmp_path / "page.html"
    for line in bench.stored("fraud"):
        Store(path).append(line)

    command = ["bench", "--load", str(path), "--report", str(page), "--lang", "en"]
    assert main(command) == 0
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert str(page) in capsys.readouterr().out


def test_wrong_prices_are_refused_before_anything_is_measured(tmp_path, capsys):
    """A file of prices is read first, and its error names the file."""
    prices = tmp_path / "prices.toml"
    prices.write_text("no toml at all")

    command = ["bench", "table", "--report", str(tmp_path / "page.html"), "--prices", str(prices)]
    assert main([*command, "--out", str(tmp_path / "new")]) == 2
    assert "prices.toml" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_cluster_gets_the_same_order(tmp_path, monkeypatch):
    """With --scheduler the cells, the store and the budget go to the address."""
    cluster = pytest.importorskip("pet_workbench.bench.cluster")
    asked = []

    def run(cells, **options):
        asked.append((len(cells), options))
        return iter(())

    monkeypatch.setattr(cluster, "run", run)
    command = ["bench", "table", "--techniques", "trusted-third-party", "--sizes", "4,5"]
    command += ["--scheduler", "tcp://somewhere:1", "--seconds", "7", "--memory-mb", "80"]

    assert main([*command, "--out", str(tmp_path / "a.jsonl")]) == 0
    [(count, options)] = asked
    assert (count, options["scheduler"], options["repeats"]) == (2, "tcp://somewhere:1", 3)
    assert options["store"]["table"].path == tmp_path / "a.jsonl"
    assert options["budget"] == bench.Budget(seconds=7, memory_mb=80)


@pytest.mark.parametrize(("reason", "values"), LEFT_OUT)
def test_every_reason_has_words_in_both_languages(reason, values):
    """A cell that is left out has a line with its own figures, and no placeholder."""
    left_out = LeftOut(Cell("aio", "plain-exchange", 10_000, network="lan"), reason, values)
    told = [left_out_text(left_out, reader_words(lang), lang) for lang in ("nl", "en")]

    assert told[0].startswith("aio, plain-exchange, n = 10.000, lan: overgeslagen. ")
    assert told[1].startswith("aio, plain-exchange, n = 10,000, lan: left out. ")
    for line in told:
        assert not re.search(r"[{}]|None", line)


def test_what_is_given_up_has_a_line():
    """So have an attack without end and a cell over its budget; a finished run has none."""
    words = reader_words("en")
    for line, end in (
        (stopped(limit=90.0), "given up after 90 s."),
        (stopped(reason="memory", limit=2000.0), "needed more than 2,000 MB of memory."),
        (stopped(reason="error", limit=None, message="no luck"), "failed: no luck"),
    ):
        assert event_text(Finished(line), words, "en").endswith(end)
    refusal = Refusal("errors.out_of_range", {"name": "n", "low": 3, "high": 8, "value": 9})
    line = stopped(reason="error", limit=None, message="need 3 <= n <= 8, got n=9")
    assert event_text(Finished(line, refusal), reader_words("nl"), "nl").endswith(
        "mislukt: n moet tussen 3 en 8 liggen. Nu is het 9."
    )
    assert "(too much time)" in event_text(NoAttack(TABLE, "time", None), words, "en")
    assert "(no luck)" in event_text(NoAttack(TABLE, "error", "no luck"), words, "en")
    assert event_text(Finished(record()), words, "en") == ""
    assert event_text(Ran(TABLE, 1, 0.1, 0.2), words, "en") == ""


def test_a_table_shows_the_newest_record_of_a_cell():
    """Of two records of one cell the later line counts, as in the file."""
    shown = tables([record(), record(rounds=77)], reader_words("en"), "en")

    assert len(shown.splitlines()) == 3
    assert "77" in shown


def test_a_folder_has_a_file_for_each_case(tmp_path):
    """So the records of one case can be put away, or measured anew, by themselves."""
    wanted = bench.plan(["table", "aio"], techniques=["trusted-third-party"], sizes=[5])

    stores = measuring.stores_of(wanted, tmp_path / "folder")

    assert [(store.path.name, len(cells)) for store, cells in stores.items()] == [
        ("table.jsonl", 1),
        ("aio.jsonl", 1),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (np.int64(3), 3),
        (np.bool_(True), True),
        ("x" * 500, "x" * 200),
        (np.arange(3), [0, 1, 2]),
        (np.ones((20, 2)), {"items": 40, "first": [1.0] * 5, "shape": [20, 2], "sum": 40.0}),
        (list(range(13)), {"items": 13, "first": [0, 1, 2, 3, 4]}),
        ({3, 1}, [1, 3]),
        ({1: (2, "a")}, {"1": [2, "a"]}),
        (pd.Series([1, 2]), [1, 2]),
        (pd.DataFrame({"a": [1]}), {"items": 1, "a": [1]}),
        (
            Release("total", "Bas", "exact", 1),
            {"what": "total", "receiver": "Bas", "guarantee": "exact", "items": 1},
        ),
        ([float("nan"), np.inf, 0.5], ["nan", "inf", 0.5]),
        (np.full(20, np.nan), {"items": 20, "first": ["nan"] * 5, "sum": "nan"}),
        (Fraction(1, 4), 0.25),
        (object(), "object"),
    ],
)
def test_answers_are_summarised_as_json(value, expected):
    """Short ones are whole; of long ones the number, the first and the sum are kept."""
    assert summary(value) == expected
    assert json.loads(json.dumps(summary(value))) == expected
