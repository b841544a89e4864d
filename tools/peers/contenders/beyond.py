"""One private table of months and provinces: this workbench, pipeline-dp's local backend, or Spark.

python beyond.py JOB N own|local|spark

Seconds are of the clock, from the question to the answer.  Loading the data and starting Spark are
not in them; the latter is told apart.  The first answer of Spark also starts its workers, so one
comes beforehand.
"""

import os
import sys
from time import perf_counter

import numpy as np
from report import report

from pet_workbench import dp

ROWS_EACH, MONTHS, PROVINCES = 3, tuple(range(1, 13)), tuple(range(1, 13))
CORES = 2
TERMS = dp.Terms(unit="person", neighbours="add-remove", column="person", rows_per_group=2)
QUERY = dp.Contingency(categories={"month": MONTHS, "province": PROVINCES}, epsilon=1, terms=TERMS)
NOISE = 60
"""How far one cell may be from the expected number: far more than noise of scale 2 explains."""


def made_up(n):
    """Return columns of so many visits, three of each person."""
    rng = np.random.default_rng(1)
    return {
        "person": np.arange(n) // ROWS_EACH,
        "month": rng.integers(1, 13, n),
        "province": rng.integers(1, 13, n),
    }


def ledger():
    """Return a budget for one question."""
    return dp.Ledger.temporary(dataset="visits", unit="person", neighbours="add-remove", epsilon=1)


def timed(session):
    """Return the seconds of one question, and the table that came."""
    start = perf_counter()
    answer = session.ask(QUERY, purpose="benchmark")
    return perf_counter() - start, np.asarray(answer.value, float)


def own(columns):
    """Return a session of this workbench."""
    table = dp.PrivateTable(columns, dataset="visits")
    return dp.Session(table, ledger(), asker="benchmark")


def beyond(held, columns):
    """Return a session of pipeline-dp about rows that are held in one place or in many."""
    from pet_workbench.dp.beyond import Collection, DistributedSession

    collection = Collection(held, dataset="visits", columns=columns)
    return DistributedSession(collection, ledger(), asker="benchmark")


def started():
    """Return a Spark on this machine, and the seconds it took to start."""
    import pyspark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    start = perf_counter()
    settings = pyspark.SparkConf().setMaster(f"local[{CORES}]").set("spark.ui.enabled", "false")
    settings.set("spark.driver.bindAddress", "127.0.0.1").set("spark.driver.host", "127.0.0.1")
    context = pyspark.SparkContext(conf=settings)
    context.setLogLevel("ERROR")
    return context, perf_counter() - start


def by_spark(rows, columns):
    """Return what the second question took, what came, and what starting took."""
    context, start = started()
    held = context.parallelize(rows, 2 * CORES)
    first, _ = timed(beyond(held, columns))
    seconds, table = timed(beyond(held, columns))
    more = {
        "spark": context.version,
        "cores": CORES,
        "start_seconds": round(start, 1),
        "first_answer_seconds": round(first, 1),
    }
    context.stop()
    return seconds, table, more


def main(_job, n, engine):
    """Ask once and report."""
    columns, more = made_up(n), {}
    rows = [
        dict(zip(columns, map(int, row), strict=True))
        for row in zip(*columns.values(), strict=True)
    ]
    if engine == "spark":
        seconds, table, more = by_spark(rows, columns)
    else:
        seconds, table = timed(own(columns) if engine == "own" else beyond(rows, columns))
    report(seconds, None, is_right=is_right(table, columns), **more)


def is_right(table, columns):
    """Tell whether a table is what bounding the rows of each person leaves, but for noise.

    Who has three rows has two left, chosen by chance: so a cell has about two thirds of its rows.
    """
    cells = np.zeros((len(MONTHS), len(PROVINCES)))
    np.add.at(cells, (columns["month"] - 1, columns["province"] - 1), 1)
    expected = 2 / 3 * cells
    return table.shape == cells.shape and np.abs(table - expected).max() < NOISE + 6 * np.sqrt(
        expected.max()
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
