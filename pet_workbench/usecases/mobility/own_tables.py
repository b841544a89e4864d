"""The tables of the case `mobility` as somebody brings them: what they must look like.

Here one process reads all files.  That is fine for invented rows; with real ones each operator
would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.mobility.inside import HOURS
from pet_workbench.usecases.mobility.table import OPERATORS
from pet_workbench.usecases.own_files import OwnFile, read_files
from pet_workbench.usecases.provinces import PROVINCES

if TYPE_CHECKING:
    import pandas as pd

_SPELT = {"Friesland": ("fryslân",), "Noord-Brabant": ("brabant",)}
ROWS = Schema(
    (
        Column("person", "person", ("persoon", "pseudonym", "pseudoniem")),
        Column(
            "area",
            "choice",
            ("province", "provincie"),
            choices=tuple((name.casefold(), *_SPELT.get(name, ())) for name in PROVINCES),
        ),
        Column("hour", "household", ("uur",), maximum=HOURS - 1),
    ),
    key="",
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {"person": "pseudoniem", "area": "provincie", "hour": "uur"},
    "en": {"person": "pseudonym", "area": "province"},
}
"""What `datasets.write_csv` is to call the columns, by language."""
FORM = OwnFile(ROWS, HEADERS)
FILES = dict.fromkeys(OPERATORS, FORM)


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read the rows of one or more operators, or say everything that is wrong with any file.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet, by operator; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the operators' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.generate`, in the order of `OPERATORS`.

    Raises
    ------
    DataError
        If a table is not as its schema says; ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> rows = "pseudoniem;provincie;uur\n17;Utrecht;7\n17;Zeeland;9\n"
    >>> read({"Aanbieder A": rows.encode()})["Aanbieder A"].to_dict("records")[1]
    {'person': 17, 'area': 9, 'hour': 9}
    """
    present = {party: form for party, form in FILES.items() if party in files}
    return read_files(files, present, names=names)


def written(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows with provinces in words, as `read` takes them.

    Parameters
    ----------
    table : DataFrame
    """
    return table.assign(area=[PROVINCES[at] for at in table["area"].tolist()])
