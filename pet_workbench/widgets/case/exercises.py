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

    return _exercise(n, task, words, ChoiceField(options, lang=words.lang), check, {})


def _number(n: int, task: NumberTask, words: Words) -> Exercise:
    """Return an exercise that asks for a number."""
    solution = task.solve()
    values = words.written({"answer": solution.right, **solution.wrong, **solution.values})
    check = partial(_check_number, task=task, solution=solution, words=words, values=values)
    return _exercise(n, task, words, NumberField(lang=words.lang), check, values)


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


def _exercise(
    n: int,
    task: Task,
    words: Words,
    field: ChoiceField | NumberField,
    check: Check,
    values: Mapping[str, str],
) -> Exercise:
    """Put question, field, hints and explanation together."""
    hints: list[str] = []
    while words.has(f"ex_{task.name}_hint_{len(hints) + 1}"):
        hints.append(words(f"ex_{task.name}_hint_{len(hints) + 1}", **values))
    return Exercise(
        words(f"ex_{task.name}_question", **values),
        [field],
        check,
        lang=words.lang,
        hints=hints,
        solution=words(f"ex_{task.name}_solution", **values),
        n=n,
    )
