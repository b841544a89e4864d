"""Write down what engines told: records, of those that took part and of those that did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pet_workbench.bench.machine import IDENTITY, commit, machine
from pet_workbench.bench.peers.book import HERE, Book, Contest, Entrant
from pet_workbench.bench.peers.presence import Absent, made_with, version_of
from pet_workbench.bench.peers.record import Measured, PeerRecord, Turns

ALREADY = ("seconds", "cpu_seconds", "bytes", "error", "is_right")
"""What a script tells that has a place of its own in a record."""


@dataclass(frozen=True)
class Session:
    """What all records of one run share.

    Attributes
    ----------
    book : Book
    environments : Path
    machine : mapping of str to str
    commit : str
    began : str
        ISO date and time, UTC.
    """

    book: Book
    environments: Path
    machine: Mapping[str, str]
    commit: str
    began: str

    @classmethod
    def now(cls, book: Book, environments: Path) -> "Session":
        """Begin a run on this machine.

        Parameters
        ----------
        book : Book
        environments : Path
            Where the engines' environments stand.
        """
        found = machine()
        here = {name: found[name] for name in IDENTITY}
        return cls(
            book, environments, here, commit(), datetime.now(UTC).isoformat(timespec="seconds")
        )

    def taken_part(
        self,
        contest: Contest,
        entrant: Entrant,
        turns: Turns,
        *,
        base: Turns | None,
        load: Mapping[str, float],
    ) -> PeerRecord:
        """Write down one engine's part in a contest.

        Parameters
        ----------
        contest : Contest
        entrant : Entrant
        turns, base : Turns
            Its own, and those of this workbench.
        load : mapping of str to float
            Of the machine, "before" and "after".
        """
        kind: Measured = "reference" if entrant.engine.is_reference else "run"
        return PeerRecord(
            **self._about(contest, entrant),
            measured=kind,
            turns=turns,
            base=base,
            reason=None,
            values={},
            load=load,
        )

    def gave_up(
        self,
        contest: Contest,
        entrant: Entrant,
        *,
        reason: str,
        values: Mapping[str, Any],
        load: Mapping[str, float],
    ) -> PeerRecord:
        """Write down that an engine dropped out of a contest.

        Parameters
        ----------
        contest : Contest
        entrant : Entrant
        reason : str
            Id.
        values : mapping
            For the placeholders of its text.
        load : mapping of str to float
        """
        return PeerRecord(
            **self._about(contest, entrant),
            measured="absent",
            turns=None,
            base=None,
            reason=reason,
            values=values,
            load=load,
        )

    def absent(self, contest: Contest, why: Absent) -> PeerRecord:
        """Write down that an engine took no part in the whole family of a contest.

        Parameters
        ----------
        contest : Contest
        why : Absent
        """
        return PeerRecord(
            **{**self._shared(contest), "job": "", "n": 0},
            engine=why.engine,
            name=why.name,
            version=why.version,
            variant="",
            recipe={},
            measured="absent",
            turns=None,
            base=None,
            reason=why.reason,
            values=why.values,
            load={},
        )

    def _about(self, contest: Contest, entrant: Entrant) -> dict[str, Any]:
        engine = entrant.engine
        return {
            **self._shared(contest),
            "engine": engine.id,
            "name": engine.name,
            "version": version_of(engine),
            "variant": entrant.variant,
            "recipe": self._recipe(entrant),
        }

    def _shared(self, contest: Contest) -> dict[str, Any]:
        return {
            "family": contest.family,
            "job": contest.job,
            "n": contest.n,
            "clock": contest.clock,
            "machine": self.machine,
            "commit": self.commit,
            "session": self.began,
        }

    def _recipe(self, entrant: Entrant) -> dict[str, Any]:
        """Return how an engine is called, and how its environment is made if it has its own."""
        called = {"script": entrant.script, "options": list(entrant.options)}
        name = entrant.engine.environment
        if name == HERE:
            return called
        packages = list(self.book.environments[name].packages)
        return {"python": made_with(name, self.environments), "packages": packages, **called}


def together(told: Sequence[Mapping[str, Any]]) -> Turns:
    """Put what an engine told turn by turn together; the error is the largest of all turns.

    Parameters
    ----------
    told : sequence of mapping
        At least one.
    """
    times = {
        clock: tuple(float(one[clock]) for one in told if one.get(clock) is not None)
        for clock in ("seconds", "cpu_seconds")
    }
    errors = [float(one["error"]) for one in told if one.get("error") is not None]
    return Turns(
        **times,
        bytes=told[-1].get("bytes"),
        error=max(errors, default=None),
        more={name: value for name, value in told[-1].items() if name not in ALREADY},
    )


def label(entrant: Entrant) -> str:
    """Return name and version of an engine.

    Parameters
    ----------
    entrant : Entrant
    """
    return f"{entrant.engine.name} {version_of(entrant.engine)}".strip()
