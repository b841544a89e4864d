"""Let engines take turns, so that whatever else the machine does hits all of them."""

import math
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pet_workbench.bench.peers.book import HERE, Contest, Entrant, read_book, scripts
from pet_workbench.bench.peers.files import FAMILIES
from pet_workbench.bench.peers.presence import environments_folder, missing, python_of
from pet_workbench.bench.peers.record import OURS, PeerRecord
from pet_workbench.bench.peers.turn import Cancelled, TurnError, take
from pet_workbench.bench.peers.writing import Session, label, together
from pet_workbench.core.validation import check_choice, check_range, check_whole

LEAST = 64
"""Items of a job that was made smaller to try it out."""


@dataclass(frozen=True)
class Turn:
    """A turn is about to begin.

    Attributes
    ----------
    family, job : str
    n : int
    engine, label : str
        Id; name and version.
    repeat : int
        From 1.
    done, total : int
        Turns that are over, and of the whole run.
    """

    family: str
    job: str
    n: int
    engine: str
    label: str
    repeat: int
    done: int
    total: int


@dataclass(frozen=True)
class GaveUp:
    """An engine drops out of a contest.

    Attributes
    ----------
    family, job, label : str
    n : int
    reason : str
        Id: texts ``peers.reason_*``.
    values : mapping
    """

    family: str
    job: str
    label: str
    n: int
    reason: str
    values: Mapping[str, Any]


@dataclass
class _Run:
    """A run that is under way."""

    session: Session
    on_event: Callable[[Turn | GaveUp], object]
    cancel: threading.Event | None
    total: int = 0
    done: int = 0

    def there(self, contest: Contest) -> list[Entrant]:
        """Return who of a contest can take part on this machine."""
        book, environments = self.session.book, self.session.environments
        return [
            entrant
            for entrant in contest.entrants
            if missing(entrant.engine, book, environments) is None
        ]


def run(
    *,
    folder: Path | None = None,
    environments: Path | None = None,
    families: Sequence[str] | None = None,
    repeats: int | None = None,
    scale: float = 1.0,
    on_event: Callable[[Turn | GaveUp], object] | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[PeerRecord]:
    """Measure this workbench and other engines in turns.

    Parameters
    ----------
    folder : Path, optional
        With ``peers.toml`` and the scripts; that of the repository by default.
    environments : Path, optional
        Where the engines' environments stand.
    families : sequence of str, optional
        Of `FAMILIES`; all by default.
    repeats : int, optional
        Turns of each engine; by default what ``peers.toml`` says.
    scale : float, default: 1.0
        Makes all jobs smaller, down to 64 items, to try them out.
    on_event : callable, optional
        Told before every turn, and when an engine drops out.
    cancel : threading.Event, optional
        Set to stop: the running script ends at once, and what was yielded is safe.

    Yields
    ------
    PeerRecord
        Absent engines of a family first, then contest by contest; this workbench first.

    Raises
    ------
    ParameterError
        If a family, `repeats` or `scale` is impossible.
    DataError
        If there is no ``peers.toml``, or it does not hold together.
    """
    for family in families or ():
        check_choice("family", family, FAMILIES)
    if repeats is not None:
        check_whole("repeats", repeats, 1, 1000)
    check_range("scale", scale, 1e-9, 1)
    book = read_book(folder or scripts())
    session = Session.now(book, environments or environments_folder(book.folder))
    shared = _Run(session, on_event or (lambda _: None), cancel)
    contests = [
        _resized(contest, repeats, scale)
        for contest in book.contests
        if families is None or contest.family in families
    ]
    shared.total = sum(contest.repeats * len(shared.there(contest)) for contest in contests)
    try:
        yield from _records(contests, shared)
    except Cancelled:
        return


def _resized(contest: Contest, repeats: int | None, scale: float) -> Contest:
    n = max(min(LEAST, contest.n), round(contest.n * scale))
    return replace(contest, repeats=repeats or contest.repeats, n=n)


def _records(contests: Sequence[Contest], shared: _Run) -> Iterator[PeerRecord]:
    """Yield the absent engines of each family, and then its contests."""
    session = shared.session
    for family in dict.fromkeys(contest.family for contest in contests):
        of_family = [contest for contest in contests if contest.family == family]
        for engine in session.book.engines.values():
            why = missing(engine, session.book, session.environments)
            if why is not None and family in engine.families:
                yield session.absent(of_family[0], why)
        for contest in of_family:
            yield from _contest(contest, shared)


def _contest(contest: Contest, shared: _Run) -> Iterator[PeerRecord]:
    """Let everyone who is there take turns; yield a record for each."""
    there, session = shared.there(contest), shared.session
    before = _load()
    told, out = _taken(contest, there, shared)
    load = {} if before is None else {"before": before, "after": _load() or 0.0}
    turns = {entrant: together(told[entrant]) for entrant in there if entrant not in out}
    first = there[0] if there and there[0].engine.id == OURS else None
    for entrant in there:
        if entrant in out:
            why = out[entrant]
            yield session.gave_up(contest, entrant, reason=why.reason, values=why.values, load=load)
        else:
            base = turns.get(first) if first is not None and entrant != first else None
            yield session.taken_part(contest, entrant, turns[entrant], base=base, load=load)


def _taken(
    contest: Contest, there: Sequence[Entrant], shared: _Run
) -> tuple[dict[Entrant, list[Mapping[str, Any]]], dict[Entrant, TurnError]]:
    """Return what everyone told turn by turn, and who dropped out."""
    told: dict[Entrant, list[Mapping[str, Any]]] = {entrant: [] for entrant in there}
    out: dict[Entrant, TurnError] = {}
    for repeat in range(1, contest.repeats + 1):
        for entrant in there:
            if entrant not in out:
                try:
                    told[entrant].append(_turn(contest, entrant, repeat, shared))
                except TurnError as error:
                    out[entrant] = error
                    shared.on_event(
                        GaveUp(
                            contest.family,
                            contest.job,
                            label(entrant),
                            contest.n,
                            error.reason,
                            error.values,
                        )
                    )
            shared.done += 1
    return told, out


def _turn(contest: Contest, entrant: Entrant, repeat: int, shared: _Run) -> Mapping[str, Any]:
    """Take one turn."""
    shared.on_event(
        Turn(
            contest.family,
            contest.job,
            contest.n,
            entrant.engine.id,
            label(entrant),
            repeat,
            shared.done,
            shared.total,
        )
    )
    name = entrant.engine.environment
    book, environments = shared.session.book, shared.session.environments
    python = sys.executable if name == HERE else str(python_of(name, environments))
    script = str(book.scripts / entrant.script)
    command = (python, script, contest.job, str(contest.n), *entrant.options)
    told = take(command, timeout=contest.timeout_seconds, cancel=shared.cancel)
    seconds = told.get(contest.clock)
    if not isinstance(seconds, int | float) or not math.isfinite(seconds) or seconds < 0:
        raise TurnError("failed", message=f"no {contest.clock}")
    return told


def _load() -> float | None:
    """Return how many processes ran or waited in the last minute, where the system tells it."""
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None
