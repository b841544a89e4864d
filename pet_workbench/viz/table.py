"""Pictures of the table: who whispers to whom, and which ages are still possible.

Pure functions from records to SVG and data frames.  Plain SVG says more here than a chart, and it
takes its size from the page.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language, number
from pet_workbench.sharing import masked_ring
from pet_workbench.usecases.table import MAX_AGE
from pet_workbench.viz.theme import FONT, INK

if TYPE_CHECKING:
    import pandas as pd

BLUE, PAPER, TINT, EDGE = "#154273", "#ffffff", "#f1f5fa", "#6b7785"
WIDTH, HEIGHT = 480, 324
_SEAT_WIDTH, _SEAT_HEIGHT = 98, 42
_MARGIN = 18


@dataclass(frozen=True, slots=True)
class RingStep:
    """One moment in the whispered ring.

    Attributes
    ----------
    kind : {"think", "whisper", "announce"}
        The starter thinks of a number, somebody whispers, the starter says the sum aloud.
    speaker : str
    listener : str
        Nobody (empty) while thinking; while announcing everybody listens (empty too).
    number : int
        What is thought, whispered or said.
    """

    kind: str
    speaker: str
    listener: str
    number: int


def ring_steps(outcome: Outcome) -> tuple[RingStep, ...]:
    """Read the moments of a run of the masked ring off its transcript.

    Examples
    --------
    >>> from pet_workbench import usecases
    >>> case = usecases.get("table")
    >>> steps = ring_steps(case.run("masked-ring", case.load(n=4, seed=1)))
    >>> [step.kind for step in steps]
    ['think', 'whisper', 'whisper', 'whisper', 'whisper', 'announce']
    """
    starter = outcome.transcript.parties[0]
    whispers = [m for m in outcome.transcript.messages if m.step == masked_ring.WHISPER]
    key = outcome.transcript.view(starter).keys[masked_ring.MASK_KEY]
    secret = int(masked_ring.secret_number(key, like=whispers[0].values())[0])
    said = next(m for m in outcome.transcript.messages if m.step == masked_ring.ANNOUNCE)
    return (
        RingStep("think", starter, "", secret),
        *(RingStep("whisper", m.sender, m.receiver, int(m.values()[0])) for m in whispers),
        RingStep("announce", starter, "", int(said.values()[0])),
    )


def steps_frame(
    steps: Sequence[RingStep], *, people: Sequence[str], ages: Sequence[int]
) -> "pd.DataFrame":
    """Return what each person knows after `steps`.

    Returns
    -------
    DataFrame
        Columns ``person``, ``age``, ``heard`` and ``passed_on``; the last two NaN until it is so
        far.
    """
    import pandas as pd

    whispers = [step for step in steps if step.kind == "whisper"]
    heard = {step.listener: step.number for step in whispers}
    passed_on = {step.speaker: step.number for step in whispers}
    return pd.DataFrame(
        {
            "person": list(people),
            "age": list(ages),
            "heard": pd.Series([heard.get(person) for person in people], dtype=float),
            "passed_on": pd.Series([passed_on.get(person) for person in people], dtype=float),
        }
    )


def table_svg(people: Sequence[str], *, step: RingStep, alt: str, lang: Language) -> str:
    """Draw the people around the table and what happens in `step`.

    Parameters
    ----------
    people : sequence of str
        In the order of the ring; the first sits at the top.
    step : RingStep
    alt : str
        What the picture shows, for those who do not see it.
    lang : {"nl", "en"}

    Returns
    -------
    str
        An SVG element.
    """
    places = {person: _place(i, len(people)) for i, person in enumerate(people)}
    active = set(people) if step.kind == "announce" else {step.speaker, step.listener}
    arrow = _arrow(places[step.speaker], places[step.listener]) if step.listener else ""
    seats = "".join(_seat(person, places[person], person in active) for person in people)
    return _svg(
        f'<ellipse cx="{WIDTH / 2}" cy="{HEIGHT / 2}" rx="105" ry="62" fill="{TINT}" '
        f'stroke="{EDGE}" stroke-width="2"/>{arrow}{seats}'
        f"{_said(number(step.number, lang), is_thought=step.kind == 'think')}",
        alt=alt,
        height=HEIGHT,
    )


def possible_ages_svg(possible: Collection[int], *, alt: str, lang: Language) -> str:
    """Draw all ages from 0 to 130 as a strip, those that are still possible filled.

    Parameters
    ----------
    possible : collection of int
    alt : str
        What the picture shows, for those who do not see it.
    lang : {"nl", "en"}

    Returns
    -------
    str
        An SVG element.
    """
    cell = (WIDTH - 2 * _MARGIN) / (MAX_AGE + 1)
    is_found = len(possible) == 1
    width, top, height = (6.0, 8, 40) if is_found else (cell - 0.8, 14, 28)
    bars = "".join(
        f'<rect x="{_MARGIN + age * cell:.1f}" y="{top}" width="{width:.1f}" height="{height}" '
        f'fill="{BLUE}"/>'
        for age in possible
    )
    marks = "".join(
        f'<text x="{_MARGIN + (age + 0.5) * cell:.1f}" y="68" text-anchor="middle" font-size="18" '
        f'fill="{INK}">{number(age, lang)}</text>'
        for age in range(0, MAX_AGE + 1, 20)
    )
    frame = (
        f'<rect x="{_MARGIN}" y="14" width="{WIDTH - 2 * _MARGIN}" height="28" fill="{TINT}" '
        f'stroke="{EDGE}"/>'
    )
    return _svg(frame + bars + marks, alt=alt, height=78)


def _svg(content: str, *, alt: str, height: int) -> str:
    """Wrap `content` in an SVG element that screen readers read as one picture."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(alt)}" '
        f'style="display:block;width:100%;max-width:36rem" font-family="{escape(FONT)}">'
        f"{content}</svg>"
    )


