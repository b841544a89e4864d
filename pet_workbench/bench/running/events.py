"""What happens while cells are measured, for whoever shows it: a command, or a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.grid import LeftOut
from pet_workbench.bench.record import Record, Stopped


@dataclass(frozen=True)
class Skipped:
    """A cell is not run: it was before, or would go over its budget."""

    left_out: LeftOut


@dataclass(frozen=True)
class Started:
    """A run begins.

    Attributes
    ----------
    cell : Cell
    repeat : int
        From 1.
    """

    cell: Cell
    repeat: int


@dataclass(frozen=True)
class Ran:
    """A run has ended.

    Attributes
    ----------
    cell : Cell
    repeat : int
        From 1.
    seconds : float
        Of the computation, on the clock.
    elapsed : float
        All in all, with starting the parties' processes and checking the answer.
    """

    cell: Cell
    repeat: int
    seconds: float
    elapsed: float


@dataclass(frozen=True)
class NoAttack:
    """The case's attack did not come to an end, so the record says nothing about it.

    Attributes
    ----------
    cell : Cell
    reason : {"time", "memory", "error"}
    message : str or None
        What went wrong, in English.
    """

    cell: Cell
    reason: str
    message: str | None


@dataclass(frozen=True)
class Refusal:
    """An error of ours, so that it can be told in the reader's language.

    Attributes
    ----------
    id : str
        Key of its text.
    values : mapping of str to value
        For the placeholders.
    """

    id: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Finished:
    """A cell is done: its line stands in the store.

    Attributes
    ----------
    line : Record or Stopped
    refusal : Refusal or None
        Why it failed, where the technique or the case refused it.
    """

    line: Record | Stopped
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Remaining:
    """How far the whole is.

    Attributes
    ----------
    done, total : int
        Runs.
    seconds : float or None
        Estimate of the time left, on the clock; None as long as nothing is known.
    """

    done: int
    total: int
    seconds: float | None


Event = Skipped | Started | Ran | NoAttack | Finished | Remaining
