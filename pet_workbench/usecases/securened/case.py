"""Sharing cyber incidents: organisations report in shares, NCSC sees only what enough have seen.

Organisations do not like to tell that they were attacked, and yet everybody is better off when a
wave is seen early.  According to the report on the adoption of PETs, more than a hundred
organisations share risk information through SecureNed of the National Cyber Security Centre (NCSC),
which works with secret sharing [1]_; we found that number nowhere else.  How SecureNed works inside
is not described there: the protocol, the kinds of attack and all numbers here are ours.

NCSC may learn, per kind and week (and sector), at how many organisations it was seen and how often,
where at least a minimum number of organisations saw it; else nothing.

Protects: every report, see `in_shares`; rare kinds of attack, against everybody.
Does not protect: against two of the three computing parties together; against false reports within
the cap; against two tables with other groups or another minimum: noise (differential privacy)
helps against the last, for single reports.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, section 3.2.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import DataError, Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.securened.in_shares import in_shares, with_noise
from pet_workbench.usecases.securened.reports import (
    BREAKDOWNS,
    NCSC,
    Trends,
    as_cube,
    groups_of,
    pooled_answer,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

COMPUTERS = ("CBS", "Inlichtingenbureau", "RINIS")
"""Bodies that compute; examples, none has agreed to anything."""
TRUSTED = "Meldpunt"
"""The body of the technique for contrast that everybody would have to trust; an invented one."""
NOISY = "secret-sharing+differential-privacy"
FILE = "reports"
"""What the one file of one's own is called among the files to read."""
_COLUMNS = {"sector": np.uint8, "kind": np.uint8, "week": np.uint8, "count": np.int64}


def _by_rule(tables: Tables, parameters: Parameters) -> Arrays:
    """Return what may be published, as somebody computes it who has all reports."""
    chosen = {key: parameters[key] for key in ("breakdown", "minimum", "cap")}
    trends = pooled_answer({name: t.astype(int) for name, t in tables.items()}, **chosen)
    return {
        "organisations": trends.organisations.reshape(-1),
        "incidents": trends.incidents.reshape(-1),
    }


def _read(answer: Arrays, _own: object, parameters: Parameters) -> Trends:
    """Put the answer's vectors in shape."""
    breakdown = parameters["breakdown"]
    return Trends(
        groups_of(breakdown),
        parameters["minimum"],
        as_cube(answer["organisations"], breakdown),
        as_cube(answer["incidents"], breakdown),
    )


def _in_clear(tables: Tables) -> InClear:
    """Describe the question as one party answers it who gets every organisation's report."""
    return InClear(
        columns={name: _COLUMNS for name in tables},
        compute=_by_rule,
        answer={"organisations": np.int64, "incidents": np.int64},
        read=_read,
    )


def _by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All organisations send their reports to one body that all trust."""
    return _in_clear(tables).programs(tables, parameters, computer=TRUSTED, reader=NCSC)


def _by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All organisations send their reports to NCSC."""
    return _in_clear(tables).programs(tables, parameters, computer=NCSC, reader=NCSC)


class SecurenedCase(UseCase):
    """A hundred organisations and more: which attacks were seen where enough have seen them."""

    key = "securened"
    sizes: ClassVar = (20, 100, 250, 500)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique("secret-sharing", in_shares, leaks=("participants_at_computers",)),
            Technique(NOISY, with_noise, leaks=("participants_at_computers",)),
            Technique("trusted-third-party", _by_third_party, leaks=("all_reports_at_trusted",)),
            Technique("plain-exchange", _by_exchange, leaks=("all_reports_at_ncsc",)),
        )
    }
    parameters: ClassVar = {
        "minimum": 5,
        "breakdown": "all",
        "cap": 100,
        "computers": COMPUTERS,
        "epsilon": 1.0,
        "ledger": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate the reports of `n` organisations; see `population`."""
        from pet_workbench.usecases.securened.population import generate

        return generate(n, seed=seed)

    def read(self, files: Mapping[str, "Path | bytes"]) -> dict[str, "pd.DataFrame"]:
        """Read all organisations' reports from one CSV file, ``files["reports"]``.

        Raises
        ------
        DataError
            If it is not as its schema says; all problems are in ``parameters["problems"]``.
        """
        from pet_workbench.usecases.securened.own_tables import read

        return read(files[FILE])

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of one organisation must look like; see `own_tables`.

        Whoever neither computes nor reads is an organisation.
        """
        from pet_workbench.usecases.securened.own_tables import ORGANISATION

        return None if party in (*COMPUTERS, TRUSTED, NCSC) else ORGANISATION

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who reports, who computes, who reads, and whom all might trust."""
        return {
            **dict.fromkeys(tables, "organisation"),
            **dict.fromkeys(parameters["computers"], "computer"),
            TRUSTED: "third",
            NCSC: "ncsc",
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        for name, most in (("minimum", 1_000), ("cap", 1_000_000)):
            check_whole(name, parameters[name], 1, most)
        check_choice("breakdown", parameters["breakdown"], BREAKDOWNS)
        exact_epsilon(parameters["epsilon"])

    def exact(self, tables: Tables, **parameters: Any) -> Trends:
        """Return what pandas makes of the pooled reports.

        Raises
        ------
        DataError
            If there is no report at all.
        """
        if not tables:
            raise DataError("errors.reports_none", "need reports of at least one organisation")
        chosen = {key: parameters[key] for key in ("breakdown", "minimum", "cap")}
        return pooled_answer(tables, **chosen)

    def answer(self, results: Mapping[str, Any]) -> Trends:
        """Return what NCSC read."""
        trends: Trends = results[NCSC]
        return trends

    def error(self, answer: Trends, exact: Trends) -> float:
        """Return how many numbers differ."""
        return float(answer.differences(exact))

    def released(self, technique: Technique, answer: Trends) -> tuple[Release, ...]:
        """Say how many pairs of numbers NCSC reads."""
        guarantee = {"plain-exchange": "none", NOISY: "differential_privacy"}.get(
            technique.id, "minimum_organisations"
        )
        return (Release("trends", NCSC, guarantee, int(answer.shown.sum())),)


CASE = SecurenedCase()
