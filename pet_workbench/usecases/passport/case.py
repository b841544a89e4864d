"""A digital product passport: show that enough is recycled, and not of what, how much or by whom.

Suppliers show where their materials come from, or that they meet criteria, without sharing the
sensitive data underneath; the details stay at the source.  That is how the report on the adoption
of PETs describes a collection of suitcases with a digital product passport [1]_.  How that passport
works inside is not described there: the protocol, the rules and all numbers here are ours.

A market surveillance authority, a buyer or anybody else checks per product that the materials of
six suppliers add up to its weight, that at least a share of the whole is recycled, and that every
origin is on an approved list.  An auditor who saw the books signs the closed commitments, for a
proof says nothing about truth.  Made to learn with, not audited.

Protects: what each supplier delivers, as each technique says.
Does not protect: against an auditor who lies or was misled; against a producer that makes up a
weight that nobody measures.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, section 3.2.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import ParameterError, Release
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.passport.claims import (
    AUDITOR,
    LIES,
    ORIGINS,
    PLATFORM,
    PRODUCER,
    SUPPLIERS,
    VERIFIER,
    Rules,
    Verdicts,
    in_order,
    lie_of,
    met,
    stated,
    suppliers_of,
    true_of,
)
from pet_workbench.usecases.passport.in_clear import by_exchange, by_platform
from pet_workbench.usecases.passport.in_proofs import in_proofs

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

ZERO_KNOWLEDGE, TRUSTED, PLAIN = "zero-knowledge", "trusted-third-party", "plain-exchange"
MOST_SHARE = 100


class PassportCase(UseCase):
    """Suppliers x producer x auditor x verifier: is a product as recycled as it says."""

    key = "passport"
    own_tables = "pet_workbench.usecases.passport.own_tables"
    sizes: ClassVar = (5, 20, 100)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(
                ZERO_KNOWLEDGE,
                in_proofs,
                leaks=(
                    "total_recycled_at_producer",
                    "missing_proofs_at_producer",
                    "books_at_auditor",
                ),
                live_to=5,
            ),
            Technique(TRUSTED, by_platform, leaks=("all_data_at_third", "books_at_auditor")),
            Technique(PLAIN, by_exchange, leaks=("all_amounts_at_verifier", "books_at_auditor")),
        )
    }
    parameters: ClassVar = {
        "minimum_share": 30,
        "approved": 27,
        "issued": "2026-11-02",
        "auditor": True,
        "lie": "none",
        "liar": SUPPLIERS[0],
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate `n` products of six materials; see `population`."""
        from pet_workbench.usecases.passport.population import generate

        return generate(n, seed=seed)

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of a supplier, the producer or the auditor must look like."""
        from pet_workbench.usecases.passport.own_tables import own_file

        return own_file(party)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who supplies, produces, audits and verifies, and whom all might trust."""
        return {
            **dict.fromkeys(suppliers_of(tables), "supplier"),
            PRODUCER: "producer",
            AUDITOR: "auditor",
            VERIFIER: "verifier",
            PLATFORM: "third",
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_whole("minimum_share", parameters["minimum_share"], 0, MOST_SHARE)
        check_whole("approved", parameters["approved"], 2, len(ORIGINS))
        check_choice("lie", parameters["lie"], LIES)
        check_choice("liar", parameters["liar"], SUPPLIERS)
        try:
            date.fromisoformat(parameters["issued"])
        except (TypeError, ValueError) as error:
            raise ParameterError(
                "errors.passport_date",
                "need a date such as 2026-11-02 for when passports are issued, got {got}",
                got=parameters["issued"],
            ) from error

    def exact(self, tables: Tables, **parameters: Any) -> Verdicts:
        """Tell which products meet the rules by statements that are true, with plain arithmetic.

        With or without an auditor: without one a false statement may be accepted, and that is the
        error.
        """
        goods = in_order(tables[PRODUCER])
        statements = {
            name: stated(in_order(tables[name]), lie_of(name, parameters))
            for name in suppliers_of(tables)
        }
        weights = goods["weight"].to_numpy(np.int64)
        right = met(list(statements.values()), weights, Rules.of(parameters))
        right &= true_of(statements, tables[AUDITOR])
        reasons = tuple("" if one else "refused" for one in right)
        return Verdicts(goods["product"].to_numpy(np.int64), right, reasons)

    def answer(self, results: Mapping[str, Any]) -> Verdicts:
        """Return what the verifier concluded."""
        verdicts: Verdicts = results[VERIFIER]
        return verdicts

    def error(self, answer: Verdicts, exact: Verdicts) -> float:
        """Return how many products were judged wrongly."""
        return float(np.sum(answer.accepted != exact.accepted))

    def released(self, technique: Technique, answer: Verdicts) -> tuple[Release, ...]:
        """Say that the verifier reads yes or no per product, and perhaps all there is."""
        n = answer.accepted.size
        proven = "proven" if technique.id == ZERO_KNOWLEDGE else "exact"
        checked = Release("proof_checked", VERIFIER, proven, n)
        if technique.id != PLAIN:
            return (checked,)
        return checked, Release("passport_numbers", VERIFIER, "none", n)


CASE = PassportCase()
