"""Injuries by falls per characteristic, from two organisations: clients and patients.

`case` is the question and its techniques, `in_shares` and `in_clear` how each is done, `groups`
which totals may be asked and opened, `training` a model from totals, `population` makes invented
tables, and `own_tables` reads a visitor's files.  Clients are those of the case `falls`.
"""

from pet_workbench.usecases.fall_injuries.case import CASE, FallInjuriesCase
from pet_workbench.usecases.fall_injuries.totals import WITHHELD, Totals
from pet_workbench.usecases.fall_injuries.training import fit, gradient

__all__ = ["CASE", "WITHHELD", "FallInjuriesCase", "Totals", "fit", "gradient"]
