"""The reader's choices on the page of `logistics`."""

from typing import ClassVar

import traitlets

from pet_workbench.usecases.logistics import CASE, THIRD_BODIES
from pet_workbench.widgets.case import CaseState

SECRET, TRUSTED, PLAIN = CASE.techniques
SIZES = (5, 20, 100, 500, 2_000)


class LogisticsState(CaseState):
    """The reader's choices."""

    case: ClassVar = CASE
    choices: ClassVar = ("second_price", "third_body")
    n = traitlets.Int(20)
    second_price = traitlets.Bool(False)
    third_body = traitlets.Enum(THIRD_BODIES, THIRD_BODIES[0])
