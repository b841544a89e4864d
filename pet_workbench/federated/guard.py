"""What the keeper of a table allows, set on the keeper's own machine.

Protects: small tables, of which nothing is told; columns and models that nobody agreed to.
Does not protect: what sums over enough patients tell; see `station`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.core import PrivacyError
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.federated.model import Site
from pet_workbench.federated.order import MODELS, Order

PREFIX = "PET_WORKBENCH_"
"""Of the settings in the environment of a station."""


@dataclass(frozen=True)
class Guard:
    """What the keeper of a table allows.

    Attributes
    ----------
    least_rows : int, default: 50
        Fewest patients about whom anything is told.
    least_outcomes : int, default: 10
        Fewest with the outcome, and fewest without.
    models : tuple of str, default: ("logistic",)
        Of `MODELS`.
    columns : tuple of str, default: ()
        That an order may read; empty for all.

    Examples
    --------
    >>> Guard.of({"PET_WORKBENCH_LEAST_ROWS": "200", "PET_WORKBENCH_COLUMNS": "age, died"})
    Guard(least_rows=200, least_outcomes=10, models=('logistic',), columns=('age', 'died'))
    """

    least_rows: int = 50
    least_outcomes: int = 10
    models: tuple[str, ...] = ("logistic",)
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_whole("least_rows", self.least_rows, 1, 1_000_000_000)
        check_whole("least_outcomes", self.least_outcomes, 0, 1_000_000_000)
        for model in self.models:
            check_choice("model", model, MODELS)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Guard":
        """Read the settings of a station; what is not set keeps its default.

        Raises
        ------
        ParameterError
            If a number is no whole number, or a model is unknown.
        """
        told: dict[str, Any] = {}
        for name in ("least_rows", "least_outcomes"):
            value = environment.get(PREFIX + name.upper())
            if value is not None:
                told[name] = int(value) if value.strip().isdecimal() else value
        for name in ("models", "columns"):
            value = environment.get(PREFIX + name.upper())
            if value is not None:
                told[name] = tuple(part.strip() for part in value.split(",") if part.strip())
        return cls(**told)

    def check_order(self, order: Order) -> None:
        """Refuse a model or a column that the keeper did not allow.

        Raises
        ------
        PrivacyError
            If there is one.
        """
        others = [one for one in order.columns if self.columns and one not in self.columns]
        if order.model not in self.models or others:
            raise PrivacyError(
                "errors.federated_not_allowed",
                "need an order that the keeper of the data allows, got {what}",
                what=others[0] if others else order.model,
            )

    def check_site(self, site: Site, told: int) -> None:
        """Refuse a table that is too small to tell `told` numbers about.

        Raises
        ------
        PrivacyError
            If it has too few rows, fewer than the numbers it would tell, or an outcome that too
            few have, or too few have not.
        """
        with_outcome = int(site.outcome.sum())
        fewest = min(with_outcome, site.n - with_outcome)
        least = max(self.least_rows, told)
        if site.n < least or fewest < self.least_outcomes:
            raise PrivacyError(
                "errors.federated_too_few",
                "need at least {least} patients, {outcomes} of them with the outcome and as many "
                "without, before this station tells {told} numbers, got fewer",
                least=least,
                outcomes=self.least_outcomes,
                told=told,
            )
