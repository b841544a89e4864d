"""The exercises of the page of `debts`."""

from pet_workbench.usecases.debts import CASE, TOTAL
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution

N = 200_000


def _exactly_two() -> Solution:
    """Return how many residents are at exactly two agencies."""
    tables = CASE.load(n=N, seed=SEED)
    two, three = (
        CASE.run("secret-sharing", tables, question=TOTAL, at_least=k).answer.number for k in (2, 3)
    )
    return Solution(
        right=two - three,
        wrong={"two": two, "three": three},
        values={"n": N, "many": two, "few": three},
    )


TASKS = (
    ChoiceTask("partner", ("nobody", "agency", "bodies", "four"), right="bodies"),
    NumberTask("exactly", _exactly_two),
    ChoiceTask("law", ("none", "body", "each", "consent"), right="each"),
)
