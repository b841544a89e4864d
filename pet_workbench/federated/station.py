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
from typing import Any

import numpy as np

from pet_workbench.core import DataError, ParameterError, ProtocolError
from pet_workbench.core.validation import check_whole
from pet_workbench.federated.guard import Guard
from pet_workbench.federated.model import Floats, Site
from pet_workbench.federated.newton import newton
from pet_workbench.federated.order import Order


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
