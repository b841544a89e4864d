"""A register only grows, is whole after a crash at any byte, and names what was changed."""

import csv
import io
import json
import os
from dataclasses import replace
from itertools import permutations

import pytest

from pet_workbench.core import DataError, PrivacyError
from pet_workbench.governance import SigningKey
from pet_workbench.governance.register import (
    Checkpoint,
    Filter,
    Register,
    checkpoint,
    to_csv,
    to_json,
    verify,
    view,
)
from pet_workbench.governance.register import register as module
from pet_workbench.governance.register.checkpoint import check_genuine, check_newer
from pet_workbench.governance.register.entry import entry
from tests.governance.made import Clock

KEY = SigningKey("SVB")


@pytest.fixture
def register(tmp_path):
    """A register of six entries."""
    made = Register(tmp_path / "svb.register", "SVB", clock=Clock())
    made.open("A. Jansen")
    for number in range(5):
        made.clock.go(minutes=1)
        made.add("started", who="A. Jansen", agreement=f"{number:064x}", says={"rows": number})
    return made


def lines(register):
    """Return its lines, without their ends."""
    return register.path.read_bytes().splitlines()


def put(register, new):
    """Write other lines in its place."""
    register.path.write_bytes(b"".join(line + b"\n" for line in new))


def faults(register, **kept):
    """Return what is wrong, in short."""
    return [(one.kind, one.first, one.last) for one in verify(register.path, **kept).faults]


def anew(entries, start):
    """Return the lines of entries that were chained anew from a place on."""
    made = entries[:start]
    for one in entries[start:]:
        said = {k: v for k, v in one.to_plain().items() if k not in ("number", "previous", "mark")}
        made.append(entry(made[-1] if made else None, **said))
    return [one.to_line().encode() for one in made]


def test_it_is_whole_as_it_was_written(register):
    """Six entries, no fault."""
    checked = verify(register.path)
    assert (len(checked.entries), checked.faults, checked.is_whole) == (6, (), True)
    assert list(checked.entries) == register.entries()


@pytest.mark.parametrize("gone", range(5))
def test_a_removed_entry_is_named(register, gone):
    """Any but the last, which only a checkpoint shows."""
    kept = lines(register)
    put(register, kept[:gone] + kept[gone + 1 :])
    assert faults(register) == [("removed", gone + 1, gone + 1)]
    with pytest.raises(DataError):
        register.entries()


def test_several_removed_entries_are_named_together(register):
    """From the first to the last that is gone."""
    kept = lines(register)
    put(register, [kept[0], *kept[4:]])
    assert faults(register) == [("removed", 2, 4)]


@pytest.mark.parametrize("at", range(6))
def test_a_changed_entry_is_named(register, at):
    """With its old mark."""
    new = lines(register)
    new[at] = new[at].replace(b"A. Jansen", b"B. Jansen")
    put(register, new)
    assert faults(register) == [("changed", at + 1, at + 1)]


@pytest.mark.parametrize("at", range(5))
def test_an_entry_that_was_changed_and_marked_anew_is_named(register, at):
    """The next entry still holds on to the old mark."""
    entries = register.entries()
    said = {**entries[at].to_plain(), "who": "B. Jansen"}
    changed = {k: v for k, v in said.items() if k not in ("number", "previous", "mark")}
    new = lines(register)
    new[at] = entry(entries[at - 1] if at else None, **changed).to_line().encode()
    put(register, new)
    assert faults(register) == [("changed", at + 1, at + 1)]


def test_every_order_but_the_right_one_is_noticed(register):
    """All 119 others of five entries; and two neighbours that change places are named."""
    kept = lines(register)[:5]
    for order in permutations(range(5)):
        put(register, [kept[place] for place in order])
        assert bool(faults(register)) == (list(order) != sorted(order))
    put(register, [kept[0], kept[2], kept[1], *kept[3:]])
    assert faults(register) == [("moved", 2, 2)]


def test_an_entry_that_stands_twice_is_named(register):
    """Copied to the end."""
    put(register, [*lines(register), lines(register)[2]])
    assert faults(register) == [("twice", 3, 3)]


