"""The lists of the case `informants` as somebody brings them: what they must look like, reading.

Here one process reads both files.  That is fine for generated or invented data; with real data each
organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.informants.techniques import FIRST, SECOND
from pet_workbench.usecases.own_files import OwnFile, read_files, strangers

if TYPE_CHECKING:
    import pandas as pd

_LIST = Schema((Column("person", "person", ("persoon", "persoonsnummer")),), key="person")
HEADERS: Mapping[str, Mapping[str, str]] = {"nl": {"person": "persoon"}, "en": {}}
"""What `datasets.write_csv` is to call the columns, by language."""
FILES: Mapping[str, OwnFile] = dict.fromkeys((FIRST, SECOND), OwnFile(_LIST, HEADERS))
"""What the file of each party must look like."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read both lists, or say everything that is wrong with either.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party: ``"Service A"`` and ``"Service B"``; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the column of `population.generate`.

    Raises
    ------
    DataError
        If a list is not as its schema says, or nobody is on both; ``parameters["problems"]`` has
        one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> tables = read({"Service A": b"person\n5\n6\n", "Service B": b"person\n6\n"})
    >>> tables["Service B"]["person"].tolist()
    [6]
    """
    return read_files(files, FILES, names=names, check=strangers(FIRST, SECOND, column="person"))
