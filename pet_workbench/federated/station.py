"""What a hospital answers, and what it refuses, when an engine carries the orders.

An engine such as vantage6 brings an order to a station and takes plain lists back; `fit` asks all
stations again and again.  What is computed is `Model.sums`, `Model.slope` and `newton`: nothing of
it is done twice.  Whoever keeps the data sets a `Guard`, on their own machine; no order changes it.

Protects: the rows, which stay; and small tables, whose sums are refused.
Does not protect: what plain sums tell whoever adds them up.  Somebody who may order sums at
coefficients of their own choice can compare answers, and learn about single patients; so that
right is for people who may be trusted with it.  Sums of a survival model are about fewer patients
at every later moment, so a guard refuses them unless its keeper says otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pet_workbench.core import DataError, ParameterError, PrivacyError, ProtocolError
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.federated.cox import Cox
from pet_workbench.federated.logistic import Logistic
from pet_workbench.federated.model import Floats, Model, Site
from pet_workbench.federated.newton import newton

MODELS = ("logistic", "cox")
PREFIX = "PET_WORKBENCH_"
"""Of the settings in the environment of a station."""


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
                told[name] = int(value) if value.strip().isdigit() else value
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


def answer(
    columns: Mapping[str, Any], order: Order, at: Sequence[float], guard: Guard
) -> dict[str, list[float]]:
    """Return what a station tells at given coefficients.

    Parameters
    ----------
    columns : mapping of str to array-like, shape (n,)
        Its table, such as a DataFrame.
    order : Order
    at : sequence of float, length ``order.make().size``
    guard : Guard

    Returns
    -------
    dict
        ``sums``, as a list that an engine can send.

    Raises
    ------
    PrivacyError
        If the guard refuses.
    DataError
        If a column is not there, or a value makes no sense.  Errors hold no value of a patient,
        because engines send them on.
    ParameterError
        If the coefficients do not fit.
    """
    guard.check_order(order)
    model = order.make()
    if len(at) != model.size or not np.isfinite(np.asarray(at, float)).all():
        raise ParameterError(
            "errors.federated_coefficients",
            "need {size} finite coefficients, got {n}",
            size=model.size,
            n=len(at),
        )
    site = site_of(columns, order)
    sums = model.sums(site, np.asarray(at, np.float64))
    guard.check_site(site, sums.size)
    return {"sums": sums.tolist()}


def site_of(columns: Mapping[str, Any], order: Order) -> Site:
    """Read the columns of an order from a table.

    Raises
    ------
    DataError
        If one is not there, is not made of numbers, or holds a value that makes no sense.
    """
    read: dict[str, Floats] = {}
    for name in order.columns:
        try:
            read[name] = np.asarray(columns[name], np.float64)
        except (KeyError, ValueError, TypeError):
            # Neither the cause nor its message: they may quote a value.
            raise DataError(
                "errors.federated_column",
                "need a column {name} of numbers, got none at this station",
                name=name,
            ) from None
    features = np.column_stack([read[name] for name in order.features])
    times = read[order.times] if order.times and order.model == "cox" else None
    return Site("this station", features, read[order.outcome], times)


def fit(
    order: Order,
    ask: Callable[[list[float]], Sequence[Mapping[str, Any] | None]],
    *,
    stations: int,
    least_stations: int = 3,
) -> dict[str, Any]:
    """Fit a model to what stations answer.

    Parameters
    ----------
    order : Order
    ask : callable
        Takes coefficients to all stations and returns their answers, None for one that gave none.
    stations : int
        How many are asked.
    least_stations : int, default: 3
        With two, each knows the other's sums from the total.

    Returns
    -------
    dict
        ``coefficients``, ``errors``, ``likelihood``, ``rounds`` and ``stations``, as plain lists
        and numbers.

    Raises
    ------
    ParameterError
        If there are too few stations.
    ProtocolError
        If a station gives no answer: nothing is fitted to the others unasked.
    DataError
        If the data do not determine an answer.
    """
    check_whole("stations", stations, least_stations, 10_000)
    model = order.make()

    def total(at: Floats) -> Floats:
        """Add up what all stations tell."""
        answers = [one for one in ask(at.tolist()) if one]
        if len(answers) != stations:
            raise ProtocolError(
                "errors.federated_silent",
                "need an answer of all {stations} stations, got {n}; ask why, or begin again "
                "without the others",
                stations=stations,
                n=len(answers),
            )
        return np.asarray(np.sum([one["sums"] for one in answers], axis=0), np.float64)

    found = newton(model, total)
    return {
        "coefficients": found.coefficients.tolist(),
        "errors": found.errors.tolist(),
        "likelihood": found.likelihood,
        "rounds": found.rounds,
        "stations": stations,
    }
