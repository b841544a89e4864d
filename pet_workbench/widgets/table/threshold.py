"""Shamir's threshold: choose how many are needed and who comes together."""

from pet_workbench.attacks.pooled_shares import fitting_numbers
from pet_workbench.i18n import Language, text
from pet_workbench.sharing import shamir
from pet_workbench.usecases.table import FIELD_MODULUS, MAX_AGE
from pet_workbench.viz.table import possible_ages_svg
from pet_workbench.widgets.controls import Slider
from pet_workbench.widgets.page import Sentence, html
from pet_workbench.widgets.table.ages import FEWEST, Ages, Follower, PeopleBoxes, offer


class ThresholdShares(Follower):
    """One age, shared over everybody, and the ages that fit the shares on the table.

    Attributes
    ----------
    possible : list of int
        The ages that fit.
    """

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.threshold = Slider(
            text("table.threshold.slider", lang), list(range(2, FEWEST + 1)), value=3, lang=lang
        )
        self.boxes = PeopleBoxes(text("table.threshold.who", lang), ticked=("Bas", "Carla"))
        self.picture, self.sentence = html(""), Sentence()
        super().__init__(
            ages,
            [self.threshold, self.boxes, self.picture, self.sentence],
            lang=lang,
            name="threshold",
        )
        self.threshold.observe(lambda _: self.restart(), "value")
        self.boxes.when_changed(self.show)

    def restart(self) -> None:
        """Deal anew: another threshold needs another polynomial."""
        n = len(self.people)
        offered = {needed: self.number(needed) for needed in range(2, n + 1)}
        offer(self.threshold, offered, min(self.threshold.value, n))
        dealt = shamir.share(
            [self.ages.chosen[self.people[0]]],
            n_parties=n,
            threshold=self.threshold.value,
            modulus=FIELD_MODULUS,
        )
        self.shares = dict(zip(self.people, dealt, strict=True))
        self.boxes.offer(
            {
                person: self.text(
                    "table.threshold.share", person=person, share=self.number(int(share.values[0]))
                )
                for person, share in self.shares.items()
            }
        )
        self.show()

    def show(self) -> None:
        """Show which ages are possible for those who came together."""
        held = [self.shares[person] for person in self.boxes.chosen]
        ages = range(MAX_AGE + 1)
        self.possible = fitting_numbers(held, ages) if held else list(ages)
        told = self._tell(len(held))
        self.picture.value = possible_ages_svg(self.possible, alt=told, lang=self.lang)
        self.sentence.say(f"<p>{told}</p>")

    def _tell(self, present: int) -> str:
        """Say what those present know."""
        values = {
            "person": self.people[0],
            "present": self.number(present),
            "needed": self.number(self.threshold.value),
            "who": self.names(self.boxes.chosen),
        }
        if present >= self.threshold.value:
            return self.text("table.threshold.found", age=self.number(self.possible[0]), **values)
        return self.text(
            "table.threshold.nothing" if present else "table.threshold.nobody", **values
        )
