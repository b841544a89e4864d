"""What each party saw of a run of `fraud`, counted in its real messages."""

import numpy as np

from pet_workbench.core import Outcome
from pet_workbench.core.group import POINT_BYTES
from pet_workbench.sharing.joins.tags import TAG_BYTES
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fraud import BANK, INSURER, KVK
from pet_workbench.widgets.case import Facts, view_of
from pet_workbench.widgets.fraud.state import TRUSTED

_NUMBERS_SHOWN = 3


def told(outcome: Outcome, tables: Tables) -> Facts:
    """Return the numbers that the words of any card may ask for.

    Parameters
    ----------
    outcome : Outcome
        Of any technique, with its payloads.
    tables : mapping of str to DataFrame
        On which it ran.
    """
    found, third = outcome.answer.providers, outcome.parameters["third_party"]
    shown = np.empty(0, np.int64) if found is None else found
    reader = view_of(outcome, third if outcome.technique == TRUSTED else INSURER)
    insurer, bank = view_of(outcome, INSURER), view_of(outcome, BANK)
    scores = {message.sender: message.items for message in reader.find("score")}
    masked = {message.sender: message.items for message in insurer.find("masked numbers")}
    listed = len(tables[INSURER])
    return {
        "listed": listed,
        "found": shown.size,
        "extra": int(np.setdiff1d(shown, outcome.exact).size),
        "numbers": ", ".join(map(str, shown[:_NUMBERS_SHOWN].tolist())) or "-",
        "masked": sum(masked.values()),
        "customers": masked.get(BANK, listed) - listed,
        "scores": scores.get(BANK, 0),
        "companies": sum(message.items for message in reader.find("years")),
        "tags": sum(message.items for message in insurer.find("tags")) // TAG_BYTES,
        "asked": sum(message.items for message in bank.find("masked points")) // POINT_BYTES,
        **_matches(outcome, third),
    }


def _matches(outcome: Outcome, third: str) -> dict[str, int]:
    """Return how many of the insurer's list each holder knows, as the third party sees it."""
    view = view_of(outcome, third)
    places = view.find("pseudonyms of places")
    rows = {message.sender: message.values() for message in view.find("pseudonyms of rows")}
    counts = {
        holder: int(np.isin(places[at].values(), rows[holder]).sum()) if rows else 0
        for at, holder in enumerate((BANK, KVK))
    }
    return {"known_bank": counts[BANK], "known_kvk": counts[KVK]}
