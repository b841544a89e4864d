"""Does the transformer hold?  The analyst's question, asked of real and of synthetic rows."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pet_workbench.usecases.grid.kept import QUESTIONS, Verdict, mean_off
from pet_workbench.viz.grid import peaks_figure
from pet_workbench.widgets import Chart, Choice, Columns, Sentence, Slider, html, note
from pet_workbench.widgets.case import Busy, Section, small, tie
from pet_workbench.widgets.case.try_it import technique_choice
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.grid.state import CAPACITIES, COLUMNS, HOMES, REQUESTS
from pet_workbench.widgets.synthetic.state import EPSILONS
from pet_workbench.widgets.synthetic.words import SyntheticWords

if TYPE_CHECKING:
    from pet_workbench.widgets.grid.page import GridPage


class Street(Section):
    """What to ask, how rows are made, the peaks of four kinds of street, and a verdict.

    Parameters
    ----------
    page : GridPage

    Attributes
    ----------
    question, request, technique : Choice
    epsilon, homes, capacity : Slider
    chart : Chart
    sentence, meaning : Sentence
    found : tuple of Verdict
        The last ones, for tests.
    """

    words: SyntheticWords

    def __init__(self, page: "GridPage") -> None:
        words = page.words
        self._state = page.state
        self.found: tuple[Verdict, ...] = ()
        self._choices(page)
        self._sliders(page)
        self.busy, self.waiting = Busy(words), Waiting(page)
        self.chart, self.sentence, self.meaning = Chart(), Sentence(), Sentence()
        super().__init__(
            page,
            [
                Columns([self.question, self.request]),
                Columns([self.technique, self.epsilon]),
                Columns([self.homes, self.capacity]),
                self.busy,
                self.waiting,
                self.chart,
                self.sentence,
                self.meaning,
                html(small(words("street_note"))),
                note(words("street_misleads"), lang=page.lang),
            ],
            label=words("street_label"),
            follows=("question", "request", "technique", "epsilon", "homes", "capacity", "asked"),
        )

    def _choices(self, page: "GridPage") -> None:
        """Make the choices, and tie them to the state."""
        words = page.words
        questions = {one: words(f"question_{one}") for one in QUESTIONS}
        requests = {one: words(f"request_{one}") for one in REQUESTS}
        self.question = Choice(words("street_question"), questions)
        self.request = Choice(words("street_request"), requests)
        self.technique = technique_choice(page, "street_technique")
        tie(self.question, page.state, "question")
        tie(self.request, page.state, "request")

    def _sliders(self, page: "GridPage") -> None:
        """Make the sliders, and tie them to the state."""
        words = page.words

        def slider(trait: str, key: str, values: Sequence[Any], written: Any = None) -> Slider:
            start = getattr(page.state, trait)
            made = Slider(
                words(key), values, value=start, lang=words.lang, written=written, live=False
            )
            tie(made, page.state, trait)
            return made

        self.epsilon = slider("epsilon", "control_epsilon", EPSILONS, words.epsilon)
        self.homes = slider("homes", "street_homes", HOMES)
        self.capacity = slider("capacity", "street_capacity", CAPACITIES, partial(_kw, words))

    def redraw(self) -> None:
        """Ask the question of both kinds of rows, unless the rows wait."""
        waits = self._state.has_to_wait()
        self.chart.layout.display = "none" if waits else ""
        if waits:
            self.waiting.list_those_of((self._state.technique,))
            self.sentence.say("")
            self.meaning.say("")
            return
        self.waiting.list_those_of(())
        with self.busy.while_working():
            self.found = self._state.verdicts()
        self.chart.draw(
            peaks_figure(self.found, lang=self.words.lang, question=self._state.question)
        )
        self.sentence.say(self._verdict())
        self.meaning.say(self._meaning())

    def _verdict(self) -> str:
        """Say for how many kinds of street the rows give the right answer."""
        words, found = self.words, self.found
        named = {
            "wrong": [one for one in found if not one.is_right],
            "danger": [one for one in found if one.is_dangerous],
        }
        names = {
            key: words.join([words(f"street_of_{one.dwelling}") for one in some])
            for key, some in named.items()
        }
        key = "street_right"
        if named["wrong"]:
            key = "street_dangerous" if named["danger"] else "street_wrong"
        return words(
            key,
            technique=words.technique(self._state.technique),
            right=words.number(sum(one.is_right for one in found)),
            kinds=words.number(len(found)),
            off=words.percent(round(100 * mean_off(found))),
            capacity=words.plain(self._state.capacity),
            **names,
        )

    def _meaning(self) -> str:
        """Say what explains the outcome: how rows were made, and what was asked for."""
        words, state = self.words, self._state
        generator = state.technique.rpartition(":")[2]
        asked = words.number(len(COLUMNS[state.question]))
        every = words.number(len(state.case.description))
        if generator == "private":
            return words(f"street_private_{state.request}", asked=asked, every=every)
        return words(f"street_{generator}", asked=asked, every=every)


def _kw(words: SyntheticWords, capacity: float) -> str:
    """Write a capacity."""
    return words("kw", kw=words.plain(capacity))
