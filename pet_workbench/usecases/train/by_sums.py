"""Fit by exact sums: in the clear, or added up in shares so that only the total is opened.

In the clear every hospital sends its sums to the coordinator.  In shares it splits each number,
rounded to a fixed point, into random parts, one per hospital (`sharing.additive`); each hospital
adds up what it holds, and the coordinator, who gets these sums of parts, can read the total and
nothing else.  A part that is missing makes the total unreadable, so that a hospital that fails in
the middle of a round reveals nothing.

Protects: in the clear, rows; in shares, also each hospital's sums, unless the coordinator and all
other hospitals work together.
Does not protect: in the clear, a patient who stands alone in a hospital's sums: the only one, the
last at risk, or the only one who leaves between two moments.  In shares, totals of every round,
which the coordinator reads and which say more than the model; and a second run without a hospital,
or with one patient more: by what its totals differ from those of the first, it tells what was
entered.  A hospital that enters invented sums is not noticed.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel, Keystream, PrivacyError
from pet_workbench.core.network import Program
from pet_workbench.federated import Site
from pet_workbench.federated.fixed_sums import SMALL, decode_total, encode_sums
from pet_workbench.federated.model import Floats
from pet_workbench.federated.newton import ascent
from pet_workbench.sharing.additive import deal, reconstruct
from pet_workbench.sharing.ring import Words
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.train.minimum import (
    check_groups,
    check_own_size,
    groups_of,
)
from pet_workbench.usecases.train.patients import COORDINATOR, Fitted, site_of
from pet_workbench.usecases.train.plan import Plan, Round, Steps, plan_of, step
from pet_workbench.usecases.train.rounds import Collect, Contribute, coordinate, take_part

if TYPE_CHECKING:
    import pandas as pd

SUMS, PART, PARTS = "sums", "share of sums", "sum of shares"
FEWEST = 3
"""Hospitals that add up in shares: of two, each would know the other's sums from the total."""


def by_sums(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Hospitals send sums, and the coordinator adds them up."""
    plan = plan_of(tables, parameters)
    return {
        **{name: partial(_sends, table=tables[name], plan=plan) for name in plan.hospitals},
        COORDINATOR: partial(_adds, plan=plan),
    }


def by_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Hospitals add up in shares, and the coordinator opens the total."""
    plan = plan_of(tables, parameters)
    check_number(plan.hospitals)
    return {
        **{name: partial(_shares, table=tables[name], plan=plan) for name in plan.hospitals},
        COORDINATOR: partial(_opens, plan=plan),
    }


def check_number(present: tuple[str, ...]) -> None:
    """Refuse to add up among too few.

    Raises
    ------
    PrivacyError
        If there are fewer than three hospitals.
    """
    if len(present) < FEWEST:
        raise PrivacyError(
            "errors.train_hospitals",
            "need at least {fewest} hospitals to add up in shares, got {n}: with fewer, the total "
            "says too much about each",
            fewest=FEWEST,
            n=len(present),
        )


def deal_to(channel: Channel, words: Words, now: Round) -> Words:
    """Split the own words, send each hospital its part, and return the own part.

    Parameters
    ----------
    channel : Channel
        Of a hospital.
    words : ndarray of uint64, shape (m,)
    now : Round
    """
    stream = Keystream(channel.draw_key(step("shares", now.number)))
    parts = dict(zip(now.present, deal(words, stream, n_parties=len(now.present)), strict=True))
    for name in now.present:
        if name != channel.party:
            channel.send(name, step(PART, now.number), parts[name])
    own: Words = parts[channel.party]
    return own


async def add_in_shares(channel: Channel, words: Words, now: Round) -> None:
    """Deal the own words, and pass on the sum of the parts one holds: a hospital's part.

    Parameters
    ----------
    channel : Channel
    words : ndarray of uint64, shape (m,)
    now : Round

    Raises
    ------
    PrivacyError
        If too few take part.
    """
    check_number(now.present)
    held = deal_to(channel, words, now).copy()
    for name in now.present:
        if name != channel.party:
            held += await channel.receive(
                name, step(PART, now.number), dtype=held.dtype, shape=held.shape
            )
    channel.send(COORDINATOR, step(PARTS, now.number), held)


async def open_total(channel: Channel, now: Round) -> Words:
    """Read the total of what hospitals added up in shares: the coordinator's part.

    Parameters
    ----------
    channel : Channel
    now : Round

    Returns
    -------
    ndarray of uint64, shape (m,)
    """
    parts = [
        await channel.receive(name, step(PARTS, now.number), dtype=np.uint64, shape=None)
        for name in now.present
    ]
    return reconstruct(np.vstack(parts), n_parties=len(now.present))


async def _sends(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted | None:
    """Send sums in the clear: a hospital's part."""

    def prepare(plan: Plan) -> Contribute:
        site = site_of(channel.party, table, plan.features, plan.parameters)
        check_own_size(plan, site)

        async def contribute(channel: Channel, now: Round) -> None:
            channel.send(COORDINATOR, step(SUMS, now.number), plan.model.sums(site, now.at))

        return contribute

    return await take_part(channel, plan, table, prepare)


async def _adds(channel: Channel, *, plan: Plan) -> Fitted:
    """Add up what hospitals send: the coordinator's part."""

    async def collect(channel: Channel, now: Round) -> Floats:
        sums = [
            await channel.receive(name, step(SUMS, now.number), dtype=np.float64, shape=None)
            for name in now.present
        ]
        total: Floats = np.sum(sums, axis=0)
        return total

    def prepare(plan: Plan) -> tuple[Collect, Steps]:
        return collect, ascent(plan.model)

    return await coordinate(channel, plan, prepare, may_change=True)


async def _shares(channel: Channel, *, table: "pd.DataFrame", plan: Plan) -> Fitted | None:
    """Add up in shares: a hospital's part."""

    def prepare(plan: Plan) -> Contribute:
        site = site_of(channel.party, table, plan.features, plan.parameters)
        return partial(_enter, plan=plan, site=site, agreed=[])

    return await take_part(channel, plan, table, prepare)


async def _enter(
    channel: Channel, now: Round, *, plan: Plan, site: Site, agreed: list[tuple[str, ...]]
) -> None:
    """Enter sums, once enough is known about how many they are about.

    `agreed` remembers who took part in the first total.
    """
    check_number(now.present)
    if not agreed:
        agreed.append(now.present)
        minimum = plan.parameters["minimum"]
        if minimum > 1:
            groups = groups_of(site, plan.model)
            await check_groups(channel, groups, present=now.present, minimum=minimum)
    if now.present != agreed[0]:
        raise PrivacyError(
            "errors.train_other_hospitals",
            "need the same hospitals in every total, got others in round {number}: two totals "
            "would tell what the hospital that is in one of them entered",
            number=now.number,
        )
    words = encode_sums(plan.model.sums(site, now.at), n_sites=len(now.present))
    await add_in_shares(channel, words, now)


async def _opens(channel: Channel, *, plan: Plan) -> Fitted:
    """Open totals: the coordinator's part."""

    async def collect(channel: Channel, now: Round) -> Floats:
        return decode_total(await open_total(channel, now))

    def prepare(plan: Plan) -> tuple[Collect, Steps]:
        return collect, ascent(plan.model, small=SMALL)

    return await coordinate(channel, plan, prepare, may_change=False)
