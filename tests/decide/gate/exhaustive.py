"""All sets of answers to the gate that can differ in outcome, one of each kind.

The outcome depends on an answer only through the sets of options that conditions name, and through
"unknown".  Two answers that meet the same sets are therefore the same to the gate, and one of them
stands for both.  That leaves all that can differ, and few enough to try every one.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations

from pet_workbench.decide import Answers, Condition, gate
from pet_workbench.decide.questions import asked

LIVING = ("people", "employees", "children", "traders", "unknown")
GOOD: Mapping[str, tuple[str, ...]] = {"arranged": ("controller", "dpia")}


@cache
def conditions() -> tuple[Condition, ...]:
    """Return every condition that the outcome depends on."""
    ours = [question.when for question in gate.questions()]
    return tuple(ours) + tuple(one for rule in gate.rules() for one in rule.when)


@cache
def kinds_of_answers(id: str) -> tuple[tuple[str, ...], ...]:
    """Return the answers to a question, one of each kind that conditions can tell apart."""
    question = next(one for one in gate.questions() if one.id == id)
    named: set[tuple[str, ...]] = {("unknown",)}
    for condition in conditions():
        for side in (condition.needs, condition.bars):
            if id in side:
                named.add(tuple(sorted(side[id])))
    most = len(question.options) if question.several else 1
    found: dict[tuple[bool, ...], tuple[str, ...]] = {}
    for size in range(1, most + 1):
        for chosen in combinations(question.choices, size):
            meets = tuple(not set(chosen).isdisjoint(wanted) for wanted in sorted(named))
            found.setdefault(meets, chosen)
    return tuple(found.values())


def answers(given: Answers, fixed: Answers) -> Iterator[tuple[dict[str, tuple[str, ...]], bool]]:
    """Yield all answers that go on from `given`, and whether they are complete.

    Parameters
    ----------
    given : mapping of str to tuple of str
    fixed : mapping of str to tuple of str
        Questions that get this one answer only.
    """
    open_questions = [one for one in asked(gate.questions(), given) if one.id not in given]
    yield dict(given), not open_questions
    if open_questions:
        first = open_questions[0]
        kinds = [fixed[first.id]] if first.id in fixed else kinds_of_answers(first.id)
        for chosen in kinds:
            yield from answers({**given, first.id: chosen}, fixed)
