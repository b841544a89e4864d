"""What a measurement is: frozen, one line of JSON, documented in data/benchmarks/README.md."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from statistics import median
from typing import Any, Literal, TypeVar

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.schema import check, parse
from pet_workbench.core import DataError

SCHEMA = 2
Result = Literal["succeeded", "partly", "failed"]
Lines = TypeVar("Lines", bound="_Line")


@dataclass(frozen=True)
class Link:
    """What went from one party to another in one run; exact.

    Attributes
    ----------
    sender, receiver : str
    messages, bytes : int
    rounds : int
        In how many of the run's rounds something went this way.
    """

    sender: str
    receiver: str
    messages: int
    bytes: int
    rounds: int


@dataclass(frozen=True)
class Attempt:
    """What the case's attack got from a run of the technique.

    Attributes
    ----------
    id : str
        Of the attack.
    result : {"succeeded", "partly", "failed"}
    found, of : int
        How many secrets of how many.
    n : int
        At which size it was tried.
    """

    id: str
    result: Result
    found: int
    of: int
    n: int


@dataclass(frozen=True)
class _Line:
    """What every line of a file of measurements says: the cell, and where and when it was run."""

    case: str
    technique: str
    n: int
    seed: int
    parameters: Mapping[str, Any]
    network: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    commit: str
    stamp: str
    date: str

    @property
    def cell(self) -> Cell:
        """What was measured."""
        return Cell(
            self.case, self.technique, self.n, self.seed, dict(self.parameters), self.network
        )

    def to_json(self) -> str:
        """Return one line of JSON."""
        kind = {"schema": SCHEMA, "kind": type(self).__name__.lower()}
        return json.dumps({**asdict(self), **kind}, sort_keys=True, ensure_ascii=False)

    @classmethod
    def of(cls: type[Lines], cell: Cell, **rest: Any) -> Lines:
        """Make a line about `cell`."""
        return cls(**{field.name: getattr(cell, field.name) for field in fields(cell)}, **rest)


@dataclass(frozen=True)
class Record(_Line):
    """What one technique took and gave on one case at one size.

    Attributes
    ----------
    case, technique, n, seed, parameters, network
        The cell; see `Cell`.
    machine, versions : mapping of str to str
        See `pet_workbench.bench.machine`.
    commit : str
        Of the code that ran.
    stamp : str
        Version of the technique; see `pet_workbench.bench.stamp`.
    date : str
        ISO date and time, UTC, at the end.
    seconds, cpu_seconds : tuple of float
        Per repeat: time on the clock, and processor time of all parties together, of the
        computation alone, without the data.
    peak_mb : tuple of float or None
        Per repeat: largest resident memory in MB of 10**6 bytes, data included; None where unknown.
        With parties in processes of their own, of all of these together.
    load_seconds : float
        Time to make the data.
    rounds : int
        Longest chain of messages that wait for each other; exact.
    chain_bytes : int
        Most bytes on any chain of messages that wait for each other; exact.
    links : tuple of Link
    answer, exact : JSON value
        The answer and what plain arithmetic gives, summarised where they are long.
    error : float
        Distance between the two as the case defines it.
    released : tuple of mapping
        What left the computation: what, receiver, guarantee, items.
    leaks : tuple of str
        Ids of what parties learn beyond the answer.
    attack : Attempt or None
        None where the case has no attack for it.
    """

    seconds: tuple[float, ...]
    cpu_seconds: tuple[float, ...]
    peak_mb: tuple[float | None, ...]
    load_seconds: float
    rounds: int
    chain_bytes: int
    links: tuple[Link, ...]
    answer: Any
    exact: Any
    error: float
    released: tuple[Mapping[str, Any], ...]
    leaks: tuple[str, ...]
    attack: Attempt | None

    @property
    def bytes(self) -> int:
        """Bytes sent by all parties together."""
        return sum(link.bytes for link in self.links)

    @property
    def bytes_by_party(self) -> dict[str, int]:
        """Bytes sent, by party that sent any."""
        sent: dict[str, int] = {}
        for link in self.links:
            sent[link.sender] = sent.get(link.sender, 0) + link.bytes
        return sent

    @property
    def seconds_median(self) -> float:
        """Median time on the clock."""
        return median(self.seconds)

    @property
    def seconds_spread(self) -> tuple[float, float]:
        """Shortest and longest time on the clock."""
        return min(self.seconds), max(self.seconds)

    @property
    def cpu_median(self) -> float:
        """Median processor time."""
        return median(self.cpu_seconds)

    @property
    def peak_most(self) -> float | None:
        """Largest memory of all repeats, in MB; None where unknown."""
        return max((peak for peak in self.peak_mb if peak is not None), default=None)


@dataclass(frozen=True)
class Stopped(_Line):
    """A cell that was given up: over its budget, or failed.

    Attributes
    ----------
    case, technique, n, seed, parameters, network, machine, versions, commit, stamp, date
        As of a `Record`.
    reason : {"time", "memory", "error"}
    limit : float or None
        The budget in seconds or MB; None after an error.
    message : str or None
        What went wrong, in English; None over budget.
    """

    reason: Literal["time", "memory", "error"]
    limit: float | None
    message: str | None


def read_line(line: str, *, is_ours: bool = False) -> Record | Stopped:
    """Read one line of a file of measurements.

    Parameters
    ----------
    line : str
    is_ours : bool
        Whether it ships with the workbench, so that a test has checked it and no page need wait.

    Raises
    ------
    DataError
        If it is no line of this version, or has a value that no measurement can have.
    """
    values = json.loads(line) if is_ours else parse(line)
    kind = {"record": Record, "stopped": Stopped}.get(str(values.get("kind", "")))
    own = {"schema", "kind"}
    if (
        kind is None
        or values.get("schema") != SCHEMA
        or set(values) - own != {field.name for field in fields(kind)}
    ):
        raise DataError(
            "errors.no_record",
            "need a benchmark record of version {schema}, got {line}",
            schema=SCHEMA,
            line=line[:60],
        )
    if not is_ours:
        check(values)
    return _thawed(kind, {name: value for name, value in values.items() if name not in own})


def _thawed(kind: type[Record] | type[Stopped], values: dict[str, Any]) -> Record | Stopped:
    """Make tuples and records of JSON's lists and objects."""
    if kind is Stopped:
        return Stopped(**values)
    links = tuple(Link(**link) for link in values["links"])
    attack = None if values["attack"] is None else Attempt(**values["attack"])
    lists = ("seconds", "cpu_seconds", "peak_mb", "released", "leaks")
    tuples = {name: tuple(values[name]) for name in lists}
    return Record(**{**values, **tuples, "links": links, "attack": attack})
