"""A text of a content file: Dutch and English beside each other, so that they change together."""

from typing import NamedTuple

from pet_workbench.i18n import Language


class Bilingual(NamedTuple):
    """One text in both languages.

    Attributes
    ----------
    nl, en : str

    Examples
    --------
    >>> Bilingual("ja", "yes").of("nl")
    'ja'
    """

    nl: str
    en: str

    def of(self, lang: Language) -> str:
        """Return the text in the language `lang`."""
        return self.nl if lang == "nl" else self.en
