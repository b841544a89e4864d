"""What a coalition gets out of its views of a run of `fraud`."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.pooled_alignments import Pooled, Roles, pool
from pet_workbench.attacks.pooled_computers import read_inputs
from pet_workbench.core import Outcome, View
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fraud import BANK, INSURER, KVK
from pet_workbench.usecases.fraud.in_shares import RING, THIRD_INPUTS
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words

_ROWS = 5
OWNERS = (INSURER, BANK, KVK)


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads beyond its own files."""
    transcript = outcome.transcript
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    owners = [party for party in coalition if party in OWNERS]
    in_clear = [view for view in views.values() if view.find("score")]
    if in_clear:
        return _in_the_clear(in_clear[0], len(coalition))
    if outcome.technique == "private-set-intersection" and INSURER in owners and BANK not in owners:
        return _members(outcome, tables, words)
    third = outcome.parameters["third_party"]
    known = {owner: tables[owner]["provider"].to_numpy() for owner in owners}
    pooled = pool(views, known, Roles(INSURER, (BANK, KVK), third), dtype=RING)
    if pooled.is_nothing:
        return _files(views, owners, third)
    if INSURER in owners:
        return _scores(pooled, words)
    return _names(pooled, owners, words)


def _files(views: Mapping[str, View], owners: list[str], third: str) -> Learned:
    """Tell what owners have without the third party: their files, and perhaps KVK's scores.

    Insurer and bank are two of the three that compute, so they read what the third put in.
    """
    if len(owners) < 2:
        return Learned("nothing")
    if not {INSURER, BANK} <= set(owners) or not views[INSURER].find("positions"):
        return Learned("files")
    names = (INSURER, BANK, third)
    parts = read_inputs(views, names, THIRD_INPUTS, owner=third, dtype=RING)["company scores"]
    masked = views[INSURER].find("masked numbers")[1].values()
    company = parts + masked[views[INSURER].find("positions")[1].values()]
    return Learned("files", "files_kvk", {"signals": int((company > 0).sum())})


def _in_the_clear(view: View, n_parties: int) -> Learned:
    """Count the scores that one of them got in readable form."""
    rows = sum(message.items for message in view.find("score"))
    return Learned("all", "already" if n_parties == 1 else "told", {"rows": rows})


def _members(outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return who stands on both lists, and who of them was none of the insurer's business."""
    found = outcome.answer.providers
    own = tables[INSURER].set_index("provider")["score"]
    frame = pd.DataFrame({"provider": found.astype(str), "score": own.reindex(found).to_numpy()})
    extra = int(np.setdiff1d(found, outcome.exact).size)
    facts = {"members": found.size, "extra": extra}
    return Learned("members", facts=facts, table=_table(frame, words, "members"))


def _scores(pooled: Pooled, words: Words) -> Learned:
    """Show the scores of bank and KVK, the highest first."""
    by_score = np.argsort(-pooled.numbers[BANK].astype(np.int64), kind="stable")
    frame = _frame(pooled, by_score, bank=pooled.numbers[BANK], kvk=pooled.numbers[KVK])
    facts = {
        "places": pooled.persons.size,
        "customers": int(pooled.is_known[BANK].sum()),
    }
    return Learned("scores", facts=facts, table=_table(frame, words, "scores"))


def _names(pooled: Pooled, owners: list[str], words: Words) -> Learned:
    """Show who is on the insurer's list, and whether the other holder knows them."""
    named = np.flatnonzero(pooled.persons != EMPTY)
    gain, other = ("list", KVK) if BANK in owners else ("names", BANK)
    is_known = pooled.is_known[other]
    facts = {"places": named.size, "customers": int(is_known[named].sum())}
    frame = _frame(pooled, named, known=is_known)
    return Learned(gain, facts=facts, table=_table(frame, words, gain))


def _frame(
    pooled: Pooled, order: NDArray[np.int64], **columns: NDArray[np.generic]
) -> pd.DataFrame:
    """Return the first rows in `order`."""
    first = order[:_ROWS]
    shown: Mapping[str, NDArray[np.generic]] = {
        name: column[first] for name, column in columns.items()
    }
    return pd.DataFrame({"provider": pooled.persons[first].astype(str), **shown})


def _table(frame: pd.DataFrame, words: Words, gain: str) -> str:
    """Return the first rows as HTML."""
    return table_html(
        frame.head(_ROWS),
        lang=words.lang,
        caption=words(f"collusion_caption_{gain}"),
        headers={name: words(f"column_{name}") for name in frame.columns},
    )
