"""Spare capacity between competitors: business-sensitive, not personal.

Carriers want to fill empty lorries, and rather not tell competitors how empty they are [1]_.  A
shipper asks: who can take my load, and is cheapest of those?  With secret sharing three neutral
bodies compute on shares, and the shipper reads who is cheapest, and nothing of the others.  If
agreed, it reads the second lowest price as well, which it then pays (Vickrey).

The idea is the podcast's; protocol, carriers, prices and loads are ours, and invented.

Protects: offers and loads, as each technique says.
Does not protect: against two of the three bodies together; against probing with loads that do not
exist, unless loads are counted; and not against carriers that agree prices elsewhere.

References
----------
.. [1] "Armoedebestrijding met privacy technologie", podcast, episode 3 (TNO Insights), which names
   matching capacity in logistics as an example.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import Release
from pet_workbench.core.validation import check_choice
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.logistics.in_clear import by_exchange, by_platform
from pet_workbench.usecases.logistics.in_shares import bodies, in_shares
from pet_workbench.usecases.logistics.offers import (
    PLATFORM,
    SHIPPER,
    THIRD_BODIES,
    Matches,
    carriers_of,
    pooled_matches,
)

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile


class LogisticsCase(UseCase):
    """Carriers x shipper: who can take a load, and is cheapest."""

    key = "logistics"
    own_tables = "pet_workbench.usecases.logistics.own_tables"
    sizes: ClassVar = (1_000, 3_000, 10_000, 20_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique("secret-sharing", in_shares, leaks=("number_of_loads_at_computers",)),
            Technique("trusted-third-party", by_platform, leaks=("all_data_at_third",)),
            Technique("plain-exchange", by_exchange, leaks=("all_offers_at_competitors",)),
        )
    }
    parameters: ClassVar = {
        "second_price": False,
        "third_body": THIRD_BODIES[0],
        "run_limit": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate offers of six carriers and `n` loads; see `population`."""
        from pet_workbench.usecases.logistics.population import generate

        return generate(n, seed=seed)

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of a carrier or the shipper must look like; see `own_tables`."""
        from pet_workbench.usecases.logistics.own_tables import own_file

        return own_file(party)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who offers, who computes, who asks, and whom all might trust."""
        return {
            **dict.fromkeys(carriers_of(tables), "carrier"),
            **dict.fromkeys(bodies(parameters), "computer"),
            SHIPPER: "shipper",
            PLATFORM: "third",
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_choice("second_price", str(parameters["second_price"]), ("True", "False"))
        check_choice("third_body", parameters["third_body"], THIRD_BODIES)

    def exact(self, tables: Tables, **parameters: Any) -> Matches:
        """Return who takes each load on the pooled tables."""
        offers = [tables[carrier] for carrier in carriers_of(tables)]
        return pooled_matches(offers, tables[SHIPPER], second_price=parameters["second_price"])

    def answer(self, results: Mapping[str, Any]) -> Matches:
        """Return what the shipper read."""
        matches: Matches = results[SHIPPER]
        return matches

    def error(self, answer: Matches, exact: Matches) -> float:
        """Return for how many loads the winner or the price differs."""
        wrong = answer.winner != exact.winner
        if answer.price_cents is not None and exact.price_cents is not None:
            wrong = wrong | (answer.price_cents != exact.price_cents)
        return float(np.sum(wrong))

    def released(self, technique: Technique, answer: Matches) -> tuple[Release, ...]:
        """Say that the shipper reads a winner per load, and perhaps a price."""
        winners = Release("winners", SHIPPER, "none", answer.winner.size)
        if answer.price_cents is None:
            return (winners,)
        return winners, Release("second_prices", SHIPPER, "none", answer.price_cents.size)


CASE = LogisticsCase()
