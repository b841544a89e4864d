"""What the makers of the workbench measured beside other libraries, as a table with its machine."""

from collections.abc import Sequence

import pandas as pd

from pet_workbench.bench.peers import OURS, PeerRecord
from pet_workbench.i18n import day
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.data_table import table_html

JOB = "exact-sum-public"
ALONE = ("sum-public", "patients-public")
"""Larger jobs, of which only our own time is told."""
ENGINES = (OURS, "seal", "tenseal", "openfhe", "phe")


def recorded_html(measured: Sequence[PeerRecord], words: Words) -> str:
    """Return a table of one job by several libraries, and what larger jobs take.

    Parameters
    ----------
    measured : sequence of PeerRecord
        Without ours there is nothing to show.
    words : Words
    """
    rows = fastest(measured)
    if OURS not in rows:
        return ""
    ratios = [row.ratio.median if row.ratio else 1.0 for row in rows.values()]
    frame = pd.DataFrame(
        {
            "engine": [words(f"recorded_{engine}") for engine in rows],
            "seconds": [row.median for row in rows.values()],
            "ratio": ratios,
        }
    )
    table = table_html(
        frame,
        lang=words.lang,
        caption=words("recorded_caption", n=words.number(rows[OURS].n)),
        headers={name: words(f"recorded_head_{name}") for name in frame.columns},
        written={
            "seconds": words.duration,
            "ratio": lambda ratio: words.number(ratio, 1 if ratio < 10 else 0),
        },
    )
    where = words(
        "recorded_machine",
        date=day(rows[OURS].date, words.lang),
        processor=rows[OURS].machine.get("processor", "?"),
    )
    return f"{table}<p>{_larger(measured, words)}</p>{small(where)}"


def fastest(measured: Sequence[PeerRecord]) -> dict[str, PeerRecord]:
    """Return for each library its fastest way to do the job, ours first.

    A library that was not in the same run as ours is left out: its ratio would be of another day.

    Parameters
    ----------
    measured : sequence of PeerRecord
    """
    ours = next((row for row in measured if row.job == JOB and _took_part(row, OURS)), None)
    if ours is None:
        return {}
    rows = [row for row in measured if row.job == JOB and row.session == ours.session]
    ways = {engine: [row for row in rows if _took_part(row, engine)] for engine in ENGINES}
    return {
        engine: min(found, key=lambda row: row.median or 0.0)
        for engine, found in ways.items()
        if found
    }


def _larger(measured: Sequence[PeerRecord], words: Words) -> str:
    """Say what our own largest jobs took."""
    said = []
    for job in ALONE:
        own = [row for row in measured if row.job == job and _took_part(row, OURS)]
        if own:
            largest = max(own, key=lambda row: row.n)
            n, seconds = words.number(largest.n), words.duration(largest.median or 0.0)
            said.append(words(f"recorded_job_{job}", n=n, seconds=seconds))
    return " ".join(said)


def _took_part(row: PeerRecord, engine: str) -> bool:
    """Tell whether a record is about this library and has a time."""
    return row.engine == engine and row.turns is not None
