"""The reports of the case `securened` as somebody brings them: one file, and reading it.

Here one process reads the reports of all organisations.  That is fine for generated or invented
data; in reality every organisation would deal shares of its own report from its own machine.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema, problem, read_table, refuse
from pet_workbench.usecases.own_files import OwnFile
from pet_workbench.usecases.securened.population import MAX_N, organisation_name
from pet_workbench.usecases.securened.reports import KINDS, SECTORS, WEEKS

if TYPE_CHECKING:
    import pandas as pd

KINDS_NL = (
    "phishing",
    "wachtwoord raden",
    "gestolen inloggegevens",
    "malware",
    "gijzelsoftware",
    "lek in website",
    "lek in apparaat",
    "overbelasting",
    "datalek",
    "misbruik van binnenuit",
    "via een leverancier",
    "factuurfraude",
)
SECTORS_NL = ("overheid", "zorg", "energie", "water", "vervoer", "onderwijs")
_ORGANISATION = Column("organisation", "person", ("organisatie",), minimum=1, maximum=999_999)
_REPORT = (
    Column("sector", "choice", choices=tuple(zip(SECTORS, SECTORS_NL, strict=True))),
    Column(
        "kind",
        "choice",
        ("technique", "techniek", "soort"),
        choices=tuple(zip(KINDS, KINDS_NL, strict=True)),
    ),
    Column("week", "household", minimum=1, maximum=WEEKS),
    Column("count", "household", ("aantal",), maximum=1_000_000),
)
SCHEMA = Schema((_ORGANISATION, *_REPORT), key="")
"""Of the reports of all organisations in one file."""
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {"organisation": "organisatie", "kind": "techniek", "count": "aantal"},
    "en": {"kind": "technique"},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def read(reports: Path | bytes, *, file: str = "reports") -> dict[str, "pd.DataFrame"]:
    r"""Read all organisations' reports, or say everything that is wrong with them.

    Parameters
    ----------
    reports : Path or bytes
        CSV or Parquet; see `datasets.read_table`.
    file : str
        What to call the file in messages.

    Returns
    -------
    dict of str to DataFrame
        Per organisation, with the columns of `population.generate`.

    Raises
    ------
    DataError
        If the table is not as its schema says, an organisation is in two sectors, reports the same
        technique and week twice, or there are more than 2,000.  ``parameters["problems"]`` has one
        error per problem.
    MissingExtraError
        If it is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> content = "organisatie;sector;techniek;week;aantal\n7;zorg;phishing;3;2\n"
    >>> read(content.encode())["Org 007"].to_dict("records")
    [{'sector': 1, 'kind': 0, 'week': 3, 'count': 2}]
    """
    table = read_table(reports, SCHEMA, file=file)
    problems = _contradictions(table)
    numbers = table.frame["organisation"].unique()
    if len(numbers) > MAX_N:
        problems.append(
            problem("errors.data_many_organisations", file=file, limit=MAX_N, found=len(numbers))
        )
    if problems:
        refuse(problems)
    return {
        organisation_name(int(str(number))): own.drop(columns="organisation").reset_index(drop=True)
        for number, own in table.frame.groupby("organisation")
    }


def written(tables: Mapping[str, "pd.DataFrame"], lang: str) -> "pd.DataFrame":
    """Return the reports of all `tables` in one, with words in `lang`, as `read` takes them."""
    import pandas as pd

    kinds, sectors = (KINDS_NL, SECTORS_NL) if lang == "nl" else (KINDS, SECTORS)
    numbered = [table.assign(organisation=int(name.split()[-1])) for name, table in tables.items()]
    pooled = pd.concat(numbered, ignore_index=True)
    return pd.DataFrame(
        {
            "organisation": pooled["organisation"],
            "sector": [sectors[at] for at in pooled["sector"]],
            "kind": [kinds[at] for at in pooled["kind"]],
            "week": pooled["week"],
            "count": pooled["count"],
        }
    )


def _contradictions(table: ReadTable) -> list[DataError]:
    """Return a problem for every row that contradicts or repeats an earlier one.

    An organisation's own file does not say in every row whose it is.
    """
    column = table.frame.get("organisation")
    whose = [table.file] * len(table.rows) if column is None else column.tolist()
    return _two_sectors(table, whose) + _twice(table, whose)


def _two_sectors(table: ReadTable, whose: Sequence[object]) -> list[DataError]:
    """Return a problem for every row whose sector differs from the organisation's first."""
    sectors = table.frame["sector"]
    first = sectors.groupby(np.array(whose)).transform("first")
    return [
        problem(
            "errors.data_two_sectors",
            file=table.file,
            row=int(table.rows[at]),
            column=table.headers["sector"],
            found=SECTORS[int(sectors.iloc[at])],
            organisation=whose[at],
            sector=SECTORS[int(first.iloc[at])],
        )
        for at in np.flatnonzero((sectors != first).to_numpy())[:20]
    ]


def _twice(table: ReadTable, whose: Sequence[object]) -> list[DataError]:
    """Return a problem for every row that repeats an organisation's technique and week."""
    frame = table.frame
    again = frame.assign(organisation=np.array(whose)).duplicated(["organisation", "kind", "week"])
    return [
        problem(
            "errors.data_report_twice",
            file=table.file,
            row=int(table.rows[at]),
            column=table.headers["kind"],
            found=KINDS[int(frame["kind"].iloc[at])],
            organisation=whose[at],
            week=int(frame["week"].iloc[at]),
        )
        for at in np.flatnonzero(again.to_numpy())[:20]
    ]


ORGANISATION = OwnFile(Schema(_REPORT, key=""), HEADERS, _contradictions)
"""What the file of one organisation must look like."""
