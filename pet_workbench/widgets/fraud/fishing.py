"""An insurer that lies: everybody on its list, no threshold, other scores in every run."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.lying_input import Narrowed, narrow
from pet_workbench.core import PetError
from pet_workbench.usecases.fraud import BANK, CASE, INSURER, KVK
from pet_workbench.usecases.fraud.scores import (
    HIGHEST,
    TOTAL_WEIGHT,
    WEIGHTS,
    company_score,
)
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.fraud import narrowing_figure
from pet_workbench.widgets import (
    Button,
    Chart,
    Columns,
    Sentence,
    Slider,
    html,
    note,
    row,
    table_html,
)
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.fraud.page import FraudPage

UNLIMITED = 0
RUNS = (1, 2, 3, 4, 6, 8, 10, 12)
ALLOWED = (UNLIMITED, 1, 2, 3, 5)
LONGEST = (UNLIMITED, 500, 1_000, 2_000, 5_000)
_ROWS = 5


def bank_scores(
    claims: NDArray[np.int64], company: NDArray[np.int64], *, weighted_threshold: int
) -> NDArray[np.int64]:
    """Return the bank's scores that follow from the smallest claims with which providers are found.

    Parameters
    ----------
    claims : ndarray of int64, shape (n,)
        Smallest score of the insurer's with which the weighted score reaches its threshold.
    company : ndarray of int64, shape (n,)
        The trade register's scores; its facts are public.
    weighted_threshold : int

    Examples
    --------
    With a threshold of 60 and nothing in the register, both scores have to add up to 150; who is
    found with a claim of 75 and not with 74 has 75 at the bank:

    >>> bank_scores(np.array([75]), np.array([0]), weighted_threshold=60).tolist()
    [75]
    """
    missing = TOTAL_WEIGHT * weighted_threshold - WEIGHTS[KVK] * company
    return -(-missing // WEIGHTS[BANK]) - claims


class Fishing(Section):
    """Sliders for the lie and for the two brakes of the bank, and what the insurer reads.

    Parameters
    ----------
    page : FraudPage

    Attributes
    ----------
    runs, allowed, longest : Slider
    button : Button
    chart : Chart
    sentence : Sentence
    found : Narrowed or None
        What the last attack gave, for tests.
    """

    def __init__(self, page: "FraudPage") -> None:
        words, lang = page.words, page.lang
        self.words = words
        self.found: Narrowed | None = None
        self.runs = Slider(words("fishing_runs"), RUNS, value=10, lang=lang)
        self.allowed = Slider(words("fishing_allowed"), ALLOWED, lang=lang, written=self._written)
        self.longest = Slider(words("fishing_longest"), LONGEST, lang=lang, written=self._written)
        self.button = Button(words("fishing_button"), self.attack, primary=True)
        self.busy, self.sentence, self.chart = Busy(words), Sentence(), Chart()
        self.refusal, self.table = html(""), html("")
        super().__init__(
            page,
            [
                Columns([self.runs, self.allowed, self.longest]),
                row([self.button]),
                self.busy,
                self.refusal,
                self.sentence,
                self.chart,
                self.table,
                note(words("fishing_why"), lang=lang, kind="fact"),
            ],
            label=words("fishing_label"),
            follows=page.state.decisive,
        )
        for slider in (self.runs, self.allowed, self.longest):
            slider.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away: it was about other settings."""
        self.found = None
        self.refusal.value = self.table.value = ""
        self.chart.layout.display = "none"
        self.sentence.say(self.words("fishing_ready"))

    def attack(self) -> None:
        """Ask again and again, until all questions are asked or the bank refuses."""
        self.redraw()
        steps: list[Narrowed] = []
        try:
            with self.busy.while_working():
                for step in self._ask():
                    steps.append(step)
        except PetError as error:
            self.refusal.value = self._refused(error)
        self._show(steps)

    def _refused(self, error: PetError) -> str:
        """Say why the bank stopped, with the parties' names in the reader's language."""
        if error.id != "errors.list_limit":
            return errors_html([error], self.page.lang)
        length, limit = (self.words.value(error.parameters[name]) for name in ("length", "limit"))
        said = escape(self.words("fishing_too_long", length=length, limit=limit))
        return f'<div class="pet-error" role="alert"><p>{said}</p></div>'

    def _ask(self) -> Iterator[Narrowed]:
        """Run the case with false input, other scores in every run."""
        state = self.page.state
        tables, limit = state.tables, self.allowed.value
        everybody = tables[KVK]["provider"].to_numpy(np.int64)
        chosen = {
            **state.run_arguments(),
            "insurer_threshold": 0,
            "run_limit": None if limit == UNLIMITED else RunLimit(limit),
            "largest_list": self.longest.value or None,
        }

        def ask(claims: NDArray[np.int64]) -> NDArray[np.bool_] | None:
            lie = pd.DataFrame({"provider": everybody, "score": claims})
            outcome = CASE.run(
                "secret-sharing", {**tables, INSURER: lie}, keep_payload_bytes=0, **chosen
            )
            found = outcome.answer.providers
            return None if found is None else np.isin(everybody, found)

        anchors = state.minimum_found
        return narrow(ask, everybody.size, most=HIGHEST, runs=self.runs.value, anchors=anchors)

    def _show(self, steps: list[Narrowed]) -> None:
        """Say and draw what came of it."""
        words = self.words
        if not steps:
            self.sentence.say(words("fishing_stopped"))
            return
        last = self.found = steps[-1]
        hit = np.flatnonzero(last.high <= HIGHEST)
        left = [float((step.high - step.low + 1)[hit].mean()) if hit.size else 0 for step in steps]
        exact = int((last.exact & (last.high > 0))[hit].sum())
        tables = self.page.state.tables
        hooked = tables[KVK]["provider"].to_numpy()[hit]
        said = {
            "runs": len(steps),
            "customers": hit.size,
            "exact": exact,
            "strangers": int((~np.isin(hooked, tables[INSURER]["provider"])).sum()),
            "left": left[-1],
        }
        key = "fishing_exact" if exact else "fishing_narrowed"
        self.sentence.say(words(key, **words.written(said)))
        self.chart.layout.display = ""
        self.chart.draw(narrowing_figure(left, lang=self.page.lang))
        self.table.value = self._table(last, hit[np.argsort(last.high[hit], kind="stable")][:_ROWS])

    def _table(self, last: Narrowed, rows: NDArray[np.int64]) -> str:
        """Show what the insurer reads of the first customers, and the truth."""
        words, facts = self.words, self.page.state.tables[KVK].iloc[rows]
        company = company_score(facts["years"].to_numpy(), facts["changes"].to_numpy())
        threshold = self.page.state.weighted_threshold
        low, high = (
            np.minimum(bank_scores(claims, company, weighted_threshold=threshold), HIGHEST)
            for claims in (last.high[rows], last.low[rows])
        )
        bank = self.page.state.tables[BANK].set_index("provider")["score"]
        read = [
            words.number(a) if a == b else words("range", low=words.number(a), high=words.number(b))
            for a, b in zip(low.tolist(), high.tolist(), strict=True)
        ]
        providers = facts["provider"].to_numpy()
        frame = pd.DataFrame(
            {
                "provider": providers.astype(str),
                "read": read,
                "truth": bank.reindex(providers).to_numpy(),
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("fishing_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    def _written(self, value: int) -> str:
        """Write a brake; 0 means that there is none."""
        return self.words("fishing_unlimited") if value == UNLIMITED else self.words.number(value)
