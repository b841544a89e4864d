"""Two investigation services compare their lists of informants, and a third body may help.

Services that work on the same criminal network get in each other's way when they talk to the same
people.  No service may show its informants to anybody.  Who, or how many, are on both lists?
According to a spokesman of Roseman Labs lists of informants are compared in a project on human
trafficking [1]_; how, the source does not say: protocol, sizes and services are ours.

Protects: with private set intersection and secret sharing, everybody who is on one list only.
Does not protect: against a list with people on it who are no informants, but for a limit on its
length; against two runs with lists that differ in one person, whose counts tell about that person,
unless the number of runs is limited; and who is found, is known to the service that asked.

References
----------
.. [1] BNR Eyeopeners with TNO and Roseman Labs, 3 November 2022; episode 2 of the series
   "Armoedebestrijding met privacy technologie".
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Release
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.informants.techniques import (
    FIRST,
    SECOND,
    THIRD_PARTIES,
    Overlap,
    by_counting,
    by_exchange,
    by_hashes,
    by_intersection,
    by_third_party,
    in_shares,
)

if TYPE_CHECKING:
    import pandas as pd


TECHNIQUES = (
    Technique("private-set-intersection", by_intersection, leaks=("sizes_at_both",)),
    Technique("private-set-intersection:size", by_counting, leaks=("sizes_at_both",)),
    Technique(
        "secret-sharing:pseudonyms",
        in_shares,
        leaks=("sizes_and_bounds_at_third", "enough_in_both_at_all"),
    ),
    Technique("hashed-ids", by_hashes, leaks=("list_at_second",)),
    Technique("trusted-third-party", by_third_party, leaks=("all_data_at_third",)),
    Technique("plain-exchange", by_exchange, leaks=("list_at_first",)),
)
_WITH_MINIMUM = "secret-sharing:pseudonyms"


class InformantsCase(UseCase):
    """Service A x service B: who, or how many, are on both lists."""

    key = "informants"
    own_tables = "pet_workbench.usecases.informants.own_tables"
    sizes: ClassVar = (300, 1_000, 3_000, 10_000)
    techniques: ClassVar = {technique.id: technique for technique in TECHNIQUES}
    parameters: ClassVar = {
        "list_limit": 20_000,
        "minimum_count": 5,
        "decoys": 1_000,
        "third_party": THIRD_PARTIES[0],
        "run_limit": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate two lists, of `n` persons and of some fewer; see `population`."""
        from pet_workbench.usecases.informants.population import generate

        return generate(n, seed=seed)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who asks, who answers, and who helps."""
        return {FIRST: "first", SECOND: "second", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_range("list_limit", parameters["list_limit"], 1, 10_000_000)
        check_range("minimum_count", parameters["minimum_count"], 0, 1_000_000)
        check_range("decoys", parameters["decoys"], 0, 10_000_000)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)

    def exact(self, tables: Tables, **parameters: Any) -> NDArray[np.int64]:
        """Join both lists as a statistician would; no code in common with the techniques."""
        both = tables[FIRST].merge(tables[SECOND], on="person", how="inner")
        return np.sort(both["person"].to_numpy(np.int64))

    def answer(self, results: Mapping[str, Any]) -> Overlap:
        """Return what the first service read, or the second where there is no result of the first.

        Raises
        ------
        KeyError
            If there is none of either.
        """
        read = [results[one] for one in (FIRST, SECOND) if results.get(one) is not None]
        if not read:
            raise KeyError(FIRST)
        found: Overlap = read[0]
        return found

    def error(self, answer: Overlap, exact: NDArray[np.int64]) -> float:
        """Return how many persons are too many or too few; none when rightly withheld."""
        if answer.count is None:
            return float(exact.size) if exact.size >= answer.minimum else 0.0
        if answer.persons is None:
            return float(abs(answer.count - exact.size))
        return float(np.setxor1d(answer.persons, exact, assume_unique=True).size)

    def released(self, technique: Technique, answer: Overlap) -> tuple[Release, ...]:
        """Say what is read: a list by the first service, a count by one or by both, or nothing."""
        if answer.persons is not None:
            return (Release("persons_on_both_lists", FIRST, "exact", answer.persons.size),)
        if technique.id != _WITH_MINIMUM:
            return (Release("number_on_both_lists", FIRST, "exact", 1),)
        what = "nothing" if answer.count is None else "number_on_both_lists"
        items = 0 if answer.count is None else 1
        return tuple(Release(what, one, "minimum_count", items) for one in (FIRST, SECOND))


CASE = InformantsCase()
