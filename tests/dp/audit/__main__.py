"""Print what the auditor finds: ``python -m tests.dp.audit``.

As many runs as take a minute or two; the tests do with fewer.
"""

import sys

from pet_workbench.dp.audit import audit, drawn_by
from tests.dp.audit.broken import BROKEN, EPSILON
from tests.dp.audit.queries import AUDITED

RUNS = {"linear-model": 4000, "logistic-model": 1000}


def row(name, found):
    """Return a row of the table."""
    verdict = "broken" if found.breaks_promise else "kept"
    seen = f"{found.seen[0]} against {found.seen[1]} of {found.runs}"
    return (
        f"| {name} | {found.claimed_epsilon:g} | {found.claimed_delta:g} | {found.epsilon:.2f} "
        f"| {verdict} | {found.event} | {seen} |\n"
    )


def main():
    """Audit every kind of query, and what is broken on purpose."""
    write = sys.stdout.write
    write("| mechanism | epsilon | delta | at least (99.9 %) | promise | event | seen |\n")
    write("|---|---|---|---|---|---|---|\n")
    for name, audited in AUDITED.items():
        query = audited.query
        found = audit(
            drawn_by(query, bytes(31) + b"\x05", read=audited.read),
            audited.tables(),
            epsilon=float(query.epsilon),
            delta=float(query.delta),
            runs=RUNS.get(query.kind, 10_000),
        )
        write(row(name, found))
    for name, (mechanism, tables, runs, delta) in BROKEN.items():
        found = audit(mechanism, tables, epsilon=float(EPSILON), delta=float(delta), runs=runs)
        write(row(f"broken on purpose: {name}", found))


if __name__ == "__main__":
    main()
