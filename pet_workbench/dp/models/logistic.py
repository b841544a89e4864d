"""Logistic regression by Newton's method on noisy totals.

Each step needs two things of the rows: the gradient, by how much predicted chances and outcomes
differ along each feature, and the curvature.  Both are sums of whole numbers that one unit changes
by a known length at most, because features have bounds: nothing has to be clipped.  Each gets
discrete Gaussian noise, and from the noisy sums the next coefficients are computed [1]_.  As
Newton's steps forget earlier errors, the last step gets half of the budget.

The classes are declared.  A library that takes them from the data publishes a rare one because of
the single person who has it.

Protects: a unit, whatever its features and class.
Does not protect: coefficients when there are few rows, or hardly any of one class: the intervals
say so.  They are about the noise; how much another sample of people would differ is not in them.

References
----------
.. [1] M. Avella-Medina, C. Bradshaw and P.-L. Loh, "Differentially Private Inference via Noisy
   Optimization", The Annals of Statistics 51(5), 2023, doi:10.48550/arXiv.2103.11003.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import NormalDist
from typing import Any, ClassVar, NamedTuple

import numpy as np

from pet_workbench.core import Keystream
from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.dp.conversion import rho_for
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import exact_delta, exact_epsilon
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.loss import Loss, gaussian_loss
from pet_workbench.dp.models.coefficients import (
    Coefficients,
    Floats,
    halved,
    in_own_units,
    lifted,
    named,
    spread_by,
    variances,
    whole,
    widened,
)
from pet_workbench.dp.models.design import Design
from pet_workbench.dp.models.fixed_point import ONE, SLOPE_ONE
from pet_workbench.dp.models.gradients import Sums, summed, with_constant
from pet_workbench.dp.noise import Noise
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query, Totals

Class = str | int
MOST_STEPS, LARGEST, FURTHEST = 20, 32.0, 4.0
"""Steps; the largest coefficient of a feature that runs from -1 to 1; the largest step of one."""
FOR_GRADIENTS = Fraction(2, 3)
"""This part of a step's budget is for the gradient, the rest for the curvature."""


