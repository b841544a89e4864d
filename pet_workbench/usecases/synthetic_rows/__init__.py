"""What cases share whose answer is synthetic rows: a keeper learns, a reader gets rows.

=============  =====================================================================
`case`         `SyntheticRowsCase`: parties, four techniques, answer and error
`codebook`     the public description as a table, and as bytes that travel
`exchange`     the messages between reader and keeper
`making`       how each technique makes rows
`rows`         the answer, and who is learned from
`tradeoff`     use and risk of every way to make rows, measured
`record`       the stored measurements of a case
`own_tables`   a table of one's own, with its codebook
=============  =====================================================================

Protects: see `case`.
Does not protect: see `case`.
"""

from pet_workbench.usecases.synthetic_rows.case import (
    CART,
    MARGINALS,
    PLAIN,
    PRIVATE,
    SyntheticRowsCase,
)
from pet_workbench.usecases.synthetic_rows.codebook import codebook_frame, description_of
from pet_workbench.usecases.synthetic_rows.rows import SyntheticRows, as_described, split

__all__ = [
    "CART",
    "MARGINALS",
    "PLAIN",
    "PRIVATE",
    "SyntheticRows",
    "SyntheticRowsCase",
    "as_described",
    "codebook_frame",
    "description_of",
    "split",
]
