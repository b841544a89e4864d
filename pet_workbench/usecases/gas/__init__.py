"""Gas use per area: network operators, one national publisher, and municipalities that read.

`case` is the question and its techniques, `areas` where connections lie, `publication` the tables
and the rule for small rows, `query` and `releasing` the table with noise, `exchange` who sends what
to whom, `accuracy`, `steering` and `budgets` what a table is good for and what it costs,
`population` makes connections, and `own_tables` reads a visitor's file.
"""

from pet_workbench.usecases.gas.areas import LEVELS, OPERATORS, PUBLISHER
from pet_workbench.usecases.gas.case import CASE, FILE, GasCase
from pet_workbench.usecases.gas.publication import Publication
from pet_workbench.usecases.gas.query import AreaUse
from pet_workbench.usecases.provinces import PROVINCES

__all__ = [
    "CASE",
    "FILE",
    "LEVELS",
    "OPERATORS",
    "PROVINCES",
    "PUBLISHER",
    "AreaUse",
    "GasCase",
    "Publication",
]
