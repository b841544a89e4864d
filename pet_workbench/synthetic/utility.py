"""What can still be done with synthetic rows: counts, predictions and a regression.

Arithmetic only: it needs the real table, so its outcome is for the data holder; figures over all
rows of a large table are mostly harmless to publish, counts of cells are not among them.

References
----------
.. [1] A. F. Karr, C. N. Kohnen, A. Oganian, J. P. Reiter, A. P. Sanil, "A framework for evaluating
   the utility of data altered to protect confidentiality", The American Statistician 60(3), 2006,
   224-232, doi:10.1198/000313006X124640.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError
from pet_workbench.core.validation import check_choice
from pet_workbench.synthetic.cart import as_feature
from pet_workbench.synthetic.description import Categories, Description, Places

if TYPE_CHECKING:
    import pandas as pd

_Z = 1.959963984540054
"""Standard errors on each side of an interval of 95 %."""


@dataclass(frozen=True)
class Distances:
    """How far apart two tables are in what they count: total variation.

    It is the share of rows that would have to be moved to another bin for the counts to agree.

    Attributes
    ----------
    single : mapping of str to float
        By column, 0 to 1.
    pairs : mapping of (str, str) to float
        By two columns.
    """

    single: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]

    @property
    def mean_single(self) -> float:
        """The mean over columns."""
        return float(np.mean(list(self.single.values())))

    @property
    def mean_pairs(self) -> float:
        """The mean over pairs of columns; 0 of a single column."""
        return float(np.mean(list(self.pairs.values()) or [0.0]))


def distances(
    real: "pd.DataFrame", synthetic: "pd.DataFrame", description: Description
) -> Distances:
    """Compare counts by one and by two columns, in the public bins.

    Parameters
    ----------
    real, synthetic : DataFrame
        With a row at least; a missing value is a bin of its own.
    description : Description

    Raises
    ------
    DataError
        If a column is not there or not as described.
    """
    one, other = description.places(real), description.places(synthetic)
    sizes = {name: description[name].size + 1 for name in description}

    def apart(*names: str) -> float:
        counts = [_share([places[name] for name in names], names, sizes) for places in (one, other)]
        return float(np.abs(counts[0] - counts[1]).sum() / 2)

    return Distances(
        {name: apart(name) for name in description},
        {pair: apart(*pair) for pair in combinations(description, 2)},
    )


def _share(
    places: Sequence[Places], names: Sequence[str], sizes: Mapping[str, int]
) -> NDArray[np.float64]:
    """Return which share of rows each combination has."""
    cell = np.zeros(len(places[0]), np.int64)
    for column, name in zip(places, names, strict=True):
        cell = cell * sizes[name] + column
    cells = int(np.prod([sizes[name] for name in names]))
    return np.bincount(cell, minlength=cells) / max(1, len(cell))


def predicts(
    train: "pd.DataFrame",
    test: "pd.DataFrame",
    description: Description,
    *,
    target: str,
    value: str | int,
) -> float:
    """Learn from one table to tell a value of `target`, and try on another: train on synthetic.

    Parameters
    ----------
    train : DataFrame
        Synthetic; or real, for comparison.
    test : DataFrame
        Real rows that nothing was learned from.
    description : Description
    target : str
        A column of categories; rows in which it is missing are left out.
    value : str or int
        Told apart from all other values.

    Returns
    -------
    float
        Area under the curve (AUC): the chance that of two rows, with and without the value, the
        right one is thought more likely.  0.5 is guessing; and is returned if the training rows
        all agree, so that nothing can be learned.

    Raises
    ------
    ParameterError
        If there is no such column of categories, or no such value.
    DataError
        If the test rows all agree, or a column is not as described.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score

    check_choice("target", target, list(description))
    kind = description[target]
    check_choice("value", str(value), list(map(str, getattr(kind, "values", ()))))
    names = [name for name in description if name != target]
    x, y = _features(train, description, names, target=target, value=value)
    tried, truth = _features(test, description, names, target=target, value=value)
    if len(set(truth.tolist())) < 2:
        raise DataError(
            "errors.synthetic_one_value",
            "need rows with and without {value} in {target} to test on, got only one of them",
            target=target,
            value=value,
        )
    if len(set(y.tolist())) < 2:
        return 0.5
    learned = RandomForestClassifier(60, min_samples_leaf=10, random_state=0)
    return float(roc_auc_score(truth, learned.fit(x, y).predict_proba(tried)[:, 1]))


def _features(
    table: "pd.DataFrame",
    description: Description,
    names: Sequence[str],
    *,
    target: str,
    value: str | int,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return features and outcome of the rows in which the target is known."""
    read, kind = description.read(table), description[target]
    places = kind.places(read[target])
    known = places < kind.size
    x = np.column_stack([as_feature(read[name], description[name]) for name in names])
    wanted = list(kind.values).index(value) if isinstance(kind, Categories) else -1
    return x[known], (places == wanted)[known]


@dataclass(frozen=True)
class Coefficients:
    """A fitted regression.

    Attributes
    ----------
    names : tuple of str
    values, errors : ndarray of float64
        With their standard errors.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    errors: NDArray[np.float64]


@dataclass(frozen=True)
class Refit:
    """The same regression on real and on synthetic rows.

    Attributes
    ----------
    real, synthetic : Coefficients
    """

    real: Coefficients
    synthetic: Coefficients

    @property
    def overlap(self) -> NDArray[np.float64]:
        """How much intervals of 95 % overlap, by coefficient [1]_: 1 if equal, 0 or less if apart.

        It is the mean of which share of either interval lies in the other.
        """
        low = [one.values - _Z * one.errors for one in (self.real, self.synthetic)]
        high = [one.values + _Z * one.errors for one in (self.real, self.synthetic)]
        both = np.minimum(*high) - np.maximum(*low)
        found: NDArray[np.float64] = (both / (high[0] - low[0]) + both / (high[1] - low[1])) / 2
        return found


def refit(
    fit: "Callable[[pd.DataFrame], Coefficients]",
    *,
    real: "pd.DataFrame",
    synthetic: "pd.DataFrame",
) -> Refit:
    """Fit one regression twice.

    Parameters
    ----------
    fit : callable
        From a table to `Coefficients`: `least_squares`, or a published analysis.
    real, synthetic : DataFrame
    """
    return Refit(fit(real), fit(synthetic))


def least_squares(table: "pd.DataFrame", *, target: str, features: Sequence[str]) -> Coefficients:
    """Fit a linear regression with a constant, on the rows in which nothing is missing.

    Parameters
    ----------
    table : DataFrame
    target : str
    features : sequence of str
        Columns of numbers.

    Raises
    ------
    DataError
        If there are too few rows, or features that follow from each other.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"x": [0.0, 1, 2, 3], "y": [1.0, 3, 5, 7.4]})
    >>> least_squares(table, target="y", features=["x"]).values.round(2).tolist()
    [0.92, 2.12]
    """
    rows = table[[target, *features]].dropna().to_numpy(np.float64)
    x = np.column_stack([np.ones(len(rows)), rows[:, 1:]])
    if len(x) <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        raise DataError(
            "errors.synthetic_regression",
            "need more rows than coefficients and features that each say something of their own, "
            "got {rows} rows for {count} coefficients",
            rows=len(x),
            count=x.shape[1],
        )
    values, *_ = np.linalg.lstsq(x, rows[:, 0], rcond=None)
    rest = rows[:, 0] - x @ values
    variance = float(rest @ rest) / (len(x) - x.shape[1])
    errors = np.sqrt(variance * np.diag(np.linalg.inv(x.T @ x)))
    return Coefficients(("constant", *features), values, errors)
