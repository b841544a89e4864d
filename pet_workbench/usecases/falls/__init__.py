"""The risk that a client is hurt by a fall, from a care organisation's data and a hospital's model.

`case` is the question and its techniques, `in_shares` and `in_clear` how each is done, `clients`
what is known about a client, `model` a logistic model, `quality` how good its risks are,
`population` makes invented clients, and `own_tables` reads a visitor's files.
"""

from pet_workbench.usecases.falls.case import CASE, FallsCase
from pet_workbench.usecases.falls.clients import (
    CARE,
    FEATURES,
    GROUPS,
    HOSPITAL,
    LINES,
    THIRD_PARTIES,
)
from pet_workbench.usecases.falls.model import WEIGHT_UNIT, WEIGHTS, Model, fit_logistic
from pet_workbench.usecases.falls.population import people
from pet_workbench.usecases.falls.scores import Scores

__all__ = [
    "CARE",
    "CASE",
    "FEATURES",
    "GROUPS",
    "HOSPITAL",
    "LINES",
    "THIRD_PARTIES",
    "WEIGHTS",
    "WEIGHT_UNIT",
    "FallsCase",
    "Model",
    "Scores",
    "fit_logistic",
    "people",
]
