"""What a table may hold, said in public and beforehand: columns, categories, bounds and bins.

A description never comes from the data.  Bounds that are read off a table tell its largest value,
and categories that are read off it tell which rare ones there are.

Protects: extremes and rare values, if who writes the description does not look at the data.
Does not protect: by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError, ParameterError
from pet_workbench.synthetic.chance import Rng

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS, MOST_CELLS = 64, 1_000
Places = NDArray[np.int64]
Values = NDArray[Any]


@dataclass(frozen=True)
class Categories:
    """A column with one of a few values.

    Attributes
    ----------
    values : tuple of str or of int
        All that may occur.
    may_miss : bool
        Whether a value may be missing; that is a category of its own then.

    Raises
    ------
    ParameterError
        If there are none, or too many, or one occurs twice, or text and numbers are mixed.

    Examples
    --------
    >>> Categories(("yes", "no"), may_miss=True).places(np.array(["no", None, "yes"])).tolist()
    [1, 2, 0]
    """

    values: tuple[str, ...] | tuple[int, ...]
    may_miss: bool = False

    def __post_init__(self) -> None:
        kinds = {type(one) for one in self.values}
        fits = 0 < len(self.values) <= MOST_CELLS and len(set(self.values)) == len(self.values)
        if not fits or kinds not in ({str}, {int}):
            raise ParameterError(
                "errors.synthetic_categories",
                "need from 1 to {most} different categories, all text or all whole numbers, got "
                "{count}",
                most=MOST_CELLS,
                count=len(self.values),
            )

    @property
    def size(self) -> int:
        """How many values there are."""
        return len(self.values)

    @property
    def cells(self) -> int:
        """How many counts the column takes, that of the missing included."""
        return self.size + self.may_miss

    def places(self, column: Values) -> Places:
        """Return each value's place; `size` where it is missing or is none of them."""
        place = {value: number for number, value in enumerate(self.values)}
        return np.array([place.get(value, self.size) for value in column.tolist()], np.int64)

    def drawn(self, places: Places, rng: Rng) -> Values:
        """Return the values at these places; nothing is drawn, as a place is one value."""
        del rng
        if isinstance(self.values[0], str):
            return np.array([*self.values, None], object)[places]
        return np.array([*self.values, np.nan])[places]

    def describe(self) -> dict[str, Any]:
        """Return the declaration as plain values."""
        return {"kind": "categories", "values": list(self.values), "may_miss": self.may_miss}


