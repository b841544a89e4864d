"""The page of the case `pupils`: which columns are drawn, and what there is to do."""

from typing import ClassVar

from pet_workbench.usecases.pupils import CASE
from pet_workbench.widgets.pupils.exercises import TASKS
from pet_workbench.widgets.synthetic import SyntheticPage, SyntheticState, controls_for


class PupilsState(SyntheticState):
    """The reader's choices."""

    case: ClassVar = CASE


class PupilsPage(SyntheticPage[PupilsState]):
    """Everything that moves on the page of `pupils`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = PupilsState
    controls = controls_for(("iqv", "lpo", "apo", "ses", "rpg"))
    relations = (("iqv", "lpo"), ("ses", "lpo"), ("sex", "lpo"), ("rpg", "lpo"))
    national_n = 200_000
    tasks = TASKS
