"""The reader's choices on the page of `train`."""

from typing import ClassVar

import numpy as np
import traitlets

from pet_workbench.core import DataError, Outcome
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.train import CASE, CONSTANT, Fitted, alone, asked_at, hospitals_of
from pet_workbench.widgets.case import CaseState

SECRET, NOISE, PLAIN_SUMS, AVERAGING, TRUSTED, PLAIN = CASE.techniques
SIZES = (1_000, 2_000, 5_000, 10_000, 23_203)
EPSILONS = (0.1, 0.3, 1.0, 3.0, 10.0)
STEPS = (1, 5, 20, 100)


class TrainState(CaseState):
    """The reader's choices; the common sections are about death within two years.

    Attributes
    ----------
    epsilon : float
        Of the fit with noise.
    steps : int
        How long hospitals learn alone in a round of averaging.
    """

    case: ClassVar = CASE
    choices: ClassVar = ("epsilon", "steps")
    decides_on: ClassVar = {"epsilon": (NOISE,), "steps": (AVERAGING,)}

    n = traitlets.Int(23_203)
    epsilon = traitlets.Float(1.0)
    steps = traitlets.Int(5)

    @property
    def most_kept(self) -> int:
        """All techniques at two settings, and what single sections run besides."""
        return 40

    @property
    def pooled(self) -> Fitted:
        """The model on all patients in one table."""
        return self.exact_of("logistic")

    def exact_of(self, model: str, **parameters: int) -> Fitted:
        """Return a model on all patients in one table."""

        def fit() -> Fitted:
            full = {**CASE.parameters, "model": model, **parameters}
            exact: Fitted = CASE.exact(self.tables, **full)
            return exact

        return self.keep((self.key("exact", *self.data), model, tuple(parameters.items())), fit)

    @property
    def by_hospital(self) -> dict[str, Fitted]:
        """What each hospital finds with its own patients only, of those that find anything."""

        def fit() -> dict[str, Fitted]:
            found = {}
            for hospital in hospitals_of(self.tables):
                try:
                    found[hospital] = alone(self.tables, hospital)
                except DataError:
                    continue  # too few patients for an answer of its own
            return found

        return self.keep(self.key("alone", *self.data), fit)


def effects_of(fitted: Fitted) -> tuple[tuple[str, ...], Floats]:
    """Return features and ratios with bounds, without the constant, which says nothing by itself.

    Parameters
    ----------
    fitted : Fitted

    Returns
    -------
    tuple of str, and ndarray of float64, shape (k, 3)
    """
    kept = [at for at, name in enumerate(fitted.names) if name != CONSTANT]
    return tuple(fitted.names[at] for at in kept), fitted.ratios()[kept]


def distance(coefficients: Floats, pooled: Fitted) -> float:
    """Return how far coefficients are from the pooled ones, in standard errors; the largest."""
    return float((np.abs(coefficients - pooled.coefficients) / pooled.errors).max())


def course_of(outcome: Outcome, pooled: Fitted) -> list[float]:
    """Return the distance from the pooled model after every round.

    What is asked about in a round is where the round before it led; the answer is where the last
    one led.
    """
    asked = (asked_at(outcome.transcript, number) for number in range(2, outcome.answer.rounds + 1))
    found = [at for at in asked if at is not None]
    return [distance(at, pooled) for at in (*found, outcome.answer.coefficients)]
