"""Three roles on one screen: two owners who approve, and a supervisor who watches; and the runs."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Final

import ipywidgets as w
import traitlets

from pet_workbench.core import PetError
from pet_workbench.governance.approval import DESIGN, REAL, STAGES
from pet_workbench.widgets import Button, Columns, Panel, Sentence, card, error_sentence, html, row
from pet_workbench.widgets.agreed.story import Story
from pet_workbench.widgets.agreed.written import OWNERS, SUPERVISOR, WORKING
from pet_workbench.widgets.case import Busy, Words
from pet_workbench.widgets.page import errors_html

_MARKS: Final = {"signed": "✓", "void": "✗", "open": "○"}


class Board(Panel):
    """What each role can do, and what it sees.

    Parameters
    ----------
    story : Story
    words : Words

    Attributes
    ----------
    sign : dict of (str, str) to Button
        By owner and stage.
    withdraw : dict of str to Button
    run : dict of str to Button
        By stage.
    status : dict of str to Sentence
        By party: what its approvals are worth, or what the supervisor sees.
    gates, said : Sentence
        What the gates have against a real run now; what came of the last press.
    refusal : HTML
    """

    def __init__(self, story: Story, words: Words) -> None:
        self.story, self.words = story, words
        self.sign = {
            (owner, stage): Button(
                words(f"sign_{stage}"), partial(self._do, self._sign, owner, stage)
            )
            for owner in OWNERS
            for stage in STAGES
        }
        self.withdraw = {
            owner: Button(words("withdraw"), partial(self._do, self._withdraw, owner))
            for owner in OWNERS
        }
        self.run = {
            stage: Button(words(f"run_{stage}"), partial(self._do, self._run, stage), primary=True)
            for stage in STAGES
        }
        self.status = {party: Sentence() for party in (*OWNERS, SUPERVISOR)}
        self.busy, self.refusal = Busy(words), html("")
        self.gates, self.said = Sentence(), Sentence()
        super().__init__(self._parts(), lang=words.lang, label=words("board_label"))
        story.observe(self.redraw, "turn")
        self.redraw()
        self.said.say(f"<p>{words('board_ready')}</p>")

    def _parts(self) -> list[w.Widget]:
        cards = [
            card(
                self.words(f"role_{owner.lower()}"),
                [
                    self.status[owner],
                    *(self.sign[owner, stage] for stage in STAGES),
                    self.withdraw[owner],
                ],
            )
            for owner in OWNERS
        ]
        watcher = card(self.words("role_supervisor"), [self.status[SUPERVISOR]])
        return [
            Columns([*cards, watcher]),
            row(list(self.run.values())),
            self.busy,
            self.refusal,
            self.said,
            self.gates,
        ]

    def redraw(self, _: traitlets.Bunch | None = None) -> None:
        """Show what the approvals are worth, and what the gates say."""
        words, story = self.words, self.story
        for owner in OWNERS:
            lines = [self._approval(owner, stage) for stage in STAGES]
            self.status[owner].say(f"<p>{'<br>'.join(lines)}</p>")
        entries = story.entries()
        counted = {party: len(entries[party]) for party in WORKING}
        whole = all(story.checked(party).is_whole for party in WORKING)
        told = words("watcher_sees", total=words.number(sum(counted.values())), n=len(WORKING))
        verdict = words("watcher_whole" if whole else "watcher_broken")
        self.status[SUPERVISOR].say(f"<p>{told}</p><p>{verdict}</p>")
        self.gates.say(self._gates())

    def _approval(self, owner: str, stage: str) -> str:
        state = self.story.state_of(owner, stage)
        name = self.words(f"stage_{stage}")
        return f"<strong>{_MARKS[state]}</strong> {name}: {self.words(f'state_{state}')}"

    def _gates(self) -> str:
        """Say what every gate has against a run with the real files."""
        words = self.words
        rows = []
        for party, errors in self.story.refusals(REAL).items():
            said = [escape(self._named(error_sentence(error, words.lang))) for error in errors]
            listed = "<br>".join(said) if said else f"<strong>{words('gate_open')}</strong>"
            rows.append(f'<tr><th scope="row">{escape(party)}</th><td>{listed}</td></tr>')
        caption = escape(words("gates_caption"))
        return (
            f'<div class="pet-scroll" role="region" tabindex="0" aria-label="{caption}">'
            f'<table class="pet-table"><caption>{caption}</caption>'
            f'<thead><tr><th scope="col">{words("head_gate")}</th>'
            f'<th scope="col">{words("head_says")}</th></tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _named(self, said: str) -> str:
        """Call columns by their names for readers, not by those in the files."""
        for one in self.story.agreement.columns:
            name = self.words("column_of", party=one.party, column=self.words(f"column_{one.name}"))
            said = said.replace(f"{one.party}.{one.name}", name)
        return said

    def _do(self, work: Callable[..., str], *given: str) -> None:
        """Do what a button says; a refusal is told in words."""
        self.refusal.value = ""
        try:
            with self.busy.while_working():
                said = work(*given)
        except PetError as error:
            self.said.say("")
            self.refusal.value = self._named(errors_html([error], self.words.lang))
            return
        self.said.say(f"<p>{said}</p>")

    def _sign(self, owner: str, stage: str) -> str:
        self.story.sign(owner, stage)
        return self.words("signed", party=owner, stage=self.words(f"stage_{stage}"))

    def _withdraw(self, owner: str) -> str:
        self.story.withdraw(owner)
        return self.words("withdrawn", party=owner)

    def _run(self, stage: str) -> str:
        self.story.run(stage)
        key = "ran_design" if stage == DESIGN else "ran_real"
        return self.words(key, found=self.words.number(self.story.found or 0))
