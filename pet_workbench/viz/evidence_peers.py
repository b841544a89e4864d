"""Other tools on the same work: how many times as long as ours, in the same turns."""

from collections.abc import Sequence
from itertools import groupby
from math import log10
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pet_workbench.bench.peers import PeerRecord, Ratio
from pet_workbench.bench.peers.words import remarks
from pet_workbench.i18n import Language, catalogue, listing, number, text
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import Exhibit, check_any, times_as_much

_ROW = 30


class _Row(NamedTuple):
    """One line of the picture: a job, or below it an engine with its ratio."""

    label: str
    record: PeerRecord | None
    ratio: Ratio | None


def peers_exhibit(records: Sequence[PeerRecord], *, lang: Language) -> Exhibit:
    """Draw the ratio of each other tool, job by job; 1 is as long as this workbench.

    Parameters
    ----------
    records : sequence of PeerRecord
        Mostly of one family.  Those without a ratio stand in the table only.

    Raises
    ------
    DataError
        If there is no ratio among them.
    """
    others = [one for one in records if not one.is_ours]
    compared = [one for one in others if one.ratio]
    check_any(compared)
    rows = _rows(compared, lang)
    return Exhibit(
        figure=_figure(rows, _alt(compared, lang), lang),
        caption=text("exhibit.peers_caption", lang, families=_families(compared, lang)),
        meaning=_meaning(compared, lang),
        misleads=_misleads(others, lang),
        head=tuple(
            text(f"exhibit.head_{name}", lang)
            for name in ("peer", "job", "theirs", "ours", "times_as_long", "how_measured")
        ),
        rows=tuple(_cells(one, lang) for one in others),
    )


def job_text(record: PeerRecord, lang: Language) -> str:
    """Name the job of a record, with its size.

    Parameters
    ----------
    record : PeerRecord
    """
    if not record.job:
        return text(f"peers.family_{record.family}", lang)
    key = f"peers.job_{record.family}_{record.job}"
    name = catalogue(lang).get(key, record.job)
    return text("exhibit.job_of_size", lang, job=name, n=number(record.n, lang))


def peer_name(record: PeerRecord, lang: Language) -> str:
    """Name an engine with its version and how it was used.

    Parameters
    ----------
    record : PeerRecord
    """
    if not record.variant:
        return record.label
    variant = catalogue(lang).get(f"peers.variant_{record.variant}", record.variant)
    return f"{record.label} ({variant})"


def _families(records: Sequence[PeerRecord], lang: Language) -> str:
    ids = dict.fromkeys(record.family for record in records)
    return listing([text(f"peers.family_{id}", lang) for id in ids], lang)


def _rows(compared: Sequence[PeerRecord], lang: Language) -> list[_Row]:
    rows = []
    for job, group in groupby(compared, key=lambda one: job_text(one, lang)):
        rows.append(_Row(f"<b>{words.wrapped(job, 52)}</b>", None, None))
        for one in sorted(group, key=_median):
            rows.append(_Row(peer_name(one, lang), one, one.ratio))
    return rows


def _median(record: PeerRecord) -> float:
    return record.ratio.median if record.ratio else 0.0


