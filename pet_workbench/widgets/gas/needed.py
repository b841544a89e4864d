"""The other way round: how much epsilon a margin takes, and what that means for a home."""

from typing import TYPE_CHECKING

from pet_workbench.datasets import figures
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.risk import risk_sentence
from pet_workbench.i18n import percent
from pet_workbench.usecases.gas.accuracy import MOST_EPSILON, epsilon_for_margin
from pet_workbench.usecases.gas.releasing import TERMS
from pet_workbench.widgets import Columns, Sentence, Slider, html
from pet_workbench.widgets.case import Section, small

if TYPE_CHECKING:
    from pet_workbench.widgets.gas.page import GasPage

HOMES = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
MARGINS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


class Needed(Section):
    """Two sliders and a sentence.

    Parameters
    ----------
    page : GasPage

    Attributes
    ----------
    homes, margin : Slider
    sentence : Sentence
    """

    def __init__(self, page: "GasPage") -> None:
        words, lang = page.words, page.lang
        self._state = page.state
        self.homes = Slider(words("needed_homes"), HOMES, value=500, lang=lang)
        self.margin = Slider(
            words("needed_margin"),
            MARGINS,
            value=0.05,
            lang=lang,
            written=lambda share: percent(share, lang),
        )
        self.sentence = Sentence()
        super().__init__(
            page,
            [Columns([self.homes, self.margin]), self.sentence, html(small(words("needed_note")))],
            label=words("needed_label"),
            follows=("high",),
        )
        for one in (self.homes, self.margin):
            one.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Say how much epsilon it takes."""
        words, high = self.words, self._state.high
        mean = figures("gas")["use_mean"].value
        found = epsilon_for_margin(self.homes.value, mean=mean, high=high, margin=self.margin.value)
        facts = {
            "homes": self.homes.value,
            "margin": percent(self.margin.value, words.lang),
            "high": high,
            "mean": mean,
            "most": MOST_EPSILON,
        }
        if found is None:
            self.sentence.say(words("needed_never", **words.written(facts)))
            return
        epsilon = words.epsilon(float(found))
        said = words("needed_found", **words.written(facts), epsilon=epsilon)
        risk = risk_sentence(pure_loss(found), TERMS, words.lang)
        self.sentence.say(f"<p>{said}</p><p>{risk}</p>")
