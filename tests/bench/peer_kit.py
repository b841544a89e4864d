"""Records of other engines, made by hand, for tests."""

from pet_workbench.bench.peers import OURS, PeerRecord, Turns


def record(engine=OURS, seconds=(1.0,), base=None, **changes):
    """Return a record with these seconds on its clock; without seconds, of an absent engine."""
    clock = changes.get("clock", "seconds")

    def turns(times, **more):
        times = tuple(times)
        return Turns(times, more=more) if clock == "seconds" else Turns((), times, more=more)

    known = {
        "family": "he",
        "job": "encrypt",
        "n": 1000,
        "name": engine.upper(),
        "version": "1.0",
        "variant": "",
        "measured": "run" if seconds else "absent",
        "clock": clock,
        "turns": turns(seconds, **changes.pop("more", {})) if seconds else None,
        "base": turns(base) if base else None,
        "reason": None if seconds else "no-environment",
        "values": {},
        "recipe": {},
        "machine": {"processor": "Abacus 3"},
        "load": {},
        "commit": "unknown",
        "session": "2026-11-22T10:00:00+00:00",
    }
    return PeerRecord(engine=engine, **(known | changes))
