"""Cut every age in shares: rows deal, columns receive."""

import pandas as pd

from pet_workbench.i18n import Language, text
from pet_workbench.sharing import additive
from pet_workbench.usecases.table import RING_BITS, Average
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.data_table import DataTable
from pet_workbench.widgets.page import Sentence
from pet_workbench.widgets.table.ages import Ages, Follower, unfilled


class AdditiveShares(Follower):
    """The table of additive shares, the sums of its columns, and how they give the average.

    Attributes
    ----------
    shares : ndarray of uint16, shape (n_people, n_people)
        Row i holds what person i receives; column j comes from person j.
    """

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        self.sentence = Sentence()
        self.frame = DataTable(
            unfilled("from"),
            lang=lang,
            caption=text("table.shares.caption", lang),
            headers={"from": text("table.shares.from", lang)},
        )
        self.again = Button(text("table.shares.again", lang), self.restart, primary=True)
        super().__init__(
            ages, [row([self.again]), self.frame, self.sentence], lang=lang, name="shares"
        )

    def restart(self) -> None:
        """Cut all ages anew."""
        ages, n = list(self.ages.chosen.values()), len(self.people)
        self.shares = additive.share(ages, n_parties=n, bits=RING_BITS)
        held = self.shares.sum(axis=1, dtype=self.shares.dtype)
        rows = [
            self.text("table.shares.row", person=person, age=self.number(age))
            for person, age in self.ages.chosen.items()
        ]
        frame = pd.DataFrame({"from": [*rows, self.text("table.shares.sum")]})
        for i, person in enumerate(self.people):
            frame[person] = [*self.shares[i].tolist(), int(held[i])]
        self.frame.show(frame)
        self._explain(held.tolist())

    def _explain(self, held: list[int]) -> None:
        """Say how the bottom row gives the average."""
        total, circles = sum(held) % 2**RING_BITS, sum(held) // 2**RING_BITS
        told = self.text(
            "table.shares.explained" if circles else "table.shares.explained_at_once",
            sum=self.number(sum(held)),
            circles=self.number(circles),
            ring=self.number(2**RING_BITS),
            total=self.number(total),
            n=len(self.people),
            average=self.years(Average(total, self.people)),
        )
        self.sentence.say(f"<p>{told}</p>")
