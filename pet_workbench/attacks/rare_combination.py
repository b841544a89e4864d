"""Recognise somebody in rows by what neighbours can see, and read the rest of the row.

Names are not needed for that: a rare combination of what can be seen is as good as a name [1]_.
The attacker takes the rows in which everything seen is the same, and believes what stands beside
it.  In rows that nobody invented that is the truth.  Whether invented rows say more about people
who were learned from than about people who were not, is what counts: the rest is what is common.

Protects: nobody.
Does not protect: against attackers who also use rows that nearly fit.

References
----------
.. [1] L. Sweeney, "Simple demographics often identify people uniquely", Carnegie Mellon
   University, Data Privacy Working Paper 3, 2000.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tried:
    """What came of looking for some people.

    Attributes
    ----------
    people : int
        Looked for.
    fitted : int
        Of whom at least one row fits what can be seen.
    known : int
        Of whom the row that fits, taken by chance if several do, has everything else right; a mean,
        so not always a whole number.
    """

    people: int
    fitted: int
    known: float


@dataclass(frozen=True)
class Sight:
    """What can be seen, what is wanted, and how near is right.

    Attributes
    ----------
    seen : mapping of str to float
        Columns that are seen, with how far a number may be off; 0 for what is not a number.
    wanted : mapping of str to float
        Columns that are not seen, with how far a guess may be off and still be right.
    """

    seen: Mapping[str, float]
    wanted: Mapping[str, float]

    def __post_init__(self) -> None:
        for name, off in {**self.seen, **self.wanted}.items():
            check_range(name, off, 0, 1e9)


def fitting(person: Mapping[str, Any], rows: "pd.DataFrame", sight: Sight) -> "pd.DataFrame":
    """Return the rows in which all that is seen of a person is the same.

    Parameters
    ----------
    person : mapping of str to value
        By column.
    rows : DataFrame
    sight : Sight

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"car": ["no", "yes"], "kwh": [2_000, 9_000]})
    >>> fitting({"car": "yes"}, rows, Sight({"car": 0}, {"kwh": 100}))["kwh"].tolist()
    [9000]
    """
    return rows[_same(person, rows, sight.seen)]


def look_for(people: "pd.DataFrame", rows: "pd.DataFrame", sight: Sight) -> Tried:
    """Look for people in rows, one by one, and count how many are known.

    Parameters
    ----------
    people, rows : DataFrame
        With the columns that are seen and wanted; a column that rows lack is never right.
    sight : Sight
    """
    fitted, known = 0, 0.0
    for record in people.to_dict("records"):
        person = {str(name): value for name, value in record.items()}
        found = fitting(person, rows, sight)
        if len(found):
            fitted += 1
            known += float(_same(person, found, sight.wanted).mean())
    return Tried(len(people), fitted, round(known, 6))


def _same(
    person: Mapping[str, Any], rows: "pd.DataFrame", within: Mapping[str, float]
) -> NDArray[np.bool_]:
    """Return in which rows columns agree with a person."""
    same = np.ones(len(rows), bool)
    for name, off in within.items():
        if name not in rows:
            return np.zeros(len(rows), bool)
        same &= _near(person[name], rows[name], off)
    return same


def _near(value: Any, column: "pd.Series[Any]", off: float) -> NDArray[np.bool_]:
    """Return where a column agrees with a value; missing agrees with missing."""
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return np.asarray(column.isna())
    if isinstance(value, str):
        return np.asarray(column == value)
    return np.asarray((column.astype(float) - float(value)).abs() <= off + 1e-9)


def rarest(people: "pd.DataFrame", seen: Sequence[str], *, most: int) -> "pd.DataFrame":
    """Return the people who share what can be seen with `most` others or fewer.

    Parameters
    ----------
    people : DataFrame
    seen : sequence of str
        Columns.
    most : int

    Examples
    --------
    >>> import pandas as pd
    >>> rarest(pd.DataFrame({"car": ["no", "no", "yes"]}), ["car"], most=0).index.tolist()
    [2]
    """
    others = people.groupby(list(seen), dropna=False)[seen[0]].transform("size") - 1
    return people[others <= most]
