"""The case `logistics`: competing carriers match spare capacity without showing it.

See `case` for the question, `offers` for the tables and the answer, `in_shares` for the protocol,
`in_clear` for the contrasts, `population` for invented data and `own_tables` for files.

Protects: capacities and prices, as each technique says.
Does not protect: what a shipper who keeps asking can work out.
"""

from pet_workbench.usecases.logistics.case import CASE, LogisticsCase
from pet_workbench.usecases.logistics.offers import (
    CARRIERS,
    CITIES,
    DAYS,
    MOST_PALLETS,
    PLATFORM,
    SHIPPER,
    THIRD_BODIES,
    Matches,
)

__all__ = [
    "CARRIERS",
    "CASE",
    "CITIES",
    "DAYS",
    "MOST_PALLETS",
    "PLATFORM",
    "SHIPPER",
    "THIRD_BODIES",
    "LogisticsCase",
    "Matches",
]
