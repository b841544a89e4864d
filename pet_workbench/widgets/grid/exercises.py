"""Four exercises that can be answered from the page."""

from pet_workbench.usecases.grid import CASE, DWELLINGS
from pet_workbench.usecases.grid.kept import verdicts
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution

CAPACITY, HOMES = 1.25, 200


def _holding() -> Solution:
    """Return of how many kinds of street the transformer holds, by the real rows."""
    real = CASE.exact(CASE.load(n=CASE.measured_n, seed=SEED), columns=())
    holds = sum(one.truth for one in verdicts(real, real, capacity=CAPACITY, homes=HOMES))
    others = len(DWELLINGS) - holds
    wrong = {} if others == holds else {"others": others}
    return Solution(right=holds, wrong=wrong, values={"kinds": len(DWELLINGS)})


TASKS = (
    NumberTask("holding", _holding),
    ChoiceTask("columns", ("noise", "tree", "rare"), right="tree"),
    ChoiceTask("danger", ("high", "low", "equal"), right="low"),
    ChoiceTask("internal", ("free", "useful", "measured"), right="measured"),
)
