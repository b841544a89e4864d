"""Measure this workbench beside other engines, in turns, and write ratios with their spread.

Each contender is one script that runs in the environment of its own; see README.md for how to make
those.  Contenders take turns within a repeat, so that whatever else the machine does hits all.

    python tools/peers/compare.py --envs FOLDER [--family sharing] [--repeats 5] [--out FILE]

The family ``sharing`` writes ``data/benchmarks/peers.json``, ``he`` writes ``he.json`` and ``dp``
``dp.json`` beside it.
Contenders whose environment is not there are named as absent.
"""

import argparse
import json
import os
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
OWN_HE = Contender("PET workbench", "he_own.py")
SEAL = Contender("SEAL 4.3 at our parameters, nothing checked", "he_seal.py")
TENSEAL = Contender("TenSEAL 0.3.18, its own API", "he_tenseal.py")
OPENFHE = Contender("OpenFHE 1.6.1, as in its examples", "he_openfhe.py", "openfhe", ("examples",))
OPENFHE_TUNED = Contender(
    "OpenFHE 1.6.1, parameters by hand", "he_openfhe.py", "openfhe", ("by-hand",)
)
DESILO = Contender("desilofhe 2.0.0, smallest engine", "he_desilofhe.py", "desilofhe")
PHE = Contender("phe 1.5.0 (Paillier, 2048 bits)", "he_phe.py", "phe")
OWN_DP = Contender("PET workbench", "dp_own.py")
NUMPY = Contender("numpy, no privacy", "dp_numpy.py")
DIFFPRIVLIB = Contender("diffprivlib 0.6.6", "dp_diffprivlib.py")
OPENDP = Contender("OpenDP 0.16.0", "dp_opendp.py", "opendp")
FOR_DP = (OWN_DP, NUMPY, DIFFPRIVLIB, OPENDP)
EVERYBODY = (OWN_HE, SEAL, TENSEAL, OPENFHE, OPENFHE_TUNED, DESILO)
FAMILIES = {
    "sharing": (
        ("comparison", 1_000_000, (OWN, SPU)),
        ("multiplication", 1_000_000, (OWN, SPU)),
        ("comparison", 1_000, (OWN, MPYC)),
        ("multiplication", 1_000, (OWN, MPYC)),
        ("psi", 10_000, (OWN_PSI, OPENMINED)),
    ),
    "he": (
        ("encrypt", 65_536, (*EVERYBODY, PHE)),
        ("sum-public", 65_536, EVERYBODY),
        ("sum-owner", 65_536, (OWN_HE, SEAL, TENSEAL)),
        ("sum-step", 1 << 20, EVERYBODY),
        ("exact-sum-public", 65_536, (OWN_HE, SEAL, TENSEAL, OPENFHE, PHE)),
        ("exact-sum-owner", 65_536, (OWN_HE, SEAL)),
        ("score", 4_096, EVERYBODY),
        ("score-public", 4_096, EVERYBODY),
        ("score-owner", 4_096, (OWN_HE, SEAL)),
        ("score-by-row", 64, (TENSEAL,)),
        ("sum-public", 1_000_000, (OWN_HE, TENSEAL)),
        ("sum-owner", 1_000_000, (OWN_HE,)),
        ("patients-public", 100_000, (OWN_HE,)),
        ("patients-owner", 100_000, (OWN_HE,)),
    ),
    "dp": (
        ("count", 10_000_000, FOR_DP),
        ("mean", 10_000_000, FOR_DP),
        ("mean-whole", 10_000_000, (OWN_DP, NUMPY, DIFFPRIVLIB)),
        ("variance", 10_000_000, FOR_DP),
        ("histogram", 10_000_000, FOR_DP),
        ("contingency", 10_000_000, FOR_DP),
        ("median", 10_000_000, FOR_DP),
        ("bounded-mean", 10_000_000, (OWN_DP,)),
    ),
}
"""Per family: job, number of items, and who takes part; the first is what others are compared with.

Seconds of ``he`` are of the processor, on one thread; those of the others are of the clock."""
OUTPUTS = {"sharing": "peers.json", "he": "he.json", "dp": "dp.json"}
TOLD = ("error", "ring", "peak_mb", "extra_mb", "extrapolated_from")
"""What a contender may tell besides its time."""


def run(contender, job, n, envs):
    """Run one contender once and return what it reports, or raise with what it said."""
    python = (
        envs / contender.environment / "bin/python" if contender.environment else sys.executable
    )
    command = [python, HERE / contender.script, job, str(n), *contender.options]
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=900, env=one_thread
    )
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
            "bytes_per_item": found[0]["bytes"] and found[0]["bytes"] / n,
            "ratio_median": statistics.median(ratios),
            "ratio_lowest": ratios[0],
            "ratio_highest": ratios[-1],
            **by_processor(found, runs[contenders[0].engine]),
            **{name: found[-1][name] for name in TOLD if name in found[-1]},
        }


def by_processor(found, first):
    """Return the processor's time and its ratio, where contenders tell it beside the clock's."""
    if "processor_seconds" not in found[0]:
        return {}
    seconds, base = ([one["processor_seconds"] for one in runs] for runs in (found, first))
    ratios = [mine / other for mine, other in zip(seconds, base, strict=True)]
    return {
        "processor_seconds_median": statistics.median(seconds),
        "processor_ratio_median": statistics.median(ratios),
    }


def present(contender, envs):
    """Tell whether a contender's environment is there."""
    return not contender.environment or (envs / contender.environment / "bin/python").exists()


def main():
    """Run all duels of a family and write what they gave."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--envs", type=Path, required=True, help="folder of environments")
    parser.add_argument("--family", choices=FAMILIES, default="sharing")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    out = chosen.out or HERE.parents[1] / "data/benchmarks" / OUTPUTS[chosen.family]
    lines, absent, busy = [], set(), os.getloadavg()[0]
    for job, n, contenders in FAMILIES[chosen.family]:
        there = [one for one in contenders if present(one, chosen.envs)]
        absent |= {one.engine for one in contenders if one not in there}
        for line in duel(job, n, there, repeats=chosen.repeats, envs=chosen.envs):
            print(
                f"{job:16} {n:>9,} {line['engine']:45} {line['seconds_median']:9.4f} s"
                f"  x {line['ratio_median']:.3g} ({line['ratio_lowest']:.3g} - "
                f"{line['ratio_highest']:.3g})",
                flush=True,
            )
            lines.append(line)
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "load": {"before": busy, "after": os.getloadavg()[0]},
        "absent": sorted(absent),
        "duels": lines,
    }
    out.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
