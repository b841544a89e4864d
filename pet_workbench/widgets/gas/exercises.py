"""Four exercises that can be answered from the page."""

from fractions import Fraction
from functools import cache

from pet_workbench.datasets import figures
from pet_workbench.usecases.gas.accuracy import epsilon_for_margin
from pet_workbench.usecases.gas.budgets import loss_of_one
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution

HOMES, MARGIN, HIGH = 500, 0.05, 10_000
EACH, TIMES = "0.5", 3


@cache
def needed(homes: int) -> Fraction:
    """Return the epsilon that the second exercise asks for, in an area of so many homes."""
    mean = figures("gas")["use_mean"].value
    found = epsilon_for_margin(homes, mean=mean, high=HIGH, margin=MARGIN)
    if found is None:
        raise ValueError(f"need an exercise that has an answer, got {homes} homes")
    return found


def _epsilon() -> Solution:
    """Return the solution of the exercise on a margin."""
    right = float(needed(HOMES))
    return Solution(
        right=right,
        wrong={"half": right / 2},
        values={"homes": HOMES, "high": HIGH, "epsilon": right},
        tolerance=0.05,
    )


def _total() -> Solution:
    """Return the solution of the exercise on three publications."""
    total = float(loss_of_one(EACH, publications=TIMES).epsilon)
    return Solution(
        right=total,
        wrong={"one": float(EACH), "all": 352 * float(EACH)},
        values={"each": float(EACH), "times": TIMES, "total": total},
    )


TASKS = (
    ChoiceTask("border", ("higher", "merge", "noise", "names"), right="noise"),
    NumberTask("epsilon", _epsilon),
    NumberTask("total", _total),
    ChoiceTask("disjoint", ("times", "same", "less", "none"), right="same"),
)
