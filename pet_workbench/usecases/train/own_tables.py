"""The tables of the case `train` as somebody brings them: what they must look like.

Here one process reads the files of all hospitals.  That is fine for invented data; with real data
each hospital would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, Schema
from pet_workbench.i18n import Language
from pet_workbench.usecases.own_files import OwnFile, read_files
from pet_workbench.usecases.train.patients import COORDINATOR, THIRD, hospitals_of

if TYPE_CHECKING:
    import pandas as pd

STAGE_WORDS = ("I", "II", "III", "IV")
OLDEST, MOST_MONTHS = 120, 1_200
SCHEMA = Schema(
    (
        Column("age", "household", ("leeftijd",), maximum=OLDEST),
        Column("female", "flag", ("vrouw",)),
        Column(
            "stage",
            "choice",
            ("stadium",),
            choices=tuple((word.casefold(), str(at)) for at, word in enumerate(STAGE_WORDS, 1)),
        ),
        Column("poor_condition", "flag", ("slechte_conditie",)),
        Column("months", "household", ("maanden",), minimum=1, maximum=MOST_MONTHS),
        Column("died", "flag", ("overleden",)),
    ),
    key="",
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "age": "leeftijd",
        "female": "vrouw",
        "stage": "stadium",
        "poor_condition": "slechte conditie",
        "months": "maanden",
        "died": "overleden",
    },
    "en": {"poor_condition": "poor condition"},
}
"""What `datasets.write_csv` is to call the columns, by language."""
FEWEST = 3


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read the hospitals' tables, or say everything that is wrong with any.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet, one per hospital, by any name; three at least; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; by default as the hospitals.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.generate`.

    Raises
    ------
    DataError
        If there are fewer than three files, or one is not as it should be;
        ``parameters["problems"]`` then has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> row = b"age,female,stage,poor condition,months,died\n71,yes,III,no,14,yes\n"
    >>> tables = read({"Noord": row, "Midden": row, "Zuid": row})
    >>> tables["Noord"].to_dict("records")[0]["stage"]
    2
    """
    hospitals = hospitals_of(files)
    if len(hospitals) < FEWEST:
        raise DataError(
            "errors.train_files",
            "need files of at least {fewest} hospitals, got {n}",
            fewest=FEWEST,
            n=len(hospitals),
        )
    return read_files(files, dict.fromkeys(hospitals, _FORM), names=names)


def own_file(party: str) -> OwnFile | None:
    """Return what the file of `party` must look like; None if it has none."""
    return None if party in (COORDINATOR, THIRD) else _FORM


def written(table: "pd.DataFrame", lang: Language) -> "pd.DataFrame":
    """Return a table with stages and yes or no in words, as `read` takes it.

    Parameters
    ----------
    table : DataFrame
        Of a hospital.
    lang : {"nl", "en"}
        Of the words for yes and no.
    """
    answers = ("nee", "ja") if lang == "nl" else ("no", "yes")
    flags = {
        name: [answers[at] for at in table[name].tolist()]
        for name in ("female", "poor_condition", "died")
    }
    return table.assign(stage=[STAGE_WORDS[at] for at in table["stage"].tolist()], **flags)


_FORM = OwnFile(SCHEMA, HEADERS)
