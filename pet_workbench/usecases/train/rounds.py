"""Rounds of question and answer between a coordinator and hospitals, and who is away.

Every round begins with a roll call, in which hospitals also say what features they have.  Then the
coordinator sends who takes part, which features all have, and the coefficients of this moment;
hospitals answer as the technique says, and the coordinator adds up.  At the end all who are still
there read the model.

A hospital that goes away is told by a 0 in the roll call, which stands for what a network would
notice after a while.  If the run is to stop, it stops there.  If it is to continue, the others go
on; where totals are all that anybody may see, a total without the hospital would tell, by what it
lacks, what that hospital had entered.  Then no other total is made: the answer is where one more
step leads from the last one.

Protects: nothing by itself; what travels is for the technique.
Does not protect: against a coordinator that asks other questions than agreed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel, ProtocolError
from pet_workbench.federated.model import Floats
from pet_workbench.federated.newton import one_step
from pet_workbench.usecases.train.patients import (
    COORDINATOR,
    FEATURES,
    Fitted,
    features_in,
    fitted,
)
from pet_workbench.usecases.train.plan import Plan, Round, Steps, flagged, flags, step

if TYPE_CHECKING:
    import pandas as pd

CALL, WHO, AT = "takes part", "who takes part", "coefficients"
ANSWER, ERRORS, COURSE = "model", "standard errors", "how it went"
Contribute = Callable[[Channel, Round], Awaitable[None]]
Collect = Callable[[Channel, Round], Awaitable[Floats]]


async def take_part(
    channel: Channel,
    plan: Plan,
    table: "pd.DataFrame",
    prepare: Callable[[Plan], Contribute],
) -> Fitted | None:
    """Answer until the coordinator has a model, and read it: a hospital's part.

    Parameters
    ----------
    channel : Channel
    plan : Plan
    table : DataFrame
        Of this hospital.
    prepare : callable
        From the plan, with features, to what the hospital does in a round.

    Returns
    -------
    Fitted or None
        None if the hospital went away.
    """
    number, own = 0, flags(features_in(table), FEATURES)
    contribute: Contribute | None = None
    while True:
        number += 1
        here = plan.is_here(channel.party, number)
        channel.send(COORDINATOR, step(CALL, number), np.append(np.uint8(here), own * here))
        if not here:
            return None
        told = await channel.receive(
            COORDINATOR,
            step(WHO, number),
            dtype=np.uint8,
            shape=len(plan.hospitals) + len(FEATURES),
        )
        present = flagged(told[: len(plan.hospitals)], plan.hospitals)
        if not present:
            return await _read(channel, plan)
        if contribute is None:
            plan = replace(plan, features=flagged(told[len(plan.hospitals) :], FEATURES))
            contribute = prepare(plan)
        at = await channel.receive(
            COORDINATOR, step(AT, number), dtype=np.float64, shape=len(plan.names)
        )
        await contribute(channel, Round(number, present, at))


async def coordinate(
    channel: Channel,
    plan: Plan,
    prepare: Callable[[Plan], tuple[Collect, Steps]],
    *,
    may_change: bool,
) -> Fitted:
    """Ask, add up and step until there is a model, and tell it: the coordinator's part.

    Parameters
    ----------
    channel : Channel
    plan : Plan
    prepare : callable
        From the plan, with features, to what receives the total of a round, and a generator that
        yields coefficients and is sent totals, as `federated.newton.ascent`.
    may_change : bool
        Whether totals may be of other hospitals than before.

    Raises
    ------
    ProtocolError
        If a hospital is away, and the run is to stop then.
    """
    number = 1
    present, features = await _call(channel, plan, plan.hospitals, number)
    plan = replace(plan, features=features)
    collect, steps = prepare(plan)
    at = next(steps)
    while True:
        _ask(channel, plan, Round(number, present, at))
        total = await collect(channel, Round(number, present, at))
        try:
            ahead, fit = steps.send(total), None
        except StopIteration as end:
            ahead, fit = at, end.value
        number += 1
        here, _ = await _call(channel, plan, present, number, is_over=fit is not None)
        if fit is not None:
            answer = fitted(plan.names, fit)
            return _tell(channel, plan, here, number, answer, counted=present)
        if here != present and not may_change:
            last = one_step(plan.model, total, at, rounds=number - 1)
            answer = fitted(plan.names, last, unfinished=True)
            return _tell(channel, plan, here, number, answer, counted=present)
        present, at = here, ahead


async def _call(
    channel: Channel, plan: Plan, present: tuple[str, ...], number: int, *, is_over: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who of those present takes part in a round, and which features all of them have."""
    here, shared = [], np.ones(len(FEATURES), np.uint8)
    for name in present:
        told = await channel.receive(
            name, step(CALL, number), dtype=np.uint8, shape=1 + len(FEATURES)
        )
        if told[0]:
            here.append(name)
            shared &= told[1:]
        elif plan.parameters["when_absent"] == "stop" and not is_over:
            raise ProtocolError(
                "errors.train_absent",
                "need all hospitals in round {number}, got no answer from {hospital}: the fit was "
                "stopped and there is no model; try again later, or choose to continue",
                number=number,
                hospital=name,
            )
    return tuple(here), flagged(shared, FEATURES)


def _ask(channel: Channel, plan: Plan, now: Round) -> None:
    """Send who takes part with which features, and the coefficients."""
    told = np.append(flags(now.present, plan.hospitals), flags(plan.features, FEATURES))
    for name in now.present:
        channel.send(name, step(WHO, now.number), told)
        channel.send(name, step(AT, now.number), now.at)


def _tell(
    channel: Channel,
    plan: Plan,
    there: tuple[str, ...],
    number: int,
    answer: Fitted,
    *,
    counted: tuple[str, ...],
) -> Fitted:
    """Send the model to all who are there."""
    course = [answer.rounds, answer.unfinished, *np.isin(plan.hospitals, counted)]
    for name in there:
        nobody = np.zeros(len(plan.hospitals) + len(FEATURES), np.uint8)
        channel.send(name, step(WHO, number), nobody)
        channel.send(name, ANSWER, answer.coefficients)
        channel.send(name, ERRORS, answer.errors)
        channel.send(name, COURSE, np.array(course, np.int64))
    return _answered(plan, answer.coefficients, answer.errors, np.array(course, np.int64))


async def _read(channel: Channel, plan: Plan) -> Fitted:
    """Read the model, as a hospital."""
    size = len(plan.names)
    coefficients, errors = [
        await channel.receive(COORDINATOR, what, dtype=np.float64, shape=size)
        for what in (ANSWER, ERRORS)
    ]
    course = await channel.receive(
        COORDINATOR, COURSE, dtype=np.int64, shape=2 + len(plan.hospitals)
    )
    return _answered(plan, coefficients, errors, course)


def _answered(
    plan: Plan,
    coefficients: Floats,
    errors: Floats,
    course: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> Fitted:
    """Return the answer of what travelled."""
    without = [name for name, is_in in zip(plan.hospitals, course[2:], strict=True) if not is_in]
    return Fitted(
        plan.names,
        coefficients,
        errors,
        rounds=int(course[0]),
        without=tuple(without),
        unfinished=bool(course[1]),
    )
