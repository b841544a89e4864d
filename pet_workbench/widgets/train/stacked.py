"""Two sections under one heading of the notebook, with words of their own between them."""

from html import escape

import ipywidgets as w

from pet_workbench.widgets import Panel, html
from pet_workbench.widgets.case import Words


class Stacked(Panel):
    """A section, a heading with an introduction, and another section.

    Parameters
    ----------
    first, second : Widget
    key : str
        The words between them stand under ``<key>_title`` and ``<key>_intro``.
    words : Words
    """

    def __init__(self, first: w.Widget, second: w.Widget, *, key: str, words: Words) -> None:
        between = f"<h3>{escape(words(f'{key}_title'))}</h3><p>{words(f'{key}_intro')}</p>"
        super().__init__([first, html(between), second], lang=words.lang)
