"""Three exercises that can be answered from the page."""

from functools import cache

from pet_workbench.usecases.entrepreneurs import CASE
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.entrepreneurs.state import SECRET

N, LOW, HIGH = 100_000, 5, 20


@cache
def answers() -> tuple[int, int]:
    """Return how many cells the second exercise shows at its low and at its high minimum."""
    tables = CASE.load(n=N, seed=SEED)
    many, few = (
        int((~CASE.run(SECRET, tables, keep_payload_bytes=0, minimum=k).answer.withheld).sum())
        for k in (LOW, HIGH)
    )
    return many, few


def _cells() -> Solution:
    """Return the solution of the exercise on what a higher minimum costs."""
    many, few = answers()
    return Solution.difference(many, few, n=N, low=LOW, high=HIGH)


TASKS = (
    ChoiceTask("total", ("safe", "one", "always", "round"), right="one"),
    NumberTask("cells", _cells),
    ChoiceTask("analyst", ("same", "analyst", "third", "holder"), right="analyst"),
)
