"""The reader's choices on the page of `fraud`."""

from typing import ClassVar

import traitlets

from pet_workbench.usecases.fraud import CASE, THIRD_PARTIES
from pet_workbench.widgets.case import CaseState

SECRET, TRUSTED, LISTS, PLAIN = CASE.techniques


class FraudState(CaseState):
    """The reader's choices."""

    case: ClassVar = CASE
    choices: ClassVar = (
        "insurer_threshold",
        "bank_threshold",
        "weighted_threshold",
        "minimum_found",
        "third_party",
    )
    insurer_threshold = traitlets.Int(60)
    bank_threshold = traitlets.Int(60)
    weighted_threshold = traitlets.Int(70)
    minimum_found = traitlets.Int(10)
    third_party = traitlets.Enum(THIRD_PARTIES, THIRD_PARTIES[0])
