"""OpenDP: chains as in its documentation, scales by its own search, made beforehand."""

import numpy as np
import opendp.prelude as dp
from dp_jobs import (
    BINS,
    EPSILON,
    HIGH,
    LOW,
    MONTHS,
    REGIONS,
    contingency,
    count,
    histogram,
    main,
    mean,
    median,
    settle,
    variance,
)

dp.enable_features("contrib", "idealized-numerics", "honest-but-curious")
REALS = dp.vector_domain(dp.atom_domain(T=float, nan=False)), dp.symmetric_distance()
WHOLE = dp.vector_domain(dp.atom_domain(T=dp.i32)), dp.symmetric_distance()
MIDDLE, CANDIDATES = (LOW + HIGH) / 2, 1001


def laplace(chain):
    """Return a chain with the least Laplace noise for epsilon."""
    return dp.binary_search_chain(
        lambda scale: chain >> dp.m.then_laplace(scale), d_in=1, d_out=EPSILON
    )


def bounded(n):
    """Return the start of chains about a known number of numbers between the bounds."""
    cut_off = REALS >> dp.t.then_clamp((LOW, HIGH))
    return cut_off >> dp.t.then_resize(n, constant=MIDDLE)


def of_column(prepare, chain, finish=lambda found: found):
    """Return the job of one column."""

    def run(n):
        x, expected, tolerance = prepare(n)
        made = chain(n)
        settle(lambda: finish(made(x)), expected, tolerance, repeats=3)

    return run


def in_bins(_n):
    """Return a chain for a histogram."""
    edges = np.linspace(LOW, HIGH, BINS + 1).tolist()
    found = REALS >> dp.t.then_find_bin(edges)
    return laplace(found >> dp.t.then_count_by_categories(list(range(BINS + 2)), TOA=dp.i64))


def table_of_two(n):
    """Count all combinations of two columns, which are made one column beforehand by numpy."""
    (month, region), expected, tolerance = contingency(n)
    cells = list(range(MONTHS * REGIONS))
    made = laplace(WHOLE >> dp.t.then_count_by_categories(cells, TOA=dp.i64))

    def work():
        return np.reshape(made(month * REGIONS + region)[:-1], (MONTHS, REGIONS))

    settle(work, expected, tolerance, repeats=3)


def best_candidate(_n):
    """Return a chain that chooses among evenly spaced candidates."""
    candidates = np.linspace(LOW, HIGH, CANDIDATES).tolist()
    scored = REALS >> dp.t.then_quantile_score_candidates(candidates, 0.5)
    return dp.binary_search_chain(
        lambda scale: scored >> dp.m.then_noisy_max(dp.max_divergence(), scale=scale, negate=True),
        d_in=1,
        d_out=EPSILON,
    )


def threes(_n):
    """Return a chain that counts one value."""
    chosen = WHOLE >> dp.t.then_count_by_categories([3], TOA=dp.i64)
    return laplace(chosen)


if __name__ == "__main__":
    main(
        {
            "mean": of_column(mean, lambda n: laplace(bounded(n) >> dp.t.then_mean())),
            "variance": of_column(variance, lambda n: laplace(bounded(n) >> dp.t.then_variance())),
            "count": of_column(count, threes, lambda found: found[0]),
            "histogram": of_column(histogram, in_bins, lambda found: found[1 : BINS + 1]),
            "contingency": table_of_two,
            "median": of_column(
                median,
                best_candidate,
                lambda place: LOW + place * (HIGH - LOW) / (CANDIDATES - 1),
            ),
        }
    )
