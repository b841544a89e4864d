"""A linear model on encrypted features: one column per feature, many rows at once.

The holder of the data standardises its features, as the model says, and encrypts them; the holder
of the model multiplies and adds; the holder of the data decrypts one score per row.  Rows come in
chunks of a few ciphertexts per feature, so that memory does not grow with the number of rows.
Putting one row in a ciphertext instead, as tutorials do, costs thousands of times more.

A logistic model is linear up to its last step, which is applied after decryption, where it is exact
(`logistic`).

Protects: features and scores against the holder of the model.
Does not protect: the model against the holder of the data, who knows as many equations about it as
there are rows; with more rows than features, that is the whole model.  Features out of the declared
range are refused, not cut off: cutting off is a choice that the data's holder has to make.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.jobs.sums import Step
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.real.column import RealColumn
from pet_workbench.he.real.linear import weighted_sum
from pet_workbench.he.real.values import vector

Numbers = NDArray[np.float64]
CIPHERTEXTS = 8
"""Per feature and chunk: enough to encode weights seldom, few enough to take little memory."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A model whose score is a weighted sum of standardised features.

    Attributes
    ----------
    weights : tuple of float
        Per standardised feature.
    intercept : float
    means, deviations : tuple of float
        By which the holder of the data standardises; deviations above 0.
    bound : float
        No standardised feature is further from zero.
    """

    weights: tuple[float, ...]
    intercept: float
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    bound: float

    def __post_init__(self) -> None:
        lengths = {len(self.weights), len(self.means), len(self.deviations)}
        if len(lengths) != 1 or not self.weights or min(self.deviations) <= 0:
            raise ParameterError(
                "errors.he_model_shape",
                "need a weight, a mean and a deviation above 0 for each feature, got {weights}, "
                "{means} and {deviations} of them: complete the model",
                weights=len(self.weights),
                means=len(self.means),
                deviations=sum(one > 0 for one in self.deviations),
            )

    def standardised(self, features: ArrayLike) -> Numbers:
        """Return `features`, of shape (n_rows, n_features), minus the means, by the deviations."""
        given = _table(features, len(self.weights))
        standard: Numbers = (given - np.asarray(self.means)) / np.asarray(self.deviations)
        return standard

    def scores(self, features: ArrayLike) -> Numbers:
        """Return the scores of `features` in the clear, to compare with."""
        found: Numbers = self.standardised(features) @ np.asarray(self.weights) + self.intercept
        return found


def encrypted_rows(
    features: ArrayLike,
    model: LinearModel,
    *,
    encryptor: PublicContext | SecretKey,
    step: Step | None = None,
) -> Iterator[tuple[RealColumn, ...]]:
    """Standardise and encrypt features, and yield them in chunks of rows.

    Parameters
    ----------
    features : array_like, shape (n_rows, n_features)
        May be mapped from a file.
    model : LinearModel
    encryptor : PublicContext or SecretKey
        Whoever encrypts; the owner of the secret key does it in half the time.
    step : callable, optional
        Called as ``step(done_rows, n_rows)`` after every chunk; what it raises stops the work.

    Yields
    ------
    tuple of RealColumn
        One per feature, of the same rows; chunk after chunk.

    Raises
    ------
    DataError
        If a standardised feature is not a number or exceeds the model's bound.
    ParameterError
        If there is not one column for each weight, or the key is not one of CKKS.
    """
    context = encryptor.context if isinstance(encryptor, SecretKey) else encryptor
    if context.parameters.scheme != "ckks":
        raise ParameterError(
            "errors.he_scores_real",
            "need a key of CKKS for scores, got one of {scheme}: features and weights are no whole "
            "numbers",
            scheme=context.parameters.scheme,
        )
    given, rows = _table(features, len(model.weights)), CIPHERTEXTS * context.parameters.slots
    for start in range(0, len(given), rows):
        chunk = model.standardised(given[start : start + rows])
        try:
            columns = [encryptor.encrypt(column, bound=model.bound) for column in chunk.T]
        except DataError:  # whose row is that in this chunk
            for column in model.standardised(given).T:
                vector(column, bound=model.bound)
            raise
        yield tuple(cast(list[RealColumn], columns))
        if step is not None:
            step(min(start + rows, len(given)), len(given))


def score(columns: tuple[RealColumn, ...], model: LinearModel) -> RealColumn:
    """Return the encrypted scores of some rows, in as few bytes as their range allows.

    Parameters
    ----------
    columns : tuple of RealColumn
        One per feature, as `encrypted_rows` yields them.
    model : LinearModel

    Returns
    -------
    RealColumn

    Raises
    ------
    DepthError, RangeError, PrecisionError
        If the scores would not be right.
    """
    return weighted_sum(columns, model.weights, model.intercept).compact()


def encrypted_scores(
    features: ArrayLike,
    model: LinearModel,
    *,
    key: SecretKey,
    symmetric: bool = True,
    step: Step | None = None,
) -> Numbers:
    """Play both parts: encrypt features, score them under encryption, and decrypt the scores.

    Parameters
    ----------
    features : array_like, shape (n_rows, n_features)
    model : LinearModel
    key : SecretKey
        Of the holder of the data.
    symmetric : bool, default: True
        Whether its owner encrypts with it, or with the public key.
    step : callable, optional
        For progress and for stopping: see `encrypted_rows`.

    Returns
    -------
    ndarray of float64, shape (n_rows,)

    Raises
    ------
    DataError, ParameterError, DepthError, RangeError, PrecisionError
        See `encrypted_rows` and `score`.

    Examples
    --------
    >>> from pet_workbench.he.choosing.chooser import choose
    >>> from pet_workbench.he.choosing.computations import LinearScore
    >>> model = LinearModel((0.8, -0.3), -1.0, means=(80.0, 2.0), deviations=(7.0, 1.5), bound=6)
    >>> choice = choose(LinearScore(3, model.weights, bound=6, intercept=-1.0, symmetric=True))
    >>> key = SecretKey.generate(choice.parameters)
    >>> features = [[81, 0], [94, 3], [70, 2]]
    >>> encrypted_scores(features, model, key=key).round(3).tolist()
    [-0.486, 0.4, -2.143]
    >>> model.scores(features).round(3).tolist()
    [-0.486, 0.4, -2.143]
    """
    encryptor = key if symmetric else key.context
    chunks = encrypted_rows(features, model, encryptor=encryptor, step=step)
    return np.concatenate([key.decrypt(score(columns, model)) for columns in chunks])


def _table(features: ArrayLike, columns: int) -> NDArray[np.generic]:
    """Return features as a table of so many columns."""
    given = np.asanyarray(features)
    if given.ndim != 2 or given.shape[1] != columns or not len(given):
        raise ParameterError(
            "errors.he_features_shape",
            "need at least one row with {columns} features, got shape {shape}",
            columns=columns,
            shape=str(given.shape),
        )
    return given
