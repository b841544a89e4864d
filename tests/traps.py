"""Traps of a library beside what happens here in their place; rooms list their own."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

RIGHT = "right answer: "
REFUSED_BY_PYTHON = "no such operation: "


class Trap(NamedTuple):
    """One trap.

    Attributes
    ----------
    key : str
        Kind of trap, and a letter.
    what : str
        What the library does.
    raw : callable
        Shows it.
    ours : callable
        The same here.
    gives : str
        Id of an error, or `RIGHT` or `REFUSED_BY_PYTHON` and some words.
    """

    key: str
    what: str
    raw: Callable[[], Any]
    ours: Callable[[], Any]
    gives: str


def as_markdown(traps: Iterable[Trap], *, library: str, room: str) -> str:
    """Return a table of traps for people."""
    rows = [f"| {trap.key} | {trap.what} | {_cell(trap.gives)} |" for trap in traps]
    head = [f"| trap | {library} | {room} |", "|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _cell(gives: str) -> str:
    return f"`{gives}`" if gives.startswith("errors.") else gives
