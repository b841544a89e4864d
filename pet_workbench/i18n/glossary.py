"""The glossary: every term of this field that a reader meets, in both languages.

The words are data, in ``glossary.csv`` beside this module, so that a person who knows the field
and the language can review them without reading code.
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pet_workbench.i18n import Language


@dataclass(frozen=True, slots=True)
class Term:
    """One term with its definition in both languages, and where the notion comes from.

    A Dutch name has the English term in brackets where readers will meet it elsewhere.
    """

    id: str
    en: str
    nl: str
    definition_en: str
    definition_nl: str
    source: str

    def name(self, lang: Language) -> str:
        """Return the term itself in `lang`."""
        return self.en if lang == "en" else self.nl

    def definition(self, lang: Language) -> str:
        """Return one or two plain sentences in `lang`."""
        return self.definition_en if lang == "en" else self.definition_nl


@cache
def glossary() -> tuple[Term, ...]:
    """Return all terms, in the order of their ids.

    Examples
    --------
    >>> {term.id: term.nl for term in glossary()}["threshold"]
    'drempel (threshold)'
    """
    source = resources.files("pet_workbench.i18n") / "glossary.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return tuple(Term(**row) for row in rows)


def alphabetical(lang: Language) -> tuple[Term, ...]:
    """Return all terms as a reader of `lang` expects to find them.

    Capitals, accents and hyphens make no difference to the order.

    Examples
    --------
    >>> [term.nl for term in alphabetical("nl")][2:4]
    ['afwegingskader (weighing framework)', 'AIO-aanvulling']
    """
    return tuple(sorted(glossary(), key=lambda term: _sort_key(term.name(lang))))


def _sort_key(name: str) -> str:
    """Return `name` in small letters and digits only, with accents taken off."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ")
