"""What each party saw of a run of `mobility`, and what a coalition gets out of its views."""

import numpy as np
import pandas as pd

from pet_workbench.attacks.host_memory import read_memory
from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import Outcome, View
from pet_workbench.enclave import Policy, Program, SimulatedChip, SimulatedEnclave, deliver
from pet_workbench.enclave.evidence import binding
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.mobility import HOST, OFFICE, OPERATORS
from pet_workbench.usecases.mobility.in_enclave import noisy, rows_of, suppressing
from pet_workbench.usecases.mobility.in_shares import COMPUTERS, RING
from pet_workbench.usecases.mobility.inside import CELLS, KEY_BYTES, Rows, pack, unpack
from pet_workbench.usecases.provinces import PROVINCES
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Facts, Learned, Words, view_of
from pet_workbench.widgets.mobility.state import SHARED

SHOWN = 5


def told(outcome: Outcome, tables: Tables) -> Facts:
    """Return what each party saw, counted in the real messages.

    Parameters
    ----------
    outcome : Outcome
    tables : mapping of str to DataFrame
    """
    table = outcome.answer
    host, office = view_of(outcome, HOST), view_of(outcome, OFFICE)
    operators = [party for party in OPERATORS if party in tables]
    return {
        "rows": sum(len(tables[party]) for party in operators),
        "operators": len(operators),
        "cells": int(CELLS.size),
        "shown": table.n_shown,
        "withheld": int(table.withheld.sum()),
        "rests": int((table.rests > 0).sum()),
        "persons": int(table.counts.sum()),
        "minimum": outcome.parameters["minimum"],
        "margin": table.margin(),
        "epsilon": outcome.parameters["epsilon"],
        "most": outcome.parameters["most"],
        "rows_host": sum(message.items for message in host.find("person")),
        "rows_office": sum(message.items for message in office.find("person")),
        "bytes_host": sum(message.size_bytes for message in host.find("encrypted rows")),
        "quotes": len(operators) + 1,
    }


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads beyond the answer and its own files."""
    views = {party: view_of(outcome, party) for party in coalition}
    for view in views.values():
        if view.find("person"):
            rows = _in_clear(view)
            return Learned(
                "all", "", {"read": len(rows)}, rows_html(rows, words, caption="collusion_caption")
            )
    if HOST in coalition and outcome.technique.startswith("enclave"):
        found = host_reads(tables, approved(outcome))
        rows = np.concatenate(list(found.values()))
        return Learned(
            "memory", "", {"read": rows.size}, rows_html(rows, words, caption="collusion_caption")
        )
    if outcome.technique == SHARED and sum(party in COMPUTERS for party in coalition) > 1:
        counts = read_dealt(views, COMPUTERS, "counts", owner=_first(tables), dtype=RING)
        if counts is not None:
            return Learned("counts", "", {"read": int((counts > 0).sum())})
    return Learned("nothing")


def approved(outcome: Outcome) -> Program:
    """Return the program that everybody approved for a run."""
    chosen = outcome.parameters
    if "differential-privacy" in outcome.technique:
        return noisy(chosen["epsilon"], chosen["most"])
    return suppressing(chosen["minimum"])


def host_reads(tables: Tables, program: Program) -> dict[str, Rows]:
    """Deliver rows to the approved program with all checks, and read them in its memory.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By operator.
    program : Program

    Returns
    -------
    dict of str to ndarray
        By operator, every row.

    Raises
    ------
    MissingExtraError
        If cryptography is older than 47.
    """
    chip = SimulatedChip()
    enclave = SimulatedEnclave(chip, program)
    policy = Policy(frozenset({chip.root}), frozenset({program.measurement}))
    deliveries = []
    for operator, table in tables.items():
        nonce = operator.encode()
        quote = enclave.attest(nonce)
        policy.check(quote.evidence(), binding=binding(enclave.key, nonce))
        data = pack(rows_of(table), bytes(KEY_BYTES))
        deliveries.append(
            deliver(data, quote, policy=policy, key=enclave.key, nonce=nonce, sender=operator)
        )
    enclave.run(deliveries)
    return {sender: unpack(data)[1] for sender, data in read_memory(enclave).items()}


def rows_html(rows: Rows, words: Words, *, caption: str) -> str:
    """Show the first rows as HTML.

    Parameters
    ----------
    rows : ndarray of `inside.ROW`
    words : Words
    caption : str
        Key of the caption, another for every table of a page.
    """
    first = rows[:SHOWN]
    frame = pd.DataFrame(
        {
            "person": first["person"].astype(str),
            "area": [PROVINCES[at] for at in first["area"].tolist()],
            "hour": [words("hour", hour=hour) for hour in first["hour"].tolist()],
        }
    )
    return table_html(
        frame,
        lang=words.lang,
        caption=words(caption),
        headers={name: words(f"column_{name}") for name in frame.columns},
    )


def _in_clear(view: View) -> Rows:
    """Return the rows that a party was simply sent."""
    parts = []
    for sender in OPERATORS:
        columns = {
            name: [m.values() for m in view.find(name) if m.sender == sender]
            for name in ("person", "area", "hour")
        }
        if columns["person"]:
            parts.append(rows_of(pd.DataFrame({key: one[0] for key, one in columns.items()})))
    return np.concatenate(parts)


def _first(tables: Tables) -> str:
    """Return the first operator that takes part."""
    return next(party for party in OPERATORS if party in tables)
