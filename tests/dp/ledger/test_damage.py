"""Half a line is put in order, and a line that was changed is refused."""

import json

import pytest

from pet_workbench.dp.errors import BudgetError, LedgerError
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.ledger import file as ledger_file
from pet_workbench.dp.ledger.chain import START, seal
from pet_workbench.dp.loss import pure_loss
from tests.dp.ledger.made import charge, made


@pytest.fixture
def used(tmp_path):
    """A ledger with three releases of 0.1."""
    ledger = made(tmp_path)
    for _ in range(3):
        charge(ledger)
    return ledger


def test_cut_off_anywhere_in_the_last_line(used):
    """However much of the last line was written, the ledger is whole, and can be charged.

    A line that lacks anything but its end was never acknowledged, so it was not spent.
    """
    whole = used.path.read_bytes()
    start = whole[:-1].rindex(b"\n") + 1
    for length in range(start, len(whole) + 1):
        used.path.write_bytes(whole[:length])
        ledger = Ledger.open(used.path)
        assert len(ledger.entries) == (3 if length == len(whole) else 2)
        assert ledger.unfinished == (start < length < len(whole))
        entry = charge(ledger, pure_loss("0.7"))
        assert entry.number == (4 if length >= len(whole) - 1 else 3)
        assert Ledger.open(used.path).entries == ledger.entries
        assert not ledger.unfinished


def test_a_line_without_its_end_is_spent(used):
    """A last line of which only the end is missing counts: 0.8 no longer fits after three."""
    used.path.write_bytes(used.path.read_bytes()[:-1])
    with pytest.raises(BudgetError):
        charge(Ledger.open(used.path), pure_loss("0.8"))
    assert len(Ledger.open(used.path).entries) == 3


def test_every_changed_byte_is_noticed(used):
    """No byte of a finished line can be another one."""
    whole = used.path.read_bytes()
    for place in range(0, len(whole) - 1, 3):
        changed = bytearray(whole)
        changed[place] ^= 1
        used.path.write_bytes(changed)
        with pytest.raises(LedgerError):
            Ledger.open(used.path)


@pytest.mark.parametrize(
    "edit",
    [
        lambda lines: lines[:1] + lines[2:],
        lambda lines: [lines[0], lines[2], lines[1], lines[3]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: lines[1:],
        lambda lines: [*lines, b"{}\n"],
        lambda lines: [*lines, b"\n"],
    ],
    ids=["removed", "moved", "twice", "no head", "added", "empty"],
)
def test_moved_lines_are_noticed(used, edit):
    """Lines that are removed, moved, repeated or added by hand are refused."""
    lines = used.path.read_bytes().splitlines(keepends=True)
    used.path.write_bytes(b"".join(edit(lines)))
    with pytest.raises(LedgerError):
        Ledger.open(used.path)


def test_an_open_ledger_notices_an_edit(used):
    """A last line that was changed is refused by an object that had read it before."""
    used.path.write_bytes(used.path.read_bytes().replace(b"yearly", b"monthl"))
    with pytest.raises(LedgerError, match="lost lines"):
        charge(used)


def test_an_open_ledger_notices_an_older_file(used):
    """A back-up that is put back lacks what was spent since, and is refused."""
    older = used.path.read_bytes()
    charge(used)
    used.path.write_bytes(older)
    with pytest.raises(LedgerError, match="another file"):
        charge(used)


def test_an_open_ledger_notices_that_its_file_is_gone(used):
    """Without its file a ledger answers nothing, and makes no new one."""
    used.path.unlink()
    for ask in (lambda: charge(used), lambda: used.remaining):
        with pytest.raises(LedgerError, match="No such file"):
            ask()
    assert not used.path.exists()


def test_hashes_computed_anew_cannot_overspend(used):
    """Also a line with a good hash is refused when its sums do not add up."""
    lines = used.path.read_bytes().splitlines(keepends=True)
    body = json.loads(lines[3])
    mark = json.loads(lines[2])["chain"]
    del body["chain"]
    for change in ({"number": 7}, {"left": body["loss"]}, {"loss": "much"}, {"loss": {}}):
        used.path.write_bytes(b"".join(lines[:3]) + seal({**body, **change}, mark)[0])
        with pytest.raises(LedgerError, match="do not add up"):
            Ledger.open(used.path)


@pytest.mark.parametrize("content", [b"", b"half a l", b'{"format":"pet-'])
def test_a_file_without_a_first_line_is_no_ledger(tmp_path, content):
    """An empty file, or half a first line, is refused with what to do."""
    path = tmp_path / "empty.ledger"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="without a first line"):
        Ledger.open(path)


def test_another_version_is_refused(tmp_path):
    """A ledger of a later version is not guessed at."""
    path = tmp_path / "later.ledger"
    path.write_bytes(seal({"format": "pet-workbench budget ledger", "version": 2}, START)[0])
    with pytest.raises(LedgerError, match="version 1"):
        Ledger.open(path)


def test_a_folder_is_no_ledger(tmp_path):
    """A folder is refused as a ledger."""
    with pytest.raises(LedgerError, match="directory"):
        Ledger.open(tmp_path)


def test_a_full_disk_spends_nothing(used, monkeypatch):
    """When the disk is full, the charge is refused and the file is what it was."""
    before = used.path.read_bytes()
    real = ledger_file.os.write

    def half(descriptor, line):
        if len(line) < 100:
            raise OSError(28, "No space left on device")
        return real(descriptor, line[: len(line) // 2])

    monkeypatch.setattr(ledger_file.os, "write", half)
    with pytest.raises(LedgerError, match="No space left"):
        charge(used)
    monkeypatch.undo()
    assert used.path.read_bytes() == before
    assert charge(used).number == 4


def test_without_hard_links_a_ledger_is_made_all_the_same(tmp_path, monkeypatch):
    """On a file system without second names, an existing file is still never overwritten."""

    def refuse(*names):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(ledger_file.os, "link", refuse)
    ledger = made(tmp_path)
    charge(ledger)
    with pytest.raises(LedgerError, match="exists"):
        made(tmp_path)
    assert len(Ledger.open(ledger.path).entries) == 1


def test_a_file_that_is_replaced_meanwhile_is_noticed(used, monkeypatch):
    """A charge that went to a file which lies elsewhere by then is not acknowledged."""
    real = ledger_file.os.ftruncate

    def replaced(descriptor, position):
        copy = used.path.with_name("copy")
        copy.write_bytes(used.path.read_bytes())
        copy.replace(used.path)
        real(descriptor, position)

    monkeypatch.setattr(ledger_file.os, "ftruncate", replaced)
    with pytest.raises(LedgerError, match="another file"):
        charge(used)


def test_a_folder_that_is_not_there(tmp_path):
    """A ledger in a folder that does not exist is refused, and no folder is made."""
    with pytest.raises(LedgerError, match="No such file"):
        made(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []
