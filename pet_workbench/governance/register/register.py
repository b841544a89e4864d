"""A party's processing register: a file that only grows, one line for each thing done with data.

Protects: a reader against entries that were changed afterwards; it is whole after a crash at any
byte, and two processes never write at the same time.
Does not protect: against a party that never writes something down, nor against a file that is put
back: the checkpoints at other parties show that.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pet_workbench.core import DataError
from pet_workbench.core.line_file import LineFile
from pet_workbench.governance.canonical import Json
from pet_workbench.governance.register.entry import START, Entry, entry, is_whole, read

OPENED = "opened"
MOST_BYTES = 200_000_000
"""Of a register that is read; a hundred runs a day fill it in some thirty years."""
Clock = Callable[[], datetime]
Decide = Callable[[list[Entry]], Mapping[str, Json]]


def utc_now() -> datetime:
    """Return the moment, as this machine's clock has it."""
    return datetime.now(UTC)


class Register:
    """The register of one party, in one file.

    Parameters
    ----------
    path : Path
    party : str
    clock : callable, optional
        Tells the moment; the machine's clock by default.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> register = Register(Path(mkdtemp()) / "svb.register", "SVB")
    >>> register.open("A. Jansen").event, [one.number for one in register.entries()]
    ('opened', [1])
    """

    def __init__(self, path: Path, party: str, *, clock: Clock = utc_now) -> None:
        self.path, self.party, self.clock = path, party, clock
        self._file = LineFile(path, is_whole=is_whole)

    def open(self, who: str) -> Entry:
        """Begin the register; nothing happens to one that was begun.

        Raises
        ------
        DataError
            If there is a file that is the register of another party, or none.
        """
        entries = self.entries()
        return entries[0] if entries else self.add(OPENED, who=who, says={"party": self.party})

    def entries(self) -> list[Entry]:
        """Read all entries; a line that was half written when somebody died does not count.

        Raises
        ------
        DataError
            If the file is too large, is not of this party, or a line is no entry; `check` says
            more about what is wrong with it.
        """
        if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
            raise DataError(
                "errors.register_size",
                "need a register of at most {most} bytes, got a larger file {path}",
                most=MOST_BYTES,
                path=self.path,
            )
        return self._read([line for _, line in self._file.lines()])

    def add(
        self, event: str, *, who: str, agreement: str = "", says: Mapping[str, Json] | None = None
    ) -> Entry:
        """Add an entry, and return when the disk has it.

        Raises
        ------
        DataError
            If the register was not begun, the entry is too long, the clock was put back, or the
            file cannot be written.
        """
        return self.add_after(lambda _: dict(says or {}), event, who=who, agreement=agreement)

    def add_after(self, decide: Decide, event: str, *, who: str, agreement: str = "") -> Entry:
        """Add an entry that follows from those before it, to which nobody adds meanwhile.

        Parameters
        ----------
        decide : callable
            Gets all entries and returns what the new one says; what it raises stops the addition.
        event, who, agreement : str

        Raises
        ------
        DataError
            If the register was not begun, the entry is too long, the clock was put back, or the
            file cannot be written.
        """
        added: list[Entry] = []

        def write(lines: list[bytes]) -> str:
            entries = self._read(lines)
            if not entries and event != OPENED:
                raise _unopened(self.party, self.path)
            says = decide(entries)
            last = entries[-1] if entries else None
            at = self.now(last)
            added.append(
                entry(last, at=at, event=event, who=who, agreement=agreement, says=dict(says))
            )
            return added[0].to_line()

        self._file.append_after(write)
        return added[0]

    def now(self, last: Entry | None) -> str:
        """Return the moment; it never lies before the last entry.

        Raises
        ------
        DataError
            If the clock says that it does.
        """
        at = self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if last is not None and at < last.at:
            raise DataError(
                "errors.register_clock",
                "need a clock that goes forward, got {now} after {last} in the register of "
                "{party}: put the clock right",
                now=at,
                last=last.at,
                party=self.party,
            )
        return at

    def _read(self, lines: list[bytes]) -> list[Entry]:
        """Read lines, and refuse what is not the whole register of this party."""
        entries: list[Entry] = []
        for number, line in enumerate(lines, start=1):
            one = _readable(line, number, self.path)
            last = entries[-1] if entries else None
            if not one.is_sound or not follows(last, one):
                raise _broken(number, self.path)
            entries.append(one)
        if entries and entries[0].says.get("party") != self.party:
            raise DataError(
                "errors.register_party",
                "need the register of {party} in {path}, got that of another",
                party=self.party,
                path=self.path,
            )
        return entries


def follows(last: Entry | None, one: Entry) -> bool:
    """Tell whether an entry is chained to the one before it; None stands before the first."""
    wanted = (last.number + 1, last.mark) if last else (1, START)
    return (one.number, one.previous) == wanted


def _readable(line: bytes, number: int, path: Path) -> Entry:
    """Read one line.

    Raises
    ------
    DataError
        If it is no entry.
    """
    try:
        return read(line.decode())
    except (DataError, UnicodeDecodeError):
        raise _broken(number, path) from None


def _unopened(party: str, path: Path) -> DataError:
    return DataError(
        "errors.register_unopened",
        "need a register of {party} that was begun with its name, got an empty one or none in "
        "{path}: begin it first, or put the back-up there",
        party=party,
        path=path,
    )


def _broken(number: int, path: Path) -> DataError:
    return DataError(
        "errors.register_broken",
        "need the register {path} as it was written, got another line {number}: run "
        "pet-workbench register verify to see what is wrong, and go on with a back-up",
        path=path,
        number=number,
    )
