"""Pictures of encrypted numbers: a locked box, who holds which key, what a ciphertext looks like.

Pure functions to SVG, which takes its size from the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot
from typing import Literal

from pet_workbench.viz.theme import COLOURS, FONT, INK

BLUE, PAPER, TINT, EDGE = "#154273", "#ffffff", "#f1f5fa", "#6b7785"
WIDTH = 480
_MONO = "ui-monospace, 'Liberation Mono', Consolas, monospace"
_PLATE_WIDTH, _PLATE_HEIGHT = 166, 40
_CELL_COLUMNS = 32

Place = Literal["owner", "there", "computer", "back"]
_BOX_AT = {"owner": 88, "there": 240, "computer": 392, "back": 240}


@dataclass(frozen=True, slots=True)
class Box:
    """One moment of a number that goes out in a locked box and comes back.

    Attributes
    ----------
    place : {"owner", "there", "computer", "back"}
        With its owner, on the way there, with who computes, on the way back.
    is_open : bool
    paper : str
        What is written on the paper above the box; none if empty.
    excerpt : tuple of str
        Lines on the box: what outsiders see of it.
    """

    place: Place
    is_open: bool
    paper: str = ""
    excerpt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """A party and the keys it holds.

    Attributes
    ----------
    name : str
    x, y : int
        Middle of its plate, within 480 by 300.
    keys : tuple of {"secret", "public"}
    """

    name: str
    x: int
    y: int
    keys: tuple[str, ...]


def box_svg(box: Box, *, names: tuple[str, str], alt: str) -> str:
    """Draw the box, its owner with the key, and who computes without.

    Parameters
    ----------
    box : Box
    names : tuple of str
        The owner, and who computes.
    alt : str
        What the picture shows, for those who do not see it.
    """
    owner, computer = (
        _plate(name, x, 26, is_active=x == _BOX_AT[box.place])
        for name, x in zip(names, (88, 392), strict=True)
    )
    crossed = (
        f'<g opacity="0.45">{_key(392, 68)}</g>'
        f'<line x1="374" y1="86" x2="410" y2="50" stroke="{COLOURS["vermillion"]}" '
        'stroke-width="4"/>'
    )
    arrows = {"there": _arrow((96, 258), (384, 258)), "back": _arrow((384, 258), (96, 258))}
    return _svg(
        owner + computer + _key(88, 68) + crossed + _box(box) + arrows.get(box.place, ""),
        alt=alt,
        height=270,
    )


def holders_svg(
    holders: Sequence[Holder], flows: Sequence[tuple[int, int]], *, alt: str, height: int = 300
) -> str:
    """Draw parties with their keys, and numbered arrows for what is sent.

    Parameters
    ----------
    holders : sequence of Holder
    flows : sequence of (sender, receiver)
        Places in `holders`, in the order in which things are sent; the first arrow is number 1.
    alt : str
        What the picture shows, for those who do not see it.
    height : int
    """
    places = [(float(one.x), float(one.y)) for one in holders]
    arrows = "".join(
        _numbered_arrow(
            places[sender], places[receiver], number, is_double=(receiver, sender) in flows
        )
        for number, (sender, receiver) in enumerate(flows, start=1)
    )
    plates = "".join(
        _plate(one.name, one.x, one.y, is_active="secret" in one.keys)
        + "".join(
            _key(one.x + 44 * i - 22 * (len(one.keys) - 1), one.y + 40, is_secret=key == "secret")
            for i, key in enumerate(one.keys)
        )
        for one in holders
    )
    return _svg(arrows + plates, alt=alt, height=height)


def cells_svg(rows: Sequence[tuple[str, Sequence[float | None]]], *, alt: str) -> str:
    """Draw rows of cells, each darker the larger its number.

    Parameters
    ----------
    rows : sequence of (label, numbers)
        Numbers between 0 and 1; an empty cell where there is none.
    alt : str
        What the picture shows, for those who do not see it.
    """
    drawn, top = [], 20
    for label, numbers in rows:
        drawn.append(
            f'<text x="0" y="{top}" font-size="17" font-weight="600" fill="{INK}">'
            f"{escape(label)}</text>"
        )
        drawn += [_cell(i, number, top + 8) for i, number in enumerate(numbers)]
        top += 8 + 15 * -(-len(numbers) // _CELL_COLUMNS) + 30
    return _svg("".join(drawn), alt=alt, height=top - 24)


def _svg(content: str, *, alt: str, height: int) -> str:
    """Wrap `content` in an SVG element that screen readers read as one picture."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(alt)}" '
        f'style="display:block;width:100%;max-width:36rem" font-family="{escape(FONT)}">'
        f"{content}</svg>"
    )


def _plate(name: str, x: int, y: int, *, is_active: bool) -> str:
    """Draw a party: a plate with its name."""
    fill, ink = (BLUE, PAPER) if is_active else (PAPER, BLUE)
    return (
        f'<rect x="{x - _PLATE_WIDTH / 2}" y="{y - _PLATE_HEIGHT / 2}" rx="18" '
        f'width="{_PLATE_WIDTH}" height="{_PLATE_HEIGHT}" fill="{fill}" stroke="{BLUE}" '
        f'stroke-width="3"/><text x="{x}" y="{y + 6}" text-anchor="middle" font-size="18" '
        f'font-weight="600" fill="{ink}">{escape(name)}</text>'
    )


