"""The total of an encrypted column of any length, in little memory.

Rows are encrypted ciphertext by ciphertext, and each is added to a running total at once; only at
the end are the slots of that one ciphertext added up, by rotations.  Adding up every ciphertext
first, as TenSEAL does, costs a tree of rotations for each of them.

Protects: the rows, and all partial sums; the holder of the secret key sees the total only.
Does not protect: a total against being compared with another that misses one row; that takes
differential privacy.  How many rows there are, rounded up to whole ciphertexts.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.choosing.pieces import piece_length
from pet_workbench.he.column import Column
from pet_workbench.he.keys import PublicContext, SecretKey

Step = Callable[[float, float], object]
"""Called as ``step(done, total)`` after every ciphertext; what it raises stops the work."""


class RunningTotal:
    """A total to which columns are added as they come in, of one owner or of several.

    Attributes
    ----------
    column : Column or None
        What has been added so far, row by row.

    Examples
    --------
    >>> from pet_workbench.he.choosing.chooser import choose
    >>> from pet_workbench.he.choosing.computations import ExactSum
    >>> choice = choose(ExactSum(rows=4, bound=100))
    >>> key = SecretKey.generate(choice.parameters, sums=True)
    >>> total = RunningTotal()
    >>> for incomes in ([21, 0], [34, 8]):
    ...     total.add(key.context.encrypt(incomes, bound=100))
    >>> key.decrypt(total.close()).tolist()
    [63]
    """

    def __init__(self) -> None:
        self.column: Column | None = None

    def add(self, column: Column) -> None:
        """Add a column of as many rows as the first had.

        Raises
        ------
        WrongKeyError, ParameterError
            If it is under another key or has another length.
        RangeError, NoiseError, PrecisionError
            If the total would not be right any more.
        """
        self.column = column if self.column is None else self.column + column

    def close(self) -> Column:
        """Return the total of all rows of all columns.

        Raises
        ------
        ParameterError
            If nothing was added.
        MissingKeyError, RangeError, NoiseError, PrecisionError
            See `Column.sum`.
        """
        if self.column is None:
            raise ParameterError("errors.he_no_columns", "need at least one column, got none")
        return self.column.sum()


def encrypted_sum(
    values: ArrayLike,
    *,
    encryptor: PublicContext | SecretKey,
    bound: float,
    step: Step | None = None,
) -> Column:
    """Encrypt a column and return its encrypted total, with one ciphertext in memory at a time.

    Parameters
    ----------
    values : array_like, shape (n,)
        Whole numbers for BFV; may be mapped from a file.
    encryptor : PublicContext or SecretKey
        Whoever encrypts; the owner of the secret key does it in half the time.
    bound : float
        No value is further from zero.
    step : callable, optional
        For progress and for stopping: see `Step`.

    Returns
    -------
    Column
        Of one number.

    Raises
    ------
    DataError, ParameterError
        If the values are not what they should be; see `PublicContext.encrypt`.
    MissingKeyError, RangeError, NoiseError, PrecisionError
        See `Column.sum`.

    Examples
    --------
    >>> from pet_workbench.he.choosing.chooser import choose
    >>> from pet_workbench.he.choosing.computations import RealSum
    >>> key = SecretKey.generate(choose(RealSum(rows=10_000, bound=1)).parameters, sums=True)
    >>> total = encrypted_sum(np.full(10_000, 0.25), encryptor=key, bound=1)
    >>> key.decrypt(total).round(2).tolist()
    [2500.0]
    """
    total = RunningTotal()
    for column in encrypted_chunks(values, encryptor=encryptor, bound=bound, step=step):
        total.add(column)
    return total.close()


def encrypted_chunks(
    values: ArrayLike,
    *,
    encryptor: PublicContext | SecretKey,
    bound: float,
    step: Step | None = None,
) -> Iterator[Column]:
    """Yield a column in pieces of one ciphertext, all of one length, the last filled up with zeros.

    Parameters
    ----------
    values : array_like, shape (n,)
    encryptor : PublicContext or SecretKey
    bound : float
        No value is further from zero.
    step : callable, optional
        For progress and for stopping: see `Step`.

    Yields
    ------
    Column

    Raises
    ------
    DataError, ParameterError
        If the values are not what they should be; see `PublicContext.encrypt`.
    """
    context = encryptor.context if isinstance(encryptor, SecretKey) else encryptor
    given = np.asanyarray(values)
    if np.ma.is_masked(given):
        raise DataError(
            "errors.he_masked",
            "need a number in every row, got a masked one in row {row}: fill it in or leave it out",
            row=int(np.argmax(np.ma.getmaskarray(given))) + 1,
        )
    given = np.asarray(given)
    size = piece_length(max(given.size, 1), context.parameters.slots)
    for start in range(0, max(given.size, 1), size):
        part = given[start : start + size] if given.ndim == 1 else given
        if part.size < size and start:
            part = np.concatenate([part, np.zeros(size - part.size, part.dtype)])
        try:
            column = encryptor.encrypt(part, bound=bound)
        except DataError:  # whose row is that in this piece
            context.column_class.checked(given, bound=bound)
            raise
        yield column
        _tell(step, min(start + size, given.size), given.size)


def _tell(step: Step | None, done: int, total: int) -> None:
    """Tell how far the work is, if anybody asked."""
    if step is not None:
        step(done, total)
