"""The rules of our notebooks that a machine can check, each a function that lists complaints.

`page` holds what one notebook must be, `pair` what its two languages must share, `dutch` the
words we do not use.  The tests and ``tools/notebooks.py check`` apply the same functions.
"""

from pathlib import Path

from tools.notebook_rules import dutch, page, pair
from tools.notebook_rules.markdown import prose
from tools.notebook_rules.page import Page
from tools.notebooks import LANGUAGES, SOURCE, TRANSLATION

REQUIRED = ("00_start", "01_secret_sharing", "10_aio", "99_glossary")
"""The map, the gentle opening, the first case and the glossary: without these no first release."""


def missing(root: Path) -> list[str]:
    """Return a complaint per required notebook that is not there."""
    return [
        f"{lang}/{name}: missing"
        for lang in LANGUAGES
        for name in REQUIRED
        if not (root / lang / f"{name}.ipynb").exists()
    ]


def dutch_words(notebook: Page) -> list[str]:
    """Return the wrong words in the prose of a Dutch page; English pages pass."""
    if notebook.lang != TRANSLATION:
        return []
    return [
        f"{cell.id}: {complaint}"
        for cell in notebook.markdown
        for complaint in dutch.complaints(prose(cell.source))
    ]


PAGE_RULES = (*page.RULES, dutch_words)
PAIR_RULES = pair.RULES


def complaints(name: str, *, root: Path) -> list[str]:
    """Return everything that is wrong with the notebook `name`, in both languages."""
    pages = [Page.load(root / lang / f"{name}.ipynb") for lang in (SOURCE, TRANSLATION)]
    found = [f"{one.label}: {text}" for one in pages for rule in PAGE_RULES for text in rule(one)]
    return found + [f"{name}: {text}" for rule in PAIR_RULES for text in rule(*pages)]
