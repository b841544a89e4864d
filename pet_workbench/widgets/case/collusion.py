"""Collude: what any coalition reads in its views, for any technique."""

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.widgets.case.declared import Learned
from pet_workbench.widgets.case.seats import seats
from pet_workbench.widgets.case.section import Busy, Section
from pet_workbench.widgets.case.try_it import technique_choice
from pet_workbench.widgets.controls import Button, CheckBox, row
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Columns, Sentence, errors_html, html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

NOTHING = "nothing"
_ONE_COLUMN = 4
"""So many check boxes stand below each other; more of them also stand beside each other."""


class Collusion(Section):
    """A technique, a check box for every party and a button.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    technique : Choice
    boxes : dict of str to Checkbox
        By seat.
    button : Button
    sentence : Sentence
        What the coalition learned.
    table : HTML
        The first of what it read.
    """

    def __init__(self, page: "CasePage[Any]") -> None:
        words = page.words
        self.technique = technique_choice(page, "collusion_technique")
        self.boxes: dict[str, w.Checkbox] = {}
        self._who = w.VBox([])
        self.button = Button(words("collude"), self.collude, primary=True)
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        heading = html(f"<p><strong>{words('collusion_who')}</strong></p>")
        super().__init__(
            page,
            [
                Columns([self.technique, w.VBox([heading, self._who])]),
                row([self.button]),
                self.busy,
                self.sentence,
                self.table,
                html(overview(page)),
            ],
            label=words("collusion_label"),
            follows=(*page.state.decisive, "technique"),
        )

    @property
    def sitting(self) -> dict[str, str]:
        """The party in each seat."""
        return seats(self.page.state.roles)

    @property
    def coalition(self) -> tuple[str, ...]:
        """The parties that are ticked."""
        return tuple(party for seat, party in self.sitting.items() if self.boxes[seat].value)

    def redraw(self) -> None:
        """Take the last result away: it was about another run or another coalition."""
        sitting = self.sitting
        if tuple(sitting) != tuple(self.boxes):
            self.boxes = {seat: self._box() for seat in sitting}
            self._who.children = _laid_out(list(self.boxes.values()))
        for seat, party in sitting.items():
            self.boxes[seat].description = self.words.heading(party)
        self.sentence.say(self.words("collusion_ready"))
        self.table.value = ""

    def _box(self) -> CheckBox:
        """Return a check box that takes the last result away when it changes."""
        box = CheckBox("")
        box.observe(self.refresh, "value")
        return box

    def collude(self) -> None:
        """Attack the run that was chosen with the views of the coalition."""
        coalition, state = self.coalition, self.page.state
        if not coalition:
            self.sentence.say(self.words("collusion_nobody"))
            return
        try:
            with self.busy.while_working():
                outcome = state.outcome()
                learned = self.page.learn(coalition, outcome, state.tables)
        except PetError as error:
            self.alert.value = errors_html([error], self.page.lang)
            return
        facts = self.words.written({**self.page.told(outcome), **learned.facts})
        who = self.words.all(coalition)
        self.sentence.say(self.words(_sentence_key(learned, len(coalition)), who=who, **facts))
        self.table.value = learned.table


def _laid_out(boxes: list[CheckBox]) -> tuple[w.Widget, ...]:
    """Return a few check boxes as they are, and more of them in columns."""
    if len(boxes) <= _ONE_COLUMN:
        return tuple(boxes)
    columns = Columns(boxes, narrowest="11rem")
    columns.layout.grid_gap = "0 1rem"
    return (columns,)


def _sentence_key(learned: Learned, n_parties: int) -> str:
    """Return which sentence tells what was learned."""
    if learned.verdict or learned.gain != NOTHING:
        return f"collusion_{learned.verdict or learned.gain}"
    return "collusion_nothing_one" if n_parties == 1 else "collusion_nothing_more"


def overview(page: "CasePage[Any]") -> str:
    """Return which kind of coalition breaks which technique, as a table.

    Parameters
    ----------
    page : CasePage
    """
    import pandas as pd

    words = page.words
    rows = [
        [_coalition(kind, page), *(words(f"breaks_{gain}") for gain in gains)]
        for kind, gains in page.breaks.items()
    ]
    names = [words.technique(id) for id in page.case.techniques]
    return table_html(
        pd.DataFrame(rows, columns=[words("coalition"), *names]),
        lang=words.lang,
        caption=words("coalitions_caption"),
        max_rows=50,
    )


def _coalition(kind: str, page: "CasePage[Any]") -> str:
    """Name a kind of coalition."""
    words, roles = page.words, kind.split("+")
    own = words.optional(f"coalition_{kind.replace('+', '_')}")
    if own:
        return own
    first, *more = [words.role(role, page.state.parties_in(role)) for role in roles]
    if not more:
        return words("coalition_alone", who=first)
    inside = [
        _inside(name) if words.has(f"role_{role}") else name
        for role, name in zip(roles[1:], more, strict=True)
    ]
    return words.join([first, *inside])


def _inside(name: str) -> str:
    """Return the words for a role as they stand inside a sentence; abbreviations stay as they are.

    Examples
    --------
    >>> _inside("Derde partij"), _inside("UWV")
    ('derde partij', 'UWV')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