class _Step(NamedTuple):
    """Where a step went, and what is known about it."""

    theta: Floats
    change: Floats
    inverse: Floats
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class LogisticModel(Query):
    """Coefficients of a logistic model: the chance of one of two classes, from features.

    Rows that miss a feature, or whose class is none of the two, are left out.  With features that
    run from -1 to 1, half of `ridge` times the squared coefficients is added to what is minimised,
    as `sklearn` does with ``C = 1 / ridge``; not for the constant.

    Attributes
    ----------
    features : mapping of str to Grid
        Columns with their bounds and steps, at most 8,192 steps each.
    target : str
    classes : tuple of two str or int
        The class with chance 0 and the class with chance 1.
    steps : int
        How often coefficients are improved, 2 to 20.
    ridge : int
        0 to 1,000,000; declared, so it tells nothing.

    Raises
    ------
    PromiseError
        If delta is 0, classes are not two different ones, the target is a feature, or grids do not
        fit.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> model = LogisticModel(
    ...     features={"age": Grid(18, 98)}, target="fell", classes=("no", "yes"),
    ...     epsilon=1, delta="1e-6", terms=Terms(unit="person", neighbours="add-remove"))
    >>> model.loss.delta, [round(100 * float(part)) for part in model.parts_of_budget]
    (Fraction(1, 1000000), [10, 10, 10, 10, 10, 50])
    """

    kind: ClassVar[str] = "logistic-model"
    features: Mapping[str, Grid]
    target: str
    classes: tuple[Class, Class]
    steps: int = 6
    ridge: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "features", dict(self.features))
        object.__setattr__(self, "classes", tuple(self.classes))
        check_whole("steps", self.steps, 2, MOST_STEPS)
        check_whole("ridge", self.ridge, 0, 1_000_000)
        gaussian_loss(self.epsilon, self.delta)  # refuses a delta of 0
        if self.target in self.features:
            raise PromiseError(
                "errors.dp_model_target",
                "need a target that is not a feature, got {target} as both",
                target=self.target,
            )
        if len(set(self.classes)) != 2 or len({isinstance(one, str) for one in self.classes}) > 1:
            raise PromiseError(
                "errors.dp_model_classes",
                "need two different classes, both text or both whole numbers, got {classes}: "
                "classes are declared, never taken from the data",
                classes=", ".join(map(repr, self.classes)),
            )
        self.noises(0)  # refuses grids and limits for which there is no noise

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read."""
        return (*self.features, self.target)

    @property
    def loss(self) -> Loss:
        """Return what all steps cost together: their rhos add up to one."""
        return gaussian_loss(self.epsilon, self.delta)

    @property
    def parts_of_budget(self) -> tuple[Fraction, ...]:
        """Return each step's part of rho: half for the last, the rest evenly for others."""
        return (*[Fraction(1, 2 * (self.steps - 1))] * (self.steps - 1), Fraction(1, 2))

    def noises(self, step: int) -> tuple[Noise, Noise]:
        """Return the noise of the gradient and of the curvature in a step, from 0."""
        rho = rho_for(exact_epsilon(self.epsilon), exact_delta(self.delta))
        rho *= self.parts_of_budget[step]
        gradient, curvature = self.squared_reaches
        return (
            Noise("gaussian", gradient / (2 * FOR_GRADIENTS * rho)),
            Noise("gaussian", curvature / (2 * (1 - FOR_GRADIENTS) * rho)),
        )

    @property
    def squared_reaches(self) -> tuple[int, int]:
        """Return how much one unit can change gradient and curvature: sums of squares, at most."""
        # Python's numbers, which never overflow
        squares = [reach**2 for reach in self._reaches.tolist()]
        twice = self.terms.twice**2 * self.terms.rows_per_group**2
        gradient = ONE**2 * sum(squares)
        pairs = [squares[i] * squares[j] for i in range(len(squares)) for j in range(i + 1)]
        return twice * gradient, twice * (SLOPE_ONE // 4) ** 2 * sum(pairs)

    def draw(self, table: PrivateTable, stream: Keystream) -> Totals:
        """Return noisy gradients and curvatures, one of each per step."""
        rows = table.rows(self.terms, self.columns)
        classes = rows.positions(self.target, self.classes)
        size = len(self._reaches)
        gradients = np.zeros((0, size), np.int64)
        curvatures = np.zeros((0, size * (size + 1) // 2), np.int64)
        for step, (for_gradient, for_curvature) in enumerate(map(self.noises, range(self.steps))):
            theta = self._followed(gradients, curvatures)[-1].theta if step else np.zeros(size)
            gradient, curvature = summed(self._design, rows, classes, theta)
            gradient += for_gradient.draw(stream, size)
            curvature += for_curvature.draw(stream, len(curvature))
            gradients = np.vstack((gradients, gradient))
            curvatures = np.vstack((curvatures, curvature))
        return {"gradients": gradients, "curvatures": curvatures}

    def value(self, noisy: Totals) -> Coefficients:
        """Return the coefficients, in the columns' own units."""
        last = self._followed(noisy["gradients"], noisy["curvatures"])[-1]
        matrix, _ = self._own_units
        return named(self._design, matrix @ last.theta)

    def interval(self, noisy: Totals, confidence: float) -> tuple[Coefficients, Coefficients]:
        """Return bounds of each coefficient without noise; infinite where noise hides it.

        Noise of the last gradient and curvature is followed through the step; what Newton's method
        had still left to do is bounded by how far the last step went.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        last = self._followed(noisy["gradients"], noisy["curvatures"])[-1]
        for_gradient, for_curvature = self._deviations(self.steps - 1)
        matrix, _ = self._own_units
        change, furthest = last.change, float(np.abs(last.change).sum())
        spread = for_curvature**2 * spread_by(change) + np.diag(for_gradient**2)
        off = np.sqrt(variances(matrix @ last.inverse, spread))
        off *= NormalDist().inv_cdf((1 + confidence) / 2)
        went = math.sqrt(max(0.0, float(change @ np.linalg.solve(last.inverse, change))))
        own = np.sqrt(variances(matrix, last.inverse))
        off += own * went * math.expm1(min(furthest, 1.0)) / 2
        off *= widened(self._largest_noise(self.steps - 1), last.inverse)
        if not last.is_known or furthest > 1:
            off[:] = math.inf
        value = matrix @ last.theta
        return named(self._design, value - off), named(self._design, value + off)

    def declared(self) -> dict[str, Any]:
        """Return what is declared."""
        return {
            "features": self._design.describe(),
            "target": self.target,
            "classes": list(self.classes),
            "steps": self.steps,
            "ridge": self.ridge,
        }

    def _followed(self, gradients: Sums, curvatures: Sums) -> list[_Step]:
        """Return the steps that noisy sums led to."""
        theta = np.zeros(len(self._reaches))
        ridges = np.full(len(theta), float(self.ridge))
        ridges[0] = 0
        steps = []
        for number, (gradient, curvature) in enumerate(zip(gradients, curvatures, strict=True)):
            slope = gradient / (ONE * self._reaches) + ridges * theta
            pairs = halved(np.outer(self._reaches, self._reaches))
            bend = whole(curvature / (SLOPE_ONE * pairs), len(theta)) + np.diag(ridges)
            inverse, is_known = lifted(bend, 2 * self._largest_noise(number))
            change = -inverse @ slope
            change *= min(1.0, FURTHEST / max(float(np.abs(change).max()), 1e-300))
            theta = np.clip(theta + change, -LARGEST, LARGEST)
            steps.append(_Step(theta, change, inverse, is_known))
        return steps

    def _deviations(self, step: int) -> tuple[Floats, float]:
        """Return how large noise is in a gradient and, at most, in a curvature."""
        for_gradient, for_curvature = self.noises(step)
        least = float(min(self._reaches)) ** 2
        return (
            for_gradient.deviation / (ONE * self._reaches),
            for_curvature.deviation / (SLOPE_ONE * least),
        )

    def _largest_noise(self, step: int) -> float:
        """Return what the eigenvalues of the noise in a step's curvature hardly exceed."""
        return 2 * self._deviations(step)[1] * math.sqrt(len(self._reaches))

    @cached_property
    def _design(self) -> Design:
        return Design(self.features)

    @cached_property
    def _reaches(self) -> Sums:
        return with_constant(self._design)

    @property
    def _own_units(self) -> tuple[Floats, Floats]:
        """Return how coefficients of features from -1 to 1 become those of the columns."""
        matrix, shift = in_own_units(self._design)
        return matrix / np.array([1, *self._design.reaches]), shift
