"""The tables of the case `debts` as somebody brings them: what they must look like, reading them.

Here one process reads all five files.  That is fine for generated or invented data; with real data
each organisation would read its own file on its own machine.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema, problem
from pet_workbench.datasets.problems import MOST
from pet_workbench.usecases.debts.citizens import AGENCIES, MUNICIPALITY
from pet_workbench.usecases.own_files import OwnFile, read_files

if TYPE_CHECKING:
    import pandas as pd

MOST_EUROS = 100_000_000
"""Highest debt that is taken for a real one."""
_PERSON = Column("person", "person", ("persoon", "persoonsnummer"), maximum=999_999_999)
_LIST = Schema(
    (_PERSON, Column("amount", "euros", ("bedrag", "schuld"), maximum=MOST_EUROS)), key="person"
)
_RESIDENTS = Schema((_PERSON,), key="person")
SLUGS: Mapping[str, str] = dict(
    zip(("tax", "uwv", "cak", "cjib", "residents"), (*AGENCIES, MUNICIPALITY), strict=True)
)
"""Short names of the files, and whose they are."""
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {"person": "persoon", "amount_cents": "bedrag"},
    "en": {},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read the four lists and the residents, or say everything that is wrong with any.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.Population.tables`.

    Raises
    ------
    DataError
        If a table is not as its schema says, two citizen numbers differ in the check digit alone,
        or no resident is on any list.  ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> lists = {agency: b"person;bedrag\n1015;310,20\n" for agency in AGENCIES}
    >>> read({**lists, "Gemeente": b"person\n1015\n"})["CJIB"].to_dict("records")
    [{'person': 1015, 'amount_cents': 31020}]
    """
    return read_files(files, FILES, names=names, check=_alike_or_strangers)


def _alike_or_strangers(tables: Mapping[str, ReadTable]) -> list[DataError]:
    """Return what is wrong with the tables together."""
    return _alike(*tables.values()) or _strangers(tables)


def _alike(*tables: ReadTable) -> list[DataError]:
    """Return a problem for every two numbers that differ in the check digit alone."""
    numbers = np.unique(np.concatenate([one.frame["person"].to_numpy() for one in tables]))
    return [
        DataError(
            "errors.citizen_numbers_alike",
            "need numbers that differ in more than the last digit, got {first} ({first_file}) and "
            "{second} ({second_file}); the last one is a check digit, so one of them is wrong",
            first=first,
            first_file=_file_with(tables, first),
            second=second,
            second_file=_file_with(tables, second),
        )
        for first, second in pairwise(numbers.tolist())
        if first // 10 == second // 10
    ][:MOST]


def _file_with(tables: Sequence[ReadTable], person: int) -> str:
    """Return the first file in which a person stands."""
    return next(one.file for one in tables if (one.frame["person"] == person).any())


def _strangers(tables: Mapping[str, ReadTable]) -> list[DataError]:
    """Return a problem if no resident is on any list."""
    residents = tables[MUNICIPALITY]
    lists = [tables[agency] for agency in AGENCIES]
    if any(residents.frame["person"].isin(one.frame["person"]).any() for one in lists):
        return []
    return [
        problem(
            "errors.data_nobody_in_both",
            file=residents.file,
            other_file=", ".join(one.file for one in lists),
            column=residents.headers["person"],
            other_column=lists[0].headers["person"],
        )
    ]


FILES: Mapping[str, OwnFile] = {
    **dict.fromkeys(AGENCIES, OwnFile(_LIST, HEADERS, _alike)),
    MUNICIPALITY: OwnFile(_RESIDENTS, HEADERS, _alike),
}
"""What the file of each party must look like."""
