"""Data behind a door: nothing of them shows but through a query, and no unit counts too often.

Two things happen here to rows before a query may add them up.  *Limits*: a unit keeps at most the
rows, and takes part in at most the groups, that the terms say, chosen at random.  *Missing units*:
a row that does not say whose it is counts for nothing, for one person could own all such rows.

Protects: data, against showing by accident: in a notebook's output, an error, a pickle, a copy, a
length or a comparison.
Does not protect: against code in the same process that looks for the attributes underneath, or that
calls `PrivateTable.rows`: that is for queries, and for whoever holds the data anyway.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError, Entropy, Keystream
from pet_workbench.dp.choice import chosen_rows
from pet_workbench.dp.closed import Closed
from pet_workbench.dp.columns import Category, Column
from pet_workbench.dp.loading import check_kinds, loaded_table
from pet_workbench.dp.terms import Terms, check_unit_column

if TYPE_CHECKING:
    import pandas as pd

_KEPT_CHOICES = 4


class Rows(Closed):
    """Rows whose contributions are bounded, for a query to add up.

    Attributes
    ----------
    size : int
        How many rows; not for release.
    """

    __slots__ = ("_columns", "_stays", "size")

    def __init__(
        self, columns: Mapping[str, Column], stays: NDArray[np.bool_] | None, size: int
    ) -> None:
        self._columns, self._stays, self.size = columns, stays, size

    def __repr__(self) -> str:
        return "Rows(...)"

    def column(self, name: str) -> NDArray[Any]:
        """Return a column of numbers; NaN is missing.

        Raises
        ------
        DataError
            If the column holds text.
        """
        column = self._columns[name].as_numbers()
        if column is None:
            raise _needs_numbers(name)
        return column.take(self._stays).values

    def positions(self, name: str, categories: Sequence[Category]) -> NDArray[np.uint16]:
        """Return each row's place among declared `categories`.

        Parameters
        ----------
        name : str
        categories : sequence of str or of int
            All different, at most 65,535.

        Returns
        -------
        ndarray of uint16, shape (size,)
            ``len(categories)`` where the value is missing or none of them.

        Raises
        ------
        DataError
            If the column holds numbers and the categories are text, or the other way round.
        """
        return self._comparable(name, categories[0]).positions(categories)

    def matches(self, name: str, category: Category) -> int:
        """Return how many rows have this value; not for release.

        Raises
        ------
        DataError
            If the column holds numbers and the category is text, or the other way round.
        """
        return self._comparable(name, category).matches(category)

    def _comparable(self, name: str, category: Category) -> Column:
        """Return a column that can have such a value."""
        is_text = isinstance(category, str)
        column = self._columns[name].as_text() if is_text else self._columns[name].as_numbers()
        if column is None:
            raise _needs_text(name) if is_text else _needs_numbers(name)
        return column.take(self._stays)

    def labelled(self, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return a number for each row, -1 where missing, and the value each number stands for.

        The values come from the data: not for release but by a query that is made for it.
        """
        return self._columns[name].take(self._stays).labelled()


