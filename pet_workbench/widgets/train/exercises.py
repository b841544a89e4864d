"""Four exercises that can be answered from the page."""

from functools import cache

from pet_workbench.core import Outcome
from pet_workbench.usecases.train import CASE, bytes_by_round
from pet_workbench.widgets.case import SEED, ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.train.state import SECRET

N = 5_000


@cache
def _run() -> Outcome:
    """Return the run that the first exercise is about."""
    return CASE.run(SECRET, CASE.load(n=N, seed=SEED), keep_payload_bytes=0)


def _rounds() -> Solution:
    """Return how many rounds 5,000 patients take."""
    outcome = _run()
    messages = len(bytes_by_round(outcome.transcript)) - 1
    return Solution(outcome.answer.rounds, {"goodbye": messages}, {"n": N})


TASKS = (
    NumberTask("rounds", _rounds),
    ChoiceTask("sums", ("nothing", "patient", "average"), right="patient"),
    ChoiceTask("absent", ("continue", "tells", "slow"), right="tells"),
    ChoiceTask("law", ("no_data", "still", "consent"), right="still"),
)
