"""Which of two treatments works better: three hospitals compare without pooling patients.

`case` is the question and its techniques, `in_shares` the protocol, `in_clear` the contrasts,
`totals` what a hospital adds up by itself and the exact answer, `population` makes invented
patients, and `own_tables` reads a visitor's files.
"""

from pet_workbench.sharing.statistics.welch import Conclusion
from pet_workbench.usecases.treatment.case import CASE, TreatmentCase
from pet_workbench.usecases.treatment.totals import (
    HIGHEST,
    HOSPITALS,
    REGISTRY,
    Comparison,
    Totals,
    alone,
    totals_of,
)

__all__ = [
    "CASE",
    "HIGHEST",
    "HOSPITALS",
    "REGISTRY",
    "Comparison",
    "Conclusion",
    "Totals",
    "TreatmentCase",
    "alone",
    "totals_of",
]
