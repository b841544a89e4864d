"""What is asked, with everything that decides its privacy, before any data are touched.

A `Query` is a declaration: columns, bounds, categories, epsilon, delta and terms.  Its cost, its
noise and mostly its accuracy follow from the declaration alone; `Session.ask` charges the ledger
for it and only then lets it read the data.  Most are `NoisyTotals`: exact whole totals, of which it
is known how much one unit can change them, plus noise.

A query of your own is a subclass with the methods below, in one module; see CONTRIBUTING.md.

Protects: a unit, as far as `Query.loss` says, if `draw` keeps that promise.
Does not protect: when `draw` is used without a ledger: it is for `Session` and for tests.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.dp.exactly import Number, exact_delta, exact_epsilon
from pet_workbench.dp.loss import Loss, gaussian_loss, pure_loss
from pet_workbench.dp.noise import Noise, noise_for
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

Totals = Mapping[str, NDArray[np.int64]]
"""Whole numbers by part; what a query releases, and all that it releases."""


@dataclass(frozen=True, kw_only=True)
class Query(ABC):
    """A question that is answered with differential privacy.

    Attributes
    ----------
    epsilon, delta : Fraction
        Given as decimals; there is no default for epsilon.  Without delta the noise is Laplace.
    terms : Terms
        Whose privacy, and how much one of them may add.

    Raises
    ------
    PromiseError
        If epsilon or delta makes no promise.
    """

    kind: ClassVar[str]
    epsilon: Number
    delta: Number = Fraction(0)
    terms: Terms

    def __post_init__(self) -> None:
        object.__setattr__(self, "epsilon", exact_epsilon(self.epsilon))
        object.__setattr__(self, "delta", exact_delta(self.delta))

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are read, besides that of the unit."""

    @property
    @abstractmethod
    def loss(self) -> Loss:
        """Return what an answer costs."""

    @abstractmethod
    def draw(self, table: PrivateTable, stream: Keystream) -> Totals:
        """Return the whole numbers to release, noise included.

        Raises
        ------
        DataError
            If the table lacks a column, or one holds something else; for the data holder.
        """

    @abstractmethod
    def value(self, noisy: Totals) -> Any:
        """Return the answer that released numbers stand for; costs nothing."""

    @abstractmethod
    def interval(self, noisy: Totals, confidence: float) -> tuple[Any, Any]:
        """Return bounds between which the answer without noise lies with chance `confidence`.

        They are about the noise only, not about who is in the data, and not about values that were
        cut off at the bounds.
        """

    def margin(self, confidence: float) -> float | None:  # noqa: ARG002 - for those that know
        """Return how far an answer can be off, before asking; None if that depends on the data."""
        return None

    @abstractmethod
    def declared(self) -> dict[str, Any]:
        """Return what this kind of query declares, for a statement or a ledger; no data."""

    def describe(self) -> dict[str, Any]:
        """Return the whole declaration for a statement or a ledger, as plain values."""
        return {
            "kind": self.kind,
            **self.declared(),
            "epsilon": str(self.epsilon),
            "delta": str(self.delta),
            "terms": self.terms.describe(),
        }


@dataclass(frozen=True)
class Part:
    """Totals that share one noise distribution.

    Attributes
    ----------
    name : str
    cells : int
        How many numbers.
    l1, l2_squared : int
        The most that neighbours can differ, over all cells: sum of sizes, and sum of squares.
    epsilon, delta : Fraction
        This part's share of the budget.
    """

    name: str
    cells: int
    l1: int
    l2_squared: int
    epsilon: Fraction
    delta: Fraction = field(default=Fraction(0))

    @cached_property
    def noise(self) -> Noise:
        """Return the noise each cell gets."""
        return noise_for(self.epsilon, self.delta, l1=self.l1, l2_squared=self.l2_squared)

    @property
    def loss(self) -> Loss:
        """Return what this part costs."""
        if self.delta:
            return gaussian_loss(self.epsilon, self.delta)
        return pure_loss(self.epsilon)


class NoisyTotals(Query):
    """A query that is answered by exact totals with noise."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Part, ...]:
        """Return what is released, with how much one unit can change it."""

    @abstractmethod
    def totals(self, table: PrivateTable) -> Totals:
        """Return the exact totals by part, of rows whose contributions are bounded."""

    @property
    def loss(self) -> Loss:
        """Return what all parts cost together.

        Raises
        ------
        ParameterError
            If there is noise among it that cannot be drawn exactly.
        """
        for part in self.parts:
            _ = part.noise  # a refusal comes now, and not after the ledger was charged
        return sum((part.loss for part in self.parts), Loss())

    def draw(self, table: PrivateTable, stream: Keystream) -> Totals:
        """Return the totals with noise."""
        parts, totals = self.parts, self.totals(table)
        return {
            part.name: totals[part.name] + part.noise.draw(stream, part.cells) for part in parts
        }

    def part(self, name: str) -> Part:
        """Return one part by name."""
        return next(part for part in self.parts if part.name == name)

    def declare(
        self, name: str, *, cells: int = 1, l1: int, l2_squared: int, share: Fraction = Fraction(1)
    ) -> Part:
        """Return a part of so many `cells` that takes a `share` of the query's epsilon and delta.

        Parameters
        ----------
        name : str
        cells : int
        l1, l2_squared : int
            The most that neighbours can differ, over all cells.
        share : Fraction
            All shares together are 1 at most.
        """
        epsilon, delta = exact_epsilon(self.epsilon), exact_delta(self.delta)
        return Part(name, cells, l1, l2_squared, share * epsilon, share * delta)
