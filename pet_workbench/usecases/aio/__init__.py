"""Pensioners who do not claim their supplement: SVB, UWV and an independent third body.

`case` is the question and its techniques, `households` and `pairs` SVB's side of it, `encrypted`
the technique with homomorphic encryption, `in_clear` the techniques for contrast,
`population` and `groups` make data of about national shape, and `own_tables` reads a visitor's
files.
"""

from pet_workbench.usecases.aio.case import (
    CASE,
    INCOME_BITS,
    SVB,
    THIRD_PARTIES,
    UWV,
    AioCase,
    Found,
)

__all__ = ["CASE", "INCOME_BITS", "SVB", "THIRD_PARTIES", "UWV", "AioCase", "Found"]
