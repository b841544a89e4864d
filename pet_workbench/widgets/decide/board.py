"""A part of a page that is written as HTML and answers to what the reader does in it.

Native radio buttons, check boxes, buttons and folds, because screen readers and keyboards know
them.  The kernel writes the whole part anew; the browser changes only what differs, so that the
focus stays where it is and a fold that was opened stays open.
"""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from pet_workbench.core import PetError
from pet_workbench.i18n import Language
from pet_workbench.widgets.page import errors_html

_JS = Path(__file__).parents[1] / "js"

Act = Callable[[str, bool], object]
"""What to do: gets the value of the control, and whether it was switched on."""


class Board(anywidget.AnyWidget):
    """HTML whose controls call the kernel.

    A control has ``data-do`` with the name of an act.  Nodes that move have a ``data-key``.  A
    button with ``data-copy`` puts that text on the clipboard.

    Parameters
    ----------
    acts : mapping of str to callable, optional
        By name.

    Attributes
    ----------
    html : str
        Escape what a reader typed.

    Examples
    --------
    >>> heard = []
    >>> board = Board({"say": lambda value, on: heard.append((value, on))})
    >>> board.act("say", "hello")
    >>> heard
    [('hello', True)]
    """

    _esm = _JS / "decide_board.js"
    _css = _JS / "decide_board.css"
    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, acts: Mapping[str, Act] | None = None) -> None:
        self._acts = dict(acts or {})
        super().__init__()
        self.on_msg(self._hear)

    def show(self, html: str) -> None:
        """Show other HTML."""
        self.html = html

    def write(self, make: Callable[[], str], lang: Language) -> None:
        """Show what `make` returns; where it cannot, what is wrong, in words."""
        try:
            self.html = make()
        except PetError as error:
            self.html = errors_html([error], lang)

    def act(self, name: str, value: str = "", *, on: bool = True) -> None:
        """Do what a control stands for; an unknown name does nothing."""
        if name in self._acts:
            self._acts[name](value, on)

    def focus_on(self, key: str) -> None:
        """Put the focus on the node with this ``data-key``."""
        self.send({"focus": key})

    def _hear(self, _: Any, message: Mapping[str, Any], __: list[memoryview]) -> None:
        """Do what the browser asks for."""
        self.act(str(message.get("do")), str(message.get("value", "")), on=bool(message.get("on")))


def button(
    label: str,
    act: str,
    value: str = "",
    *,
    is_primary: bool = False,
    about: str = "",
    key: str = "",
) -> str:
    """Return a button as HTML.

    Parameters
    ----------
    label : str
        Plain text.
    act, value : str
        What it does, and with what.
    is_primary : bool
    about : str
        Said to screen readers after the label, where several buttons have the same one.
    key : str
        Names the button, so that the focus stays on it.

    Examples
    --------
    >>> button("Next", "next")
    '<button type="button" class="jupyter-button" data-do="next" value="">Next</button>'
    """
    kind = "jupyter-button mod-primary" if is_primary else "jupyter-button"
    named = f' data-key="{escape(key)}"' if key else ""
    heard = f' aria-label="{escape(label)}: {escape(about)}"' if about else ""
    return (
        f'<button type="button" class="{kind}"{named}{heard} data-do="{escape(act)}"'
        f' value="{escape(value)}">{escape(label)}</button>'
    )
