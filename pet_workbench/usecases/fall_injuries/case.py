"""Which characteristics go with an injury by a fall?  Totals per group, for both owners.

The care organisation knows its clients' characteristics and which falls were recorded; the hospital
knows who was admitted within 24 hours with an injury by a fall.  Together they would know which
clients run a risk; apart neither does.  What both learn are totals: per group of clients how many
there are and how many were injured, and two sums, with which the care organisation can fit a model
(`training`).

With homomorphic encryption the hospital encrypts one bit per client under its own key, in the order
of pseudonyms that the care organisation sends, the care organisation adds up what it cannot read,
and the hospital opens totals, of which those below a minimum are withheld [1]_.

Protects: clients' characteristics against the hospital, patients against the care organisation; and
both against conclusions about few people, see `groups`.
Does not protect: against the two together, who could put their files side by side; against a second
run on nearly the same clients, unless the hospital limits the number of runs; against an owner who
does something else than agreed, see each technique.

References
----------
.. [1] The question is from: Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report
   on the adoption of PETs, 2025, chapter 3.  The protocol is ours.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import ProtocolError, Release
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.fall_injuries.by_encryption import by_encryption
from pet_workbench.usecases.fall_injuries.groups import clients_per_group, lines_to_ask
from pet_workbench.usecases.fall_injuries.in_clear import by_exchange, by_third_party
from pet_workbench.usecases.fall_injuries.in_shares import in_shares
from pet_workbench.usecases.fall_injuries.totals import WITHHELD, Totals
from pet_workbench.usecases.falls.clients import (
    CARE,
    HOSPITAL,
    LINE_OF,
    LINES,
    THIRD_PARTIES,
    levels_of,
)
from pet_workbench.usecases.falls.population import NATIONAL

if TYPE_CHECKING:
    import pandas as pd


LEAST_MINIMUM, MOST_MINIMUM = 2, 1_000
TECHNIQUES = (
    Technique(
        "homomorphic:bfv",
        by_encryption,
        leaks=("clients_at_hospital", "small_totals_at_hospital"),
        live_to=10_000,  # 0.3 s
    ),
    Technique(
        "secret-sharing",
        in_shares,
        leaks=("sizes_and_hits_at_third", "sizes_at_both", "opened_lines_at_third"),
    ),
    Technique("trusted-third-party", by_third_party, leaks=("all_at_third",)),
    Technique("plain-exchange", by_exchange, leaks=("patients_at_care",)),
)


class FallInjuriesCase(UseCase):
    """Care organisation x hospital: injured clients per characteristic."""

    key = "fall-injuries"
    own_tables = "pet_workbench.usecases.fall_injuries.own_tables"
    sizes: ClassVar = (10_000, 30_000, 100_000, NATIONAL)
    techniques: ClassVar = {technique.id: technique for technique in TECHNIQUES}
    parameters: ClassVar = {"minimum": 10, "third_party": THIRD_PARTIES[0], "run_limit": None}

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate `n` clients and a hospital's patients; see `population`."""
        from pet_workbench.usecases.fall_injuries.population import generate

        return generate(n, seed=seed)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has clients, who has patients, and who helps."""
        return {CARE: "care", HOSPITAL: "hospital", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_whole("minimum", parameters["minimum"], LEAST_MINIMUM, MOST_MINIMUM)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)

    def exact(self, tables: Tables, **parameters: Any) -> Totals:
        """Join and count with pandas; only which lines are asked about is the same code."""
        import pandas as pd

        minimum = parameters["minimum"]
        care = tables[CARE]
        levels = levels_of(care)
        asked = lines_to_ask(levels, minimum)
        clients = clients_per_group(levels, asked)
        hurt = care["person"].isin(tables[HOSPITAL]["person"])
        if hurt.sum() < minimum:
            return Totals.nothing(clients, minimum)
        injured = np.full(LINE_OF.size, WITHHELD, np.int64)
        for line, names in enumerate(LINES.values()):
            counts = pd.Series(levels[hurt, line]).value_counts()
            counts = counts.reindex(range(len(names)), fill_value=0)
            if asked[line] and counts.min() >= minimum:
                injured[line == LINE_OF] = counts.to_numpy()
        ages, medicines = (int(care.loc[hurt, name].sum()) for name in ("age", "medicines"))
        return Totals(clients, injured, int(hurt.sum()), ages, medicines, minimum)

    def answer(self, results: Mapping[str, Any]) -> Totals:
        """Return what both owners read, or one if there are no results of the other.

        Raises
        ------
        KeyError
            If there are no results of either.
        ProtocolError
            If they hold different totals.
        """
        held = [results[owner] for owner in (CARE, HOSPITAL) if owner in results]
        if not held:
            raise KeyError(CARE)
        if not np.array_equal(held[0].numbers, held[-1].numbers):
            raise ProtocolError(
                "errors.falls_disagree",
                "need both owners to hold the same totals, got others at {owner}: a message was "
                "changed",
                owner=HOSPITAL,
            )
        totals: Totals = held[0]
        return totals

    def error(self, answer: Totals, exact: Totals) -> float:
        """Return how many numbers are wrong, or withheld on one side only."""
        return float((answer.numbers != exact.numbers).sum())

    def released(self, technique: Technique, answer: Totals) -> tuple[Release, ...]:
        """Say that both owners read totals, or nothing when too few were injured."""
        items = int(answer.known.sum()) + 3 if answer.total != WITHHELD else 0
        what = "totals" if items else "nothing"
        return tuple(Release(what, owner, "minimum_group", items) for owner in (CARE, HOSPITAL))


CASE = FallInjuriesCase()
