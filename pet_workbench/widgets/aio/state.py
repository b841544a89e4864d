"""The reader's choices on the page of `aio`, and the log of questions asked."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from pet_workbench.core import Outcome, PrivacyError
from pet_workbench.usecases.aio import CASE, THIRD_PARTIES
from pet_workbench.usecases.aio.households import SVB, households_to_check
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.aio import household_incomes
from pet_workbench.widgets.case import CaseState

SECRET, HOMOMORPHIC, TRUSTED, PLAIN = CASE.techniques
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
LIMITS = tuple(range(90, 131))
RATES = tuple(range(10, 61, 5))
MINIMA = (1, 5, 10, 20, 50, 100, 200, 500)
_LONGEST_LOG = 200


@dataclass(frozen=True)
class Run:
    """One question that was asked about the present data.

    Attributes
    ----------
    limit : float
        In per cent of the social minimum.
    found : int or None
        How many households the answer holds; None when it was withheld or refused.
    is_refused : bool
        Whether UWV declined to take part.
    """

    limit: float
    found: int | None
    is_refused: bool = False


class AioState(CaseState):
    """The reader's choices and, computed when needed, what follows from them.

    Attributes
    ----------
    non_take_up, limit : int
        In per cent.
    third : str
        Name of the third party.
    minimum : int
        Fewest households for which the answer is opened.
    runs : tuple of Run
        Every question about these data, oldest first.
    """

    case: ClassVar = CASE
    data: ClassVar = ("n", "non_take_up")
    choices: ClassVar = ("limit", "third", "minimum")

    non_take_up = traitlets.Int(40)
    limit = traitlets.Int(100)
    third = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])
    minimum = traitlets.Int(10)
    runs = traitlets.Tuple()

    def __init__(self) -> None:
        super().__init__()
        self.observe(self._forget_runs, list(self.data))

    def load_arguments(self) -> dict[str, Any]:
        """Return size and non-take-up, as a share."""
        return {"n": self.n, "non_take_up": self.non_take_up / 100}

    def run_arguments(self) -> dict[str, Any]:
        """Return limit, third party and minimum, by the names of the case."""
        return {
            "threshold_percent": self.limit,
            "third_party": self.third,
            "minimum_found": self.minimum,
        }

    @property
    def incomes(self) -> Any:
        """What every household really has; see `household_incomes`."""
        return self.keep(self.key("incomes", *self.data), lambda: household_incomes(self.tables))

    @property
    def n_checked(self) -> int:
        """How many households SVB asks about: in the Netherlands and without AIO."""
        return self.keep(
            self.key("checked", *self.data), lambda: len(households_to_check(self.tables[SVB], 100))
        )

    def ask(self, limit: float, run_limit: RunLimit | None = None) -> NDArray[np.int64] | None:
        """Ask with secret sharing who is under `limit`, and log the question.

        Raises
        ------
        PrivacyError
            If UWV declines; that is logged too.
        """
        try:
            outcome = self.run(SECRET, threshold_percent=limit, run_limit=run_limit)
        except PrivacyError:
            self._log(Run(limit, None, is_refused=True))
            raise
        self.answered(outcome)
        found: NDArray[np.int64] | None = outcome.answer.households
        return found

    def answered(self, outcome: Outcome) -> None:
        """Log the question that `outcome` answers."""
        found = outcome.answer.households
        limit = outcome.parameters["threshold_percent"]
        self._log(Run(limit, None if found is None else found.size))

    def _log(self, run: Run) -> None:
        """Add to the log; the same question twice in a row counts once."""
        if not self.runs or self.runs[-1] != run:
            self.runs = (*self.runs, run)[-_LONGEST_LOG:]

    def _forget_runs(self, _: object) -> None:
        """Start a new log for new data."""
        self.runs = ()