def _place(i: int, n: int) -> tuple[float, float]:
    """Return where person `i` of `n` sits: clockwise, the first at the top."""
    angle = 2 * pi * i / n - pi / 2
    return WIDTH / 2 + 184 * cos(angle), HEIGHT / 2 + 134 * sin(angle)


def _seat(person: str, place: tuple[float, float], is_active: bool) -> str:
    """Draw one person: a plate with the name."""
    x, y = place
    fill, ink = (BLUE, PAPER) if is_active else (PAPER, BLUE)
    return (
        f'<rect x="{x - _SEAT_WIDTH / 2:.1f}" y="{y - _SEAT_HEIGHT / 2:.1f}" rx="20" '
        f'width="{_SEAT_WIDTH}" height="{_SEAT_HEIGHT}" fill="{fill}" stroke="{BLUE}" '
        f'stroke-width="3"/><text x="{x:.1f}" y="{y + 7:.1f}" text-anchor="middle" font-size="20" '
        f'font-weight="600" fill="{ink}">{escape(person)}</text>'
    )


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw an arrow from the edge of one plate to the edge of another."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    to_edge = 5 + min(_SEAT_WIDTH / 2 / max(abs(dx), 1e-9), _SEAT_HEIGHT / 2 / max(abs(dy), 1e-9))
    tip = (x1 - dx * to_edge, y1 - dy * to_edge)
    tail = (x0 + dx * to_edge, y0 + dy * to_edge)
    back = (tip[0] - 13 * dx, tip[1] - 13 * dy)
    corners = [tip, (back[0] - 8 * dy, back[1] + 8 * dx), (back[0] + 8 * dy, back[1] - 8 * dx)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return (
        f'<line x1="{tail[0]:.1f}" y1="{tail[1]:.1f}" x2="{back[0]:.1f}" y2="{back[1]:.1f}" '
        f'stroke="{BLUE}" stroke-width="4"/><polygon points="{points}" fill="{BLUE}"/>'
    )


def _said(words: str, *, is_thought: bool) -> str:
    """Draw the number in the middle of the table; a thought has a dashed edge."""
    dash = ' stroke-dasharray="6 5"' if is_thought else ""
    width = 34 + 15 * len(words)
    return (
        f'<rect x="{(WIDTH - width) / 2}" y="{HEIGHT / 2 - 22}" width="{width}" height="44" rx="8" '
        f'fill="{PAPER}" stroke="{BLUE}" stroke-width="2"{dash}/>'
        f'<text x="{WIDTH / 2}" y="{HEIGHT / 2 + 9}" text-anchor="middle" font-size="26" '
        f'font-weight="700" fill="{INK}">{escape(words)}</text>'
    )
