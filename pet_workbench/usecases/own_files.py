"""What a party's file must look like, and reading the files of one party or of all.

A case says it per party (`UseCase.own_file`).  With that a party can read its own file where no
other is, and one process can read the files of all: fine for generated or invented data; with real
data each party would read its own, on its own machine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.core import DataError
from pet_workbench.datasets import ReadTable, Schema, each_problem, problem, read_table, refuse

if TYPE_CHECKING:
    import pandas as pd

Problems = list[DataError]


def _nothing(table: ReadTable) -> Problems:  # noqa: ARG001 - stands where a check would
    """Find nothing wrong."""
    return []


@dataclass(frozen=True)
class OwnFile:
    """What the file of one party must look like.

    Attributes
    ----------
    schema : Schema
        Its columns.
    headers : mapping of str to mapping of str to str
        What `datasets.write_csv` is to call the columns, by language.
    check : callable, optional
        Returns what is wrong with a table that is as its schema says.
    """

    schema: Schema
    headers: Mapping[str, Mapping[str, str]]
    check: Callable[[ReadTable], Problems] = _nothing

    def read(self, source: Path | bytes, *, file: str) -> ReadTable:
        r"""Read a file, or say everything that is wrong with it.

        Parameters
        ----------
        source : Path or bytes
            CSV or Parquet; see `datasets.read_table`.
        file : str
            What to call it in messages.

        Raises
        ------
        DataError
            If it is not as it should be; ``parameters["problems"]`` has one error per problem.
        MissingExtraError
            If it is a Parquet file and pyarrow is not installed.

        Examples
        --------
        >>> from pet_workbench.datasets import Column
        >>> file = OwnFile(Schema((Column("person", "person", ("persoon",)),), key="person"), {})
        >>> file.read(b"persoon\n5\n", file="list.csv").frame["person"].tolist()
        [5]
        """
        table = read_table(source, self.schema, file=file)
        problems = self.check(table)
        if problems:
            refuse(problems)
        return table


def read_files(
    files: Mapping[str, Path | bytes],
    forms: Mapping[str, OwnFile],
    *,
    names: Mapping[str, str] | None = None,
    check: Callable[[Mapping[str, ReadTable]], Problems] | None = None,
) -> "dict[str, pd.DataFrame]":
    """Read the files of all parties in one place, or say everything that is wrong with any.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party.
    forms : mapping of str to OwnFile
        What each must look like; the tables come in this order.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.
    check : callable, optional
        Returns what is wrong with the tables together; each is right by itself then.

    Raises
    ------
    DataError
        If anything is wrong; ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.
    """
    tables: dict[str, ReadTable] = {}
    problems: Problems = []
    for party, form in forms.items():
        try:
            tables[party] = form.read(files[party], file=(names or {}).get(party, party))
        except DataError as error:
            problems += each_problem(error)
    if check and not problems:
        problems = check(tables)
    if problems:
        refuse(problems)
    return {party: table.frame for party, table in tables.items()}


def strangers(
    first: str, second: str, *, column: str
) -> Callable[[Mapping[str, ReadTable]], Problems]:
    """Return a check for `read_files`: it finds a problem if nobody is in both tables.

    Parameters
    ----------
    first, second : str
        The parties with the tables.
    column : str
        Where both have the numbers that stand for somebody.
    """

    def check(tables: Mapping[str, ReadTable]) -> Problems:
        one, other = tables[first], tables[second]
        if other.frame[column].isin(one.frame[column]).any():
            return []
        return [
            problem(
                "errors.data_nobody_in_both",
                file=other.file,
                other_file=one.file,
                column=other.headers[column],
                other_column=one.headers[column],
            )
        ]

    return check
