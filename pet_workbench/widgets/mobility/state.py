"""The reader's choices on the page of `mobility`, also where a library is missing."""

from importlib.util import find_spec
from typing import Any, ClassVar

import traitlets

from pet_workbench.usecases.mobility import CASE, DAYPARTS, NOISY, MobilityCase
from pet_workbench.widgets.case import CaseState

ENCLAVE, _, SHARED, TRUSTED, PLAIN = CASE.techniques
SIZES = (1_000, 10_000, 100_000, 250_000)
MINIMA = (1, 2, 3, 5, 10, 15, 20, 50)
_HPKE = "cryptography.hazmat.primitives.hpke"


class WithoutEnclave(MobilityCase):
    """The case where data cannot be encrypted to an enclave: without those techniques."""

    techniques: ClassVar = {
        id: one for id, one in CASE.techniques.items() if not id.startswith("enclave")
    }


class MobilityState(CaseState):
    """The reader's choices.

    Attributes
    ----------
    minimum : int
        Smallest number that leaves.
    epsilon : float
        Of the noise, where there is any.
    daypart : str
        Which part of the day the picture shows.
    """

    case: ClassVar[MobilityCase] = CASE
    choices: ClassVar = ("minimum", "epsilon", "daypart")
    decides_on: ClassVar = {
        "minimum": tuple(id for id in CASE.techniques if id != NOISY),
        "epsilon": (NOISY,),
        "daypart": (),
    }

    n = traitlets.Int(100_000)
    minimum = traitlets.Int(10)
    epsilon = traitlets.Float(1.0)
    daypart = traitlets.Enum(DAYPARTS, DAYPARTS[1])

    def run_arguments(self) -> dict[str, Any]:
        """Return what the case gets: the part of the day is about the picture only."""
        return {"minimum": self.minimum, "epsilon": self.epsilon}

    @property
    def quarter(self) -> int:
        """Which part of the day the picture shows, from 0."""
        return DAYPARTS.index(self.daypart)


class StateWithoutEnclave(MobilityState):
    """The same without the techniques that need a library which is not installed."""

    case: ClassVar[MobilityCase] = WithoutEnclave()


def has_library() -> bool:
    """Tell whether data can be encrypted to an enclave: cryptography from 47 on has what it takes.

    Examples
    --------
    >>> isinstance(has_library(), bool)
    True
    """
    return find_spec(_HPKE) is not None