class PrivateTable(Closed):
    """A table that answers queries only.

    Parameters
    ----------
    data : DataFrame, or mapping of str to arrays
        Columns of numbers or of text, all of one length.  Not copied where that can be helped:
        change nothing in them afterwards.
    dataset : str
        Id of the data set; the ledger is tied to it.
    unit_column : str, optional
        Where the data say whose each row is: the data holder's word, for an asker who writes terms
        could leave the column out, and get noise for one row of a unit that has a hundred.  Terms
        with another column, or none, are refused.  Without it, whoever writes the terms vouches.
    teaching_seed : int, optional
        Makes the choice of rows repeatable, for lessons and tests only.
    kinds : mapping of str to {"numbers", "text"}, optional
        What columns hold, by the data holder's word; needed where one unit alone has a value.

    Raises
    ------
    DataError
        If columns differ in length, one holds neither numbers nor text or is not as declared, or
        the unit's column is not there.
    ParameterError
        If another kind is declared.

    Examples
    --------
    >>> table = PrivateTable({"age": np.array([34.0, 51.0])}, dataset="lesson")
    >>> table
    PrivateTable(dataset='lesson')
    >>> len(table)
    Traceback (most recent call last):
    ...
    pet_workbench.dp.errors.DifferentialPrivacyError: need a query, got a wish to ...
    """

    __slots__ = ("_choices", "_columns", "_entropy", "_size", "_unit_column", "dataset")

    def __init__(
        self,
        data: "pd.DataFrame | Mapping[str, Any]",
        *,
        dataset: str,
        unit_column: str | None = None,
        teaching_seed: int | None = None,
        kinds: Mapping[str, str] | None = None,
    ) -> None:
        self.dataset, self._unit_column = dataset, unit_column
        self._columns = loaded_table(data, kinds=kinds or {})
        self.check([*(kinds or {}), *([] if unit_column is None else [unit_column])])
        check_kinds(self._columns, unit_column)
        self._size = len(next(iter(self._columns.values())))
        self._entropy = Entropy(teaching_seed=teaching_seed)
        self._choices: dict[tuple[Any, ...], NDArray[np.bool_] | None] = {}

    def __repr__(self) -> str:
        return f"PrivateTable(dataset={self.dataset!r})"

    @property
    def is_secure_randomness(self) -> bool:
        """Whether nobody can foretell which rows are chosen."""
        return self._entropy.is_secure

    def check(self, columns: Iterable[str]) -> None:
        """Refuse columns that are not there; reads no row.

        Raises
        ------
        DataError
            If a column is not there.
        """
        for name in columns:
            if name not in self._columns:
                raise DataError(
                    "errors.dp_no_column",
                    "need a column that is in data set {dataset}, got {column}",
                    dataset=self.dataset,
                    column=name,
                )

    def check_terms(self, terms: Terms) -> None:
        """Refuse terms that do not say whose a row is, where the data holder did; reads no row.

        Raises
        ------
        PromiseError
            If they name another column, or none.
        """
        check_unit_column(terms, self._unit_column, self.dataset)

    def rows(self, terms: Terms, columns: Sequence[str], *, group: str | None = None) -> Rows:
        """Return rows of which no unit has more than the terms allow; for queries, not for release.

        Without `group` a unit keeps at most ``terms.rows_per_group`` rows.  With it, a unit keeps
        rows in at most ``terms.groups`` groups, and at most ``terms.rows_per_group`` in each.
        Which ones is drawn once for each combination, unit by unit: a unit that is added or
        removed changes nothing about another's rows, in one answer or in many.

        Parameters
        ----------
        terms : Terms
        columns : sequence of str
            The columns the query reads.
        group : str, optional
            The column whose values are the groups.

        Raises
        ------
        DataError
            If a column is not there.
        PromiseError
            If the terms leave out whose a row is.
        """
        self.check_terms(terms)
        keys = [name for name in (terms.column, group) if name is not None]
        self.check([*columns, *keys])
        read = {name: self._columns[name] for name in (*columns, *keys)}
        if terms.column is None:
            return Rows(read, None, self._size)
        stays = self._choice(terms, group)
        size = self._size if stays is None else int(np.count_nonzero(stays))
        return Rows(read, stays, size)

    def _choice(self, terms: Terms, group: str | None) -> NDArray[np.bool_] | None:
        """Return which rows stay; drawn once, the last few are remembered."""
        limits = (terms.column, terms.rows_per_group, group, group and terms.groups)
        if limits in (kept := self._choices.copy()):
            return kept[limits]
        chosen = chosen_rows(
            self._columns[str(terms.column)],
            None if group is None else self._columns[group],
            terms,
            stream=Keystream(self._entropy.key()),
        )
        while len(self._choices) >= _KEPT_CHOICES:
            self._choices.pop(next(iter(self._choices)), None)  # another thread may be first
        self._choices[limits] = chosen
        return chosen


def _needs_numbers(name: str) -> DataError:
    """Return the error of a question about numbers that is put to text."""
    return DataError(
        "errors.dp_needs_numbers",
        "need a column of numbers, got {column}, which holds text",
        column=name,
    )


def _needs_text(name: str) -> DataError:
    """Return the error of a question about text that is put to numbers."""
    return DataError(
        "errors.dp_needs_text",
        "need a column of text, got {column}, which holds numbers: use whole numbers",
        column=name,
    )
