"""The table of the case `gas` as somebody brings it: one row per connection.

Here one process reads it.  That is fine for generated or invented data; with real data each
operator would read its own, on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.gas.areas import OPERATORS, municipality_name, operator_of
from pet_workbench.usecases.gas.population import MOST_M3
from pet_workbench.usecases.own_files import OwnFile
from pet_workbench.usecases.provinces import PROVINCES

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = Schema(
    (
        Column("connection", "person", ("aansluiting",)),
        Column("area", "household", ("gebied",), minimum=1_000, maximum=9_999_999),
        Column("use", "household", ("m3", "verbruik", "gasverbruik"), maximum=MOST_M3),
    ),
    key="connection",
)
AREA_LIST = Schema(
    (
        Column("area", "household", ("gebied",), minimum=1_000, maximum=9_999_999),
        Column(
            "province",
            "choice",
            ("provincie",),
            choices=tuple((name, name.casefold()) for name in PROVINCES),
        ),
    ),
    key="area",
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "connection": "aansluiting",
        "area": "gebied",
        "use": "m3",
        "province": "provincie",
    },
    "en": {"use": "m3"},
}
"""What `datasets.write_csv` is to call the columns, by language."""
CONNECTIONS = OwnFile(SCHEMA, HEADERS)
"""What the file of an operator must look like."""
STREETS = OwnFile(AREA_LIST, HEADERS)
"""What the public list of a municipality must look like."""


def read(file: Path | bytes, *, name: str = "connections") -> "dict[str, pd.DataFrame]":
    r"""Read connections; they count as those of one operator in one municipality.

    The list of areas is taken from the file, as somebody's own file comes without a public one.
    So which areas there are is not protected; with real data a public list must be used.

    Parameters
    ----------
    file : Path or bytes
        CSV or Parquet; see `datasets.read_table`.
    name : str
        What to call it in messages.

    Raises
    ------
    DataError
        If it is not as its schema says.
    MissingExtraError
        If it is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> tables = read(b"aansluiting;gebied;m3\n1;1101;1500\n2;1102;900\n")
    >>> tables["Liander"]["use"].tolist(), tables["Gemeente 001"]["area"].tolist()
    ([1500, 900], [1101, 1102])
    """
    import pandas as pd

    frame = CONNECTIONS.read(file, file=name).frame
    areas = np.unique(frame["area"].to_numpy())
    operator = OPERATORS[0]
    province = next(at for at in range(len(PROVINCES)) if operator_of(at) == operator)
    streets = pd.DataFrame({"area": areas, "province": province})
    return {operator: frame, municipality_name(1): streets}
