"""What went wrong, with hospitals called as the reader calls them."""

from pet_workbench.core import PetError
from pet_workbench.widgets.case import Words

HOSPITAL = "hospital"
"""The parameter of an error that names one."""


def as_read(error: PetError, words: Words) -> PetError:
    """Return the error with the hospital's name in the reader's language.

    Parameters
    ----------
    error : PetError
    words : Words
    """
    if HOSPITAL in error.parameters:
        name = words.heading(str(error.parameters[HOSPITAL]))
        error.parameters = {**error.parameters, HOSPITAL: name}
    return error
