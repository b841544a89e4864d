"""Patients of hospitals, the model that is fitted to them, and the answer.

Age is counted in tens of years from 65, so that coefficients are of the same order.  The logistic
model is about death within two years, and leaves out who was followed for a shorter time and was
alive then.  The survival model counts whole periods, as many months as agreed, and takes whoever
lived longer than `until` as alive at that moment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core.validation import check_choice
from pet_workbench.federated import Cox, Fit, Logistic, Model, Site, newton
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.base import Parameters, Tables

if TYPE_CHECKING:
    import pandas as pd

HOSPITALS = tuple(f"Ziekenhuis {letter}" for letter in "ABCDEFGH")
"""Eight invented hospitals, the largest first."""
COORDINATOR, THIRD = "Coördinator", "Register"
"""Who sends the questions round and adds up; and the body of the contrast, which gets all rows."""
FEATURES = ("age", "female", "stage_2", "stage_3", "stage_4", "poor_condition")
"""Those that tables have are used; stage I is what other stages are compared with."""
STAGES = {"stage_2": 1, "stage_3": 2, "stage_4": 3}
"""Features that are a stage, and its number in a table's column ``stage``, where stage I is 0."""
MODELS = ("logistic", "cox")
PERIODS, UNTIL = (1, 3, 6, 12), (24, 36, 60, 120)
"""Months in a period, and months after which nobody is followed any more."""
TWO_YEARS = 24
MIDDLE_AGE, AGE_UNIT = 65, 10
CONSTANT = "constant"
NORMAL_95 = 1.959964


@dataclass(frozen=True, eq=False)
class Fitted:
    """The answer: a model.

    Attributes
    ----------
    names : tuple of str
        Ids of features; the constant of a logistic model comes first.
    coefficients, errors : ndarray of float64, shape (k,)
        With their standard errors; noise that was added on purpose is in them.
    rounds : int
        How often hospitals answered.
    without : tuple of str
        Hospitals that went away, whose patients do not count.
    unfinished : bool
        Whether the fit stopped at its last total, because another would have told too much.
    """

    names: tuple[str, ...]
    coefficients: Floats
    errors: Floats
    rounds: int = 0
    without: tuple[str, ...] = ()
    unfinished: bool = False

    def ratios(self) -> Floats:
        """Return ratios of odds or of rates, with bounds of 95 %.

        Returns
        -------
        ndarray of float64, shape (k, 3)
            Ratio, lower and upper bound.

        Examples
        --------
        >>> Fitted(("female",), np.array([0.0]), np.array([0.5])).ratios().round(2).tolist()
        [[1.0, 0.38, 2.66]]
        """
        off = NORMAL_95 * self.errors
        bounds = np.stack([self.coefficients, self.coefficients - off, self.coefficients + off])
        return np.asarray(np.exp(bounds).T, np.float64)


def hospitals_of(tables: Iterable[str]) -> tuple[str, ...]:
    """Return the hospitals: all who bring a table."""
    return tuple(party for party in tables if party not in (COORDINATOR, THIRD))


def column_of(feature: str) -> str:
    """Return the column of a table in which a feature is.

    Examples
    --------
    >>> column_of("stage_2"), column_of("age")
    ('stage', 'age')
    """
    return "stage" if feature in STAGES else feature


def features_in(table: "pd.DataFrame") -> tuple[str, ...]:
    """Return the features that a table has, by its header."""
    return tuple(feature for feature in FEATURES if column_of(feature) in table.columns)


def features_of(tables: Tables) -> tuple[str, ...]:
    """Return the features that all tables have, by their headers."""
    has = [features_in(table) for table in tables.values()]
    return tuple(feature for feature in FEATURES if all(feature in one for one in has))


def site_of(
    name: str, table: "pd.DataFrame", features: tuple[str, ...], parameters: Parameters
) -> Site:
    """Return what a hospital counts with.

    Parameters
    ----------
    name : str
        Of the hospital.
    table : DataFrame
        ``months`` (whole, from 1), ``died`` (0 or 1) and the columns of the features.
    features : tuple of str
    parameters : mapping
        Of the run.

    Raises
    ------
    DataError
        If a value cannot be.
    """
    x = np.column_stack([_counted(table, feature) for feature in features])
    months, died = (table[column].to_numpy(np.float64) for column in ("months", "died"))
    if parameters["model"] == "logistic":
        known = (died == 1) | (months >= TWO_YEARS)
        dead = (died == 1) & (months <= TWO_YEARS)
        return Site(name, x[known], dead[known].astype(np.float64))
    period, until = parameters["period"], parameters["until"]
    happened = np.where(months <= until, died, 0.0)
    times = np.minimum(np.ceil(months / period), until // period)
    return Site(name, x, happened, times)


def _counted(table: "pd.DataFrame", feature: str) -> Floats:
    """Return a feature as it is counted."""
    values = table[column_of(feature)].to_numpy(np.float64)
    if feature in STAGES:
        return np.asarray(values == STAGES[feature], np.float64)
    return np.asarray((values - MIDDLE_AGE) / AGE_UNIT if feature == "age" else values)


def model_of(features: tuple[str, ...], parameters: Parameters) -> Model:
    """Return the model of a run."""
    if parameters["model"] == "logistic":
        return Logistic(len(features))
    last = parameters["until"] // parameters["period"]
    return Cox(len(features), tuple(float(place) for place in range(1, last + 1)))


def names_of(features: tuple[str, ...], parameters: Parameters) -> tuple[str, ...]:
    """Return the ids of the coefficients."""
    return (CONSTANT, *features) if parameters["model"] == "logistic" else features


def fit_all(tables: Tables, parameters: Parameters) -> Fitted:
    """Fit on the rows of all tables at once.

    Parameters
    ----------
    tables : mapping of str to DataFrame
    parameters : mapping
        Of the run.

    Raises
    ------
    DataError
        If there are too few rows for an answer.
    """
    features = features_of(tables)
    sites = [site_of(name, table, features, parameters) for name, table in tables.items()]
    whole = Site(
        ", ".join(tables),
        np.vstack([site.features for site in sites]),
        np.concatenate([site.outcome for site in sites]),
        None if sites[0].times is None else np.concatenate([site.times for site in sites]),
    )
    model = model_of(features, parameters)
    fit = newton(model, lambda at: model.sums(whole, at))
    return fitted(names_of(features, parameters), fit)


def fitted(names: tuple[str, ...], fit: Fit, **told: Any) -> Fitted:
    """Return a fit as the answer of the case."""
    return Fitted(names, fit.coefficients, fit.errors, fit.rounds, **told)


def alone(tables: Tables, hospital: str, **parameters: Any) -> Fitted:
    """Return what one hospital would find with its own patients only.

    Parameters
    ----------
    tables : mapping of str to DataFrame
    hospital : str
    **parameters
        Of the case: ``model`` and, for survival, ``period`` and ``until``.

    Raises
    ------
    ParameterError
        If there is no such hospital.
    DataError
        If its patients are too few, or too much alike, for an answer.
    """
    check_choice("hospital", hospital, hospitals_of(tables))
    full: Mapping[str, Any] = {"model": "logistic", "period": 3, "until": 60, **parameters}
    return fit_all({hospital: tables[hospital]}, full)
