"""Large type, for a group in a room that looks at one screen."""

from pathlib import Path

import anywidget
import traitlets

from pet_workbench.i18n import Language, text


class LargeType(anywidget.AnyWidget):
    """A switch that enlarges everything on the page; the browser's tab remembers it.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    on : bool
    label : str
    """

    _esm = Path(__file__).parents[1] / "js" / "large_type.js"
    on = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, lang: Language) -> None:
        super().__init__(label=text("decide_desk.large", lang))
