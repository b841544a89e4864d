"""The average around the table: people learn their average age without telling their age.

Everybody holds one number, their own age, and everybody learns the average.  Three techniques do it
without anyone else; in a fourth the first two people add noise as well (differential privacy), so
that the average tells nearly nothing about one of them; in the last one trusted person hears every
number.  The story is told in the TNO podcast series on fighting poverty with privacy technology,
episode 3.

All of it is a simulation: one process holds every age.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import ProtocolError, Release
from pet_workbench.core.validation import check_range
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.table.people import (
    MIN_PEOPLE,
    PEOPLE,
    TRUSTED,
    Average,
    own_age,
    tables_of,
)
from pet_workbench.usecases.table.programs import (
    by_additive,
    by_masked_ring,
    by_shamir,
    by_trusted,
    with_noise,
)

if TYPE_CHECKING:
    import pandas as pd

NOISY = "secret-sharing+differential-privacy"


class TableCase(UseCase):
    """The average age of three to eight people around a table; see the module's text."""

    key = "table"
    sizes: ClassVar = (3, 8)
    parameters: ClassVar[Parameters] = {"threshold": 3, "epsilon": 1.0}

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate one table per person, with one row.

        Parameters
        ----------
        n : int
            Number of people, 3 to 8.
        seed : int
            Of the generated ages, uniform from 20 to 69.

        Returns
        -------
        dict of str to DataFrame
            By name; column ``age``, int64, years.

        Raises
        ------
        ParameterError
            If `n` is out of range.

        Examples
        --------
        >>> list(CASE.load(n=3, seed=1))
        ['Anna', 'Bas', 'Carla']
        """
        check_range("n", n, MIN_PEOPLE, len(PEOPLE))
        ages = np.random.default_rng(seed).integers(20, 70, size=n)
        return tables_of(dict(zip(PEOPLE, ages.tolist(), strict=False)))

    def exact(self, tables: Tables, **_parameters: Any) -> Average:
        """Add up the pooled ages with Python's whole numbers."""
        return Average(sum(own_age(tables[p], p) for p in tables), tuple(tables))

    def answer(self, results: Mapping[str, Any]) -> Average:
        """Return the average everybody holds.

        Raises
        ------
        ProtocolError
            If people hold different totals, as they do when one of them got a changed message.
        """
        if len(set(results.values())) > 1:
            raise ProtocolError(
                "errors.table_disagree",
                "need everybody at the table to hold the same total, got {totals}: a message was "
                "changed on its way",
                totals=", ".join(f"{person}: {held.total}" for person, held in results.items()),
            )
        average: Average = next(iter(results.values()))
        return average

    def error(self, answer: Average, exact: Average) -> float:
        """Return the distance between the averages, years."""
        return abs(float(answer.years - exact.years))

    def released(self, technique: Technique, answer: Average) -> tuple[Release, ...]:
        """Say that everybody got the average, and so did the trusted person, if there is one."""
        trusted = (TRUSTED,) if technique.id == "trusted-third-party" else ()
        guarantee = "differential_privacy" if answer.noise else "exact"
        return tuple(
            Release("table_average", person, guarantee, 1) for person in (*answer.people, *trusted)
        )

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who sits at the table, and whom they might trust."""
        return {**dict.fromkeys(tables, "person"), TRUSTED: "trusted"}

    def check(self, parameters: Parameters) -> None:
        """Refuse a threshold below 2, when one share is the age itself, and a wrong epsilon."""
        check_range("threshold", parameters["threshold"], 2, len(PEOPLE))
        exact_epsilon(parameters["epsilon"])


TableCase.techniques = {
    technique.id: technique
    for technique in (
        Technique("masked-ring", by_masked_ring, ("ring_neighbours", "small_group")),
        Technique("secret-sharing:additive", by_additive, ("small_group",)),
        Technique("secret-sharing:shamir", by_shamir, ("threshold_coalition", "small_group")),
        Technique(NOISY, with_noise, ("noise_drawers",)),
        Technique("trusted-third-party", by_trusted, ("trusted_sees_all", "small_group")),
    )
}
EXACT = tuple(id for id in TableCase.techniques if id != NOISY)
"""Techniques of which the average has no noise."""
CASE = TableCase()
