"""Take a run along into a decision memo, into the dossier of this tab, or to the PET chooser."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pet_workbench.bench.matrix import case_name
from pet_workbench.core import DataError, Outcome
from pet_workbench.decide import Dossier
from pet_workbench.i18n import Language, text
from pet_workbench.widgets.case.seats import by_role
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.asking import Fold
from pet_workbench.widgets.decide.kept import Kept
from pet_workbench.widgets.decide.packing import packed, unpacked
from pet_workbench.widgets.decide.saver import Made, Saver
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html, note_html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

CHOOSER = "30_pet_chooser.ipynb"
NAMED = 4
"""Up to so many parties of one role are named; of more, the role and how many."""

Run = Callable[[], tuple[Outcome, int]]
"""Returns the last run on the page, and its size."""


class TakeAlong(Panel):
    """A fold on a case page that carries its last run to where decisions are prepared.

    Parameters
    ----------
    case : str
        Key of the case.
    run : callable
        Returns the run that is taken along, and how many people (or whatever the case counts) it
        was about; called when a button is pressed.
    lang : {"nl", "en"}

    Attributes
    ----------
    fold : Fold
    saver : Saver
    add : Button
        Puts the run into the dossier of this tab.
    kept : Kept
    said : Sentence
    """

    def __init__(self, case: str, run: Run, *, lang: Language) -> None:
        self.case, self._run, self._lang = case, run, lang
        self.kept, self.said, self._held = Kept(), Sentence(), ""
        self.kept.observe(lambda _: self._hold(self.kept.found), "seen")
        labels = {kind: text(f"decide_desk.save_{kind}", lang) for kind in ("html", "docx")}
        self.saver = Saver(self._make, labels, lang=lang, look="")
        self.add = Button(text("decide_desk.take_add", lang), self._press_add)
        self.fold = Fold(
            text("decide_desk.take_fold", lang),
            [
                html(f"<p>{text('decide_desk.take_what', lang)}</p>"),
                row([self.saver, self.add]),
                self.said,
                html(self._onward()),
                html(note_html(text("decide_desk.take_limit", lang), lang=lang)),
            ],
        )
        super().__init__(
            [self.fold.button, self.fold, self.kept],
            lang=lang,
            label=text("decide_desk.take_label", lang, case=case_name(case, lang)),
        )
        self.add_class("pet-take-along")

    def _onward(self) -> str:
        """Return the way to the chooser, with the answers of this case."""
        words = text("decide_desk.take_link", self._lang)
        return f'<p><a class="pet-go" href="{CHOOSER}#case-{self.case}">{words}</a></p>'

    def dossier(self) -> Dossier:
        """Return a dossier about this case: the answers of the case book, and the last run."""
        outcome, n = self._run()
        started = started_dossier(self.case, outcome, lang=self._lang)
        return started.with_(run=self._summary(outcome, n))

    def _summary(self, outcome: Outcome, n: int) -> dict[str, Any]:
        from pet_workbench.reports.memo import run_summary

        return run_summary(self.case, outcome, n=n)

    def _make(self, kind: str) -> Made:
        """Write the memo."""
        from pet_workbench.reports.memo import write_memo

        content = write_memo(
            self.dossier().stamped(), "docx" if kind == "docx" else "html", lang=self._lang
        )
        return Made(f"memo-{self.case}.{kind}", content)

    def _press_add(self) -> None:
        """Put the run into the dossier of this tab; begin one where there is none."""
        if self.kept.storage != "on":
            self._say("decide_desk.take_off")
            return
        try:
            held = unpacked(self._held)[0] if self._held else None
        except DataError:  # broken, or of another version: it is not ours to replace
            self._say("decide_desk.take_broken")
            return
        try:
            key, dossier = self._added(held)
        except Exception as error:
            self.said.say(errors_html([error], self._lang))
            return
        self.kept.content = packed(dossier, is_saved=False)
        self._hold(self.kept.content)
        self._say(key)

    def _added(self, held: Dossier | None) -> tuple[str, Dossier]:
        """Return what to say, and the dossier of the tab, or a new one, with this run in it."""
        if held is None:
            return "decide_desk.take_begun", self.dossier()
        run = self._summary(*self._run())
        case = held.case or self.case
        return "decide_desk.take_added", held.with_(run=run, case=case)

    def _hold(self, kept: str) -> None:
        """Remember what is kept in the tab now."""
        self._held = kept

    def _say(self, key: str) -> None:
        """Say what happened."""
        self.said.say(f'<p class="pet-small">{text(key, self._lang)}</p>')


def started_dossier(case: str, outcome: Outcome, *, lang: Language) -> Dossier:
    """Return a dossier as the parties of a case would begin it.

    Parameters
    ----------
    case : str
        Key of the case.
    outcome : Outcome
        Any run of it: who takes part.
    lang : {"nl", "en"}
    """
    from pet_workbench.decide import chooser
    from pet_workbench.widgets.start import PAGES

    page = next((one.name for one in PAGES if case in one.cases and one.group != "attacks"), "")
    dossier = Dossier.empty(lang).with_(
        title=text(f"start.case_{case}", lang),
        question=text(f"start.{page}_question", lang) if page else "",
        parties=_parties(case, outcome, lang),
        case=case,
        open_points=(text("decide_desk.take_open", lang),),
    )
    with suppress(DataError):
        entry = chooser.case(case)
        return dossier.with_(gate=dict(entry.gate), needs=dict(entry.needs))
    return dossier


def _parties(case: str, outcome: Outcome, lang: Language) -> tuple[str, ...]:
    """Name who takes part; of many alike, say how many."""
    words, found = Words(lang, case), []
    for role, parties in by_role(outcome.roles).items():
        if len(parties) <= NAMED:
            found += [words.heading(party) for party in parties]
        else:
            found.append(f"{words.role(role, parties)} ({words.number(len(parties))})")
    return tuple(found)


def take_along(page: "CasePage[Any]") -> TakeAlong:
    """Return the fold for a case page: it takes the run that the page shows now.

    Parameters
    ----------
    page : CasePage
    """
    state = page.state

    def run() -> tuple[Outcome, int]:
        outcome = state.ready()
        if outcome is not None:
            return outcome, state.n
        last = state.last(state.technique)
        return last.outcome, last.n

    return TakeAlong(page.case.key, run, lang=page.lang)
