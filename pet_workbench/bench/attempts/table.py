"""Two of those around the table put together what they saw, and work out ages of others."""

from itertools import combinations

from pet_workbench.attacks.around_the_table import known_sums
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.usecases.table import FIELD_MODULUS, TELL
from pet_workbench.usecases.table.people import own_age

PAIR = 2


def ages(trial: Trial) -> Got:
    """Let every pair, and whoever is trusted, work out the ages of the others."""
    people = tuple(trial.tables)
    own = {person: own_age(trial.tables[person], person) for person in people}
    helpers = [(party,) for party in trial.views if party not in people]
    return best([_known(trial, own, pair) for pair in (*combinations(people, PAIR), *helpers)])


def _known(trial: Trial, own: dict[str, int], coalition: tuple[str, ...]) -> Got:
    """Count the people whose age a coalition knows for certain."""
    threshold = trial.parameters["threshold"] if trial.technique.endswith("shamir") else None
    known = known_sums(
        [trial.views[party] for party in coalition],
        {party: own[party] for party in coalition if party in own},
        people=tuple(own),
        total=trial.outcome.answer.total,
        told=TELL,
        threshold=threshold,
        modulus=FIELD_MODULUS,
    )
    others = [person for person in own if person not in coalition]
    return Got(sum(known.get((person,)) == own[person] for person in others), len(others))
