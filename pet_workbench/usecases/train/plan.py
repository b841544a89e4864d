"""What everybody knows of a run beforehand, and of a round in it.

Arithmetic only.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_choice
from pet_workbench.federated import Fit, Model
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.train.patients import hospitals_of, model_of, names_of

Steps = Generator[Floats, Floats, Fit]
"""Yields coefficients, is sent totals, and returns the fit; see `federated.newton.ascent`."""
Flags = NDArray[np.uint8]


@dataclass(frozen=True)
class Plan:
    """What everybody knows beforehand.

    Attributes
    ----------
    hospitals : tuple of str
    parameters : mapping
        Of the run.
    features : tuple of str
        Empty until the first roll call.
    """

    hospitals: tuple[str, ...]
    parameters: Parameters
    features: tuple[str, ...] = ()

    @property
    def model(self) -> Model:
        """Return what is fitted."""
        return model_of(self.features, self.parameters)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the coefficients."""
        return names_of(self.features, self.parameters)

    def is_here(self, hospital: str, number: int) -> bool:
        """Tell whether a hospital takes part in round `number`, from 1."""
        gone = hospital == self.parameters["absent"]
        return not (gone and number >= self.parameters["absent_from"])


class Round(NamedTuple):
    """One round, as those who take part know it."""

    number: int
    present: tuple[str, ...]
    at: Floats


def plan_of(tables: Tables, parameters: Parameters) -> Plan:
    """Return the plan of a run; of tables only the parties' names are read.

    Raises
    ------
    ParameterError
        If a hospital is to be absent that is none of them.
    """
    check_choice("absent", parameters["absent"], ("", *hospitals_of(tables)))
    return Plan(hospitals_of(tables), parameters)


def step(what: str, number: int) -> str:
    """Return the name of a message in a round.

    Examples
    --------
    >>> step("sums", 2)
    'sums, round 2'
    """
    return f"{what}, round {number}"


def flags(chosen: tuple[str, ...], among: tuple[str, ...]) -> Flags:
    """Return a 1 for what is chosen, and a 0 for what is not."""
    return np.isin(among, chosen).astype(np.uint8)


def flagged(told: Flags, among: tuple[str, ...]) -> tuple[str, ...]:
    """Return what has a 1."""
    return tuple(name for name, is_in in zip(among, told, strict=True) if is_in)
