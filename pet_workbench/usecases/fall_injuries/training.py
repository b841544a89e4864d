"""From totals to a model: one gradient step, or the whole fit, without a single client's outcome.

The equations of a logistic regression contain the outcomes y only as X'y: per feature the sum over
those who were injured.  Those sums are the totals of the case (for the features that are yes or no,
the groups' own numbers; for age and medicines, two sums).  The care organisation has X itself, so
that with the totals it can fit the model alone, as often as it likes.

Features whose line was not opened are left out of the model.

Arithmetic only: what the totals protect is said in `groups`.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import PrivacyError
from pet_workbench.usecases.fall_injuries.totals import WITHHELD, Totals
from pet_workbench.usecases.falls.clients import CENTRE_AGE, FEATURES, GROUPS, features
from pet_workbench.usecases.falls.model import WEIGHT_UNIT, Model, fit_to_totals, risks_of

if TYPE_CHECKING:
    import pandas as pd

_GROUP_OF = {
    "female": ("sex", "woman"),
    "fell_once": ("falls", "one"),
    "fell_often": ("falls", "more"),
}


def outcome_totals(totals: Totals) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return X'y, and for which features it is known.

    Parameters
    ----------
    totals : Totals

    Returns
    -------
    sums : ndarray of float64, shape (17,)
        The number of injured clients, then per feature its sum over them; 0 where unknown.
    known : ndarray of bool, shape (16,)

    Raises
    ------
    PrivacyError
        If nothing was opened.
    """
    if totals.total == WITHHELD:
        raise PrivacyError(
            "errors.falls_nothing_opened",
            "need totals over at least {minimum} injured clients, got fewer: nothing was opened",
            minimum=totals.minimum,
        )
    numbers = {
        "age": totals.age_years - CENTRE_AGE * totals.total,
        "medicines": totals.medicines,
    }
    for name in FEATURES:
        if name not in numbers:
            numbers[name] = int(totals.injured[GROUPS.index(_GROUP_OF.get(name, (name, "yes")))])
    known = np.array(
        [name in ("age", "medicines") or numbers[name] != WITHHELD for name in FEATURES]
    )
    sums = np.array([numbers[name] for name in FEATURES], np.float64)
    return np.append(totals.total, np.where(known, sums, 0.0)), known


def gradient(table: "pd.DataFrame", totals: Totals, model: Model) -> NDArray[np.float64]:
    """Return the gradient of the log-likelihood at the weights of `model`.

    Parameters
    ----------
    table : DataFrame
        Clients.
    totals : Totals
        Of the same clients.
    model : Model

    Returns
    -------
    ndarray of float64, shape (17,)
        X'y less what the model predicts of it; NaN for features whose total is not known.

    Raises
    ------
    PrivacyError
        If nothing was opened.
    """
    sums, known = outcome_totals(totals)
    rows = features(table)
    risks = risks_of(model.units(rows) / WEIGHT_UNIT)
    predicted = np.append(risks.sum(), risks @ rows)
    return np.where(np.append(True, known), sums - predicted, np.nan)


def fit(table: "pd.DataFrame", totals: Totals) -> Model:
    """Fit the model whose predictions add up to the `totals`.

    Parameters
    ----------
    table : DataFrame
        Clients.
    totals : Totals
        Of the same clients.

    Raises
    ------
    PrivacyError
        If nothing was opened.
    """
    sums, known = outcome_totals(totals)
    return Model.rounded(fit_to_totals(features(table), sums, used=known))
