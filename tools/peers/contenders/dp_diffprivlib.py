"""diffprivlib, its statistics as in its documentation; its noise is on floating-point numbers."""

import numpy as np
from diffprivlib import BudgetAccountant, tools
from dp_jobs import (
    BINS,
    EPSILON,
    HIGH,
    HIGHEST_MARK,
    LOW,
    MONTHS,
    REGIONS,
    contingency,
    count,
    histogram,
    main,
    mean,
    mean_of_marks,
    median,
    settle,
    variance,
)

BOUNDS = (LOW, HIGH)


def of_column(prepare, work, repeats=5):
    """Return the job of one column, each answer with an accountant of its own."""

    def run(n):
        x, expected, tolerance = prepare(n)
        settle(
            lambda: work(x, epsilon=EPSILON, accountant=BudgetAccountant()),
            expected,
            tolerance,
            repeats=repeats,
        )

    return run


def table_of_two(n):
    """Count all combinations of two columns."""
    (month, region), expected, tolerance = contingency(n)

    def work():
        return tools.histogramdd(
            [month, region],
            epsilon=EPSILON,
            bins=(MONTHS, REGIONS),
            range=[(0, MONTHS), (0, REGIONS)],
            accountant=BudgetAccountant(),
        )[0]

    settle(work, expected, tolerance, repeats=2)


if __name__ == "__main__":
    main(
        {
            "mean": of_column(mean, lambda x, **how: tools.mean(x, bounds=BOUNDS, **how)),
            "mean-whole": of_column(
                mean_of_marks, lambda x, **how: tools.mean(x, bounds=(0, HIGHEST_MARK), **how)
            ),
            "variance": of_column(variance, lambda x, **how: tools.var(x, bounds=BOUNDS, **how)),
            "count": of_column(count, lambda x, **how: tools.count_nonzero(np.equal(x, 3), **how)),
            "histogram": of_column(
                histogram,
                lambda x, **how: tools.histogram(x, bins=BINS, range=BOUNDS, **how)[0],
            ),
            "contingency": table_of_two,
            "median": of_column(
                median, lambda x, **how: tools.median(x, bounds=BOUNDS, **how), repeats=1
            ),
        }
    )
