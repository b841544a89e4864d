"""Three exercises that can be answered from the page."""

from functools import cache

from pet_workbench.usecases.mobility import CASE
from pet_workbench.usecases.mobility.table import true_table, true_withheld
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution

N, LOW, HIGH = 100_000, 5, 20


@cache
def answers() -> tuple[int, int]:
    """Return how many cells the first exercise shows at its low and at its high minimum."""
    counts = true_table(CASE.load(n=N, seed=SEED))
    many, few = (true_withheld(counts, minimum).n_shown for minimum in (LOW, HIGH))
    return many, few


def _cells() -> Solution:
    """Return the solution of the exercise on what a higher minimum costs."""
    many, few = answers()
    return Solution.difference(many, few, n=N, low=LOW, high=HIGH)


TASKS = (
    NumberTask("cells", _cells),
    ChoiceTask("debug", ("genuine", "debug", "forged", "old"), right="debug"),
    ChoiceTask("measured", ("safe", "which", "nobody", "true"), right="which"),
)
