"""Fit by averaging: hospitals learn for a while on their own, and coefficients are averaged.

It is the best known way to learn together (`federated.averaging`).  For a small model it takes more
rounds than sums do, and where hospitals differ it ends up elsewhere than the pooled fit.  It gives
no standard errors.

Protects: rows.
Does not protect: a hospital whose coefficients are read: they are made of its patients alone.  Of a
hospital with one patient they are that patient's features, times a number.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.federated import Fit, Logistic
from pet_workbench.federated.averaging import learn_alone
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.train.minimum import check_own_size
from pet_workbench.usecases.train.patients import COORDINATOR, Fitted, site_of
from pet_workbench.usecases.train.plan import Plan, Round, Steps, plan_of, step
from pet_workbench.usecases.train.rounds import Collect, Contribute, coordinate, take_part

if TYPE_CHECKING:
    import pandas as pd

OWN = "patients and own coefficients"
RATE = 1.0
"""How far a step goes along the mean gradient."""


def by_averaging(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Hospitals send coefficients, and the coordinator averages them."""
    plan = plan_of(tables, parameters)
    return {
        **{name: partial(_learns, table=tables[name], plan=plan) for name in plan.hospitals},
        COORDINATOR: partial(_averages, plan=plan),
    }


async def _learns(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted | None:
    """Learn alone in every round, and send what came of it: a hospital's part."""

    def prepare(plan: Plan) -> Contribute:
        site = site_of(channel.party, table, plan.features, plan.parameters)
        check_own_size(plan, site)
        model, steps = Logistic(len(plan.features)), plan.parameters["steps"]

        async def contribute(channel: Channel, now: Round) -> None:
            learned = now.at
            if site.n:
                learned = learn_alone(model, site, now.at, steps=steps, rate=RATE)
            channel.send(COORDINATOR, step(OWN, now.number), np.append(float(site.n), learned))

        return contribute

    return await take_part(channel, plan, table, prepare)


async def _averages(channel: Channel, *, plan: Plan) -> Fitted:
    """Average, weighted by patients: the coordinator's part."""

    async def collect(channel: Channel, now: Round) -> Floats:
        told = [
            await channel.receive(
                name, step(OWN, now.number), dtype=np.float64, shape=now.at.size + 1
            )
            for name in now.present
        ]
        counts = np.array([one[0] for one in told])
        mean: Floats = counts @ np.array([one[1:] for one in told]) / max(counts.sum(), 1.0)
        return mean

    def prepare(plan: Plan) -> tuple[Collect, Steps]:
        return collect, _going(len(plan.names), plan.parameters["rounds"])

    return await coordinate(channel, plan, prepare, may_change=True)


def _going(size: int, rounds: int) -> Steps:
    """Take every mean as where to go on from, so many rounds."""
    at: Floats = np.zeros(size)
    for _ in range(rounds):
        at = yield at
    return Fit(at, np.full(size, np.nan), np.nan, rounds)
