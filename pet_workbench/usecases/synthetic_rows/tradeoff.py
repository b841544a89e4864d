"""What rows are worth and what they give away, for every way to make them, with two yardsticks.

One `Point` per way: how far counts are off, how well a prediction that was learned on the rows does
on real people, how much of the intervals of published regressions overlaps, and what four attacks
find, each with its interval.  The yardsticks are a deliberate copy, which every attack must catch,
and columns on their own.

Protects: nothing; it needs the real rows, so it is for the keeper.
Does not protect: against attacks that were not tried.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.dp import Ledger
from pet_workbench.synthetic import (
    Cart,
    Copy,
    Description,
    Generator,
    Independent,
    Marginals,
    Private,
    generator,
)
from pet_workbench.synthetic.risk import ATTACKS, Plan, Risk, attack
from pet_workbench.synthetic.utility import Refit, distances, predicts, refit
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.synthetic_rows.making import how_many
from pet_workbench.usecases.synthetic_rows.rows import as_described, split

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.synthetic_rows.case import SyntheticRowsCase

MEASURED = (
    generator.PRIVATE,
    generator.MARGINALS,
    generator.CART,
    generator.COPY,
    generator.INDEPENDENT,
)
"""Every way to make rows, the recommended one first, and the two yardsticks last."""
DELTA = "1e-6"
SEED = 3
"""Of the rows that are drawn."""
STEPS = 2 + len(ATTACKS)
"""How often `measure` tells that a step is done: rows made, use measured, and each attack."""
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Point:
    """What one way to make rows came to.

    Attributes
    ----------
    generator : str
        Of `pet_workbench.synthetic.GENERATORS`.
    epsilon : str
        Empty where nothing is paid.
    rows : int
        How many were drawn.
    single, pairs : float
        Which share of rows would have to move for counts by one, and by two columns, to agree.
    auc : float
        Of the prediction: 0.5 is guessing.
    overlap : float
        Of the intervals of refitted regressions: 1 if all are equal, 0 if none touch.
    risks : tuple of Risk
        What each attack found.
    seconds : float
        To learn and to draw.
    """

    generator: str
    epsilon: str
    rows: int
    single: float
    pairs: float
    auc: float
    overlap: float
    risks: tuple[Risk, ...]
    seconds: float

    @property
    def worst(self) -> Risk:
        """The attack that found most."""
        return max(self.risks, key=lambda risk: risk.value)

    @property
    def id(self) -> str:
        """What tells points apart: the generator, with its epsilon."""
        return f"{self.generator}:{self.epsilon}" if self.epsilon else self.generator


def make(
    case: "SyntheticRowsCase",
    learned: "pd.DataFrame",
    description: Description,
    id: str,
    *,
    epsilon: str = "1",
    rows: int = 0,
    teaching_seed: int | None = None,
) -> "pd.DataFrame":
    """Return rows of a generator, without parties and messages.

    Parameters
    ----------
    case : SyntheticRowsCase
    learned : DataFrame
        What is learned from.
    description : Description
    id : str
        Of `MEASURED`.
    epsilon : str
        Of the private one.
    rows : int
        0 for as many as were learned from.
    teaching_seed : int, optional
        Makes the noise of the private one predictable, for tests.
    """
    makers: Mapping[str, Callable[[], Generator]] = {
        generator.MARGINALS: Marginals,
        generator.CART: Cart,
        generator.COPY: Copy,
        generator.INDEPENDENT: Independent,
        generator.PRIVATE: lambda: _private(case, epsilon, teaching_seed),
    }
    fitted = makers[id]().fit(learned, description)
    return fitted.draw(how_many(fitted, len(learned), rows), seed=SEED)


def _private(case: "SyntheticRowsCase", epsilon: str, teaching_seed: int | None) -> Private:
    """Return the private generator with a ledger that has room for once."""
    terms = case.terms
    ledger = Ledger.temporary(
        dataset=case.dataset,
        unit=terms.unit,
        neighbours=terms.neighbours,
        epsilon=epsilon,
        delta=DELTA,
    )
    return Private(
        ledger=ledger, epsilon=epsilon, delta=DELTA, terms=terms, teaching_seed=teaching_seed
    )


def measure(
    case: "SyntheticRowsCase",
    tables: Tables,
    id: str,
    *,
    epsilon: str = "1",
    attacks: int = 1_000,
    on_step: Told | None = None,
    teaching_seed: int | None = None,
) -> Point:
    """Make rows in one way, and measure what they are worth and what they give away.

    Parameters
    ----------
    case : SyntheticRowsCase
    tables : mapping of str to DataFrame
        As its `load` gives them.
    id : str
        Of `MEASURED`.
    epsilon : str
        Of the private one.
    attacks : int
        Of each kind at most.
    on_step : callable, optional
        Gets how many steps are done, of how many.
    teaching_seed : int, optional
        Makes the noise predictable, for tests.

    Raises
    ------
    MissingExtraError
        If the generator needs a library that is not installed.
    """
    tell: Told = on_step or (lambda _done, _of: None)
    about = case.description
    parts = split(tables[case.keeper], case.terms)
    learned, aside = (as_described(one, about) for one in parts)
    start = perf_counter()
    rows = make(case, parts[0], about, id, epsilon=epsilon, teaching_seed=teaching_seed)
    seconds = perf_counter() - start
    tell(1, STEPS)
    off = distances(learned, rows, about)
    target, value = case.target
    auc = predicts(rows, aside, about, target=target, value=value)
    overlap = mean_overlap(refits(case, learned, rows))
    tell(2, STEPS)
    risks = []
    for number, name in enumerate(ATTACKS):
        risks.append(attacked(case, name, learned, aside, rows, attacks=attacks))
        tell(3 + number, STEPS)
    return Point(
        id,
        epsilon if id == generator.PRIVATE else "",
        len(rows),
        off.mean_single,
        off.mean_pairs,
        auc,
        overlap,
        tuple(risks),
        seconds,
    )


def attacked(
    case: "SyntheticRowsCase",
    name: str,
    learned: "pd.DataFrame",
    aside: "pd.DataFrame",
    rows: "pd.DataFrame",
    *,
    attacks: int,
) -> Risk:
    """Attack rows in one way, as the case says what is secret and who knows what.

    Parameters
    ----------
    case : SyntheticRowsCase
    name : str
        Of `ATTACKS`.
    learned, aside, rows : DataFrame
        In the columns of the description.
    attacks : int
    """
    plan = Plan(attacks=attacks, secret=case.sensitive, parts=case.parts)
    return attack(
        name,
        train=learned,
        control=aside,
        synthetic=rows,
        description=case.description,
        plan=plan,
    )


def refits(
    case: "SyntheticRowsCase", learned: "pd.DataFrame", rows: "pd.DataFrame"
) -> dict[str, Refit | None]:
    """Refit the case's regressions; None where the rows do not determine one."""
    found: dict[str, Refit | None] = {}
    for name, fit in case.analyses.items():
        try:
            found[name] = refit(fit, real=learned, synthetic=rows)
        except DataError:
            found[name] = None
    return found


def mean_overlap(found: Mapping[str, Refit | None]) -> float:
    """Return the mean overlap of the intervals of all coefficients but constants.

    Where two intervals do not touch, and where a regression cannot be fitted, it counts 0.
    """
    parts: list[Any] = []
    for one in found.values():
        parts += [0.0] if one is None else np.maximum(one.overlap[1:], 0).tolist()
    return float(np.mean(parts))
