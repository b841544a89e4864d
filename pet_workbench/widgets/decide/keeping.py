"""Keeps the dossier of a page in the browser's tab, and takes up what another page left there."""

from collections.abc import Callable
from typing import Any

from pet_workbench.decide import Dossier
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.kept import Kept
from pet_workbench.widgets.decide.packing import packed, unpacked


class Keeping:
    """Ties a desk to its place in the browser.

    Parameters
    ----------
    desk : Desk
    tell : callable
        Called with an id when there is something to say: ``"taken"``, ``"broken"``, ``"gone"``,
        ``"off"`` or ``"full"``.
    choose : callable
        Called with a dossier, and whether it was saved, when the desk holds another one that
        nobody put away: the reader decides, and `take` does it.

    Attributes
    ----------
    kept : Kept
    """

    def __init__(
        self,
        desk: Desk,
        *,
        tell: Callable[[str], None],
        choose: Callable[[Dossier, bool], None],
    ) -> None:
        self._desk, self._tell, self._choose = desk, tell, choose
        self._agreed = ""
        self.kept = Kept()
        desk.is_waiting = True
        self.kept.observe(self._hear, "seen")
        desk.observe(lambda _: self.write(), "dossier")

    def _now(self) -> str:
        """Return what is to be kept of the desk as it is."""
        return packed(self._desk.dossier, is_saved=not self._desk.unsaved)

    def write(self) -> None:
        """Keep what lies on the desk now; not before the browser told what it has."""
        if self.kept.storage == "on":
            self._agreed = self.kept.content = self._now()

    def take(self, dossier: Dossier, is_saved: bool) -> None:
        """Put what was kept on the desk, as saved or not as it was."""
        self._desk.open(dossier, saved=dossier if is_saved else Dossier.empty(self._desk.lang))
        self._tell("taken")

    def forget(self) -> None:
        """Empty the place in the browser, and the desk."""
        self._desk.open(Dossier.empty(self._desk.lang))
        self._agreed = ""
        self.kept.forget()

    def _hear(self, _: Any) -> None:
        """Take up what the browser has; then it is known what lies on the desk."""
        self._meet()
        self._desk.is_waiting = False

    def _meet(self) -> None:
        """Take up what the browser has, unless the desk holds something else."""
        if self.kept.storage in ("off", "full"):
            self._tell(self.kept.storage)
            return
        found, now = self.kept.found, self._now()
        if found in (self._agreed, now):
            self.write()
        elif not found:
            self._clear()
        else:
            self._take_up(found, is_free=now in ("", self._agreed))

    def _clear(self) -> None:
        """Follow another page of this tab that forgot everything."""
        self._agreed = self.kept.content = ""
        self._desk.open(Dossier.empty(self._desk.lang))
        self._tell("gone")

    def _take_up(self, found: str, *, is_free: bool) -> None:
        """Put on the desk what was found, or ask; what cannot be read is left alone."""
        from pet_workbench.decide.whole import check_whole

        try:
            dossier, is_saved = unpacked(found)
            check_whole(dossier)
        except Exception:  # whatever is in the tab, the page starts
            self._tell("broken")
            return
        if is_free:
            self._agreed = found
            self.take(dossier, is_saved)
        else:
            self._choose(dossier, is_saved)
