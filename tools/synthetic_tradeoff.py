"""Measure use and risk of synthetic rows of a case, and store them beside it as measured.json.

    python tools/synthetic_tradeoff.py pupils

Takes minutes.  The noise of private rows is fresh each time, so that their figures differ a little
from run to run; the intervals say by how much risks may.
"""

import sys
from datetime import UTC, datetime
from importlib.resources import files

from pet_workbench import usecases
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.utility import predicts
from pet_workbench.usecases.synthetic_rows import SyntheticRowsCase, as_described, split
from pet_workbench.usecases.synthetic_rows.record import FILE, Record, write
from pet_workbench.usecases.synthetic_rows.tradeoff import MEASURED, measure

EPSILONS = ("0.1", "0.3", "1", "3", "10")
ATTACKS = 1_300
SEED = 1


def main(key: str) -> None:
    """Measure every way to make rows, and write the record."""
    case = usecases.get(key)
    if not isinstance(case, SyntheticRowsCase):
        raise SystemExit(f"need a case whose answer is synthetic rows, got {key}")
    n = case.measured_n
    tables = case.load(n=n, seed=SEED)
    points = []
    for name in MEASURED:
        for epsilon in EPSILONS if name == generator.PRIVATE else ("",):
            point = measure(case, tables, name, epsilon=epsilon or "1", attacks=ATTACKS)
            print(point.id, round(point.pairs, 3), round(point.auc, 3), round(point.worst.value, 3))
            points.append(point)
    today = datetime.now(UTC).date().isoformat()
    record = Record(today, n, ATTACKS, auc_real(case, tables), tuple(points))
    package = type(case).__module__.rpartition(".")[0]
    path = files(package).joinpath(FILE)
    with open(str(path), "w", encoding="utf-8") as file:
        file.write(write(record))


def auc_real(case: SyntheticRowsCase, tables: usecases.Tables) -> float:
    """Return how well the prediction does when it is learned from real rows."""
    parts = split(tables[case.keeper], case.terms)
    learned, aside = (as_described(one, case.description) for one in parts)
    target, value = case.target
    return predicts(learned, aside, case.description, target=target, value=value)


if __name__ == "__main__":
    main(sys.argv[1])
