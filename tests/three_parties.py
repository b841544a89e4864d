"""Three computing parties for tests: deal shares by hand, run one step, put the result together."""

from functools import partial
from typing import Any

import numpy as np

from pet_workbench.core import run_parties
from pet_workbench.sharing.bits import unpack
from pet_workbench.sharing.replicated import N_COMPUTERS, Share, join_computation

NAMES = ("Anna", "Bas", "Carla")
KEY_MESSAGES = 32 * N_COMPUTERS
"""Bytes with which three computers agree their keys."""


def ring(bits):
    """Return the unsigned numpy type of so many bits."""
    return np.dtype(f"u{bits // 8}")


def words(values, bits):
    """Return Python integers as ring elements."""
    return np.array([value % (1 << bits) for value in values], ring(bits))


def shares(values, first=0, second=0):
    """Return the three parties' shares of `values`, given the parts x_1 and x_2.

    Parts are numbers or arrays; by default both are 0 and x_3 is the secret itself.
    """
    parts = [np.zeros_like(values) + values.dtype.type(part) for part in (first, second)]
    parts.append(values - parts[0] - parts[1])
    return [Share(parts[i].copy(), parts[(i + 1) % 3].copy()) for i in range(N_COMPUTERS)]


def trivial_and_random(values, rng):
    """Return four sharings of `values`: all of the secret in one part, and random parts."""
    random = rng.integers(0, 1 << 8 * values.itemsize, (2, values.size), values.dtype)
    return [shares(values, *parts) for parts in ((0, 0), (values, 0), (0, values), random)]


def combine(parts):
    """Return the secrets of three parties' shares; checks that holders of a part agree."""
    for i, part in enumerate(parts):
        assert np.array_equal(part.next, parts[(i + 1) % N_COMPUTERS].own)
    return parts[0].own + parts[1].own + parts[2].own


def combine_bits(parts):
    """Return the secret bits of three parties' `SharedBits`, without what fills up the words."""
    bits = []
    for chunks in zip(*(part.chunks for part in parts), strict=True):
        for i, chunk in enumerate(chunks):
            assert np.array_equal(chunk.next, chunks[(i + 1) % N_COMPUTERS].own)
        plane = chunks[0].own ^ chunks[1].own ^ chunks[2].own
        bits.append(unpack(plane, np.dtype(np.bool_)))
    return np.concatenate(bits)[: parts[0].n].tolist()


def compute(step: Any, *inputs: Any, others: Any = None, **options: Any) -> Any:
    """Let the three parties agree keys and do `step`.

    Parameters
    ----------
    step : coroutine function
        Of a computer and its part of each input.
    *inputs : sequence of three
        Per party what it holds.
    others : mapping of str to program, optional
        Parties that do not compute.
    **options
        For `run_parties`.

    Returns
    -------
    results : list
        What the three got, in order.
    transcript : Transcript
    """

    async def program(channel, number):
        computer = await join_computation(channel, NAMES)
        return await step(computer, *(one[number] for one in inputs))

    programs = {name: partial(program, number=i) for i, name in enumerate(NAMES)}
    results, transcript = run_parties({**programs, **(others or {})}, **options)
    return [results[name] for name in NAMES], transcript


def steps(transcript):
    """Return the messages after the agreement of keys, as (sender, receiver, step)."""
    return [
        (message.sender, message.receiver, message.step)
        for message in transcript.messages
        if message.step != "computing key"
    ]


def change(step, *, sender=None, by=1):
    """Return an interference that adds `by` to the first value of each message of `step`."""

    def interfere(message, payload):
        if message.step == step and sender in (None, message.sender):
            payload = payload.copy()
            payload.reshape(-1)[0] += payload.dtype.type(by)
        return payload

    return interfere


def lose(step, *, sender=None):
    """Return an interference that loses each message of `step`."""

    def interfere(message, payload):
        return None if message.step == step and sender in (None, message.sender) else payload

    return interfere
