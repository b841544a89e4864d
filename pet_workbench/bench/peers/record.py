"""What one engine took for one job, beside what this workbench took in the same turns.

Engines take turns within each repeat, so a ratio is made of times that stood side by side: whatever
else the machine did hit both.  A record holds the times of both and nothing that was computed from
them, so that no ratio can be of two different runs.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import Any, Literal

from pet_workbench.core import DataError

SCHEMA = 1
OURS = "pet-workbench"
"""Id of this workbench among the engines."""
Clock = Literal["seconds", "cpu_seconds"]
Measured = Literal["run", "reference", "absent"]


@dataclass(frozen=True)
class Turns:
    """What one engine told of all its turns at one job.

    Attributes
    ----------
    seconds, cpu_seconds : tuple of float
        Per turn: time on the clock and processor time, without starting up; empty where not told.
    bytes : int or None
        Sent by all parties together in one turn; None where there are none or it is not told.
    error : float or None
        Largest distance from the exact answer, relative to its declared bound; None where not told.
    more : mapping
        What else it told: the ring, ``peak_mb`` and ``extra_mb`` in MB of 10**6 bytes.
    """

    seconds: tuple[float, ...]
    cpu_seconds: tuple[float, ...] = ()
    bytes: int | None = None
    error: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        times = (*self.seconds, *self.cpu_seconds)
        if not times or not all(math.isfinite(time) and time >= 0 for time in times):
            raise ValueError("times")


@dataclass(frozen=True)
class Ratio:
    """How many times as long as this workbench took.

    Attributes
    ----------
    median : float
    lowest, highest : float or None
        Of the turns; None where there was one turn only, which has no spread.

    Examples
    --------
    >>> Ratio.of((2.0, 9.0, 4.0), (1.0, 3.0, 1.0))
    Ratio(median=3.0, lowest=2.0, highest=4.0)
    >>> Ratio.of((5.0,), (2.0,))
    Ratio(median=2.5, lowest=None, highest=None)
    """

    median: float
    lowest: float | None
    highest: float | None

    @classmethod
    def of(cls, theirs: tuple[float, ...], ours: tuple[float, ...]) -> "Ratio | None":
        """Divide turn by turn; None where there are no turns, or one took no time at all.

        Parameters
        ----------
        theirs, ours : tuple of float
            Seconds, of as many turns.
        """
        if not theirs or not ours or min(ours) <= 0:
            return None
        ratios = [mine / base for mine, base in zip(theirs, ours, strict=True)]
        if len(ratios) == 1:
            return cls(ratios[0], None, None)
        return cls(median(ratios), min(ratios), max(ratios))


@dataclass(frozen=True)
class PeerRecord:
    """One engine at one job of one size.

    Attributes
    ----------
    family : str
        Of jobs: see `pet_workbench.bench.peers.FAMILIES`.
    job : str
        Empty for an engine that is absent from the whole family.
    n : int
        Items; 0 for an engine that is absent from the whole family.
    engine, name, version, variant : str
        Id and name of the engine, its version and how it was used; the last two may be empty.
    measured : {"run", "reference", "absent"}
        "run": in turns with all others of its session that are there.  "reference": the same, but
        the engine needs an interpreter or a system that few readers have; such a record is kept
        when others are measured again.  "absent": not measured, for `reason`.
    clock : {"seconds", "cpu_seconds"}
        Which time its ratio is of.
    turns : Turns or None
        None for an absent engine.
    base : Turns or None
        What this workbench took in the same turns; None where it took no part, and for itself.
    reason : str or None
        Id of why it is absent: texts ``peers.reason_*``.
    values : mapping
        For the placeholders of that text.
    recipe : mapping
        How its environment is made: ``python``, ``packages``; and its ``script`` and ``options``.
    machine : mapping of str to str
        See `pet_workbench.bench.machine`.
    load : mapping of str to float
        Processes that ran or waited, "before" and "after"; empty where that was not written down.
    commit : str
        Of this workbench.
    session : str
        ISO date and time, UTC, at which the run began; the same for all lines of one run.
    """

    family: str
    job: str
    n: int
    engine: str
    name: str
    version: str
    variant: str
    measured: Measured
    clock: Clock
    turns: Turns | None
    base: Turns | None
    reason: str | None
    values: Mapping[str, Any]
    recipe: Mapping[str, Any]
    machine: Mapping[str, str]
    load: Mapping[str, float]
    commit: str
    session: str

    def __post_init__(self) -> None:
        is_absent = self.turns is None
        if is_absent != (self.measured == "absent") or is_absent != (self.reason is not None):
            raise ValueError("measured")
        if self.clock not in {"seconds", "cpu_seconds"}:
            raise ValueError("clock")
        if self.turns and self.base and len(self._times) != len(getattr(self.base, self.clock)):
            raise ValueError("turns")

    @property
    def is_ours(self) -> bool:
        """Whether it is about this workbench itself."""
        return self.engine == OURS

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()

    @property
    def date(self) -> str:
        """ISO date of the run."""
        return self.session[:10]

    @property
    def median(self) -> float | None:
        """Seconds by its clock; None for an absent engine."""
        return median(self._times) if self._times else None

    @property
    def ratio(self) -> Ratio | None:
        """How many times as long as this workbench; None where one of the two took no part."""
        return self.ratio_by(self.clock)

    @property
    def bytes_per_item(self) -> float | None:
        """Bytes sent by all parties together, for each item."""
        if self.turns is None or self.turns.bytes is None:
            return None
        return self.turns.bytes / self.n

    def ratio_by(self, clock: Clock) -> Ratio | None:
        """Return the ratio of either clock.

        Parameters
        ----------
        clock : {"seconds", "cpu_seconds"}
        """
        if self.turns is None or self.base is None:
            return None
        return Ratio.of(getattr(self.turns, clock), getattr(self.base, clock))

    @property
    def _times(self) -> tuple[float, ...]:
        times: tuple[float, ...] = getattr(self.turns, self.clock) if self.turns else ()
        return times

    def replaces(self, older: "PeerRecord") -> bool:
        """Tell whether this record makes an older one of the same engine superfluous.

        Parameters
        ----------
        older : PeerRecord
        """
        if (self.family, self.engine) != (older.family, older.engine):
            return False
        throughout = not self.job or not older.job
        same = (self.job, self.n, self.variant) == (older.job, older.n, older.variant)
        return throughout or same

    def to_json(self) -> str:
        """Return one line of JSON."""
        return json.dumps({**asdict(self), "schema": SCHEMA}, sort_keys=True, ensure_ascii=False)


def read_line(line: str) -> PeerRecord:
    """Read one line of JSON.

    Parameters
    ----------
    line : str

    Raises
    ------
    DataError
        If it is no record of this version.
    """
    try:
        values = json.loads(line)
        sides = {side: _turns(values[side]) for side in ("turns", "base")}
        return _checked({**values, **sides})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            "errors.bench_peers_record",
            "need a record of another engine, version {schema}, got {line}",
            schema=SCHEMA,
            line=line[:60],
        ) from error


def _checked(values: dict[str, Any]) -> PeerRecord:
    """Make a record of exactly its own fields."""
    is_whole = set(values) == {"schema", *(field.name for field in fields(PeerRecord))}
    if not is_whole or values.pop("schema") != SCHEMA:
        raise ValueError("fields")
    return PeerRecord(**values)


def _turns(told: Mapping[str, Any] | None) -> Turns | None:
    """Make turns of what JSON has."""
    if told is None:
        return None
    times = {clock: tuple(told[clock]) for clock in ("seconds", "cpu_seconds")}
    return Turns(**{**told, **times})
