"""Small tables of hospitals, and other libraries' fits on all of their rows."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.duration.hazard_regression import PHReg

from pet_workbench.usecases.train import CASE, features_of, site_of
from pet_workbench.usecases.train.population import generate

TABLES = generate(2_000, seed=7)
SECURE = "federated+secret-sharing"


def unequal():
    """Return hospitals of 1,500, 300, 60, 4 and 1 patients, one without deaths, one empty."""
    whole = pd.concat(TABLES.values(), ignore_index=True)
    cuts = np.split(np.arange(1_865), np.cumsum([1_500, 300, 60, 4]))
    parts = [whole.iloc[rows].reset_index(drop=True) for rows in cuts]
    alive = whole[whole["died"] == 0].head(40).reset_index(drop=True)
    return {f"H{at}": part for at, part in enumerate((*parts, alive, whole.head(0)), 1)}


def pooled(tables, **parameters):
    """Return features, outcome and times of all rows."""
    full = CASE.complete(parameters)
    features = features_of(tables)
    sites = [site_of(name, table, features, full) for name, table in tables.items()]
    x = np.vstack([site.features for site in sites])
    y = np.concatenate([site.outcome for site in sites])
    times = [site.times for site in sites]
    return x, y, None if times[0] is None else np.concatenate(times)


def theirs(tables, **parameters):
    """Return coefficients and standard errors of statsmodels on all rows."""
    x, y, times = pooled(tables, **parameters)
    if times is None:
        fit = sm.Logit(y, sm.add_constant(x)).fit(disp=0, method="newton", tol=1e-13, maxiter=50)
    else:
        fit = PHReg(times, x, y, ties="breslow").fit(disp=0)
    return np.asarray(fit.params), np.asarray(fit.bse)
