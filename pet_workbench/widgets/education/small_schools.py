"""Small schools: what noise does to them, and which questions can still be answered."""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.usecases.education.bands import SCHOOL_EDGES, Band, bands
from pet_workbench.usecases.education.pupils import release_schools, school_sizes
from pet_workbench.viz.education import band_name, bands_figure
from pet_workbench.widgets import Chart, Columns, Sentence, html, table_html
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.education.publish import epsilon_slider, share

DRAWS = 10
GOOD, ROUGH = 0.05, 0.2
"""Relative errors up to which a number is fit for use, and for a rough idea."""
Numbers = NDArray[np.int64]


@lru_cache(maxsize=16)
def draws(epsilon: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return pupils per country, denomination and school over some releases."""
    found = [release_schools(epsilon=epsilon)[1] for _ in range(DRAWS)]
    country, denominations, schools = (
        np.stack([levels[at].sum(axis=1) for levels in found]) for at in range(3)
    )
    return country, denominations, schools


class SmallSchools(Live):
    """An epsilon, a chart by size of the school, and a table of questions.

    Attributes
    ----------
    epsilon : Slider
    chart : Chart
    sentence : Sentence
    table : HTML
    found : list of Band
    """

    found: list[Band]

    def __init__(self, words: Words) -> None:
        self.epsilon = epsilon_slider(words)
        self.chart, self.table, self.sentence = Chart(), html(""), Sentence()
        self.alert = no_alert()
        super().__init__(
            words,
            [
                Columns([self.epsilon]),
                self.alert,
                self.sentence,
                self.chart,
                self.table,
                html(small(words("small_note", draws=DRAWS))),
            ],
            label=words("small_label"),
            controls=(self.epsilon,),
        )

    def redraw(self) -> None:
        """Release some times, and compare with the true sizes in groups of schools."""
        words, epsilon = self.words, self.epsilon.value
        _, _, schools = draws(epsilon)
        self.found = bands(school_sizes(), schools, SCHOOL_EDGES)
        smallest, largest = self.found[0], self.found[-1]
        facts = {
            "epsilon": words.epsilon(epsilon),
            "low": SCHOOL_EDGES[0],
            "high": SCHOOL_EDGES[-1],
            "small": share(smallest.typical, words),
            "large": share(largest.typical, words),
            "n_small": smallest.groups,
            "n_large": largest.groups,
        }
        key = "small_unusable" if smallest.typical > ROUGH else "small_rough"
        self.sentence.say(f"<p>{words(key, **words.written(facts))}</p>")
        self.chart.draw(bands_figure(self.found, lang=words.lang))
        self.table.value = self._questions()

    def _questions(self) -> str:
        """Return which questions can be answered, with the typical error of each."""
        words = self.words
        country, denominations, _ = draws(self.epsilon.value)
        by_denomination = draws_truth(denominations)
        rows = [
            (words("question_country"), _typical(country, np.array([school_sizes().sum()]))),
            (words("question_denomination"), by_denomination),
            *(
                (words("question_school", size=band_name(band, words.lang)), band.typical)
                for band in reversed(self.found)
            ),
        ]
        frame = pd.DataFrame(
            [(name, words.percent(round(100 * off, 1)), self._verdict(off)) for name, off in rows],
            columns=["question", "off", "verdict"],
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("questions_caption"),
            headers={name: words(f"questions_{name}") for name in frame.columns},
        )

    def _verdict(self, off: float) -> str:
        """Say what a number with this error is good for."""
        good = "good" if off <= GOOD else "rough" if off <= ROUGH else "no"
        return self.words(f"verdict_{good}")


def draws_truth(denominations: Numbers) -> float:
    """Return the typical relative error of pupils per denomination."""
    from pet_workbench.usecases.education.pupils import pupils

    return _typical(denominations, np.bincount(pupils()["denomination"]))


def _typical(shown: Numbers, true: Numbers) -> float:
    """Return the middle of relative errors."""
    return float(np.median(np.abs(shown - true) / true))
