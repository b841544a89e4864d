"""Ask mbi for the chances that fit noisy counts on a tree, and keep its answer in ``mbi.json``.

Once, in an environment of its own::

    uv venv other && uv pip install --python other "mbi==2.0.0" numpy
    other/bin/python tests/synthetic/records/ask_mbi.py

The counts are invented here; the file holds them beside the answer.
"""

import json
from pathlib import Path

import numpy as np

RECORD = Path(__file__).with_name("mbi.json")
SIZES = {"a": 2, "b": 5, "c": 4, "d": 8, "e": 3}
PAIRS = (("a", "b"), ("b", "d"), ("c", "b"), ("d", "e"))
DEVIATION = {1: 14.0, 2: 10.0}


def noisy_counts():
    """Return noisy counts of 1,500 invented rows, with relations; some are below 0."""
    rng = np.random.default_rng(20)
    a = rng.integers(0, 2, 1500)
    b = np.minimum(4, rng.poisson(1.0 + a))
    c = np.where(rng.random(1500) < 0.7, b % 4, rng.integers(0, 4, 1500))
    d = np.clip(b + rng.integers(-1, 4, 1500), 0, 7)
    e = (d + rng.integers(0, 2, 1500)) // 3
    columns = {"a": a, "b": b, "c": c, "d": d, "e": np.minimum(e, 2)}
    found = {}
    for by in [*((name,) for name in SIZES), *PAIRS]:
        shape = [SIZES[name] for name in by]
        exact = np.zeros(shape)
        np.add.at(exact, tuple(columns[name] for name in by), 1)
        found[by] = np.rint(exact + rng.normal(0, DEVIATION[len(by)], shape)).astype(int)
    return found


def main():
    """Ask, and write the record."""
    import jax

    jax.config.update("jax_enable_x64", True)
    from mbi import Domain, LinearMeasurement, estimation

    counts = noisy_counts()
    domain = Domain(list(SIZES), list(SIZES.values()))
    asked = [
        LinearMeasurement(one.ravel().astype(float), by, stddev=DEVIATION[len(by)])
        for by, one in counts.items()
    ]
    model = estimation.MirrorDescent().estimate(domain, asked, iters=20_000)
    answer = {
        ",".join(by): np.asarray(model.project(by).datavector()).round(4).tolist() for by in counts
    }
    record = {
        "library": "mbi 2.0.0, MirrorDescent, 20,000 steps, float64",
        "counts": {",".join(by): one.ravel().tolist() for by, one in counts.items()},
        "answer": answer,
        "rows": float(model.total),
    }
    RECORD.write_text(json.dumps(record) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
