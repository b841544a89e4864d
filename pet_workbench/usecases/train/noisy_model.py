"""A logistic model whose totals over hospitals carry noise that no single one of them knows.

Features lie on declared grids, so that one patient changes the whole numbers of a total by a known
length at most (`dp.models`).  In every round all k hospitals draw noise, each so much that any
k - 1 together draw what the promise needs: whoever knows its own part still faces enough.  The sum
of discrete Gaussian numbers is not quite one itself, but for steps as small as here the difference
is below any number a computer holds [1]_.

Protects: every patient, in all rounds together as `promise` says, if all but one hospital draw.
Does not protect: sums before noise is added; see `with_noise` for who sees what.

References
----------
.. [1] P. Kairouz, Z. Liu and T. Steinke, "The Distributed Discrete Gaussian Mechanism for Federated
   Learning with Secure Aggregation", ICML 2021, doi:10.48550/arXiv.2102.06387.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, PrivacyError
from pet_workbench.dp import Terms
from pet_workbench.dp.conversion import epsilon_for_rho, rho_for
from pet_workbench.dp.exactly import Number, exact_delta, exact_epsilon
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.loss import gaussian_loss
from pet_workbench.dp.models.coefficients import Floats, halved, in_own_units, variances, whole
from pet_workbench.dp.models.design import Design
from pet_workbench.dp.models.fixed_point import SLOPE_ONE
from pet_workbench.dp.models.gradients import summed, with_constant
from pet_workbench.dp.models.logistic import LogisticModel
from pet_workbench.dp.noise import Noise
from pet_workbench.dp.private_table import PrivateTable, Rows
from pet_workbench.federated import Fit
from pet_workbench.usecases.base import Parameters
from pet_workbench.usecases.train.patients import NORMAL_95, site_of
from pet_workbench.usecases.train.plan import Round, Steps

if TYPE_CHECKING:
    import pandas as pd

NOISY_ROUNDS = 5
OUTCOME, DATASET, UNIT = "dead", "train", "person"
TERMS = Terms(unit=UNIT, neighbours="add-remove")
AGES, YES_NO = Grid("-4.5", "4.5", "0.1"), Grid(0, 1)
"""Ages from 20 to 110 by the year, counted in tens of years from 65; and yes or no."""


class Noisy:
    """A logistic model whose totals have the noise of all hospitals.

    Parameters
    ----------
    features : tuple of str
    parameters : mapping
        Of the run: ``epsilon`` and ``delta``.

    Raises
    ------
    PromiseError
        If they make no promise.
    """

    def __init__(self, features: tuple[str, ...], parameters: Parameters) -> None:
        self.features = features
        self._grids = {name: AGES if name == "age" else YES_NO for name in features}
        self.promised = self._with(exact_epsilon(parameters["epsilon"]), parameters["delta"])

    def _with(self, epsilon: Fraction, delta: Number) -> LogisticModel:
        """Return the model as one party would ask for it."""
        return LogisticModel(
            features=self._grids,
            target=OUTCOME,
            classes=(0, 1),
            steps=NOISY_ROUNDS,
            epsilon=epsilon,
            delta=exact_delta(delta),
            terms=TERMS,
        )

    def read_by(self, present: int) -> LogisticModel:
        """Return the model by which totals are read that have the noise of so many hospitals."""
        epsilon, delta = exact_epsilon(self.promised.epsilon), exact_delta(self.promised.delta)
        rho = rho_for(epsilon, delta) * Fraction(present - 1, present)
        return self._with(epsilon_for_rho(rho, delta), delta)

    @cached_property
    def design(self) -> Design:
        """Return how features become whole numbers."""
        return Design(self._grids)

    @cached_property
    def _matrix(self) -> Floats:
        matrix, _ = in_own_units(self.design)
        return np.asarray(matrix / np.array([1, *self.design.reaches]), np.float64)

    @property
    def sizes(self) -> tuple[int, int]:
        """Return how many numbers a gradient and a curvature are."""
        size = len(self.features) + 1
        return size, size * (size + 1) // 2

    def rows(self, table: "pd.DataFrame", parameters: Parameters) -> Rows:
        """Return the rows of a hospital, ready to be summed.

        Raises
        ------
        DataError
            If a value cannot be.
        """
        site = site_of("", table, self.features, parameters)
        columns = {name: site.features[:, at] for at, name in enumerate(self.features)}
        kinds = dict.fromkeys((*columns, OUTCOME), "numbers")
        private = PrivateTable({**columns, OUTCOME: site.outcome}, dataset=DATASET, kinds=kinds)
        return private.rows(TERMS, (*self.features, OUTCOME))

    def sums(self, rows: Rows, at: Floats) -> NDArray[np.int64]:
        """Return gradient and curvature of a hospital at coefficients in their own units."""
        theta = np.asarray(np.linalg.solve(self._matrix, at), np.float64)
        classes = rows.positions(OUTCOME, (0, 1))
        return np.concatenate(summed(self.design, rows, classes, theta))

    def noises(self, now: Round) -> tuple[Noise, ...]:
        """Return one hospital's noise in a round, of gradient and curvature.

        All hospitals but one together draw what is promised.

        Raises
        ------
        PrivacyError
            If the budget was for fewer rounds.
        """
        if now.number > NOISY_ROUNDS:
            raise PrivacyError(
                "errors.train_rounds",
                "need at most {rounds} rounds, for which the budget is meant, got a question in "
                "round {number}; nothing was sent",
                rounds=NOISY_ROUNDS,
                number=now.number,
            )
        others = len(now.present) - 1
        promised = self.promised.noises(now.number - 1)
        return tuple(Noise(one.kind, one.spread / others) for one in promised)

    def noise(self, stream: Keystream, now: Round) -> NDArray[np.int64]:
        """Draw one hospital's noise for a round."""
        noises = zip(self.noises(now), self.sizes, strict=True)
        return np.concatenate([one.draw(stream, size) for one, size in noises])

    def steps(self, present: Sequence[int]) -> Steps:
        """Yield coefficients, take noisy totals, and return the fit.

        `present` grows with every total: by how many hospitals drew noise.
        """
        at: Floats = np.zeros(self.sizes[0])
        totals = np.zeros((0, sum(self.sizes)), np.int64)
        for _ in range(NOISY_ROUNDS):
            totals = np.vstack((totals, (yield at).astype(np.int64)))
            found = self.read_by(min(present)).value(self._parts(totals))
            at = np.array([found.intercept, *found.slopes.values()])
        return Fit(at, self._errors(totals, min(present)), np.nan, NOISY_ROUNDS)

    def _parts(self, totals: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        size = self.sizes[0]
        return {"gradients": totals[:, :size], "curvatures": totals[:, size:]}

    def _errors(self, totals: NDArray[np.int64], present: int) -> Floats:
        """Return standard errors: of another sample of patients, and of the noise, together.

        Infinite where the noise hides the answer.
        """
        low, high = self.read_by(present).interval(self._parts(totals), 0.95)
        ends = [np.array([one.intercept, *one.slopes.values()]) for one in (low, high)]
        by_noise = (ends[1] - ends[0]) / (2 * NORMAL_95)
        if not np.isfinite(by_noise).all():
            return np.full(self.sizes[0], np.inf)
        reaches = with_constant(self.design)
        pairs = SLOPE_ONE * halved(np.outer(reaches, reaches))
        bend = whole(totals[-1, self.sizes[0] :] / pairs, self.sizes[0])
        sampled = variances(self._matrix, np.asarray(np.linalg.inv(bend), np.float64))
        return np.asarray(np.sqrt(by_noise**2 + sampled), np.float64)


def promise(parameters: Parameters) -> dict[str, Any]:
    """Return what a model with noise promises, for whoever has to answer for it.

    Parameters
    ----------
    parameters : mapping
        Of the run: ``epsilon`` and ``delta``.

    Returns
    -------
    dict of str to value
        ``epsilon`` and ``delta`` (exact fractions, for all rounds together), ``unit``,
        ``neighbours`` and ``rounds``.

    Raises
    ------
    PromiseError
        If it promises nothing.

    Examples
    --------
    >>> told = promise({"epsilon": 1, "delta": "1e-6"})
    >>> told["unit"], told["neighbours"], str(told["delta"])
    ('person', 'add-remove', '1/1000000')
    """
    loss = gaussian_loss(parameters["epsilon"], parameters["delta"])
    return {
        "epsilon": loss.epsilon,
        "delta": loss.delta,
        "unit": TERMS.unit,
        "neighbours": TERMS.neighbours,
        "rounds": NOISY_ROUNDS,
    }
