"""Three exercises that can be answered from the page."""

from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution

OWNERS, STAGES = 2, 2


def _signatures() -> Solution:
    """Return how many signatures stand under an agreement before the real files are read."""
    return Solution(
        right=OWNERS * STAGES,
        wrong={"one_stage": OWNERS, "all_parties": 3 * STAGES},
        values={"owners": OWNERS, "stages": STAGES},
    )


TASKS = (
    NumberTask("signatures", _signatures),
    ChoiceTask("changed", ("nothing", "void", "again"), right="void"),
    ChoiceTask("unseen", ("removed", "rewritten", "never"), right="never"),
)
