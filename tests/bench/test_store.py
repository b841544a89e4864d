"""A file of records grows by whole lines, whatever happens to those who write it."""

import json
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from pet_workbench.bench import Store, load
from pet_workbench.core import DataError
from pet_workbench.core.line_file import LineFile
from tests.bench.made import record, stopped

WRITER = """
import sys
from pathlib import Path
from pet_workbench.bench import Store
from tests.bench.made import stopped
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    store.append(stopped(limit=float(number), message=sys.argv[2]))
"""


@pytest.fixture
def store(tmp_path):
    """A store whose folder is not there yet."""
    return Store(tmp_path / "new" / "records.jsonl")


def test_what_was_appended_is_read_back(store):
    """Records and stopped cells come back equal, in their order; without a file there are none."""
    assert store.lines() == ()
    lines = record(), stopped(), replace(record(), seed=2)
    for line in lines:
        store.append(line)

    assert store.lines() == lines
    assert (store.records(), store.stopped()) == ((lines[0], lines[2]), (lines[1],))


def test_a_file_cut_off_at_any_byte_loses_its_last_line_at_most(tmp_path):
    """Whatever a crash left of the last line, the others are read and a new one can follow."""
    kept, cut, new = stopped(limit=1.0), stopped(limit=2.0), stopped(limit=3.0)
    whole = (cut.to_json() + "\n").encode()
    for length in range(len(whole) + 1):
        store = Store(tmp_path / f"{length}.jsonl")
        store.path.write_bytes((kept.to_json() + "\n").encode() + whole[:length])
        is_whole = length >= len(whole) - 1  # only its end is missing, as some editors leave it
        read = (kept, cut) if is_whole else (kept,)

        assert store.lines() == read
        store.append(new)
        assert store.lines() == (*read, new)


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"schema": 1}',
        record().to_json().replace('"schema": 2', '"schema": 3'),
        record().to_json().replace('"seconds"', '"secs"'),
        json.dumps({**json.loads(stopped().to_json()), "surprise": 1}),
    ],
)
def test_a_broken_line_is_refused_with_its_number(store, line):
    """The file and the number of the line are in the error, empty lines counted."""
    store.append(record())
    with store.path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    store.append(record())

    with pytest.raises(
        DataError, match=r"records\.jsonl, line 3: need (a benchmark record|one object)"
    ) as told:
        store.lines()
    assert told.value.parameters["number"] == 3


def test_bytes_that_are_no_text_are_refused_with_their_number(store):
    """So is a line that is no UTF-8."""
    store.append(record())
    with store.path.open("ab") as file:
        file.write(b"\xff\xfe\n")

    with pytest.raises(DataError, match="line 2"):
        store.lines()


def test_strange_line_ends_in_texts_do_not_break_lines(store):
    """Unicode has more ends of lines than JSON Lines has; a message may hold them."""
    line = stopped(reason="error", limit=None, message="one\u2028two\u2029three\nfour")
    store.append(line)

    assert store.lines() == (line,)


def test_a_line_that_could_not_be_read_back_is_not_written(store):
    """Or the whole file would be refused from then on."""
    with pytest.raises(DataError):
        store.append(record(error=float("nan")))

    assert not store.path.exists()


def test_two_processes_write_one_file(tmp_path):
    """All lines of both are there, and every one is whole."""
    path = tmp_path / "records.jsonl"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0

    written = [(line.message, line.limit) for line in Store(path).stopped()]
    for name in ("first", "second"):
        assert [limit for by, limit in written if by == name] == list(map(float, range(25)))


def test_files_of_several_machines_stand_beside_each_other(tmp_path):
    """Folders and files are read together, and each record says on what it was made."""
    elsewhere = replace(record(), machine={**record().machine, "processor": "another"})
    Store(tmp_path / "mine" / "a.jsonl").append(record())
    Store(tmp_path / "theirs.jsonl").append(elsewhere)

    lines = load([tmp_path / "mine", tmp_path / "theirs.jsonl"])

    assert lines == (record(), elsewhere)
    with pytest.raises(DataError, match="does not exist"):
        load([tmp_path / "nowhere.jsonl"])


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    """The reason of the operating system is in the error."""
    (tmp_path / "folder.jsonl").mkdir()

    with pytest.raises(DataError, match="directory"):
        Store(tmp_path / "folder.jsonl").append(record())
    with pytest.raises(DataError, match="directory"):
        Store(tmp_path / "folder.jsonl").lines()


def test_a_file_that_is_removed_while_somebody_waits_is_made_anew(tmp_path):
    """Whoever waited for the lock of a file that is gone writes in a new one."""
    file = LineFile(tmp_path / "lines.txt", is_whole=lambda line: True)
    file.append("old")
    waiting = threading.Event()

    def is_over(lines):
        writer.start()
        waiting.wait(timeout=10)
        return lines == [b"old"]

    def write():
        waiting.set()
        file.append("new")

    writer = threading.Thread(target=write)
    file.remove_if(is_over)
    writer.join()

    assert [line for _, line in file.lines()] == [b"new"]
