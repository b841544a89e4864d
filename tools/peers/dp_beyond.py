"""Time the same query on one machine, on pipeline-dp's local backend and on Spark, in turns.

    python tools/peers/dp_beyond.py [--rows 300000] [--repeats 3] [--out FILE]

Needs the extra ``beyond`` and Java, and writes ``data/benchmarks/dp_beyond.json``.  Seconds are of
the clock, from the question to the answer; loading the data and starting Spark are not in them, the
latter is told apart.  The first answer of Spark also starts its workers, so it comes beforehand.
"""

import argparse
import json
import os
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import numpy as np

from pet_workbench import dp
from pet_workbench.bench.machine import machine
from pet_workbench.dp.beyond import Collection, DistributedSession
from pet_workbench.dp.beyond.engine import engine

ROOT = Path(__file__).resolve().parents[2]
ROWS_EACH, MONTHS, PROVINCES = 3, tuple(range(1, 13)), tuple(range(1, 13))
CORES = 2
TERMS = dp.Terms(unit="person", neighbours="add-remove", column="person", rows_per_group=2)
QUERY = dp.Contingency(categories={"month": MONTHS, "province": PROVINCES}, epsilon=1, terms=TERMS)


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


def timed(make_session):
    """Return the seconds of one question, asked of a fresh session."""
    session = make_session()
    start = perf_counter()
    session.ask(QUERY, purpose="benchmark")
    return perf_counter() - start


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


def contenders(n, context):
    """Return by engine how a session about the same rows is made."""
    columns = made_up(n)
    rows = [
        dict(zip(columns, map(int, row), strict=True))
        for row in zip(*columns.values(), strict=True)
    ]
    distributed = context.parallelize(rows, 2 * CORES)

    def own():
        return dp.Session(dp.PrivateTable(columns, dataset="visits"), ledger(), asker="benchmark")

    def beyond(held):
        collection = Collection(held, dataset="visits", columns=columns)
        return DistributedSession(collection, ledger(), asker="benchmark")

    return {"own": own, "local": lambda: beyond(rows), "spark": lambda: beyond(distributed)}


def main():
    """Measure in turns and write the record."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "data/benchmarks/dp_beyond.json")
    given = parser.parse_args()
    context, start_seconds = started()
    engines = contenders(given.rows, context)
    first_seconds = timed(engines["spark"])
    seconds = {name: [] for name in engines}
    for _ in range(given.repeats):
        for name, make_session in engines.items():
            seconds[name].append(round(timed(make_session), 3))
    record = {
        "date": f"{datetime.now(tz=UTC):%Y-%m-%d}",
        "machine": machine(),
        "engine": engine(),
        "spark": {
            "version": context.version,
            "cores": CORES,
            "start_seconds": round(start_seconds, 1),
            "first_answer_seconds": round(first_seconds, 1),
        },
        "runs": [
            {
                "engine": name,
                "job": "table",
                "n": given.rows,
                "seconds": times,
                "seconds_median": statistics.median(times),
            }
            for name, times in seconds.items()
        ],
    }
    context.stop()
    given.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
