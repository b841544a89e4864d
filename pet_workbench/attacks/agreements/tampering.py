"""Change a register afterwards: what its owner might do to a history that it does not like.

Protects: nothing; it attacks.
Does not protect: see `pet_workbench.governance.register`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pet_workbench.core import ParameterError
from pet_workbench.governance.register import Entry
from pet_workbench.governance.register.entry import entry, read

FEWEST = 4
"""Entries that a register must have to be tampered with in every way."""


def tamper(kind: str, register: Path, into: Path) -> None:
    """Write a changed copy of a register.

    Parameters
    ----------
    kind : str
        Of `WAYS`.
    register, into : Path

    Raises
    ------
    ParameterError
        If the register has too few entries.
    """
    entries = [read(line.decode()) for line in register.read_bytes().splitlines()]
    if len(entries) < FEWEST:
        raise ParameterError(
            "errors.register_short",
            "need a register of at least {fewest} entries to tamper with, got {got}",
            fewest=FEWEST,
            got=len(entries),
        )
    into.write_text("".join(f"{one.to_line()}\n" for one in WAYS[kind](entries)), encoding="utf-8")


def _place(entries: Sequence[Entry]) -> int:
    """Return the place of an entry in the middle."""
    return len(entries) // 2


def _removed(entries: list[Entry]) -> list[Entry]:
    """Take an entry out."""
    place = _place(entries)
    return entries[:place] + entries[place + 1 :]


def _changed(entries: list[Entry]) -> list[Entry]:
    """Let somebody else have done it."""
    place = _place(entries)
    other = replace(entries[place], who=f"{entries[place].who}?")
    return [*entries[:place], other, *entries[place + 1 :]]


def _moved(entries: list[Entry]) -> list[Entry]:
    """Let two neighbours change places."""
    place = _place(entries)
    return [*entries[: place - 1], entries[place], entries[place - 1], *entries[place + 1 :]]


def _cut(entries: list[Entry]) -> list[Entry]:
    """Take the end off."""
    return entries[: _place(entries)]


def _rewritten(entries: list[Entry]) -> list[Entry]:
    """Change an entry and compute the whole chain after it anew: by itself it looks whole."""
    made: list[Entry] = []
    for one in _changed(entries):
        said = {k: v for k, v in one.to_plain().items() if k not in ("number", "previous", "mark")}
        made.append(entry(made[-1] if made else None, **said))
    return made


WAYS: Mapping[str, Callable[[list[Entry]], list[Entry]]] = {
    "removed": _removed,
    "changed": _changed,
    "moved": _moved,
    "cut": _cut,
    "rewritten": _rewritten,
}
"""By id.  The last two only a checkpoint at another party shows."""
