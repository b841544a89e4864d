"""Convicted persons at large: Justice and a bank, and an independent third body.

Some ten thousand people were sentenced to prison and did not turn up.  Did one of them pay by card
in the Netherlands lately, and in which region?  The bank knows, but will not send millions of
payments to Justice, and Justice will not tell the bank whom it seeks [1]_ [2]_.  Justice may learn
the region of those on its list who paid lately; nobody anything else.

That Justice looks for convicts in this way is from the sources; the protocol, the regions and the
numbers are ours.

Protects: with secret sharing and private set intersection, the list against the bank, and everybody
not sought against Justice.
Does not protect: against Justice and the third body together, or bank and third body together;
against a list with people on it who are not sought, but for a limit on its length; nor against one
such list after the other, unless the bank limits the number of runs as well.

References
----------
.. [1] "Armoedebestrijding met privacy technologie", podcast, episode 3 (TNO Insights).
.. [2] "Overheden leren binnen NICPET kansen benutten van veilige datadeeltechnieken", TNO, 15
   August 2023, which names finding convicts who still have to serve a sentence as a use case.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import Release
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.fugitives.techniques import (
    BANK,
    JUSTICE,
    THIRD_PARTIES,
    Sightings,
    by_exchange,
    by_hashes,
    by_intersection,
    by_third_party,
    in_shares,
)

if TYPE_CHECKING:
    import pandas as pd


TECHNIQUES = (
    Technique("secret-sharing:pseudonyms", in_shares, leaks=("sizes_and_hits_at_third",)),
    Technique(
        "private-set-intersection", by_intersection, leaks=("sizes_at_both",), measured_to=100_000
    ),
    Technique("hashed-ids", by_hashes, leaks=("sought_at_bank",)),
    Technique("trusted-third-party", by_third_party, leaks=("all_data_at_third",)),
    Technique("plain-exchange", by_exchange, leaks=("all_customers_at_justice",)),
)


class FugitivesCase(UseCase):
    """Justice x bank: who of those sought paid lately, and where."""

    key = "fugitives"
    own_tables = "pet_workbench.usecases.fugitives.own_tables"
    sizes: ClassVar = (10_000, 100_000, 1_000_000, 10_000_000)
    techniques: ClassVar = {technique.id: technique for technique in TECHNIQUES}
    parameters: ClassVar = {
        "within_days": 30,
        "list_limit": 20_000,
        "third_party": THIRD_PARTIES[0],
        "run_limit": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate a bank with `n` customers and a list of persons sought; see `population`."""
        from pet_workbench.usecases.fugitives.population import generate

        return generate(n, seed=seed)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who asks, who holds, and who helps."""
        return {JUSTICE: "justice", BANK: "bank", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_range("within_days", parameters["within_days"], 0, 3650)
        check_range("list_limit", parameters["list_limit"], 1, 10_000_000)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)

    def exact(self, tables: Tables, **parameters: Any) -> Sightings:
        """Join both tables as a statistician would; no code in common with the techniques."""
        both = tables[JUSTICE].merge(tables[BANK], on="person", how="inner")
        seen = both[both["days_ago"] <= parameters["within_days"]].sort_values("person")
        return Sightings(seen["person"].to_numpy(np.int64), seen["region"].to_numpy(np.int64))

    def answer(self, results: Mapping[str, Any]) -> Sightings:
        """Return what Justice read."""
        found: Sightings = results[JUSTICE]
        return found

    def error(self, answer: Sightings, exact: Sightings) -> float:
        """Return how many persons are wrongly found, missed, or placed in the wrong region."""
        given = dict(zip(answer.persons.tolist(), answer.regions.tolist(), strict=True))
        right = dict(zip(exact.persons.tolist(), exact.regions.tolist(), strict=True))
        return float(sum(given.get(one) != right.get(one) for one in given.keys() | right.keys()))

    def released(self, technique: Technique, answer: Sightings) -> tuple[Release, ...]:
        """Say that Justice reads the region of those found."""
        return (Release("regions_of_persons_found", JUSTICE, "exact", answer.persons.size),)


CASE = FugitivesCase()
