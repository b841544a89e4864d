"""What all parts of a decision page share: the dossier that lies on the desk."""

from typing import Any

import traitlets

from pet_workbench.decide import Dossier
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import Words


class Desk(traitlets.HasTraits):
    """Holds the dossier; parts of the page change it and observe it.

    Parameters
    ----------
    lang : {"nl", "en"}
    part : str
        Part of the catalogue in which the page's words stand.

    Attributes
    ----------
    dossier : Dossier
    words : Words
    saved : Dossier
        As it was last saved or opened.

    Examples
    --------
    >>> desk = Desk(lang="en", part="decide_desk")
    >>> desk.change(title="Pensions")
    >>> desk.dossier.title, desk.unsaved
    ('Pensions', True)
    """

    dossier = traitlets.Instance(Dossier)

    def __init__(self, *, lang: Language, part: str) -> None:
        self.lang, self.words = lang, Words(lang, part)
        self.saved = Dossier.empty(lang)
        super().__init__(dossier=self.saved)

    @property
    def unsaved(self) -> bool:
        """Whether something changed since the dossier was saved or opened."""
        return self.dossier != self.saved

    def change(self, **fields: Any) -> None:
        """Fill something in: new values for fields of the dossier."""
        self.dossier = self.dossier.with_(**fields)

    def open(self, dossier: Dossier) -> None:
        """Put another dossier on the desk."""
        self.saved = dossier
        self.dossier = dossier
