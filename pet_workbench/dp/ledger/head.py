"""The first line of a ledger: what it is about, and its budget.

Protects: against a ledger that is used for other data or another promise.
Does not protect: against the same people in data with another name.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from pet_workbench.core.validation import check_choice
from pet_workbench.dp.errors import LedgerError, PromiseError
from pet_workbench.dp.ledger.filters import Filter, make_filter
from pet_workbench.dp.loss import Loss
from pet_workbench.dp.terms import NEIGHBOURS, UNITS

FORMAT = "pet-workbench budget ledger"
VERSION = 1
LONGEST_TEXT = 300
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of characters that could make a line look like another: ends of line, reversed text."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a ledger is about.

    Attributes
    ----------
    id : str
        Which ledger it is, also when two were made alike.
    dataset : str
        Id of the data.
    unit, neighbours : str
        Whose privacy and against what, as in `Terms`.
    filter : Filter
        The budget.
    created : str
        Moment, in UTC.
    """

    id: str
    dataset: str
    unit: str
    neighbours: str
    filter: Filter
    created: str

    def body(self) -> dict[str, Any]:
        """Return the line."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "id": self.id,
            "created": self.created,
            "dataset": self.dataset,
            "unit": self.unit,
            "neighbours": self.neighbours,
            "accounting": self.filter.accounting,
            "epsilon": str(self.filter.epsilon),
            "delta": str(self.filter.delta),
            "delta_apart": str(self.filter.delta_apart),
            "rho": str(self.filter.limit.rho),
        }


def make_head(*, id: str, dataset: str, unit: str, neighbours: str, filter: Filter) -> Head:
    """Return the head of a new ledger.

    Parameters
    ----------
    id, dataset, unit, neighbours, filter
        See `Head`.

    Raises
    ------
    ParameterError
        If a text is not plain, or the unit or the neighbours are unknown.
    """
    check_choice("unit", unit, UNITS)
    check_choice("neighbours", neighbours, NEIGHBOURS)
    return Head(
        id=id,
        dataset=plain("dataset", dataset),
        unit=unit,
        neighbours=neighbours,
        filter=filter,
        created=moment(),
    )


def read_head(body: dict[str, Any]) -> Head:
    """Return the head that a first line says.

    Raises
    ------
    LedgerError
        If it is the line of something else, or of a later version.
    """
    if (body.get("format"), body.get("version")) != (FORMAT, VERSION):
        raise LedgerError(
            "errors.dp_ledger_version",
            "need a budget ledger of version {version}, got {found}",
            version=VERSION,
            found=f"{body.get('format')} {body.get('version')}",
        )
    made = make_filter(
        epsilon=Fraction(body["epsilon"]),
        delta=Fraction(body["delta"]),
        accounting=body["accounting"],
        delta_apart=Fraction(body["delta_apart"]),
    )
    # as written: another machine's logarithm may differ in its last digit
    limit = Loss(
        epsilon=made.limit.epsilon,
        delta=made.limit.delta,
        rho=Fraction(body["rho"]),
        rho_delta=made.limit.rho_delta,
    )
    kept = Filter(
        accounting=made.accounting,
        epsilon=made.epsilon,
        delta=made.delta,
        delta_apart=made.delta_apart,
        limit=limit,
    )
    about = {name: body[name] for name in ("id", "dataset", "unit", "neighbours", "created")}
    return Head(filter=kept, **about)


def plain(name: str, value: str) -> str:
    """Return a text that stays on its line: from 1 to 300 characters that can be seen.

    Parameters
    ----------
    name : str
        What to call it in an error.
    value : str

    Raises
    ------
    PromiseError
        If it is something else.

    Examples
    --------
    >>> plain("asker", " CBS ")
    'CBS'
    """
    text = value.strip() if isinstance(value, str) else ""
    if not 0 < len(text) <= LONGEST_TEXT or UNSEEN & set(map(unicodedata.category, text)):
        raise PromiseError(
            "errors.dp_ledger_text",
            "need one line of 1 to {longest} readable characters for {name}, got {value!r}",
            name=name,
            value=value,
            longest=LONGEST_TEXT,
        )
    return text


def moment() -> str:
    """Return the time now, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
