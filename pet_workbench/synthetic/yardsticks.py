"""Two generators to measure others by: a copy, which leaks, and columns on their own.

An attack that does not find the copy is no good; a generator that keeps no more of the relations
than columns on their own is no good either.

Protects: nothing.  `Copy` hands out rows as they are, on purpose.  `Independent` breaks up rows,
but its values are those of the table, the rarest included.
Does not protect: anybody; neither is for release.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pet_workbench.core.validation import check_whole
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.chance import seeded
from pet_workbench.synthetic.description import Description, Values

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 10_000_000


@dataclass(frozen=True, eq=False)
class Kept:
    """A table that is kept as it is.

    Attributes
    ----------
    generator : str
    columns : mapping of str to ndarray
    whole_rows : bool
        Whether values of one row stay together.
    """

    generator: str
    columns: Mapping[str, Values]
    whole_rows: bool

    @property
    def settings(self) -> dict[str, Any]:
        """What it is told to be."""
        return {"whole_rows": self.whole_rows}

    def draw(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Draw rows, or values column by column, with replacement: a generated population.

        Parameters
        ----------
        n : int
            1 to 10,000,000.
        seed : int
        """
        import pandas as pd

        check_whole("n", n, 1, MOST_ROWS)
        rng = seeded(seed)
        size = len(next(iter(self.columns.values())))
        at = rng.integers(0, size, n)
        return pd.DataFrame(
            {
                name: column[at if self.whole_rows else rng.integers(0, size, n)]
                for name, column in self.columns.items()
            }
        )


class Copy:
    """The deliberate leak: rows of the table itself, some of them twice."""

    id: ClassVar[str] = generator.COPY

    def fit(self, table: "pd.DataFrame", description: Description) -> Kept:
        """Keep the table."""
        return Kept(self.id, description.read(table), whole_rows=True)


class Independent:
    """Every column on its own: no value of a row says anything about another."""

    id: ClassVar[str] = generator.INDEPENDENT

    def fit(self, table: "pd.DataFrame", description: Description) -> Kept:
        """Keep the columns."""
        return Kept(self.id, description.read(table), whole_rows=False)
