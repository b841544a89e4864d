"""The controls of a page as declarations: which choice of the reader, and what can be chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import ipywidgets as w
import traitlets

from pet_workbench.widgets.case.section import tie
from pet_workbench.widgets.case.steps import slug
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.controls import CheckBox, Choice, Slider

Writing = Literal["number", "percent", "euro"]


@dataclass(frozen=True)
class Slide:
    """A slider over given values.

    Attributes
    ----------
    trait : str
        Of the state; its words stand under ``control_<trait>``.
    values : sequence
    written : {"number", "percent", "euro"} or callable
        How a value is written; a callable gets the `Words` and the value.
    live : bool
        Whether the page follows the hand; else it follows when the hand lets go.
    """

    trait: str
    values: Sequence[Any]
    written: Writing | Callable[[Words, Any], str] = "number"
    live: bool = False

    def widget(self, words: Words, state: traitlets.HasTraits) -> w.Widget:
        """Return the slider, tied to the state."""
        slider = Slider(
            words(f"control_{self.trait}"),
            self.values,
            value=getattr(state, self.trait),
            lang=words.lang,
            written=self._writer(words),
            live=self.live,
        )
        tie(slider, state, self.trait)
        return slider

    def _writer(self, words: Words) -> Callable[[Any], str]:
        """Return how a value is written."""
        if callable(self.written):
            return partial(self.written, words)
        writer: Callable[[Any], str] = getattr(words, self.written)
        return writer


@dataclass(frozen=True)
class Pick:
    """One of a few possibilities.

    Attributes
    ----------
    trait : str
        Of the state; its words stand under ``control_<trait>``.
    options : sequence
        Their words stand under ``option_<trait>_<option>``.
    """

    trait: str
    options: Sequence[Any]

    def widget(self, words: Words, state: traitlets.HasTraits) -> w.Widget:
        """Return the radio buttons, tied to the state."""
        options = {one: words(f"option_{self.trait}_{slug(str(one))}") for one in self.options}
        choice = Choice(words(f"control_{self.trait}"), options, value=getattr(state, self.trait))
        tie(choice, state, self.trait)
        return choice


@dataclass(frozen=True)
class Tick:
    """Yes or no.

    Attributes
    ----------
    trait : str
        Of the state; its words stand under ``control_<trait>``.
    """

    trait: str

    def widget(self, words: Words, state: traitlets.HasTraits) -> w.Widget:
        """Return the check box, tied to the state."""
        box = CheckBox(words(f"control_{self.trait}"), value=getattr(state, self.trait))
        tie(box, state, self.trait)
        return box


Control = Slide | Pick | Tick
