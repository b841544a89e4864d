"""Reporting every day: what the maker knows of one device after a month, a season, a year."""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.attacks.repeated_reports import best_guesses
from pet_workbench.core import Entropy, Keystream
from pet_workbench.dp.local import LocalProtocol
from pet_workbench.i18n import percent
from pet_workbench.viz.emoji import days_figure
from pet_workbench.widgets import Chart, Sentence, Slider, html
from pet_workbench.widgets.case import Section, small

if TYPE_CHECKING:
    from pet_workbench.widgets.emoji.page import EmojiPage

DAYS = (1, 3, 7, 14, 30, 90, 180, 365)
FOLLOWED = 300
"""Devices whose emoji the maker tries to guess."""


class Again(Section):
    """A slider over days, a chart and what epsilons add up to.

    Parameters
    ----------
    page : EmojiPage

    Attributes
    ----------
    days : Slider
    chart : Chart
    sentence : Sentence
    fresh : list of float
        Share guessed right after each number of `DAYS`.
    memory, before : float
        The same with one report that is repeated, and without any.
    """

    page: "EmojiPage"
    is_patient = True

    def __init__(self, page: "EmojiPage") -> None:
        words = page.words
        self._state = page.state
        self.fresh: list[float] = []
        self.memory = self.before = 0.0
        self.days = Slider(words("again_days"), DAYS, value=30, lang=page.lang)
        self.chart, self.sentence = Chart(), Sentence()
        super().__init__(
            page,
            [self.days, self.sentence, self.chart, html(small(words("again_note")))],
            label=words("again_label"),
            follows=("epsilon", "texts", "technique"),
        )
        self.days.observe(lambda _: self._say(), "value")

    def redraw(self) -> None:
        """Let devices report day after day, and guess."""
        state = self._state
        protocol, shares = state.protocol, state.listed.shares
        values = np.random.default_rng(1).choice(shares.size, FOLLOWED, p=shares)
        self.before = float((values == int(shares.argmax())).mean())
        self.fresh = _guessed(protocol, values, shares)
        self.memory = self.fresh[0]
        self.chart.draw(
            days_figure(
                DAYS,
                fresh=self.fresh,
                memory=self.memory,
                before=self.before,
                lang=self.page.lang,
            )
        )
        self._say()

    def _say(self) -> None:
        """Say what the chosen number of days adds up to."""
        state, words = self._state, self.words
        days = self.days.value
        facts = {
            "days": days,
            "followed": FOLLOWED,
            "technique": words.technique(state.local),
            "epsilon": self.words.epsilon(state.epsilon),
            "total": self.words.epsilon(days * state.epsilon),
            "right": percent(self.fresh[DAYS.index(days)], words.lang),
            "memory": percent(self.memory, words.lang),
            "before": percent(self.before, words.lang),
        }
        self.sentence.say(words("again_found", **words.written(facts)))


def _guessed(protocol: LocalProtocol, values: np.ndarray, shares: np.ndarray) -> list[float]:
    """Return which part of the devices is guessed right after each number of days."""
    stream = Keystream(Entropy().key())
    everything = protocol.report(np.tile(values, DAYS[-1]), stream)
    days = np.split(everything, DAYS[-1])
    return [
        float((best_guesses(protocol, days[:count], shares) == values).mean()) for count in DAYS
    ]
