"""The attack with fake devices: how many lift an emoji to the top, with every technique."""

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pet_workbench.attacks.malicious_devices import fake_reports, fakes_needed, gain
from pet_workbench.core import Entropy, Keystream
from pet_workbench.usecases.emoji import CASE, Popularity
from pet_workbench.viz.emoji import emoji_name, short_name
from pet_workbench.widgets import Button, Columns, Slider, row, table_html
from pet_workbench.widgets.case import AttackSection
from pet_workbench.widgets.emoji.state import LOCALS
from pet_workbench.widgets.emoji.visible import PLACES, SLIDER_WIDTH

if TYPE_CHECKING:
    from pet_workbench.widgets.emoji.page import EmojiPage

COUNTS = (10, 30, 100, 300, 1_000, 3_000, 10_000)
_COLUMNS = ("technique", "gain", "before", "after", "needed")


class Fakes(AttackSection):
    """A rare emoji, a number of fake devices, and a button.

    Parameters
    ----------
    page : EmojiPage

    Attributes
    ----------
    target, fakes : Slider
    button : Button
    found : DataFrame or None
        What came of it per technique, as numbers; for tests.
    """

    page: "EmojiPage"
    found: pd.DataFrame | None = None

    def __init__(self, page: "EmojiPage") -> None:
        words = page.words
        self._state, self._lang = page.state, page.lang
        rare = PLACES[3:]
        self.target = Slider(
            words("attack_target"), rare, value=rare[3], lang=page.lang, written=self._written
        )
        self.fakes = Slider(words("attack_fakes"), COUNTS, value=300, lang=page.lang)
        self.button = Button(words("attack_lift"), self.doing(self.lift), primary=True)
        self._rare = rare
        super().__init__(
            page,
            [Columns([self.target, self.fakes]), row([self.button])],
            follows=page.state.decisive,
        )
        for slider in (self.target, self.fakes):
            slider.observe(self.refresh, "value")

    def _name(self, place: int) -> str:
        """Write an emoji in words."""
        return self._state.listed.names[self._lang][place]

    def _written(self, place: int) -> str:
        """Write an emoji beside the slider, also on a telephone."""
        return short_name(self._name(place), SLIDER_WIDTH)

    def redraw(self) -> None:
        """Name the emoji of the present list, and take the last attack away."""
        options = tuple((self._written(place), place) for place in self._rare)
        if options != tuple(self.target.options):
            self.target.options = options
        super().redraw()

    def lift(self) -> None:
        """Let the fake devices report, with every technique."""
        state, words = self._state, self.words
        target, fakes = self.target.value, self.fakes.value
        rows = [self._lifted(id, target, fakes) for id in CASE.techniques]
        self.found = pd.DataFrame(rows, columns=list(_COLUMNS))
        by_technique = self.found.set_index("technique")
        facts = {
            "fakes": fakes,
            "name": self._name(target),
            "emoji": state.listed.emoji[target],
            "least": words.number(float(by_technique["gain"][list(LOCALS)].min()), 1),
            "most": words.number(float(by_technique["gain"][list(LOCALS)].max()), 1),
            "epsilon": self.words.epsilon(state.epsilon),
        }
        self.sentence.say(words("attack_found", **words.written(facts)))
        self.table.value = table_html(
            self.found.assign(technique=[words.technique(id) for id in CASE.techniques]),
            lang=words.lang,
            caption=words(
                "attack_caption",
                fakes=words.number(fakes),
                emoji=emoji_name(state.listed, target, words.lang),
            ),
            headers={name: words(f"attack_column_{name}") for name in _COLUMNS},
            written={"gain": lambda gained: words.number(gained, 1)},
        )

    def _lifted(self, id: str, target: int, fakes: int) -> list[object]:
        """Return technique, gain, the estimate before and after, and what the top takes."""
        state = self._state
        outcome = state.outcome(id)
        before: Popularity = outcome.answer
        gap = float(before.counts.max() - before.counts[target])
        if id not in LOCALS:
            after = float(before.counts[target]) + fakes
            return [id, 1.0, round(float(before.counts[target])), round(after), max(ceil(gap), 0)]
        protocol = state.protocol_of(id)
        stream = Keystream(Entropy().key())
        forged = fake_reports(protocol, target, fakes, stream=stream)
        honest = state.reports(outcome)
        read = protocol.estimate(np.concatenate([honest, forged])).counts
        needed = fakes_needed(protocol, max(gap, 0.0))
        return [
            id,
            float(gain(protocol)),
            round(float(before.counts[target])),
            round(float(read[target])),
            needed,
        ]
