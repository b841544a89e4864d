"""The tables of the case `fall-injuries` as somebody brings them: what they must look like.

Here one process reads both files.  That is fine for generated or invented data; with real data each
organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Schema
from pet_workbench.usecases.falls.clients import CARE, HOSPITAL
from pet_workbench.usecases.falls.own_tables import CLIENT_FILE, HEADERS, PERSON
from pet_workbench.usecases.own_files import OwnFile, read_files, strangers

if TYPE_CHECKING:
    import pandas as pd

FILES: Mapping[str, OwnFile] = {
    CARE: CLIENT_FILE,
    HOSPITAL: OwnFile(Schema((PERSON,), key="person"), HEADERS),
}
"""What the file of each party must look like; the clients' file is that of the case `falls`."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    """Read both tables, or say everything that is wrong with either.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party: ``"Care"`` and ``"Hospital"``; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.generate`.

    Raises
    ------
    DataError
        If a table is not as its schema says, or nobody is in both; ``parameters["problems"]`` has
        one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.
    """
    return read_files(files, FILES, names=names, check=strangers(HOSPITAL, CARE, column="person"))
