"""Records of runs that nobody made, for tests of what is reckoned from records."""

from pet_workbench.bench import Cell, Link, Record


def record(n=1000, **changed):
    """Return an invented record: one second, 60 kB and 10 rounds between two parties."""
    cell = {key: changed.pop(key) for key in ("network", "parameters") if key in changed}
    case, technique = changed.pop("case", "aio"), changed.pop("technique", "plain-exchange")
    values = {
        "seconds": (1.0, 1.0, 1.0),
        "cpu_seconds": (0.5, 0.5, 0.5),
        "peak_mb": (100.0, 100.0, 100.0),
        "load_seconds": 0.1,
        "rounds": 10,
        "chain_bytes": 50_000,
        "links": (Link("A", "B", 5, 40_000, 5), Link("B", "A", 5, 20_000, 5)),
        "answer": None,
        "exact": None,
        "error": 0.0,
        "released": (),
        "leaks": (),
        "attack": None,
        "machine": {"processor": "Some CPU", "cores": "2"},
        "versions": {},
        "commit": "",
        "stamp": "",
        "date": "2026-11-22T09:00:00+00:00",
    }
    return Record.of(Cell(case, technique, n, **cell), **{**values, **changed})


def growing(sizes, seconds, **changed):
    """Return a record per size whose times, bytes and memory follow the function `seconds`."""
    return [
        record(
            n,
            seconds=(seconds(n),) * 3,
            cpu_seconds=(seconds(n),) * 3,
            peak_mb=(seconds(n) * 1000,) * 3,
            links=(Link("A", "B", 1, round(seconds(n) * 1e6), 1),),
            chain_bytes=round(seconds(n) * 1e6),
            **changed,
        )
        for n in sizes
    ]
