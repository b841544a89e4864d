"""MPyC 0.11, Shamir shares over a prime field: three processes on this machine."""

import sys
from time import perf_counter

import numpy as np
from mpyc.runtime import mpc
from report import report

THRESHOLD = 20_000
JOB, N = sys.argv[1], int(sys.argv[2])


async def main():
    """Run one job; the first party reports."""
    numbers = np.random.default_rng(1).integers(0, 40_000, N)
    type_ = mpc.SecInt(64)
    await mpc.start()
    start = perf_counter()
    before = _sent()
    x = mpc.input(type_.array(numbers if mpc.pid == 0 else np.zeros(N, int)), senders=0)
    result = await mpc.output(x < THRESHOLD if JOB == "comparison" else x * x)
    seconds = perf_counter() - start
    sent = sum(await mpc.transfer(_sent() - before))
    expected = numbers < THRESHOLD if JOB == "comparison" else numbers * numbers
    if mpc.pid == 0:
        report(seconds, sent, is_right=np.array_equal(np.array(result, dtype=int), expected))
    await mpc.shutdown()


def _sent():
    """Bytes this party has sent so far."""
    return sum(peer.protocol.nbytes_sent for peer in mpc.parties if peer.pid != mpc.pid)


if __name__ == "__main__":
    mpc.run(main())
