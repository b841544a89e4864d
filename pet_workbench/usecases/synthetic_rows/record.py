"""Stored measurements of a case: made by ``tools/synthetic_tradeoff.py``, read by its page.

The file stands beside the case as ``measured.json``.

Arithmetic only; a record holds figures over thousands of rows, and no row.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pet_workbench.core import ParameterError
from pet_workbench.synthetic.risk import Risk
from pet_workbench.usecases.synthetic_rows.tradeoff import Point

if TYPE_CHECKING:
    from pet_workbench.usecases.synthetic_rows.case import SyntheticRowsCase

FILE = "measured.json"


@dataclass(frozen=True)
class Record:
    """What was measured at one time.

    Attributes
    ----------
    date : str
        Year, month and day.
    n, attacks : int
        Units in the table, and attacks of each kind at most.
    auc_real : float
        Of the same prediction, learned from real rows.
    points : tuple of Point
    """

    date: str
    n: int
    attacks: int
    auc_real: float
    points: tuple[Point, ...]

    def point(self, generator: str, epsilon: str = "") -> Point:
        """Return the point of a generator.

        Raises
        ------
        ParameterError
            If it was not measured.
        """
        for one in self.points:
            if (one.generator, one.epsilon) == (generator, epsilon):
                return one
        raise ParameterError(
            "errors.synthetic_rows_not_measured",
            "need one of {known}, got {found}",
            known=", ".join(one.id for one in self.points),
            found=f"{generator}:{epsilon}",
        )


def write(record: Record) -> str:
    """Return a record as JSON."""
    return json.dumps(asdict(record), indent=1, sort_keys=True) + "\n"


def parse(content: str) -> Record:
    """Return the record that was written."""
    plain: dict[str, Any] = json.loads(content)
    return Record(**{**plain, "points": _points(plain["points"])})


def _points(plain: Sequence[dict[str, Any]]) -> tuple[Point, ...]:
    """Return points of plain values."""
    return tuple(
        Point(**{**one, "risks": tuple(Risk(**risk) for risk in one["risks"])}) for one in plain
    )


@cache
def read_record(case: "SyntheticRowsCase") -> Record:
    """Return the stored measurements of a case.

    Parameters
    ----------
    case : SyntheticRowsCase
        In whose package the file stands.
    """
    package = type(case).__module__.rpartition(".")[0]
    return parse(files(package).joinpath(FILE).read_text(encoding="utf-8"))
