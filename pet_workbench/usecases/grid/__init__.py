"""The case `grid`: synthetic load profiles of households for the analysts of a grid operator.

============  ======================================================================
`case`        keeper, analyst and the four ways to get rows
`household`   a household as one row, with public bounds and bins
`population`  generated households, calibrated on published figures
`days`        five kinds of day that stand for a year
`curves`      from rows back to load curves
`street`      whether the transformer of a street holds
`kept`        peaks and seasons: what is left of them in synthetic rows
============  ======================================================================

Protects: households, as far as each technique says.
Does not protect: by being synthetic.
"""

from pet_workbench.usecases.grid.case import ANALYST, CASE, KEEPER, N_HOMES, GridCase
from pet_workbench.usecases.grid.household import DESCRIPTION, DWELLINGS

__all__ = [
    "ANALYST",
    "CASE",
    "DESCRIPTION",
    "DWELLINGS",
    "KEEPER",
    "N_HOMES",
    "GridCase",
]
