"""What a coalition of SVB, UWV and the third party reads, and how the page says so."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pet_workbench.attacks.collusion import Learned, collude
from pet_workbench.core import Outcome, View
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.usecases.aio.encrypted import ASKED
from pet_workbench.usecases.aio.households import SVB, UWV
from pet_workbench.usecases.base import Tables
from pet_workbench.widgets import table_html
from pet_workbench.widgets.aio.state import HOMOMORPHIC, SECRET
from pet_workbench.widgets.case import Words

_ROWS = 5


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
    """Return what `coalition` reads in its views of a run, beyond its own files."""
    transcript, third = outcome.transcript, outcome.parameters["third_party"]
    views = {party: transcript.view(party) for party in coalition if party in transcript.parties}
    if outcome.technique == HOMOMORPHIC:
        return _asked_about(views)
    return collude(
        views,
        {party: tables[party]["person"].to_numpy() for party in coalition if party in tables},
        asker=SVB,
        holder=UWV,
        matcher=third,
    )


def gain(coalition: tuple[str, ...], learned: Learned) -> str:
    """Return the id of what a coalition got: nothing, incomes, households, all, files, or asked.

    The last is: whom SVB asks about, two by two.

    Examples
    --------
    >>> gain(("SVB", "UWV"), Learned()), gain(("SVB",), Learned())
    ('files', 'nothing')
    """
    if {SVB, UWV} <= set(coalition):
        return "files"
    has = len(learned.persons) > 0, len(learned.households) > 0
    if has == (False, True) and not learned.under_limit.size:
        return "asked"
    return {(True, True): "all", (True, False): "incomes", (False, True): "households"}.get(
        has, "nothing"
    )


def verdict(got: str, n_parties: int, technique: str) -> str:
    """Return the id of the sentence that tells what a coalition of `n_parties` got."""
    if got in ("files", "nothing", "asked"):
        return {"files": "own_files"}.get(got, "")
    if technique == SECRET:
        return "unmask" if got == "incomes" else "recognise"
    return "already" if n_parties == 1 else "told"


def _asked_about(views: Mapping[str, View]) -> Learned:
    """Return the persons that SVB asked UWV about, as it sent them, if UWV takes part."""
    for message in views[UWV].find(ASKED) if UWV in views else ():
        return Learned(households=message.values().reshape(-1, 2))
    return Learned()


def own_files(tables: Tables) -> Learned:
    """Join the files of SVB and UWV, as those two always can."""
    both = tables[UWV][tables[UWV]["person"].isin(tables[SVB]["person"])]
    return Learned(persons=both["person"].to_numpy(), amounts=both["income_cents"].to_numpy())


def table(learned: Learned, words: Words) -> str:
    """Show the first persons or households that were read, as HTML."""
    if learned.is_nothing:
        return ""
    if len(learned.persons):
        return _amounts(learned, words)
    return _households(learned, words) if learned.under_limit.size else _pairs(learned, words)


def _amounts(learned: Learned, words: Words) -> str:
    """Show the first persons with the income that was read."""
    known = np.flatnonzero(learned.persons != EMPTY)[:_ROWS]
    frame = pd.DataFrame(
        {"person": learned.persons[known].astype(str), "income": learned.amounts[known]}
    )
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_amounts"),
        headers={name: words(f"collusion_{name}") for name in frame.columns},
        written={"income": words.euro},
    )


def _households(learned: Learned, words: Words) -> str:
    """Show the first households that were recognised, those under the limit first."""
    pairs = learned.households
    order = np.argsort(~learned.under_limit, kind="stable")
    known = order[pairs[order, 0] != EMPTY][:_ROWS]
    alone = words("collusion_alone")
    frame = pd.DataFrame(
        {
            "first": pairs[known, 0].astype(str),
            "second": [str(one) if one != EMPTY else alone for one in pairs[known, 1].tolist()],
            "under": learned.under_limit[known],
        }
    )
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_households"),
        headers={name: words(f"collusion_{name}") for name in frame.columns},
    )


def _pairs(learned: Learned, words: Words) -> str:
    """Show the first persons that were asked about, and who stands beside them."""
    pairs = learned.households[(learned.households != EMPTY).all(axis=1)][:_ROWS]
    frame = pd.DataFrame({"first": pairs[:, 0].astype(str), "beside": pairs[:, 1].astype(str)})
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_pairs"),
        headers={name: words(f"collusion_{name}") for name in frame.columns},
    )
