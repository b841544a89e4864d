"""Movements from location rows of four mobile operators, for a statistics office.

Eurostat and Cybernetica tried this in 2021: pseudonymised location data of mobile operators go into
a trusted execution environment, and only mobility statistics come out [1]_ [2]_.  Their test ran on
synthetic data.  Here four invented operators, the owner of the machine and an office ask: how many
people go from which province to which, in which part of the day?

**The enclave is a simulation: its chip is an object in this program and protects nothing.**  The
messages, the checking of evidence and the encryption are genuine.  The workings are ours.

Protects: location rows, as each technique says.
Does not protect: in the simulation, against the host, which can read memory; against two tables of
nearly the same rows, unless tables are counted; with pseudonyms alone, anybody.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   privacy-enhancing technologies, section 3.2, on project ESTAT 2019.0232.
.. [2] UN PET Lab case study, "Eurostat: Processing of longitudinal mobile network operator data",
   https://unstats.un.org/wiki/display/UGTTOPPT/3.+Eurostat%3A+Processing+of+longitudinal+mobile+network+operator+data
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pet_workbench.core import Release
from pet_workbench.core.validation import check_whole
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.mobility.in_clear import by_exchange, by_host
from pet_workbench.usecases.mobility.in_enclave import with_noise, with_suppression
from pet_workbench.usecases.mobility.in_shares import in_shares
from pet_workbench.usecases.mobility.inside import CELLS
from pet_workbench.usecases.mobility.table import (
    BODIES,
    HOST,
    MAKER,
    OFFICE,
    Movements,
    true_table,
    true_withheld,
)

if TYPE_CHECKING:
    import pandas as pd

NOISY = "enclave+differential-privacy"
MOST_MINIMUM, MOST_MOVEMENTS = 1_000, 24
_IN_ENCLAVE = ("simulated_chip", "row_counts_at_host", "table_at_host")


class MobilityCase(UseCase):
    """Operators x host x office: movements between provinces, by part of the day."""

    key = "mobility"
    own_tables = "pet_workbench.usecases.mobility.own_tables"
    sizes: ClassVar = (1_000, 10_000, 100_000, 1_000_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique("enclave+suppression", with_suppression, leaks=_IN_ENCLAVE),
            Technique(NOISY, with_noise, leaks=_IN_ENCLAVE),
            Technique("secret-sharing+suppression", in_shares),
            Technique("trusted-third-party", by_host, leaks=("all_rows_at_host",)),
            Technique("plain-exchange", by_exchange, leaks=("all_rows_at_office",)),
        )
    }
    parameters: ClassVar = {"minimum": 10, "epsilon": 1.0, "most": 4}

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate `n` location rows per operator; see `population`."""
        from pet_workbench.usecases.mobility.population import generate

        return generate(n, seed=seed)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has rows, who owns the machine, who asks, who made the chip, who helps."""
        return {
            **dict.fromkeys(tables, "operator"),
            HOST: "host",
            OFFICE: "office",
            MAKER: "maker",
            **dict.fromkeys(BODIES, "computer"),
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_whole("minimum", parameters["minimum"], 1, MOST_MINIMUM)
        check_whole("most", parameters["most"], 1, MOST_MOVEMENTS)
        exact_epsilon(parameters["epsilon"])

    def exact(self, tables: Tables, **parameters: Any) -> Movements:
        """Return the table that pandas makes of all rows together."""
        return true_withheld(true_table(tables), parameters["minimum"])

    def exact_for(self, technique: Technique, tables: Tables, parameters: Parameters) -> Movements:
        """Return the exact table; where there is noise instead of a minimum, the whole one."""
        minimum = 1 if technique.id == NOISY else parameters["minimum"]
        return self.exact(tables, **{**parameters, "minimum": minimum})

    def answer(self, results: Mapping[str, Any]) -> Movements:
        """Return the table that the office reads."""
        table: Movements = results[OFFICE]
        return table

    def error(self, answer: Movements, exact: Movements) -> float:
        """Return in how many numbers the table differs; with noise, by how much on average."""
        return answer.differences(exact)

    def released(self, technique: Technique, answer: Movements) -> tuple[Release, ...]:
        """Say how many numbers the office reads, and what keeps small ones back."""
        if technique.id == "plain-exchange":
            return (Release("mobility_table", OFFICE, "none", CELLS.size),)
        if answer.scale is not None:
            return (Release("mobility_table", OFFICE, "differential_privacy", CELLS.size),)
        return (
            Release("mobility_table", OFFICE, "minimum_cell", answer.n_shown),
            Release("rests_per_region", OFFICE, "rest_rule", int((answer.rests > 0).sum())),
        )


CASE = MobilityCase()
