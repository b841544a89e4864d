"""The tables of the case `logistics` as somebody brings them: what they must look like.

Here one process reads all files.  That is fine for invented data; with real data each carrier would
read its own file on its own machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema
from pet_workbench.i18n import Language
from pet_workbench.usecases.logistics.offers import (
    BODIES,
    CITIES,
    MOST_CENTS,
    MOST_PALLETS,
    PLATFORM,
    SHIPPER,
    THIRD_BODIES,
    carriers_of,
    lines,
)
from pet_workbench.usecases.own_files import OwnFile, read_files

if TYPE_CHECKING:
    import pandas as pd

_CITY = tuple((city.casefold(),) for city in CITIES)
_DAY = (
    ("monday", "mon", "maandag", "ma"),
    ("tuesday", "tue", "dinsdag", "di"),
    ("wednesday", "wed", "woensdag", "wo"),
    ("thursday", "thu", "donderdag", "do"),
    ("friday", "fri", "vrijdag", "vr"),
)
_LINE = (
    Column("origin", "choice", ("from", "van"), choices=_CITY),
    Column("destination", "choice", ("to", "naar"), choices=_CITY),
    Column("day", "choice", ("dag",), choices=_DAY),
)
OFFERS = Schema(
    (
        *_LINE,
        Column("pallets", "household", (), maximum=MOST_PALLETS),
        Column("price", "euros", ("prijs",), maximum=MOST_CENTS // 100),
    ),
    key="",
)
LOADS = Schema(
    (*_LINE, Column("pallets", "household", (), minimum=1, maximum=MOST_PALLETS)), key=""
)
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {"origin": "van", "destination": "naar", "day": "dag", "price_cents": "prijs"},
    "en": {"origin": "from", "destination": "to"},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read offers and loads, or say everything that is wrong with any file.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet: one per carrier, by any name, and the loads by ``"Verlader"``; see
        `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.generate`; the shipper last.

    Raises
    ------
    DataError
        If a table is not as its schema says, or a carrier offers twice on one line.
        ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> offer = "from,to,day,pallets,price\nVenlo,Zwolle,monday,8,21.50\n"
    >>> load = "van;naar;dag;pallets\nVenlo;Zwolle;maandag;5\n"
    >>> tables = read({"Vervoerder A": offer.encode(), "Verlader": load.encode()})
    >>> tables["Vervoerder A"].to_dict("records")
    [{'origin': 2, 'destination': 4, 'day': 0, 'pallets': 8, 'price_cents': 2150}]
    """
    parties = (*carriers_of(files), SHIPPER)
    return read_files(files, {party: _form(party) for party in parties}, names=names)


def own_file(party: str) -> OwnFile | None:
    """Return what the file of `party` must look like; None if it has none.

    The shipper has loads, and whoever does not compute is a carrier.
    """
    return None if party in (*BODIES, *THIRD_BODIES, PLATFORM) else _form(party)


def _form(party: str) -> OwnFile:
    """Return what loads or offers must look like."""
    if party == SHIPPER:
        return OwnFile(LOADS, HEADERS)
    return OwnFile(OFFERS, HEADERS, _offered_twice)


def written(table: "pd.DataFrame", lang: Language) -> "pd.DataFrame":
    """Return a table with cities and days in words, as `read` takes it.

    Parameters
    ----------
    table : DataFrame
        Offers or loads.
    lang : {"nl", "en"}
        Of the days.
    """
    days = [names[0 if lang == "en" else 2] for names in _DAY]
    words = {"origin": CITIES, "destination": CITIES, "day": days}
    return table.assign(
        **{name: [places[at] for at in table[name].tolist()] for name, places in words.items()}
    )


def _offered_twice(table: ReadTable) -> list[DataError]:
    """Return a problem for every line on which a carrier has a second offer."""
    line = lines(table.frame)
    _, first = np.unique(line, return_index=True)
    again = np.setdiff1d(np.arange(line.size), first)[:20]
    return [
        DataError(
            "errors.data_offered_twice",
            "{file}, row {row}: need one offer per line and day, got a second one (the first is in "
            "row {first_row}); keep one of them",
            file=table.file,
            row=int(table.rows[at]),
            first_row=int(table.rows[np.flatnonzero(line == line[at])[0]]),
        )
        for at in again
    ]
