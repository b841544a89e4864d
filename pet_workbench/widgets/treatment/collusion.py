"""What a coalition gets out of its views of a run of `treatment`."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pet_workbench.attacks.pooled_totals import read_wide
from pet_workbench.core import Outcome, View
from pet_workbench.usecases.treatment import HOSPITALS, Totals
from pet_workbench.usecases.treatment.in_clear import COLUMNS
from pet_workbench.usecases.treatment.in_clear import TOTALS as TOTALS_IN_CLEAR
from pet_workbench.usecases.treatment.in_shares import TOTALS
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words

_ROWS = 5


def learn(coalition: tuple[str, ...], outcome: Outcome, words: Words) -> Learned:
    """Return what `coalition` reads of hospitals that are not in it."""
    transcript = outcome.transcript
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    others = [name for name in HOSPITALS if name not in coalition]
    patients = _patients(views, others)
    if len(patients):
        return _seen_patients(patients, words)
    totals = {name: _totals(views, name) for name in others}
    read = {name: part for name, part in totals.items() if part is not None}
    if read:
        return _seen_totals(read, len(coalition), words)
    return Learned("files") if not others else Learned("nothing")


def _patients(views: Mapping[str, View], others: list[str]) -> pd.DataFrame:
    """Return the patients of `others` that somebody of the coalition got in readable form."""
    read = []
    for view in views.values():
        for name in others:
            columns = {
                column: [m.values() for m in view.find(column) if m.sender == name]
                for column in COLUMNS
            }
            if columns["patient"]:
                frame = {column: np.concatenate(parts) for column, parts in columns.items()}
                read.append(pd.DataFrame({"hospital": name, **frame}))
    if not read:
        return pd.DataFrame()
    return pd.concat(read, ignore_index=True).drop_duplicates("patient")


def _totals(views: Mapping[str, View], owner: str) -> Totals | None:
    """Return the totals of `owner` that the coalition reads, alone or together."""
    for view in views.values():
        for message in view.find(TOTALS_IN_CLEAR):
            if message.sender == owner:
                return Totals(*message.values().tolist())
    numbers = read_wide(views, HOSPITALS, TOTALS, owner=owner)
    return Totals(*numbers[: len(Totals._fields)]) if numbers else None


def _seen_patients(patients: pd.DataFrame, words: Words) -> Learned:
    """Show the first patients."""
    frame = patients.head(_ROWS).assign(
        hospital=[words.heading(name) for name in patients["hospital"].head(_ROWS)],
        patient=patients["patient"].head(_ROWS).astype(str),
        treatment=["AB"[at] for at in patients["treatment"].head(_ROWS)],
    )
    return Learned(
        "patients",
        facts={"rows": len(patients)},
        table=_table(frame, words, "patients"),
    )


def _seen_totals(read: Mapping[str, Totals], n_parties: int, words: Words) -> Learned:
    """Show how many patients each hospital has, and how they do."""
    frame = pd.DataFrame(
        [
            {
                "hospital": words.heading(name),
                "patients_a": part.n_a,
                "mean_a": _mean(part.sum_a, part.n_a, words),
                "patients_b": part.n_b,
                "mean_b": _mean(part.sum_b, part.n_b, words),
            }
            for name, part in read.items()
        ]
    )
    verdict = "totals" if n_parties == 1 or len(read) > 1 else "totals_of_third"
    return Learned(
        "totals",
        verdict,
        {"hospitals": words.all(list(read))},
        _table(frame, words, "totals"),
    )


def _mean(total: int, n: int, words: Words) -> str:
    """Write a mean score."""
    return words.number(total / n, 1) if n else "-"


def _table(frame: pd.DataFrame, words: Words, gain: str) -> str:
    """Return the rows as HTML."""
    return table_html(
        frame,
        lang=words.lang,
        caption=words(f"collusion_caption_{gain}"),
        headers={name: words(f"column_{name}") for name in frame.columns},
    )