def test_what_is_no_entry_is_named_by_its_line(register):
    """The rest is read all the same."""
    new = lines(register)
    new[3] = b"\xff\xfe nonsense"
    put(register, new)
    assert ("unreadable", 4, 4) in faults(register)
    assert len(verify(register.path).entries) == 5


def test_a_huge_number_takes_no_time(register):
    """Of a line that somebody invented."""
    last = register.entries()[-1]
    far = replace(last, number=999_999_999)
    put(register, [*lines(register), far.to_line().encode()])
    found = faults(register)
    assert ("changed", 999_999_999, 999_999_999) in found
    assert ("removed", 7, 999_999_998) in found


@pytest.mark.parametrize("left", range(1, 6))
def test_a_register_that_was_cut_is_shown_by_a_checkpoint(register, left):
    """By itself it looks whole."""
    kept = [("UWV", checkpoint(register.entries()[-1], KEY))]
    put(register, lines(register)[:left])
    assert faults(register) == []
    assert faults(register, checkpoints=kept, public=KEY.public) == [("cut", left + 1, 6)]


@pytest.mark.parametrize("start", range(6))
def test_a_history_that_was_written_anew_is_shown_by_checkpoints(register, start):
    """Between the last checkpoint that agrees and the first that does not."""
    entries = register.entries()
    kept = [("UWV", checkpoint(entries[place], KEY)) for place in (1, 3, 5)]
    changed = [*entries]
    changed[start] = replace(entries[start], who="B. Jansen")
    put(register, anew(changed, start))
    assert faults(register) == []
    found = faults(register, checkpoints=kept, public=KEY.public)
    first = (start // 2) * 2
    assert found == [("rewritten", first + 1, last) for last in (2, 4, 6) if last > start]


def test_a_checkpoint_in_somebody_elses_name_is_refused(register):
    """UWV cannot invent one to blame SVB."""
    thief = SigningKey("SVB")
    false = checkpoint(register.entries()[-1], thief)
    kept = [("UWV", false)]
    assert faults(register, checkpoints=kept, public=KEY.public) == [("forged", 6, 6)]
    with pytest.raises(PrivacyError) as caught:
        check_genuine(false, KEY.public)
    assert caught.value.id == "errors.register_checkpoint"


def test_a_checkpoint_comes_back_from_a_register(register, tmp_path):
    """It is what another party writes in its own."""
    sent = checkpoint(register.entries()[-1], KEY)
    theirs = Register(tmp_path / "uwv.register", "UWV", clock=Clock())
    theirs.open("B. Bakker")
    theirs.add("received", who="B. Bakker", says=sent.to_plain())
    back = Checkpoint.from_plain(theirs.entries()[-1].says)
    assert back == sent
    check_genuine(back, KEY.public)
    with pytest.raises(DataError):
        Checkpoint.from_plain({"party": "SVB"})


def test_it_opens_after_a_crash_at_any_byte(register):
    """Of the last two lines: what was whole counts, what was not is named, and it goes on."""
    whole = register.path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == 10]
    for size in range(ends[-3], len(whole) + 1):
        register.path.write_bytes(whole[:size])
        checked = verify(register.path)
        count = sum(end <= size + 1 for end in ends)
        halfway = size not in ends and size + 1 not in ends
        assert len(checked.entries) == count == len(register.entries())
        assert checked.is_whole
        assert [one.kind for one in checked.faults] == ["unfinished"] * halfway
        assert register.add("stopped", who="A. Jansen").number == count + 1
        assert faults(register) == []


def test_a_failing_disk_leaves_it_as_it_was(register, monkeypatch):
    """Nothing is half added."""
    before = register.entries()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DataError, match="No space left"):
        register.add("stopped", who="A. Jansen")
    monkeypatch.undo()
    assert register.entries()[:6] == before
    assert verify(register.path).is_whole


def test_the_register_of_another_is_refused(register):
    """Whoever mixes up files is told."""
    other = Register(register.path, "UWV", clock=Clock())
    for use in (other.entries, lambda: other.open("B. Bakker")):
        with pytest.raises(DataError) as caught:
            use()
        assert caught.value.id == "errors.register_party"


