"""What stands in a cell of the matrix: evidence, a reason why not, or how it would fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.bench.costs import Estimate, Use
from pet_workbench.bench.matrix.judgements import EXACT
from pet_workbench.bench.record import Attempt, Stopped


@dataclass(frozen=True)
class Cost:
    """What a technique takes at one size.

    Attributes
    ----------
    n : int
    use : Use or None
        Measured or extrapolated, see `costs.use_at`; None where there is nothing to go by.
    stopped : Stopped or None
        Where it was tried at this size and given up.
    """

    n: int
    use: Use | None = None
    stopped: Stopped | None = None

    @property
    def is_measured(self) -> bool:
        """Tell whether it was run at this size."""
        return self.use is not None and self.use.is_measured

    @property
    def seconds(self) -> Estimate | None:
        """Time on the clock with all parties on one machine."""
        return None if self.use is None else self.use.seconds

    @property
    def bytes(self) -> Estimate | None:
        """Bytes sent by all parties together."""
        return None if self.use is None else self.use.bytes


@dataclass(frozen=True)
class Evidence:
    """What is known of one technique on one case.

    Attributes
    ----------
    case, technique : str
    answers : str
        What the answer is beside that of pooled tables, one of `judgements.ANSWERS`.
    leaks : tuple of str
    level : str
        How bad these are together, one of `judgements.LEVELS`.
    teaching, national : Cost
        At the smallest and the largest size of the case.
    errors : tuple of (int, float)
        Size and error, ascending: as measured at the smallest and at the largest size there is.
    released : tuple of mapping
        What left the computation, at the largest size measured.
    attack : Attempt or None
        At the largest size at which it was tried.
    """

    case: str
    technique: str
    answers: str
    leaks: tuple[str, ...]
    level: str
    teaching: Cost
    national: Cost
    errors: tuple[tuple[int, float], ...] = ()
    released: tuple[Mapping[str, Any], ...] = ()
    attack: Attempt | None = None

    @property
    def error(self) -> float | None:
        """Error at the largest size measured."""
        return self.errors[-1][1] if self.errors else None

    @property
    def is_exact(self) -> bool:
        """Tell whether the answer is that of pooled tables, and was so when measured."""
        return self.answers in EXACT and not any(error for _, error in self.errors)


@dataclass(frozen=True)
class Fits:
    """The case has techniques of this kind."""

    case: str
    kind: str
    techniques: tuple[Evidence, ...]


@dataclass(frozen=True)
class WhyNot:
    """The kind does not fit the case; `reason` is an id."""

    case: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Possible:
    """The kind would fit the case, and the workbench does not have it; `reason` says how."""

    case: str
    kind: str
    reason: str


Entry = Fits | WhyNot | Possible
