"""The contrasts: clients to a third body, clients to the hospital, or the model to the care side.

Protects: with a third body, clients against the hospital, and the model against the care
organisation but for what scores tell; with the model handed over, clients, of whom nothing leaves
the care organisation.
Does not protect: clients against whoever gets their characteristics, readable; the model against
whoever gets it, or enough scores.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from pet_workbench.core import Channel, PrivacyError
from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.falls.clients import CARE, COLUMNS, HOSPITAL, features
from pet_workbench.usecases.falls.model import Model
from pet_workbench.usecases.falls.scores import Scores
from pet_workbench.usecases.in_clear import Arrays, InClear
from pet_workbench.usecases.run_limit import count_run

TAKES_PART = "takes part"
_WIDE = ("age", "earlier_falls", "medicines")
_CLIENT = {
    name: np.int64 if name in _WIDE else np.uint8
    for name in COLUMNS
    if name not in ("person", "fallen")
}


def announce(channel: Channel, parameters: Parameters, *, to: str = CARE) -> None:
    """Let the hospital count a run, and say that it takes part.

    Parameters
    ----------
    channel : Channel
        Of the hospital.
    parameters : mapping
        Of the run.
    to : str, default: "Care"
        Who waits for it before sending anything.

    Raises
    ------
    PrivacyError
        If the hospital takes part no more.
    """
    count_run(parameters)
    channel.send(to, TAKES_PART, np.ones(1, np.uint8))


def check_score_limit(n: int, parameters: Parameters) -> None:
    """Refuse to score more clients than the hospital allows.

    Parameters
    ----------
    n : int
        Clients.
    parameters : mapping
        Of the run.

    Raises
    ------
    PrivacyError
        If there are more.
    """
    limit = parameters["score_limit"]
    if limit is not None and n > limit:
        raise PrivacyError(
            "errors.falls_score_limit",
            "need at most {limit} clients to score, got {n}: their scores would tell the model; "
            "send fewer, or agree that the model is no secret",
            limit=limit,
            n=n,
        )


async def wait_for_hospital(channel: Channel) -> None:
    """Wait until the hospital says on `channel` that it takes part: only then send anything."""
    await channel.receive(HOSPITAL, TAKES_PART, dtype=np.uint8, shape=1)


def by_third_party(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let a third body score the clients, which gets them and the model."""
    return _programs(tables, parameters, computer=parameters["third_party"])


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the hospital score clients that the care organisation sends it."""
    return _programs(tables, parameters, computer=HOSPITAL)


def by_model(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the care organisation score its clients with the model that the hospital sends."""
    return _programs(tables, parameters, computer=CARE)


def _programs(tables: Tables, parameters: Parameters, *, computer: str) -> Mapping[str, Program]:
    """Return the programs of all; the hospital counts the run before anybody sends anything."""
    way = InClear(
        columns={CARE: _CLIENT, HOSPITAL: {"feature": np.uint8, "weight": np.int64}},
        compute=partial(_score, limited=computer != CARE),
        answer={"scores": np.int64},
        read=_read,
    )
    programs = way.programs(tables, parameters, computer=computer, reader=CARE)
    return {
        **programs,
        CARE: partial(_after_hospital, program=programs[CARE]),
        HOSPITAL: partial(_counts_first, program=programs[HOSPITAL], parameters=parameters),
    }


async def _after_hospital(channel: Channel, *, program: Program) -> Any:
    """Play the care organisation."""
    await wait_for_hospital(channel)
    return await program(channel)


async def _counts_first(channel: Channel, *, program: Program, parameters: Parameters) -> Any:
    """Play the hospital."""
    announce(channel, parameters)
    return await program(channel)


def _score(tables: Tables, parameters: Parameters, *, limited: bool) -> Arrays:
    """Compute every score, as whoever has both tables does."""
    if limited:
        check_score_limit(len(tables[CARE]), parameters)
    return {"scores": Model.of(tables[HOSPITAL]).units(features(tables[CARE]))}


def _read(answer: Arrays, own: Any, _: Parameters) -> Scores:
    """Put the scores beside the clients, who are in the care organisation's own table."""
    return Scores(own["person"].to_numpy(np.int64), answer["scores"])