def test_it_is_opened_once(register):
    """A second time nothing happens."""
    assert register.open("B. Bakker").who == "A. Jansen"
    assert len(register.entries()) == 6


@pytest.mark.parametrize(
    "said",
    [
        {"event": "other", "who": "A"},
        {"event": "started", "who": "A" * 300},
        {"event": "started", "who": "A", "agreement": "no digest"},
        {"event": "started", "who": "A", "says": {"text": "x" * 30_000}},
        {"event": "started", "who": "A", "says": {"number": float("nan")}},
    ],
    ids=["event", "name", "agreement", "long", "nan"],
)
def test_what_is_no_entry_is_not_written(register, said):
    """And the register stays as it was."""
    before = register.path.read_bytes()
    with pytest.raises(DataError):
        register.add(said.pop("event"), **said)
    assert register.path.read_bytes() == before


def test_a_register_that_is_too_large_is_not_read(register, monkeypatch):
    """It is refused by its size."""
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with pytest.raises(DataError) as caught:
        register.entries()
    assert caught.value.id == "errors.register_size"


@pytest.mark.parametrize("who", ['"},{"x":"', "new\nline", "\u2028", "<script>", "=cmd()", "\0"])
def test_any_text_is_kept_as_it_was_typed(register, who):
    """On one line, and not as anything else."""
    register.add("started", who=who)
    assert register.entries()[-1].who == who
    assert verify(register.path).is_whole


def test_a_supervisor_selects_and_exports(register, tmp_path):
    """From several registers, in order of time; as CSV without formulas and as JSON."""
    other = Register(tmp_path / "uwv.register", "UWV", clock=register.clock)
    other.open("=HYPERLINK(1)")
    registers = {"SVB": register.entries(), "UWV": other.entries()}
    shown = view(registers)
    assert [one.at for _, one in shown] == sorted(one.at for _, one in shown)
    rows = list(csv.reader(io.StringIO(to_csv(shown))))
    assert len(rows) == 8
    assert rows[-1][4] == "'=HYPERLINK(1)"
    assert [one["number"] for one in json.loads(to_json(shown))] == [1, 2, 3, 4, 5, 6, 1]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (Filter(), 6),
        (Filter(events=frozenset({"opened"})), 1),
        (Filter(agreement="0" * 63 + "3"), 1),
        (Filter(since="2026-06-01T12:04:00Z"), 2),
        (Filter(until="2026-06-01T12:01:00Z"), 2),
        (Filter(text="jansen"), 6),
        (Filter(text="bakker"), 0),
    ],
)
def test_a_filter_keeps_what_fits(register, chosen, count):
    """By event, agreement, moment and text."""
    assert len(view({"SVB": register.entries()}, chosen)) == count


@pytest.mark.parametrize("value", [1e300, 2**60, [[[[[]]]]], "\u2028"])
def test_a_number_that_nobody_can_sign_is_named_and_not_a_crash(register, value):
    """An entry that claims such a number is changed, like any other that has a false mark."""
    new = lines(register)
    said = json.loads(new[3])
    new[3] = json.dumps({**said, "says": {"rows": value}}).encode()
    put(register, new)
    assert faults(register) == [("changed", 4, 4)]
    found = view({"SVB": verify(register.path).entries}, Filter(text="rows"))
    assert 4 in [one.number for _, one in found]
    with pytest.raises(DataError):
        register.entries()


def test_an_old_checkpoint_that_is_shown_again_is_refused(register, tmp_path):
    """Else a party leaves room to take everything after it off its register."""
    uwv = Register(tmp_path / "uwv.register", "UWV", clock=Clock())
    uwv.open("test")
    old = checkpoint(register.entries()[2], KEY)
    check_newer(old, uwv.entries())
    uwv.add("received", who="test", says=old.to_plain())
    for number in (1, 2):
        with pytest.raises(PrivacyError) as caught:
            check_newer(checkpoint(register.entries()[number], KEY), uwv.entries())
        assert caught.value.id == "errors.register_checkpoint_old"
    check_newer(checkpoint(register.entries()[3], KEY), uwv.entries())
