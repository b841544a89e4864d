"""Who gets to know what, when some at the table put together what they saw."""

import pandas as pd

from pet_workbench.attacks.around_the_table import Sums, known_sums
from pet_workbench.i18n import Language, text
from pet_workbench.usecases.table import EXACT, FIELD_MODULUS, TELL, TRUSTED
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.data_table import DataTable
from pet_workbench.widgets.page import Columns, Sentence
from pet_workbench.widgets.table.ages import (
    FEWEST,
    Ages,
    Follower,
    PeopleBoxes,
    offer,
    technique_name,
    unfilled,
)

SHAMIR = "secret-sharing:shamir"


class Collusion(Follower):
    """Choose a technique and a coalition; the attacks work on the coalition's real views.

    Attributes
    ----------
    known : dict of tuple of str to int
        The groups outside the coalition whose sums it knows.
    """

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.known: Sums = {}
        names = {id: technique_name(id, lang) for id in EXACT}
        self.technique = Choice(text("table.technique", lang), names)
        self.threshold = Slider(
            text("table.threshold.slider", lang), list(range(2, FEWEST + 1)), value=3, lang=lang
        )
        self.boxes = PeopleBoxes(text("table.collusion.who", lang), ticked=("Bas", "Dewi"))
        self.sentence = Sentence()
        self.frame = DataTable(
            unfilled("person"),
            lang=lang,
            caption=text("table.collusion.caption", lang),
            headers={name: text(f"table.collusion.{name}", lang) for name in ("person", "known")},
        )
        super().__init__(
            ages,
            [Columns([self.technique, self.boxes]), self.threshold, self.sentence, self.frame],
            lang=lang,
            name="collusion",
        )
        self.technique.observe(lambda _: self.restart(), "value")
        self.threshold.observe(lambda _: self.restart(), "value")
        self.boxes.when_changed(self.show)

    def restart(self) -> None:
        """Run the technique and offer everybody who took part."""
        n, is_shamir = len(self.people), self.technique.value == SHAMIR
        offered = {needed: self.number(needed) for needed in range(2, n + 1)}
        offer(self.threshold, offered, min(self.threshold.value, n))
        self.threshold.layout.display = "" if is_shamir else "none"
        options = {"threshold": self.threshold.value} if is_shamir else {}
        self.outcome = self.run(self.technique.value, **options)
        self.boxes.offer({person: person for person in self.outcome.transcript.parties})
        self.show()

    def show(self) -> None:
        """Show what the ticked people know together."""
        members = [p for p in self.boxes.chosen if p in self.outcome.transcript.parties]
        self.known = known_sums(
            self.outcome.transcript.views(members),
            {member: self.ages.chosen[member] for member in members if member != TRUSTED},
            people=self.people,
            total=self.outcome.answer.total,
            told=TELL,
            threshold=self.threshold.value if self.technique.value == SHAMIR else None,
            modulus=FIELD_MODULUS,
        )
        rows = [
            (person, self._known_of(person, group, total))
            for group, total in self.known.items()
            for person in group
        ]
        rows.sort(key=lambda item: self.people.index(item[0]))
        self.frame.layout.display = "" if rows else "none"
        self.frame.show(pd.DataFrame(rows, columns=["person", "known"]))
        self.sentence.say(f"<p>{self._tell(members)}</p>")

    def _known_of(self, person: str, group: tuple[str, ...], total: int) -> str:
        """Say what is known of one person."""
        if len(group) == 1:
            return self.text("table.collusion.age", age=self.number(total))
        others = self.names([other for other in group if other != person])
        return self.text("table.collusion.sum", others=others, total=self.number(total))

    def _tell(self, members: list[str]) -> str:
        """Say in one sentence what the coalition found out."""
        who = self.names(members)
        alone = {group[0] for group in self.known if len(group) == 1}
        found = [person for person in self.people if person in alone]
        if not members:
            return self.text("table.collusion.nobody")
        if not self.known:
            return self.text("table.collusion.everybody")
        if len(self.known) == 1 and found:
            return self.text("table.collusion.last", who=who, person=found[0])
        if found:
            key = "table.collusion.found_one" if len(members) == 1 else "table.collusion.found"
            return self.text(key, who=who, found=self.names(found))
        return self.text(
            "table.collusion.one" if len(members) == 1 else "table.collusion.nothing", who=who
        )
