"""SPU 0.9.5, protocol ABY3 over 64 bits: three parties in one process, its own simulator."""

import sys
from time import perf_counter

import numpy as np
import spu
from report import report
from spu.utils import simulation

THRESHOLD = 20_000


def main(job, n):
    """Run one job twice and report the second time: the first compiles."""
    values = np.random.default_rng(1).integers(0, 40_000, n)
    function, expected = {
        "comparison": (lambda x: x < THRESHOLD, values < THRESHOLD),
        "multiplication": (lambda x: x * x, values * values),
    }[job]
    engine = simulation.Simulator(
        3, spu.RuntimeConfig(protocol=spu.ProtocolKind.ABY3, field=spu.FieldType.FM64)
    )
    run = simulation.sim_jax(engine, function)
    run(values)
    start = perf_counter()
    result = np.asarray(run(values))
    report(perf_counter() - start, None, is_right=np.array_equal(result, expected))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
