"""Choices that matter: a bound and a limit trade what is cut off against what noise adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench import dp
from pet_workbench.datasets.municipality import contacts
from pet_workbench.dp.exactly import Number
from pet_workbench.viz.differential_privacy import tradeoff_figure
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Slider
from pet_workbench.widgets.differential_privacy.town import ADD_REMOVE, PERSON, SEED, town
from pet_workbench.widgets.page import Columns, Panel, Sentence, card

BOUNDS = (40_000, 60_000, 80_000, 100_000, 150_000, 200_000, 400_000, 1_000_000)
LIMITS = (1, 2, 3, 5, 10, 20, 50, 100, 200, 400)
SIZES = (500, 2_000, 10_000, 50_000)
EPSILONS = (0.1, 0.2, 0.5, 1, 2)
MOST_MINUTES = 60
_STEP = 100


@dataclass(frozen=True)
class Errors:
    """How far off an answer is at one setting.

    Attributes
    ----------
    cut : float
        What cutting off or leaving out changes.
    noise : float
        Standard deviation of the noise.
    """

    cut: float
    noise: float

    @property
    def together(self) -> float:
        """Return both, as a root mean square."""
        return float(np.hypot(self.cut, self.noise))


@lru_cache(maxsize=256)
def bound_errors(bound: int, *, n: int, epsilon: Number) -> Errors:
    """Return the errors of a mean income, in euros, when incomes are cut off at `bound`."""
    incomes = town(n)["income"].to_numpy()
    total = dp.Sum(column="income", grid=dp.Grid(0, bound, _STEP), epsilon=epsilon, terms=PERSON)
    cut = float((incomes - np.minimum(incomes, bound)).mean())
    return Errors(cut, total.part("steps").noise.deviation * _STEP / n)


@lru_cache(maxsize=256)
def limit_errors(limit: int, *, n: int, epsilon: Number) -> Errors:
    """Return the errors of all minutes together, in hours, with `limit` contacts per person."""
    minutes, kept = _minutes(n), _kept(n, limit)
    terms = dp.Terms(unit="person", neighbours=ADD_REMOVE, column="person", rows_per_group=limit)
    total = dp.Sum(column="minutes", grid=dp.Grid(0, MOST_MINUTES), epsilon=epsilon, terms=terms)
    cut = float(minutes.sum() - minutes[kept].sum())
    return Errors(cut / 60, total.part("steps").noise.deviation / 60)


@lru_cache(maxsize=8)
def _contacts(n: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return whose contacts there are, and how long each took."""
    rows = contacts(n, seed=SEED)
    return rows["person"].to_numpy(), rows["minutes"].to_numpy()


def _minutes(n: int) -> NDArray[Any]:
    """Return how long each contact took."""
    return _contacts(n)[1]


def _kept(n: int, limit: int) -> NDArray[np.bool_]:
    """Return which rows stay: the first so many of each person, as any so many would do."""
    person = _contacts(n)[0]
    first = np.searchsorted(person, person)
    kept: NDArray[np.bool_] = np.arange(len(person)) - first < limit
    return kept


class Tradeoff(Live):
    """A setting whose two errors pull in opposite directions.

    Parameters
    ----------
    words : Words
    name : {"bound", "limit"}
    """

    def __init__(self, words: Words, name: str) -> None:
        self.name = name
        self._settings: Sequence[int] = BOUNDS if name == "bound" else LIMITS
        lang = words.lang
        self.setting = Slider(
            words(f"choice_{name}_setting"),
            self._settings,
            value=self._settings[1],
            lang=lang,
            written=(lambda euros: words.euro(100 * euros, 0)) if name == "bound" else None,
        )
        self.size = Slider(words(f"choice_{name}_size"), SIZES, value=500, lang=lang)
        self.epsilon = Slider(
            words("beside_epsilon"), EPSILONS, value=0.2, lang=lang, written=words.epsilon
        )
        self.chart, self.told, self.alert = Chart(), Sentence(), no_alert()
        controls = (self.setting, self.size, self.epsilon)
        super().__init__(
            words,
            [Columns(controls), self.told, self.alert, self.chart],
            label=words(f"choice_{name}_label"),
            controls=controls,
        )

    def errors(self, setting: int) -> Errors:
        """Return the errors at a setting, with the other choices as they are."""
        work = bound_errors if self.name == "bound" else limit_errors
        return work(setting, n=self.size.value, epsilon=self.epsilon.value)

    def best(self) -> int:
        """Return the setting with the smallest error altogether."""
        return min(self._settings, key=lambda setting: self.errors(setting).together)

    def redraw(self) -> None:
        """Draw the errors of all settings, and say those of the chosen one."""
        words, name = self.words, self.name
        every = [self.errors(setting) for setting in self._settings]
        here = self.errors(self.setting.value)
        self.chart.draw(
            tradeoff_figure(
                {
                    words(f"choice_{name}_cut"): [one.cut for one in every],
                    words("tradeoff_noise"): [one.noise for one in every],
                    words("tradeoff_together"): [one.together for one in every],
                },
                self._settings,
                chosen=self.setting.value,
                titles=(words(f"choice_{name}_axis"), words(f"choice_{name}_error_axis")),
                lang=words.lang,
            )
        )
        best = self.best()
        said = words(
            f"choice_{name}_told",
            cut=self._written(here.cut),
            noise=self._written(here.noise),
            together=self._written(here.together),
            best=words.euro(100 * best, 0) if name == "bound" else words.number(best),
            richest=words.euro(100 * self._richest(), 0),
        )
        self.told.say(f"<p>{said}</p>")

    def _written(self, error: float) -> str:
        """Write an error: in euros, or in hours."""
        words = self.words
        return words.euro(100 * error, 0) if self.name == "bound" else words.number(error, 1)

    def _richest(self) -> float:
        """Return the largest income: what a bound taken from the data would publish."""
        return float(town(self.size.value)["income"].max())


class Choices(Panel):
    """Both choices below each other.

    Attributes
    ----------
    bound, limit : Tradeoff
    """

    def __init__(self, words: Words) -> None:
        self.bound, self.limit = (Tradeoff(words, name) for name in ("bound", "limit"))
        super().__init__(
            [card(words(f"choice_{one.name}_label"), [one]) for one in (self.bound, self.limit)],
            lang=words.lang,
        )
