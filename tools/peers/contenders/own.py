"""PET workbench: three parties in one process, messages counted and not kept."""

import sys
from time import perf_counter

import numpy as np
from report import report

from pet_workbench.core import run_parties
from pet_workbench.sharing.comparison import less_than_public, open_bits
from pet_workbench.sharing.opening import open_to
from pet_workbench.sharing.replicated import input_by_computer, join_computation, multiply

NAMES = ("first", "second", "third")
DTYPE = np.dtype(np.uint64)
THRESHOLD = 20_000


async def compare(channel, values):
    """Compare what the first party knows with a public number, and open the bit to it."""
    computer = await join_computation(channel, NAMES)
    x = await _input(computer, values)
    bits = await less_than_public(computer, x, THRESHOLD, declared_bits=32)
    return await open_bits(computer, bits, receiver=1, step="below")


async def square(channel, values):
    """Multiply what the first party knows by itself, and open the product to it."""
    computer = await join_computation(channel, NAMES)
    x = await _input(computer, values)
    return await open_to(computer, await multiply(computer, x, x), receiver=1, step="square")


async def _input(computer, values):
    mine = values if computer.number == 1 else None
    return await input_by_computer(
        computer, "numbers", owner=1, n=values.size, dtype=DTYPE, values=mine
    )


def main(job, n):
    """Run one job and report it."""
    values = np.random.default_rng(1).integers(0, 40_000, n, dtype=DTYPE)
    program, expected = {
        "comparison": (compare, values < THRESHOLD),
        "multiplication": (square, values * values),
    }[job]
    start = perf_counter()
    results, transcript = run_parties(
        {name: lambda channel: program(channel, values) for name in NAMES}, keep_payload_bytes=0
    )
    seconds = perf_counter() - start
    report(seconds, transcript.bytes, is_right=np.array_equal(results["first"], expected))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
