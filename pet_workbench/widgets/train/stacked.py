"""Two sections under one heading of the notebook, with words of their own between them."""

from html import escape

import ipywidgets as w

from pet_workbench.i18n import Language
from pet_workbench.widgets import Panel, html


class Stacked(Panel):
    """A section, a heading with an introduction, and another section.

    Parameters
    ----------
    first, second : Widget
    title : str
        Plain text.
    intro : str
        HTML.
    lang : {"nl", "en"}
    """

    def __init__(
        self, first: w.Widget, second: w.Widget, *, title: str, intro: str, lang: Language
    ) -> None:
        between = f"<h3>{escape(title)}</h3><p>{intro}</p>"
        super().__init__([first, html(between), second], lang=lang)
