"""A fold on a case page: the agreement that its last run would need, and what registers would say.

The agreement is a draft that nobody signed; what people have to fill in stands open in it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pet_workbench.core import Outcome, PetError
from pet_workbench.i18n import Language
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.decide.asking import Fold
from pet_workbench.widgets.decide.saver import Made, Saver
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html

if TYPE_CHECKING:
    from pet_workbench.governance import Agreement
    from pet_workbench.widgets.case.page import CasePage

STORY = "40_agreement.ipynb"
Last = Callable[[], tuple[Outcome, Mapping[str, Any]]]
"""Returns the last run on the page, and the tables it was about."""


class Agreed(Panel):
    """The draft of an agreement, as a fold that is made when it is opened.

    Parameters
    ----------
    case : str
        Key of the case; a case of your own, without a card, is called by it.
    last : callable
    lang : {"nl", "en"}

    Attributes
    ----------
    fold : Fold
    said : Sentence
        What the agreement is about, and its digest.
    entries : HTML
        What stands in each party's register after the run.
    saver : Saver
    """

    def __init__(self, case: str, last: Last, *, lang: Language) -> None:
        self.words, self._last = Words(lang, "agreed"), last
        self._title = self.words.optional(f"start.case_{case}") or case
        self.said, self.entries = Sentence(), html("")
        files = {"html": self.words("fold_page"), "json": self.words("fold_file")}
        self.saver = Saver(self._made, files, lang=lang, look="")
        link = f'<p><a class="pet-go" href="{STORY}">{self.words("fold_story")}</a></p>'
        self.fold = Fold(self.words("fold"), [self.said, self.entries, self.saver, html(link)])
        super().__init__(
            [self.fold.button, self.fold],
            lang=lang,
            label=self.words("fold_label", case=self._title),
        )
        self.add_class("pet-take-along")
        self.fold.button.observe(lambda change: self.redraw() if change["new"] else None, "value")

    def redraw(self) -> None:
        """Show the draft of the last run."""
        try:
            outcome, tables = self._last()
            agreement = self._draft(outcome, tables)
            self.entries.value = self._entries(outcome, tables, agreement)
        except PetError as error:
            self.said.say("")
            self.entries.value = errors_html([error], self.words.lang)
            return
        said = self.words(
            "fold_says",
            owners=self.words.join(agreement.owners),
            digest=f"<code>{agreement.short}</code>",
        )
        self.said.say(f"<p>{said}</p>")

    def _draft(self, outcome: Outcome, tables: Mapping[str, Any]) -> "Agreement":
        """Draft the agreement that would allow this run."""
        from pet_workbench.reports.agreement import draft_agreement

        purpose = self.words("draft_purpose", case=self._title)
        return draft_agreement(
            outcome, tables, title=self._title, purpose=purpose, lang=self.words.lang
        )

    def _entries(self, outcome: Outcome, tables: Mapping[str, Any], agreement: "Agreement") -> str:
        """Show what the run leaves behind in the registers: never the data."""
        from pet_workbench.reports.agreement import draft_entries

        words = self.words
        registers = draft_entries(outcome, tables, agreement, who=words("fold_who"))
        rows = [(party, one) for party, entries in registers.items() for one in entries[-1:]]
        released = "; ".join(
            words("fold_out", receiver=one.receiver, items=words.number(one.items))
            for one in outcome.released
        )
        frame: dict[str, Sequence[Any]] = {
            "register": [party for party, _ in rows],
            "what": [words(f"cli.register.event_{one.event}") for _, one in rows],
            "rows": [int(str(one.says["rows"])) for _, one in rows],
            "out": [released for _ in rows],
        }
        return table_html(
            frame,
            lang=words.lang,
            caption=words("fold_caption"),
            headers={name: words(f"fold_head_{name}") for name in frame},
        )

    def _made(self, kind: str) -> Made:
        """Make the file that was asked for."""
        from pet_workbench.governance import SignedAgreement
        from pet_workbench.reports.agreement import write_agreement

        signed = SignedAgreement(self._draft(*self._last()))
        name = self.words("fold_file_name")
        if kind == "json":
            return Made(f"{name}.json", signed.to_json().encode())
        return Made(f"{name}.html", write_agreement(signed, lang=self.words.lang))


def agreed(page: "CasePage[Any]") -> Agreed | None:
    """Return the fold for a case page; None where one party alone brings data.

    Parameters
    ----------
    page : CasePage
    """
    state = page.state

    def last() -> tuple[Outcome, Mapping[str, Any]]:
        return state.ready() or state.last(state.technique).outcome, state.tables

    if len(page.files) < 2:
        return None
    return Agreed(page.case.key, last, lang=page.lang)
