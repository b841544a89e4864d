"""Ledgers and charges for tests."""

from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.terms import Terms

TERMS = Terms(unit="person", neighbours="add-remove")
ABOUT = {"dataset": "falls-2025", "unit": "person", "neighbours": "add-remove"}


def made(folder, **budget):
    """Create a ledger with epsilon 1, unless told otherwise."""
    return Ledger.create(folder / "falls.ledger", **{**ABOUT, "epsilon": 1, **budget})


def charge(ledger, loss=None, **changes):
    """Charge epsilon 0.1, unless told otherwise."""
    given = {
        "dataset": "falls-2025",
        "terms": TERMS,
        "purpose": "yearly table",
        "asker": "CBS",
        "query": {"kind": "count"},
    }
    return ledger.charge(pure_loss("0.1") if loss is None else loss, **{**given, **changes})
