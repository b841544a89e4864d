"""The tables of the case `fraud` as somebody brings them: what they must look like, reading them.

Here one process reads all three files.  That is fine for generated or invented data; with real data
each organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.fraud.scores import BANK, HIGHEST, INSURER, KVK
from pet_workbench.usecases.own_files import OwnFile, read_files, strangers

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
FILES: Mapping[str, OwnFile] = {
    party: OwnFile(schema, HEADERS) for party, schema in SCHEMAS.items()
}
"""What the file of each party must look like."""


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
    return read_files(files, FILES, names=names, check=strangers(INSURER, BANK, column="provider"))
