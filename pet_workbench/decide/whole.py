"""Whether every part of a dossier can be read, before it takes the place of another one.

The schema knows the shape of a dossier; only the parts themselves know their ids.  A file that was
changed by hand, or that was made with other content, is refused here as a whole.
"""

from pet_workbench.decide import adoption, balance, chooser, gate, questions, sections, weighing
from pet_workbench.decide.dossier import Dossier


def check_whole(dossier: Dossier) -> Dossier:
    """Return `dossier`, once all its parts can be read.

    Raises
    ------
    DataError
        If an answer, a technique, a weighing, a balance, an adoption scan or a run is none.

    Examples
    --------
    >>> check_whole(Dossier.empty("en")).is_empty
    True
    """
    questions.check(gate.questions(), dossier.gate)
    questions.check(chooser.questions(), dossier.needs)
    if dossier.chosen is not None:
        chooser.arrangement(dossier.chosen)
    if dossier.weighing is not None:
        weighing.Weighing.from_mapping(dossier.weighing)
    if dossier.balance is not None:
        balance.Balance.from_mapping(dossier.balance)
    if dossier.adoption is not None:
        adoption.Adoption.from_mapping(dossier.adoption)
    if dossier.run is not None:
        sections.check("run", dossier.run)
    return dossier
