"""What networks add: how much of the time is computing, waiting for each other, and sending."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pet_workbench.bench import IN_PROCESS, Record, costs
from pet_workbench.bench.matrix.names import case_name, people, technique_name
from pet_workbench.core import PROFILES, NetworkProfile
from pet_workbench.i18n import Language, number, percent, text
from pet_workbench.viz import evidence_words as words
from pet_workbench.viz import theme
from pet_workbench.viz.evidence import (
    Exhibit,
    check_any,
    common_size,
    machine_of,
    machines,
    newest,
    series_name,
)

PARTS = ("computing", "waiting", "sending")
_ROW, _GAP, _ROOM = 30, 0.13, 1.28


class _Bar(NamedTuple):
    """One technique on one network, in seconds."""

    name: str
    record: Record
    profile: NetworkProfile
    measured: Record | None

    @property
    def parts(self) -> dict[str, float]:
        under_way = costs.waiting_seconds(self.record, self.profile)
        sending = min(8 * self.record.chain_bytes / self.profile.bits_per_s, under_way)
        return {
            "computing": self.total - under_way,
            "waiting": under_way - sending,
            "sending": sending,
        }

    @property
    def total(self) -> float:
        return costs.network_seconds(self.record, self.profile)


def networks_exhibit(records: Sequence[Record], *, lang: Language) -> Exhibit:
    """Draw the time per technique on each network, in its three parts.

    Runs in which the bytes really waited stand beside it as diamonds.

    Parameters
    ----------
    records : sequence of Record
        Of one case.

    Raises
    ------
    DataError
        If there is no record of a run in one process.
    """
    every = newest(records)
    here = [one for one in every if one.network == IN_PROCESS]
    check_any(here)
    n = common_size(here)
    bars = _bars([one for one in here if one.n == n], every, lang)
    case = here[0].case
    facts = {"people": people(case, n, lang), "case": case_name(case, lang)}
    return Exhibit(
        figure=_figure(bars, _alt(bars, facts, lang), lang),
        caption=text("exhibit.networks_caption", lang, **facts),
        meaning=_meaning(bars, facts, lang),
        misleads=_misleads(bars, lang),
        head=tuple(
            text(f"exhibit.head_{name}", lang)
            for name in ("network", "technique", *PARTS, "total", "proxy")
        ),
        rows=tuple(_row(bar, lang) for bar in bars),
    )


def _bars(records: Sequence[Record], every: Sequence[Record], lang: Language) -> list[_Bar]:
    """Price each record on each network, and find the runs that were really made there."""
    letters = machines(records)
    found = {(machine_of(one), one.technique, one.n, one.network): one for one in every}
    bars = []
    for profile in PROFILES:
        for record in records:
            machine = machine_of(record)
            name = technique_name(record.case, record.technique, lang)
            letter = letters[machine] if len(letters) > 1 else ""
            measured = found.get((machine, record.technique, record.n, profile.id))
            bars.append(_Bar(series_name(name, letter, lang), record, profile, measured))
    return bars


def _figure(bars: Sequence[_Bar], alt: str, lang: Language) -> go.Figure:
    """Put the networks below each other, each with an axis of its own."""
    shown = [[bar for bar in bars if bar.profile is profile] for profile in PROFILES]
    traces = [trace for i, group in enumerate(shown) for trace in _panel(group, i, lang)]
    height = 200 + len(shown) * (50 + _ROW * len(shown[0]))
    result = theme.figure(
        *traces,
        lang=lang,
        alt=alt,
        height=height,
        barmode="stack",
        margin={"t": 90},
        legend={"y": 1, "yref": "container", "yanchor": "top"},
        bargap=0.25,
    )
    share = (1 - _GAP * (len(shown) - 1)) / len(shown)
    for i, group in enumerate(shown):
        low = 1 - (i + 1) * share - i * _GAP
        suffix = str(i + 1) if i else ""
        domain = [max(low, 0.0), min(low + share, 1.0)]
        most = max(max(bar.total, _proxy(bar) or 0.0) for bar in group)
        axis = {"domain": domain, "autorange": "reversed", "anchor": f"x{suffix}"}
        result.update_layout({f"yaxis{suffix}": axis})
        axis = {"anchor": f"y{suffix}", "range": [0, most * _ROOM], "rangemode": "tozero"}
        title = text("exhibit.seconds_axis", lang) if i == len(shown) - 1 else ""
        result.update_layout({f"xaxis{suffix}": {**axis, "title": {"text": title}, "nticks": 6}})
        result.add_annotation(
            text=f"<b>{_network(group[0].profile, lang)}</b>",
            x=0, xref="paper", xanchor="left", y=domain[1], yref="paper", yanchor="bottom",
            showarrow=False,
        )  # fmt: skip
    return result


def _panel(bars: Sequence[_Bar], index: int, lang: Language) -> list[Any]:
    """Return the stacked bars of one network, their totals in words, and measured points."""
    suffix = str(index + 1) if index else ""
    place = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    names = [words.wrapped(bar.name) for bar in bars]
    traces: list[Any] = [
        go.Bar(
            x=[bar.parts[part] for bar in bars],
            y=names,
            name=text(f"exhibit.part_{part}", lang),
            legendgroup=part,
            showlegend=index == 0,
            orientation="h",
            marker=theme.bar(i),
            customdata=[words.time_text(bar.parts[part], lang) for bar in bars],
            hovertemplate="%{y}<br>%{fullData.name}: %{customdata}<extra></extra>",
            **place,
        )
        for i, part in enumerate(PARTS)
    ]
    totals = {
        "x": [max(bar.total, _proxy(bar) or 0.0) for bar in bars],
        "y": names,
        "text": [f"  {words.time_text(bar.total, lang)}" for bar in bars],
    }
    style = {"mode": "text", "textposition": "middle right", "hoverinfo": "skip"}
    traces.append(go.Scatter(**totals, **style, cliponaxis=False, showlegend=False, **place))
    return [*traces, *_measured(bars, names, place, lang)]


def _measured(
    bars: Sequence[_Bar], names: Sequence[str], place: Mapping[str, str], lang: Language
) -> list[Any]:
    """Return a diamond for every run that was really made on that network."""
    there = [(bar, name) for bar, name in zip(bars, names, strict=True) if bar.measured]
    if not there:
        return []
    marker = {"symbol": "diamond", "size": 12, "color": "white"}
    return [
        go.Scatter(
            x=[_proxy(bar) for bar, _ in there],
            y=[name for _, name in there],
            name=text("exhibit.part_proxy", lang),
            legendgroup="proxy",
            showlegend=place["xaxis"] == "x",
            mode="markers",
            marker={**marker, "line": {"color": theme.INK, "width": 2}},
            customdata=[words.time_text(_proxy(bar) or 0.0, lang) for bar, _ in there],
            hovertemplate="%{y}<br>%{fullData.name}: %{customdata}<extra></extra>",
            **place,
        )
    ]


def _proxy(bar: _Bar) -> float | None:
    return bar.measured.seconds_median if bar.measured else None


def _network(profile: NetworkProfile, lang: Language) -> str:
    """Name a network, with what we assume of it."""
    milliseconds = 1000 * profile.latency_s
    return text(
        "exhibit.network",
        lang,
        name=text(f"case.network_{profile.id}", lang),
        latency=number(milliseconds, lang, digits=0 if milliseconds >= 1 else 1),
        megabits=number(profile.bits_per_s / 1e6, lang),
    )


def _row(bar: _Bar, lang: Language) -> tuple[str, ...]:
    parts = (words.time_text(seconds, lang) for seconds in bar.parts.values())
    measured = _proxy(bar)
    network = text(f"case.network_{bar.profile.id}", lang)
    really = text("exhibit.not_measured", lang)
    if measured is not None:
        really = words.time_text(measured, lang)
    return (network, bar.name, *parts, words.time_text(bar.total, lang), really)


def _alt(bars: Sequence[_Bar], facts: Mapping[str, str], lang: Language) -> str:
    said = [
        text(
            "exhibit.networks_alt_part",
            lang,
            network=text(f"case.network_{profile.id}", lang),
            times=", ".join(
                f"{bar.name} {words.time_text(bar.total, lang)}"
                for bar in bars
                if bar.profile is profile
            ),
        )
        for profile in PROFILES
    ]
    return text("exhibit.networks_alt", lang, **facts, networks="; ".join(said))


def _meaning(bars: Sequence[_Bar], facts: Mapping[str, str], lang: Language) -> str:
    """Say which technique pays most for distance, and with what."""
    wide = [bar for bar in bars if bar.profile.id == "wan"]
    slowest = max(wide, key=lambda bar: bar.total)
    part = max(PARTS, key=slowest.parts.__getitem__)
    return text(
        "exhibit.networks_meaning",
        lang,
        **facts,
        name=slowest.name,
        total=words.time_text(slowest.total, lang),
        part=text(
            f"exhibit.part_{part}_within",
            lang,
            rounds=number(slowest.record.rounds, lang),
            bytes=words.bytes_text(slowest.record.bytes, lang),
        ),
        share=percent(slowest.parts[part] / slowest.total, lang),
    )


def _misleads(bars: Sequence[_Bar], lang: Language) -> str:
    """Say what the sum leaves out, and how far it was from what was measured."""
    there = [bar for bar in bars if bar.measured]
    said = text("exhibit.networks_misleads", lang)
    if not there:
        return said + " " + text("exhibit.networks_unchecked", lang)
    off = max(abs(bar.total / (_proxy(bar) or 1.0) - 1) for bar in there)
    checked = text("exhibit.networks_checked", lang, count=len(there), share=percent(off, lang))
    return said + " " + checked
