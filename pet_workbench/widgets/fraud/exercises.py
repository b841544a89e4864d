"""Three exercises that can be answered from the page."""

from pet_workbench.usecases.fraud import CASE
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.fraud.state import LISTS, SECRET

N = 10_000


def _too_many() -> Solution:
    """Return by how many providers comparing lists exceeds the question."""
    tables = CASE.load(n=N, seed=SEED)
    counts = {
        id: CASE.run(id, tables, keep_payload_bytes=0).answer.providers.size
        for id in (SECRET, LISTS)
    }
    return Solution(
        right=counts[LISTS] - counts[SECRET],
        wrong={"lists": counts[LISTS], "secret": counts[SECRET]},
        values={"n": N, "own": 60, "weighted": 70},
    )


TASKS = (
    NumberTask("lists", _too_many),
    ChoiceTask("fishing", ("sharing", "minimum", "third", "limits"), right="limits"),
    ChoiceTask("stopped", ("slow", "leaks", "balance", "banned"), right="balance"),
)
