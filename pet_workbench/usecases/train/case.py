"""Eight hospitals learn one model together; patients stay where they are (Personal Health Train).

Maastricht UMC led eight institutes in five countries that learned together who survives lung
cancer, from more than 20,000 patients, without showing each other a single one [1]_ [2]_.  The
question goes round like a train along stations: every hospital answers with sums over its own
patients, and from the totals follows the model, the same as if all patients were in one table.

How those institutes did it was with plain sums and coefficients, in another algorithm than ours.
Hospitals and patients here are invented; published are their numbers, see `population`.

Protects: patients, as each technique says: adding up in shares hides the sums of each hospital,
noise hides each patient in the totals.
Does not protect: what a model itself says about groups of people, and whether it is right for them;
against hospitals that enter what is not true.  A patient of two hospitals counts twice.  In a
logistic model, patients who were followed for less than two years, and were alive then, are left
out, as if they were like the others.

References
----------
.. [1] Report on the adoption of privacy-enhancing technologies, section 3.2, "Federated Learning in
   praktijk: Personal Health Train".
.. [2] T. M. Deist et al., "Distributed learning on 20 000+ lung cancer patients - The Personal
   Health Train", Radiotherapy and Oncology 144 (2020) 189-200, doi:10.1016/j.radonc.2019.11.019.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import ParameterError, Release
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.dp.loss import gaussian_loss
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.train.by_averaging import by_averaging
from pet_workbench.usecases.train.by_sums import by_shares, by_sums
from pet_workbench.usecases.train.in_clear import by_exchange, by_third
from pet_workbench.usecases.train.patients import (
    COORDINATOR,
    MODELS,
    PERIODS,
    THIRD,
    UNTIL,
    Fitted,
    fit_all,
    hospitals_of,
)
from pet_workbench.usecases.train.with_noise import by_shares_with_noise

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

NOISE, AVERAGING = "federated+secret-sharing+differential-privacy", "federated:averaging"
WHEN_ABSENT = ("stop", "continue")


def _only_logistic(programs: Any, id: str, template: str) -> Any:
    """Return programs that refuse the survival model, and say why."""

    def checked(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
        if parameters["model"] != "logistic":
            raise ParameterError(id, template)
        made: Mapping[str, Program] = programs(tables, parameters)
        return made

    return checked


_WITH_NOISE = _only_logistic(
    by_shares_with_noise,
    "errors.train_noise_cox",
    "need the logistic model for noise, got the survival model: a patient is in its sums at every "
    "moment he or she is still alive, so noise that hides one patient would hide the answer too; "
    "choose the model of two-year survival, or leave the noise out",
)
_BY_AVERAGING = _only_logistic(
    by_averaging,
    "errors.train_averaging_cox",
    "need the logistic model for averaging, got the survival model: it compares each patient with "
    "all others still at risk, in all hospitals, so a hospital cannot learn it on its own; choose "
    "the model of two-year survival, or sums",
)


class TrainCase(UseCase):
    """Eight hospitals x a coordinator: one model of survival."""

    key = "train"
    own_tables = "pet_workbench.usecases.train.own_tables"
    sizes: ClassVar = (1_000, 5_000, 23_203)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique("federated+secret-sharing", by_shares, leaks=("totals_at_coordinator",)),
            Technique(NOISE, _WITH_NOISE),
            Technique("federated", by_sums, leaks=("sums_at_coordinator",)),
            Technique(
                AVERAGING,
                _BY_AVERAGING,
                leaks=("coefficients_at_coordinator",),
                live_to=5_000,
            ),
            Technique("trusted-third-party", by_third, leaks=("all_patients_at_register",)),
            Technique("plain-exchange", by_exchange, leaks=("all_patients_at_all",)),
        )
    }
    parameters: ClassVar = {
        "model": "logistic",
        "minimum": 10,
        "period": 3,
        "until": 60,
        "rounds": 50,
        "steps": 5,
        "epsilon": 1.0,
        "delta": 1e-6,
        "ledger": None,
        "absent": "",
        "absent_from": 2,
        "when_absent": "stop",
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate `n` patients of eight hospitals; see `population`."""
        from pet_workbench.usecases.train.population import generate

        return generate(n, seed=seed)

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of a hospital must look like; see `own_tables`."""
        from pet_workbench.usecases.train.own_tables import own_file

        return own_file(party)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has patients, who adds up, and whom all might trust."""
        return {
            **dict.fromkeys(hospitals_of(tables), "hospital"),
            COORDINATOR: "coordinator",
            THIRD: "third",
        }

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        PromiseError
            If epsilon and delta make no promise.
        """
        check_choice("model", parameters["model"], MODELS)
        check_whole("minimum", parameters["minimum"], 1, 1_000)
        check_choice("period", str(parameters["period"]), tuple(map(str, PERIODS)))
        check_choice("until", str(parameters["until"]), tuple(map(str, UNTIL)))
        check_whole("rounds", parameters["rounds"], 1, 10_000)
        check_whole("steps", parameters["steps"], 1, 10_000)
        check_whole("absent_from", parameters["absent_from"], 1, 10_000)
        check_choice("when_absent", parameters["when_absent"], WHEN_ABSENT)
        gaussian_loss(parameters["epsilon"], parameters["delta"])

    def exact(self, tables: Tables, **parameters: Any) -> Fitted:
        """Fit on the pooled tables, those of a hospital that goes away included."""
        hospitals = hospitals_of(tables)
        return fit_all({name: tables[name] for name in hospitals}, parameters)

    def answer(self, results: Mapping[str, Any]) -> Fitted:
        """Return the model as whoever made it has it; a hospital's copy if that is all there is.

        Raises
        ------
        KeyError
            If nobody has one.
        """
        makers = (COORDINATOR, THIRD, *results)
        found = [results[name] for name in makers if results.get(name) is not None]
        if not found:
            raise KeyError(COORDINATOR)
        answer: Fitted = found[0]
        return answer

    def error(self, answer: Fitted, exact: Fitted) -> float:
        """Return the largest difference of a coefficient."""
        return float(np.abs(answer.coefficients - exact.coefficients).max())

    def released(self, technique: Technique, answer: Fitted) -> tuple[Release, ...]:
        """Say that all hospitals that counted, and whoever adds up, read the model."""
        noisy = technique.id == NOISE
        grouped = technique.id == "federated+secret-sharing"
        guarantee = "differential_privacy" if noisy else "minimum_group" if grouped else "none"
        items = 2 * answer.coefficients.size
        return (Release("model", "all_hospitals", guarantee, items),)


CASE = TrainCase()
