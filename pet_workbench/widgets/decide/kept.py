"""What the reader filled in goes along to the next page: kept in the browser's tab, not sent.

Every page has a kernel of its own, so the pages cannot share what they hold.  The browser can:
its *session storage* lives on this computer, in this tab, until the tab is closed.
"""

from pathlib import Path

import anywidget
import traitlets


class Kept(anywidget.AnyWidget):
    """An invisible place in the browser's tab for one text.

    Attributes
    ----------
    content : str
        What is to be kept; nothing empties the place.
    seen : dict of str to str
        What the browser told last: under ``"storage"`` whether it keeps things (``"on"``,
        ``"off"`` or ``"full"``), under ``"found"`` what another page, or this one before, put
        there.  Empty until the page is shown.
    """

    _esm = Path(__file__).parents[1] / "js" / "kept.js"
    content = traitlets.Unicode().tag(sync=True)
    seen = traitlets.Dict(
        key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode(), default_value={}
    ).tag(sync=True)

    @property
    def storage(self) -> str:
        """Whether the browser keeps things; nothing as long as that is not known."""
        return str(self.seen.get("storage", ""))

    @property
    def found(self) -> str:
        """What the browser had when it was last asked."""
        return str(self.seen.get("found", ""))

    def forget(self) -> None:
        """Empty the place, whatever is in it."""
        self.content = ""
        self.send({"forget": True})
