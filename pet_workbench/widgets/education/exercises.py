"""Four exercises that can be answered from the page."""

from fractions import Fraction

import numpy as np

from pet_workbench.attacks.suppressed_cells import HIDDEN, recover_counts
from pet_workbench.dp.noise import noise_for
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution

WOMEN, BOTH, WOMEN_PASSED, BOTH_PASSED, TENTHS = 9, 13, 9, 12, (750, 1000, 923)
SMALL_EPSILON, LARGE_EPSILON = Fraction(1, 2), Fraction(1)


def _passed() -> Solution:
    """Solve: how many men passed, from totals and percentages."""
    counts = np.array([[[HIDDEN, WOMEN, BOTH], [HIDDEN, WOMEN_PASSED, BOTH_PASSED]]])
    found = recover_counts(counts, np.array([TENTHS]), minimum=5)
    men, passed = found.low[0, :, 0].tolist()
    return Solution(
        right=passed,
        wrong={"men": men},
        values={"women": WOMEN, "both": BOTH, "men": men, "passed": BOTH_PASSED},
    )


def _margin() -> Solution:
    """Solve: what a smaller epsilon does to a margin."""
    small, large = (
        noise_for(epsilon, Fraction(0), l1=1, l2_squared=1).quantile(0.95)
        for epsilon in (SMALL_EPSILON, LARGE_EPSILON)
    )
    return Solution(right=small, wrong={"same": large}, values={"large": large})


TASKS = (
    NumberTask("passed", _passed),
    ChoiceTask("safe", ("higher", "round", "percentages", "noise"), right="noise"),
    NumberTask("margin", _margin),
    ChoiceTask("school", ("publish", "hide", "together", "epsilon"), right="together"),
)
