"""What left the data: whole numbers with noise, and the declaration that says what they mean.

Everything a reader wants from it is computed from those numbers: that costs no privacy, so it can
be done as often as one likes.

Protects: what its query promised.
Does not protect: the exact answer against whoever also holds the data.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pet_workbench.dp.query import Query, Totals

if TYPE_CHECKING:
    from pet_workbench.dp.ledger.entry import Entry


@dataclass(frozen=True, eq=False)
class Release:
    """One answer.

    Attributes
    ----------
    query : Query
        What was declared.
    noisy : mapping of str to ndarray of int64
        The whole numbers that were released, by part.
    entry : Entry
        Where the ledger says so.
    is_secure_randomness : bool
        False when a teaching seed made the noise predictable; the answer protects nobody then.
    """

    query: Query
    noisy: Totals
    entry: "Entry"
    is_secure_randomness: bool = True

    @property
    def value(self) -> Any:
        """Return the answer: a number, an array or a table, as the query says."""
        return self.query.value(self.noisy)

    def interval(self, confidence: float = 0.95) -> tuple[Any, Any]:
        """Return bounds of the answer without noise, that hold with chance `confidence`.

        They are about the noise only.

        Raises
        ------
        ParameterError
            If the confidence is not from 0.5 to below 1.
        """
        return self.query.interval(self.noisy, confidence)
