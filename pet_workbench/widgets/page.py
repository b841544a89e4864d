"""The parts every page is put together from: panel, columns, note, sentence, error."""

import logging
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Literal

import anywidget
import ipywidgets as w
import traitlets

from pet_workbench.core import DataError, PetError
from pet_workbench.datasets import each_problem
from pet_workbench.i18n import Language, error_text, text
from pet_workbench.widgets.accessibility import A11y

Kind = Literal["note", "simulation", "fact", "warning", "law", "research"]
"""Kinds of call-out; each has its own heading in the catalogue and its own colour."""

_log = logging.getLogger(__name__)


class Panel(w.VBox):
    """A self-contained part of a page: carries the style and the help for screen readers.

    Every widget that a notebook shows is a panel.  What changes later goes into a box inside it,
    because setting `children` would remove the helper.

    Parameters
    ----------
    children : sequence of Widget
    lang : {"nl", "en"}
    label : str, optional
        Names the panel as a region of the page, for people who jump from region to region.
    """

    def __init__(self, children: Sequence[w.Widget], *, lang: Language, label: str = "") -> None:
        super().__init__([*children, A11y(lang=lang, label=label)])
        self.add_class("pet-panel")


class Sentence(anywidget.AnyWidget):
    """One or two sentences that say what a picture shows; screen readers announce each change.

    Parameters
    ----------
    html : str, optional
        Text with HTML mark-up; escape what a reader typed.

    Attributes
    ----------
    value : str
    """

    _esm = Path(__file__).parent / "js" / "sentence.js"
    value = traitlets.Unicode().tag(sync=True)

    def __init__(self, html: str = "") -> None:
        super().__init__(value=html)

    def say(self, html: str) -> None:
        """Replace the sentence."""
        self.value = html


class Columns(w.GridBox):
    """Panels side by side, which stack where the page is narrow.

    Parameters
    ----------
    children : sequence of Widget
    narrowest : str, default: "19rem"
        Width below which a column no longer fits beside another.
    """

    def __init__(self, children: Sequence[w.Widget], *, narrowest: str = "19rem") -> None:
        super().__init__(
            list(children),
            layout=w.Layout(
                grid_template_columns=f"repeat(auto-fit, minmax(min(100%, {narrowest}), 1fr))",
                grid_gap="1.5rem",
                width="100%",
            ),
        )
        self.add_class("pet-columns")


def html(content: str) -> w.HTML:
    """Return HTML as a widget that wraps its lines and has the type of the page."""
    widget = w.HTML(content)
    widget.add_class("pet-html")
    return widget


def card(title: str, children: Sequence[w.Widget]) -> w.VBox:
    """Return a framed box with a heading, for instance for what one party saw.

    Parameters
    ----------
    title : str
        Plain text.
    children : sequence of Widget
    """
    box = w.VBox([html(f"<h3>{escape(title)}</h3>"), *children])
    box.add_class("pet-card")
    return box


def note_html(content: str, *, lang: Language, kind: Kind = "note", title: str = "") -> str:
    """Return a call-out as HTML.

    Parameters
    ----------
    content : str
        HTML.
    lang : {"nl", "en"}
    kind : {"note", "simulation", "fact", "warning", "law", "research"}
    title : str, optional
        Plain text instead of the usual heading of this kind.

    Examples
    --------
    >>> note_html("<p>Nothing is real.</p>", lang="en", kind="simulation")[:78]
    '<div class="pet-simulation"><p class="pet-callout-title">Simulation</p><p>Noth'
    """
    heading = escape(title or text(f"page.kind_{kind}", lang))
    return f'<div class="pet-{kind}"><p class="pet-callout-title">{heading}</p>{content}</div>'


def note(content: str, *, lang: Language, kind: Kind = "note", title: str = "") -> w.HTML:
    """Return a call-out as a widget; see `note_html`."""
    return html(note_html(content, lang=lang, kind=kind, title=title))


def error_sentence(error: BaseException, lang: Language) -> str:
    """Return what a reader is told about `error`: words of the catalogue, never a traceback.

    An error that is not ours is logged for the trainer and told in general words.

    Examples
    --------
    >>> error_sentence(ZeroDivisionError(), "en")[:27]
    'Something went wrong here t'
    """
    if isinstance(error, PetError):
        return error_text(error, lang)
    _log.error("unexpected error on a page", exc_info=error)
    return text("page.error_unexpected", lang)


def errors_html(errors: Sequence[BaseException], lang: Language) -> str:
    """Return one alert for one or more errors, as HTML; one that lists several is spread out."""
    single = [each for error in errors for each in _spread(error)]
    sentences = [f"<p>{escape(error_sentence(error, lang))}</p>" for error in single]
    title = escape(text("page.error_title", lang))
    return (
        f'<div class="pet-error" role="alert"><p class="pet-callout-title">{title}</p>'
        f"{''.join(sentences)}</div>"
    )


def _spread(error: BaseException) -> Sequence[BaseException]:
    """Return the errors that `error` stands for."""
    if isinstance(error, ExceptionGroup):
        return error.exceptions
    return each_problem(error) if isinstance(error, DataError) else [error]


def error_panel(error: BaseException, lang: Language) -> w.HTML:
    """Return what a reader is told about `error`, as an alert."""
    return html(errors_html([error], lang))
