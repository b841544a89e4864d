"""The hospital's model, read by the care organisation: off scores, or off one encrypted reply."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.model_from_reply import weights_in
from pet_workbench.attacks.model_from_scores import recover
from pet_workbench.core import Entropy, Keystream
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import Scheme
from pet_workbench.usecases.falls import CARE, FEATURES, HOSPITAL, WEIGHT_UNIT, WEIGHTS, Model
from pet_workbench.usecases.falls.by_encryption import choice, scored
from pet_workbench.usecases.falls.clients import BOUNDS, CENTRE_AGE, COLUMNS, features
from pet_workbench.viz.falls import weights_figure
from pet_workbench.widgets import Button, Chart, Choice, Columns, Sentence, Slider, html, note, row
from pet_workbench.widgets.case import Busy, Section

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.page import FallsPage

WAYS = ("scores", "invented", "ckks", "bfv")
"""Off scores of clients or of invented ones, or off the reply about one client in a scheme."""
ASKED = (5, 10, 17, 25, 50, 100, 250, 500)
STEPS = (0.0, 0.01, 0.1, 0.5, 1.0)
"""To what scores are rounded before the care organisation reads them; 0 for not at all."""
_CLOSE, _EXACT = 0.05, 1e-3

Numbers = NDArray[np.float64]


def invented_clients() -> pd.DataFrame:
    """Return one client without any characteristic, and for each feature one who has just that.

    Examples
    --------
    >>> clients = invented_clients()
    >>> len(clients), features(clients)[1:].tolist() == np.eye(16, dtype=int).tolist()
    (17, True)
    """
    n = len(WEIGHTS)
    columns = {name: np.zeros(n, np.int64) for name in COLUMNS}
    columns["person"] = np.arange(n)
    columns["age"] += CENTRE_AGE
    for place, name in enumerate(FEATURES, start=1):
        earlier = {"fell_once": 1, "fell_often": 2}.get(name)
        columns[name if earlier is None else "earlier_falls"][place] += earlier or 1
    return pd.DataFrame(columns)


class Recovering(Section):
    """What is attacked, how many clients are asked about, how scores are rounded, and a button.

    Parameters
    ----------
    page : FallsPage

    Attributes
    ----------
    way : Choice
    asked, step : Slider
        For the attack on scores only.
    button : Button
    sentence : Sentence
    chart : Chart
        The true weights and the computed ones.
    found : ndarray of float or None
        By how much each weight is off, NaN where it is not known; for tests.
    """

    def __init__(self, page: "FallsPage") -> None:
        words, lang = page.words, page.lang
        self._page = page
        self.found: Numbers | None = None
        self.way = Choice(words("recover_way"), {one: words(f"recover_way_{one}") for one in WAYS})
        self.asked = Slider(words("recover_asked"), ASKED, value=25, lang=lang)
        self.step = Slider(words("recover_step"), STEPS, lang=lang, written=self._written)
        self.button = Button(words("recover_button"), self.attack, primary=True)
        self.busy, self.sentence, self.chart = Busy(words), Sentence(), Chart()
        self._sliders = Columns([self.asked, self.step])
        heading = html(f"<h3>{words('recover_title')}</h3><p>{words('recover_intro')}</p>")
        controls = [heading, self.way, self._sliders, row([self.button])]
        why = note(words("recover_why"), lang=lang, kind="fact")
        super().__init__(
            page,
            [*controls, self.busy, self.sentence, self.chart, why],
            label=words("recover_label"),
            follows=page.state.decisive,
        )
        for control in (self.way, self.asked, self.step):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away."""
        self.found = None
        self._sliders.layout.display = "" if self.way.value == "scores" else "none"
        self.chart.layout.display = "none"
        self.sentence.say(self.words(f"recover_ready_{self.way.value}"))

    def attack(self) -> None:
        """Compute weights in the way that was chosen, and hold them against the true ones."""
        true = Model.of(self._page.state.tables[HOSPITAL]).weights / WEIGHT_UNIT
        with self.busy.while_working():
            weights = self._computed()
        self.found = np.abs(weights - true)
        self.sentence.say(self._told())
        self.chart.layout.display = "none" if np.isnan(weights).all() else ""
        self._draw(weights, true)

    def _computed(self) -> Numbers:
        """Return the weights, NaN where they cannot be told."""
        if self.way.value == "scores":
            return self._by_scores()
        return self._by_invented() if self.way.value == "invented" else self._by_reply()

    def _by_invented(self) -> Numbers:
        """Ask about clients who do not exist, of whom each has one characteristic more."""
        page, clients = self._page, invented_clients()
        tables = {**page.state.tables, CARE: clients}
        answer = page.case.run(page.main, tables, keep_payload_bytes=0).answer
        return recover(features(clients), answer.scores).weights

    def _by_scores(self) -> Numbers:
        """Solve for the weights with the scores of the first clients."""
        state, n = self._page.state, self.asked.value
        scores = state.outcome(self._page.main).answer.scores[:n]
        if self.step.value:
            scores = np.rint(scores / self.step.value) * self.step.value
        return recover(features(state.tables[CARE])[:n], scores).weights

    def _by_reply(self) -> Numbers:
        """Let the hospital answer about one client, and solve for the weights in its reply."""
        scheme: Scheme = self.way.value
        tables = self._page.state.tables
        client = features(tables[CARE].iloc[:1])
        secret = SecretKey.generate(choice(scheme).parameters)
        sent = [
            secret.encrypt(values, bound=BOUNDS[name])
            for name, values in zip(FEATURES, client.T, strict=True)
        ]
        noise = Keystream(Entropy().key())
        read = weights_in(sent, scored(sent, Model.of(tables[HOSPITAL]), noise=noise))
        if read is None:
            return np.full(len(WEIGHTS), np.nan)
        return np.append(np.nan, read / WEIGHT_UNIT)

    def _told(self) -> str:
        """Say what came of it."""
        words, off = self.words, self.found
        assert off is not None, "the attack has just been carried out"
        known = int((~np.isnan(off)).sum())
        asked = self.asked.value if self.way.value == "scores" else len(WEIGHTS)
        facts = {"known": known, "all": len(WEIGHTS), "asked": asked}
        if self.way.value in ("ckks", "bfv"):
            key = f"recover_{self.way.value}_{'read' if known else 'hidden'}"
            return words(key, **words.written(facts))
        if known < len(WEIGHTS):
            return words("recover_few", **words.written(facts))
        worst, near = float(off.max()), int((off < _CLOSE).sum())
        key = "recover_all" if worst < _EXACT else "recover_about"
        return words(key, **words.written({**facts, "near": near}), worst=words.number(worst, 2))

    def _draw(self, weights: Numbers, true: Numbers) -> None:
        """Draw the weights of the features, and those that were computed."""
        names = {at: self.words(f"feature_{name}") for at, name in enumerate(FEATURES, start=1)}
        read = {at: name for at, name in names.items() if not np.isnan(weights[at])}
        self.chart.draw(
            weights_figure(
                {name: float(true[at]) for at, name in names.items()},
                {name: float(weights[at]) for at, name in read.items()},
                lang=self.words.lang,
            )
        )

    def _written(self, step: float) -> str:
        """Write to what scores are rounded."""
        words = self._page.words
        return words.number(step, 2) if step else words("recover_step_none")
