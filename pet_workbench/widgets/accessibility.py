"""What ipywidgets leaves out for people who listen, use a keyboard, or read another language.

`A11y` names sliders and groups of buttons, says their values in words, and marks the language of
its panel.  It also carries the style of everything on our pages, so that widgets look the same in
JupyterLab as in the app.
"""

from importlib import resources
from pathlib import Path

import anywidget
import traitlets

from pet_workbench.i18n import Language

STYLE = (
    resources.files("pet_workbench") / "jupyter/voila/templates/pet/static/components.css"
).read_text(encoding="utf-8")
"""The style sheet of notes, cards, tables and widgets; the app's template includes it as well."""


class A11y(anywidget.AnyWidget):
    """An invisible helper inside a panel; it works on the panel it stands in.

    Parameters
    ----------
    lang : {"nl", "en"}
    label : str, optional
        Name of the panel as a region of the page.
    """

    _esm = Path(__file__).parent / "js" / "accessibility.js"
    _css = STYLE
    lang = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, lang: Language, label: str = "") -> None:
        super().__init__(lang=lang, label=label)
