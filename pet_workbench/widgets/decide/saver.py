"""Buttons that make a file at the moment it is asked for, and save it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import anywidget
import traitlets

from pet_workbench.i18n import Language, text
from pet_workbench.widgets.page import error_sentence

TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Media types of what can be saved, by ending."""


class Made(NamedTuple):
    """A file as it is handed to the browser."""

    name: str
    content: bytes


class Saver(anywidget.AnyWidget):
    """One button per kind of file.

    A link would need its file before anybody asks for it; a memo takes too long for that.

    Parameters
    ----------
    make : callable
        Called with the id of the button that was pressed; returns a `Made`, or raises.
    files : mapping of str to str
        An ending of `TYPES`, and the words on its button; the first one stands out.
    lang : {"nl", "en"}

    Attributes
    ----------
    made : Made or None
        What was saved last.
    said : str
        What the reader was told about it.

    Examples
    --------
    >>> saver = Saver(lambda kind: Made("a.json", b"{}"), {"json": "Save"}, lang="en")
    >>> saver.press("json")
    >>> saver.made.content
    b'{}'
    """

    _esm = Path(__file__).parents[1] / "js" / "saver.js"
    files: Any = traitlets.List().tag(sync=True)
    busy = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        make: Callable[[str], Made],
        files: Mapping[str, str],
        *,
        lang: Language,
        look: Literal["primary", ""] = "primary",
    ) -> None:
        self._make, self._lang = make, lang
        self.made: Made | None = None
        self.said = ""
        first = next(iter(files))
        super().__init__(
            files=[[id, label, look if id == first else ""] for id, label in files.items()],
            busy=text("decide_desk.making", lang),
        )
        self.on_msg(self._asked)

    def _asked(self, _: Any, message: Mapping[str, Any], __: object) -> None:
        """Make what the reader asked for, if there is a button for it."""
        kind = str(message.get("make", ""))
        if kind in {id for id, *_ in self.files}:
            self.press(kind)

    def press(self, kind: str) -> None:
        """Make a file and hand it to the browser; where that fails, say why."""
        try:
            self.made = self._make(kind)
        except Exception as error:
            self.made, self.said = None, error_sentence(error, self._lang)
            self.send({"said": self.said})
            return
        name = self.made.name
        self.said = text("decide_desk.made", self._lang, name=name)
        again = text("decide_desk.again", self._lang, name=name)
        self.send(
            {"said": self.said, "name": name, "again": again, "type": TYPES[kind]},
            buffers=[self.made.content],
        )
