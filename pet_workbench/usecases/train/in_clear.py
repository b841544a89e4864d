"""The contrasts: all rows to one body, or all rows to everybody.

Protects: with a third party, hospitals against each other; nothing against that party.
Does not protect: patients against whoever gets the rows.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.train.patients import (
    FEATURES,
    THIRD,
    Fitted,
    column_of,
    features_in,
    features_of,
    fit_all,
    names_of,
)
from pet_workbench.usecases.train.plan import Plan, flagged, flags, plan_of

if TYPE_CHECKING:
    import pandas as pd

HAS, ANSWER = "features", "model and standard errors"


def by_third(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All hospitals send their patients to a third party, which tells them the model."""
    plan = plan_of(tables, parameters)
    return {
        **{name: partial(_trusts, table=tables[name], plan=plan) for name in plan.hospitals},
        THIRD: partial(_third, plan=plan),
    }


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """All hospitals send their patients to each other, and each fits."""
    plan = plan_of(tables, parameters)
    return {name: partial(_exchanges, table=tables[name], plan=plan) for name in plan.hospitals}


async def _trusts(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted:
    """Send everything, and read the model."""
    _send(channel, THIRD, table)
    told = await channel.receive(THIRD, HAS, dtype=np.uint8, shape=len(FEATURES))
    names = names_of(flagged(told, FEATURES), plan.parameters)
    fit = await channel.receive(THIRD, ANSWER, dtype=np.float64, shape=(2, len(names)))
    return Fitted(names, fit[0], fit[1], rounds=1)


async def _third(channel: Channel, *, plan: Plan) -> Fitted:
    """See all patients, fit, and tell every hospital."""
    received = {name: await _receive(channel, name) for name in plan.hospitals}
    fit = replace(fit_all(received, plan.parameters), rounds=1)
    for name in plan.hospitals:
        channel.send(name, HAS, flags(features_of(received), FEATURES))
        channel.send(name, ANSWER, np.stack([fit.coefficients, fit.errors]))
    return fit


async def _exchanges(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted:
    """Send everything to the others, receive theirs, and fit."""
    others = [name for name in plan.hospitals if name != channel.party]
    for name in others:
        _send(channel, name, table)
    received = {name: await _receive(channel, name) for name in others}
    whole = {name: received.get(name, table) for name in plan.hospitals}
    return replace(fit_all(whole, plan.parameters), rounds=1)


def _columns(features: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the columns of a table that travel, and their types."""
    own = dict.fromkeys(map(column_of, features), np.uint8)
    return {**own, "months": np.uint16, "died": np.uint8}


def _send(channel: Channel, receiver: str, table: "pd.DataFrame") -> None:
    """Send which features a table has, and the table, column by column."""
    features = features_in(table)
    channel.send(receiver, HAS, flags(features, FEATURES))
    for column, dtype in _columns(features).items():
        channel.send(receiver, column, table[column].to_numpy(dtype))


async def _receive(channel: Channel, sender: str) -> "pd.DataFrame":
    """Receive a table."""
    import pandas as pd

    told = await channel.receive(sender, HAS, dtype=np.uint8, shape=len(FEATURES))
    columns = {
        column: await channel.receive(sender, column, dtype=dtype, shape=None)
        for column, dtype in _columns(flagged(told, FEATURES)).items()
    }
    return pd.DataFrame(columns)
