"""What a dossier is about, in the words of the people who fill it in: a few text fields."""

import asyncio
from collections.abc import Callable
from typing import Any

import ipywidgets as w

from pet_workbench.i18n import text
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.inputs import area, line

PAUSE_SECONDS = 0.4
"""After the last key: the rest of the page is redrawn once per pause, not once per key."""

LONGEST = {"title": 300, "question": 10_000, "parties": 200, "open_points": 2_000}
"""Characters a dossier takes, of a text or of one line of a list; more is cut off."""

MOST = {"parties": 60, "open_points": 200}
"""Lines that a dossier takes."""


class Typed:
    """Passes on what was typed when the typing pauses; at once where there is no event loop.

    Parameters
    ----------
    work : callable

    Examples
    --------
    >>> done = []
    >>> Typed(lambda: done.append("here and now")).soon()
    >>> done
    ['here and now']
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._planned: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Do the work after a pause in which nobody asked again."""
        if self._planned is not None:
            self._planned.cancel()
            self._planned = None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._work()
            return
        self._planned = loop.call_later(PAUSE_SECONDS, self._work)


class Fields(w.VBox):
    """Title, question, parties and open points.

    Parameters
    ----------
    desk : Desk

    Attributes
    ----------
    fields : dict of str to Text or Textarea
        By the name of the field of the dossier.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.fields: dict[str, Any] = {
            "title": line(_label("title", desk), continuous_update=True),
            "question": area(_label("question", desk), rows=2, continuous_update=True),
            "parties": area(_label("parties", desk), continuous_update=True),
            "open_points": area(_label("open_points", desk), continuous_update=True),
        }
        super().__init__(list(self.fields.values()))
        self.add_class("pet-dossier-fields")
        self._typed, self._is_showing = Typed(self.read), False
        self._held: dict[str, Any] = {}
        self._show()
        for field in self.fields.values():
            field.observe(self._touched, "value")
        desk.observe(lambda _: self._held.clear(), "opened")
        desk.observe(lambda _: self._show(), "dossier")

    def _touched(self, _: Any) -> None:
        """Wait for the end of the typing; what `_show` writes was not typed."""
        if not self._is_showing:
            self._typed.soon()

    def read(self) -> None:
        """Put what was typed into the dossier."""
        typed = {name: _value(name, field.value) for name, field in self.fields.items()}
        now = self._desk.dossier
        new = {name: value for name, value in typed.items() if value != getattr(now, name)}
        if new:
            self._desk.change(**new)

    def _show(self) -> None:
        """Show what changed in the dossier; what is being typed beside that stays."""
        self._is_showing = True
        for name, field in self.fields.items():
            held = getattr(self._desk.dossier, name)
            is_new = name not in self._held or self._held[name] != held
            if is_new and _value(name, field.value) != held:
                field.value = held if isinstance(held, str) else "\n".join(held)
            self._held[name] = held
        self._is_showing = False


def _label(name: str, desk: Desk) -> str:
    """Return the words above a field."""
    return text(f"decide_desk.field_{name}", desk.lang)


def _value(name: str, typed: str) -> str | tuple[str, ...]:
    """Return what a dossier holds of what was typed: a text, or its lines that are not empty."""
    if name not in MOST:
        return typed.strip()[: LONGEST[name]]
    lines = (one.strip()[: LONGEST[name]] for one in typed.splitlines())
    return tuple(one for one in lines if one)[: MOST[name]]
