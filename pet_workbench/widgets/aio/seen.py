"""What each party of `aio` saw, counted in the real messages."""

import numpy as np

from pet_workbench.core import Outcome, View
from pet_workbench.he.comparing.encrypted import DIGITS
from pet_workbench.sharing.joins.alignment import EMPTY, NOBODY
from pet_workbench.usecases.aio.encrypted import ASKED
from pet_workbench.usecases.aio.households import SVB, UWV
from pet_workbench.usecases.base import Tables
from pet_workbench.widgets.aio.state import HOMOMORPHIC, PLAIN, SECRET
from pet_workbench.widgets.case import view_of


def told(outcome: Outcome, tables: Tables) -> dict[str, int]:
    """Return how much each party read in readable form, or saw of what was hidden."""
    found = outcome.answer.households
    svb, uwv, third = (view_of(outcome, party) for party in outcome.roles)
    facts = {"found": 0 if found is None else found.size}
    if outcome.technique == SECRET:
        return facts | blind(svb, uwv, third)
    if outcome.technique == HOMOMORPHIC:
        return facts | encrypted(uwv)
    facts |= readable(svb if outcome.technique == PLAIN else third)
    if outcome.technique == PLAIN:
        members = tables[SVB]["person"][tables[SVB]["household"].isin(found)]
        facts["unneeded"] = facts["rows"] - int(tables[UWV]["person"].isin(members).sum())
    return facts


def blind(svb: View, uwv: View, third: View) -> dict[str, int]:
    """Return how much each party saw of a run with secret sharing."""
    places = third.find("pseudonyms of places")[0].values()
    rows = third.find("pseudonyms of rows")[0].values()
    persons, empty = uwv.find("sizes")[0].values().tolist()
    return {
        "masked": svb.find("masked numbers")[0].items,
        "held": svb.find("masked numbers")[0].items - persons - empty,
        "persons": persons,
        "empty": empty,
        "places": places.size,
        "rows": int((rows != NOBODY).sum()),
        "matches": int(np.isin(places, rows).sum()),
    }


def encrypted(uwv: View) -> dict[str, int]:
    """Return how much UWV saw of a run with homomorphic encryption, and SVB of what it encrypted.

    Of each pair, UWV encrypts three incomes, each in as many parts as it has digits.
    """
    pairs = uwv.find(ASKED)[0].values().reshape(-1, 2)
    return {
        "asked": int((pairs != EMPTY).sum()),
        "pairs": len(pairs),
        "encrypted": 3 * DIGITS.levels * len(pairs),
    }


def readable(view: View) -> dict[str, int]:
    """Return how many incomes and households a view holds in readable form."""
    facts = {}
    for message in view.find("incomes"):
        facts["rows"] = message.items
    for message in view.find("persons of households"):
        pairs = message.values().reshape(-1, 2)
        facts["households"] = int((pairs[:, 0] != EMPTY).sum())
    return facts
