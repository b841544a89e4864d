"""Exercises that can be answered from the page, and check themselves."""

from collections.abc import Mapping, Sequence
from functools import partial

from pet_workbench.widgets.case.declared import ChoiceTask, NumberTask, Solution, Task
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.exercise import Check, ChoiceField, Exercise, NumberField
from pet_workbench.widgets.page import Panel


class Exercises(Panel):
    """The exercises of a page.

    Parameters
    ----------
    tasks : sequence of ChoiceTask and NumberTask
    words : Words

    Attributes
    ----------
    exercises : tuple of Exercise
    named : dict of str to Exercise
    """

    def __init__(self, tasks: Sequence[Task], words: Words) -> None:
        self.named = {
            task.name: _choice(n, task, words)
            if isinstance(task, ChoiceTask)
            else _number(n, task, words)
            for n, task in enumerate(tasks, start=1)
        }
        self.exercises = tuple(self.named.values())
        super().__init__(self.exercises, lang=words.lang, label=words("exercises_label"))


def _choice(n: int, task: ChoiceTask, words: Words) -> Exercise:
    """Return an exercise in which one of a few sentences is right."""
    options = {one: words(f"ex_{task.name}_{one}") for one in task.options}

    def check(chosen: str) -> bool | str:
        remark = words.optional(f"ex_{task.name}_wrong_{chosen}")
        return chosen == task.right or remark or False

    return exercise(task.name, words, n, [ChoiceField(options, lang=words.lang)], check)


def _number(n: int, task: NumberTask, words: Words) -> Exercise:
    """Return an exercise that asks for a number."""
    solution = task.solve()
    values = words.written({"answer": solution.right, **solution.wrong, **solution.values})
    check = partial(_check_number, task=task, solution=solution, words=words, values=values)
    return exercise(task.name, words, n, [NumberField(lang=words.lang)], check, **values)


def _check_number(
    given: float, *, task: NumberTask, solution: Solution, words: Words, values: Mapping[str, str]
) -> bool | str:
    """Return whether a number is right, or what is to be said about this wrong one."""
    if abs(given - solution.right) <= solution.tolerance:
        return True
    for id, wrong in solution.wrong.items():
        if given == wrong:
            return words(f"ex_{task.name}_wrong_{id}", **values)
    return False


def exercise(
    name: str,
    words: Words,
    n: int,
    fields: Sequence[NumberField | ChoiceField],
    check: Check,
    /,
    **values: str,
) -> Exercise:
    """Put question, fields, hints and explanation together, in the words of the catalogue.

    Parameters
    ----------
    name : str
        Of the exercise: its texts are ``ex_NAME_question``, ``ex_NAME_solution`` and, as many as
        there are, ``ex_NAME_hint_1``, ``ex_NAME_hint_2``, ...
    words : Words
    n : int
        Number of the exercise on the page.
    fields : sequence of NumberField and ChoiceField
    check : callable
        See `pet_workbench.widgets.exercise.Exercise`.
    **values : str
        For the placeholders of the texts.
    """
    hints: list[str] = []
    while words.has(f"ex_{name}_hint_{len(hints) + 1}"):
        hints.append(words(f"ex_{name}_hint_{len(hints) + 1}", **values))
    return Exercise(
        words(f"ex_{name}_question", **values),
        fields,
        check,
        lang=words.lang,
        hints=hints,
        solution=words(f"ex_{name}_solution", **values),
        n=n,
    )
