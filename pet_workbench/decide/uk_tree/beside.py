"""Our advice beside the guide's, for one case or for a reader's answers."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pet_workbench.decide import chooser, content
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.uk_tree.tree import FILE
from pet_workbench.decide.uk_tree.walking import Walk, walk

Agree = Literal["same", "possible", "partly", "differ"]
AGREES: tuple[Agree, ...] = ("same", "possible", "partly", "differ")


@dataclass(frozen=True)
class Judged:
    """What we say of one case, written before and not computed.

    Attributes
    ----------
    leaves : tuple of str
        Where the guide ends for this case.
    note : Bilingual
        How we judge the difference.
    """

    leaves: tuple[str, ...]
    note: Bilingual


@dataclass(frozen=True)
class Beside:
    """One case through both.

    Attributes
    ----------
    case : CaseEntry
    advice : Advice
        Of our chooser.
    walk : Walk
        Through the guide.
    agree : {"same", "possible", "partly", "differ"}
    judged : Judged
    """

    case: chooser.CaseEntry
    advice: chooser.Advice
    walk: Walk
    agree: Agree
    judged: Judged


def compare(first: str, walked: Walk) -> Agree:
    """Tell how our first choice and the guide's suggestions go together.

    Parameters
    ----------
    first : str
        Id of an arrangement, or of an outcome that is no technique.
    walked : Walk

    Returns
    -------
    {"same", "possible", "partly", "differ"}
        "same": every part of ours is suggested, and all that is suggested is in ours.  "possible":
        some part is, but the guide asks something that was not asked.  "partly": some part is
        suggested, or is named as worth a look.  "differ": nothing in common.
    """
    ours = frozenset(first.split("+"))
    aside = frozenset(part for leaf in walked.also for part in leaf.parts)
    if not ours & (walked.parts | aside):
        return "differ"
    if any(step.how == "unasked" for step in walked.steps):
        return "possible"
    whole = ours <= walked.parts and all(ours & set(leaf.parts) for leaf in walked.leaves)
    return "same" if whole else "partly"


def beside(case: str, *, off: Set[str] = frozenset()) -> Beside:
    """Return our advice on a case beside the guide's.

    Parameters
    ----------
    case : str
    off : set of str
        Rules of our chooser that are switched off.

    Raises
    ------
    DataError
        If there is no such case.
    """
    entry = chooser.case(case)
    advice = chooser.advise(entry.gate, entry.needs, off=off)
    walked = walk(entry.gate, entry.needs)
    return Beside(entry, advice, walked, compare(advice.first, walked), judged()[case])


@cache
def judged() -> Mapping[str, Judged]:
    """Return what we say of each case.

    Raises
    ------
    DataError
        If a text is missing.
    """
    return {key: _judged(key, item) for key, item in content.read(FILE)["cases"].items()}


def _judged(key: str, item: Mapping[str, Any]) -> Judged:
    note = content.bilingual(item, "note", where=f"{FILE}.cases.{key}")
    return Judged(tuple(item["leaves"]), note)
