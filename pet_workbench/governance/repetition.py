"""Earlier questions that are nearly the same, shown to whoever is about to approve.

Two answers that each say little can together say much: how many households are under a limit, and
how many under a limit of one euro less.  Which differences are harmless no machine can tell; that a
question differs from an earlier one in a few parameters only, it can.

Protects: an approver against not noticing.
Does not protect: against questions in different words about the same people, nor against what was
asked elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pet_workbench.governance.agreement import Agreement
from pet_workbench.governance.computation import Difference, differences

FEW = 3
"""Questions that differ in at most so many parameters are nearly the same."""


@dataclass(frozen=True)
class Repetition:
    """An earlier agreement that is nearly the same.

    Attributes
    ----------
    digest, title : str
        Of the earlier agreement.
    columns : tuple of str
        That both use.
    differs : tuple of Difference
        In the parameters; empty if it is the same question once more.
    """

    digest: str
    title: str
    columns: tuple[str, ...]
    differs: tuple[Difference, ...]


def repetitions(new: Agreement, earlier: Iterable[Agreement]) -> tuple[Repetition, ...]:
    """Return earlier agreements on the same case and columns with almost the same parameters.

    Parameters
    ----------
    new : Agreement
    earlier : iterable of Agreement
        That this approver signed before.
    """
    mine = {column.place for column in new.columns}
    found = []
    for old in earlier:
        shared = sorted(mine & {column.place for column in old.columns})
        changed = tuple(
            one
            for one in differences(old.computation, new.computation)
            if one.field.startswith("parameters.")
        )
        same_case = old.computation.case == new.computation.case
        if old.digest != new.digest and same_case and shared and len(changed) <= FEW:
            found.append(Repetition(old.digest, old.title, tuple(shared), changed))
    return tuple(found)
