"""The questions about need and constraints, asked after the legal gate."""

from functools import cache

from pet_workbench.decide import content, questions
from pet_workbench.decide.questions import Question


@cache
def needs() -> tuple[Question, ...]:
    """Return the questions of ``needs.toml``, in the order in which they are asked.

    Examples
    --------
    >>> [question.id for question in needs()][:2]
    ['parties', 'output']
    """
    return questions.read(content.read("needs")["questions"], where="needs")


@cache
def ordered() -> dict[str, tuple[str, ...]]:
    """Return the questions whose options go from mild to severe, with those options.

    More severe answers never lead to less protection: see `pet_workbench.decide.chooser.least`.

    Examples
    --------
    >>> sorted(ordered())
    ['audience', 'distrust', 'sensitivity']
    """
    written = content.read("needs")["questions"]
    return {one.id: one.choices for one in needs() if written[one.id].get("ordered", False)}
