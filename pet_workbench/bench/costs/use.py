"""What a run takes at a size: as measured where somebody ran it, else as the laws foresee."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from pet_workbench.bench.costs.estimate import Estimate
from pet_workbench.bench.costs.laws import fit, together
from pet_workbench.bench.costs.quantities import repeats
from pet_workbench.bench.record import Record
from pet_workbench.core import DataError, NetworkProfile


@dataclass(frozen=True)
class Use:
    """Time, processor time, bytes and memory of a run of one technique at one size.

    Attributes
    ----------
    case, technique : str
    n : int
    is_measured : bool
        Whether somebody ran it at this size; otherwise it is predicted.
    largest : int
        Largest size that was measured.
    parties : int
        That sent or received anything; at least 1.
    seconds : Estimate
        On the clock, with all parties in one process; measured: shortest, median and longest.
    cpu : Estimate
        Processor time of all parties together, in seconds.
    bytes, chain_bytes, rounds : Estimate
        See `Record`.
    peak_mb : Estimate or None
        Most memory; None where it was not measured.
    """

    case: str
    technique: str
    n: int
    is_measured: bool
    largest: int
    parties: int
    seconds: Estimate
    cpu: Estimate
    bytes: Estimate
    chain_bytes: Estimate
    rounds: Estimate
    peak_mb: Estimate | None


def use(record: Record) -> Use:
    """Return what a recorded run took."""
    seconds, cpu, sent, chain, rounds = (
        _measured(repeats(record, id))
        for id in ("seconds", "cpu", "bytes", "chain_bytes", "rounds")
    )
    peaks = repeats(record, "peak_mb")
    return Use(
        case=record.case,
        technique=record.technique,
        n=record.n,
        is_measured=True,
        largest=record.n,
        parties=_parties(record),
        seconds=seconds,
        cpu=cpu,
        bytes=sent,
        chain_bytes=chain,
        rounds=rounds,
        peak_mb=_measured(peaks) if peaks else None,
    )


def use_at(records: Iterable[Record], n: int) -> Use:
    """Return what a run at size `n` takes: as it was measured there, or else as foreseen.

    Parameters
    ----------
    records : iterable of Record
        Of one technique on one case, with all parties in one process.
    n : int

    Raises
    ------
    DataError
        If there are records of several techniques or none, or at one size only.
    ParameterError
        If `n` is beyond the reach of the laws.
    """
    some = _of_one(records)
    there = [record for record in some if record.n == n]
    if there:
        return use(max(there, key=lambda record: record.date))
    last = max(some, key=lambda record: record.n)
    seconds, cpu, sent, chain, rounds = (
        fit(some, id).predict(n) for id in ("seconds", "cpu", "bytes", "chain_bytes", "rounds")
    )
    return Use(
        case=last.case,
        technique=last.technique,
        n=n,
        is_measured=False,
        largest=last.n,
        parties=_parties(last),
        seconds=seconds,
        cpu=cpu,
        bytes=sent,
        chain_bytes=chain,
        rounds=rounds,
        peak_mb=_memory_at(some, n),
    )


def seconds_on(used: Use, profile: NetworkProfile) -> Estimate:
    """Return the time on the clock with all parties apart, on the network `profile`.

    Parameters
    ----------
    used : Use
    profile : NetworkProfile

    Returns
    -------
    Estimate
        As of `network_seconds`; the interval is that of the figures, and does not hold the error
        of the network model, which `validation` reports.
    """
    ends = ("low", "middle", "high")
    waits = (
        profile.waiting(
            rounds=getattr(used.rounds, end), chain_bytes=getattr(used.chain_bytes, end)
        )
        for end in ends
    )
    return used.seconds + Estimate(*waits)


def _of_one(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the records of the one technique that there are records of."""
    groups = together(records)
    if len(groups) != 1:
        raise DataError(
            "errors.bench_law_mixed",
            "need records of one technique on one case and one machine, got {kinds} kinds of runs "
            "on {machines} machines; pass them apart",
            kinds=len(groups),
            machines=1,
        )
    (some,) = groups.values()
    return some


def _memory_at(records: tuple[Record, ...], n: int) -> Estimate | None:
    """Return the memory foreseen at size `n`; None where too little was measured."""
    try:
        return fit(records, "peak_mb").predict(n)
    except DataError:
        return None


def _measured(values: tuple[float, ...]) -> Estimate:
    """Return the shortest, the median and the longest."""
    return Estimate(min(values), median(values), max(values))


def _parties(record: Record) -> int:
    """Count who sent or received anything."""
    return len({party for link in record.links for party in (link.sender, link.receiver)}) or 1
