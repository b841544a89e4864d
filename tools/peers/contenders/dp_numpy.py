"""Plain numpy, without any noise or bounds: the floor."""

import numpy as np
from dp_jobs import (
    BINS,
    HIGH,
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


def of_column(prepare, work):
    """Return the job of one column."""

    def run(n):
        x, expected, tolerance = prepare(n)
        settle(lambda: work(x), expected, tolerance)

    return run


def table_of_two(n):
    """Count all combinations of two columns."""
    (month, region), expected, tolerance = contingency(n)

    def work():
        cells = np.bincount(month * REGIONS + region, minlength=MONTHS * REGIONS)
        return cells.reshape(MONTHS, REGIONS)

    settle(work, expected, tolerance)


if __name__ == "__main__":
    main(
        {
            "mean": of_column(mean, lambda x: x.mean()),
            "mean-whole": of_column(mean_of_marks, lambda x: x.mean()),
            "variance": of_column(variance, lambda x: x.var()),
            "count": of_column(count, lambda x: np.count_nonzero(x == 3)),
            "histogram": of_column(
                histogram, lambda x: np.histogram(x, bins=BINS, range=(LOW, HIGH))[0]
            ),
            "contingency": table_of_two,
            "median": of_column(median, np.median),
        }
    )
