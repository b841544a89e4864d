"""Three exercises that can be answered from the page."""

from functools import cache

from pet_workbench.usecases.aio import CASE
from pet_workbench.widgets.aio.state import SECRET
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution

N, RATE, LOW, HIGH = 10_000, 40, 100, 105


@cache
def answers() -> tuple[int, int]:
    """Return how many households the second exercise finds at its low and at its high limit."""
    tables = CASE.load(n=N, seed=SEED, non_take_up=RATE / 100)
    low, high = (
        CASE.run(SECRET, tables, keep_payload_bytes=0, threshold_percent=limit).answer.households
        for limit in (LOW, HIGH)
    )
    return len(low), len(high)


def _difference() -> Solution:
    """Return the solution of the exercise on two questions and one difference."""
    few, many = answers()
    rates = {"rate": f"{RATE}%", "low": f"{LOW}%", "high": f"{HIGH}%"}
    return Solution.difference(many, few, n=N, **rates)


TASKS = (
    ChoiceTask("partner", ("nobody", "uwv", "third", "either"), right="either"),
    NumberTask("difference", _difference),
    ChoiceTask("hash", ("safe", "slow", "guess", "longer"), right="guess"),
)
