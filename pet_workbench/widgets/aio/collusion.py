"""Collude: what any coalition reads in its views, for any technique."""

from collections.abc import Mapping

import ipywidgets as w
import numpy as np
import pandas as pd

from pet_workbench.attacks.collusion import Learned, collude
from pet_workbench.core import Outcome
from pet_workbench.i18n import Language
from pet_workbench.sharing.joins.alignment import EMPTY
from pet_workbench.usecases.aio import CASE
from pet_workbench.usecases.aio.households import SVB, UWV
from pet_workbench.usecases.base import Tables
from pet_workbench.widgets import Button, Choice, Columns, Sentence, html, row, table_html
from pet_workbench.widgets.aio.section import RUN, Section, Words, role, tie
from pet_workbench.widgets.aio.state import PLAIN, SECRET, TRUSTED, AioState

BREAKS: Mapping[str, tuple[str, str, str]] = {
    "svb": ("nothing", "nothing", "incomes"),
    "uwv": ("nothing", "nothing", "nothing"),
    "third": ("nothing", "all", "nothing"),
    "svb_uwv": ("files", "files", "files"),
    "svb_third": ("incomes", "all", "incomes"),
    "uwv_third": ("households", "all", "nothing"),
}
"""What each coalition learns with secret sharing, a trusted third party, and sending everything.

A test holds this against the attack itself."""
AGREED = {("svb", 0): "result", ("uwv", 0): "counts", ("third", 0): "pattern", ("svb", 1): "result"}
"""What a party learns by agreement where it breaks nothing: by party and place of the technique."""
_ROWS = 5


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
    """Return what `coalition` reads in its views of a run, beyond its own files."""
    transcript, third = outcome.transcript, outcome.parameters["third_party"]
    return collude(
        {party: transcript.view(party) for party in coalition if party in transcript.parties},
        {party: tables[party]["person"].to_numpy() for party in coalition if party in tables},
        asker=SVB,
        holder=UWV,
        matcher=third,
    )


def gain(coalition: tuple[str, ...], learned: Learned) -> str:
    """Return the id of what a coalition got: nothing, incomes, households, all, or files.

    Examples
    --------
    >>> gain(("SVB", "UWV"), Learned()), gain(("SVB",), Learned())
    ('files', 'nothing')
    """
    if {SVB, UWV} <= set(coalition):
        return "files"
    has = len(learned.persons) > 0, len(learned.households) > 0
    return {(True, True): "all", (True, False): "incomes", (False, True): "households"}.get(
        has, "nothing"
    )


