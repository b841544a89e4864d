"""What each party saw of a run of `debts`, counted in the real messages."""

from collections import Counter

from pet_workbench.core import Message, Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.debts import AGENCIES, BODIES, MUNICIPALITY, THIRD_PARTY
from pet_workbench.widgets.case import Facts
from pet_workbench.widgets.case.seen import view_of


def told(outcome: Outcome, tables: Tables) -> Facts:
    """Return the values that sentences about a run ask for.

    Parameters
    ----------
    outcome : Outcome
    tables : mapping of str to DataFrame
        Of the run.
    """
    persons = {message.sender: message for message in _received(outcome, "person")}
    lists = [persons[agency].items for agency in AGENCIES if agency in persons]
    pseudonyms = view_of(outcome, BODIES[0]).find("pseudonyms of list")
    labels = Counter(label for message in pseudonyms for label in message.values().tolist())
    question = view_of(outcome, BODIES[0]).find("pseudonyms asked")
    return {
        "places": 10 ** int(outcome.parameters["digits"]),
        "residents": len(tables[MUNICIPALITY]),
        "rows": sum(lists),
        "listed": sum(len(tables[agency]) for agency in AGENCIES),
        "sizes": sum(message.items for message in pseudonyms),
        "together": sum(count > 1 for count in labels.values()),
        "asked": sum(message.items for message in question),
        "k": int(outcome.parameters["at_least"]),
    }


def _received(outcome: Outcome, step: str) -> list[Message]:
    """Return the messages of `step` to whoever computes in the clear."""
    return [
        message
        for party in (THIRD_PARTY, MUNICIPALITY)
        for message in view_of(outcome, party).find(step)
    ]
