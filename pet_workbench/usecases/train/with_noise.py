"""Fit by noisy totals: added up in shares, with noise that no single party knows.

Every hospital enters its sums with a part of the noise (`noisy_model`), and the coordinator opens
the noisy total only.  The budget is paid before anything is asked.

There is no such survival model here: a patient is at risk at many moments, in every round, so that
noise would have to hide a whole column of sums and not one row; so little would be left of them
that the answer would be about noise.

Protects: every patient, against the coordinator, every single hospital and all who read the model,
also over several models of one ledger.
Does not protect: which hospitals take part; a patient of two hospitals, who counts twice and is
promised half as much; against two hospitals together with the coordinator,
beyond what is left of the noise; a hospital as a whole: two models, with and without it, say what
its patients have in common.  A hospital that leaves out its noise is not noticed.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel, Keystream
from pet_workbench.core.network import Program
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.train.by_sums import add_in_shares, check_number, open_total
from pet_workbench.usecases.train.noisy_model import TERMS, Noisy
from pet_workbench.usecases.train.patients import COORDINATOR, Fitted
from pet_workbench.usecases.train.plan import Plan, Round, Steps, plan_of, step
from pet_workbench.usecases.train.rounds import Collect, Contribute, coordinate, take_part

if TYPE_CHECKING:
    import pandas as pd


def by_shares_with_noise(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Hospitals add up in shares, all with noise, and the coordinator opens the total."""
    plan = plan_of(tables, parameters)
    check_number(plan.hospitals)
    return {
        **{name: partial(_enters, table=tables[name], plan=plan) for name in plan.hospitals},
        COORDINATOR: partial(_opens, plan=plan),
    }


async def _enters(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted | None:
    """Enter sums with noise: a hospital's part."""

    def prepare(plan: Plan) -> Contribute:
        noisy = Noisy(plan.features, plan.parameters)
        rows = noisy.rows(table, plan.parameters)

        async def contribute(channel: Channel, now: Round) -> None:
            stream = Keystream(channel.draw_key(step("noise", now.number)))
            words = noisy.sums(rows, now.at) + noisy.noise(stream, now)
            await add_in_shares(channel, words.astype(np.uint64), now)

        return contribute

    return await take_part(channel, plan, table, prepare)


async def _opens(channel: Channel, *, plan: Plan) -> Fitted:
    """Pay, then open noisy totals: the coordinator's part."""
    drew: list[int] = []

    async def collect(channel: Channel, now: Round) -> Floats:
        drew.append(len(now.present))
        return (await open_total(channel, now)).astype(np.int64).astype(np.float64)

    def prepare(plan: Plan) -> tuple[Collect, Steps]:
        noisy = Noisy(plan.features, plan.parameters)
        _charge(plan.parameters, noisy)
        return collect, noisy.steps(drew)

    return await coordinate(channel, plan, prepare, may_change=True)


def _charge(parameters: Parameters, noisy: Noisy) -> None:
    """Charge the ledger for all rounds together, if there is one.

    Raises
    ------
    BudgetError
        If too little is left; nothing was asked.
    """
    ledger = parameters["ledger"]
    if ledger is not None:
        ledger.charge(
            noisy.promised.loss,
            dataset=ledger.head.dataset,
            terms=TERMS,
            purpose="logistic model over hospitals",
            asker=COORDINATOR,
            query={"kind": noisy.promised.kind, **noisy.promised.declared()},
        )
