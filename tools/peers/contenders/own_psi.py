"""PET workbench, private set intersection over ristretto255: both parties in one process."""

import sys
from time import perf_counter

import numpy as np
from report import report

from pet_workbench.core import run_parties
from pet_workbench.sharing.joins.intersection import ask_which, hold_which


def main(_job, n):
    """Intersect two lists, half in common, and report."""
    asked, held = 2 * np.arange(n, dtype=np.int64), np.arange(n, dtype=np.int64)

    async def ask(channel):
        return await ask_which(channel, asked, holder="holder")

    async def hold(channel):
        return await hold_which(channel, held, asker="asker", limit=n)

    start = perf_counter()
    results, transcript = run_parties({"asker": ask, "holder": hold}, keep_payload_bytes=0)
    seconds = perf_counter() - start
    found = asked[results["asker"].places]
    is_right = np.array_equal(np.sort(found), np.arange(0, n, 2))
    report(seconds, transcript.bytes, is_right=is_right)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
