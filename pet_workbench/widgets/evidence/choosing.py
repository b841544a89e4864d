"""Choices that several parts of the page have: a case from a list, and boxes to tick."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as w

from pet_workbench.widgets.controls import CheckBox
from pet_workbench.widgets.page import html


class Pick(w.Dropdown):
    """One of many possibilities, of which one is in sight.

    Parameters
    ----------
    label : str
    options : mapping of value to str
    value : optional
        Chosen at the start; the first one if absent.

    Examples
    --------
    >>> Pick("Case", {"aio": "Pensioners"}).value
    'aio'
    """

    def __init__(self, label: str, options: Mapping[Any, str], *, value: Any = None) -> None:
        super().__init__(
            options=[(words, key) for key, words in options.items()],
            value=next(iter(options)) if value is None else value,
            description=label,
            style={"description_width": "initial"},
            layout=w.Layout(width="100%", max_width="34rem"),
        )


class Ticks(w.VBox):
    """Boxes to tick, with one heading.

    Parameters
    ----------
    label : str
    options : mapping of str to str
        Value, and the words for it.
    ticked : sequence of str, optional
        Ticked at the start; all if absent.

    Attributes
    ----------
    boxes : dict of str to Checkbox
    chosen : tuple of str
        Values whose box is ticked.
    """

    def __init__(
        self, label: str, options: Mapping[str, str], *, ticked: Sequence[str] | None = None
    ) -> None:
        self._heading = html(f"<p><strong>{label}</strong></p>")
        self._body = w.VBox()
        self._followers: list[Any] = []
        super().__init__([self._heading, self._body])
        self.offer(options, ticked=ticked)

    def offer(self, options: Mapping[str, str], *, ticked: Sequence[str] | None = None) -> None:
        """Offer other possibilities."""
        on = set(options if ticked is None else ticked)
        self.boxes = {key: CheckBox(words, value=key in on) for key, words in options.items()}
        for box in self.boxes.values():
            box.observe(self._tell, "value")
        self._body.children = tuple(self.boxes.values())
        self._tell()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Values whose box is ticked."""
        return tuple(key for key, box in self.boxes.items() if box.value)

    def follow(self, follower: Any) -> None:
        """Call `follower` without arguments at each change."""
        self._followers.append(follower)

    def _tell(self, _: object = None) -> None:
        for follower in self._followers:
            follower()
