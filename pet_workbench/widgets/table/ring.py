"""Walk around the whispered ring, one whisper at a time."""

from functools import partial
from math import isnan

import traitlets

from pet_workbench.i18n import Language, text
from pet_workbench.usecases.table import RING_BITS, Average
from pet_workbench.viz.table import RingStep, ring_steps, steps_frame, table_svg
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.data_table import DataTable, cell_text
from pet_workbench.widgets.page import Sentence, html
from pet_workbench.widgets.table.ages import Ages, Follower, unfilled


class RingWalk(Follower):
    """A picture of the table, a sentence on what happens, and what everybody knows so far.

    Attributes
    ----------
    step : int
        From 0, where the first person thinks of a number, to one past the number of people.
    """

    step = traitlets.Int(0)

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.picture, self.sentence = html(""), Sentence()
        self.frame = DataTable(
            unfilled("person"),
            lang=lang,
            caption=text("table.ring.caption", lang),
            headers={
                name: text(f"table.ring.{name}", lang)
                for name in ("person", "age", "heard", "passed_on")
            },
            written=dict.fromkeys(("heard", "passed_on"), partial(_perhaps, lang=lang)),
        )
        self.back_button = Button(text("table.ring.back", lang), self.back)
        self.next_button = Button(text("table.ring.next", lang), self.next, primary=True)
        buttons = row(
            [
                self.back_button,
                self.next_button,
                Button(text("table.ring.again", lang), self.restart),
            ]
        )
        super().__init__(
            ages, [buttons, self.picture, self.sentence, self.frame], lang=lang, name="ring"
        )

    def restart(self) -> None:
        """Begin anew, with another secret number."""
        self.steps = ring_steps(self.run("masked-ring"))
        self._go(0)

    def next(self) -> None:
        """Go one step on; after the last one there is none."""
        self._go(min(self.step + 1, len(self.steps) - 1))

    def back(self) -> None:
        """Go one step back."""
        self._go(max(self.step - 1, 0))

    def _go(self, step: int) -> None:
        """Show `step`."""
        self.step = step
        now = self.steps[step]
        told = self._tell(now)
        counted = self.text("table.ring.step", step=step + 1, steps=len(self.steps))
        self.picture.value = table_svg(self.people, step=now, alt=told, lang=self.lang)
        self.sentence.say(f"<p><strong>{counted}</strong> {told}</p>")
        self.frame.show(
            steps_frame(
                self.steps[: step + 1],
                people=self.people,
                ages=list(self.ages.chosen.values()),
            )
        )

    def _tell(self, now: RingStep) -> str:
        """Say what happens in a step."""
        shown, largest = self.number(now.number), self.number(2**RING_BITS - 1)
        if now.kind == "think":
            return self.text("table.ring.think", person=now.speaker, number=shown, largest=largest)
        if now.kind == "announce":
            average = self._average(now.number)
            return self.text(
                "table.ring.announce",
                person=now.speaker,
                total=shown,
                n=len(self.people),
                average=average,
            )
        place = "first" if now.speaker == self.people[0] else "last"
        kind = place if self.people[0] in (now.speaker, now.listener) else "middle"
        told = self.text(
            f"table.ring.whisper_{kind}",
            person=now.speaker,
            age=self.number(self.ages.chosen[now.speaker]),
            listener=now.listener,
            number=shown,
        )
        before = self.steps[self.step - 1].number
        return (
            told
            if before <= now.number
            else f"{told} {self.text('table.ring.wrapped', largest=largest)}"
        )

    def _average(self, total: int) -> str:
        """Write the average that belongs to a total."""
        return self.years(Average(total, self.people))


def _perhaps(value: float, *, lang: Language) -> str:
    """Write a number that is perhaps not there yet."""
    return cell_text(None if isnan(value) else int(value), lang)
