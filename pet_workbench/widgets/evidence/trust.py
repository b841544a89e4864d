"""How far to trust the figures: how much repeats differ, and how well growth was foreseen."""

from collections.abc import Sequence
from functools import partial
from html import escape
from statistics import median

from pet_workbench.bench import Record, costs
from pet_workbench.i18n import day
from pet_workbench.viz.evidence_checks import checks_exhibit
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.evidence.exhibits import Showing, topics
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.page import Panel, html

LONG_ENOUGH_SECONDS = 0.05
"""Shorter runs vary with whatever else the machine does; they say little about the method."""


class Trust(Panel):
    """What was measured on, how it varies, and predictions that were checked by measuring.

    Attributes
    ----------
    facts : HTML
    checks : Showing
    """

    def __init__(self, state: LabState) -> None:
        words = state.words
        records = [record for case in state.matrix.cases for record in state.stored(case)]
        self.facts, self.checks = html(facts_html(records, words)), Showing(words, is_drawn=False)
        super().__init__([self.facts, self.checks], lang=words.lang, label=words("trust_label"))
        if records:
            self.checks.show(partial(checks_exhibit, costs.checks(records), lang=words.lang))


def facts_html(records: Sequence[Record], words: Words) -> str:
    """Return on what and how was measured, as a table of topics; or that nothing was."""
    if not records:
        return f"<p>{words('opening_none')}</p>"
    last = max(records, key=lambda record: record.date)
    loads = [float(one.machine["load"]) for one in records if _is_number(one.machine.get("load"))]
    pairs = [
        ("machine", _machine(last, words)),
        ("date", day(last.date, words.lang)),
        ("commit", last.commit),
        ("repeats", words.number(median(len(record.seconds) for record in records))),
        ("load", _load(loads, last, words)),
        ("spread", _spread(records, words)),
    ]
    return topics(
        [(words(f"trust_{key}"), escape(said)) for key, said in pairs],
        caption=words("trust_caption"),
    )


def _machine(record: Record, words: Words) -> str:
    """Describe the machine."""
    machine = record.machine
    return words(
        "trust_machine_said",
        processor=machine.get("processor", "?"),
        cores=machine.get("cores", "?"),
        memory=machine.get("memory_gb", "?"),
    )


def _load(loads: Sequence[float], record: Record, words: Words) -> str:
    """Say how busy the machine was, and from when that matters."""
    if not loads:
        return ""
    load, cores = words.number(median(loads), 1), record.machine.get("cores", "?")
    return words("trust_load_said", load=load, cores=cores)


def _spread(records: Sequence[Record], words: Words) -> str:
    """Say how far repeats of one measurement are apart."""
    apart = sorted(
        spread(record)
        for record in records
        if len(record.seconds) > 1 and record.seconds_median >= LONG_ENOUGH_SECONDS
    )
    if not apart:
        return ""
    return words(
        "trust_spread_said",
        middle=words.percent(round(100 * median(apart))),
        worst=words.percent(round(100 * apart[-1])),
        limit=words.duration(LONG_ENOUGH_SECONDS),
    )


def spread(record: Record) -> float:
    """Return the distance between the shortest and the longest repeat, as a part of the median."""
    low, high = record.seconds_spread
    return (high - low) / record.seconds_median


def _is_number(written: str | None) -> bool:
    """Tell whether a load was known."""
    return written is not None and written.replace(".", "", 1).isdigit()
