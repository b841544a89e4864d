"""The average around the table: a case small enough to play with people in the room.

`case` is the question and its techniques, `programs` what everybody does, `people` who they are.
"""

from pet_workbench.usecases.table.case import CASE, EXACT, NOISY, TableCase
from pet_workbench.usecases.table.people import (
    MAX_AGE,
    PEOPLE,
    TRUSTED,
    Average,
    own_age,
    tables_of,
)
from pet_workbench.usecases.table.programs import FIELD_MODULUS, RING_BITS, TELL

__all__ = [
    "CASE",
    "EXACT",
    "FIELD_MODULUS",
    "MAX_AGE",
    "NOISY",
    "PEOPLE",
    "RING_BITS",
    "TELL",
    "TRUSTED",
    "Average",
    "TableCase",
    "own_age",
    "tables_of",
]
