"""Four exercises that can be answered from the page."""

from pet_workbench.synthetic.risk import Risk
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.synthetic.release import BUDGET

RIGHT, OTHERS, TRIED = 600, 200, 1_000
EACH, TIMES = 1, 2


def _risk() -> Solution:
    """Return the solution of the exercise on what an attacker gains, in percent."""
    gained = (RIGHT - OTHERS) / (TRIED - OTHERS)
    measured = Risk("inference", TRIED, RIGHT, TRIED, OTHERS).value
    if abs(gained - measured) > 0.01:
        raise ValueError(f"need the risk as it is measured, got {gained} and {measured}")
    return Solution(
        right=100 * gained,
        wrong={"all": 100 * RIGHT / TRIED, "difference": 100 * (RIGHT - OTHERS) / TRIED},
        values={"right": RIGHT, "others": OTHERS, "tried": TRIED},
        tolerance=1,
    )


def _left() -> Solution:
    """Return the solution of the exercise on the ledger."""
    return Solution(
        right=float(BUDGET) - EACH * TIMES,
        wrong={"one": float(BUDGET) - EACH, "spent": float(EACH * TIMES)},
        values={"budget": float(BUDGET), "each": EACH, "times": TIMES},
        tolerance=0.001,
    )


TASKS = (
    ChoiceTask("publish", ("cart", "private", "names", "copy"), right="private"),
    NumberTask("risk", _risk),
    NumberTask("left", _left),
    ChoiceTask("group", ("trust", "more", "ask", "never"), right="ask"),
)
