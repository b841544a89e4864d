"""The cells of a small pair of notebooks that keeps every rule."""

from tools import notebooks

TEXTS = {
    "title": {
        "en": "# Adding up\n\n5 minutes. [Map](00_start.ipynb), [glossary](99_glossary.ipynb).",
        "nl": "# Optellen\n\n5 minuten. [Kaart](00_start.ipynb), [lijst](99_glossary.ipynb).",
    },
    "sum": {
        "en": "## The sum\n\nThe rule is $a + b$, and `sum` adds what it is given.",
        "nl": "## De som\n\nDe regel is $a + b$, en `sum` telt op wat het krijgt.",
    },
}


def good_cells(lang: str) -> list[notebooks.Cell]:
    """Return the cells of the small notebook in `lang`."""
    return [
        notebooks.Cell("title", "markdown", (), TEXTS["title"][lang]),
        notebooks.Cell("language", "code", ("language",), f'LANG = "{lang}"'),
        notebooks.Cell("sum", "markdown", (), TEXTS["sum"][lang]),
        notebooks.Cell("sum-code", "code", (notebooks.CHECKED,), "sum([1, 2])"),
    ]
