"""Leave for one run at one party: it opens one source, once, and ends with a word in the register.

Protects: against reading real data under a permit for the design, and against reading twice, also
with copies of one permit and from several threads.
Does not protect: against whoever holds the machine and reads the file without a permit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from pet_workbench.core import PrivacyError
from pet_workbench.governance.canonical import Json
from pet_workbench.governance.computation import Output
from pet_workbench.governance.register import Entry, Register

Source = Callable[[], Any]


class Use:
    """What was done with a permit; its copies share it.

    Parameters
    ----------
    source : callable
    """

    def __init__(self, source: Source) -> None:
        self._source: Source | None = source
        self._is_over = False
        self._lock = Lock()

    def take(self) -> Source | None:
        """Return the source the first time, unless the run is over."""
        with self._lock:
            source, self._source = self._source, None
            return None if self._is_over else source

    def end(self) -> tuple[bool, bool]:
        """Return whether the run was over, and whether its data were taken; from now on it is."""
        with self._lock:
            was_over, self._is_over = self._is_over, True
            return was_over, self._source is None


@dataclass(frozen=True)
class Permit:
    """Leave for one run, at one party.

    Attributes
    ----------
    stage : str
        ``"design"`` or ``"real"``.
    started : Entry
        In the party's register.
    """

    stage: str
    started: Entry
    _register: Register = field(repr=False)
    _use: Use = field(repr=False)

    @property
    def number(self) -> int:
        """Return which run of the agreement it is at this party, from 1."""
        number = self.started.says["number"]
        assert isinstance(number, int)
        return number

    def read(self) -> Any:
        """Read the data, once.

        Raises
        ------
        PrivacyError
            If they were read, or the run is over.
        """
        source = self._use.take()
        if source is None:
            raise self._used()
        return source()

    def finish(self, *, rows: int, released: Sequence[tuple[Output, int | None]]) -> Entry:
        """Write down what the run gave, after the data were read.

        Parameters
        ----------
        rows : int
            Of this party that were used.
        released : sequence of (Output, int or None)
            What left, with how many values; None where only the receiver knows.

        Raises
        ------
        PrivacyError
            If the run is over.
        """
        out: list[Json] = [
            {"what": one.what, "receiver": one.receiver, "guarantee": one.guarantee, "items": items}
            for one, items in released
        ]
        return self._end({"rows": rows, "released": out}, read="finished", unread="finished")

    def stop(self, reason: str) -> Entry:
        """Write down that the run stopped; it counts if data were read, and otherwise does not.

        Raises
        ------
        PrivacyError
            If the run is over.
        """
        return self._end({"reason": reason[:400]}, read="stopped", unread="cancelled")

    def _used(self) -> PrivacyError:
        """Return the refusal of a permit that was used."""
        return PrivacyError(
            "errors.permit_used",
            "need a permit that has not been used, got one of run {number} of {party}: ask for "
            "another",
            number=self.number,
            party=self._register.party,
        )

    def _end(self, said: Mapping[str, Json], *, read: str, unread: str) -> Entry:
        """Write the end of the run down, as one event if data were read and as another if not.

        Raises
        ------
        PrivacyError
            If it was ended before.
        """
        was_over, was_read = self._use.end()
        if was_over:
            raise self._used()
        says: dict[str, Json] = {"run": self.started.number, "stage": self.stage, **said}
        return self._register.add(
            read if was_read else unread,
            who=self.started.who,
            agreement=self.started.agreement,
            says=says,
        )
