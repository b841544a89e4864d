"""The tables of the case `fugitives` as somebody brings them: what they must look like, reading.

Here one process reads both files.  That is fine for generated or invented data; with real data each
organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.fugitives.population import PROVINCES
from pet_workbench.usecases.fugitives.techniques import BANK, JUSTICE
from pet_workbench.usecases.own_files import OwnFile, read_files, strangers

if TYPE_CHECKING:
    import pandas as pd

MOST_DAYS = 3650
"""A last payment longer ago than ten years is a mistake."""
_SPELLINGS = {"friesland": ("friesland", "fryslân", "fryslan")}
_PERSON = Column("person", "person", ("persoon", "persoonsnummer"))
SCHEMAS: Mapping[str, Schema] = {
    JUSTICE: Schema((_PERSON,), key="person"),
    BANK: Schema(
        (
            _PERSON,
            Column(
                "region",
                "choice",
                ("provincie", "province", "regio"),
                choices=tuple(_SPELLINGS.get(name, (name,)) for name in PROVINCES),
            ),
            Column("days_ago", "household", ("dagen_geleden",), maximum=MOST_DAYS),
        ),
        key="person",
    ),
}
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {"person": "persoon", "region": "provincie", "days_ago": "dagen_geleden"},
    "en": {"region": "province"},
}
"""What `datasets.write_csv` is to call the columns, by language."""
FILES: Mapping[str, OwnFile] = {
    party: OwnFile(schema, HEADERS) for party, schema in SCHEMAS.items()
}
"""What the file of each party must look like."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read both tables, or say everything that is wrong with either.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party: ``"Justice"`` and ``"Bank"``; see `datasets.read_table`.
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

    Examples
    --------
    >>> bank = "person,province,days_ago\n5,Utrecht,3\n"
    >>> tables = read({"Justice": b"person\n5\n", "Bank": bank.encode()})
    >>> tables["Bank"].to_dict("records")
    [{'person': 5, 'region': 6, 'days_ago': 3}]
    """
    return read_files(files, FILES, names=names, check=strangers(JUSTICE, BANK, column="person"))


def written(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return `tables` as somebody would bring them, with the provinces by name."""
    bank = tables[BANK]
    names = [PROVINCES[region] for region in bank["region"].tolist()]
    return {**tables, BANK: bank.assign(region=names)}
