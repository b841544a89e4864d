"""A supervisor checks and reads registers at the command line, in Dutch and English."""

import csv
import io
import json

import pytest

from pet_workbench.cli import main
from pet_workbench.governance import SigningKey
from pet_workbench.governance.register import Register, checkpoint
from pet_workbench.governance.register.entry import EVENTS
from pet_workbench.governance.register.verifying import FAULTS
from pet_workbench.i18n import text
from tests.governance.made import Clock

KEY = SigningKey("SVB")


@pytest.fixture
def files(tmp_path):
    """The register of SVB, and that of UWV with a checkpoint of it."""
    clock = Clock()
    svb, uwv = (
        Register(tmp_path / f"{name}.register", name, clock=clock) for name in ("SVB", "UWV")
    )
    for register in (svb, uwv):
        register.open("A. Jansen")
    for _ in range(3):
        clock.go(minutes=1)
        svb.add("started", who="A. Jansen", agreement="ab" * 32)
    uwv.add("received", who="A. Jansen", says=checkpoint(svb.entries()[-1], KEY).to_plain())
    uwv.add("received", who="A. Jansen", says={"party": "SVB", "mark": "no checkpoint"})
    return svb.path, uwv.path


def test_a_whole_register_is_told_so(files, capsys):
    """With what it was compared with; alone, that this shows little."""
    svb, uwv = map(str, files)
    assert main(["register", "verify", svb, "--lang", "en"]) == 0
    assert "Not compared with what other parties keep." in capsys.readouterr().out
    assert main(["register", "verify", svb, "--key", KEY.public, "--others", uwv]) == 0
    out = capsys.readouterr().out
    assert "HEEL. Het register van SVB heeft 4 regels" in out
    assert "Vergeleken met 1 ondertekende controlepunten" in out


def test_a_register_that_was_cut_is_named(files, capsys):
    """With who keeps the checkpoint; the exit code is 1."""
    svb, uwv = files
    svb.write_bytes(b"".join(svb.read_bytes().splitlines(keepends=True)[:2]))
    assert main(["register", "verify", str(svb), "--others", str(uwv), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "Entries 3 to 4 were taken off the end: UWV keeps a checkpoint of entry 4." in out
    assert "Their signatures were not checked" in out


def test_a_removed_entry_is_named(files, capsys):
    """By its number."""
    svb, _ = files
    kept = svb.read_bytes().splitlines(keepends=True)
    svb.write_bytes(b"".join([*kept[:2], *kept[3:]]))
    assert main(["register", "verify", str(svb), "--lang", "nl"]) == 1
    assert "Regel 3 is weg." in capsys.readouterr().out


def test_a_supervisor_sees_both_registers_in_order(files, capsys):
    """As lines, as CSV and as JSON, filtered."""
    paths = list(map(str, files))
    assert main(["register", "show", *paths, "--lang", "en"]) == 0
    assert "SVB 2  started  A. Jansen  abababababab" in capsys.readouterr().out
    assert main(["register", "show", *paths, "--as", "csv", "--event", "started"]) == 0
    assert len(list(csv.reader(io.StringIO(capsys.readouterr().out)))) == 4
    assert main(["register", "show", *paths, "--as", "json", "--text", "checkpoint"]) == 0
    assert [one["number"] for one in json.loads(capsys.readouterr().out)] == [3]


def test_text_that_moves_the_cursor_is_not_printed(tmp_path, capsys):
    """Whoever acts under such a name does not write over the line before."""
    register = Register(tmp_path / "a.register", "SVB", clock=Clock())
    register.open("\x1b[2K\rnobody")
    assert main(["register", "show", str(register.path), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "?[2K?nobody" in out


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path, capsys):
    """Exit code 2, as for every error."""
    assert main(["register", "verify", str(tmp_path / "none"), "--lang", "en"]) == 2
    assert "cannot be read or written" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_fault_and_event_has_words(lang):
    """In both languages."""
    for kind in FAULTS:
        assert text(f"cli.register.fault_{kind}", lang, first=1, last=2, by="UWV")
    for event in EVENTS:
        assert text(f"cli.register.event_{event}", lang)


def test_a_register_that_calls_itself_otherwise_is_found_by_its_key(files, tmp_path, capsys):
    """Written anew under another name: the checkpoints that its owner signed contradict it."""
    _, uwv = files
    other = Register(tmp_path / "new.register", "SBV", clock=Clock())
    other.open("A. Jansen")
    asked = ["register", "verify", str(other.path), "--others", str(uwv), "--lang", "en"]
    assert main(asked) == 0
    assert main([*asked, "--key", KEY.public]) == 1
    assert "UWV keeps a checkpoint of entry 4." in capsys.readouterr().out


def test_two_files_that_say_to_be_of_one_party_are_both_shown(files, tmp_path, capsys):
    """A back-up beside the register, or a false one."""
    svb, _ = files
    copy = tmp_path / "copy.register"
    copy.write_bytes(svb.read_bytes())
    assert main(["register", "show", str(svb), str(copy), "--as", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 8


def test_a_name_in_a_file_moves_no_cursor(tmp_path, capsys):
    """Also not that of the party, which the file itself gives."""
    register = Register(tmp_path / "a.register", "S\x1b[2JVB", clock=Clock())
    register.open("A. Jansen")
    for command in ("verify", "show"):
        main(["register", command, str(register.path)])
        assert "\x1b" not in capsys.readouterr().out
