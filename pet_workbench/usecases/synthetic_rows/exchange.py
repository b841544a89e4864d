"""The messages: the reader asks with a codebook, the keeper sends a data sheet and the rows.

The keeper measures how far the rows are from its own, and keeps that to itself: a number over real
rows is not paid for by any budget.

Protects: the keeper's table, as far as the way of making rows does.
Does not protect: what the reader asks for against the keeper.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.synthetic import Categories, Description
from pet_workbench.synthetic.chance import seeded
from pet_workbench.synthetic.description import Values
from pet_workbench.synthetic.utility import Distances, distances
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.synthetic_rows.codebook import (
    as_bytes,
    described,
    description_of,
    from_bytes,
)
from pet_workbench.usecases.synthetic_rows.making import Keeping, Making
from pet_workbench.usecases.synthetic_rows.rows import split

if TYPE_CHECKING:
    import pandas as pd

REQUEST, SHEET, CATEGORY, NUMBER = (
    "request",
    "data sheet",
    "column of categories",
    "column of numbers",
)
Read = tuple[dict[str, Values], Description, Mapping[str, Any]]


def programs(
    tables: Tables, parameters: Parameters, *, make: Making, keeping: Keeping
) -> dict[str, Program]:
    """Return the programs of keeper and reader.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The keeper's rows, and the reader's codebook.
    parameters : mapping
    make : callable
        How rows are made; see `making`.
    keeping : Keeping
    """
    return {
        keeping.keeper: partial(
            _keep, table=tables[keeping.keeper], parameters=parameters, make=make, keeping=keeping
        ),
        keeping.reader: partial(
            _ask, codebook=tables[keeping.reader], parameters=parameters, keeper=keeping.keeper
        ),
    }


def wanted(codebook: "pd.DataFrame", columns: tuple[str, ...]) -> Description:
    """Return the description of the columns that a reader asks for; of all if it names none.

    Raises
    ------
    ParameterError
        If a column is not in the codebook.
    """
    whole = description_of(codebook)
    for name in columns:
        check_choice("columns", name, list(whole))
    return whole.only([name for name in whole if name in columns]) if columns else whole


async def _ask(
    channel: Channel, *, codebook: "pd.DataFrame", parameters: Parameters, keeper: str
) -> Read:
    """Ask with a codebook, and read the rows: the reader's part."""
    asked = wanted(codebook, tuple(parameters["columns"]))
    channel.send(keeper, REQUEST, as_bytes(asked.describe()))
    sheet = from_bytes(await channel.receive(keeper, SHEET, dtype=np.uint8, shape=None))
    rows, columns = int(sheet.get("rows", -1)), dict[str, Values]()
    for name in asked:
        kind = asked[name]
        step, dtype = _travels(kind)
        values = await channel.receive(keeper, step, dtype=dtype, shape=None)
        check_fits(step, len(values) == rows)
        if isinstance(kind, Categories):
            check_fits(step, bool(((values >= 0) & (values <= kind.size)).all()))
            columns[name] = kind.drawn(values.astype(np.int64), seeded(0))
        else:
            columns[name] = values
    return columns, asked, sheet


async def _keep(
    channel: Channel,
    *,
    table: "pd.DataFrame",
    parameters: Parameters,
    make: Making,
    keeping: Keeping,
) -> Distances:
    """Make rows as asked, send them, and measure them: the keeper's part."""
    reader = keeping.reader
    request = await channel.receive(reader, REQUEST, dtype=np.uint8, shape=None)
    asked = described(from_bytes(request))
    learned, _ = split(table, keeping.terms)
    frame, sheet = make(channel, learned, asked, parameters, keeping)
    channel.send(reader, SHEET, as_bytes(sheet))
    read = asked.read(frame)
    for name in asked:
        kind = asked[name]
        step, dtype = _travels(kind)
        values = kind.places(read[name]) if isinstance(kind, Categories) else read[name]
        channel.send(reader, step, np.asarray(values, dtype))
    return distances(learned, frame, asked)


def _travels(kind: Any) -> tuple[str, type[np.generic]]:
    """Return the step and the type in which a column travels: categories as their places."""
    return (CATEGORY, np.int16) if isinstance(kind, Categories) else (NUMBER, np.float64)
