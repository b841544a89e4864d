"""Walk with a number that goes out in a locked box, is computed with, and comes back."""

import traitlets

from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv
from pet_workbench.viz.homomorphic import Box, Place, box_svg
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Button, Choice, Slider, row
from pet_workbench.widgets.homomorphic.written import euros, excerpt
from pet_workbench.widgets.page import Columns, Sentence, html

AMOUNTS = tuple(range(0, 5_001, 50))
BONUSES = (50, 100, 150, 200, 250, 300, 400, 500)
MONTHS = 12
STEPS: tuple[Place, ...] = ("owner", "owner", "there", "computer", "back", "owner")
"""Where the box is; it is open at the first and the last step."""


class BoxWalk(Live):
    """A picture of the box, a sentence on what happens, and what both parties see of it.

    Attributes
    ----------
    step : int
        From 0, where the owner writes a number down, to 5, where the answer is read.
    answer : int
        What the owner reads in the end: really encrypted, computed and decrypted.
    """

    step = traitlets.Int(0)

    def __init__(self, words: Words) -> None:
        self._parameters = make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=30
        )
        self.amount = Slider(
            words("box_amount"), AMOUNTS, value=1250, lang=words.lang, written=euros(words)
        )
        self.bonus = Slider(
            words("box_bonus"), BONUSES, value=300, lang=words.lang, written=euros(words)
        )
        self.work = Choice(
            words("box_work"), {one: words(f"box_work_{one}") for one in ("add", "times")}
        )
        self.picture, self.sentence, self.alert = html(""), Sentence(), no_alert()
        self.back_button = Button(words("box_back"), self.back)
        self.next_button = Button(words("box_next"), self.next, primary=True)
        again = Button(words("box_again"), self.refresh)
        super().__init__(
            words,
            [
                Columns([self.amount, self.bonus, self.work]),
                row([self.back_button, self.next_button, again]),
                self.picture,
                self.sentence,
                self.alert,
            ],
            label=words("box_label"),
            controls=(self.amount, self.bonus, self.work),
        )

    def redraw(self) -> None:
        """Encrypt, compute and decrypt anew, and begin at the first step."""
        self.bonus.layout.display = "" if self.work.value == "add" else "none"
        key = SecretKey.generate(self._parameters)
        sent = key.context.encrypt([self.amount.value], bound=AMOUNTS[-1])
        came_back = sent + self.bonus.value if self.work.value == "add" else sent * MONTHS
        self.answer = int(key.decrypt(came_back)[0])
        self._excerpts = {"sent": excerpt(sent), "came_back": excerpt(came_back)}
        self._go(0)

    def next(self) -> None:
        """Go one step on; after the last one there is none."""
        self._go(min(self.step + 1, len(STEPS) - 1))

    def back(self) -> None:
        """Go one step back."""
        self._go(max(self.step - 1, 0))

    def _go(self, step: int) -> None:
        """Show `step`."""
        self.step = step
        words, last = self.words, len(STEPS) - 1
        told = words(f"box_step_{step}_{self.work.value}", **self._facts())
        box = Box(
            STEPS[step],
            is_open=step in (0, last),
            paper=self._paper(),
            excerpt=()
            if step in (0, last)
            else self._excerpts["came_back" if step > 3 else "sent"],
        )
        names = (words("box_owner"), words("box_computer"))
        self.picture.value = box_svg(box, names=names, alt=told)
        counted = words("box_step", step=step + 1, steps=len(STEPS))
        self.sentence.say(f"<p><strong>{counted}</strong> {told}</p>")

    def _paper(self) -> str:
        """Return what stands on the paper at this step."""
        change = (
            f"+ {self.words.number(self.bonus.value)}"
            if self.work.value == "add"
            else f"× {MONTHS}"  # noqa: RUF001 - the sign that people write for "times"
        )
        papers = {0: self.amount.value, 3: change, len(STEPS) - 1: self.answer}
        shown = papers.get(self.step, "")
        return self.words.number(shown) if isinstance(shown, int) else shown

    def _facts(self) -> dict[str, str]:
        """Return the numbers for the sentences."""
        written = euros(self.words)
        return {
            "amount": written(self.amount.value),
            "bonus": written(self.bonus.value),
            "answer": written(self.answer),
            "months": str(MONTHS),
            "sent": " ".join(self._excerpts["sent"]),
            "came_back": " ".join(self._excerpts["came_back"]),
        }
