"""Programs of parties that a new process can import."""

import os
import signal
import time
from functools import partial

import numpy as np

from pet_workbench.core import PrivacyError
from pet_workbench.sharing.comparison import open_bits, sign_bits
from pet_workbench.sharing.replicated import input_by_computer, join_computation

NAMES = ("Anna", "Bas", "Carla")


async def greet(channel, names=NAMES):
    """Send everybody a number, add up what comes back."""
    others = [name for name in names if name != channel.party]
    for name in others:
        channel.send(name, "number", np.array([names.index(channel.party)], np.uint32))
    got = [await channel.receive(name, "number", dtype=np.uint32, shape=1) for name in others]
    return sum(int(one[0]) for one in got)


async def chat(channel, rounds, size=1):
    """Send to both neighbours and wait for both, so many times."""
    at = NAMES.index(channel.party)
    after, before = NAMES[(at + 1) % 3], NAMES[at - 1]
    payload = np.full(size, at, np.uint64)
    for _ in range(rounds):
        channel.send(after, "turn", payload)
        await channel.receive(before, "turn", dtype=np.uint64, shape=size)


async def chat_until(channel, rounds, what):
    """Take part for so many rounds, then do `what`, then wait for ever."""
    await chat(channel, rounds)
    what()
    await chat(channel, 10**9)


def die():
    """End this process at once, without any goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


def freeze():
    """Stop this process as a debugger does: it lives and does nothing."""
    os.kill(os.getpid(), signal.SIGSTOP)


def refuse():
    """Find a reason to take no part any more."""
    raise PrivacyError("errors.run_limit", "need {maximum}, got {run}", maximum=1, run=2)


def fail():
    """Have a bug."""
    raise ZeroDivisionError("one over nothing")


def compute_long(seconds):
    """Keep the interpreter busy."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(10**4))


async def compare(channel, n, bits=64):
    """Compare n numbers, known to the first party, with zero; it reads the answers.

    Returns
    -------
    int or None
        How many were negative, at the first party.
    """
    computer = await join_computation(channel, NAMES)
    dtype = np.dtype(f"u{bits // 8}")
    values = np.arange(n).astype(dtype) - dtype.type(n // 3) if computer.number == 1 else None
    start = time.perf_counter()
    x = await input_by_computer(computer, "x", owner=1, n=n, dtype=dtype, values=values)
    signs = await sign_bits(computer, x)
    opened = await open_bits(computer, signs, receiver=1, step="negative")
    took = time.perf_counter() - start
    return took if opened is None else (int(opened.sum()), took)


def everyone(program, **options):
    """Return the same program for all three parties."""
    return {name: partial(program, **options) for name in NAMES}


async def note_and_chat(channel, file):
    """Write down this process's number, and chat for ever."""
    with open(file, "a") as list_of_processes:
        list_of_processes.write(f"{os.getpid()}\n")
    await chat(channel, 10**9)
