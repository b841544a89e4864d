"""The case `mobility`: movements from mobile operators' location rows, in a simulated enclave.

See `case` for the question, `inside` for the program that is measured, `in_enclave` for the
protocol, `in_shares` and `in_clear` for other techniques, `table` for the answer, `population` for
generated rows and `own_tables` for files.

Protects: location rows, as each technique says; the enclave is a **simulation** and protects
nothing against its host.
Does not protect: what the table itself says.
"""

from pet_workbench.usecases.mobility.case import CASE, NOISY, MobilityCase
from pet_workbench.usecases.mobility.table import (
    BODIES,
    DAYPARTS,
    HOST,
    MAKER,
    OFFICE,
    OPERATORS,
    Movements,
)

__all__ = [
    "BODIES",
    "CASE",
    "DAYPARTS",
    "HOST",
    "MAKER",
    "NOISY",
    "OFFICE",
    "OPERATORS",
    "MobilityCase",
    "Movements",
]
