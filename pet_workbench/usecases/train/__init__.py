"""The case `train`: hospitals learn a model of survival together (Personal Health Train).

See `case` for the question, `patients` for the models and the answer, `plan` and `rounds` for how
question and answers travel, `by_sums`, `with_noise` (with `noisy_model`), `by_averaging` and
`in_clear` for the techniques, `minimum` for groups that are too small, `reading` for what can be
read back, `population` for generated patients, `real_data` for real ones, and `own_tables` for
files.

Protects: patients, as each technique says.
Does not protect: against hospitals that enter what is not true.
"""

from pet_workbench.usecases.train.case import AVERAGING, CASE, NOISE, TrainCase
from pet_workbench.usecases.train.noisy_model import promise
from pet_workbench.usecases.train.patients import (
    CONSTANT,
    COORDINATOR,
    FEATURES,
    HOSPITALS,
    MODELS,
    PERIODS,
    THIRD,
    UNTIL,
    Fitted,
    alone,
    features_of,
    hospitals_of,
    model_of,
    site_of,
)
from pet_workbench.usecases.train.reading import (
    asked_at,
    bytes_by_round,
    opened_total,
    own_coefficients,
    received_sums,
)
from pet_workbench.usecases.train.real_data import real

__all__ = [
    "AVERAGING",
    "CASE",
    "CONSTANT",
    "COORDINATOR",
    "FEATURES",
    "HOSPITALS",
    "MODELS",
    "NOISE",
    "PERIODS",
    "THIRD",
    "UNTIL",
    "Fitted",
    "TrainCase",
    "alone",
    "asked_at",
    "bytes_by_round",
    "features_of",
    "hospitals_of",
    "model_of",
    "opened_total",
    "own_coefficients",
    "promise",
    "real",
    "received_sums",
    "site_of",
]
