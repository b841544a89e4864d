"""Three questions; the rules of the weighing itself know the answers."""

from pet_workbench.decide.weighing import Found, Person, Weighing, find, framework
from pet_workbench.decide.weighing.findings import OUTCOMES
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.exercises import exercise
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.exercise import ChoiceField, Exercise
from pet_workbench.widgets.page import Panel

QUESTION = "sharing"
"""On which the first two exercises are."""
ROLES = ("privacy-officer", "legal-adviser", "data-steward", "manager")
FIRST, SECOND = (5, 5, 2), (4, 4, 4)
"""Scores with equal averages."""


class Exercises(Panel):
    """Questions that check their own answers.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    named : dict of str to Exercise
    """

    def __init__(self, state: WeighingState) -> None:
        words = state.words
        self.named = {
            "zero": zero(words),
            "repair": repair(state),
            "differ": differ(words),
        }
        super().__init__(list(self.named.values()), lang=words.lang, label=words("exercises_label"))


def zero(words: Words) -> Exercise:
    """Return the question what one 0 among many high scores comes to."""
    best = framework().rules.highest
    full = dict.fromkeys(framework().questions, best)
    people = tuple(Person(role, scores=full) for role in ROLES)
    scored = Weighing(people=(people[0].scoring(QUESTION, 0), *people[1:]))
    outcome = find(scored).outcome
    count = len(people) * len(full)
    options = {one: words(f"ex_zero_{one}") for one in OUTCOMES if one != "open"}
    return exercise(
        "zero",
        words,
        1,
        [ChoiceField(options, lang=words.lang)],
        lambda chosen: chosen == outcome,
        question=framework().questions[QUESTION].name.of(words.lang),
        average=words.number(best * (count - 1) / count, 1),
    )


def repair(state: WeighingState) -> Exercise:
    """Return the task to take the 0 of the example away, by a score and not by leaving it out."""
    words = state.words
    name = framework().questions[QUESTION].name.of(words.lang)

    def check() -> bool | str:
        weighing = state.weighing
        zeros = find(weighing).zeros
        if zeros:
            names = [one.question.name.of(words.lang) for one in zeros]
            return words("ex_repair_still", questions=words.join(names))
        officers = [one for one in weighing.people if one.role == ROLES[0]]
        if not any(QUESTION in officer.scores for officer in officers):
            return words("ex_repair_start", question=name)
        return True

    main = next(one for one in framework().mains if one.id == framework().questions[QUESTION].main)
    return exercise("repair", words, 2, [], check, main=main.asks.of(words.lang))


def differ(words: Words) -> Exercise:
    """Return the question which of two questions with equal averages to talk about first."""
    scored = _scored(FIRST, SECOND)
    right = "first" if scored[0].spread > scored[1].spread else "second"
    options = {one: words(f"ex_differ_{one}") for one in ("first", "second", "same")}
    return exercise(
        "differ",
        words,
        3,
        [ChoiceField(options, lang=words.lang)],
        lambda chosen: chosen == right,
        first=words.join([str(score) for score in FIRST]),
        second=words.join([str(score) for score in SECOND]),
        spread=str(scored[0].spread),
    )


def _scored(*rows: tuple[int, ...]) -> tuple[Found, ...]:
    """Return what the rules find on as many questions as there are rows of scores."""
    questions = list(framework().questions)[: len(rows)]
    columns = zip(*rows, strict=True)
    people = tuple(
        Person(role, scores=dict(zip(questions, scores, strict=True)))
        for role, scores in zip(ROLES, columns, strict=False)
    )
    return find(Weighing(people=people)).questions[: len(rows)]
