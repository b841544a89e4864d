"""What the makers of the workbench measured beside other libraries, as a table with its machine."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pet_workbench.i18n import day
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.data_table import table_html

JOB = "exact-sum-public"
OWN = "pet"
ALONE = ("sum-public", "patients-public")
"""Larger jobs, of which only our own time is told."""
ENGINES = (OWN, "seal", "tenseal", "openfhe", "phe")
"""First words of the names in the record, in lower case."""


def recorded_html(measured: Mapping[str, Any] | None, words: Words) -> str:
    """Return a table of one job by several libraries, and what larger jobs take.

    Parameters
    ----------
    measured : mapping or None
        From `case.recorded.record`; without it there is nothing to show.
    words : Words
    """
    if measured is None:
        return ""
    rows = fastest(measured["duels"])
    if OWN not in rows:
        return ""
    frame = pd.DataFrame(
        {
            "engine": [words(f"recorded_{engine}") for engine in rows],
            "seconds": [row["seconds_median"] for row in rows.values()],
            "ratio": [row["ratio_median"] for row in rows.values()],
        }
    )
    table = table_html(
        frame,
        lang=words.lang,
        caption=words("recorded_caption", n=words.number(rows[OWN]["n"])),
        headers={name: words(f"recorded_head_{name}") for name in frame.columns},
        written={
            "seconds": words.duration,
            "ratio": lambda ratio: words.number(ratio, 1 if ratio < 10 else 0),
        },
    )
    machine = measured["machine"]
    where = words(
        "recorded_machine",
        date=day(measured["date"], words.lang),
        processor=machine.get("processor", "?"),
    )
    return f"{table}<p>{_larger(measured['duels'], words)}</p>{small(where)}"


def fastest(duels: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return for each library its fastest way to do the job, ours first."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in duels:
        engine = row["engine"].split()[0].lower()
        if row["job"] != JOB or engine not in ENGINES:
            continue
        if engine not in found or row["seconds_median"] < found[engine]["seconds_median"]:
            found[engine] = row
    return {engine: found[engine] for engine in ENGINES if engine in found}


def _larger(duels: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Say what our own largest jobs took."""
    said = []
    for job in ALONE:
        own = [row for row in duels if row["job"] == job and _is_ours(row)]
        if own:
            largest = max(own, key=lambda row: int(row["n"]))
            n, seconds = words.number(largest["n"]), words.duration(largest["seconds_median"])
            said.append(words(f"recorded_job_{job}", n=n, seconds=seconds))
    return " ".join(said)


def _is_ours(row: Mapping[str, Any]) -> bool:
    """Tell whether a row is about this workbench."""
    return bool(row["engine"].split()[0].lower() == OWN)
