"""What the answer itself gives away: small numbers, and the same question with another limit."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import ipywidgets as w
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.threshold_search import Bracket, brackets
from pet_workbench.core import PetError, PrivacyError
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.usecases.run_limit import RunLimit
from pet_workbench.viz.aio import brackets_figure
from pet_workbench.widgets import (
    Button,
    Chart,
    Columns,
    Sentence,
    Slider,
    error_sentence,
    html,
    note,
    row,
    table_html,
)
from pet_workbench.widgets.aio.state import HOMOMORPHIC, LIMITS, MINIMA, PLAIN, Run
from pet_workbench.widgets.case import Section, small, tie
from pet_workbench.widgets.case.waiting import Waiting

if TYPE_CHECKING:
    from pet_workbench.widgets.aio.page import AioPage

UNLIMITED = 0
ALLOWED = (UNLIMITED, 1, 2, 3, 5, 8, 12)
_ROWS = 6
_LOG_ROWS = 10

Answers = list[tuple[float, NDArray[np.int64]]]


class Limits(Section):
    """The brake on small numbers, the differencing attack, the log, and UWV's counter.

    Parameters
    ----------
    page : AioPage

    Attributes
    ----------
    minimum, low, high, allowed : Slider
    two, nine : Button
    chart : Chart
    sentence : Sentence
        What the attack found.
    found : tuple of Bracket
        The same, for tests.
    """

    def __init__(self, page: "AioPage") -> None:
        self.words, self._state = page.words, page.state
        words, state, lang = page.words, page.state, page.lang
        self.found: tuple[Bracket, ...] = ()
        self._counter: RunLimit | None = None
        self.minimum = Slider(words("minimum"), MINIMA, lang=lang)
        tie(self.minimum, state, "minimum")
        self.small, self.waiting = Sentence(), Waiting(page)
        self.low, self.high = (
            Slider(words(key), LIMITS, lang=lang, value=at, written=words.percent)
            for key, at in (("difference_low", 100), ("difference_high", 110))
        )
        self.allowed = Slider(words("allowed"), ALLOWED, lang=lang, written=self._allowed)
        self.allowed.observe(lambda _: self._new_counter(), "value")
        self.two = Button(words("ask_two"), lambda: self.attack(2), primary=True)
        self.nine = Button(words("ask_nine"), lambda: self.attack(9))
        self.refusal, self.counted, self.history = html(""), html(""), html("")
        self.chart, self.sentence, self.table = Chart(), Sentence(), html("")
        super().__init__(
            page,
            self._layout(),
            label=words("limits_label"),
            follows=(*state.decisive, "technique", "asked"),
        )
        self._forget()
        state.observe(self._forget, list(state.data))
        state.observe(lambda _: self._list_runs(), "runs")
        self._list_runs()

    def _layout(self) -> list[w.Widget]:
        """Return the parts from top to bottom."""
        words = self.words
        return [
            html(f"<h4>{words('aio.minimum_title')}</h4>"),
            self.minimum,
            self.small,
            self.waiting,
            html(f"<h4>{words('aio.difference_title')}</h4>"),
            Columns([self.low, self.high, self.allowed]),
            row([self.two, self.nine]),
            self.counted,
            self.refusal,
            self.chart,
            self.sentence,
            self.table,
            self.history,
            note(words("allowed_why"), lang=words.lang, kind="fact"),
        ]

    def redraw(self) -> None:
        """Say whether the answer of the present run is opened."""
        state, words = self._state, self.words
        if self.waiting.list_those_of((state.technique,)):
            self.small.say("")
            return
        outcome = state.outcome()
        found = outcome.answer.households
        kept = "_by_svb" if state.technique == HOMOMORPHIC else ""
        if found is None:
            key, said = f"minimum_withheld{kept}", {"minimum": words.number(state.minimum)}
        else:
            key = "minimum_plain" if state.technique == PLAIN else f"minimum_opened{kept}"
            said = {"found": words.number(found.size), "minimum": words.number(state.minimum)}
        self.small.say(words(key, **said))

    def attack(self, questions: int) -> None:
        """Ask `questions` times between the two limits, and lay the answers side by side."""
        words, (low, high) = self.words, sorted((self.low.value, self.high.value))
        self._forget()
        if low == high:
            self.sentence.say(words("difference_same"))
            return
        answers = self._ask(np.linspace(low, high, questions).tolist())
        self._count()
        if len(answers) < 2:
            self.sentence.say(words("difference_too_little"))
            return
        self.found = brackets(answers)
        self._show(len(answers))

    def _ask(self, limits: Sequence[float]) -> Answers:
        """Return the answers, up to where UWV refuses."""
        answers: Answers = []
        try:
            for limit in limits:
                found = self._state.ask(limit, self._counter)
                if found is not None:
                    answers.append((limit, found))
        except PrivacyError as error:
            self._refused(error)
        return answers

    def _refused(self, error: PetError) -> None:
        """Show UWV's refusal."""
        said = escape(error_sentence(error, self.words.lang))
        self.refusal.value = f'<div class="pet-error" role="alert"><p>{said}</p></div>'

    def _show(self, questions: int) -> None:
        """Show who lies between the limits, and how precisely that is known."""
        words = self.words
        households = sum(bracket.items.size for bracket in self.found)
        if not households:
            self.sentence.say(words("difference_nobody"))
            return
        self.chart.draw(brackets_figure(self.found, lang=words.lang))
        self.chart.layout.display = ""
        widest = max(bracket.high - bracket.low for bracket in self.found)
        self.sentence.say(
            words(
                "difference_found",
                households=words.number(households),
                width=words.euro(widest / 100 * max(norms_cents()), 0),
                questions=words.number(questions),
            )
        )
        self.table.value = self._brackets()

    def _brackets(self) -> str:
        """Show the first households with the bracket of their income."""
        words = self.words
        pairs = [(b, int(home)) for b in self.found for home in b.items.tolist()][:_ROWS]
        homes = self._state.incomes.loc[[home for _, home in pairs]]
        norms = np.array(norms_cents())[homes["size"] - 1]
        aow, other = homes["aow_cents"].tolist(), homes["other_cents"].tolist()
        between = [
            words(
                "difference_between",
                low=words.euro(max(0, round(norm * bracket.low / 100) - own)),
                high=words.euro(round(norm * bracket.high / 100) - own),
            )
            for (bracket, _), norm, own in zip(pairs, norms.tolist(), aow, strict=True)
        ]
        frame = pd.DataFrame(
            {
                "household": [str(home) for _, home in pairs],
                "aow": aow,
                "bracket": between,
                "truth": other,
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("difference_caption"),
            headers={name: words(f"difference_{name}") for name in frame.columns},
            written={"aow": words.euro, "truth": words.euro},
        )

    def _list_runs(self) -> None:
        """List the last questions about these data."""
        words, runs = self.words, self._state.runs
        shown = list(enumerate(runs, start=1))[-_LOG_ROWS:]
        frame = pd.DataFrame(
            {
                "n": [str(place) for place, _ in shown],
                "limit": [words.percent(run.limit) for _, run in shown],
                "found": [self._answer(run) for _, run in shown],
            }
        )
        self.history.value = table_html(
            frame,
            lang=words.lang,
            caption=words("runs_caption"),
            headers={name: words(f"runs_{name}") for name in frame.columns},
        )

    def _answer(self, run: Run) -> str:
        """Write what came of one question."""
        if run.found is None:
            return self.words("runs_refused" if run.is_refused else "runs_withheld")
        return self.words("tamper_households", found=self.words.number(run.found))

    def _new_counter(self) -> None:
        """Make a new agreement with UWV."""
        allowed = self.allowed.value
        self._counter = None if allowed == UNLIMITED else RunLimit(allowed)
        self._forget()
        self._count()

    def _count(self) -> None:
        """Show how often UWV has taken part."""
        counter, words = self._counter, self.words
        self.counted.value = (
            ""
            if counter is None
            else small(
                words(
                    "allowed_used",
                    used=words.number(counter.used),
                    maximum=words.number(counter.maximum),
                )
            )
        )

    def _forget(self, _: object = None) -> None:
        """Take the last attack away."""
        self.found = ()
        self.refusal.value = self.table.value = ""
        self.chart.layout.display = "none"
        self.sentence.say(self.words("difference_ready"))

    def _allowed(self, maximum: int) -> str:
        """Write a number of computations."""
        if maximum == UNLIMITED:
            return self.words("allowed_all")
        return self.words.number(maximum)
