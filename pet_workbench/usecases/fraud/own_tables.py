"""The tables of the case `fraud` as somebody brings them: what they must look like, reading them.

Here one process reads all three files.  That is fine for generated or invented data; with real data
each organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import (
    Column,
    ReadTable,
    Schema,
    each_problem,
    problem,
    read_table,
    refuse,
)
from pet_workbench.usecases.fraud.scores import BANK, HIGHEST, INSURER, KVK

if TYPE_CHECKING:
    import pandas as pd

MOST_CHANGES, MOST_YEARS = 100, 500
"""Above these, a fact about a company is a mistake."""
_PROVIDER = Column("provider", "person", ("zorgaanbieder", "kvk_nummer"))
_SCORES = Schema(
    (_PROVIDER, Column("score", "household", ("risicoscore",), maximum=HIGHEST)), key="provider"
)
SCHEMAS: Mapping[str, Schema] = {
    INSURER: _SCORES,
    BANK: _SCORES,
    KVK: Schema(
        (
            _PROVIDER,
            Column("years", "household", ("jaren",), maximum=MOST_YEARS),
            Column("changes", "household", ("bestuurswisselingen",), maximum=MOST_CHANGES),
        ),
        key="provider",
    ),
}
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "provider": "zorgaanbieder",
        "years": "jaren",
        "changes": "bestuurswisselingen",
    },
    "en": {},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read the three tables, or say everything that is wrong with any.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party: ``"Insurer"``, ``"Bank"``, ``"KVK"``; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.generate`.

    Raises
    ------
    DataError
        If a table is not as its schema says, or no provider is in the files of both insurer and
        bank.  ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> lists = {"Insurer": b"provider,score\n5,80\n", "Bank": b"provider;score\n5;70\n"}
    >>> tables = read({**lists, "KVK": b"provider,years,changes\n5,1,2\n"})
    >>> tables["KVK"].to_dict("records")
    [{'provider': 5, 'years': 1, 'changes': 2}]
    """
    called = {party: (names or {}).get(party, party) for party in SCHEMAS}
    tables: dict[str, ReadTable] = {}
    problems: list[DataError] = []
    for party, schema in SCHEMAS.items():
        try:
            tables[party] = read_table(files[party], schema, file=called[party])
        except DataError as error:
            problems += each_problem(error)
    if problems:
        refuse(problems)
    problems = _strangers(tables[INSURER], tables[BANK])
    if problems:
        refuse(problems)
    return {party: table.frame for party, table in tables.items()}


def _strangers(insurer: ReadTable, bank: ReadTable) -> list[DataError]:
    """Return a problem if no provider is in both tables."""
    if np.isin(bank.frame["provider"].to_numpy(), insurer.frame["provider"].to_numpy()).any():
        return []
    return [
        problem(
            "errors.data_nobody_in_both",
            file=bank.file,
            other_file=insurer.file,
            column=bank.headers["provider"],
            other_column=insurer.headers["provider"],
        )
    ]
