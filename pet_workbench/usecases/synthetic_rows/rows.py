"""The rows of an answer, and which rows they are learned from.

About two in three people are learned from; the others are set aside, so that there is somebody to
try predictions on, and attackers have people to compare with whom nobody learned from.

In which part somebody is follows from that person's own row and from nothing else.  A choice that
also depended on the others, such as a permutation of all, would undo what differential privacy
promises: with one person more in the table it would learn from quite different people.

Protects: nothing.
Does not protect: those set aside against the keeper, who has them as before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.dp import Terms
from pet_workbench.synthetic import Description
from pet_workbench.synthetic.description import Values
from pet_workbench.synthetic.utility import Distances, distances

if TYPE_CHECKING:
    import pandas as pd

LEAST_ROWS = 120
"""Twenty people at least are set aside then, as many as an attack needs."""
SPLIT = "pet-split-seed-8"
"""What rows are hashed with; public, and 16 characters long."""


@dataclass(frozen=True, eq=False)
class SyntheticRows:
    """What the reader of the rows has.

    Attributes
    ----------
    columns : mapping of str to ndarray
        Text as objects, numbers as float64; None or NaN where a value is missing.
    description : Description
        The public codebook that the reader asked with.
    sheet : mapping
        The data sheet that travelled with the rows, as plain values.
    measured : Distances
        How far the rows are from those learned from; the keeper measured that, and kept it.
    """

    columns: Mapping[str, Values]
    description: Description
    sheet: Mapping[str, Any]
    measured: Distances

    @property
    def frame(self) -> "pd.DataFrame":
        """The rows as a table."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values())))


def split(table: "pd.DataFrame", terms: Terms) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return the rows that are learned from, and those that are set aside.

    With one unit more or less in the table, all others are in the part in which they were; all rows
    of a unit stay together.

    Parameters
    ----------
    table : DataFrame
    terms : Terms
        Its ``column`` says whose each row is.

    Raises
    ------
    DataError
        If there are fewer than 120 units.
    """
    count = len(table) if terms.column is None else int(table[terms.column].nunique())
    if count < LEAST_ROWS:
        raise DataError(
            "errors.synthetic_rows_few",
            "need rows of {least} units or more to learn from, got {count}; take a larger table",
            least=LEAST_ROWS,
            count=count,
        )
    learned = _marks(table, terms) % 3 < 2
    return table[learned].reset_index(drop=True), table[~learned].reset_index(drop=True)


def _marks(table: "pd.DataFrame", terms: Terms) -> "np.ndarray[Any, np.dtype[np.uint64]]":
    """Return a hash per row: of whose it is, or of all it says.

    Rows that say the same are told apart by which of them it is, the first, the second and so on:
    one more of them leaves the others' hashes as they are.
    """
    import pandas as pd
    from pandas.util import hash_pandas_object

    if terms.column is not None:
        units = table[terms.column].astype(str)
        return np.asarray(hash_pandas_object(units, index=False, hash_key=SPLIT), np.uint64)
    said = pd.DataFrame({name: _as_said(column) for name, column in table.items()})
    rows = hash_pandas_object(said, index=False, hash_key=SPLIT)
    which = rows.groupby(rows.to_numpy()).cumcount().to_numpy()
    both = pd.DataFrame({"row": rows.to_numpy(), "which": which})
    return np.asarray(hash_pandas_object(both, index=False, hash_key=SPLIT), np.uint64)


def _as_said(column: "pd.Series[Any]") -> "Values":
    """Return numbers as float64 and all else as text: a missing value makes floats of integers."""
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(column.dtype):
        return np.asarray(column.to_numpy(np.float64, na_value=np.nan), np.float64)
    return np.asarray(column.astype(str), object)


def as_described(table: "pd.DataFrame", description: Description) -> "pd.DataFrame":
    """Return the described columns of a table in the form that synthetic rows have.

    Raises
    ------
    DataError
        If a column is not there, or does not hold what is declared.
    """
    import pandas as pd

    return pd.DataFrame(description.read(table))


def apart(one: "pd.DataFrame", other: "pd.DataFrame", description: Description) -> float:
    """Return which share of rows would have to move for counts by two columns to agree: 0 to 1.

    The mean over all pairs of columns; of a single column, its own.
    """
    found = distances(one, other, description)
    return found.mean_pairs if found.pairs else found.mean_single


def for_a_file(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows as they are written to a file: whole numbers without decimals.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"sex": [0.0, float("nan")], "score": [1.5, 2.0]})
    >>> for_a_file(rows).to_dict("list")
    {'sex': [0, ''], 'score': [1.5, 2.0]}
    """
    return frame.apply(_whole)


def _whole(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column of whole numbers as such, with nothing where a value is missing."""
    if column.dtype.kind != "f":
        return column.where(column.notna(), "")
    known = column.dropna()
    if known.empty or (known % 1 != 0).any() or (known < 0).any():
        return column
    texts = [int(value) if np.isfinite(value) else "" for value in column.tolist()]
    return column.__class__(texts, index=column.index)
