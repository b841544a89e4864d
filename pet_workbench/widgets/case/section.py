"""What every section of a page can do: follow the reader's choices, and say what went wrong."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

import ipywidgets as w
import traitlets

from pet_workbench.core import PetError
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

PATIENCE_SECONDS = 0.5
"""Work that takes longer is announced."""


class Section(Panel):
    """One part of a page; `redraw` brings it up to date.

    Parameters
    ----------
    page : CasePage
        Whose declarations and state it shows.
    children : sequence of Widget
    label : str
        Names the region for screen readers.
    follows : sequence of str
        Traits of the state at which the section redraws itself.

    Attributes
    ----------
    page : CasePage
    words : Words
    alert : HTML
        What went wrong at the last redraw, in words.
    is_patient : bool
        Whether it is redrawn after whatever the reader does next: for what takes long to compute
        and has no buttons.
    """

    is_patient: ClassVar[bool] = False

    def __init__(
        self,
        page: "CasePage[Any]",
        children: Sequence[w.Widget],
        *,
        label: str,
        follows: Sequence[str] = (),
    ) -> None:
        self.page, self.words = page, page.words
        self.alert = html("")
        super().__init__([*children, self.alert], lang=page.lang, label=label)
        self.refresh()
        if follows:
            page.state.observe(self._follow, list(follows))

    def _follow(self, _: object) -> None:
        """Redraw now, or when there is time."""
        if self.is_patient:
            self.page.later.do(self.refresh)
        else:
            self.refresh()

    def refresh(self, _: object = None) -> None:
        """Redraw; where the case refuses, say so in words."""
        self.alert.value = ""
        try:
            self.redraw()
        except PetError as error:
            self.alert.value = errors_html([error], self.page.lang)

    def redraw(self) -> None:
        """Bring the section up to date with the state."""


class Busy(Sentence):
    """Says that something is being computed, once that takes longer than a moment."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    @contextmanager
    def while_working(self) -> Iterator[None]:
        """Announce the work inside, if it takes long, and take the announcement away again."""
        timer = threading.Timer(PATIENCE_SECONDS, self._announce)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            self.say("")

    def _announce(self) -> None:
        """Say that the answer is on its way."""
        self.say(f'<p class="pet-small">{self._words("busy")}</p>')


def tie(control: w.Widget, state: traitlets.HasTraits, trait: str) -> None:
    """Keep the value of `control` and a trait of the state equal, both ways."""
    traitlets.link((state, trait), (control, "value"))


def figures_html(figures: Sequence[tuple[str, str]]) -> str:
    """Return big numbers with a label above each; no ``dl``, which JupyterLab floats apart.

    Parameters
    ----------
    figures : sequence of (label, number)
        Label as HTML, number as plain text.
    """
    body = "".join(
        f'<div><div class="pet-figure-label">{label}</div>'
        f'<div class="pet-figure-value">{escape(written)}</div></div>'
        for label, written in figures
    )
    return f'<div class="pet-figures">{body}</div>'


def small(sentence: str) -> str:
    """Return plain text as a remark in small type."""
    return f'<p class="pet-small">{escape(sentence)}</p>'
