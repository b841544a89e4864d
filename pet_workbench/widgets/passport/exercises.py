"""Exercises that can be answered from the page."""

from pet_workbench.usecases.passport import CASE
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution

N, HIGHER = 5, 35


def _with_a_higher_minimum() -> Solution:
    """Return how many of five products are accepted when more has to be recycled."""
    tables = CASE.load(n=N, seed=SEED)
    usual, higher = (
        int(CASE.exact(tables, **{**CASE.parameters, "minimum_share": share}).accepted.sum())
        for share in (CASE.parameters["minimum_share"], HIGHER)
    )
    wrong = {"usual": usual, "refused": N - higher}
    return Solution(right=higher, wrong=wrong, values={"n": N, "minimum": HIGHER})


TASKS = (
    NumberTask("minimum", _with_a_higher_minimum),
    ChoiceTask("truth", ("true", "follows", "audited"), right="follows"),
    ChoiceTask("hash", ("undone", "few", "long"), right="few"),
    ChoiceTask("producer", ("nothing", "total", "all"), right="total"),
)
