"""Three exercises that can be answered from the page."""

from fractions import Fraction

from pet_workbench.attacks.left_out import mean_of_those_who_left
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution

BEFORE, AFTER, N_BEFORE, N_AFTER = 62, 65, 300, 240


def _left_out() -> Solution:
    """Return the solution of the exercise on two opened means."""
    mean, _ = mean_of_those_who_left(
        Fraction(BEFORE), Fraction(AFTER), n_before=N_BEFORE, n_after=N_AFTER, step=Fraction(0)
    )
    return Solution(
        right=float(mean),
        wrong={"difference": AFTER - BEFORE, "mirrored": 2 * BEFORE - AFTER},
        values={
            "before": BEFORE,
            "after": AFTER,
            "n_before": N_BEFORE,
            "n_after": N_AFTER,
            "n_left": N_BEFORE - N_AFTER,
            "total_before": BEFORE * N_BEFORE,
            "total_after": AFTER * N_AFTER,
        },
    )


TASKS = (
    ChoiceTask("together", ("secrets", "numbers", "luck"), right="numbers"),
    NumberTask("left", _left_out),
    ChoiceTask("fair", ("more", "within", "noise"), right="within"),
)
