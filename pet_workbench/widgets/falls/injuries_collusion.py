"""What a coalition gets out of its views of a run of `fall-injuries`."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_alignments import Roles, pool
from pet_workbench.attacks.pooled_computers import read_inputs
from pet_workbench.core import Outcome, View
from pet_workbench.datasets.citizen_numbers import INVENTED, PREFIXES, complete
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.sharing.joins.pseudonyms import pseudonyms
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fall_injuries.by_encryption import PSEUDONYMS
from pet_workbench.usecases.fall_injuries.groups import SIZES
from pet_workbench.usecases.fall_injuries.in_clear import PATIENTS
from pet_workbench.usecases.fall_injuries.in_shares import ASKED, DTYPE
from pet_workbench.usecases.falls import CARE, HOSPITAL, LINES
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words

_ROWS = 5
_SHOWN = ("age", "sex", "falls")
_FIRST, _TRIED = PREFIXES // 10, 100_000


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads of the others' data, beyond its own files."""
    if {CARE, HOSPITAL} <= set(coalition):
        return Learned("files")
    transcript = outcome.transcript
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    for view in views.values():
        if view.find("age"):
            return Learned("all", facts={"clients": view.find("age")[0].items})
        if view.find(PATIENTS):
            return _patients(view, words)
    if HOSPITAL in views and views[HOSPITAL].find(PSEUDONYMS):
        return _listed(views[HOSPITAL], tables, words)
    if outcome.technique.startswith("secret-sharing"):
        return _pooled(views, outcome, tables, words)
    return Learned("nothing")


def _patients(view: View, words: Words) -> Learned:
    """Show patients whom the care organisation got in readable form."""
    persons = view.find(PATIENTS)[0].values()
    frame = pd.DataFrame({"person": persons[:_ROWS].astype(str)})
    return Learned("patients", facts={"patients": persons.size}, table=_table(frame, words))


def _listed(view: View, tables: Tables, words: Words) -> Learned:
    """Recognise clients by the pseudonyms that the hospital got: its own patients, and others."""
    key = _key(view)
    listed = view.find(PSEUDONYMS)[0].values()
    own = tables[HOSPITAL]["person"].to_numpy(np.int64)
    tried = complete(np.arange(_FIRST, _FIRST + _TRIED), remainder=INVENTED)
    hits = [one[np.isin(pseudonyms(key, one), listed)] for one in (own, tried)]
    frame = pd.DataFrame({"person": np.concatenate(hits)[:_ROWS].astype(str)})
    facts = {"own": hits[0].size, "others": hits[1].size, "tried": tried.size}
    return Learned("list", facts=facts, table=_table(frame, words))


def _key(view: View) -> bytes:
    """Return the pseudonym key, which the hospital drew or was sent."""
    for label, key in view.keys.items():
        if label.startswith("pseudonym key"):
            return key
    return bytes(view.find("pseudonym key")[0].values().tobytes())


def _pooled(views: Mapping[str, View], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Put the pieces together, where two of the three do."""
    third = outcome.parameters["third_party"]
    known = {
        owner: tables[owner]["person"].to_numpy(np.int64) for owner in tables if owner in views
    }
    found = pool(views, known, Roles(CARE, (HOSPITAL,), third), dtype=DTYPE)
    if found.is_nothing:
        return Learned("nothing", "counts" if third in views else "")
    if CARE in views:
        hurt = np.flatnonzero(found.numbers[HOSPITAL] == 1)
        frame = pd.DataFrame({"person": found.persons[hurt[:_ROWS]].astype(str)})
        return Learned("injured", facts={"injured": hurt.size}, table=_table(frame, words))
    levels = _levels(views, third)
    named = np.flatnonzero(found.persons != EMPTY)
    frame = pd.DataFrame({"person": found.persons[named[:_ROWS]].astype(str)})
    for line in (one for one in _SHOWN if one in levels):
        names = [LINES[line][at] for at in levels[line][named[:_ROWS]]]
        frame[line] = [words.optional(f"level_{name}") or name for name in names]
    facts = {"clients": found.persons.size, "named": named.size}
    return Learned("clients", facts=facts, table=_table(frame, words))


def _levels(views: Mapping[str, View], third: str) -> dict[str, NDArray[np.int64]]:
    """Return the level of each client in the lines that were asked about, as the two read it."""
    asked = views[third].find(ASKED)[0].values().astype(bool)
    names = (CARE, HOSPITAL, third)
    values = read_inputs(views, names, ("groups",), owner=CARE, dtype=DTYPE)["groups"]
    inside = [size - 1 for size, is_asked in zip(SIZES, asked, strict=True) if is_asked]
    columns = values.reshape(sum(inside) + 2, -1)
    levels, at = {}, 0
    lines = [line for line, is_asked in zip(LINES, asked, strict=True) if is_asked]
    for line, size in zip(lines, inside, strict=True):
        part = columns[at : at + size]
        levels[line] = np.where(part.any(axis=0), part.argmax(axis=0), size)
        at += size
    return levels


def _table(frame: pd.DataFrame, words: Words) -> str:
    """Return the first rows as HTML."""
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_caption"),
        headers={name: words(f"column_{name}") for name in frame.columns},
    )
