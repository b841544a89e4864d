"""Convicted persons at large, of whom some paid lately: who, and in which region.

`case` is the question and its techniques, `techniques` how each is done, `population` makes data,
and `own_tables` reads a visitor's files.
"""

from pet_workbench.usecases.fugitives.case import CASE, FugitivesCase
from pet_workbench.usecases.fugitives.techniques import BANK, JUSTICE, THIRD_PARTIES, Sightings

__all__ = ["BANK", "CASE", "JUSTICE", "THIRD_PARTIES", "FugitivesCase", "Sightings"]
