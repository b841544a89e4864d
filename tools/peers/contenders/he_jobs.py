"""What homomorphic-encryption libraries are asked to do: the same numbers for each, and how timed.

Runs in every contender's own environment, so it needs nothing but numpy.
"""

import sys
from time import process_time

import numpy as np
from report import report

INCOME_LIMIT = 5_000_000
FEATURES = 16
REPEATS = 3


def reals(n):
    """Return `n` numbers between -1 and 1."""
    return np.random.default_rng(7).uniform(-1, 1, n)


def incomes(n):
    """Return `n` whole numbers of euros, of which few are large."""
    drawn = np.random.default_rng(7).lognormal(10.3, 0.8, n)
    return np.clip(drawn, 0, INCOME_LIMIT).astype(np.int64)


def patients(n):
    """Return standardised features of `n` rows, weights and an intercept of a linear model."""
    rng = np.random.default_rng(7)
    return rng.uniform(-4, 4, (n, FEATURES)), rng.normal(size=FEATURES), -0.7


def in_pieces(values, slots):
    """Yield a column in pieces of one ciphertext, the last filled up with zeros."""
    for start in range(0, len(values), slots):
        piece = np.zeros(slots, values.dtype)
        part = values[start : start + slots]
        piece[: len(part)] = part
        yield piece


def cpu(work, repeats=REPEATS):
    """Return the least processor time of some runs of `work`, and what the last one returned."""
    times = []
    for _ in range(repeats):
        start = process_time()
        result = work()
        times.append(process_time() - start)
    return min(times), result


def settle(job, seconds, found, expected, bound, **more):
    """Report a run: right if off by less than a hundred-thousandth of what it could be at most."""
    error = float(np.max(np.abs(np.asarray(found, float) - np.asarray(expected, float)))) / bound
    exact = job.startswith("exact")
    is_right = error == 0 if exact else error < 1e-5
    report(None, None, is_right=is_right, cpu_seconds=seconds, error=error, **more)


def main(jobs):
    """Run the job that the command line names: ``script.py JOB N``."""
    job, n = sys.argv[1], int(sys.argv[2])
    jobs[job](job, n)
