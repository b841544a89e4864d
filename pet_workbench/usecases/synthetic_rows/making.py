"""How each technique makes rows: which generator learns, and what it says of itself.

Protects: as far as the generator promises; see `pet_workbench.synthetic`.
Does not protect: in the case of `real`, anybody: those are the rows themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pet_workbench.core import Channel
from pet_workbench.dp import Ledger, Terms
from pet_workbench.synthetic import Cart, Description, Fitted, Marginals, Private
from pet_workbench.synthetic.datasheet import ALWAYS, NOT_FOR, DataSheet, datasheet
from pet_workbench.synthetic.generator import COPY
from pet_workbench.usecases.base import Parameters
from pet_workbench.usecases.synthetic_rows.rows import as_described

if TYPE_CHECKING:
    import pandas as pd

REAL = "real-rows"
"""What a data sheet calls rows that nobody invented."""
_SEED_BYTES = 4


@dataclass(frozen=True)
class Keeping:
    """What a keeper knows of its table, besides the rows.

    Attributes
    ----------
    keeper, reader : str
        The two parties.
    dataset : str
        Its name in the ledger.
    terms : Terms
        Whose privacy a promise is about.
    """

    keeper: str
    reader: str
    dataset: str
    terms: Terms


Made = tuple["pd.DataFrame", Mapping[str, Any]]
"""Rows, and their data sheet as plain values."""
Making = Callable[[Channel, "pd.DataFrame", Description, Parameters, Keeping], Made]


def new_ledger(keeping: Keeping, parameters: Parameters) -> Ledger:
    """Return a ledger with room for one release: for lessons, as it starts full each time."""
    return Ledger.temporary(
        dataset=keeping.dataset,
        unit=keeping.terms.unit,
        neighbours=keeping.terms.neighbours,
        epsilon=parameters["epsilon"],
        delta=parameters["delta"],
    )


def private(
    channel: Channel,
    learned: "pd.DataFrame",
    description: Description,
    parameters: Parameters,
    keeping: Keeping,
) -> Made:
    """Make rows with differential privacy, paid from the ledger before the table is read."""
    generator = Private(
        ledger=parameters["ledger"] or new_ledger(keeping, parameters),
        epsilon=parameters["epsilon"],
        delta=parameters["delta"],
        terms=keeping.terms,
        asker=keeping.reader,
        channel=channel,
    )
    return _drawn(channel, generator.fit(learned, description), learned, description, parameters)


def marginals(
    channel: Channel,
    learned: "pd.DataFrame",
    description: Description,
    parameters: Parameters,
    keeping: Keeping,  # noqa: ARG001 - as every way of making rows gets it
) -> Made:
    """Make rows of columns on their own, with disclosure control."""
    fitted = Marginals(group=parameters["group"]).fit(learned, description)
    return _drawn(channel, fitted, learned, description, parameters)


def cart(
    channel: Channel,
    learned: "pd.DataFrame",
    description: Description,
    parameters: Parameters,
    keeping: Keeping,  # noqa: ARG001 - as every way of making rows gets it
) -> Made:
    """Make rows along trees.  Not private."""
    fitted = Cart(least=parameters["least"]).fit(learned, description)
    return _drawn(channel, fitted, learned, description, parameters)


def real(
    channel: Channel,  # noqa: ARG001 - as every way of making rows gets it
    learned: "pd.DataFrame",
    description: Description,
    parameters: Parameters,  # noqa: ARG001 - the rows are what they are
    keeping: Keeping,  # noqa: ARG001 - as every way of making rows gets it
) -> Made:
    """Hand out the rows themselves."""
    sheet = DataSheet(
        generator=REAL,
        promise="leak",
        columns=description.describe(),
        rows=len(learned),
        learned_from=len(learned),
        settings={},
        not_for=(*ALWAYS, *NOT_FOR[COPY]),
    )
    return as_described(learned, description), sheet.to_mapping()


def how_many(fitted: Fitted, learned: int, wanted: int) -> int:
    """Return how many rows to draw: what was asked, or as many as were learned from.

    Of private rows that is what noisy counts tell: the number itself may be private.

    Parameters
    ----------
    fitted : Fitted
    learned : int
    wanted : int
        0 for as many as were learned from.
    """
    return wanted or max(1, round(getattr(fitted, "rows", learned)))


def _drawn(
    channel: Channel,
    fitted: Fitted,
    learned: "pd.DataFrame",
    description: Description,
    parameters: Parameters,
) -> Made:
    """Draw rows with a seed from the run's own keys, and write their data sheet."""
    seed = int.from_bytes(channel.draw_key("seed of the rows")[:_SEED_BYTES], "little")
    rows = how_many(fitted, len(learned), parameters["rows"])
    sheet = datasheet(fitted, description, rows=rows, learned_from=len(learned))
    return fitted.draw(rows, seed=seed), sheet.to_mapping()
