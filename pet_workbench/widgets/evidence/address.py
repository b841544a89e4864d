"""Lets a link to one cell of the matrix choose that cell."""

from pathlib import Path

import anywidget
import traitlets


class Address(anywidget.AnyWidget):
    """Knows what stands behind the ``#`` in the address of the page; never shown.

    Attributes
    ----------
    fragment : str
        Such as ``"matrix-aio-secret-sharing"``; empty where there is none.
    """

    _esm = Path(__file__).parents[1] / "js" / "address.js"
    fragment = traitlets.Unicode().tag(sync=True)
