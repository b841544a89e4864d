"""Say what is wrong with a register, and with which entry.

Protects: nothing by itself; it reads.
Does not protect: see `register` for what a register cannot show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pet_workbench.core import DataError
from pet_workbench.governance.register.checkpoint import Checkpoint
from pet_workbench.governance.register.entry import START, Entry, is_whole, read
from pet_workbench.governance.register.register import MOST_BYTES

UNREADABLE, CHANGED, REMOVED, MOVED, TWICE, CUT, REWRITTEN, FORGED, UNFINISHED = FAULTS = (
    "unreadable",
    "changed",
    "removed",
    "moved",
    "twice",
    "cut",
    "rewritten",
    "forged",
    "unfinished",
)


@dataclass(frozen=True)
class Fault:
    """Something that is wrong.

    Attributes
    ----------
    kind : str
        Of `FAULTS`.  ``"unfinished"`` is no fault of anybody: the machine stopped half-way a line,
        which does not count.
    first, last : int
        Numbers of the entries it is about.
    by : str
        For what a checkpoint shows: who keeps it.
    """

    kind: str
    first: int
    last: int
    by: str = ""

    @property
    def is_one(self) -> bool:
        """Tell whether it is about one entry."""
        return self.first == self.last


@dataclass(frozen=True)
class Verified:
    """What a register says of itself, and what others say of it.

    Attributes
    ----------
    entries : tuple of Entry
        Those that can be read.
    faults : tuple of Fault
    checkpoints : int
        How many were compared with it.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    checkpoints: int

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong but, at most, a last line that does not count."""
        return all(fault.kind == UNFINISHED for fault in self.faults)


def verify(
    path: Path, *, public: str = "", checkpoints: Iterable[tuple[str, Checkpoint]] = ()
) -> Verified:
    """Read a register, and compare it with the checkpoints that others keep.

    Parameters
    ----------
    path : Path
    public : str
        Public key of the register's party, to check the checkpoints with.
    checkpoints : iterable of (str, Checkpoint)
        With who keeps each.

    Raises
    ------
    DataError
        If the file cannot be read, or is too large.
    """
    lines, leftover = _lines(path)
    entries, faults = _read(lines)
    faults += _chain(entries)
    if leftover:
        faults.append(Fault(UNFINISHED, len(lines) + 1, len(lines) + 1))
    kept = list(checkpoints)
    faults += _compared(entries, kept, public)
    return Verified(tuple(entries), tuple(faults), len(kept))


def _lines(path: Path) -> tuple[list[bytes], bytes]:
    """Return the whole lines, and what follows them.

    Raises
    ------
    DataError
        If the file cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OSError(27, f"more than {MOST_BYTES} bytes")
        *lines, last = path.read_bytes().split(b"\n")
    except (OSError, ValueError) as error:
        raise DataError(
            "errors.file_unusable",
            "need to read the file {path}, got: {reason}",
            path=path,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    return ([*lines, last], b"") if is_whole(last) else (lines, last)


def _read(lines: Sequence[bytes]) -> tuple[list[Entry], list[Fault]]:
    """Read lines, and name those that are no entry or were changed."""
    entries, faults = list[Entry](), list[Fault]()
    for number, line in enumerate(lines, start=1):
        try:
            one = read(line.decode())
        except (DataError, UnicodeDecodeError):
            faults.append(Fault(UNREADABLE, number, number))
            continue
        if not one.is_sound:
            faults.append(Fault(CHANGED, one.number, one.number))
        entries.append(one)
    return entries, faults


def _chain(entries: Sequence[Entry]) -> list[Fault]:
    """Name entries that are gone, stand elsewhere, stand twice, or were changed and marked anew."""
    faults, placed, highest = list[Fault](), dict[int, Entry](), 0
    present = {one.number for one in entries}
    for one in entries:
        if one.number in placed:
            faults.append(Fault(TWICE, one.number, one.number))
            continue
        placed[one.number] = one
        if one.number < highest:
            faults.append(Fault(MOVED, one.number, one.number))
            continue
        faults += _gone(highest + 1, one.number - 1, present)
        highest = one.number
    for number, one in placed.items():
        after = placed.get(number + 1)
        anew = one.is_sound and after is not None and after.previous != one.mark
        if anew or (number == 1 and one.previous != START):
            faults.append(Fault(CHANGED, number, number))
    return faults


def _gone(first: int, last: int, present: set[int]) -> list[Fault]:
    """Name the numbers from `first` to `last` that no entry has, if there are any."""
    low = next((number for number in range(first, last + 1) if number not in present), None)
    if low is None:
        return []
    high = next(number for number in range(last, low - 1, -1) if number not in present)
    return [Fault(REMOVED, low, high)]


def _compared(
    entries: Sequence[Entry], kept: Sequence[tuple[str, Checkpoint]], public: str
) -> list[Fault]:
    """Name what checkpoints contradict."""
    faults, agreed = list[Fault](), 0
    marks = {one.number: one.mark for one in entries}
    highest = max(marks, default=0)
    for keeper, one in sorted(kept, key=lambda pair: pair[1].number):
        if public and not one.is_genuine(public):
            faults.append(Fault(FORGED, one.number, one.number, keeper))
        elif one.number > highest:
            faults.append(Fault(CUT, highest + 1, one.number, keeper))
        elif marks.get(one.number) != one.mark:
            faults.append(Fault(REWRITTEN, agreed + 1, one.number, keeper))
        else:
            agreed = one.number
    return faults
