"""What differential-privacy libraries are asked to do: the same rows for each, and how timed.

Runs in every contender's own environment, so it needs nothing but numpy.
"""

import re
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from report import report

EPSILON = 1.0
LOW, HIGH, BINS = 0.0, 100.0, 20
MONTHS, REGIONS = 12, 21
GRID_STEP = "0.01"
HIGHEST_MARK = 10
REPEATS = 5
UNITS_PER_ROW = 0.3


def scores(n):
    """Return `n` real numbers, all within the bounds."""
    return np.clip(np.random.default_rng(7).normal(50, 15, n), LOW, HIGH - 0.01)


def marks(n):
    """Return `n` whole numbers from 0 to 10."""
    return np.random.default_rng(7).integers(0, HIGHEST_MARK + 1, n).astype(np.int32)


def months_and_regions(n):
    """Return two columns of small whole numbers."""
    rng = np.random.default_rng(7)
    return (rng.integers(0, size, n).astype(np.int32) for size in (MONTHS, REGIONS))


def people(n):
    """Return whose row each is: three rows each on average, some far more."""
    return np.random.default_rng(7).integers(0, int(UNITS_PER_ROW * n), n)


def clock(work, repeats=REPEATS):
    """Return the least time of some runs, of the clock and of the processor, and a result."""
    times = []
    for _ in range(repeats):
        start, spent = perf_counter(), process_time()
        result = work()
        times.append((perf_counter() - start, process_time() - spent))
    seconds, processor = min(times)
    return seconds, processor, result


def settle(work, expected, tolerance, *, repeats=REPEATS):
    """Time a job and report it: right if no number is further off than noise explains."""
    before = peak_mb()
    seconds, processor, found = clock(work, repeats)
    error = np.max(np.abs(np.asarray(found, float) - np.asarray(expected, float)))
    after = peak_mb()
    report(
        seconds,
        None,
        is_right=bool(error <= tolerance),
        cpu_seconds=processor,
        extra_mb=None if before is None else after - before,
    )


def peak_mb():
    """Return the peak memory of this process in MB, where the system tells it."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    except OSError:
        return None
    return round(int(found[1]) * 1024 / 1e6) if found else None


def mean(n):
    """Return the column, the mean and how far noise may be off."""
    x = scores(n)
    return x, x.mean(), 40 * (HIGH - LOW) / n


def mean_of_marks(n):
    """Return a column of whole numbers, the mean and how far noise may be off."""
    x = marks(n)
    return x, x.mean(), 40 * HIGHEST_MARK / n


def variance(n):
    """Return the column, the variance and how far noise may be off."""
    x = scores(n)
    return x, x.var(), 40 * (HIGH - LOW) ** 2 / n


def count(n):
    """Return a column, the number of threes and how far noise may be off."""
    x = marks(n)
    return x, int(np.count_nonzero(x == 3)), 40


def histogram(n):
    """Return the column, the counts of twenty bins and how far noise may be off."""
    x = scores(n)
    return x, np.histogram(x, bins=BINS, range=(LOW, HIGH))[0], 80


def contingency(n):
    """Return both columns, the counts of all combinations and how far noise may be off."""
    month, region = months_and_regions(n)
    cells = np.bincount(month.astype(np.int64) * REGIONS + region, minlength=MONTHS * REGIONS)
    return (month, region), cells.reshape(MONTHS, REGIONS), 80


def median(n):
    """Return the column, the median and how far an answer may be off."""
    x = scores(n)
    return x, np.median(x), 0.5


def main(jobs):
    """Run the job that the command line names: ``script.py JOB N``."""
    job, n = sys.argv[1], int(sys.argv[2])
    jobs[job](n)
