"""PET workbench: from a loaded table to the answer, without the ledger's entry."""

from dp_jobs import (
    BINS,
    EPSILON,
    GRID_STEP,
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
    people,
    settle,
    variance,
)

from pet_workbench import dp
from pet_workbench.core import Entropy, Keystream

TERMS = dp.Terms(unit="person", neighbours="add-remove")
LIMITED = dp.Terms(unit="person", neighbours="add-remove", column="who", rows_per_group=2)
GRID = dp.Grid(LOW, HIGH, GRID_STEP)
EDGES = tuple(str(LOW + (HIGH - LOW) * number / BINS) for number in range(BINS + 1))
QUERIES = {
    "mean": (mean, dp.Mean, {"column": "x", "grid": GRID}),
    "mean-whole": (mean_of_marks, dp.Mean, {"column": "x", "grid": dp.Grid(0, HIGHEST_MARK)}),
    "variance": (variance, dp.Variance, {"column": "x", "grid": GRID}),
    "count": (count, dp.Count, {"column": "x", "equal_to": 3}),
    "histogram": (histogram, dp.Histogram, {"column": "x", "edges": EDGES}),
    "median": (median, dp.Quantile, {"column": "x", "grid": GRID}),
}


def answer(query, table):
    """Draw fresh noise and return the answer."""
    return query.value(query.draw(table, Keystream(Entropy().key())))


def of_column(job):
    """Return the job of one column."""
    prepare, kind, declared = QUERIES[job]

    def run(n):
        x, expected, tolerance = prepare(n)
        table = dp.PrivateTable({"x": x}, dataset="benchmark")
        query = kind(epsilon=EPSILON, terms=TERMS, **declared)
        settle(lambda: answer(query, table), expected, tolerance)

    return run


def table_of_two(n):
    """Count all combinations of two columns."""
    (month, region), expected, tolerance = contingency(n)
    table = dp.PrivateTable({"month": month, "region": region}, dataset="benchmark")
    declared = {"month": tuple(range(MONTHS)), "region": tuple(range(REGIONS))}
    query = dp.Contingency(categories=declared, epsilon=EPSILON, terms=TERMS)
    settle(lambda: answer(query, table), expected, tolerance)


def bounded_mean(n):
    """Take at most two rows of each person, chosen anew every time, and then the mean."""
    x, expected, tolerance = mean(n)
    who = people(n)
    query = dp.Mean(column="x", grid=GRID, epsilon=EPSILON, terms=LIMITED)

    def work():
        return answer(query, dp.PrivateTable({"x": x, "who": who}, dataset="benchmark"))

    settle(work, expected, 10 * tolerance + 1, repeats=3)


if __name__ == "__main__":
    main(
        {
            **{job: of_column(job) for job in QUERIES},
            "contingency": table_of_two,
            "bounded-mean": bounded_mean,
        }
    )
