"""Try to run what was not agreed, in one way after the other, and read what every gate says."""

from pathlib import Path
from tempfile import TemporaryDirectory

from pet_workbench.attacks.agreements import ATTACKS, Attempted, Scene, attempt, race
from pet_workbench.widgets import Choice, html, table_html
from pet_workbench.widgets.agreed.story import Story
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.page import error_sentence

RACE, RUNNERS = "race", 8


class Attempts(Part):
    """A choice of attempts, a button, and every party's answer.

    Every attempt begins anew with honest parties in a folder of their own, so it changes nothing in
    the reader's story.

    Attributes
    ----------
    attack : Choice
    came : Attempted or None
        What came of the last attempt.
    admitted : int or None
        How many of those who raced got the last run.
    """

    def __init__(self, story: Story, words: Words) -> None:
        self.story = story
        self.came: Attempted | None = None
        self.admitted: int | None = None
        ways = {attack: words(f"attempt_{attack}") for attack in (*ATTACKS, RACE)}
        self.attack_choice, self.table = Choice(words("attempt"), ways, value="swapped"), html("")
        super().__init__(
            words,
            label=words("attempts_label"),
            button=words("attempt_button"),
            ready=words("attempt_ready"),
            controls=[self.attack_choice],
            results=[self.table],
        )

    def clear(self) -> None:
        """Take the last attempt away."""
        self.came = self.admitted = None
        self.table.value = ""
        super().clear()

    def attack(self) -> None:
        """Carry the attempt out."""
        words, way = self.words, self.attack_choice.value
        agreement = self.story.draft(decided=True).but(runs=1)
        with TemporaryDirectory(prefix="pet-workbench-") as folder:
            scene = Scene(agreement, self.story.keys, Path(folder))
            if way == RACE:
                self.admitted = race(scene, runners=RUNNERS)
                self.say("attempt_raced", runners=RUNNERS, admitted=self.admitted)
                return
            self.came = attempt(way, scene)
        refused = [error for error in self.came.refusals.values() if error]
        parties = words.number(len(refused))
        self.say("attempt_stopped" if refused else "attempt_through", n=parties)
        frame = {
            "gate": list(self.came.refusals),
            "says": [
                error_sentence(error, words.lang) if error else words("attempt_admitted")
                for error in self.came.refusals.values()
            ],
        }
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words(f"attempt_{way}"),
            headers={name: words(f"head_{name}") for name in frame},
        )
