"""What all parts of a decision page share: the dossier that lies on the desk."""

from collections.abc import Callable, Mapping
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
    is_waiting : bool
        Whether the browser may still hand over a dossier of another page.
    opened : int
        How often another dossier was put here.  A way back and a question that are about the one
        before are out of date then.

    Examples
    --------
    >>> desk = Desk(lang="en", part="decide_desk")
    >>> desk.change(title="Pensions")
    >>> desk.dossier.title, desk.unsaved
    ('Pensions', True)
    """

    dossier = traitlets.Instance(Dossier)
    is_waiting = traitlets.Bool(False)
    opened = traitlets.Int(0)

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

    def when_settled(self, work: Callable[[], object]) -> None:
        """Do `work` once it is known what lies on the desk: at once, or after the browser told.

        Parameters
        ----------
        work : callable
        """
        if not self.is_waiting:
            work()
            return

        def then(change: Mapping[str, bool]) -> None:
            if not change["new"]:
                self.unobserve(then, "is_waiting")
                work()

        self.observe(then, "is_waiting")

    def open(self, dossier: Dossier, *, saved: Dossier | None = None) -> None:
        """Put another dossier on the desk.

        Parameters
        ----------
        dossier : Dossier
        saved : Dossier, optional
            As it was last saved; by default as it is.
        """
        self.opened += 1
        self.note_saved(dossier if saved is None else saved)
        self.dossier = dossier

    def note_saved(self, dossier: Dossier) -> None:
        """Remember a dossier as it was saved."""
        self.saved = dossier
