"""The pupils of the case `education` as somebody brings them: one file, one row per pupil."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema, problem
from pet_workbench.usecases.education.tables import PROGRAMMES, REGIONS, SEXES
from pet_workbench.usecases.own_files import OwnFile

if TYPE_CHECKING:
    import pandas as pd

MOST = 20
_SEXES = (("man", "m", "jongen", "boy"), ("vrouw", "v", "woman", "f", "meisje", "girl"))
_SHORT = tuple((name.casefold(),) for name in REGIONS)
_COLUMNS = (
    Column("region", "choice", ("provincie", "province", "regio"), choices=_SHORT),
    Column("school", "person", ("schoolnummer",), minimum=1, maximum=999_999),
    Column("programme", "choice", ("opleiding",), choices=tuple((name,) for name in PROGRAMMES)),
    Column("sex", "choice", ("geslacht",), choices=_SEXES),
    Column("passed", "household", ("geslaagd",), maximum=1),
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "region": "provincie",
        "programme": "opleiding",
        "sex": "geslacht",
        "passed": "geslaagd",
    },
    "en": {"region": "province"},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def written(pupils: "pd.DataFrame", lang: str) -> "pd.DataFrame":
    """Return the pupils with words in `lang`, as `PUPILS` reads them."""
    sexes = ("man", "vrouw") if lang == "nl" else SEXES
    return pupils.assign(
        region=[REGIONS[at] for at in pupils["region"]],
        programme=[PROGRAMMES[at] for at in pupils["programme"]],
        sex=[sexes[at] for at in pupils["sex"]],
    )


def _one_region_each(table: ReadTable) -> Sequence[DataError]:
    """Return a problem for every row whose school stood in another region before."""
    region = table.frame["region"]
    first = region.groupby(table.frame["school"]).transform("first")
    return [
        problem(
            "errors.data_two_regions",
            file=table.file,
            row=int(table.rows[at]),
            column=table.headers["region"],
            found=REGIONS[int(region.iloc[at])],
            school=int(table.frame["school"].iloc[at]),
            region=REGIONS[int(first.iloc[at])],
        )
        for at in np.flatnonzero((region != first).to_numpy())[:MOST]
    ]


def _check(table: ReadTable) -> list[DataError]:
    """Return what is wrong with a table that is as its schema says."""
    return list(_one_region_each(table))


PUPILS = OwnFile(Schema(_COLUMNS, key=""), HEADERS, _check)
"""What the file of the publisher must look like."""
