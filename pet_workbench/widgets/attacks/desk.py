"""A desk that answers questions about groups, computed on shares, with the rules that it is given.

Protects: single amounts, as far as its rules rule out questions that give one away.
Does not protect: with a minimum size alone; two large groups may differ by one person.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import PrivacyError
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.widgets.attacks.runs import sum_of


@dataclass
class Desk:
    """Answers with averages.

    Attributes
    ----------
    amounts : ndarray of int64, shape (n,)
    minimum : int
        Fewest people in a group.
    least_difference : int
        By how many people a group has to differ from every earlier one.
    run_limit : RunLimit or None
    asked : list of ndarray of bool
        The groups so far.
    """

    amounts: NDArray[np.int64]
    minimum: int = 1
    least_difference: int = 0
    run_limit: RunLimit | None = None
    asked: list[NDArray[np.bool_]] = field(default_factory=list)

    def average(self, members: NDArray[np.bool_]) -> Fraction:
        """Return the average over a group, exactly.

        Raises
        ------
        PrivacyError
            If a rule says no; nothing is computed then.
        """
        size = int(members.sum())
        if size < self.minimum:
            raise PrivacyError(
                "errors.group_too_small",
                "need a group of at least {minimum}, got {size}",
                minimum=self.minimum,
                size=size,
            )
        for earlier in self.asked:
            difference = int((members != earlier).sum())
            if difference < self.least_difference:
                raise PrivacyError(
                    "errors.query_too_alike",
                    "need a group that differs by at least {least} people, got {difference}",
                    least=self.least_difference,
                    difference=difference,
                )
        if self.run_limit:
            self.run_limit.count_run()
        self.asked.append(members)
        return Fraction(sum_of(self.amounts, members), size)
