"""Emoji for browsers without any: a small font that comes with the page.

A browser takes the emoji of its own system where it has them (Windows, macOS, telephones), else the
font here.  It is drawn in one colour, and holds the emoji of our list only.
"""

from base64 import b64encode
from functools import cache
from pathlib import Path

from pet_workbench.viz.emoji import FONT

_FILE = Path(__file__).parent / "font.woff2"
_RANGE = "U+2600-27BF,U+FE0F,U+1F300-1FAFF"
"""Where emoji are; anything else is left to the page's own fonts."""


@cache
def font_html() -> str:
    """Return a style sheet that brings the font, and uses it in tables and sentences."""
    encoded = b64encode(_FILE.read_bytes()).decode("ascii")
    return (
        f"<style>@font-face{{font-family:'PET Emoji';unicode-range:{_RANGE};src:"
        "local('Apple Color Emoji'),local('Segoe UI Emoji'),local('Noto Color Emoji'),"
        f"url(data:font/woff2;base64,{encoded}) format('woff2');}}"
        f".pet-panel,.pet-panel .pet-html,.pet-panel .pet-table{{font-family:{FONT};}}</style>"
    )
