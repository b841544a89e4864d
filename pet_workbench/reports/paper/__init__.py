"""A paper: a document of a few pages that can be read, printed, and opened again.

`blocks` is what it says, `as_html` writes it as a page, and `embedded` holds the state inside it
from which it was made.
"""

from pet_workbench.reports.paper.as_html import as_html
from pet_workbench.reports.paper.blocks import Facts, Items, Paper, Paragraph, Part, Table
from pet_workbench.reports.paper.embedded import harmless, states_in_page

__all__ = [
    "Facts",
    "Items",
    "Paper",
    "Paragraph",
    "Part",
    "Table",
    "as_html",
    "harmless",
    "states_in_page",
]
