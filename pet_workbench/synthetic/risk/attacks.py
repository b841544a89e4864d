"""The four attacks, each on people who were learned from and on people who were not.

*Singling out*: see `singling_out`.  *Linkability*: the attacker has two parts of a row, from two
sources, and asks if they are one person's: yes, if both are nearest to the same synthetic row.
*Inference*: all columns but one are known, and the nearest synthetic row says the last.  *Nearest*:
a person was learned from, the attacker says, if a synthetic row is nearer than the nearest is to
all but one in twenty of a part of the others.

Protects: nobody.
Does not protect: against attackers with more patience, or who know how rows were made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pet_workbench.core import DataError, ParameterError
from pet_workbench.core.validation import check_choice, check_range, check_whole
from pet_workbench.synthetic.chance import Rng, seeded, some_of
from pet_workbench.synthetic.description import Categories, Description
from pet_workbench.synthetic.risk.distance import Columns, between, comparable
from pet_workbench.synthetic.risk.interval import Risk
from pet_workbench.synthetic.risk.singling_out import bets

if TYPE_CHECKING:
    import pandas as pd

SINGLING_OUT: Final = "singling-out"
LINKABILITY: Final = "linkability"
INFERENCE: Final = "inference"
NEAREST: Final = "nearest"
ATTACKS = (SINGLING_OUT, LINKABILITY, INFERENCE, NEAREST)
ACCUSED = 0.05
"""Which share of others the nearest-row attack may wrongly accuse, when it sets its limit."""
LEAST_ROWS = 20


@dataclass(frozen=True)
class Plan:
    """How attacks are made.

    Attributes
    ----------
    attacks : int
        How many at most, 10 to 100,000; fewer if there are fewer people.
    columns : int
        Of a description that singles out, 1 to 20.
    parts : pair of sequences of str
        What two sources know; the columns in turn if empty.
    neighbours : int
        How many nearest rows link two parts, 1 to 100.
    secret : str
        The column that is inferred; the last one if empty.
    near : float
        A guess of a number counts if it is off by this share of its public bounds at most.
    seed : int

    Raises
    ------
    ParameterError
        If a number is out of range.
    """

    attacks: int = 500
    columns: int = 4
    parts: tuple[Sequence[str], Sequence[str]] = ((), ())
    neighbours: int = 1
    secret: str = ""
    near: float = 0.02
    seed: int = 1

    def __post_init__(self) -> None:
        check_whole("attacks", self.attacks, 10, 100_000)
        check_whole("columns", self.columns, 1, 20)
        check_whole("neighbours", self.neighbours, 1, 100)
        check_range("near", self.near, 0, 1)


@dataclass(frozen=True, eq=False)
class _Field:
    """All that an attack works on, as comparable columns."""

    description: Description
    plan: Plan
    train: Columns
    control: Columns
    synthetic: Columns
    rng: Rng

    def people(self, columns: Columns, count: int) -> Columns:
        """Return some of the people."""
        return _rows(columns, some_of(_size(columns), count, self.rng))


def attack(
    name: str,
    *,
    train: "pd.DataFrame",
    control: "pd.DataFrame",
    synthetic: "pd.DataFrame",
    description: Description,
    plan: Plan | None = None,
) -> Risk:
    """Attack synthetic rows in one way; the same seed makes the same attacks.

    Parameters
    ----------
    name : str
        One of `ATTACKS`.
    train : DataFrame
        The rows that were learned from.
    control : DataFrame
        Rows of the same kind that were not.
    synthetic : DataFrame
    description : Description
    plan : Plan, optional

    Returns
    -------
    Risk

    Raises
    ------
    ParameterError
        If there is no such attack, or the plan names a column that is not described.
    DataError
        If a table has fewer than 20 rows, or a column is not as described.
    """
    check_choice("attack", name, ATTACKS)
    plan = plan or Plan()
    _check_columns(description, plan)
    tables: list[Columns] = [
        comparable(description.read(table), description) for table in (train, control, synthetic)
    ]
    fewest = min(map(_size, tables))
    if fewest < LEAST_ROWS:
        raise DataError(
            "errors.synthetic_few_rows",
            "need {least} rows or more of each kind to attack, got {rows}",
            least=LEAST_ROWS,
            rows=fewest,
        )
    rng = seeded(plan.seed)
    tables[2] = _rows(tables[2], rng.permutation(_size(tables[2])))  # ties fall by chance
    tried, found = _TRIES[name](_Field(description, plan, tables[0], tables[1], tables[2], rng))
    return Risk(name, tried[0], found[0], tried[1], found[1])


def _check_columns(description: Description, plan: Plan) -> None:
    """Refuse a plan for other columns, and a single column: there is nothing to know it by."""
    named = {*plan.parts[0], *plan.parts[1], *([plan.secret] if plan.secret else [])}
    if len(description) < 2 or not named <= set(description):
        raise ParameterError(
            "errors.synthetic_plan",
            "need 2 columns or more, and a plan for them only, got {columns} columns and a plan "
            "for {named}",
            columns=len(description),
            named=", ".join(sorted(named)),
        )


Counted = tuple[tuple[int, int], tuple[int, int]]
"""Attacks on those learned from and on others, and successes on both."""


def _single_out(field: _Field) -> Counted:
    """Count descriptions that fit exactly one person, in tables of one size.

    Where no row can be described alone, that counts as one attack, and it failed.
    """
    size = min(_size(field.train), _size(field.control))
    made = bets(
        field.synthetic,
        field.description,
        count=field.plan.attacks,
        columns=min(field.plan.columns, len(field.description)),
        rng=field.rng,
    )
    found = []
    for table in (field.train, field.control):
        people = field.people(table, size)
        found.append(sum(bet.fits(people) == 1 for bet in made))
    tried = max(1, len(made))
    return (tried, tried), (found[0], found[1])


def _link(field: _Field) -> Counted:
    """Count people whose two parts have a nearest row in common."""
    parts = field.plan.parts
    if not all(parts):
        names = list(field.description)
        parts = (names[::2], names[1::2])
    return _each(field, lambda people: _linked(field, people, parts))


def _linked(field: _Field, people: Columns, parts: Sequence[Sequence[str]]) -> int:
    """Count the people among these whose parts are linked."""
    k = min(field.plan.neighbours, _size(field.synthetic))
    nearest = []
    for names in parts:
        blocks = between(people, field.synthetic, field.description, names)
        nearest.append(np.concatenate([_first(apart, k) for _, apart in blocks]))
    pairs = zip(*nearest, strict=True)
    return sum(bool(set(one.tolist()) & set(other.tolist())) for one, other in pairs)


def _first(apart: "np.ndarray[Any, np.dtype[np.float32]]", k: int) -> "np.ndarray[Any, Any]":
    """Return the places of the `k` smallest of each row, the first of equal ones first."""
    first = apart.argmin(axis=1)[:, None] if k == 1 else np.argsort(apart, axis=1, kind="stable")
    return np.asarray(first[:, :k])


def _infer(field: _Field) -> Counted:
    """Count people whose secret the nearest row tells."""
    secret = field.plan.secret or list(field.description)[-1]
    return _each(field, lambda people: _inferred(field, people, secret))


def _inferred(field: _Field, people: Columns, secret: str) -> int:
    """Count the people among these whose secret is told."""
    known = [name for name in field.description if name != secret]
    blocks = between(people, field.synthetic, field.description, known)
    nearest = np.concatenate([apart.argmin(axis=1) for _, apart in blocks])
    guess, truth = field.synthetic[secret][nearest], people[secret]
    off = 0.0 if isinstance(field.description[secret], Categories) else field.plan.near
    right = (np.abs(guess - truth) <= off + 1e-6) | (np.isnan(guess) & np.isnan(truth))
    return int(np.count_nonzero(right))


def _accuse(field: _Field) -> Counted:
    """Count people to whom a row is nearer than the limit, which half of the others set."""
    order = field.rng.permutation(_size(field.control))
    limit_from, others = (_rows(field.control, part) for part in np.array_split(order, 2))
    limit = np.quantile(_nearest(field, limit_from), ACCUSED)
    tried, found = [], []
    for table in (field.train, others):
        people = field.people(table, field.plan.attacks)
        tried.append(_size(people))
        found.append(int(np.count_nonzero(_nearest(field, people) <= limit)))
    return (tried[0], tried[1]), (found[0], found[1])


def _nearest(field: _Field, people: Columns) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Return how far the nearest synthetic row is."""
    blocks = between(people, field.synthetic, field.description, list(field.description))
    return np.concatenate([apart.min(axis=1) for _, apart in blocks])


def _each(field: _Field, count: Callable[[Columns], int]) -> Counted:
    """Count successes on as many of those learned from as of others."""
    size = min(field.plan.attacks, _size(field.train), _size(field.control))
    found = [count(field.people(table, size)) for table in (field.train, field.control)]
    return (size, size), (found[0], found[1])


def _size(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _rows(columns: Columns, at: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Columns:
    return {name: column[at] for name, column in columns.items()}


_TRIES: Mapping[str, Callable[[_Field], Counted]] = {
    SINGLING_OUT: _single_out,
    LINKABILITY: _link,
    INFERENCE: _infer,
    NEAREST: _accuse,
}
