"""What follows from a scan, as HTML: what stops, where partners differ, what to do first."""

from html import escape

from pet_workbench.decide.adoption import (
    Adoption,
    Findings,
    Recommended,
    assess,
    because_text,
    difference_text,
    origin_text,
    structural_text,
)
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.evidence.exhibits import unfolding
from pet_workbench.widgets.page import note_html

FIRST = 5
"""So many measures are shown before the reader opens the rest."""


def result_html(adoption: Adoption, words: Words) -> str:
    """Return what follows from a scan, below its picture."""
    found = assess(adoption)
    return (
        f"{_measures(found, words)}{_differ(found, words)}"
        f"<h4>{escape(words('criteria'))}</h4><p>{escape(structural_text(found, words.lang))}</p>"
        f"{_honest(words)}"
    )


def _measures(found: Findings, words: Words) -> str:
    """Return the measures in order, the first few in sight."""
    title = f"<h4>{escape(words('measures'))}</h4>"
    if not found.measures:
        return f"{title}<p>{escape(words('no_measures'))}</p>"
    shown = "".join(_measure(one, words) for one in found.measures[:FIRST])
    rest = found.measures[FIRST:]
    more = ""
    if rest:
        items = "".join(_measure(one, words) for one in rest)
        label = words("more_measures", n=words.number(len(rest)))
        more = unfolding(label, f'<ol start="{FIRST + 1}">{items}</ol>')
    return f"{title}<p>{escape(words('measures_order'))}</p><ol>{shown}</ol>{more}"


def _measure(one: Recommended, words: Words) -> str:
    """Return one measure: what, why, and how much of it is the report's."""
    lang = words.lang
    return (
        f"<li><strong>{escape(one.measure.says.of(lang))}</strong> "
        f"{escape(because_text(one, lang))}<br>"
        f'<span class="pet-small">{escape(origin_text(one, lang))}</span></li>'
    )


def _differ(found: Findings, words: Words) -> str:
    """Return where partners stand far apart: what to talk about."""
    title = f"<h4>{escape(words('differ'))}</h4>"
    if not found.differ:
        return f"{title}<p>{escape(words('no_differ'))}</p>"
    items = "".join(f"<li>{escape(difference_text(one, words.lang))}</li>" for one in found.differ)
    return f"{title}<p>{escape(words('differ_told'))}</p><ul>{items}</ul>"


def _honest(words: Words) -> str:
    """Say whose the questions, the scale and the choice of measures are."""
    return note_html(f"<p>{escape(words('honest'))}</p>", lang=words.lang)