@dataclass(frozen=True)
class Numbers:
    """A column of numbers within bounds.

    Attributes
    ----------
    edges : tuple of float
        Of bins, ascending; the first and the last are the bounds.  A bin holds its lower edge, the
        last one also its upper.
    step : float
        Numbers are so far apart, counted from the first edge; 0 if they can be anything.
    may_miss : bool
        Whether a value may be missing.

    Raises
    ------
    ParameterError
        If edges do not ascend, or are no whole number of steps apart.

    Examples
    --------
    >>> Numbers((0, 10, 20), may_miss=True).places(np.array([9.9, 10, 25, np.nan])).tolist()
    [0, 1, 1, 2]
    """

    edges: tuple[float, ...]
    step: float = 0.0
    may_miss: bool = False

    def __post_init__(self) -> None:
        widths = np.diff(np.asarray(self.edges, np.float64))
        steps = widths / self.step if self.step > 0 else np.zeros(1)
        if (
            not 0 < len(widths) <= MOST_CELLS
            or not (np.isfinite(widths) & (widths > 0)).all()
            or self.step < 0
            or np.abs(steps - np.rint(steps)).max() > 1e-6
        ):
            raise ParameterError(
                "errors.synthetic_edges",
                "need from 2 to {most} edges, each a whole number of steps of {step} above the one "
                "before, got {edges}",
                most=MOST_CELLS + 1,
                step=self.step,
                edges=", ".join(map(str, self.edges[:8])),
            )

    @property
    def size(self) -> int:
        """How many bins there are."""
        return len(self.edges) - 1

    @property
    def cells(self) -> int:
        """How many counts the column takes, that of the missing included."""
        return self.size + self.may_miss

    @property
    def width(self) -> float:
        """How far apart the bounds are."""
        return self.edges[-1] - self.edges[0]

    def places(self, column: Values) -> Places:
        """Return each value's bin, those outside in the outermost; `size` where it is missing."""
        values = np.asarray(column, np.float64)
        found = np.searchsorted(self.edges[1:-1], values, side="right").astype(np.int64)
        found[np.isnan(values)] = self.size
        return found

    def drawn(self, places: Places, rng: Rng) -> Values:
        """Return a number in each of these bins, every one as likely: of a generated population."""
        low, high = np.asarray(self.edges[:-1]), np.asarray(self.edges[1:])
        at = np.minimum(places, self.size - 1)
        chance = rng.random(len(places))
        if self.step:
            points = np.rint((high - low) / self.step)
            points[-1] += 1
            values = low[at] + self.step * np.floor(chance * points[at])
        else:
            values = low[at] + chance * (high - low)[at]
        return np.where(places == self.size, np.nan, values)

    def snapped(self, column: Values) -> Values:
        """Return numbers cut off at the bounds and rounded to steps."""
        values = np.clip(np.asarray(column, np.float64), self.edges[0], self.edges[-1])
        if self.step:
            values = self.edges[0] + self.step * np.rint((values - self.edges[0]) / self.step)
        return values

    def describe(self) -> dict[str, Any]:
        """Return the declaration as plain values."""
        edges = [float(edge) for edge in self.edges]
        return {"kind": "numbers", "edges": edges, "step": self.step, "may_miss": self.may_miss}


Kind = Categories | Numbers


@dataclass(frozen=True)
class Description:
    """The columns of a table, in their order.

    Attributes
    ----------
    columns : mapping of str to Categories or Numbers

    Raises
    ------
    ParameterError
        If there are none, or too many.
    """

    columns: Mapping[str, Kind]

    def __post_init__(self) -> None:
        if not 0 < len(self.columns) <= MOST_COLUMNS:
            raise ParameterError(
                "errors.synthetic_columns",
                "need from 1 to {most} columns, got {count}",
                most=MOST_COLUMNS,
                count=len(self.columns),
            )

    def __getitem__(self, name: str) -> Kind:
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def only(self, names: Sequence[str]) -> "Description":
        """Return the description of some columns."""
        return Description({name: self.columns[name] for name in names})

    def read(self, table: "pd.DataFrame") -> dict[str, Values]:
        """Return the columns: numbers as float64, missing as NaN; text as objects.

        Parameters
        ----------
        table : DataFrame

        Raises
        ------
        DataError
            If a column is not there, or does not hold what is declared.
        """
        return {name: _column(table, name, kind) for name, kind in self.columns.items()}

    def places(self, table: "pd.DataFrame") -> dict[str, Places]:
        """Return the bin or category of each value, by column."""
        read = self.read(table)
        return {name: kind.places(read[name]) for name, kind in self.columns.items()}

    def describe(self) -> dict[str, Any]:
        """Return the declaration as plain values."""
        return {name: kind.describe() for name, kind in self.columns.items()}


def _column(table: "pd.DataFrame", name: str, kind: Kind) -> Values:
    """Return one column, or say that it is not as declared."""
    is_text = isinstance(kind, Categories) and isinstance(kind.values[0], str)
    try:
        if is_text:
            return table[name].astype(object).where(table[name].notna(), None).to_numpy(object)
        return table[name].to_numpy(np.float64, na_value=np.nan)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            "errors.synthetic_column",
            "need a column {column} of {kind}, as described, got another one or none",
            column=name,
            kind="text" if is_text else "numbers",
        ) from error
