"""Offers of carriers, loads of a shipper, and who gets which load.

A *line* is a pair of cities on a working day; all lines there can be are public, and an offer is a
number of pallets and a price per pallet on a line.  A load goes to the carrier with the lowest
price among those with room enough; of equal prices, the first on the list of carriers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

CARRIERS = tuple(f"Vervoerder {letter}" for letter in "ABCDEF")
SHIPPER, PLATFORM = "Verlader", "Platform"
BODIES = ("Notaris", "Accountant")
THIRD_BODIES = ("Brancheorganisatie", "Universiteit")
"""Kinds of body a reader may choose as the third; no real one was asked."""

CITIES = ("Rotterdam", "Amsterdam", "Venlo", "Tilburg", "Zwolle", "Groningen")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
N_LINES = len(CITIES) ** 2 * len(DAYS)
MOST_PALLETS = 99
MOST_CENTS = 60_000
"""Highest price per pallet, so that prices stay below 2**16."""


@dataclass(frozen=True)
class Matches:
    """The answer: who takes each load.

    Attributes
    ----------
    winner : ndarray of int64, shape (n_loads,)
        Place on the list of carriers, from 0; -1 where nobody has room.
    price_cents : ndarray of int64, shape (n_loads,), or None
        The second lowest price per pallet, -1 where fewer than two have room; None if it is not
        part of the answer.
    """

    winner: NDArray[np.int64]
    price_cents: NDArray[np.int64] | None = None


def carriers_of(tables: Mapping[str, object]) -> tuple[str, ...]:
    """Return the carriers in the order of the list: all who bring a table but the shipper."""
    return tuple(party for party in tables if party != SHIPPER)


def lines(table: "pd.DataFrame") -> NDArray[np.int64]:
    """Return the line of every row as one number below `N_LINES`.

    Examples
    --------
    >>> import pandas as pd
    >>> lines(pd.DataFrame({"origin": [0, 1], "destination": [1, 0], "day": [0, 4]})).tolist()
    [5, 34]
    """
    origin, destination, day = (
        table[name].to_numpy(np.int64) for name in ("origin", "destination", "day")
    )
    line: NDArray[np.int64] = (origin * len(CITIES) + destination) * len(DAYS) + day
    return line


def by_line(offers: "pd.DataFrame") -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a carrier's pallets and prices for all lines, 0 where it offers nothing."""
    pallets, cents = np.zeros(N_LINES, np.int64), np.zeros(N_LINES, np.int64)
    at = lines(offers)
    pallets[at] = offers["pallets"].to_numpy(np.int64)
    cents[at] = offers["price_cents"].to_numpy(np.int64)
    return pallets, cents


def pooled_matches(
    offers: Sequence["pd.DataFrame"], loads: "pd.DataFrame", *, second_price: bool
) -> Matches:
    """Answer the question on all tables at once, load by load."""
    listed = [
        {
            line: (int(pallets), int(cents))
            for line, pallets, cents in zip(
                lines(table).tolist(), table["pallets"], table["price_cents"], strict=True
            )
        }
        for table in offers
    ]
    winners, prices = [], []
    for line, size in zip(lines(loads).tolist(), loads["pallets"].tolist(), strict=True):
        room = sorted(
            (offer[line][1], carrier)
            for carrier, offer in enumerate(listed)
            if line in offer and offer[line][0] >= size
        )
        winners.append(room[0][1] if room else -1)
        prices.append(room[1][0] if len(room) > 1 else -1)
    price = np.array(prices, np.int64) if second_price else None
    return Matches(np.array(winners, np.int64), price)
