"""What every generator of synthetic data offers, and what its name promises.

Protects: see each generator.  `PROMISE` says it in one word, for a data sheet and for a reader.
Does not protect: by being called synthetic.  Whether rows tell about people in the table they were
learned from is measured in `risk`, and proved by `private` only.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from pet_workbench.synthetic.description import Description

if TYPE_CHECKING:
    import pandas as pd

MARGINALS: Final = "marginals"
CART: Final = "cart-not-private"
PRIVATE: Final = "private"
COPY: Final = "copy"
INDEPENDENT: Final = "independent"
GENERATORS = (MARGINALS, CART, PRIVATE, COPY, INDEPENDENT)
PROMISE: Mapping[str, str] = {
    MARGINALS: "disclosure-control",
    CART: "none",
    PRIVATE: "differential-privacy",
    COPY: "leak",
    INDEPENDENT: "none",
}
"""Disclosure control is rules of statistical offices: no proof, and no relations to hide."""


class Fitted(Protocol):
    """What was learned from a table."""

    @property
    def generator(self) -> str:
        """Which generator learned it: one of `GENERATORS`."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What a data sheet tells of how it was learned, as plain values."""

    def draw(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Return `n` rows of a generated population, in the columns of the description."""


class Generator(Protocol):
    """What learns from a table."""

    id: ClassVar[str]

    def fit(self, table: "pd.DataFrame", description: Description) -> Fitted:
        """Learn from `table`, which is as `description` says."""
