"""What a coalition gets out of its views of a run of `logistics`."""

import numpy as np
import pandas as pd

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import Outcome, View
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.logistics import SHIPPER
from pet_workbench.usecases.logistics.in_shares import BYTE, WORD, bodies
from pet_workbench.usecases.logistics.offers import CITIES, DAYS, carriers_of
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words, view_of
from pet_workbench.widgets.logistics.state import SECRET, TRUSTED

ROWS = 5


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads beyond its own files."""
    views = {party: view_of(outcome, party) for party in coalition}
    if outcome.technique == SECRET:
        read = _pooled(views, outcome, carriers_of(tables))
        if len(read):
            return _learned("all", read, words)
    for view in views.values():
        if view.find("price_cents"):
            gain = "all" if outcome.technique == TRUSTED else "offers"
            verdict = "platform" if outcome.technique == TRUSTED else "offers"
            return _learned(gain, _in_clear(view), words, verdict)
    together = [party for party in coalition if party in carriers_of(tables)]
    return Learned("files") if len(together) > 1 else Learned("nothing")


def _learned(gain: str, read: pd.DataFrame, words: Words, verdict: str = "") -> Learned:
    """Count the offers that were read, and show the first."""
    facts = {"offers": len(read), "carriers": read["carrier"].nunique()}
    return Learned(gain, verdict, facts, offers_table(read, words))


def _pooled(views: dict[str, View], outcome: Outcome, carriers: tuple[str, ...]) -> pd.DataFrame:
    """Put together the parts that two bodies got of every carrier's offers."""
    names, frames = bodies(outcome.parameters), []
    for carrier in carriers:
        columns = {
            name: read_dealt(views, names, step, owner=carrier, dtype=dtype)
            for name, step, dtype in (("pallets", "pallets", BYTE), ("price_cents", "prices", WORD))
        }
        if columns["pallets"] is None:
            return pd.DataFrame()
        frame = pd.DataFrame(columns)
        line = np.arange(len(frame))
        frame["carrier"] = carrier
        frame["origin"] = line // len(DAYS) // len(CITIES)
        frame["destination"] = line // len(DAYS) % len(CITIES)
        frame["day"] = line % len(DAYS)
        frames.append(frame[frame["pallets"] > 0])
    return pd.concat(frames, ignore_index=True)


def _in_clear(view: View) -> pd.DataFrame:
    """Return the offers that a party was simply sent."""
    names = ("origin", "destination", "day", "pallets", "price_cents")
    columns = {
        name: {m.sender: m.values() for m in view.find(name) if m.sender != SHIPPER}
        for name in names
    }
    frames = [
        pd.DataFrame({name: columns[name][carrier] for name in names}).assign(carrier=carrier)
        for carrier in columns["price_cents"]
    ]
    return pd.concat(frames, ignore_index=True)


def offers_table(read: pd.DataFrame, words: Words) -> str:
    """Show the first offers as HTML.

    Parameters
    ----------
    read : DataFrame
        Columns ``carrier``, ``origin``, ``destination``, ``day``, ``pallets``, ``price_cents``.
    words : Words
    """
    first = read.head(ROWS)
    frame = pd.DataFrame(
        {
            "carrier": [words.heading(carrier) for carrier in first["carrier"]],
            "line": line_names(first, words),
            "pallets": first["pallets"].astype(int).tolist(),
            "price": first["price_cents"].astype(int).tolist(),
        }
    )
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_caption"),
        headers={name: words(f"column_{name}") for name in frame.columns},
        written={"price": words.euro},
    )


def line_names(rows: pd.DataFrame, words: Words) -> list[str]:
    """Write the line of each row: from, to and the day."""
    return [
        words(
            "line",
            origin=CITIES[origin],
            destination=CITIES[destination],
            day=words(f"day_{DAYS[day]}"),
        )
        for origin, destination, day in zip(
            rows["origin"].tolist(), rows["destination"].tolist(), rows["day"].tolist(), strict=True
        )
    ]
