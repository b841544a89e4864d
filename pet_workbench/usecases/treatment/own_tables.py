"""The tables of the case `treatment` as somebody brings them: what they must look like.

Here one process reads all three files.  That is fine for generated or invented data; with real data
each hospital would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema, problem
from pet_workbench.usecases.own_files import OwnFile, read_files
from pet_workbench.usecases.treatment.totals import HIGHEST, HOSPITALS

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = Schema(
    (
        Column("patient", "person", ("patiënt", "patientnummer", "patiëntnummer")),
        Column("treatment", "choice", ("behandeling",), choices=(("a",), ("b",))),
        Column("score", "household", ("uitkomst", "outcome"), maximum=HIGHEST),
    ),
    key="patient",
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {"patient": "patient", "treatment": "behandeling", "score": "score"},
    "en": {},
}
"""What `datasets.write_csv` is to call the columns, by language."""
FILES: Mapping[str, OwnFile] = dict.fromkeys(HOSPITALS, OwnFile(SCHEMA, HEADERS))
"""What the file of each party must look like."""
MOST_PROBLEMS = 20


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read the hospitals' tables, or say everything that is wrong with any.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by hospital; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; by default as the hospitals.

    Returns
    -------
    dict of str to DataFrame
        By hospital, with the columns of `population.generate`.

    Raises
    ------
    DataError
        If a table is not as its schema says, or a patient is in two of them: a patient who was
        treated in two hospitals would count twice.  ``parameters["problems"]`` has one error per
        problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> rows = {"Noord": b"1;A;60\n", "Midden": b"2;b;70\n", "Zuid": b"3;A;0\n"}
    >>> tables = read({name: b"patient;behandeling;score\n" + row for name, row in rows.items()})
    >>> tables["Midden"].to_dict("records")
    [{'patient': 2, 'treatment': 1, 'score': 70}]
    """
    return read_files(files, FILES, names=names, check=_in_two)


def written(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return `tables` with treatments in letters, as `read` takes them."""
    return {
        name: table.assign(treatment=["AB"[at] for at in table["treatment"]])
        for name, table in tables.items()
    }


def _in_two(tables: Mapping[str, ReadTable]) -> list[DataError]:
    """Return a problem for every patient who is also in an earlier file."""
    found: list[DataError] = []
    first: dict[int, str] = {}
    for table in tables.values():
        for row, patient in zip(table.rows, table.frame["patient"].tolist(), strict=True):
            if patient in first and len(found) < MOST_PROBLEMS:
                found.append(
                    problem(
                        "errors.data_patient_twice",
                        file=table.file,
                        row=int(row),
                        column=table.headers["patient"],
                        found=str(patient),
                        other_file=first[patient],
                    )
                )
            first.setdefault(patient, table.file)
    return found
