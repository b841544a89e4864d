"""What a coalition gets out of its views of a run of `falls`."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.model_from_scores import recover
from pet_workbench.attacks.pooled_computers import read_inputs
from pet_workbench.core import Outcome, View
from pet_workbench.sharing.ring import decode_signed
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.falls import CARE, FEATURES, HOSPITAL, WEIGHT_UNIT, WEIGHTS
from pet_workbench.usecases.falls.clients import CENTRE_AGE, features
from pet_workbench.usecases.falls.in_shares import DTYPE
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words

_ROWS = 5
_SHOWN = ("age", "fell_once", "parkinson", "medicines")


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads of the other's data, beyond its own files."""
    if {CARE, HOSPITAL} <= set(coalition):
        return Learned("files")
    transcript = outcome.transcript
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    if CARE in coalition:
        return _model(outcome, tables, views[CARE], words)
    rows = _features(views, outcome)
    if rows is None:
        return Learned("nothing")
    third_alone = HOSPITAL not in coalition
    gain = "all" if third_alone else "clients"
    verdict = f"{gain}_pooled" if outcome.technique.startswith("secret-sharing") else gain
    return Learned(gain, verdict, {"clients": len(rows)}, _clients_table(rows, words))


def _model(outcome: Outcome, tables: Tables, view: View, words: Words) -> Learned:
    """Compute the weights from the scores, where they were not simply handed over."""
    if view.find("weight"):
        weights = view.find("weight")[0].values() / WEIGHT_UNIT
        known = np.ones(len(WEIGHTS), bool)
    else:
        found = recover(features(tables[CARE]), outcome.answer.scores)
        weights, known = found.weights, found.known
    verdict = "model_given" if view.find("weight") else "model"
    facts = {"weights": int(known.sum()), "all": len(WEIGHTS), "clients": len(tables[CARE])}
    return Learned("model", verdict, facts, _weights_table(weights, known, words))


def _features(views: Mapping[str, View], outcome: Outcome) -> NDArray[np.int64] | None:
    """Return the features of the clients as the coalition reads them, or None."""
    for view in views.values():
        if view.find("earlier_falls"):
            sent = {name: view.find(name)[0].values().astype(np.int64) for name in _in_clear(view)}
            return features(pd.DataFrame(sent))
    if not outcome.technique.startswith("secret-sharing"):
        return None
    names = (CARE, HOSPITAL, outcome.parameters["third_party"])
    read = read_inputs(views, names, ("features",), owner=CARE, dtype=DTYPE)
    if not read:
        return None
    values: NDArray[np.int64] = decode_signed(read["features"]).astype(np.int64)
    return values.reshape(len(FEATURES), -1).T


def _in_clear(view: View) -> list[str]:
    """Return the columns about clients that a party got in readable form."""
    return [message.step for message in view.received if message.sender == CARE]


def _clients_table(rows: NDArray[np.int64], words: Words) -> str:
    """Show the first clients."""
    places = [FEATURES.index(name) for name in _SHOWN]
    frame = pd.DataFrame(rows[:_ROWS, places], columns=list(_SHOWN))
    frame["age"] += CENTRE_AGE
    for name in ("fell_once", "parkinson"):
        frame[name] = frame[name].astype(bool)
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_caption_clients"),
        headers={name: words(f"feature_{name}") for name in _SHOWN},
    )


def _weights_table(weights: NDArray[np.float64], known: NDArray[np.bool_], words: Words) -> str:
    """Show the first weights that are known."""
    places = np.flatnonzero(known)[:_ROWS].tolist()
    frame = pd.DataFrame(
        {
            "feature": [words(f"feature_{WEIGHTS[place]}") for place in places],
            "weight": [words.number(float(weights[place]), 4) for place in places],
        }
    )
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_caption_model"),
        headers={name: words(f"column_{name}") for name in frame.columns},
        max_rows=_ROWS,
    )
