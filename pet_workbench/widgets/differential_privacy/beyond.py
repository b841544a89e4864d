"""When one machine is not enough: what the makers measured with pipeline-dp and with Spark."""

from collections.abc import Sequence

import pandas as pd

from pet_workbench.bench.peers import PeerRecord, stored
from pet_workbench.i18n import day
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Panel, html

WAYS = ("own", "local", "spark")
"""This workbench, pipeline-dp on one machine, pipeline-dp on Spark."""


def recorded_html(measured: Sequence[PeerRecord], words: Words) -> str:
    """Return a table of one job on each engine, with the machine; or that nothing was measured.

    Parameters
    ----------
    measured : sequence of PeerRecord
        Of the family "beyond".
    words : Words
    """
    runs = {run.variant or "own": run for run in measured if run.turns is not None}
    if "own" not in runs:
        return f"<p>{words('beyond_none')}</p>"
    rows = {way: runs[way] for way in WAYS if way in runs}
    frame = pd.DataFrame(
        {
            "engine": [words(f"beyond_{way}") for way in rows],
            "rows": [run.n for run in rows.values()],
            "seconds": [run.median for run in rows.values()],
            "times": [run.ratio.median if run.ratio else 1.0 for run in rows.values()],
        }
    )
    table = table_html(
        frame,
        lang=words.lang,
        caption=words("beyond_caption"),
        headers={name: words(f"beyond_head_{name}") for name in frame.columns},
        written={
            "seconds": words.duration,
            "times": lambda times: words.number(times, 1 if times < 10 else 0),
        },
    )
    where = words(
        "beyond_machine",
        date=day(runs["own"].date, words.lang),
        processor=runs["own"].machine.get("processor", "?"),
    )
    told = words("beyond_told") + _start(measured, words)
    return f"{table}<p>{told}</p>{small(where)}"


def _start(measured: Sequence[PeerRecord], words: Words) -> str:
    """Say how long Spark takes before its first answer, where that was measured."""
    told = [run.turns.more for run in measured if run.turns is not None]
    first = next((m["first_answer_seconds"] for m in told if "first_answer_seconds" in m), None)
    return "" if first is None else f" {words('beyond_start', first=words.duration(first))}"


class Beyond(Panel):
    """The measurements, or that there are none."""

    def __init__(self, words: Words) -> None:
        self.table = html(recorded_html(stored("beyond"), words))
        super().__init__([self.table], lang=words.lang, label=words("beyond_label"))
