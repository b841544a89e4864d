"""The tables of the case `passport` as somebody brings them: what they must look like.

On the page the statements of all suppliers are one file, and so are the books as the auditor saw
them.  That is fine for invented data; with real data each supplier would read its own file on its
own machine, which is what a run across machines does.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import DataError
from pet_workbench.datasets import Column, ReadTable, Schema, each_problem, read_table, refuse
from pet_workbench.usecases.own_files import OwnFile, Problems, read_files
from pet_workbench.usecases.passport.claims import (
    AUDITOR,
    MOST_GRAMS,
    ORIGINS,
    PLATFORM,
    PRODUCER,
    SUPPLIERS,
    VERIFIER,
    books_of,
    suppliers_of,
)

if TYPE_CHECKING:
    import pandas as pd

STATEMENTS = "statements"
"""What the one file of all suppliers is called among the files to read."""
_LETTERS = tuple((supplier[-1].casefold(), supplier.casefold()) for supplier in SUPPLIERS)
_PRODUCT = Column("product", "person", minimum=1, maximum=10**12)
_STATEMENT = (
    Column("mass", "household", ("massa",), minimum=1, maximum=MOST_GRAMS),
    Column("recycled", "household", ("gerecycled",), maximum=MOST_GRAMS),
    Column(
        "origin", "choice", ("herkomst",), choices=tuple((code.casefold(),) for code in ORIGINS)
    ),
)
_WHO = Column("supplier", "choice", ("leverancier",), choices=_LETTERS)
SUPPLIED = Schema((_PRODUCT, *_STATEMENT), key="product")
GOODS = Schema(
    (_PRODUCT, Column("weight", "household", ("gewicht",), minimum=1, maximum=6 * MOST_GRAMS)),
    key="product",
)
OF_ALL = Schema((_WHO, _PRODUCT, *_STATEMENT), key="")
HEADERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "supplier": "leverancier",
        "mass": "massa",
        "recycled": "gerecycled",
        "origin": "herkomst",
        "weight": "gewicht",
    },
    "en": {},
}
"""What `datasets.write_csv` is to call the columns, by language."""


def read(
    files: Mapping[str, Path | bytes], *, names: Mapping[str, str] | None = None
) -> dict[str, "pd.DataFrame"]:
    r"""Read the files of all parties, or say everything that is wrong with any.

    Parameters
    ----------
    files : mapping of str to Path or bytes
        CSV or Parquet: the goods by ``"Producent"``, the books by ``"Controleur"``, and either one
        per supplier by its name or all statements by ``"statements"``; see `datasets.read_table`.
    names : mapping of str to str, optional
        What to call the files in messages; the parties' names by default.

    Returns
    -------
    dict of str to DataFrame
        With the columns of `population.generate`.

    Raises
    ------
    DataError
        If a table is not as its schema says, or not about the same products as that of the
        producer.  ``parameters["problems"]`` has one error per problem.
    MissingExtraError
        If one is a Parquet file and pyarrow is not installed.

    Examples
    --------
    >>> said = "supplier,product,mass,recycled,origin\nA,7,900,400,NL\nB,7,100,0,BE\n"
    >>> goods = "product,weight\n7,1000\n"
    >>> given = {"statements": said, "Producent": goods, "Controleur": said}
    >>> tables = read({party: text.encode() for party, text in given.items()})
    >>> tables["Leverancier B"].to_dict("records")
    [{'product': 7, 'mass': 100, 'recycled': 0, 'origin': 1}]
    """
    called = {party: (names or {}).get(party, party) for party in files}
    if STATEMENTS in files:
        tables, problems = _read_together(files, called)
    else:
        suppliers = suppliers_of(files)
        forms = {one: OwnFile(SUPPLIED, HEADERS) for one in suppliers}
        forms |= {PRODUCER: OwnFile(GOODS, HEADERS), AUDITOR: _BOOKS}
        tables, problems = read_files(files, forms, names=names), []
    if not problems:
        problems = _other_products(tables, called)
    if problems:
        refuse(problems)
    return tables


def own_file(party: str) -> OwnFile | None:
    """Return what the file of `party` must look like; None if it has none."""
    if party in (VERIFIER, PLATFORM):
        return None
    return {PRODUCER: OwnFile(GOODS, HEADERS), AUDITOR: _BOOKS}.get(
        party, OwnFile(SUPPLIED, HEADERS)
    )


def written(tables: Mapping[str, "pd.DataFrame"]) -> dict[str, "pd.DataFrame"]:
    """Return statements, goods and books as `read` takes them, with letters and country codes.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `population.generate` gives them.
    """
    import pandas as pd

    said = [tables[name].assign(supplier=SUPPLIERS.index(name)) for name in suppliers_of(tables)]
    return {
        STATEMENTS: _in_words(pd.concat(said, ignore_index=True)),
        PRODUCER: tables[PRODUCER],
        AUDITOR: _in_words(tables[AUDITOR]),
    }


def _in_words(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Write suppliers as letters and origins as codes, product by product."""
    frame = frame.sort_values(["product", "supplier"], ignore_index=True)
    return frame.assign(
        supplier=[SUPPLIERS[at][-1] for at in frame["supplier"].tolist()],
        origin=[ORIGINS[at] for at in frame["origin"].tolist()],
    )[["supplier", "product", "mass", "recycled", "origin"]]


