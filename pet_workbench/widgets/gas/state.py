"""The reader's choices on the page of `gas`."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from pet_workbench.usecases.gas import CASE, Publication
from pet_workbench.usecases.gas.areas import municipalities, operators, places, register_of
from pet_workbench.widgets.case import CaseState

if TYPE_CHECKING:
    import pandas as pd

NOISE, MINIMUM, SEPARATE, PLAIN = CASE.techniques
SIZES = (20_000, 50_000, 100_000, 200_000)
EPSILONS = ("0.1", "0.2", "0.5", "1", "2", "5", "10")
BOUNDS = (3_000, 5_000, 10_000, 20_000, 50_000)


class GasState(CaseState):
    """The reader's choices.

    Attributes
    ----------
    level : str
        What kind of areas are published.
    epsilon : str
        Of the publication, as it is written in English.
    high : int
        What a connection counts for at most, in m3.
    minimum : int
        Fewest connections in a row, without noise.
    small : str
        What becomes of smaller areas then.
    """

    case: ClassVar = CASE
    choices: ClassVar = ("level", "epsilon", "high", "minimum", "small")

    n = traitlets.Int(100_000)
    level = traitlets.Unicode("middle")
    epsilon = traitlets.Unicode("1")
    high = traitlets.Int(10_000)
    minimum = traitlets.Int(10)
    small = traitlets.Unicode("merge")

    @property
    def most_kept(self) -> int:
        """Everything of the last choices, and what the sections need of other levels."""
        return 30

    @property
    def register(self) -> "pd.DataFrame":
        """The public list of streets."""
        return self.keep(self.key("register", "n"), lambda: register_of(self.tables))

    @property
    def connections(self) -> "pd.DataFrame":
        """All connections, pooled: what nobody in the case has but with the workbench."""
        import pandas as pd

        def pool() -> "pd.DataFrame":
            owners = operators(self.tables)
            return pd.concat([self.tables[one] for one in owners], ignore_index=True)

        return self.keep(self.key("connections", "n"), pool)

    def truth(self, level: str) -> Publication:
        """Return the table of a level without noise, nothing withheld."""

        def count() -> Publication:
            exact: Publication = CASE.exact(self.tables, **{**CASE.parameters, "level": level})
            return exact

        return self.keep((self.key("truth", "n"), level), count)

    def answer_at(self, technique: str, level: str) -> Publication:
        """Return what a technique publishes at a level, with the other choices as they are."""
        if level == self.level:
            present: Publication = self.outcome(technique).answer
            return present

        def run() -> Publication:
            made: Publication = self.run(technique, level=level, keep_payload_bytes=0).answer
            return made

        key = self.key(("answer", technique, level), "n", "epsilon", "high", "minimum", "small")
        return self.keep(key, run)

    def whose(self, level: str, column: str) -> NDArray[np.int64]:
        """Return the municipality or province of every area of a level."""
        key = (self.key("whose", "n"), level, column)
        return self.keep(key, lambda: places(self.register, level, column=column))

    def largest_municipality(self) -> tuple[int, str]:
        """Return the municipality with the most districts: its place, and its name."""
        counts = np.bincount(self.whose("large", "municipality"))
        at = int(counts.argmax())
        return at, municipalities(self.tables)[at]