def _key(x: int, y: int, *, is_secret: bool = True) -> str:
    """Draw a key: the secret one filled, the public one hollow."""
    fill = COLOURS["orange"] if is_secret else PAPER
    return (
        f'<path d="M{x - 16} {y} a8 8 0 1 1 15 -3 h17 v10 h-5 v-5 h-4 v5 h-4 v-4 h-4 '
        f'a8 8 0 0 1 -15 -3 z" fill="{fill}" stroke="{INK}" stroke-width="1.6"/>'
        f'<circle cx="{x - 10}" cy="{y}" r="2.4" fill="{PAPER if is_secret else INK}"/>'
    )


def _box(box: Box) -> str:
    """Draw the box, open or locked, with the paper above it."""
    x, top = _BOX_AT[box.place], 160
    lines = "".join(
        f'<text x="{x}" y="{top + 34 + 22 * i}" text-anchor="middle" font-size="16" '
        f'font-family="{escape(_MONO)}" fill="{INK}">{escape(line)}</text>'
        for i, line in enumerate(box.excerpt)
    )
    body = (
        f'<rect x="{x - 70}" y="{top}" width="140" height="76" rx="4" fill="{TINT}" '
        f'stroke="{BLUE}" stroke-width="3"/>{lines}'
    )
    lid = (
        f'<path d="M{x - 74} {top - 2} L{x - 48} {top - 34} H{x - 40}" fill="none" '
        f'stroke="{BLUE}" stroke-width="5"/>'
        if box.is_open
        else f'<rect x="{x - 76}" y="{top - 12}" width="152" height="14" rx="3" fill="{BLUE}"/>'
        + _padlock(x, top - 6)
    )
    return (
        _paper(x, box.paper, is_going_in=not box.is_open) + body + lid if box.paper else body + lid
    )


def _padlock(x: int, y: int) -> str:
    """Draw a padlock over the edge of the lid."""
    return (
        f'<path d="M{x - 8} {y} v-7 a8 8 0 0 1 16 0 v7" fill="none" stroke="{INK}" '
        f'stroke-width="3"/><rect x="{x - 13}" y="{y}" width="26" height="20" rx="3" '
        f'fill="{COLOURS["orange"]}" stroke="{INK}" stroke-width="1.6"/>'
    )


def _paper(x: int, words: str, *, is_going_in: bool) -> str:
    """Draw a paper with a number: sticking out of an open box, or going into a locked one."""
    width, y = 28 + 12 * len(words), 94 if is_going_in else 114
    sheet = (
        f'<rect x="{x - width / 2}" y="{y}" width="{width}" height="{34 if is_going_in else 48}" '
        f'fill="{PAPER}" stroke="{EDGE}" stroke-width="2"/>'
        f'<text x="{x}" y="{y + 25}" text-anchor="middle" font-size="21" font-weight="700" '
        f'fill="{INK}">{escape(words)}</text>'
    )
    return sheet + (_arrow((x + 44, 128), (x + 44, 147)) if is_going_in else "")


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw an arrow."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    back = (x1 - 12 * dx, y1 - 12 * dy)
    corners = [end, (back[0] - 7 * dy, back[1] + 7 * dx), (back[0] + 7 * dy, back[1] - 7 * dx)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{back[0]:.1f}" y2="{back[1]:.1f}" '
        f'stroke="{BLUE}" stroke-width="4"/><polygon points="{points}" fill="{BLUE}"/>'
    )


def _numbered_arrow(
    start: tuple[float, float], end: tuple[float, float], number: int, *, is_double: bool
) -> str:
    """Draw an arrow between two plates with its number on it, beside the one that goes back."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    aside = 13 if is_double else 0
    leave, arrive = _to_edge(dx, dy), _to_edge(dx, -dy)
    tail = (x0 + leave * dx - aside * dy, y0 + leave * dy + aside * dx)
    tip = (x1 - arrive * dx - aside * dy, y1 - arrive * dy + aside * dx)
    middle = ((tail[0] + tip[0]) / 2, (tail[1] + tip[1]) / 2)
    return (
        f"{_arrow(tail, tip)}"
        f'<circle cx="{middle[0]:.1f}" cy="{middle[1]:.1f}" r="13" fill="{PAPER}" '
        f'stroke="{BLUE}" stroke-width="2.5"/><text x="{middle[0]:.1f}" y="{middle[1] + 6:.1f}" '
        f'text-anchor="middle" font-size="17" font-weight="700" fill="{INK}">{number}</text>'
    )


def _to_edge(dx: float, dy: float) -> float:
    """Return how far an arrow in this direction stays from the middle of a plate.

    Keys hang below the plate.
    """
    below = _PLATE_HEIGHT / 2 + (38 if dy > 0 else 0)
    return 8 + min(_PLATE_WIDTH / 2 / max(abs(dx), 1e-9), below / max(abs(dy), 1e-9))


def _cell(i: int, number: float | None, top: int) -> str:
    """Draw cell number `i` of a row: the larger its number, the darker."""
    x, y = 15 * (i % _CELL_COLUMNS), top + 15 * (i // _CELL_COLUMNS)
    shade = (
        f'fill="{PAPER}"'
        if number is None
        else f'fill="{BLUE}" fill-opacity="{0.12 + 0.88 * number:.2f}"'
    )
    return (
        f'<rect x="{x}" y="{y}" width="13" height="13" {shade} stroke="{EDGE}" stroke-width="0.7"/>'
    )
