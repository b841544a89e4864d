"""What withholding costs: cells, and businesses in trouble, at every minimum."""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.i18n import percent
from pet_workbench.viz.entrepreneurs import cost_figure, cost_of
from pet_workbench.widgets import Chart, Sentence, html
from pet_workbench.widgets.case import Section, small
from pet_workbench.widgets.entrepreneurs.state import MINIMA

if TYPE_CHECKING:
    from pet_workbench.widgets.entrepreneurs.page import EntrepreneursPage


class Withheld(Section):
    """A curve over minima, and the price of the one that is set.

    Parameters
    ----------
    page : EntrepreneursPage

    Attributes
    ----------
    chart : Chart
    sentence : Sentence
    """

    def __init__(self, page: "EntrepreneursPage") -> None:
        self._state = page.state
        self.chart, self.sentence = Chart(), Sentence()
        super().__init__(
            page,
            [self.sentence, self.chart, html(small(page.words("cost_note")))],
            label=page.words("withheld_label"),
            follows=("n", "level", "minimum"),
        )

    def redraw(self) -> None:
        """Draw the curve for the present regions."""
        state, words = self._state, self.words
        counts, businesses = state.truth
        self.chart.draw(
            cost_figure(cost_of(counts, businesses, MINIMA), chosen=state.minimum, lang=words.lang)
        )
        small_cells = (counts < state.minimum) & (businesses > 0)
        empty_regions = int((small_cells | (businesses == 0)).all(axis=1).sum())
        facts = {
            "minimum": state.minimum,
            "cells": int(small_cells.sum()),
            "all_cells": int((businesses > 0).sum()),
            "lost": int(counts[small_cells].sum()),
            "total": int(counts.sum()),
            "businesses": int(businesses[small_cells].sum()),
            "regions": empty_regions,
            "zero": int(((counts == 0) & (businesses > 0)).sum()),
            "share": percent(
                float(counts[small_cells].sum() / max(np.sum(counts), 1)), words.lang, digits=1
            ),
        }
        self.sentence.say(words("withheld_price", **words.written(facts)))
