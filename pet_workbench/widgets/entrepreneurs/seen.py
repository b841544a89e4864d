"""What each party of `entrepreneurs` saw, counted in the real messages, and what two make of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_alignments import Roles, pool
from pet_workbench.core import Outcome
from pet_workbench.sharing.joins.alignment import EMPTY, NOBODY
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.entrepreneurs import HOLDER, KVK
from pet_workbench.usecases.entrepreneurs.in_shares import RING
from pet_workbench.widgets.case import view_of
from pet_workbench.widgets.entrepreneurs.state import NOISY, PLAIN, SECRET, SUPPRESSION, TRUSTED

CONFIDENCE = 0.95
BLIND = (SECRET, SUPPRESSION, NOISY)
"""Techniques that work with shares."""


def told(outcome: Outcome, truth: NDArray[np.int64], tables: Tables) -> dict[str, int]:
    """Return how much each party read in readable form, or saw of what was hidden."""
    answer = outcome.answer
    facts = {
        "shown": int((~answer.withheld).sum()),
        "cells": answer.withheld.size,
        "found": int(answer.in_trouble.sum()),
        "rests": int((answer.rests > 0).sum()),
        "minimum": answer.minimum,
        "small": int(((truth > 0) & (truth < answer.minimum)).sum()),
    }
    if answer.noise:
        facts["margin"] = answer.noise.quantile(CONFIDENCE)
    if outcome.technique in BLIND:
        return facts | _blind(outcome)
    reader = KVK if outcome.technique == PLAIN else outcome.parameters["third_party"]
    view = view_of(outcome, reader)
    facts["rows"] = sum(m.items for m in view.find("in_arrears"))
    facts["businesses"] = sum(m.items for m in view.find("area"))
    if outcome.technique == PLAIN:
        facts["signals"] = int(tables[HOLDER]["in_arrears"].sum())
    return facts


def _blind(outcome: Outcome) -> dict[str, int]:
    """Return how much each party saw of a run in shares."""
    kvk, holder, third = (view_of(outcome, party) for party in outcome.roles)
    places = third.find("pseudonyms of places")[0].values()
    rows = third.find("pseudonyms of rows")[0].values()
    persons = int(holder.find("sizes")[0].values()[0])
    return {
        "masked": kvk.find("masked numbers")[0].items,
        "held": kvk.find("masked numbers")[0].items - persons,
        "persons": persons,
        "places": places.size,
        "rows": int((rows != NOBODY).sum()),
        "matches": int(np.isin(places, rows).sum()),
    }


class Gain(NamedTuple):
    """What a coalition got, and of how many businesses."""

    id: str
    businesses: int = 0
    signals: int = 0


def gain(coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Gain:
    """Attack a run with the views of `coalition`, beyond its own files and what was agreed."""
    together, third = set(coalition), outcome.parameters["third_party"]
    if {KVK, HOLDER} <= together:
        both = tables[HOLDER]["business"].isin(tables[KVK]["business"])
        return Gain("files", int(both.sum()), int(tables[HOLDER]["in_arrears"][both].sum()))
    if outcome.technique not in BLIND:
        return _readable(together, outcome, tables)
    views = {party: outcome.transcript.view(party) for party in coalition}
    owners = {p: tables[p]["business"].to_numpy() for p in coalition if p in tables}
    pooled = pool(views, owners, Roles(KVK, (HOLDER,), third), dtype=RING)
    if pooled.numbers:
        numbers = pooled.numbers[HOLDER]
        return Gain("signals", numbers.size, int((numbers == 1).sum()))
    named = int((pooled.persons != EMPTY).sum())
    if named:
        return Gain("recognised", named)
    if KVK in together and outcome.technique == SUPPRESSION:
        return Gain("small")
    return Gain("nothing")


def _readable(together: set[str], outcome: Outcome, tables: Tables) -> Gain:
    """Return what a coalition was simply sent."""
    signals = int(tables[HOLDER]["in_arrears"].sum())
    if outcome.technique == TRUSTED and outcome.parameters["third_party"] in together:
        return Gain("all", len(tables[HOLDER]), signals)
    if outcome.technique == PLAIN and KVK in together:
        return Gain("signals", len(tables[HOLDER]), signals)
    return Gain("nothing")
