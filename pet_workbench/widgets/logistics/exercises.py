"""Three exercises that can be answered from the page."""

from pet_workbench.usecases.logistics import CASE
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.logistics.state import SECRET

N = 100


def _without_a_carrier() -> Solution:
    """Return how many of a hundred loads nobody can take."""
    tables = CASE.load(n=N, seed=SEED)
    winner = CASE.run(SECRET, tables, keep_payload_bytes=0).answer.winner
    none = int((winner < 0).sum())
    return Solution(right=none, wrong={"taken": N - none}, values={"n": N, "taken": N - none})


TASKS = (
    NumberTask("nobody", _without_a_carrier),
    ChoiceTask("second", ("cheaper", "honest", "secret"), right="honest"),
    ChoiceTask("law", ("nothing", "gdpr", "competition"), right="competition"),
)
