"""Controls that write numbers as the reader's language does."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as w

from pet_workbench.i18n import Language, number

_LINE = "2rem"
"""Check boxes stand so far apart that a finger hits the right one."""


class Slider(w.SelectionSlider):
    """A slider over given values, with its name above it and its value in the reader's writing.

    ipywidgets' own number sliders write 100,000 on a Dutch page; this one shows text we write.

    Parameters
    ----------
    label : str
    values : sequence
        What can be chosen, in order; need not be evenly spaced.
    value : optional
        Chosen at the start; must be one of `values`.  The first one if absent.
    lang : {"nl", "en"}
    written : callable, optional
        From a value to the text shown; the plain number if absent.
    live : bool, default: True
        Whether the value follows the hand, or changes when it lets go.

    Attributes
    ----------
    value : one of `values`

    Examples
    --------
    >>> Slider("Mensen", [100, 1_000, 10_000], value=1_000, lang="nl").label
    '1.000'
    """

    def __init__(
        self,
        label: str,
        values: Sequence[Any],
        *,
        lang: Language,
        value: Any = None,
        written: Callable[[Any], str] | None = None,
        live: bool = True,
    ) -> None:
        write = written or (lambda item: number(item, lang))
        super().__init__(
            options=[(write(item), item) for item in values],
            value=values[0] if value is None else value,
            description=label,
            continuous_update=live,
            style={"description_width": "initial"},
            layout=w.Layout(width="100%", max_width="34rem"),
        )
        self.add_class("pet-slider")


class Choice(w.RadioButtons):
    """One of a few possibilities, all in sight.

    Parameters
    ----------
    label : str
    options : mapping of value to str
        What can be chosen, and the words for it.
    value : optional
        Chosen at the start; the first one if absent.

    Attributes
    ----------
    value : one of the keys of `options`

    Examples
    --------
    >>> Choice("Derde partij", {"cbs": "CBS", "notaris": "Een notaris"}).value
    'cbs'
    """

    def __init__(self, label: str, options: Mapping[Any, str], *, value: Any = None) -> None:
        super().__init__(
            options=[(words, key) for key, words in options.items()],
            value=next(iter(options)) if value is None else value,
            description=label,
            style={"description_width": "initial"},
            layout=w.Layout(width="100%"),
        )
        self.add_class("pet-choice")


class CheckBox(w.Checkbox):
    """Yes or no, with its words beside it.

    Parameters
    ----------
    label : str
    value : bool, default: False
        Whether it is ticked at the start.

    Examples
    --------
    >>> CheckBox("Met een accountant").value
    False
    """

    def __init__(self, label: str, *, value: bool = False) -> None:
        super().__init__(
            value=value,
            description=label,
            indent=False,
            layout=w.Layout(width="auto", min_height=_LINE),
        )


class Button(w.Button):
    """A button.

    Parameters
    ----------
    label : str
    press : callable, optional
        Called without arguments at each press.
    primary : bool, default: False
        Whether it is the one a reader most likely wants.
    """

    def __init__(
        self, label: str, press: Callable[[], Any] | None = None, *, primary: bool = False
    ) -> None:
        super().__init__(
            description=label,
            button_style="primary" if primary else "",
            layout=w.Layout(width="auto", height="auto"),
        )
        self.add_class("pet-button")
        if press is not None:
            self.on_click(lambda _: press())


def row(children: Sequence[w.Widget]) -> w.HBox:
    """Return controls beside each other, wrapping where the page is narrow."""
    box = w.HBox(list(children))
    box.add_class("pet-row")
    return box
