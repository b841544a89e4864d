"""The codebook: which columns a reader asks for, as a table and as bytes that travel.

A codebook is public: categories, bounds and bins that are known without looking at the data.  So it
comes from whoever asks, not from whoever has the rows.

Protects: nothing by itself; but a description that a reader wrote who never saw the rows holds
nothing of them.
Does not protect: when somebody reads bounds off the data after all.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError, ProtocolError
from pet_workbench.synthetic import Categories, Description, Numbers

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES, NUMBERS = "categories", "numbers"
KINDS = (CATEGORIES, NUMBERS)
COLUMNS = ("column", "kind", "values", "step", "may_miss")
BETWEEN = "|"
Kind = Categories | Numbers


def codebook_frame(description: Description) -> "pd.DataFrame":
    """Return a description as a table with a row per column.

    Parameters
    ----------
    description : Description

    Returns
    -------
    DataFrame
        ``column``, ``kind`` ("categories" or "numbers"), ``values`` (categories, or edges of bins,
        with bars in between), ``step`` (0 if numbers can be anything) and ``may_miss``.

    Examples
    --------
    >>> columns = {"sex": Categories((0, 1)), "age": Numbers((0, 50, 99))}
    >>> codebook_frame(Description(columns))["values"].tolist()
    ['0|1', '0|50|99']
    """
    import pandas as pd

    rows = [_row(name, description[name]) for name in description]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(name: str, kind: Kind) -> tuple[str, str, str, float, bool]:
    """Return the row of one column."""
    if isinstance(kind, Categories):
        return name, CATEGORIES, BETWEEN.join(map(str, kind.values)), 0.0, kind.may_miss
    edges = BETWEEN.join(f"{edge:g}" for edge in kind.edges)
    return name, NUMBERS, edges, kind.step, kind.may_miss


def description_of(codebook: "pd.DataFrame") -> Description:
    """Return the description that a table of `codebook_frame` stands for.

    Raises
    ------
    ParameterError
        If a column makes no sense.
    """
    rows = codebook[list(COLUMNS)].itertuples(index=False)
    return Description({str(row[0]): kind_of(*row[1:]) for row in rows})


def kind_of(kind: str, values: str, step: float, may_miss: bool) -> Kind:
    """Return what one row of a codebook declares.

    Parameters
    ----------
    kind : {"categories", "numbers"}
    values : str
        With bars in between.
    step : float
    may_miss : bool

    Raises
    ------
    ParameterError
        If edges are no numbers, or the declaration makes no sense.
    """
    parts = [part.strip() for part in values.split(BETWEEN)]
    if kind == CATEGORIES:
        return Categories(_categories(parts), bool(may_miss))
    try:
        edges = tuple(float(part.replace(",", ".")) for part in parts)
    except ValueError as error:
        raise ParameterError(
            "errors.synthetic_rows_edges",
            "need edges of bins as numbers with bars in between, such as 0|10|20, got {values}",
            values=values[:40],
        ) from error
    return Numbers(edges, float(step), bool(may_miss))


def _categories(parts: list[str]) -> tuple[str, ...] | tuple[int, ...]:
    """Return categories as whole numbers if all of them are, else as text."""
    if all(part.removeprefix("-").isdecimal() for part in parts):
        return tuple(map(int, parts))
    return tuple(parts)


def as_bytes(content: Mapping[str, Any]) -> NDArray[np.uint8]:
    """Return plain values as bytes that travel: JSON."""
    return np.frombuffer(json.dumps(content).encode(), np.uint8)


def from_bytes(received: NDArray[Any]) -> dict[str, Any]:
    """Return plain values from bytes that came in.

    Raises
    ------
    ProtocolError
        If they are no JSON object.
    """
    try:
        found = json.loads(received.astype(np.uint8).tobytes().decode())
    except ValueError as error:
        raise _unreadable() from error
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def described(columns: Mapping[str, Any]) -> Description:
    """Return the description whose plain values these are; see `Description.describe`.

    Raises
    ------
    ProtocolError
        If they are not.

    Examples
    --------
    >>> description = Description({"age": Numbers((0.0, 50.0, 99.0), 1.0, may_miss=True)})
    >>> described(description.describe()) == description
    True
    """
    try:
        return Description({name: _kind(one) for name, one in columns.items()})
    except (KeyError, TypeError, AttributeError) as error:
        raise _unreadable() from error


def _kind(plain: Mapping[str, Any]) -> Kind:
    """Return what the plain values of one column declare."""
    if plain["kind"] == CATEGORIES:
        return Categories(tuple(plain["values"]), plain["may_miss"])
    return Numbers(tuple(plain["edges"]), plain["step"], plain["may_miss"])


def _unreadable() -> ProtocolError:
    """Return the error for bytes that are no codebook or data sheet."""
    return ProtocolError(
        "errors.synthetic_rows_unreadable",
        "need a codebook or a data sheet that can be read, got other bytes; start the run again",
    )
