"""Gauges and charts about encrypted numbers: what is left, how precise, how large."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

import plotly.graph_objects as go

from pet_workbench.i18n import Language, number, size, text
from pet_workbench.viz import theme

_FULL, _LOW = "#154273", theme.COLOURS["vermillion"]
_LOW_SHARE = 0.2
_SMALLEST, _LARGEST = 1_000, 100_000_000


def gauge_html(label: str, share: float, *, written: str, told: str) -> str:
    """Return a bar that is as full as `share`, with its number and a sentence.

    Parameters
    ----------
    label : str
        What is measured; plain text.
    share : float
        Between 0 and 1; nearly empty bars get another colour.
    written : str
        The number; HTML without mark-up that a screen reader would need.
    told : str
        What it means; HTML.

    Examples
    --------
    >>> 'aria-valuenow="50"' in gauge_html("Level", 0.5, written="1 of 2", told="One left.")
    True
    """
    full = min(max(share, 0.0), 1.0)
    colour = _LOW if full <= _LOW_SHARE else _FULL
    values = f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{100 * full:.0f}"'
    meter = _bar(full, colour=colour, extra=f'role="meter" aria-label="{escape(label)}" {values}')
    return (
        f'<div style="max-width:36rem">{_headed(label, written)}{meter}'
        f'<div class="pet-small">{told}</div></div>'
    )


def beside(parts: Sequence[str]) -> str:
    """Return pieces of HTML beside each other, or below each other where the page is narrow."""
    columns = "repeat(auto-fit,minmax(min(100%,22rem),1fr))"
    return (
        f'<div style="display:grid;gap:1rem 2rem;grid-template-columns:{columns}">'
        f"{''.join(parts)}</div>"
    )


def precision_figure(
    digits: Mapping[int, Sequence[float]], *, depth: int, lang: Language
) -> go.Figure:
    """Draw how many digits are right after each multiplication, a line for each scale.

    Parameters
    ----------
    digits : mapping of int to sequence of float
        By scale in bits; a line ends where the next multiplication is refused.
    depth : int
        Multiplications that the reader chose.
    lang : {"nl", "en"}
    """
    lines = [
        go.Scatter(
            x=list(range(len(right))),
            y=list(right),
            name=text("homomorphic.chart_scale", lang, bits=bits),
            **theme.line(i),
        )
        for i, (bits, right) in enumerate(digits.items())
    ]
    said = "; ".join(_line_said(bits, right, lang) for bits, right in digits.items() if right)
    drawn = theme.figure(
        *lines,
        lang=lang,
        alt=text("homomorphic.precision_chart_alt", lang, lines=said),
        x_title=text("homomorphic.precision_chart_x", lang),
        y_title=text("homomorphic.precision_chart_y", lang),
        height=360,
    )
    drawn.update_xaxes(range=[-0.3, 6.3], dtick=1)
    drawn.update_yaxes(rangemode="tozero")
    return drawn.add_vline(x=depth, line={"color": theme.INK, "dash": "dot", "width": 1.5})


def _line_said(bits: int, right: Sequence[float], lang: Language) -> str:
    """Say where the line of a scale begins and ends."""
    return text(
        "homomorphic.precision_chart_line",
        lang,
        bits=bits,
        first=number(right[0], lang, digits=1),
        last=number(right[-1], lang, digits=1),
        depth=len(right) - 1,
    )


def sizes_html(sizes: Mapping[str, float], *, lang: Language) -> str:
    """Return numbers of bytes with bars that grow by one step where the number grows tenfold.

    Parameters
    ----------
    sizes : mapping of str to float
        Bytes, by what it is in the reader's words.
    lang : {"nl", "en"}
    """
    rows = [
        _headed(name, size(n_bytes, lang))
        + _bar(log10(n_bytes / _SMALLEST) / log10(_LARGEST / _SMALLEST), colour=_FULL, extra="")
        for name, n_bytes in sizes.items()
    ]
    items = "".join(f'<li style="margin:0 0 .8rem">{row}</li>' for row in rows)
    return f'<ul style="list-style:none;margin:0;max-width:36rem;padding:0">{items}</ul>'


def _headed(label: str, written: str) -> str:
    """Return a name at the left and a number at the right."""
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between">'
        f'<strong>{escape(label)}</strong><strong style="color:{_FULL}">{written}</strong></div>'
    )


def _bar(share: float, *, colour: str, extra: str) -> str:
    """Return a bar that is as full as `share`; `extra` holds attributes."""
    full = min(max(share, 0.0), 1.0)
    return (
        f'<div {extra} style="background:#dfe6ee;border:1px solid #6b7785;'
        'border-radius:.25rem;height:.9rem;margin:.2rem 0 .3rem;overflow:hidden">'
        f'<div style="background:{colour};height:100%;width:{100 * full:.1f}%"></div></div>'
    )
