"""Invented measurements of one case, for tests: no test depends on how fast a machine is."""

from pet_workbench.bench import Attempt, Link, Record, Stopped

MACHINE = {
    "processor": "Invented 9000",
    "cores": "2",
    "memory_gb": "8",
    "system": "Linux x86_64",
    "load": "0.5",
}
SIZES = (10_000, 100_000, 1_000_000)
SECONDS = {
    "secret-sharing:pseudonyms": 20e-6,
    "homomorphic:bfv": 200e-6,
    "trusted-third-party": 4e-6,
    "plain-exchange": 2e-6,
}
"""Per person."""
LEAKS = {
    "secret-sharing:pseudonyms": ("sizes_at_owners",),
    "homomorphic:bfv": ("persons_asked_at_uwv",),
    "trusted-third-party": ("all_data_at_third",),
    "plain-exchange": ("all_incomes_at_svb",),
}
FOUND = {"plain-exchange": "succeeded", "secret-sharing:pseudonyms": "failed"}


def record(technique: str, n: int, **changed: object) -> Record:
    """Return what a technique took on the AIO supplement."""
    seconds = SECONDS[technique] * n
    tried = FOUND.get(technique) if n == SIZES[0] else None
    found = 10 if tried == "succeeded" else 0
    values = {
        "case": "aio",
        "technique": technique,
        "n": n,
        "seed": 1,
        "parameters": {},
        "network": "in-process",
        "machine": MACHINE,
        "versions": {"python": "3.11"},
        "commit": "0123456789ab",
        "stamp": "0123456789ab",
        "date": "2026-11-22T10:00:00+00:00",
        "seconds": (0.9 * seconds, seconds, 1.2 * seconds),
        "cpu_seconds": (seconds,) * 3,
        "peak_mb": (100 + n / 1e5, None, 100 + n / 1e5),
        "load_seconds": 0.1,
        "rounds": 7,
        "chain_bytes": 30 * n,
        "links": (Link("SVB", "CBS", 7, 40 * n, 3), Link("CBS", "SVB", 5, 10 * n, 2)),
        "answer": None,
        "exact": None,
        "error": 0.0,
        "released": (),
        "leaks": LEAKS[technique],
        "attack": tried and Attempt("aio_incomes", tried, found, 10, n),
    }
    return Record(**{**values, **changed})


def records() -> list[Record]:
    """Return three sizes of four techniques."""
    return [record(technique, n) for n in SIZES for technique in SECONDS]


def stopped() -> Stopped:
    """Return a cell that was given up."""
    names = ("case", "seed", "parameters", "network", "machine", "versions", "commit", "stamp")
    one = record("homomorphic:bfv", 3_500_000)
    values = {name: getattr(one, name) for name in names}
    return Stopped(
        **values,
        technique=one.technique,
        n=one.n,
        date=one.date,
        reason="time",
        limit=60.0,
        message=None,
    )
