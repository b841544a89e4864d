"""Signals of health-care fraud: a health insurer, a bank and the trade register (KVK).

A health insurer has providers of care with internal signals of fraud, banks have scores of
suspicious transactions, KVK has facts about companies.  Which providers score high at both insurer
and bank, and high enough together with KVK's facts?  The insurer may learn those, the bank must not
learn which of its customers are suspected, and KVK nothing [1]_.

The design is the report's; the protocol here (three computing parties) is ours, and so are the
scores, weights and thresholds.

Protects: with secret sharing, lists and scores against each party alone; see `in_shares`.
Does not protect: against two computing parties together; against an insurer that lies, unless the
bank limits runs and the length of the list; against a bank that lies, unless the insurer limits
runs; and never those who are found.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, appendix A ("Aanpak zorgfraude").
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError, ParameterError, Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.sharing.joins.intersection import check_limit
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.fraud.by_intersection import by_intersection
from pet_workbench.usecases.fraud.in_shares import in_shares
from pet_workbench.usecases.fraud.scores import (
    BANK,
    HIGHEST,
    INSURER,
    KVK,
    TOTAL_WEIGHT,
    WEIGHTS,
    Suspects,
    company_score,
    pooled_answer,
)
from pet_workbench.usecases.in_clear import InClear
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd


THIRD_PARTIES = ("IKZ", "Inlichtingenbureau", "NZa")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""


def _high_scores(tables: Tables, parameters: Parameters) -> dict[str, NDArray[np.int64]]:
    """Return the providers to find, as whoever has all tables computes it."""
    own, facts = tables[INSURER], tables[KVK]
    providers = own["provider"].to_numpy(np.int64)
    company = company_score(facts["years"].to_numpy(), facts["changes"].to_numpy())
    score = {
        INSURER: own["score"].to_numpy(np.int64),
        BANK: _look_up(providers, tables[BANK]["provider"], tables[BANK]["score"].to_numpy()),
        KVK: _look_up(providers, facts["provider"], company),
    }
    weighted = sum(WEIGHTS[party] * score[party] for party in score)
    is_high = (
        (score[INSURER] >= parameters["insurer_threshold"])
        & (score[BANK] >= parameters["bank_threshold"])
        & (weighted >= TOTAL_WEIGHT * parameters["weighted_threshold"])
    )
    return {"providers found": np.sort(providers[is_high])}


def _enough_or_none(tables: Tables, parameters: Parameters) -> dict[str, NDArray[np.int64]]:
    """Do the same as a third party that keeps the agreements: no long list, no small answer."""
    if parameters["largest_list"] is not None:
        check_limit(len(tables[INSURER]), parameters["largest_list"], party=INSURER)
    found = _high_scores(tables, parameters)["providers found"]
    enough = found.size >= parameters["minimum_found"]
    return {"providers found": found if enough else found[:0]}


def _look_up(
    wanted: NDArray[np.int64], known: "pd.Series[int]", numbers: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the number of each provider `wanted`, 0 where it is not `known`.

    Raises
    ------
    DataError
        If a provider has two numbers.
    """
    import pandas as pd

    twice = known[known.duplicated()]
    if twice.size:
        raise DataError(
            "errors.provider_twice",
            "need every provider once in each table, got provider {provider} twice",
            provider=int(twice.iloc[0]),
        )
    at = pd.Index(known).get_indexer(pd.Index(wanted))
    return np.where(at < 0, 0, np.append(numbers, 0)[at])


def _read_or_withheld(answer: Mapping[str, Any], _: object, parameters: Parameters) -> Suspects:
    """Read what the third party sends; nothing means that there were too few."""
    found, minimum = answer["providers found"], parameters["minimum_found"]
    return Suspects(None, minimum) if found.size < minimum else Suspects(found)


def _read(answer: Mapping[str, Any], _: object, __: Parameters) -> Suspects:
    """Read what the insurer computed itself."""
    return Suspects(answer["providers found"])


