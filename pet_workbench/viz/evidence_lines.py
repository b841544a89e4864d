"""Measurements of one technique at growing sizes, with the law fitted to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pet_workbench.bench import Record, costs
from pet_workbench.bench.matrix.names import technique_name
from pet_workbench.core import PetError
from pet_workbench.i18n import Language
from pet_workbench.viz.evidence import Machine, machine_of, machines, series_name
from pet_workbench.viz.evidence_words import value


@dataclass(frozen=True)
class Line:
    """One technique on one machine: what was measured, and the law of it if there is one.

    Attributes
    ----------
    name : str
        In the reader's words.
    technique : str
    records : tuple of Record
        Smallest first.
    law : costs.Law or None
    to : int
        Size up to which something is asked.
    """

    name: str
    technique: str
    records: tuple[Record, ...]
    law: costs.Law | None
    to: int

    @property
    def measured_to(self) -> int:
        """Largest size that was measured."""
        return self.records[-1].n

    @property
    def reach(self) -> int:
        """Up to where something can be said."""
        law = self.law
        return max(self.measured_to, min(self.to, law.reach) if law else 0)

    @cached_property
    def end(self) -> costs.Estimate | None:
        """What the law says about the end of the line."""
        return self.law.predict(self.reach) if self.law else None


def lines_of(records: Sequence[Record], quantity: str, to: int, lang: Language) -> list[Line]:
    """Group records by machine and technique, and fit what can be fitted.

    Parameters
    ----------
    records : sequence of Record
    quantity : {"seconds", "bytes", "peak_mb"}
    to : int
        Size up to which something is asked.
    """
    letters = machines(records)
    groups: dict[tuple[Machine, str], list[Record]] = {}
    for record in records:
        groups.setdefault((machine_of(record), record.technique), []).append(record)
    lines = []
    for (machine, technique), group in groups.items():
        letter = letters[machine] if len(letters) > 1 else ""
        name = technique_name(group[0].case, technique, lang)
        ordered = tuple(sorted(group, key=lambda one: one.n))
        law = _fitted(ordered, quantity)
        lines.append(Line(series_name(name, letter, lang), technique, ordered, law, to))
    return lines


def _fitted(records: Sequence[Record], quantity: str) -> costs.Law | None:
    """Return the law of one technique; None with too few sizes, or with nothing to measure."""
    if not all(value(record, quantity) for record in records):
        return None
    try:
        return costs.fit(records, quantity)
    except PetError:
        return None


def values(line: Line, quantity: str) -> list[float]:
    """Return the measured amounts of a line.

    Parameters
    ----------
    line : Line
    quantity : {"seconds", "bytes", "peak_mb"}
    """
    return [value(record, quantity) or 0.0 for record in line.records]


def end_of(line: Line, quantity: str) -> tuple[int, costs.Estimate]:
    """Return the largest size of `line` about which something can be said, and what.

    Parameters
    ----------
    line : Line
    quantity : {"seconds", "bytes", "peak_mb"}
    """
    known = {record.n: value(record, quantity) or 0.0 for record in line.records}
    if line.to in known or line.end is None or line.reach <= line.measured_to:
        n = line.to if line.to in known else line.measured_to
        return n, costs.Estimate(known[n], known[n], known[n])
    return line.reach, line.end
