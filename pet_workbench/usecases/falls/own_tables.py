"""The tables of the case `falls` as somebody brings them: what they must look like, reading them.

Here one process reads both files.  That is fine for generated or invented data; with real data each
organisation would read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema
from pet_workbench.usecases.falls.clients import (
    CARE,
    FLAGS,
    HOSPITAL,
    MOST_FALLS,
    MOST_MEDICINES,
    OLDEST,
    YOUNGEST,
)
from pet_workbench.usecases.falls.model import MOST_WEIGHT, WEIGHTS
from pet_workbench.usecases.own_files import OwnFile, read_files

if TYPE_CHECKING:
    import pandas as pd

DUTCH: Mapping[str, str] = {
    "person": "persoon",
    "age": "leeftijd",
    "female": "vrouw",
    "earlier_falls": "eerdere_valpartijen",
    "gait": "loopt_moeilijk",
    "walking_aid": "loophulpmiddel",
    "dizziness": "duizelig",
    "parkinson": "parkinson",
    "antiepileptics": "anti_epileptica",
    "medicines": "medicijnen",
    "memory": "geheugenproblemen",
    "stroke": "beroerte",
    "incontinence": "incontinentie",
    "fear": "valangst",
    "vision": "slechtziend",
    "nursing_home": "verpleeghuis",
    "fallen": "gevallen",
    "feature": "kenmerk",
    "weight": "gewicht",
    "intercept": "constante",
    "fell_once": "een_keer_gevallen",
    "fell_often": "vaker_gevallen",
}
"""Dutch names of columns, and of features in a model's file."""
NUMBERS = (
    Column("age", "household", (DUTCH["age"],), minimum=YOUNGEST, maximum=OLDEST),
    Column("earlier_falls", "household", (DUTCH["earlier_falls"],), maximum=MOST_FALLS),
    Column("medicines", "household", (DUTCH["medicines"],), maximum=MOST_MEDICINES),
)
PERSON = Column("person", "person", (DUTCH["person"], "persoonsnummer", "cliënt", "client"))
CLIENTS = Schema(
    (
        PERSON,
        *NUMBERS,
        *(Column(name, "flag", (DUTCH[name],)) for name in ("female", *FLAGS, "fallen")),
    ),
    key="person",
)
WEIGHT_FILE = Schema(
    (
        Column(
            "feature",
            "choice",
            (DUTCH["feature"],),
            choices=tuple(tuple(dict.fromkeys((name, DUTCH[name]))) for name in WEIGHTS),
        ),
        Column(
            "weight",
            "household",
            (DUTCH["weight"],),
            minimum=-MOST_WEIGHT,
            maximum=MOST_WEIGHT,
        ),
    ),
    key="feature",
)
HEADERS: Mapping[str, Mapping[str, str]] = {"nl": DUTCH, "en": {}}
"""What `datasets.write_csv` is to call the columns, by language."""


def all_weights(table: ReadTable) -> list[DataError]:
    """Return a problem if the file in `table` lacks a weight."""
    there = set(table.frame["feature"].tolist())
    missing = [name for place, name in enumerate(WEIGHTS) if place not in there]
    if not missing:
        return []
    return [
        DataError(
            "errors.falls_weight_missing",
            "{file}: need a weight for every feature and for the intercept, got none for {missing}",
            file=table.file,
            missing=", ".join(missing),
        )
    ]


CLIENT_FILE = OwnFile(CLIENTS, HEADERS)
FILES: Mapping[str, OwnFile] = {
    CARE: CLIENT_FILE,
    HOSPITAL: OwnFile(WEIGHT_FILE, HEADERS, all_weights),
}
"""What the file of each party must look like."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read both tables, or say everything that is wrong with either.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet by party: ``"Care"`` and ``"Hospital"``; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        The clients as `population.people` gives them, and the model as `model.Model.table` does.

    Raises
    ------
    DataError
        If a table is not as its schema says, or a weight is missing; ``parameters["problems"]`` has
        one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.
    """
    return read_files(files, FILES, names=names)


def written(tables: Mapping[str, "pd.DataFrame"], lang: str = "nl") -> dict[str, "pd.DataFrame"]:
    """Return `tables` as somebody would bring them, with the features in the words of `lang`."""
    model = tables[HOSPITAL]
    words = [WEIGHTS[place] for place in model["feature"].tolist()]
    spelt = [DUTCH[word] if lang == "nl" else word for word in words]
    return {**tables, HOSPITAL: model.assign(feature=spelt)}
