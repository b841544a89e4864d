"""The case `passport`: a product passport that proves without showing.  Made to learn with.

See `case` for the question, `claims` for statements and rules, `document` for a passport as bytes,
`in_proofs` for the protocol, `in_clear` for the contrasts, `population` for invented products and
`own_tables` for files.

Protects: what suppliers deliver, as each technique says.
Does not protect: against false statements that no auditor looks into.
"""

from pet_workbench.usecases.passport.case import CASE, PLAIN, TRUSTED, ZERO_KNOWLEDGE, PassportCase
from pet_workbench.usecases.passport.claims import (
    APPROVED,
    AUDITOR,
    LIES,
    ORIGINS,
    PLATFORM,
    PRODUCER,
    SUPPLIERS,
    VERIFIER,
    Rules,
    Verdicts,
)

__all__ = [
    "APPROVED",
    "AUDITOR",
    "CASE",
    "LIES",
    "ORIGINS",
    "PLAIN",
    "PLATFORM",
    "PRODUCER",
    "SUPPLIERS",
    "TRUSTED",
    "VERIFIER",
    "ZERO_KNOWLEDGE",
    "PassportCase",
    "Rules",
    "Verdicts",
]
