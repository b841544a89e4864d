"""Synthetic pupils for research on education, after an example in the report on PETs.

Since 2022 DUO makes synthetic data sets for researchers on request, with the same statistical
properties as the real ones, so that they can prepare an analysis without the data of pupils [1]_.
Here a register has 4,106 real pupils of a study of 1989 (see `register`); a researcher asks for
rows.  How DUO makes its rows is not published in that report; the four ways here are ours.

Protects: pupils, as far as each technique says.
Does not protect: schools; the promise is per pupil, and columns that say which school are left out.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, section 3.2, https://duo.nl/open_onderwijsdata/synthetische-data.jsp.
"""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from pet_workbench.dp import Terms
from pet_workbench.synthetic.utility import least_squares
from pet_workbench.usecases.pupils.register import (
    KEEPER,
    N_PUPILS,
    PUPILS,
    READER,
    sample,
)
from pet_workbench.usecases.synthetic_rows import SyntheticRowsCase

if TYPE_CHECKING:
    import pandas as pd


class PupilsCase(SyntheticRowsCase):
    """A register of pupils, and a researcher who gets rows."""

    key = "pupils"
    keeper = KEEPER
    reader = READER
    description = PUPILS
    terms = Terms(unit="person", neighbours="add-remove")
    dataset = "pupils"
    sensitive = "iqv"
    target = ("rpg", 0)
    analyses: ClassVar = {
        "language": partial(least_squares, target="lpo", features=["iqv", "ses", "sex"]),
        "arithmetic": partial(least_squares, target="apo", features=["iqp", "ses", "sex"]),
    }
    parts: ClassVar = (("den", "sex", "min", "ses", "rpg"), ("iqv", "iqp", "lpr", "apr"))
    measured_n = N_PUPILS
    sizes: ClassVar = (1_000, N_PUPILS, 20_000, 200_000)

    def rows(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Return `n` pupils; see `register.sample`."""
        return sample(n, seed=seed)


CASE = PupilsCase()
