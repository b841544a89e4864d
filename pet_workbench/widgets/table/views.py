"""What one person saw under one technique, read off the transcript."""

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language, text
from pet_workbench.usecases.table import EXACT, TRUSTED
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import DataTable
from pet_workbench.widgets.page import Columns, Sentence
from pet_workbench.widgets.table.ages import Ages, Follower, offer, technique_name, unfilled


class WhoSawWhat(Follower):
    """Choose a technique and a person: the table holds all that this person received."""

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        names = {id: technique_name(id, lang) for id in EXACT}
        self.technique = Choice(text("table.technique", lang), names)
        self.person = Choice(text("table.views.person", lang), {"-": "-"})
        self.sentence = Sentence()
        self.frame = DataTable(
            unfilled("sender", "what", "number"),
            lang=lang,
            caption=text("table.views.label", lang),
            headers={n: text(f"table.views.{n}", lang) for n in ("sender", "what", "number")},
            max_rows=20,
        )
        super().__init__(
            ages,
            [Columns([self.technique, self.person]), self.sentence, self.frame],
            lang=lang,
            name="views",
        )
        self.technique.observe(lambda _: self.restart(), "value")
        self.person.observe(lambda _: self.show(), "value")

    def restart(self) -> None:
        """Run the chosen technique and offer everybody who took part."""
        self.outcome: Outcome = self.run(self.technique.value)
        there = self.outcome.transcript.parties
        kept = self.person.value if self.person.value in there else there[1]
        offer(self.person, {person: person for person in there}, kept)
        self.show()

    def show(self) -> None:
        """Show what the chosen person saw."""
        person = self.person.value
        if person is None:
            return
        received = self.outcome.transcript.view(person).received
        frame = pd.DataFrame(
            {
                "sender": [message.sender for message in received],
                "what": [self.text(f"table.step.{message.step}") for message in received],
                "number": [int(message.values()[0]) for message in received],
            }
        )
        self.frame.show(frame, caption=self.text("table.views.caption", person=person))
        self.sentence.say(f"<p>{self._conclude(person, len(received))}</p>")

    def _conclude(self, person: str, count: int) -> str:
        """Say what the person can make of it."""
        if person == TRUSTED:
            return self.text("table.views.trusted", person=person, count=count)
        told = self.text(
            "table.views.one" if count == 1 else "table.views.nothing_more",
            person=person,
            count=count,
            average=self.years(self.outcome.answer),
        )
        starts = self.technique.value == "masked-ring" and person == self.people[0]
        return f"{told} {self.text('table.views.starter', person=person)}" if starts else told
