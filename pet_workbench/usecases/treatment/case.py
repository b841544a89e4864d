"""Three hospitals want to know which of two treatments works better, without pooling patients.

A podcast on multi-party computation names it as an example: three hospitals that compare which
treatment of a kind of cancer is the most effective [1]_; its guest adds that an association of
podotherapists examines the effectiveness of a treatment with his company's software.  Which test
they use is not told; the protocol, Welch's test and all patients here are ours.

The hospitals compute themselves.  They learn "A is better", "B is better" or "no difference shown",
and if they agreed so the mean scores of both treatments, rounded.

Protects: patients and the totals of each hospital; see `in_shares`.
Does not protect: against two hospitals together (they read the totals of the third); against a
hospital that invents patients, whether to move the conclusion or, over many runs, to narrow down
the totals of the others; against a comparison that is not fair because hospitals differ,
unless it is made within hospitals; against conclusions that are used for something else.

References
----------
.. [1] BNR Eyeopeners, "Dit is de oplossing voor het delen van gevoelige data", 2023 (episode 2 of
   the series of TNO and others on technology against poverty).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pet_workbench.core import ProtocolError, Release
from pet_workbench.core.validation import check_choice, check_range, check_whole
from pet_workbench.sharing.statistics.welch import Conclusion
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.treatment.in_clear import by_exchange, by_register, by_totals
from pet_workbench.usecases.treatment.in_shares import in_shares
from pet_workbench.usecases.treatment.totals import (
    HOSPITALS,
    REGISTRY,
    Comparison,
    conclude,
    totals_of,
)

if TYPE_CHECKING:
    import pandas as pd


STEPS = (0, 1, 2, 5, 10)
"""To what means may be rounded; 0 opens none."""
LEAST_MINIMUM, MOST_MINIMUM = 2, 1_000


class TreatmentCase(UseCase):
    """Treatment A or B, over three hospitals; only the conclusion opened."""

    key = "treatment"
    own_tables = "pet_workbench.usecases.treatment.own_tables"
    sizes: ClassVar = (1_000, 10_000, 100_000, 1_000_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique("secret-sharing", in_shares),
            Technique("trusted-third-party", by_register, leaks=("all_patients_at_register",)),
            Technique("plain-exchange", by_exchange, leaks=("all_patients_at_all",)),
            Technique("plain-exchange:totals", by_totals, leaks=("all_totals_at_all",)),
        )
    }
    parameters: ClassVar = {
        "minimum": 10,
        "confidence": 0.95,
        "within_hospitals": False,
        "means_step": 0,
    }

    def load(
        self, *, n: int, seed: int, effect: float | None = None, preference: float = 0.0
    ) -> dict[str, "pd.DataFrame"]:
        """Generate the patients of three hospitals; see `population`."""
        from pet_workbench.usecases.treatment.population import generate

        return generate(n, seed=seed, effect=effect, preference=preference)

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who takes part: three hospitals, and whom they might trust."""
        return {**dict.fromkeys(HOSPITALS, "hospital"), REGISTRY: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_whole("minimum", parameters["minimum"], LEAST_MINIMUM, MOST_MINIMUM)
        check_range("confidence", parameters["confidence"], 0.5, 0.9999)
        check_choice("means_step", str(parameters["means_step"]), tuple(map(str, STEPS)))

    def exact(self, tables: Tables, **parameters: Any) -> Comparison:
        """Answer with exact fractions, from all patients."""
        return conclude([totals_of(tables[name]) for name in HOSPITALS], parameters)

    def answer(self, results: Mapping[str, Any]) -> Comparison:
        """Return the answer that all hospitals hold, or those that there are results of.

        Raises
        ------
        KeyError
            If there is no hospital's result.
        ProtocolError
            If they hold different ones.
        """
        held = {results[name] for name in HOSPITALS if name in results}
        if len(held) > 1:
            raise ProtocolError(
                "errors.hospitals_disagree",
                "need all hospitals to hold the same answer, got {answers}: a message was changed",
                answers=", ".join(sorted(one.conclusion.name for one in held)),
            )
        answer: Comparison = held.pop()
        return answer

    def error(self, answer: Comparison, exact: Comparison) -> float:
        """Return 0 if both are equal, else 1."""
        return float(answer != exact)

    def released(self, technique: Technique, answer: Comparison) -> tuple[Release, ...]:
        """Say that each hospital reads the conclusion, and the means where they are opened."""
        conclusion = [Release("conclusion", name, "minimum_group", 1) for name in HOSPITALS]
        if answer.means is None or answer.conclusion == Conclusion.TOO_FEW:
            return tuple(conclusion)
        means = [Release("rounded_means", name, "rounded", 2) for name in HOSPITALS]
        return (*conclusion, *means)


CASE = TreatmentCase()
