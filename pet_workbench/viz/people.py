"""A crowd in which an attacker is right about some and wrong about others."""

from collections.abc import Sequence
from html import escape

from pet_workbench.viz import theme

_RIGHT, _WRONG = theme.COLOURS["vermillion"], "#e8edf3"
_PER_ROW = 20
_EDGE = "#6b7785"


def people_svg(is_right: Sequence[bool], says_yes: Sequence[bool], *, alt: str) -> str:
    """Draw a figure for each person: filled where the attacker is right, hollow where wrong.

    Parameters
    ----------
    is_right : sequence of bool
        Whether the attacker's guess about this person is right.
    says_yes : sequence of bool
        What is true of this person; marked with a dot.
    alt : str
        What the picture shows, for those who do not see it.

    Examples
    --------
    >>> people_svg([True, False], [True, False], alt="Two").count("<path")
    2
    """
    people = "".join(
        _person(i, is_right=right, says_yes=yes)
        for i, (right, yes) in enumerate(zip(is_right, says_yes, strict=True))
    )
    height = 40 * -(-len(is_right) // _PER_ROW)
    return (
        f'<svg viewBox="0 0 {24 * _PER_ROW} {height}" role="img" aria-label="{escape(alt)}" '
        f'style="display:block;width:100%;max-width:40rem">{people}</svg>'
    )


def _person(place: int, *, is_right: bool, says_yes: bool) -> str:
    """Draw one person."""
    x, y = 24 * (place % _PER_ROW) + 12, 40 * (place // _PER_ROW)
    fill = _RIGHT if is_right else _WRONG
    outline = "" if is_right else ' stroke-dasharray="3 2"'
    dot = f'<circle cx="{x}" cy="{y + 28}" r="3.2" fill="{theme.INK}"/>' if says_yes else ""
    return (
        f'<circle cx="{x}" cy="{y + 8}" r="5.5" fill="{fill}" stroke="{_EDGE}"/>'
        f'<path d="M{x - 8} {y + 36} v-12 a8 8 0 0 1 16 0 v12 z" fill="{fill}" stroke="{_EDGE}"'
        f"{outline}/>{dot}"
    )
