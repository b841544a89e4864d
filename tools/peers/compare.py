"""Measure this workbench beside other engines, in turns, and write ratios with their spread.

Each contender is one script that runs in the environment of its own; see README.md for how to make
those.  Contenders take turns within a repeat, so that whatever else the machine does hits all.

    python tools/peers/compare.py --envs FOLDER [--repeats 5] [--out data/benchmarks/peers.json]
"""

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pet_workbench.bench.machine import machine

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Contender:
    """One engine at one job.

    Attributes
    ----------
    engine : str
        Name and version.
    script : str
        File in this folder.
    environment : str
        Folder of its Python under ``--envs``; empty for the Python that runs this.
    options : tuple of str
        Further arguments.
    """

    engine: str
    script: str
    environment: str = ""
    options: tuple[str, ...] = ()


OWN = Contender("PET workbench", "own.py")
SPU = Contender("SPU 0.9.5 (ABY3)", "secretflow_spu.py", "spu")
MPYC = Contender("MPyC 0.11 (Shamir)", "mpyc_parties.py", options=("-M3", "--no-log"))
OWN_PSI = Contender("PET workbench (ristretto255)", "own_psi.py")
OPENMINED = Contender("openmined-psi 2.0.6", "openmined.py", "psi")
DUELS = (
    ("comparison", 1_000_000, (OWN, SPU)),
    ("multiplication", 1_000_000, (OWN, SPU)),
    ("comparison", 1_000, (OWN, MPYC)),
    ("multiplication", 1_000, (OWN, MPYC)),
    ("psi", 10_000, (OWN_PSI, OPENMINED)),
)
"""Job, number of items, and who takes part; the first is what the others are compared with."""


def run(contender, job, n, envs):
    """Run one contender once and return what it reports, or raise with what it said."""
    python = (
        envs / contender.environment / "bin/python" if contender.environment else sys.executable
    )
    command = [python, HERE / contender.script, job, str(n), *contender.options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        raise RuntimeError(f"{contender.engine} at {job} of {n}: {done.stderr[-2000:]}")
    found = json.loads(lines[-1])
    if not found["is_right"]:
        raise RuntimeError(f"{contender.engine} at {job} of {n}: wrong answer")
    return found


def duel(job, n, contenders, *, repeats, envs):
    """Let contenders take turns; return a line for each, with its ratio to the first."""
    runs = {contender.engine: [] for contender in contenders}
    for _ in range(repeats):
        for contender in contenders:
            runs[contender.engine].append(run(contender, job, n, envs))
    first = [one["seconds"] for one in runs[contenders[0].engine]]
    for engine, found in runs.items():
        seconds = [one["seconds"] for one in found]
        ratios = sorted(mine / base for mine, base in zip(seconds, first, strict=True))
        yield {
            "job": job,
            "n": n,
            "engine": engine,
            "seconds": seconds,
            "seconds_median": statistics.median(seconds),
            "bytes_per_item": None if found[0]["bytes"] is None else found[0]["bytes"] / n,
            "ratio_median": statistics.median(ratios),
            "ratio_lowest": ratios[0],
            "ratio_highest": ratios[-1],
        }


def main():
    """Run all duels and write what they gave."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--envs", type=Path, required=True, help="folder with spu/ and psi/")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "data/benchmarks/peers.json")
    chosen = parser.parse_args()
    lines = []
    for job, n, contenders in DUELS:
        for line in duel(job, n, contenders, repeats=chosen.repeats, envs=chosen.envs):
            print(
                f"{job:15} {n:>9,} {line['engine']:30} {line['seconds_median']:9.4f} s"
                f"  x {line['ratio_median']:.3g} ({line['ratio_lowest']:.3g} - "
                f"{line['ratio_highest']:.3g})"
            )
            lines.append(line)
    record = {"date": datetime.now(UTC).date().isoformat(), "machine": machine(), "duels": lines}
    chosen.out.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
