"""Text fields and radio buttons of the decision pages.

A text field passes on what was typed when the reader leaves it, unless told otherwise.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as w

from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.page import html


def line(label: str, **look: Any) -> w.Text:
    """Return a field of one line.

    Parameters
    ----------
    label : str
        Words above the field.
    **look
        Further properties of ipywidgets' text field.
    """
    return _dressed(w.Text(**_look(label, look)))


def area(label: str, *, rows: int = 3, **look: Any) -> w.Textarea:
    """Return a field of several lines.

    Parameters
    ----------
    label : str
        Words above the field.
    rows : int
    **look
        Further properties of ipywidgets' text field.
    """
    return _dressed(w.Textarea(rows=rows, **_look(label, look)))


def across(label: str, options: Mapping[Any, str]) -> Choice:
    """Return radio buttons beside each other.

    Parameters
    ----------
    label : str
        Words above the buttons.
    options : mapping of value to str
        What can be chosen, and the words for it.
    """
    choice = Choice(label, options)
    choice.orientation = "horizontal"
    choice.add_class("pet-across")
    return choice


def hinted(field: w.Widget, hint: str) -> w.VBox:
    """Return a field with a hint below it, which stays in sight while somebody types.

    Parameters
    ----------
    field : Widget
    hint : str
        Plain text.
    """
    box = w.VBox([field, html(f'<p class="pet-small">{escape(hint)}</p>')])
    box.add_class("pet-hinted")
    return box


def _look(label: str, look: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": label,
        "continuous_update": False,
        "style": {"description_width": "initial"},
        "layout": w.Layout(width="100%", height="auto"),
        **look,
    }


def _dressed(field: Any) -> Any:
    field.add_class("pet-field")
    return field