class Collusion(Section):
    """A technique, three check boxes and a button.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    technique : Choice
    boxes : dict of str to Checkbox
        By the role of a party.
    button : Button
    sentence : Sentence
        What the coalition learned.
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        words = self._words
        self.technique = Choice(
            words("aio.collusion_technique"), {id: words.technique(id) for id in CASE.techniques}
        )
        tie(self.technique, state, "technique")
        self.boxes = {
            role(party): w.Checkbox(value=False, description=party, indent=False)
            for party in state.parties
        }
        self.button = Button(words("aio.collude"), self.collude, primary=True)
        self.sentence, self.table = Sentence(), html("")
        who = w.VBox([html(f"<p><strong>{words('aio.collusion_who')}</strong></p>")])
        who.children = [*who.children, *self.boxes.values()]
        super().__init__(
            state,
            [
                Columns([self.technique, who]),
                row([self.button]),
                self.sentence,
                self.table,
                html(self._overview()),
            ],
            lang=lang,
            label=words("aio.collusion_label"),
            follows=(*RUN, "technique"),
        )
        for box in self.boxes.values():
            box.observe(lambda _: self.redraw(), "value")

    @property
    def coalition(self) -> tuple[str, ...]:
        """The parties that are ticked."""
        return tuple(p for p in self._state.parties if self.boxes[role(p)].value)

    def redraw(self) -> None:
        """Take the last result away: it was about another run or another coalition."""
        self.boxes["third"].description = self._state.third
        self.sentence.say(self._words("aio.collusion_ready"))
        self.table.value = ""

    def collude(self) -> None:
        """Attack the run that was chosen with the views of the coalition."""
        coalition, words = self.coalition, self._words
        if not coalition:
            self.sentence.say(words("aio.collusion_nobody"))
            return
        learned = learn(coalition, self._state.outcome(), self._state.tables)
        self.sentence.say(self._verdict(coalition, learned))
        if gain(coalition, learned) == "files":
            learned = self._own_files()
        self.table.value = self._recovered(learned)

    def _verdict(self, coalition: tuple[str, ...], learned: Learned) -> str:
        """Say what the coalition learned, and why."""
        words, got = self._words, gain(coalition, learned)
        key = f"aio.collusion_{_kind(got, len(coalition), self._state.technique)}"
        return words(
            key,
            who=words.all(coalition),
            both=words.number(len(self._own_files().persons)) if got == "files" else "",
            persons=words.number(len(learned.persons)),
            households=words.number(len(learned.households)),
            under=words.number(int(learned.under_limit.sum())),
        )

    def _own_files(self) -> Learned:
        """Join the files of SVB and UWV, as those two always can."""
        tables = self._state.tables
        both = tables[UWV][tables[UWV]["person"].isin(tables[SVB]["person"])]
        return Learned(persons=both["person"].to_numpy(), amounts=both["income_cents"].to_numpy())

    def _recovered(self, learned: Learned) -> str:
        """Show the first persons or households that were read."""
        words = self._words
        if learned.is_nothing:
            return ""
        if len(learned.persons):
            known = np.flatnonzero(learned.persons != EMPTY)[:_ROWS]
            frame = pd.DataFrame(
                {"person": learned.persons[known].astype(str), "income": learned.amounts[known]}
            )
            return table_html(
                frame,
                lang=words.lang,
                caption=words("aio.collusion_amounts"),
                headers={
                    "person": words("aio.collusion_person"),
                    "income": words("aio.collusion_income"),
                },
                written={"income": words.euro},
            )
        return self._households(learned)

    def _households(self, learned: Learned) -> str:
        """Show the first households that were recognised, those under the limit first."""
        words, pairs = self._words, learned.households
        order = np.argsort(~learned.under_limit, kind="stable")
        known = order[pairs[order, 0] != EMPTY][:_ROWS]
        alone = words("aio.collusion_alone")
        frame = pd.DataFrame(
            {
                "first": pairs[known, 0].astype(str),
                "second": [str(one) if one != EMPTY else alone for one in pairs[known, 1].tolist()],
                "under": learned.under_limit[known],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("aio.collusion_households"),
            headers={name: words(f"aio.collusion_{name}") for name in frame.columns},
        )

    def _overview(self) -> str:
        """Return which coalition breaks which technique."""
        words = self._words
        rows = [
            [
                words(f"aio.coalition_{name}"),
                *(
                    words(f"aio.breaks_{AGREED.get((name, at), got)}")
                    for at, got in enumerate(gains)
                ),
            ]
            for name, gains in BREAKS.items()
        ]
        names = [words.technique(id) for id in (SECRET, TRUSTED, PLAIN)]
        return table_html(
            pd.DataFrame(rows, columns=[words("aio.coalition"), *names]),
            lang=words.lang,
            caption=words("aio.coalitions_caption"),
        )


def _kind(got: str, n_parties: int, technique: str) -> str:
    """Return which sentence tells what a coalition of `n_parties` got."""
    if got == "files":
        return "own_files"
    if got == "nothing":
        return "nothing_one" if n_parties == 1 else "nothing_more"
    if technique == SECRET:
        return "unmask" if got == "incomes" else "recognise"
    return "already" if n_parties == 1 else "told"
