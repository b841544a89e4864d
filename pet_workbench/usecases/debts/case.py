"""Debts at several agencies: four agencies, a municipality, and three independent bodies.

Each agency knows who owes it money, and may not tell the others.  The municipality, which has to
help people with debts, asks: at how many agencies does this citizen have a debt?  And gets the
number, not where and not how much [1]_.  Or, as an early warning: which residents, or how many,
have a debt at k or more?

With secret sharing agencies and municipality only deal shares; three bodies compute, and only the
municipality reads the answer (`in_shares`).

Protects: the lists against everybody, and the question against agencies and bodies, each alone.
Does not protect: against two bodies together; against a false list; against repeated questions,
unless their number is limited.  It gives nobody a legal ground.

References
----------
.. [1] "Armoedebestrijding met privacy technologie", podcast, episode 1 (TNO Insights); the pilot
   they planned found no room in the law, and the protocol here is ours.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Outcome, Release
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.debts.citizens import (
    AGENCIES,
    BODIES,
    MAX_DIGITS,
    MIN_DIGITS,
    MUNICIPALITY,
    QUESTIONS,
    RESIDENTS,
    THIRD_PARTY,
    Found,
    asked_about,
    count_digits,
    pooled_answer,
)
from pet_workbench.usecases.debts.in_clear import by_exchange, by_third_party
from pet_workbench.usecases.debts.in_shares import by_bitmap
from pet_workbench.usecases.debts.pseudonymous import by_pseudonyms

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["CASE", "DebtsCase"]


class DebtsCase(UseCase):
    """Four agencies x municipality: at how many agencies somebody has a debt."""

    key = "debts"
    own_tables = "pet_workbench.usecases.debts.own_tables"
    sizes: ClassVar = (10_000, 100_000, 1_000_000, 18_000_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique("secret-sharing:bitmap", by_bitmap, leaks=("enough_found_at_bodies",)),
            Technique(
                "secret-sharing:pseudonyms",
                by_pseudonyms,
                leaks=("pattern_at_bodies", "key_at_agencies", "enough_found_at_bodies"),
            ),
            Technique("trusted-third-party", by_third_party, leaks=("all_data_at_third",)),
            Technique("plain-exchange", by_exchange, leaks=("all_lists_at_municipality",)),
        )
    }
    parameters: ClassVar = {
        "question": RESIDENTS,
        "at_least": 3,
        "citizen": None,
        "minimum_euros": 0,
        "minimum_found": 10,
        "digits": None,
        "run_limit": None,
    }

    def load(self, *, n: int, seed: int, residents_percent: float = 5) -> dict[str, "pd.DataFrame"]:
        """Generate the lists of a country of `n` inhabitants, and a municipality; see `population`.

        Parameters
        ----------
        n : int
            Inhabitants of the country.
        seed : int
        residents_percent : float, default: 5
            How many of them live in the municipality.
        """
        from pet_workbench.usecases.debts.population import generate

        return dict(generate(n, seed=seed, residents_percent=residents_percent).tables)

    def run(self, technique: str, tables: Tables, **options: Any) -> Outcome:
        """Answer the question, see `UseCase.run`; numbers are as long as the longest in the tables.

        How long citizen numbers are is no secret of anybody; set ``digits`` to agree on a length
        beforehand, as organisations that do not see each other's tables would.  If those agree on
        none, numbers are as long as a citizen service number.
        """
        if options.get("digits") is None:
            options["digits"] = count_digits(tables)
        return super().run(technique, tables, **options)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who holds a list, who computes, who asks, and whom all might trust."""
        return {
            **dict.fromkeys(AGENCIES, "owner"),
            **dict.fromkeys(BODIES, "computer"),
            MUNICIPALITY: "reader",
            THIRD_PARTY: "third",
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_choice("question", parameters["question"], QUESTIONS)
        check_choice("at_least", str(parameters["at_least"]), ["1", "2", "3", "4"])
        check_range("minimum_euros", parameters["minimum_euros"], 0, 1_000_000)
        check_range("minimum_found", parameters["minimum_found"], 1, 1_000_000)
        if parameters["digits"] is not None:
            check_range("digits", parameters["digits"], MIN_DIGITS, MAX_DIGITS)

    def exact(self, tables: Tables, **parameters: Any) -> int | NDArray[np.int64]:
        """Return the number, or the residents ascending, on the pooled tables."""
        asked = asked_about(tables[MUNICIPALITY], parameters)
        return pooled_answer((tables[agency] for agency in AGENCIES), asked, parameters)

    def answer(self, results: Mapping[str, Any]) -> Found:
        """Return what the municipality read."""
        found: Found = results[MUNICIPALITY]
        return found

    def error(self, answer: Found, exact: int | NDArray[np.int64]) -> float:
        """Return how far a number is off, or how many residents are wrongly found or missed.

        Nothing when an answer was rightly withheld.
        """
        right = exact if isinstance(exact, int) else exact.size
        if answer.number is None:
            return float(right) if right >= answer.minimum else 0.0
        if answer.persons is None or isinstance(exact, int):
            return float(abs(answer.number - right))
        return float(np.setxor1d(answer.persons, exact, assume_unique=True).size)

    def released(self, technique: Technique, answer: Found) -> tuple[Release, ...]:
        """Say what the municipality reads."""
        if answer.number is None:
            return (Release("nothing", MUNICIPALITY, "minimum_found", 0),)
        guarantee = "minimum_found" if answer.minimum else "none"
        if answer.persons is not None:
            return (Release("citizens_found", MUNICIPALITY, guarantee, answer.persons.size),)
        return (Release("number", MUNICIPALITY, guarantee, 1),)


CASE = DebtsCase()
