"""How wrong the network model is: predicted times beside runs over an emulated network.

The runs are real: every party is a process of its own, with TLS between them, and a proxy holds
each byte back for as long as the network would.  They stand in ``data/benchmarks/network/``, beside
runs of the same cells in one process from the same minutes, from which the prediction is made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pet_workbench.bench.cell import IN_PROCESS
from pet_workbench.bench.costs.networks import network_seconds
from pet_workbench.bench.record import Record
from pet_workbench.bench.reference import records
from pet_workbench.core import PROFILES
from pet_workbench.datasets import data_path


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell on one network: what the model says, and what was measured.

    Attributes
    ----------
    case, technique : str
    n : int
    profile : str
        Id of the network.
    predicted, measured : float
        Seconds on the clock.
    """

    case: str
    technique: str
    n: int
    profile: str
    predicted: float
    measured: float

    @property
    def error(self) -> float:
        """Relative error; above 0 where the model says too much."""
        return self.predicted / self.measured - 1


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of the model on one network.

    Attributes
    ----------
    count : int
        Runs compared.
    median, worst : float
        Of the relative error, its sign left out.
    bias : float
        Median of the relative error with its sign: below 0 the model mostly says too little.
    median_seconds : float
        Median error in seconds, its sign left out.
    """

    count: int
    median: float
    worst: float
    bias: float
    median_seconds: float


@dataclass(frozen=True)
class Validation:
    """All comparisons.

    Attributes
    ----------
    rows : tuple of Compared
    by_profile : mapping of str to Errors
        By id of the network, from fast to slow.
    machine : mapping of str to str
    date : str
        Of the newest run.
    """

    rows: tuple[Compared, ...]
    by_profile: Mapping[str, Errors]
    machine: Mapping[str, str]
    date: str


def validation(*, folder: Path | None = None) -> Validation:
    """Return how wrong the network model was.

    Parameters
    ----------
    folder : Path, optional
        With records of cells in one process and on networks; by default those that come with the
        workbench.
    """
    found = records(folder=folder or data_path() / "benchmarks" / "network")
    return compare(found)


def compare(found: Iterable[Record]) -> Validation:
    """Compare runs on networks with what the model says from runs in one process."""
    known = {profile.id: profile for profile in PROFILES}
    all_runs = sorted(found, key=lambda record: record.date)
    alone = {_same(record): record for record in all_runs if record.network == IN_PROCESS}
    rows = tuple(
        Compared(
            record.case,
            record.technique,
            record.n,
            record.network,
            network_seconds(alone[_same(record)], known[record.network]),
            record.seconds_median,
        )
        for record in all_runs
        if record.network in known and _same(record) in alone
    )
    by_profile = {
        id: _errors([row for row in rows if row.profile == id])
        for id in known
        if any(row.profile == id for row in rows)
    }
    newest = all_runs[-1] if all_runs else None
    return Validation(
        rows,
        by_profile,
        newest.machine if newest else {},
        newest.date if newest else "",
    )


def _same(record: Record) -> tuple[str, str, int, int, str]:
    """Return what a run in one process and one on a network have in common."""
    parameters = str(sorted(record.parameters.items()))
    return record.case, record.technique, record.n, record.seed, parameters


def _errors(rows: list[Compared]) -> Errors:
    relative = [row.error for row in rows]
    sizes = [abs(error) for error in relative]
    return Errors(
        count=len(rows),
        median=median(sizes),
        worst=max(sizes),
        bias=median(relative),
        median_seconds=median(abs(row.predicted - row.measured) for row in rows),
    )
