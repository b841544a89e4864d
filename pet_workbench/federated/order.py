"""What a researcher asks of every station: a model, and the columns it reads.

Protects: nothing by itself.
Does not protect: an order says what is computed, not whether it may be; see `guard`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_choice
from pet_workbench.federated.cox import Cox
from pet_workbench.federated.logistic import Logistic
from pet_workbench.federated.model import Model

MODELS = ("logistic", "cox")


@dataclass(frozen=True)
class Order:
    """What a researcher asks of every station.

    Attributes
    ----------
    model : str
        One of `MODELS`.
    features : tuple of str
        Columns, one at least.
    outcome : str
        Column of 0 and 1.
    times : str or None
        Column of times, for a survival model.
    moments : tuple of float
        Agreed in advance, for a survival model.
    least_at_risk : int, default: 1
        Over all stations together.

    Raises
    ------
    ParameterError
        If the model is unknown, or lacks a column.
    """

    model: str
    features: tuple[str, ...]
    outcome: str
    times: str | None = None
    moments: tuple[float, ...] = ()
    least_at_risk: int = 1

    def __post_init__(self) -> None:
        check_choice("model", self.model, MODELS)
        if not self.features or (self.model == "cox" and not (self.times and self.moments)):
            raise ParameterError(
                "errors.federated_order",
                "need features, and for a survival model a column of times and moments as well, "
                "got {n_features} features",
                n_features=len(self.features),
            )

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Order":
        """Make an order of what travelled: lists are tuples again."""
        lists = {name: tuple(told.get(name) or ()) for name in ("features", "moments")}
        return cls(**{**told, **lists})

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it reads."""
        return (*self.features, self.outcome, *([self.times] if self.times else []))

    def make(self) -> Model:
        """Return the model."""
        if self.model == "logistic":
            return Logistic(len(self.features))
        return Cox(len(self.features), self.moments, self.least_at_risk)