def _figure(rows: Sequence[_Row], alt: str, lang: Language) -> go.Figure:
    """Draw a point with its spread per engine, below the name of its job."""
    traces = [_trace(rows, i, measured, lang) for i, measured in enumerate(("run", "reference"))]
    traces = [trace for trace in traces if trace.x]
    result = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        x_title=text("exhibit.peers_axis", lang),
        height=140 + _ROW * len(rows),
        showlegend=True,
    )
    ends = [end for row in rows if row.ratio for end in _ends(row.ratio)]
    places, labels = words.ratio_ticks(min([0.5, *ends]), max([2.0, *ends]), lang)
    reach = [log10(min([0.7, *ends]) * 0.8), log10(max([1.5, *ends]) * 3)]
    result.update_xaxes(type="log", tickmode="array", tickvals=places, ticktext=labels, range=reach)
    result.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(rows))),
        ticktext=[row.label for row in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    return result.add_vline(x=1, line={"color": theme.INK, "dash": "dash", "width": 2})


def _ends(ratio: Ratio) -> tuple[float, float]:
    """Return the spread of a ratio; of a single turn, the ratio itself."""
    lowest = ratio.median if ratio.lowest is None else ratio.lowest
    highest = ratio.median if ratio.highest is None else ratio.highest
    return lowest, highest


def _trace(rows: Sequence[_Row], index: int, measured: str, lang: Language) -> Any:
    there = [
        (place, row.record, row.ratio)
        for place, row in enumerate(rows)
        if row.record and row.ratio and row.record.measured == measured
    ]
    return go.Scatter(
        x=[ratio.median for _, _, ratio in there],
        y=[place for place, _, _ in there],
        mode="markers+text",
        text=[f"  {times_as_much(ratio.median, lang)}" for _, _, ratio in there],
        textposition="top right",
        textfont={"size": 12},
        cliponaxis=False,
        marker={**theme.line(index)["marker"], "size": 11},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_ends(ratio)[1] - ratio.median for _, _, ratio in there],
            "arrayminus": [ratio.median - _ends(ratio)[0] for _, _, ratio in there],
            "thickness": 1.5,
        },
        name=text(f"exhibit.peers_{measured}", lang),
        customdata=[
            "<br>".join(_cells(record, lang)[i] for i in (0, 1, 4)) for _, record, _ in there
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _cells(record: PeerRecord, lang: Language) -> tuple[str, ...]:
    """Return a row of the table: times of both, the ratio with its spread, and what to know."""
    nothing = text("exhibit.unknown", lang)
    theirs = nothing if record.median is None else words.time_text(record.median, lang)
    base = record.base and getattr(record.base, record.clock)
    ours = words.time_text(sorted(base)[len(base) // 2], lang) if base else nothing
    how = text(f"exhibit.peers_{record.measured}", lang)
    if record.reason:
        how = text(f"peers.reason_{record.reason}", lang, **record.values)
    elif beside := remarks(record, lang):
        how = " ".join((f"{how}.", *beside))
    return (
        peer_name(record, lang),
        job_text(record, lang),
        theirs,
        ours,
        _ratio_text(record.ratio, lang) if record.ratio else nothing,
        how,
    )


def _ratio_text(ratio: Ratio, lang: Language) -> str:
    low, high = (times_as_much(end, lang) for end in _ends(ratio))
    middle = times_as_much(ratio.median, lang)
    if ratio.lowest is None:
        return middle
    return text("exhibit.range", lang, middle=middle, low=low, high=high)


def _facts(compared: Sequence[PeerRecord], lang: Language) -> dict[str, str]:
    slower = [one for one in compared if _median(one) > 1]
    fastest, slowest = (pick(compared, key=_median) for pick in (min, max))
    return {
        "count": number(len(compared), lang),
        "slower": number(len(slower), lang),
        "fastest": peer_name(fastest, lang),
        "fastest_job": job_text(fastest, lang),
        "fastest_ratio": times_as_much(_median(fastest), lang),
        "slowest": peer_name(slowest, lang),
        "slowest_job": job_text(slowest, lang),
        "slowest_ratio": times_as_much(_median(slowest), lang),
    }


def _alt(compared: Sequence[PeerRecord], lang: Language) -> str:
    said = "; ".join(
        f"{peer_name(one, lang)}, {job_text(one, lang)}: {times_as_much(_median(one), lang)}"
        for one in compared
    )
    return text("exhibit.peers_alt", lang, lines=said)


def _meaning(compared: Sequence[PeerRecord], lang: Language) -> str:
    return text("exhibit.peers_meaning", lang, **_facts(compared, lang))


def _misleads(others: Sequence[PeerRecord], lang: Language) -> str:
    """Say what a ratio does not tell, and who is missing."""
    said = text("exhibit.peers_misleads", lang)
    compared = {one.engine for one in others if one.ratio}
    missing = dict.fromkeys(one.label for one in others if one.engine not in compared)
    if not missing:
        return said
    return said + " " + text("exhibit.peers_missing", lang, names=listing(list(missing), lang))
