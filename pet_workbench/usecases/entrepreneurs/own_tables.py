"""The tables of the case `entrepreneurs` as somebody brings them: their form, and reading them.

Here one process reads both files.  That is fine for generated or invented data; with real data each
organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.entrepreneurs.grid import AREAS, SECTORS
from pet_workbench.usecases.entrepreneurs.trouble import HOLDER, KVK
from pet_workbench.usecases.own_files import OwnFile, read_files, strangers

if TYPE_CHECKING:
    import pandas as pd

_BUSINESS = Column("business", "person", ("onderneming", "kvk_nummer"))
KVK_SCHEMA = Schema(
    (
        _BUSINESS,
        Column(
            "area",
            "choice",
            ("gebied", "corop", "corop_gebied"),
            choices=tuple((name, name.casefold()) for name in AREAS),
        ),
        Column(
            "sector",
            "choice",
            ("sbi_sectie", "section"),
            choices=tuple((letter, letter.casefold()) for letter in SECTORS),
        ),
    ),
    key="business",
)
HOLDER_SCHEMA = Schema(
    (_BUSINESS, Column("in_arrears", "flag", ("betalingsachterstand", "achterstand"))),
    key="business",
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "business": "onderneming",
        "area": "gebied",
        "in_arrears": "betalingsachterstand",
    },
    "en": {},
}
"""What `datasets.write_csv` is to call the columns, by language."""
FILES: Mapping[str, OwnFile] = {
    KVK: OwnFile(KVK_SCHEMA, HEADERS),
    HOLDER: OwnFile(HOLDER_SCHEMA, HEADERS),
}
"""What the file of each party must look like."""


def read(
    kvk: Path | bytes, holder: Path | bytes, *, kvk_file: str = KVK, holder_file: str = HOLDER
) -> dict[str, "pd.DataFrame"]:
    r"""Read both tables, or say everything that is wrong with either.

    Parameters
    ----------
    kvk, holder : Path or bytes
        CSV or Parquet; see `datasets.read_table`.
    kvk_file, holder_file : str
        What to call the files in messages.

    Returns
    -------
    dict of str to DataFrame
        ``"KVK"`` and ``"Belastingdienst"``, with the columns of `population.generate`.

    Raises
    ------
    DataError
        If a table is not as its schema says, or no business is in both tables.
        ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> kvk = b"business,area,sector\n5,Twente,G\n"
    >>> tables = read(kvk, b"business;in_arrears\n5;yes\n")
    >>> tables["KVK"].to_dict("records")
    [{'business': 5, 'area': 11, 'sector': 6}]
    """
    files, names = {KVK: kvk, HOLDER: holder}, {KVK: kvk_file, HOLDER: holder_file}
    return read_files(files, FILES, names=names, check=strangers(KVK, HOLDER, column="business"))


def written(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return `tables` with areas and sections in words, as `read` takes them."""
    kvk = tables[KVK].assign(
        area=[tuple(AREAS)[at] for at in tables[KVK]["area"]],
        sector=[SECTORS[at] for at in tables[KVK]["sector"]],
    )
    return {KVK: kvk, HOLDER: tables[HOLDER]}
