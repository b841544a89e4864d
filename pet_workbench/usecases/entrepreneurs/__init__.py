"""Entrepreneurs in heavy weather: KVK, a body with signals of debt, and an independent third body.

`case` is the question and its techniques, `in_shares` the protocol, `grid` the regions and sectors,
`trouble` the answer, `population` makes data of about national shape, and `own_tables` reads a
visitor's files.
"""

from pet_workbench.usecases.entrepreneurs.case import CASE, THIRD_PARTIES, EntrepreneursCase
from pet_workbench.usecases.entrepreneurs.grid import LEVELS, SECTORS, regions
from pet_workbench.usecases.entrepreneurs.trouble import HOLDER, KVK, Trouble

__all__ = [
    "CASE",
    "HOLDER",
    "KVK",
    "LEVELS",
    "SECTORS",
    "THIRD_PARTIES",
    "EntrepreneursCase",
    "Trouble",
    "regions",
]
