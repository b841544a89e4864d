"""Synthetic load profiles inside one organisation, after an example in the report on PETs.

A grid operator needs detailed use to manage the electricity grid; that is sensitive, and may not be
used freely inside the organisation.  Alliander makes realistic synthetic data instead [1]_.  Here
the keeper of the meter data learns from generated households and hands rows to analysts of the same
operator, who ask whether the transformer of a street holds.  How Alliander makes its rows is not
told in the report; the four ways here are ours.

Protects: households, as far as each technique says.
Does not protect: streets or postcodes; which street a home stands in is no column here.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, section 3.2, https://bluegen.ai/case-studies/alliander/.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from pet_workbench.dp import Terms
from pet_workbench.synthetic.utility import least_squares
from pet_workbench.usecases.grid.household import DESCRIPTION, METER, REGISTER
from pet_workbench.usecases.synthetic_rows import CART, MARGINALS, SyntheticRowsCase

if TYPE_CHECKING:
    import pandas as pd

KEEPER: Final = "Keeper"
ANALYST: Final = "Analyst"
N_HOMES: Final = 12_000
"""Households on the page and in the stored measurements."""


class GridCase(SyntheticRowsCase):
    """A keeper of meter data, and a grid analyst of the same operator who gets rows."""

    key = "grid"
    keeper = KEEPER
    reader = ANALYST
    description = DESCRIPTION
    terms = Terms(unit="household", neighbours="add-remove")
    dataset = "grid"
    sensitive = "evening_percent"
    target = ("heat_pump", "electric")
    analyses: ClassVar = {
        "peak": partial(
            least_squares, target="peak_watts", features=["cold_day_wh", "evening_percent"]
        ),
        "season": partial(
            least_squares, target="supply_kwh", features=["cold_day_wh", "summer_percent"]
        ),
    }
    parts: ClassVar = (REGISTER, METER)
    measured_n = N_HOMES
    sizes: ClassVar = (1_000, 4_000, N_HOMES, 100_000, 1_000_000)

    def rows(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Return the rows of `n` generated households; see `population`."""
        from pet_workbench.usecases.grid.population import generate

        return generate(n, seed=seed)


MEASURED_TO: Final = {MARGINALS: N_HOMES, CART: 100_000}
"""Above it a run takes minutes, and says nothing new."""
GridCase.techniques = {
    id: replace(technique, measured_to=MEASURED_TO.get(id))
    for id, technique in GridCase.techniques.items()
}
CASE = GridCase()
