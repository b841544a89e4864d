"""The question with its sliders: how many people, which limit, which technique, who is third."""

from collections.abc import Sequence

import ipywidgets as w

from pet_workbench.i18n import Language, duration
from pet_workbench.usecases.aio import CASE, THIRD_PARTIES
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.viz.aio import MOST_PERCENT, counts, incomes_figure
from pet_workbench.widgets import Chart, Choice, Columns, Sentence, Slider, html, note
from pet_workbench.widgets.aio.section import RUN, Section, Words, figures_html, small, tie
from pet_workbench.widgets.aio.state import LIMITS, RATES, SIZES, AioState

_NUMBERS_SHOWN = 4


class TryIt(Section):
    """Sliders, the households found, and where they lie among all incomes.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    n, limit, non_take_up : Slider
    technique, third : Choice
    chart : Chart
    sentence : Sentence
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        words = self._words
        self.n = Slider(words("aio.n"), SIZES, lang=lang, live=False)
        self.limit = Slider(
            words("aio.limit"), LIMITS, value=100, lang=lang, written=words.percent, live=False
        )
        self.non_take_up = Slider(
            words("aio.non_take_up"), RATES, lang=lang, written=words.percent, live=False
        )
        self.technique = Choice(
            words("aio.technique"), {id: words.technique(id) for id in CASE.techniques}
        )
        self.third = Choice(
            words("aio.third"), {name: words(f"aio.third_{name.lower()}") for name in THIRD_PARTIES}
        )
        for trait in ("n", "limit", "non_take_up", "technique", "third"):
            tie(getattr(self, trait), state, trait)
        self.euros, self.figures = html(""), html("")
        self.chart, self.sentence = Chart(), Sentence()
        super().__init__(
            state,
            self._layout(),
            lang=lang,
            label=words("aio.try_label"),
            follows=(*RUN, "technique"),
        )

    def _layout(self) -> list[w.Widget]:
        """Return the parts from top to bottom."""
        words = self._words
        return [
            Columns([self.n, self.non_take_up, self.limit]),
            self.euros,
            Columns([self.technique, self.third]),
            html(small(words("aio.third_note"))),
            self.figures,
            self.chart,
            self.sentence,
            html(small(words("aio.chart_note", most=words.percent(MOST_PERCENT)))),
            note(words("aio.try_candidates"), lang=words.lang),
        ]

    def redraw(self) -> None:
        """Run the technique that was chosen, and show what SVB reads."""
        state, words = self._state, self._words
        outcome = state.outcome()
        state.answered(outcome)
        found = outcome.answer.households
        single, couple = (words.euro(cents * state.limit / 100) for cents in norms_cents())
        percent = words.percent(state.limit)
        self.euros.value = small(
            words("aio.limit_euros", percent=percent, single=single, couple=couple)
        )
        self.figures.value = self._figures(None if found is None else found.size, outcome.seconds)
        self.chart.draw(
            incomes_figure(
                counts(state.incomes, limit_percent=state.limit),
                limit_percent=state.limit,
                is_opened=found is not None,
                lang=words.lang,
            )
        )
        self.sentence.say(
            words("aio.try_withheld", minimum=words.number(state.minimum))
            if found is None
            else words(
                "aio.try_found",
                checked=words.number(state.n_checked),
                found=words.number(found.size),
                numbers=self._listed(found.tolist()),
            )
        )

    def _figures(self, found: int | None, seconds: float) -> str:
        """Return the three big numbers."""
        words = self._words
        written = words("aio.figure_withheld") if found is None else words.number(found)
        return figures_html(
            (
                (words("aio.figure_checked"), words.number(self._state.n_checked)),
                (words("aio.figure_found"), written),
                (words("aio.figure_seconds"), duration(seconds, words.lang)),
            )
        )

    def _listed(self, households: Sequence[int]) -> str:
        """Return the first numbers of households, as SVB reads them."""
        return ", ".join(str(one) for one in households[:_NUMBERS_SHOWN]) or "-"
