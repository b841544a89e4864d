"""Sharing cyber incidents: many organisations, three computing bodies, and NCSC.

`case` is the question and its techniques, `reports` what is reported and published, `in_shares` the
protocol, `population` makes reports, and `own_tables` reads a visitor's file.
"""

from pet_workbench.usecases.securened.case import CASE, COMPUTERS, FILE, TRUSTED, SecurenedCase
from pet_workbench.usecases.securened.reports import (
    BREAKDOWNS,
    KINDS,
    NCSC,
    SECTORS,
    WEEKS,
    Trends,
)

__all__ = [
    "BREAKDOWNS",
    "CASE",
    "COMPUTERS",
    "FILE",
    "KINDS",
    "NCSC",
    "SECTORS",
    "TRUSTED",
    "WEEKS",
    "SecurenedCase",
    "Trends",
]
