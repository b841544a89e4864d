"""What can be decided with it: which areas a municipality would choose, and which are right."""

from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.i18n import percent
from pet_workbench.usecases.gas import LEVELS
from pet_workbench.usecases.gas.steering import Chosen, first_areas
from pet_workbench.viz.gas import area_name, right_figure
from pet_workbench.widgets import Chart, Sentence, Slider, html, table_html
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.gas.state import MINIMUM, NOISE

if TYPE_CHECKING:
    from pet_workbench.widgets.gas.page import GasPage

SHARES = (0.05, 0.1, 0.2, 0.3)


class Steered(Section):
    """A slider for how many areas there is money for, a chart and the choice in numbers.

    Parameters
    ----------
    page : GasPage

    Attributes
    ----------
    share : Slider
        Which share of the municipality's areas comes first.
    chart : Chart
    sentence : Sentence
    table : HTML
    """

    is_patient = True

    def __init__(self, page: "GasPage") -> None:
        words, lang = page.words, page.lang
        self._state = page.state
        self.share = Slider(
            words("steered_share"),
            SHARES,
            value=0.2,
            lang=lang,
            written=lambda share: percent(share, lang),
        )
        self.chart, self.sentence, self.table = Chart(), Sentence(), html("")
        super().__init__(
            page,
            [self.share, self.sentence, self.chart, self.table],
            label=words("steered_label"),
            follows=(*page.state.decisive,),
        )
        self.share.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Choose with noise and with a minimum, at every level."""
        state, words = self._state, self.words
        chosen = {
            technique: [self._chosen(technique, level) for level in LEVELS]
            for technique in (NOISE, MINIMUM)
        }
        self.chart.draw(
            right_figure(
                {words.technique(id): [one.share for one in each] for id, each in chosen.items()},
                LEVELS,
                lang=words.lang,
            )
        )
        now = LEVELS.index(state.level)
        mine, other = chosen[NOISE][now], chosen[MINIMUM][now]
        facts = {
            "municipality": words.heading(state.largest_municipality()[1]),
            "count": len(mine.areas),
            "right": len(mine.right),
            "other": len(other.right),
            "lost": percent(max(0.0, mine.lost), words.lang, digits=1),
            "areas": words(f"areas_{state.level}"),
            "epsilon": words.epsilon(state.epsilon),
            "minimum": state.minimum,
        }
        self.sentence.say(words("steered_found", **words.written(facts)))
        self.table.value = self._table(mine.areas, set(mine.right))

    def _chosen(self, technique: str, level: str) -> Chosen:
        """Return which areas of the largest municipality come first in a technique's table."""
        state = self._state
        own = state.whose(level, "municipality") == state.largest_municipality()[0]
        k = max(1, round(self.share.value * int(own.sum())))
        return first_areas(state.answer_at(technique, level), state.truth(level), k=k, among=own)

    def _table(self, areas: tuple[int, ...], right: set[int]) -> str:
        """Return the areas that would be chosen, and whether they are right."""
        words, level = self.words, self._state.level
        frame = pd.DataFrame(
            {
                "area": [area_name(one, level, words.lang) for one in areas],
                "is_right": [one in right for one in areas],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("steered_caption"),
            headers={name: words(f"steered_{name}") for name in frame.columns},
        )
