"""What a coalition on the page of `train` reads in its views of a run."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import Outcome, View
from pet_workbench.federated.model import Floats
from pet_workbench.sharing.replicated import N_COMPUTERS
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.train import (
    CONSTANT,
    COORDINATOR,
    features_of,
    hospitals_of,
    model_of,
    opened_total,
    own_coefficients,
    received_sums,
    site_of,
)
from pet_workbench.usecases.train.minimum import DTYPE, ENTERED
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words, view_of
from pet_workbench.widgets.train.state import AVERAGING, PLAIN_SUMS, SECRET

ROW = "died"
"""A column of which every patient that travels has one value."""


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads, beyond its own patients.

    Parameters
    ----------
    coalition : tuple of str
    outcome : Outcome
        Of the logistic model.
    tables : mapping of str to DataFrame
    words : Words
    """
    views = {party: view_of(outcome, party) for party in coalition}
    rows = max(sum(one.items for one in view.find(ROW)) for view in views.values())
    if rows:
        return Learned("all", facts={"rows": rows})
    others = [one for one in hospitals_of(tables) if one not in coalition]
    if outcome.technique in (PLAIN_SUMS, AVERAGING) and COORDINATOR in coalition:
        return _of_each(views[COORDINATOR], others, outcome.technique, words)
    if outcome.technique == SECRET:
        return _of_totals(views, others, outcome, tables, words)
    return Learned("nothing")


def _of_each(view: View, others: list[str], technique: str, words: Words) -> Learned:
    """Return what the coordinator reads of every hospital apart."""
    if technique == AVERAGING:
        found = {one: own_coefficients(view, one) for one in others}
        read = sum(one is not None for one in found.values())
        return Learned("coefficients", facts={"others": read})
    counted: dict[str, tuple[int, int]] = {}
    for one in others:
        sums = received_sums(view, one)
        if sums is not None:
            counted[one] = counts_of(sums)
    return Learned("sums", facts={"others": len(counted)}, table=_counted(counted, words))


def counts_of(sums: Floats) -> tuple[int, int]:
    """Return how many patients first sums are about, and how many of them died.

    The first question is asked where everybody's chance is one half: then the first number of the
    curvature is a quarter for every patient, and that of the gradient a half up for every death and
    a half down for every other patient.

    Parameters
    ----------
    sums : ndarray of float64
        Of the logistic model, at coefficients that are all 0.
    """
    size = int((np.sqrt(8 * len(sums) + 1) - 3) / 2)
    patients = round(4 * float(sums[1 + size]))
    return patients, round(float(sums[1]) + patients / 2)


def _counted(counted: Mapping[str, tuple[int, int]], words: Words) -> str:
    """Show patients and deaths."""
    columns: dict[str, list[Any]] = {
        "hospital": [words.heading(one) for one in counted],
        "patients": [patients for patients, _ in counted.values()],
        "dead": [dead for _, dead in counted.values()],
    }
    return table_html(
        columns,
        lang=words.lang,
        caption=words("collusion_caption"),
        headers={name: words(f"column_{name}") for name in columns},
    )


def _of_totals(
    views: Mapping[str, View],
    others: list[str],
    outcome: Outcome,
    tables: Tables,
    words: Words,
) -> Learned:
    """Return what totals tell: of all others together, and group sizes for two who compare."""
    computers = hospitals_of(tables)[:N_COMPUTERS]
    if sum(one in views for one in computers) >= N_COMPUTERS - 1:
        sizes = {
            one: read_dealt(views, computers, ENTERED, owner=one, dtype=DTYPE)
            for one in others
            if one not in computers
        }
        read = {
            one: (int(both.sum()), int(both[0])) for one, both in sizes.items() if both is not None
        }
        return Learned("groups", facts={"others": len(read)}, table=_counted(read, words))
    if COORDINATOR not in views:
        return Learned("nothing")
    total = opened_total(views[COORDINATOR])
    if total is None:
        return Learned("nothing")
    own = [one for one in hospitals_of(tables) if one in views]
    rest = total - _own_sums(own, outcome, tables)
    patients, dead = counts_of(rest)
    return Learned("totals", facts={"others": len(others), "counted": patients, "dead": dead})


def _own_sums(own: list[str], outcome: Outcome, tables: Tables) -> Floats | float:
    """Return the first sums of hospitals of the coalition, which they know."""
    features = features_of(tables)
    model = model_of(features, outcome.parameters)
    first = np.zeros(len(features) + (CONSTANT in outcome.answer.names))
    sites = (site_of(one, tables[one], features, outcome.parameters) for one in own)
    found: Floats | float = sum((model.sums(site, first) for site in sites), start=0.0)
    return found
