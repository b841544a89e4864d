"""Gas use per area: one publication for the country instead of each municipality by itself.

To plan how homes will be heated without gas, municipalities want to know where how much is used.
The Dutch data strategy names it as an example: share data on gas use per postcode area in a
responsible way for all municipalities, "instead of each of the 352 municipalities finding it out
for itself" [1]_.  Network operators publish tables themselves, in rows of at least ten connections.

Compared are a minimum per row (`suppression`), noise that keeps a promise (`differential-privacy`),
that same noise when each municipality publishes alone, and no protection at all.

Protects: a connection, as far as the technique's promise goes.
Does not protect: connections against whoever makes the table; with a minimum, not against a second
table with other borders (`attacks.two_divisions`).

References
----------
.. [1] Interbestuurlijke Datastrategie Nederland, October 2021, summary.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.gas.areas import (
    LEVELS,
    OPERATORS,
    PUBLISHER,
    municipalities,
    operators,
    register_of,
)
from pet_workbench.usecases.gas.exchange import national, separate
from pet_workbench.usecases.gas.publication import (
    SMALL,
    Publication,
    exact_publication,
    pooled,
    suppressed,
    together,
)
from pet_workbench.usecases.gas.releasing import area_query, new_ledger, publish

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

FILE = "connections"
"""What the one file of one's own is called among the files to read."""
METHODS = ("same", "differ")
OWN_BOUNDS = (10_000, 5_000, 20_000, 3_000)
"""What municipalities take for the most of one connection, in turn, where methods differ."""
Areas = NDArray[np.int64]
Number = int | None


def _with_noise(
    channel: Channel,
    table: "pd.DataFrame",
    areas: Areas,
    number: Number,
    *,
    parameters: Parameters,
) -> Publication:
    """Publish with noise, from a ledger that has room for this one publication."""
    high = parameters["high"]
    if number is not None and parameters["methods"] == "differ":
        high = OWN_BOUNDS[number % len(OWN_BOUNDS)]
    epsilon = parameters["epsilon"]
    query = area_query(areas, level=parameters["level"], high=high, epsilon=epsilon)
    return publish(channel, table, query, new_ledger(f"gas {channel.party}", epsilon=epsilon))


def _exactly(
    _channel: Channel,
    table: "pd.DataFrame",
    areas: Areas,
    _number: Number,
    *,
    parameters: Parameters,
) -> Publication:
    """Publish everything as it is."""
    return exact_publication(table, areas, parameters["level"])


def _with_minimum(
    _channel: Channel,
    table: "pd.DataFrame",
    areas: Areas,
    _number: Number,
    *,
    parameters: Parameters,
) -> Publication:
    """Publish rows of enough connections."""
    exact = exact_publication(table, areas, parameters["level"])
    return suppressed(exact, minimum=parameters["minimum"], small=parameters["small"])


def _noise_nationally(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    return national(tables, parameters, partial(_with_noise, parameters=parameters))


def _minimum_nationally(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    return national(tables, parameters, partial(_with_minimum, parameters=parameters))


def _noise_separately(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    return separate(tables, parameters, partial(_with_noise, parameters=parameters))


def _all_sent(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    return separate(tables, parameters, partial(_exactly, parameters=parameters))


class GasCase(UseCase):
    """Network operators, one publisher or each municipality by itself, and who reads the table."""

    key = "gas"
    sizes: ClassVar = (100_000, 300_000, 1_000_000, 8_270_244)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(
                "differential-privacy", _noise_nationally, leaks=("connections_at_publisher",)
            ),
            Technique("suppression", _minimum_nationally, leaks=("connections_at_publisher",)),
            Technique(
                "differential-privacy:per-municipality",
                _noise_separately,
                leaks=("connections_at_municipalities",),
            ),
            Technique("plain-exchange", _all_sent, leaks=("connections_at_municipalities",)),
        )
    }
    parameters: ClassVar = {
        "level": "middle",
        "epsilon": "1",
        "high": 10_000,
        "minimum": 10,
        "small": "merge",
        "methods": "differ",
    }

    def load(self, *, n: int, seed: int) -> "dict[str, pd.DataFrame]":
        """Generate `n` connections; see `population`."""
        from pet_workbench.usecases.gas.population import generate

        return generate(n, seed=seed)

    def read(self, files: Mapping[str, "Path | bytes"]) -> "dict[str, pd.DataFrame]":
        """Read connections from one CSV file, ``files["connections"]``; see `own_tables`.

        Raises
        ------
        DataError
            If it is not as its schema says; all problems are in ``parameters["problems"]``.
        """
        from pet_workbench.usecases.gas.own_tables import read

        return read(files[FILE])

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of an operator, or the list of a municipality, must look like."""
        from pet_workbench.usecases.gas.own_tables import CONNECTIONS, STREETS

        if party == PUBLISHER:
            return None
        return CONNECTIONS if party in OPERATORS else STREETS

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has connections, who publishes for all, and who reads."""
        return {
            **dict.fromkeys(operators(tables), "operator"),
            PUBLISHER: "publisher",
            **dict.fromkeys(municipalities(tables), "municipality"),
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is; a `PromiseError` for an epsilon that promises nothing.
        """
        for name, allowed in (("level", LEVELS), ("small", SMALL), ("methods", METHODS)):
            check_choice(name, parameters[name], allowed)
        check_whole("high", parameters["high"], 100, 100_000)
        check_whole("minimum", parameters["minimum"], 1, 1_000)
        exact_epsilon(parameters["epsilon"])

    def exact(self, tables: Tables, **parameters: Any) -> Publication:
        """Return what pandas makes of the pooled connections: nothing withheld, no noise."""
        connections = {name: tables[name] for name in operators(tables)}
        return pooled(connections, register_of(tables), parameters["level"])

    def answer(self, results: Mapping[str, Any]) -> Publication:
        """Return what municipalities read, or made, as one table of the country."""
        national_one = results[PUBLISHER]
        parts = [
            part
            for name, part in results.items()
            if name != PUBLISHER and isinstance(part, Publication)
        ]
        whole = together(parts)
        return replace(whole, queries=national_one.queries) if national_one else whole

    def error(self, answer: Publication, exact: Publication) -> float:
        """Return by what share an area's mean is off, averaged over connections that are shown.

        1 where nothing is shown at all.
        """
        return off(answer, exact)

    def released(self, technique: Technique, answer: Publication) -> tuple[Release, ...]:
        """Say how many numbers everybody can read."""
        guarantee = {"suppression": "minimum_connections", "plain-exchange": "none"}
        promised = guarantee.get(technique.id, "differential_privacy")
        return (Release("area_use", "everybody", promised, 2 * len(answer.use)),)


def off(answer: Publication, exact: Publication) -> float:
    """Return the mean relative error of areas' means; each counts for its connections."""
    means, truth = answer.means, exact.means
    known = np.isfinite(means) & np.isfinite(truth) & (truth > 0)
    weights = np.where(known, exact.connections, 0)
    if not weights.sum():
        return 1.0
    relative = np.abs(means[known] - truth[known]) / truth[known]
    return float(np.average(relative, weights=weights[known]))


CASE = GasCase()
