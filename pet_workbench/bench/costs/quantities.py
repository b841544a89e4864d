"""What is predicted of a run: which figures of a record, and how firm each is.

Bytes and rounds are exact on any machine.  Times and memory belong to a machine and vary from run
to run and from size to size: caches fill, memory is handed out in large pieces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pet_workbench.bench.record import Record
from pet_workbench.core.validation import check_choice


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something measured, and what we hold likely of it before looking.

    Attributes
    ----------
    id : str
    deviations : tuple of float
        By how much (of the logarithm) a size may lie off any smooth law; all equally likely.
    drift : float
        What is added to that, per factor e beyond the largest size measured.
    is_of_machine : bool
        Whether another machine gives another figure.
    """

    id: str
    deviations: tuple[float, ...]
    drift: float
    is_of_machine: bool


_OF_CLOCK = (0.02, 0.05, 0.1, 0.2, 0.4)
_EXACT = (0.0002, 0.002, 0.01, 0.05)
_ALL = (
    Quantity("seconds", _OF_CLOCK, 0.08, True),
    Quantity("cpu", _OF_CLOCK, 0.08, True),
    Quantity("bytes", _EXACT, 0.003, False),
    Quantity("chain_bytes", _EXACT, 0.01, False),
    Quantity("rounds", _EXACT, 0.02, False),
    Quantity("peak_mb", (0.01, 0.03, 0.1, 0.2), 0.05, True),
)
BY_ID: Mapping[str, Quantity] = MappingProxyType({quantity.id: quantity for quantity in _ALL})
QUANTITIES: tuple[str, ...] = tuple(BY_ID)


def quantity_of(id: str) -> Quantity:
    """Return the quantity `id`.

    Raises
    ------
    ParameterError
        If there is none.
    """
    check_choice("quantity", id, QUANTITIES)
    return BY_ID[id]


def repeats(record: Record, id: str) -> tuple[float, ...]:
    """Return what was measured of quantity `id`, per repeat; nothing where it is unknown."""
    if id == "seconds":
        return record.seconds
    if id == "cpu":
        return record.cpu_seconds
    if id == "peak_mb":
        return tuple(peak for peak in record.peak_mb if peak is not None)
    exact = {"bytes": record.bytes, "chain_bytes": record.chain_bytes, "rounds": record.rounds}
    return (float(exact[quantity_of(id).id]),)
