"""Measurements made by hand, of which every figure in a picture or a sentence can be foretold."""

from collections.abc import Mapping
from typing import Any

from pet_workbench.bench import Attempt, Link, Record

HERE = {"processor": "P1", "cores": "2", "memory_gb": "8", "system": "Linux", "load": "0.5"}
THERE = {"processor": "P2", "cores": "64", "memory_gb": "256", "system": "Linux", "load": "1.5"}
SHARING, HOMOMORPHIC, PLAIN = "secret-sharing:pseudonyms", "homomorphic:bfv", "plain-exchange"


def attempt(result: Any, n: int = 10_000) -> Attempt:
    """Return an attack on incomes of 100 people."""
    found = {"succeeded": 100, "partly": 3, "failed": 0}[result]
    return Attempt("aio_incomes", result, found, 100, n)


def made(
    technique: str,
    n: int,
    seconds: float,
    *,
    case: str = "aio",
    n_bytes: int = 1000,
    rounds: int = 3,
    error: float = 0.0,
    attack: Attempt | None = None,
    network: str = "in-process",
    machine: Mapping[str, str] = HERE,
    date: str = "2026-11-22T10:00:00+00:00",
) -> Record:
    """Return a record of three repeats around `seconds`."""
    links = (Link("SVB", "UWV", 2, n_bytes, rounds),) if n_bytes else ()
    return Record(
        case=case,
        technique=technique,
        n=n,
        seed=1,
        parameters={},
        network=network,
        machine=machine,
        versions={"python": "3.12", "numpy": "2.0"},
        commit="abcdef123456",
        stamp="0123456789ab",
        date=date,
        seconds=(0.9 * seconds, seconds, 1.2 * seconds),
        cpu_seconds=(seconds,) * 3,
        peak_mb=(100.0, 120.0, None),
        load_seconds=0.1,
        rounds=rounds if n_bytes else 0,
        chain_bytes=n_bytes,
        links=links,
        answer=7,
        exact=7,
        error=error,
        released=(
            {
                "what": "households_found",
                "receiver": "SVB",
                "guarantee": "minimum_found",
                "items": 7,
            },
        ),
        leaks=("sizes_at_owners",),
        attack=attack,
    )


def grown(
    technique: str, per_item: float, *, bytes_per_item: int = 20, **more: Any
) -> list[Record]:
    """Return records at three sizes of something that grows in proportion."""
    sizes = (10_000, 100_000, 1_000_000)
    return [made(technique, n, per_item * n, n_bytes=bytes_per_item * n, **more) for n in sizes]
