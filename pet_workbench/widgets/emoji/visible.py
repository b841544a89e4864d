"""How many devices it takes before an emoji becomes visible: a formula, and twenty trials."""

from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Entropy, Keystream
from pet_workbench.dp.local import LocalProtocol
from pet_workbench.usecases.emoji import SIZE, WRONG, central_noise
from pet_workbench.viz.emoji import needed_figure, short_name
from pet_workbench.widgets import Button, Chart, Sentence, Slider, html, row
from pet_workbench.widgets.case import Busy, Section, small
from pet_workbench.widgets.emoji.state import LOCALS, kind_of

if TYPE_CHECKING:
    from pet_workbench.widgets.emoji.page import EmojiPage

PLACES = (0, 4, 9, 14, 19, 29, 39, 49, 63)
"""Emoji to choose from: common to rare."""
TRIALS = 20
SLIDER_WIDTH = 16
"""Characters beside a slider."""
SURE = 0.9
MOST = 300_000
"""More devices than this are not tried here."""
_SHARES = tuple(float(one) for one in np.geomspace(0.001, 0.4, 30))


def central_needed(epsilon: float, share: float) -> float:
    """Return how many devices make an emoji visible, if a collector adds the noise.

    Parameters
    ----------
    epsilon : float
    share : float
        Of people who use it, above 0.
    """
    noise = central_noise(epsilon)
    return (noise.quantile(1 - WRONG / SIZE) + noise.quantile(2 * SURE - 1)) / share


class Visible(Section):
    """A slider over emoji, a chart, and a button that tries it.

    Parameters
    ----------
    page : EmojiPage

    Attributes
    ----------
    place : Slider
        Which emoji, by its place on the list.
    chart : Chart
    sentence, tried : Sentence
    button : Button
    found : int or None
        In how many trials it was seen; for tests.
    """

    found: int | None = None

    def __init__(self, page: "EmojiPage") -> None:
        words = page.words
        self._state, self._lang = page.state, page.lang
        self.place = Slider(
            words("visible_place"), PLACES, value=4, lang=page.lang, written=self._written
        )
        self.chart, self.sentence, self.tried = Chart(), Sentence(), Sentence()
        self.busy = Busy(words)
        self.button = Button(words("visible_try", trials=TRIALS), self.attempt, primary=True)
        super().__init__(
            page,
            [
                self.place,
                self.sentence,
                self.chart,
                html(small(words("visible_formula"))),
                row([self.button]),
                self.busy,
                self.tried,
            ],
            label=words("visible_label"),
            follows=(*page.state.decisive, "technique"),
        )
        self.place.observe(self.refresh, "value")

    def _name(self, place: int) -> str:
        """Write an emoji in words; on a slider its picture would have no font of ours."""
        return self._state.listed.names[self._lang][place]

    def _written(self, place: int) -> str:
        """Write an emoji beside the slider, also on a telephone."""
        return short_name(self._name(place), SLIDER_WIDTH)

    @property
    def needed(self) -> int:
        """How many devices the chosen emoji takes, with the protocol of the page."""
        share = float(self._state.listed.shares[self.place.value])
        return self._state.protocol.support.devices_needed(share, values=SIZE, sure=SURE)

    def redraw(self) -> None:
        """Draw the lines, and say what the chosen emoji takes."""
        state, words = self._state, self.words
        self.place.options = [(self._written(place), place) for place in PLACES]
        place = self.place.value
        share = float(state.listed.shares[place])
        name = self._name(place)
        lines = {words(f"short_{kind_of(id)}"): self._line(state.protocol_of(id)) for id in LOCALS}
        lines[words("short_central")] = [central_needed(state.epsilon, one) for one in _SHARES]
        self.chart.draw(
            needed_figure(lines, _SHARES, chosen=(name, share, self.needed), lang=self.page.lang)
        )
        facts: dict[str, Any] = {
            "emoji": state.listed.emoji[place],
            "name": name,
            "share": words.percent(100 * share),
            "needed": about(self.needed),
            "technique": words.technique(state.local),
            "central": about(np.ceil(central_needed(state.epsilon, share))),
        }
        self.sentence.say(words("visible_needed", **words.written(facts)))
        self.found = None
        self.tried.say("")

    @staticmethod
    def _line(protocol: LocalProtocol) -> list[float]:
        """Return the devices needed for each share."""
        return [protocol.support.devices_needed(one, values=SIZE, sure=SURE) for one in _SHARES]

    def attempt(self) -> None:
        """Let so many devices report, and a quarter of them, some times each."""
        words, needed = self.words, self.needed
        if needed > MOST:
            self.tried.say(words("visible_too_many", most=words.number(MOST), trials=TRIALS))
            return
        with self.busy.while_working():
            self.found, quarter = self._seen(needed), self._seen(needed // 4)
        facts = {"trials": TRIALS, "seen": self.found, "quarter": quarter, "needed": needed}
        self.tried.say(
            words("visible_tried", **words.written(facts), few=words.number(needed // 4))
        )

    def _seen(self, n: int) -> int:
        """Return in how many trials the chosen emoji is seen among `n` devices."""
        place, protocol = self.place.value, self._state.protocol
        ends = np.rint(n * np.cumsum([0, *self._state.listed.shares])).astype(np.int64)
        devices = np.repeat(np.arange(SIZE), np.diff(ends))
        seen = 0
        for _ in range(TRIALS):
            reports = protocol.report(devices, Keystream(Entropy().key()))
            seen += int(protocol.estimate(reports).seen(wrong=WRONG)[place])
        return seen


def about(number: float) -> int:
    """Return a number in three digits, for more would say more than a rule of thumb knows.

    Examples
    --------
    >>> about(37_299), about(12)
    (37300, 12)
    """
    return int(float(f"{number:.3g}"))
