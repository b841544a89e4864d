"""The contrasts: all rows to one body, or all rows to everybody.

Protects: with a third party, hospitals against each other; nothing against that party.
Does not protect: patients against whoever gets the rows.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.train.patients import THIRD, Fitted, column_of, fit_all
from pet_workbench.usecases.train.rounds import Plan, plan_of

if TYPE_CHECKING:
    import pandas as pd

ANSWER = "model and standard errors"


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


def columns_of(features: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the columns of a table that travel, and their types."""
    own = dict.fromkeys(map(column_of, features), np.uint8)
    return {**own, "months": np.uint16, "died": np.uint8}


async def _trusts(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted:
    """Send everything, and read the model."""
    _send(channel, THIRD, table, plan)
    told = await channel.receive(THIRD, ANSWER, dtype=np.float64, shape=(2, len(plan.names)))
    return Fitted(plan.names, told[0], told[1], rounds=1)


async def _third(channel: Channel, *, plan: Plan) -> Fitted:
    """See all patients, fit, and tell every hospital."""
    received = {name: await _receive(channel, name, plan) for name in plan.hospitals}
    fit = fit_all(received, plan.parameters)
    for name in plan.hospitals:
        channel.send(name, ANSWER, np.stack([fit.coefficients, fit.errors]))
    return Fitted(plan.names, fit.coefficients, fit.errors, rounds=1)


async def _exchanges(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted:
    """Send everything to the others, receive theirs, and fit."""
    others = [name for name in plan.hospitals if name != channel.party]
    for name in others:
        _send(channel, name, table, plan)
    received = {name: await _receive(channel, name, plan) for name in others}
    whole = {name: received.get(name, table) for name in plan.hospitals}
    fit = fit_all(whole, plan.parameters)
    return Fitted(plan.names, fit.coefficients, fit.errors, rounds=1)


def _send(channel: Channel, receiver: str, table: "pd.DataFrame", plan: Plan) -> None:
    """Send a table column by column."""
    for column, dtype in columns_of(plan.features).items():
        channel.send(receiver, column, table[column].to_numpy(dtype))


async def _receive(channel: Channel, sender: str, plan: Plan) -> "pd.DataFrame":
    """Receive a table."""
    import pandas as pd

    columns = {
        column: await channel.receive(sender, column, dtype=dtype, shape=None)
        for column, dtype in columns_of(plan.features).items()
    }
    return pd.DataFrame(columns)
