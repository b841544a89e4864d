"""A table about pupils that everybody may read: exact, with small counts left out, or with noise.

A publisher has one row per pupil and publishes, per school and programme, how many sat the exam and
how many passed; the report on the adoption of PETs names DUO, which makes synthetic data for
researchers [1]_.  DUO also publishes tables in which counts under five are replaced by "<5".  The
techniques here are four ways to publish such a table; the pupils are generated.

Protects: see `suppression` and `noisy` for what each technique does and does not protect.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, section 3.2.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import Channel, Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_whole
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.education.suppression import suppress, suppress_safely
from pet_workbench.usecases.education.tables import (
    PROGRAMMES,
    PUBLISHER,
    READER,
    REGIONS,
    Offers,
    Publication,
    publish_exact,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

PLAIN, SUPPRESSION, COMPLEMENTARY, PRIVATE = (
    "plain-exchange",
    "suppression",
    "suppression:complementary",
    "differential-privacy",
)
MAX_MINIMUM = 10
Make = Callable[["pd.DataFrame", Parameters, Channel], Publication]


def _plainly(pupils: "pd.DataFrame", _parameters: Parameters, _channel: Channel) -> Publication:
    """Make the exact table."""
    return publish_exact(pupils)


def _suppressed(pupils: "pd.DataFrame", parameters: Parameters, _channel: Channel) -> Publication:
    """Make the table with small counts replaced."""
    return suppress(publish_exact(pupils), parameters["minimum"])


def _safely(pupils: "pd.DataFrame", parameters: Parameters, _channel: Channel) -> Publication:
    """Make the table with small counts left out, and what they would follow from."""
    return suppress_safely(publish_exact(pupils), parameters["minimum"])


def _privately(pupils: "pd.DataFrame", parameters: Parameters, channel: Channel) -> Publication:
    """Make the table with noise, paid from the run's ledger."""
    from pet_workbench.usecases.education.noisy import ask, publication, temporary_ledger

    budget = {"epsilon": parameters["epsilon"], "delta": parameters["delta"]}
    ledger = parameters["ledger"] or temporary_ledger(**budget)
    offers = Offers.of(pupils)
    noisy = ask(pupils, offers, ledger=ledger, channel=channel, **budget)
    return publication(noisy, offers)


async def _publish(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters, make: Make
) -> None:
    """Make the table, and send it to whoever reads."""
    made = make(table, parameters, channel)
    offers = np.stack([made.offers.school, made.offers.programme, made.offers.region])
    channel.send(READER, "schools and programmes", offers.reshape(-1))
    channel.send(READER, "counts", made.counts.reshape(-1))
    channel.send(READER, "percentages", made.percentages.reshape(-1))
    channel.send(READER, "regions", made.regions.reshape(-1))
    channel.send(READER, "margins", made.margins)


async def _read(channel: Channel) -> Publication:
    """Read what was published."""
    names = ("schools and programmes", "counts", "percentages", "regions")
    offers, counts, percentages, regions = [
        await channel.receive(PUBLISHER, name, dtype=np.int64, shape=None) for name in names
    ]
    margins = await channel.receive(PUBLISHER, "margins", dtype=np.float64, shape=3)
    return Publication(
        Offers(*offers.reshape(3, -1)),
        counts.reshape(-1, 2, 3),
        percentages.reshape(-1, 3),
        regions.reshape(len(REGIONS) * len(PROGRAMMES), 2),
        margins,
    )


def _programs(tables: Tables, parameters: Parameters, *, make: Make) -> Mapping[str, Program]:
    """Return the programs of publisher and reader."""
    publish = partial(_publish, table=tables[PUBLISHER], parameters=parameters, make=make)
    return {PUBLISHER: publish, READER: _read}


class EducationCase(UseCase):
    """How many pupils sat the exam and how many passed, per school and programme."""

    key = "education"
    sizes: ClassVar = (2_000, 6_000, 20_000, 200_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(PLAIN, partial(_programs, make=_plainly), leaks=("small_counts",)),
            Technique(SUPPRESSION, partial(_programs, make=_suppressed), leaks=("what_follows",)),
            Technique(COMPLEMENTARY, partial(_programs, make=_safely), leaks=("second_edition",)),
            Technique(PRIVATE, partial(_programs, make=_privately), leaks=("offered",)),
        )
    }
    parameters: ClassVar = {"minimum": 5, "epsilon": 1, "delta": 0, "ledger": None}

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate the exam results of `n` pupils; see `population`."""
        from pet_workbench.usecases.education.population import generate

        return generate(n, seed=seed)

    def read(self, files: Mapping[str, "Path | bytes"]) -> dict[str, "pd.DataFrame"]:
        """Read one row per pupil from a CSV file, ``files["Publisher"]``.

        Raises
        ------
        DataError
            If it is not as its schema says; all problems are in ``parameters["problems"]``.
        """
        return {PUBLISHER: self.read_own(PUBLISHER, files[PUBLISHER])}

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of the publisher must look like; see `own_tables`."""
        from pet_workbench.usecases.education.own_tables import PUPILS

        return PUPILS if party == PUBLISHER else None

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who publishes and who reads."""
        return {PUBLISHER: "publisher", READER: "reader"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        from pet_workbench.dp.exactly import exact_delta, exact_epsilon

        check_whole("minimum", parameters["minimum"], 1, MAX_MINIMUM)
        exact_epsilon(parameters["epsilon"])
        exact_delta(parameters["delta"])

    def exact(self, tables: Tables, **parameters: Any) -> Publication:
        """Return the table with every number as it is."""
        return publish_exact(tables[PUBLISHER])

    def answer(self, results: Mapping[str, Any]) -> Publication:
        """Return what was published."""
        read: Publication = results[READER]
        return read

    def error(self, answer: Publication, exact: Publication) -> float:
        """Return by how much a count of a group is off on average.

        A count that was left out is off by all of it.
        """
        shown = np.where(answer.hidden, 0, answer.counts)
        return float(np.abs(shown - exact.counts).mean())

    def released(self, technique: Technique, answer: Publication) -> tuple[Release, ...]:
        """Say how many counts are published, and under which promise."""
        guarantee = {
            PLAIN: "none",
            SUPPRESSION: "minimum_count",
            COMPLEMENTARY: "minimum_count",
            PRIVATE: "differential_privacy",
        }[technique.id]
        return (Release("pupil_table", READER, guarantee, int((~answer.hidden).sum())),)


CASE = EducationCase()
