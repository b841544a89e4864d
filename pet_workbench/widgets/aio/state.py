"""What the sections of the page have in common: the reader's choices, and the runs they lead to.

A run is computed when a section first asks for it, and kept until the choices change.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from pet_workbench.core import Outcome, PrivacyError
from pet_workbench.usecases.aio import CASE, THIRD_PARTIES
from pet_workbench.usecases.aio.households import SVB, UWV, households_to_check
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.aio import household_incomes

SECRET, TRUSTED, PLAIN = CASE.techniques
SEED = 1
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
LIMITS = tuple(range(90, 131))
RATES = tuple(range(10, 61, 5))
MINIMA = (1, 5, 10, 20, 50, 100, 200, 500)
_LONGEST_LOG = 200

Made = TypeVar("Made")


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


class AioState(traitlets.HasTraits):
    """The reader's choices and, computed when needed, what follows from them.

    Attributes
    ----------
    n : int
        Size of the generated population.
    non_take_up, limit : int
        In per cent.
    technique : str
        Full id.
    third : str
        Name of the third party.
    minimum : int
        Fewest households for which the answer is opened.
    runs : tuple of Run
        Every question about these data, oldest first.
    """

    n = traitlets.Int(10_000)
    non_take_up = traitlets.Int(40)
    limit = traitlets.Int(100)
    technique = traitlets.Enum((SECRET, TRUSTED, PLAIN), SECRET)
    third = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])
    minimum = traitlets.Int(10)
    runs = traitlets.Tuple()

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self.observe(self._forget_runs, ["n", "non_take_up"])

    @property
    def parties(self) -> tuple[str, str, str]:
        """SVB, UWV and the third party that was chosen."""
        return SVB, UWV, self.third

    @property
    def tables(self) -> Tables:
        """The generated tables."""
        return self._keep(
            ("tables", self.n, self.non_take_up),
            lambda: CASE.load(n=self.n, seed=SEED, non_take_up=self.non_take_up / 100),
        )

    @property
    def incomes(self) -> Any:
        """What every household really has; see `household_incomes`."""
        key = ("incomes", self.n, self.non_take_up)
        return self._keep(key, lambda: household_incomes(self.tables))

    @property
    def n_checked(self) -> int:
        """How many households SVB asks about: in the Netherlands and without AIO."""
        key = ("checked", self.n, self.non_take_up)
        return self._keep(key, lambda: len(households_to_check(self.tables[SVB], 100)))

    def outcome(self, technique: str | None = None) -> Outcome:
        """Return the run of `technique`, or of the one chosen, with the present choices."""
        id = technique or self.technique
        data = (self.n, self.non_take_up)
        key = ("outcome", *data, self.limit, self.third, self.minimum, id)
        return self._keep(key, lambda: self.run(id, threshold_percent=self.limit))

    def run(self, technique: str, **parameters: Any) -> Outcome:
        """Run `technique` on the present data, with `parameters` on top of the present choices."""
        choices = {"third_party": self.third, "minimum_found": self.minimum}
        return CASE.run(technique, self.tables, **{**choices, **parameters})

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

    def _keep(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for `key`, or make it; the oldest things are dropped."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > 8:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        made: Made = self._kept[key]
        return made
