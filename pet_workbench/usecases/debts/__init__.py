"""Debts at several agencies: four agencies, a municipality that asks, three bodies that compute.

`case` is the question and its techniques; `in_shares`, `pseudonymous` and `in_clear` are those one
by one; `citizens` says who and what is asked; `population` makes data of about national shape, and
`own_tables` reads a visitor's files.
"""

from pet_workbench.usecases.debts.case import CASE, DebtsCase
from pet_workbench.usecases.debts.citizens import (
    AGENCIES,
    BODIES,
    CITIZEN,
    MUNICIPALITY,
    RESIDENTS,
    THIRD_PARTY,
    TOTAL,
    Found,
)

__all__ = [
    "AGENCIES",
    "BODIES",
    "CASE",
    "CITIZEN",
    "MUNICIPALITY",
    "RESIDENTS",
    "THIRD_PARTY",
    "TOTAL",
    "DebtsCase",
    "Found",
]
