"""Read the lists of two parties that somebody brings, and say everything that is wrong with them.

Here one process reads both files.  With real data each organisation would read its own.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import ReadTable, Schema, each_problem, problem, read_table, refuse

if TYPE_CHECKING:
    import pandas as pd

PERSON = "person"


def read_lists(
    files: Mapping[str, Path | bytes],
    schemas: Mapping[str, Schema],
    *,
    names: Mapping[str, str] | None = None,
) -> dict[str, "pd.DataFrame"]:
    """Read a table with a column ``person`` of each of two parties.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party; see `datasets.read_table`.
    schemas : mapping of str to Schema
        By party; two of them.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Raises
    ------
    DataError
        If a table is not as its schema says, or nobody is in both; ``parameters["problems"]`` has
        one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.
    """
    tables: dict[str, ReadTable] = {}
    problems: list[DataError] = []
    for party, schema in schemas.items():
        try:
            tables[party] = read_table(files[party], schema, file=(names or {}).get(party, party))
        except DataError as error:
            problems += each_problem(error)
    if not problems:
        problems = _strangers(*tables.values())
    if problems:
        refuse(problems)
    return {party: table.frame for party, table in tables.items()}


def _strangers(first: ReadTable, second: ReadTable) -> list[DataError]:
    """Return a problem if nobody is in both tables."""
    if np.isin(second.frame[PERSON].to_numpy(), first.frame[PERSON].to_numpy()).any():
        return []
    return [
        problem(
            "errors.data_nobody_in_both",
            file=second.file,
            other_file=first.file,
            column=second.headers[PERSON],
            other_column=first.headers[PERSON],
        )
    ]
