"""Check a law by running it there: predict the largest size from the others, and compare."""

from collections.abc import Iterable
from dataclasses import dataclass

from pet_workbench.bench.costs.estimate import Estimate
from pet_workbench.bench.costs.laws import fit, together
from pet_workbench.bench.record import Record
from pet_workbench.core import PetError


@dataclass(frozen=True)
class Checked:
    """A prediction beside what was measured.

    Attributes
    ----------
    case, technique, quantity : str
    n : int
        Largest size that was measured.
    sizes : tuple of int
        Smaller sizes that the law was fitted to.
    predicted : Estimate
    measured : float
        Median of the repeats.
    """

    case: str
    technique: str
    quantity: str
    n: int
    sizes: tuple[int, ...]
    predicted: Estimate
    measured: float

    @property
    def ratio(self) -> float:
        """Predicted over measured: 1 is right, 2 is twice too much."""
        return self.predicted.middle / self.measured if self.measured else 1.0

    @property
    def is_inside(self) -> bool:
        """Whether the interval held."""
        return self.measured in self.predicted

    @property
    def times_beyond(self) -> float:
        """How many times the largest size fitted to the prediction was for."""
        return self.n / self.sizes[-1]


def checked(records: Iterable[Record], quantity: str = "seconds") -> Checked:
    """Hold out the largest size, predict it from the others, and compare.

    Parameters
    ----------
    records : iterable of Record
        As for `fit`, of at least three sizes.
    quantity : str, default: "seconds"

    Raises
    ------
    DataError
        If there are fewer than three sizes.
    ParameterError
        If the largest lies beyond the reach of a law of the others.
    """
    some = tuple(records)
    whole = fit(some, quantity)
    n, measured = whole.points[-1]
    law = fit([record for record in some if record.n < n], quantity)
    return Checked(law.case, law.technique, quantity, n, law.sizes, law.predict(n), measured)


def checks(records: Iterable[Record], quantity: str = "seconds") -> tuple[Checked, ...]:
    """Check all laws that can be checked, in the order of the records."""
    found = []
    for some in together(records).values():
        try:
            found.append(checked(some, quantity))
        except PetError:
            continue
    return tuple(found)
