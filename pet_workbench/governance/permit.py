"""Leave for one run at one party: it opens one source, once, and ends with a word in the register.

Protects: against reading real data under a permit for the design, and against reading twice.
Does not protect: against whoever holds the machine and reads the file without a permit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pet_workbench.core import PrivacyError
from pet_workbench.governance.canonical import Json
from pet_workbench.governance.computation import Output
from pet_workbench.governance.register import Entry, Register

Source = Callable[[], Any]


@dataclass
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
    _source: Source | None = field(repr=False)
    _is_over: bool = field(default=False, repr=False)

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
        source, self._source = self._source, None
        if source is None or self._is_over:
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
        return self._end("finished", {"rows": rows, "released": out})

    def stop(self, reason: str) -> Entry:
        """Write down that the run stopped; it counts if data were read, and otherwise does not.

        Raises
        ------
        PrivacyError
            If the run is over.
        """
        event = "stopped" if self._source is None else "cancelled"
        return self._end(event, {"reason": reason[:400]})

    def _used(self) -> PrivacyError:
        """Return the refusal of a permit that was used."""
        return PrivacyError(
            "errors.permit_used",
            "need a permit that has not been used, got one of run {number} of {party}: ask for "
            "another",
            number=self.number,
            party=self._register.party,
        )

    def _end(self, event: str, said: Mapping[str, Json]) -> Entry:
        """Write the end of the run down.

        Raises
        ------
        PrivacyError
            If it was ended before.
        """
        if self._is_over:
            raise self._used()
        self._is_over, self._source = True, None
        says: dict[str, Json] = {"run": self.started.number, "stage": self.stage, **said}
        return self._register.add(
            event, who=self.started.who, agreement=self.started.agreement, says=says
        )
