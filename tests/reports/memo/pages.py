"""How many pages a word processor's document takes: an estimate, from counts of characters.

Not a measurement: no word processor runs in the tests.  A letter of the font is taken as 0.5 times
its size wide, where it is 0.49 on average, and every block as a whole number of lines.
"""

import math
from typing import Any

from docx.shared import Length
from docx.table import Table

_LETTER, _LINE = 0.50, 1.22
_BULLET = 18.0


def estimated_pages(document: Any) -> float:
    """Return how many pages the body of a document fills."""
    page = document.sections[0]
    height = page.page_height.pt - page.top_margin.pt - page.bottom_margin.pt
    width = page.page_width.pt - page.left_margin.pt - page.right_margin.pt
    return sum(_block(one, width) for one in document.iter_inner_content()) / height


def _block(one: Any, width: float) -> float:
    """Return the height of a paragraph or a table, in points."""
    if isinstance(one, Table):
        return sum(
            max(_paragraph(cell.paragraphs[0], cell.width.pt) for cell in row.cells) + 1.5
            for row in one.rows
        )
    return _paragraph(one, width)


def _paragraph(paragraph: Any, width: float) -> float:
    style, own = paragraph.style, paragraph.paragraph_format
    size = next((run.font.size.pt for run in paragraph.runs if run.font.size), style.font.size.pt)
    look = style.paragraph_format
    hanging = look.left_indent.pt if look.left_indent else 0.0
    bullet = _BULLET if style.name == "List Bullet" else 0.0
    room = max(width - hanging - bullet - 4, size)
    text = paragraph.text.partition("\t")[2] or paragraph.text
    lines = max(1, math.ceil(len(text) * _LETTER * size / room))
    if isinstance(own.line_spacing, Length):
        return float(own.line_spacing.pt)
    spaces = [own.space_after if own.space_after is not None else look.space_after]
    spaces += [look.space_before]
    return lines * _LINE * size + sum(space.pt for space in spaces if space is not None)
