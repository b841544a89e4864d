"""The dossier bar: at the top of each decision page what the dossier is, and how to keep it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Literal

import ipywidgets as w

from pet_workbench.decide import Dossier
from pet_workbench.i18n import Language, day, text
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.asking import Asking, Fold
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.fields import Fields
from pet_workbench.widgets.decide.keeping import Keeping
from pet_workbench.widgets.decide.large import LargeType
from pet_workbench.widgets.decide.progress import Tool, progress_html
from pet_workbench.widgets.decide.saver import Made, Saver
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html
from pet_workbench.widgets.upload import FilePicker, UploadedFile

KINDS: tuple[Literal["json", "html", "docx"], ...] = ("json", "html", "docx")
_LONGEST_NAME = 40


class DossierBar(Panel):
    """What the dossier is, how far it is, and the buttons to save, open and start anew.

    Parameters
    ----------
    desk : Desk
    here : {"chooser", "weighing", "balance"}
        On which of the three pages it stands.

    Attributes
    ----------
    fields : Fields
    saver : Saver
    picker : FilePicker
    asking : Asking
        What is asked before something would be lost.
    anew, undo, forget : Button
    large : LargeType
    keeping : Keeping
    said : Sentence
        What happened last.
    alert : HTML
        What went wrong last, in words.
    """

    def __init__(self, desk: Desk, *, here: Tool) -> None:
        self._desk, self._here, self._lang = desk, here, desk.lang
        self._before: tuple[Dossier, Dossier] | None = None
        self.head, self.steps = html(""), html("")
        self.said, self.alert, self.asking = Sentence(), html(""), Asking()
        self.fields, self.large = Fields(desk), LargeType(lang=desk.lang)
        self._make_buttons()
        self.keeping = Keeping(desk, tell=self._tell_kept, choose=self._choose)
        about = Fold(self._words("fold_about"), [self.fields])
        opening = Fold(self._words("fold_open"), [self.picker])
        stays = Fold(self._words("fold_stays"), [self._stays(), row([self.forget])])
        quiet = row([opening.button, about.button, stays.button, self.anew, self.undo, self.large])
        quiet.add_class("pet-dossier-buttons")
        quiet.add_class("pet-dossier-quiet")
        super().__init__(
            [
                *(self.head, self.steps, self.saver, quiet, opening, about, stays),
                *(self.asking, self.said, self.alert, self.keeping.kept),
            ],
            lang=desk.lang,
            label=self._words("label"),
        )
        self.add_class("pet-dossier")
        desk.observe(lambda _: self._show(), "dossier")
        self._show()

    def _make_buttons(self) -> None:
        """Make what saves, opens and starts anew."""
        labels: dict[str, str] = {
            kind: text(f"decide_desk.save_{kind}", self._lang) for kind in KINDS
        }
        self.saver = Saver(self._make, labels, lang=self._lang)
        self.picker = FilePicker(self._words("open"), lang=self._lang, accept=".json,.html,.docx")
        self.picker.observe(self._received, "file")
        self.anew = Button(self._words("anew"), self.start_anew)
        self.undo = Button(self._words("undo"), self.go_back)
        self.forget = Button(self._words("forget"), self._ask_to_forget)
        for button in (self.anew, self.undo):
            button.add_class("pet-quiet-button")

    def _words(self, key: str, **values: object) -> str:
        """Return words of the bar."""
        return text(f"decide_desk.{key}", self._lang, **values)

    def _stays(self) -> w.HTML:
        """Say where that what is filled in stays."""
        return html("".join(f"<p>{self._words(f'stays_{n}')}</p>" for n in ("tab", "file", "who")))

    def _show(self) -> None:
        """Bring the bar up to date with the desk."""
        dossier = self._desk.dossier
        title = escape(dossier.title or self._words("untitled"))
        state = f'<span class="pet-tag pet-dossier-state">{escape(self._state())}</span>'
        other = ""
        if dossier.language != self._lang and not dossier.is_empty:
            other = f'<p class="pet-small">{escape(self._words("other_language"))}</p>'
        named = f"<span>{self._words('label')}: <strong>{title}</strong></span>"
        self.head.value = f'<p class="pet-dossier-head" id="dossier">{named} {state}</p>{other}'
        self.steps.value = progress_html(dossier, here=self._here, lang=self._lang)
        self.anew.layout.display = "none" if dossier.is_empty else ""
        self.undo.layout.display = "" if self._before else "none"

    def _state(self) -> str:
        """Say whether the dossier was saved."""
        dossier = self._desk.dossier
        if dossier.is_empty:
            return self._words("state_empty")
        if self._desk.unsaved or not dossier.saved:
            return self._words("state_unsaved")
        return self._words("state_saved", date=_written(dossier.saved, self._lang))

    def _make(self, kind: str) -> Made:
        """Write the dossier as a file; whoever has the file has the dossier, so it is saved."""
        from pet_workbench.reports.memo import write_memo

        self.fields.read()
        dossier = self._desk.dossier.stamped()
        found = next(one for one in KINDS if one == kind)
        if found == "json":
            content = dossier.to_json().encode()
        else:
            content = write_memo(dossier, found, lang=self._lang)
        self._desk.note_saved(dossier)
        self._desk.dossier = dossier
        return Made(file_name(dossier, kind), content)

    def _received(self, change: dict[str, UploadedFile | None]) -> None:
        """Read the file that was chosen; ask before it takes the place of unsaved work."""
        from pet_workbench.decide.whole import check_whole
        from pet_workbench.reports.memo import read_dossier

        file = change["new"]
        if file is None:
            return
        self._clear()
        try:
            dossier = check_whole(read_dossier(file.content, file.name))
        except Exception as error:
            self.alert.value = errors_html([error], self._lang)
            return
        self._unless_unsaved(lambda: self._open(dossier, file.name))

    def _unless_unsaved(self, work: Callable[[], None]) -> None:
        """Do the work; ask first where something would be lost."""
        if self._desk.dossier.is_empty or not self._desk.unsaved:
            work()
            return
        self.asking.ask(
            self._words("ask_replace"),
            [
                (self._words("ask_replace_yes"), work),
                (self._words("ask_replace_no"), lambda: self._tell("not_opened")),
            ],
        )

    def _open(self, dossier: Dossier, name: str) -> None:
        """Put a dossier from a file on the desk."""
        self._remember()
        self._desk.open(dossier)
        self._tell("opened", name=name)

    def _remember(self) -> None:
        """Keep what lies on the desk, for the way back."""
        self._before = None
        if not self._desk.dossier.is_empty:
            self._before = self._desk.dossier, self._desk.saved

    def start_anew(self) -> None:
        """Begin with an empty dossier; `go_back` brings the other one back."""
        self._clear()
        self._remember()
        self._desk.open(Dossier.empty(self._lang))
        self._tell("begun_anew")

    def go_back(self) -> None:
        """Bring back the dossier that was on the desk before it was replaced."""
        if self._before is None:
            return
        self._clear()
        dossier, saved = self._before
        self._before = None
        self._desk.open(dossier, saved=saved)
        self._tell("undone")

    def _ask_to_forget(self) -> None:
        """Ask before everything goes: there is no way back."""
        self._clear()
        self.asking.ask(
            self._words("ask_forget"),
            [
                (self._words("ask_forget_yes"), self._forget),
                (self._words("ask_forget_no"), self._clear),
            ],
        )

    def _forget(self) -> None:
        """Empty desk and browser."""
        self._before = self.picker.file = None
        self.keeping.forget()
        self._tell("forgotten")
        self._show()

    def _choose(self, dossier: Dossier, is_saved: bool) -> None:
        """Ask which of two dossiers goes on: the one of the other page or this one."""
        self.asking.ask(
            self._words("ask_other", title=dossier.title or self._words("untitled")),
            [
                (self._words("ask_other_yes"), lambda: self.keeping.take(dossier, is_saved)),
                (self._words("ask_other_no"), self.keeping.write),
            ],
        )

    def _tell_kept(self, what: str) -> None:
        """Say what became of the dossier in the browser's tab."""
        self._before = None if what == "gone" else self._before
        self._tell(f"kept_{what}")

    def _clear(self) -> None:
        """Take away what was said and asked before."""
        self.asking.close_question()
        self.said.say("")
        self.alert.value = ""

    def _tell(self, key: str, **values: object) -> None:
        """Say what happened, and show how things are now."""
        self.said.say(f'<p class="pet-small">{escape(self._words(key, **values))}</p>')
        self._show()


def _written(saved: str, lang: Language) -> str:
    """Write the day on which a dossier was saved; what is no date stays as it is."""
    try:
        return day(saved, lang)
    except ValueError:
        return saved


def file_name(dossier: Dossier, kind: str) -> str:
    """Return a name for a file: what it is, the title, the day.

    Parameters
    ----------
    dossier : Dossier
    kind : {"json", "html", "docx"}

    Examples
    --------
    >>> file_name(Dossier.empty("nl").with_(title="Zorg & fraude?"), "html")[:17]
    'memo-zorg-fraude-'
    """
    title = "-".join(re.findall(r"[a-z0-9]+", dossier.title.lower()))[:_LONGEST_NAME].strip("-")
    today = datetime.now(UTC).date().isoformat()
    what = "dossier" if kind == "json" else "memo"
    return "-".join(part for part in (what, title, today) if part) + f".{kind}"