EXCHANGE = InClear(
    columns={
        INSURER: {"provider": np.int64, "score": np.int64},
        BANK: {"provider": np.int64, "score": np.int64},
        KVK: {"provider": np.int64, "years": np.int64, "changes": np.int64},
    },
    compute=_high_scores,
    answer={"providers found": np.int64},
    read=_read,
)
TRUST = replace(EXCHANGE, compute=_enough_or_none, read=_read_or_withheld)


def _by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All owners send their table to a third party that all trust."""
    count_run(parameters)
    return TRUST.programs(tables, parameters, computer=parameters["third_party"], reader=INSURER)


def _by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Bank and KVK send their whole table to the insurer."""
    count_run(parameters)
    return EXCHANGE.programs(tables, parameters, computer=INSURER, reader=INSURER)


def _check_whole(name: str, value: object) -> None:
    """Refuse anything but a whole number."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise ParameterError(
            "errors.parameter_not_whole",
            "need a whole number for {name}, got {value}",
            name=name,
            value=value,
        )


class FraudCase(UseCase):
    """Insurer x bank x KVK: providers of care that score high at both, and high enough together."""

    key = "fraud"
    own_tables = "pet_workbench.usecases.fraud.own_tables"
    sizes: ClassVar = (10_000, 100_000, 300_000, 1_000_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(
                "secret-sharing:pseudonyms",
                in_shares,
                leaks=("sizes_at_owners", "match_patterns_at_third", "enough_found_at_computers"),
            ),
            Technique("trusted-third-party", _by_third_party, leaks=("all_tables_at_third",)),
            Technique(
                "private-set-intersection",
                by_intersection,
                leaks=("list_sizes_at_both", "customers_on_list_at_insurer"),
            ),
            Technique("plain-exchange", _by_exchange, leaks=("all_tables_at_insurer",)),
        )
    }
    parameters: ClassVar = {
        "insurer_threshold": 60,
        "bank_threshold": 60,
        "weighted_threshold": 70,
        "minimum_found": 10,
        "third_party": THIRD_PARTIES[0],
        "run_limit": None,
        "largest_list": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate the tables of insurer, bank and KVK for `n` providers; see `population`."""
        from pet_workbench.usecases.fraud.population import generate

        return generate(n, seed=seed)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who asks, who holds, and who helps."""
        return {INSURER: "insurer", BANK: "bank", KVK: "kvk", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        The bank's threshold is at least 1: who is no customer counts as 0, and is never high.

        Raises
        ------
        ParameterError
            If one is.
        """
        for name, lowest in (("insurer", 0), ("bank", 1), ("weighted", 0)):
            threshold = parameters[f"{name}_threshold"]
            _check_whole(f"{name}_threshold", threshold)
            check_range(f"{name}_threshold", threshold, lowest, HIGHEST)
        check_range("minimum_found", parameters["minimum_found"], 1, 1_000_000)
        if parameters["largest_list"] is not None:
            check_range("largest_list", parameters["largest_list"], 1, 10_000_000)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)

    def exact(self, tables: Tables, **parameters: Any) -> NDArray[np.int64]:
        """Return the providers found on the pooled tables, ascending."""
        return pooled_answer(tables, parameters)

    def answer(self, results: Mapping[str, Any]) -> Suspects:
        """Return what the insurer read."""
        found: Suspects = results[INSURER]
        return found

    def error(self, answer: Suspects, exact: NDArray[np.int64]) -> float:
        """Return how many providers are wrongly found or missed; none when rightly withheld."""
        if answer.providers is None:
            return float(exact.size) if exact.size >= answer.minimum else 0.0
        return float(np.setxor1d(answer.providers, exact, assume_unique=True).size)

    def released(self, technique: Technique, answer: Suspects) -> tuple[Release, ...]:
        """Say that the insurer reads the providers found, or nothing."""
        if answer.providers is None:
            return (Release("nothing", INSURER, "minimum_found", 0),)
        guarantee = "minimum_found" if technique.id in _WITH_MINIMUM else "none"
        return (Release("providers_found", INSURER, guarantee, answer.providers.size),)


_WITH_MINIMUM = {"secret-sharing:pseudonyms", "trusted-third-party"}

CASE = FraudCase()
