"""A part that has no page around it: it follows its own controls, and refuses in words."""

from collections.abc import Sequence

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.page import Panel, errors_html, html


class Live(Panel):
    """A panel that is drawn anew whenever one of its controls changes.

    Parameters
    ----------
    words : Words
    children : sequence of Widget
        With `alert` among them.
    label : str
        Its name for screen readers.
    controls : sequence of Widget

    Attributes
    ----------
    alert : HTML
        What was refused at the last change, and why; subclasses make it and place it.
    """

    alert: w.HTML

    def __init__(
        self,
        words: Words,
        children: Sequence[w.Widget],
        *,
        label: str,
        controls: Sequence[w.Widget],
    ) -> None:
        self.words = words
        super().__init__(children, lang=words.lang, label=label)
        for control in controls:
            control.observe(lambda _: self.refresh(), "value")
        self.refresh()

    def refresh(self) -> None:
        """Draw anew; where something is refused, say so in words."""
        self.alert.value = ""
        try:
            self.redraw()
        except PetError as error:
            self.alert.value = errors_html([error], self.words.lang)

    def redraw(self) -> None:
        """Bring the panel up to date with its controls."""


def no_alert() -> w.HTML:
    """Return the place for what will be refused."""
    return html("")
