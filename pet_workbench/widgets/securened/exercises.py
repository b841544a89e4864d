"""Three exercises that can be answered from the page."""

from functools import cache

from pet_workbench.usecases.securened import CASE
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.securened.state import SECRET

N, LOW, HIGH = 120, 3, 10


@cache
def answers() -> tuple[int, int]:
    """Return how many numbers the second exercise shows at its low and at its high minimum."""
    tables = CASE.load(n=N, seed=SEED)
    many, few = (
        int(CASE.run(SECRET, tables, keep_payload_bytes=0, minimum=k).answer.shown.sum())
        for k in (LOW, HIGH)
    )
    return many, few


def _numbers() -> Solution:
    """Return the solution of the exercise on what a higher minimum costs."""
    many, few = answers()
    return Solution.difference(many, few, n=N, low=LOW, high=HIGH)


TASKS = (
    ChoiceTask("two", ("fine", "other", "ncsc", "computer"), right="other"),
    NumberTask("numbers", _numbers),
    ChoiceTask("lie", ("noticed", "cap", "minimum", "average"), right="cap"),
)
