"""Rows on one machine or on a cluster, behind a door.

Protects: rows, against showing by accident: in a notebook's output, a pickle or a copy.
Does not protect: against code in the same process, or on the cluster, that reads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn, SupportsIndex

from pet_workbench.dp.errors import DifferentialPrivacyError, PromiseError


class Collection:
    """Rows that are read row by row, as often as there are questions.

    Parameters
    ----------
    rows : iterable of mappings, or a Spark RDD of them
        Each row tells its values by column: a dict, or a Spark `Row`.  Not an iterator, which would
        be empty at the second question.
    dataset : str
        Id of the data set; the ledger is tied to it.
    columns : iterable of str
        The columns rows have, so that a mistake in a name is found before anything is charged.
    unit_column : str, optional
        As of a `PrivateTable`: terms with another column, or none, are refused.

    Raises
    ------
    PromiseError
        If rows can be read only once.

    Examples
    --------
    >>> Collection([{"age": 34}, {"age": 51}], dataset="lesson", columns=["age"])
    Collection(dataset='lesson', on='local')
    """

    __slots__ = ("_rows", "columns", "dataset", "on", "unit_column")

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]] | Any,
        *,
        dataset: str,
        columns: Iterable[str],
        unit_column: str | None = None,
    ) -> None:
        if isinstance(rows, Iterator):
            raise PromiseError(
                "errors.dp_beyond_iterator",
                "need rows that can be read again for the next question, as in a list, got {kind}",
                kind=type(rows).__name__,
            )
        self._rows, self.dataset, self.columns = rows, dataset, frozenset(columns)
        self.unit_column = unit_column
        self.on = "spark" if hasattr(rows, "mapPartitions") else "local"

    def __repr__(self) -> str:
        return f"Collection(dataset={self.dataset!r}, on={self.on!r})"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise DifferentialPrivacyError(
            "errors.dp_beyond_closed", "need a query, got a wish to copy or pickle private data"
        )

    def check(self, columns: Iterable[str]) -> None:
        """Refuse columns that are not there; reads no row.

        Raises
        ------
        PromiseError
            If a column was not named when the collection was made.
        """
        for name in columns:
            if name not in self.columns:
                raise PromiseError(
                    "errors.dp_beyond_column",
                    "need a column that collection {dataset} was said to have, got {column}",
                    dataset=self.dataset,
                    column=name,
                )

    def rows(self) -> Any:
        """Return the rows; for the engine, not for release."""
        return self._rows
