"""The cases of the use-case book as their parties would enter them, with the advice to expect.

What to expect was taken from the book and the source documents before any rule was run; where rules
and book differ, the case says which is right and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.core import DataError
from pet_workbench.decide import content, gate, questions
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.chooser.arrangements import by_id
from pet_workbench.decide.chooser.needs import needs
from pet_workbench.decide.conditions import Answers

_SAME_FIRST = "output"
"""Evidence about another kind of question is of little use, however many other answers agree."""


@dataclass(frozen=True)
class CaseEntry:
    """One case.

    Attributes
    ----------
    key : str
    name : Bilingual
    gate, needs : mapping of str to tuple of str
        Answers of its parties.
    gate_why : Bilingual
        What the gate's answers rest on.
    expected : tuple of str
        Acceptable first choices: ids of arrangements or outcomes, the book's first.
    if_allowed : tuple of str
        Where the gate stops: acceptable first choices if the law allowed it; empty otherwise.
    never : tuple of str
        What must not be advised at all.
    why : Bilingual
        Why those, and what the rules put first where that differs from the book.
    measured : bool
        Whether this workbench has measured it; if not, it comes later.
    sources : tuple of str
    """

    key: str
    name: Bilingual
    gate: Answers
    needs: Answers
    gate_why: Bilingual
    expected: tuple[str, ...]
    if_allowed: tuple[str, ...]
    never: tuple[str, ...]
    why: Bilingual
    measured: bool
    sources: tuple[str, ...]


@cache
def cases() -> tuple[CaseEntry, ...]:
    """Return all cases, in the order of ``cases.toml``.

    Raises
    ------
    DataError
        If an answer, an arrangement or a source does not exist.
    """
    return tuple(_case(key, item) for key, item in content.read("cases")["cases"].items())


def case(key: str) -> CaseEntry:
    """Return one case.

    Raises
    ------
    DataError
        If there is none with this key.

    Examples
    --------
    >>> case("aio").needs["parties"]
    ('two',)
    """
    found = {one.key: one for one in cases()}
    if key not in found:
        raise DataError(
            "errors.decide_chooser_case",
            "need a case out of {known}, got {id}",
            known=", ".join(found),
            id=key[:60],
        )
    return found[key]


def nearest(needs_answers: Mapping[str, Any]) -> tuple[tuple[str, int, int], ...]:
    """Return the cases by how many answers agree, nearest first.

    Cases that want the same kind of result come before all others.

    Returns
    -------
    tuple of (str, int, int)
        Key of the case, how many of its answers agree, out of how many it has.

    Raises
    ------
    DataError
        If there is no such question or option.

    Examples
    --------
    >>> nearest(case("aio").needs)[0][0]
    'aio'
    """
    given = questions.relevant(needs(), questions.check(needs(), needs_answers))
    found = []
    for place, one in enumerate(cases()):
        agreeing = sum(given.get(id) == answer for id, answer in one.needs.items())
        same = given.get(_SAME_FIRST) == one.needs[_SAME_FIRST]
        found.append(((not same, -agreeing, place), (one.key, agreeing, len(one.needs))))
    return tuple(entry for _, entry in sorted(found))


def _case(key: str, item: Mapping[str, Any]) -> CaseEntry:
    where = f"cases.{key}"
    for id in (*item["expected"], *item.get("if_allowed", ()), *item.get("never", ())):
        if id not in by_id():
            content.wrong(where, f"ids out of {', '.join(by_id())}", id)
    return CaseEntry(
        key,
        content.bilingual(item, "name", where=where),
        questions.check(gate.questions(), item["gate"]),
        questions.check(needs(), item["needs"]),
        content.bilingual(item, "gate_why", where=where),
        tuple(item["expected"]),
        tuple(item.get("if_allowed", ())),
        tuple(item.get("never", ())),
        content.bilingual(item, "why", where=where),
        bool(item.get("measured", False)),
        content.sourced(item, where=where),
    )
