"""What many questions cost together, as four ways of adding up say about the same answers."""

from fractions import Fraction
from functools import cache

import pandas as pd

from pet_workbench.dp.accounting import Shifted, together
from pet_workbench.dp.conversion import epsilon_for_rho
from pet_workbench.dp.library import library_gaussian_deviation, library_total
from pet_workbench.dp.loss import Loss
from pet_workbench.dp.noise import GAUSSIAN, Noise
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Slider
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import html

RELEASES = (1, 2, 5, 10, 20, 50, 90)
EACH = 0.5
EACH_DELTA = Fraction(1, 10**8)
DELTA = Fraction(1, 10**6)
WAYS = ("library", "rho", "pld")


@cache
def one_release() -> Shifted:
    """Return a count with the Gaussian noise that diffprivlib takes for this epsilon and delta."""
    deviation = library_gaussian_deviation(epsilon=EACH, delta=float(EACH_DELTA))
    noise = Noise(GAUSSIAN, Fraction(f"{deviation:.4f}") ** 2)
    return Shifted(noise, touched=1, l1=1, l2_squared=1, loss=Loss(rho=1 / (2 * noise.spread)))


@cache
def epsilons(releases: int) -> dict[str, float]:
    """Return what so many releases cost together, by way of adding up.

    Parameters
    ----------
    releases : int
        With the same noise each.
    """
    one = one_release()
    slack = float(DELTA - releases * EACH_DELTA)
    return {
        "library": library_total([(EACH, float(EACH_DELTA))] * releases, slack=slack)[0],
        "rho": float(epsilon_for_rho(releases * one.loss.rho, DELTA)),
        "pld": float(together([one] * releases, delta=DELTA).epsilon),
    }


class Counted(Part):
    """Choose the number of questions, and see what they cost together.

    Attributes
    ----------
    releases : Slider
    costs : dict of str to float
        Epsilon of all together, by way of adding up.
    """

    def __init__(self, words: Words) -> None:
        self.costs: dict[str, float] = {}
        self.releases = Slider(words("count_releases"), RELEASES, value=10, lang=words.lang)
        self.table = html("")
        super().__init__(
            words,
            label=words("count_label"),
            button=words("count_button"),
            ready=words("count_ready", each=words.epsilon(EACH)),
            controls=(self.releases,),
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last total."""
        self.costs, self.table.value = {}, ""
        super().clear()

    def attack(self) -> None:
        """Add up in every way."""
        words, releases = self.words, self.releases.value
        self.costs = epsilons(releases)
        frame = pd.DataFrame(
            {
                "way": [words(f"count_{way}") for way in WAYS],
                "epsilon": [self.costs[way] for way in WAYS],
            }
        )
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words(
                "count_caption",
                releases=words.number(releases),
                each=words.epsilon(EACH),
            ),
            headers={name: words(f"count_head_{name}") for name in frame.columns},
        )
        most, least = max(self.costs.values()), min(self.costs.values())
        self.say("count_told", most=words.number(most, 2), least=words.number(least, 2))
