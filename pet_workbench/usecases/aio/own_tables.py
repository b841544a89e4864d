"""The tables of the case `aio` as somebody brings them: what they must look like, and reading them.

Here one process reads both files.  That is fine for generated or invented data; with real data each
organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema, problem, read_table, refuse
from pet_workbench.usecases.own_files import OwnFile, read_files, strangers

if TYPE_CHECKING:
    import pandas as pd

MOST_EUROS = 1_000_000
"""Highest amount per month that is taken for a real one."""

SVB_SCHEMA = Schema(
    (
        Column("person", "person", ("persoon", "persoonsnummer")),
        Column("household", "household", ("huishouden", "huishoudnummer")),
        Column("aow", "euros", ("aow_bedrag", "state_pension"), maximum=MOST_EUROS),
        Column("receives_aio", "flag", ("ontvangt_aio",)),
        Column("lives_abroad", "flag", ("woont_in_buitenland", "woont_in_het_buitenland")),
    ),
    key="person",
)
UWV_SCHEMA = Schema(
    (
        Column("person", "person", ("persoon", "persoonsnummer")),
        Column("income", "euros", ("inkomen",), maximum=MOST_EUROS),
    ),
    key="person",
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "person": "persoon",
        "household": "huishouden",
        "aow_cents": "aow",
        "receives_aio": "ontvangt_aio",
        "lives_abroad": "woont_in_buitenland",
        "income_cents": "inkomen",
    },
    "en": {},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def read(
    svb: Path | bytes, uwv: Path | bytes, *, svb_file: str = "SVB", uwv_file: str = "UWV"
) -> dict[str, "pd.DataFrame"]:
    r"""Read both tables, or say everything that is wrong with either.

    Parameters
    ----------
    svb, uwv : Path or bytes
        CSV or Parquet; see `datasets.read_table`.
    svb_file, uwv_file : str
        What to call the files in messages.

    Returns
    -------
    dict of str to DataFrame
        ``"SVB"`` and ``"UWV"``, with the columns of `population.Population.tables`.

    Raises
    ------
    DataError
        If a table is not as its schema says, a household has more than two members, or nobody is in
        both tables.  ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> svb = "person,household,aow,receives_aio,lives_abroad\n5,1,1459.53,no,no\n"
    >>> tables = read(svb.encode(), b"person;income\n5;310,20\n")
    >>> tables["UWV"].to_dict("records")
    [{'person': 5, 'income_cents': 31020}]
    """
    files, names = {"SVB": svb, "UWV": uwv}, {"SVB": svb_file, "UWV": uwv_file}
    try:
        return read_files(files, FILES, names=names, check=strangers("SVB", "UWV", column="person"))
    except DataError:
        if not _are_swapped(svb, uwv):
            raise
    refuse([problem("errors.data_swapped", file=svb_file, other_file=uwv_file)])


def _are_swapped(svb: Path | bytes, uwv: Path | bytes) -> bool:
    """Return whether each file is what the other should be."""
    try:
        read_table(uwv, SVB_SCHEMA, file="")
        read_table(svb, UWV_SCHEMA, file="")
    except DataError:
        return False
    return True


def _crowded_households(svb: ReadTable) -> list[DataError]:
    """Return a problem for every household with more than two members."""
    households = svb.frame["household"].to_numpy()
    order = np.argsort(households, kind="stable")
    numbers, first, counts = np.unique(households[order], return_index=True, return_counts=True)
    return [
        problem(
            "errors.data_crowded_household",
            file=svb.file,
            row=int(svb.rows[order[first[at] + 2]]),
            rows=", ".join(map(str, svb.rows[order[first[at] :][: min(counts[at], 4)]])),
            column=svb.headers["household"],
            found=str(numbers[at]),
            members=int(counts[at]),
        )
        for at in np.flatnonzero(counts > 2)[:20]
    ]


FILES: Mapping[str, OwnFile] = {
    "SVB": OwnFile(SVB_SCHEMA, HEADERS, _crowded_households),
    "UWV": OwnFile(UWV_SCHEMA, HEADERS),
}
"""What the file of each party must look like."""
