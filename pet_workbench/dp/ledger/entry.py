"""One line of a ledger: one release.

Protects: nothing by itself; it holds declarations and costs, never data or answers.
Does not protect: what an asker writes as a purpose: keep names of persons out.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pet_workbench.dp.loss import Loss

PARTS = ("epsilon", "delta", "rho", "rho_delta")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A release, as the ledger has it.

    Attributes
    ----------
    number : int
        From 1.
    at : str
        Moment, in UTC.
    asker, purpose : str
    loss : Loss
        What it costs.
    left : Loss
        What was left after it, in what the ledger sums; the other two parts are 0.
    query : dict
        The declaration, `Query.describe`.
    """

    number: int
    at: str
    asker: str
    purpose: str
    loss: Loss
    left: Loss
    query: dict[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the line."""
        return {
            "number": self.number,
            "at": self.at,
            "asker": self.asker,
            "purpose": self.purpose,
            "loss": _as_texts(self.loss),
            "left": _as_texts(self.left),
            "query": self.query,
        }

    def row(self, summed: tuple[str, str]) -> dict[str, object]:
        """Return the row of a table for people, with what is left of what is `summed`."""
        return {
            "number": self.number,
            "at": self.at,
            "asker": self.asker,
            "purpose": self.purpose,
            "kind": str(self.query.get("kind", "")),
            **{name: float(getattr(self.loss, name)) for name in PARTS},
            **{f"{name}_left": float(getattr(self.left, name)) for name in summed},
        }


def read_entry(body: dict[str, Any]) -> Entry:
    """Return the entry that a line says."""
    return Entry(
        number=body["number"],
        at=body["at"],
        asker=body["asker"],
        purpose=body["purpose"],
        loss=_from_texts(body["loss"]),
        left=_from_texts(body["left"]),
        query=body["query"],
    )


def _as_texts(loss: Loss) -> dict[str, str]:
    return {name: str(getattr(loss, name)) for name in PARTS}


def _from_texts(texts: dict[str, str]) -> Loss:
    return Loss(**{name: Fraction(texts[name]) for name in PARTS})
