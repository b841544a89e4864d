"""How long a memo is: an estimate in lines of print, to keep it within three pages.

No printer runs here.  A line holds so many letters of ordinary text, and what stands in a column
gets its share of them; every block is a whole number of lines, with a little space around it.
"""

import math
from functools import singledispatch

from pet_workbench.reports.paper.blocks import (
    Block,
    Facts,
    Items,
    Line,
    Paper,
    Paragraph,
    Saved,
    Strong,
    Table,
)

MOST_LINES = 209.0
"""Lines that fit on three pages of A4; measured with a browser that printed filled memos."""
_LETTERS, _BESIDE, _IN_TABLE = 108, 88, 122
"""Letters on a line: across the page, beside the name of a fact, and of a table in small type."""
_HEADING, _SPACE, _FORM_ROW = 1.9, 0.35, 2.0


def extent(memo: Paper) -> float:
    """Return about how many lines a memo takes in print.

    Parameters
    ----------
    memo : Paper
    """
    parts = sum(_HEADING + sum(map(lines, part.blocks)) for part in memo.parts)
    return _HEADING + sum(map(lines, (*memo.opening, *memo.closing))) + parts


@singledispatch
def lines(one: Block) -> float:
    """Return about how many lines a block takes.

    Parameters
    ----------
    one : Block

    Raises
    ------
    TypeError
        If it is no block.

    Examples
    --------
    >>> lines(Paragraph(("word " * 40,))), lines(Items((("a",), ("b",))))
    (2.35, 2.35)
    """
    raise TypeError(f"need a block of a memo, got {type(one).__name__}")


@lines.register
def _(one: Paragraph) -> float:
    return _wrapped(one.line, _LETTERS) + _SPACE


@lines.register
def _(one: Items) -> float:
    if not one.lines:
        return 0.0
    title = 1 if one.title else 0
    return title + sum(_wrapped(line, _LETTERS - 4) for line in one.lines) + _SPACE


@lines.register
def _(one: Facts) -> float:
    width = _LETTERS if one.is_small else _BESIDE
    return sum(sum(_wrapped(line, width) for line in said) + _SPACE / 2 for _, said in one.rows)


@lines.register
def _(one: Table) -> float:
    shares = one.widths or (1,) * len(one.head)
    letters = [_IN_TABLE * share / sum(shares) for share in shares]
    least = _FORM_ROW if one.is_form else 1.0
    rows = (
        max(least, *(_wrapped((cell,), width) for cell, width in zip(row, letters, strict=True)))
        for row in (one.head, *one.rows)
    )
    return 1 + sum(rows) + 2 * _SPACE


def _wrapped(line: Line, letters: float) -> float:
    """Return over how many lines a text runs."""
    words = "".join(_seen(piece) for piece in line)
    return float(max(1, math.ceil(len(words) / letters)))


def _seen(piece: str | Strong | Saved) -> str:
    return piece if isinstance(piece, str) else piece.words
