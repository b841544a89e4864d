"""When one machine is not enough: what the makers measured with pipeline-dp and with Spark."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pet_workbench.i18n import day
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.recorded import record
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Panel, html

ENGINES = ("own", "local", "spark")
"""This workbench, pipeline-dp on one machine, pipeline-dp on Spark."""


def recorded_html(measured: Mapping[str, Any] | None, words: Words) -> str:
    """Return a table of one job on each engine, with the machine; or that nothing was measured.

    Parameters
    ----------
    measured : mapping or None
        From `case.recorded.record`.
    words : Words
    """
    runs = {run["engine"]: run for run in measured["runs"]} if measured else {}
    if measured is None or "own" not in runs:
        return f"<p>{words('beyond_none')}</p>"
    rows = [runs[engine] for engine in ENGINES if engine in runs]
    own = float(runs["own"]["seconds_median"])
    frame = pd.DataFrame(
        {
            "engine": [words(f"beyond_{run['engine']}") for run in rows],
            "rows": [int(run["n"]) for run in rows],
            "seconds": [float(run["seconds_median"]) for run in rows],
            "times": [float(run["seconds_median"]) / own for run in rows],
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
        date=day(measured["date"], words.lang),
        processor=measured["machine"].get("processor", "?"),
    )
    told = words("beyond_told") + _start(measured, words)
    return f"{table}<p>{told}</p>{small(where)}"


def _start(measured: Mapping[str, Any], words: Words) -> str:
    """Say how long Spark takes before its first answer, where that was measured."""
    first = measured.get("spark", {}).get("first_answer_seconds")
    return "" if first is None else f" {words('beyond_start', first=words.duration(first))}"


class Beyond(Panel):
    """The measurements, or that there are none."""

    def __init__(self, words: Words) -> None:
        self.table = html(recorded_html(record("dp_beyond"), words))
        super().__init__([self.table], lang=words.lang, label=words("beyond_label"))