def _read_together(
    files: Mapping[str, Path | bytes], called: Mapping[str, str]
) -> tuple[dict[str, "pd.DataFrame"], Problems]:
    """Read three files, and give each supplier its rows."""
    read_as: dict[str, ReadTable] = {}
    problems: Problems = []
    for party, schema in ((STATEMENTS, OF_ALL), (PRODUCER, GOODS), (AUDITOR, OF_ALL)):
        try:
            read_as[party] = read_table(files[party], schema, file=called[party])
            if schema is OF_ALL:
                problems += _stated_twice(read_as[party])
        except DataError as error:
            problems += each_problem(error)
    if problems:
        return {}, problems
    said = read_as[STATEMENTS].frame
    tables = {
        SUPPLIERS[int(str(place))]: own.drop(columns="supplier").reset_index(drop=True)
        for place, own in said.groupby("supplier")
    }
    tables[PRODUCER] = read_as[PRODUCER].frame
    tables[AUDITOR] = read_as[AUDITOR].frame
    return tables, []


def _stated_twice(table: ReadTable) -> Problems:
    """Return a problem for every second row of a supplier about one product."""
    again = table.frame.duplicated(["supplier", "product"])
    return [
        DataError(
            "errors.passport_stated_twice",
            "{file}, row {row}: need one row per supplier and product, got a second one for "
            "product {product}; keep one of them",
            file=table.file,
            row=int(table.rows[at]),
            product=int(table.frame["product"].iloc[at]),
        )
        for at in np.flatnonzero(again.to_numpy())[:20]
    ]


def _other_products(tables: Mapping[str, "pd.DataFrame"], called: Mapping[str, str]) -> Problems:
    """Return a problem for every supplier that does not state precisely the producer's products."""
    wanted = set(tables[PRODUCER]["product"].tolist())
    problems = []
    for supplier in suppliers_of(tables):
        file = called.get(supplier) or called.get(STATEMENTS, supplier)
        seen = books_of(supplier, tables[AUDITOR])
        for name, table in ((file, tables[supplier]), (called.get(AUDITOR, AUDITOR), seen)):
            different = wanted ^ set(table["product"].tolist())
            if different:
                problems.append(_not_the_same(name, supplier, min(different), len(different)))
    return problems


def _not_the_same(file: str, supplier: str, product: int, count: int) -> DataError:
    """Return the problem that a supplier's products are not those of the producer."""
    return DataError(
        "errors.passport_products",
        "{file}: need a row of supplier {supplier} for every product of the producer and for no "
        "other, got {count} that differ, product {product} first; add or remove rows",
        file=file,
        supplier=supplier[-1],
        product=product,
        count=count,
    )


_BOOKS = OwnFile(OF_ALL, HEADERS, _stated_twice)
