"""The reader's choices on the page of `passport`."""

from typing import ClassVar

import traitlets

from pet_workbench.usecases.passport import APPROVED, CASE
from pet_workbench.widgets.case import CaseState

SIZES = (1, 3, 5, 10, 20)
MINIMA = (10, 20, 25, 30, 35, 40, 50)


class PassportState(CaseState):
    """The reader's choices."""

    case: ClassVar = CASE
    choices: ClassVar = ("minimum_share", "approved")
    n = traitlets.Int(5)
    minimum_share = traitlets.Int(30)
    approved = traitlets.Enum(APPROVED, 27)
