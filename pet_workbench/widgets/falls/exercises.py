"""The exercises on falls: who holds the key, how many clients tell a model, and what is simpler."""

from pet_workbench.usecases.falls import FEATURES, WEIGHTS
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution


def clients_needed() -> Solution:
    """Return how many scores tell a model with as many weights: as many as there are weights."""
    return Solution(
        right=len(WEIGHTS),
        wrong={"features": len(FEATURES), "one": 1},
        values={"features": len(FEATURES)},
    )


TASKS = (
    ChoiceTask("key", ("care", "hospital", "both"), right="care"),
    NumberTask("needed", clients_needed),
    ChoiceTask("simpler", ("encrypt", "third", "give"), right="give"),
)
