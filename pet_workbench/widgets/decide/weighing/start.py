"""Begin with the example or with nothing, without losing what is there."""

from collections.abc import Callable
from html import escape

from pet_workbench.decide.weighing import Weighing, example
from pet_workbench.decide.weighing.example import example_case, example_title
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.asking import Asking
from pet_workbench.widgets.decide.weighing.state import WeighingState, fresh
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html


class Start(Panel):
    """Two buttons; a question before something would be replaced.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    example, empty : Button
    asking : Asking
    said : Sentence
    problem : Sentence
        Why the weighing of the dossier cannot be read.
    """

    def __init__(self, state: WeighingState) -> None:
        words: Words = state.words
        self._state, self._words = state, words
        self.example = Button(words("start_example"), self._ask_example, primary=True)
        self.empty = Button(words("start_empty"), self._ask_empty)
        self.asking, self.said, self.problem = Asking(), Sentence(), Sentence()
        super().__init__(
            [
                html(f"<p>{words('start_intro')}</p>"),
                row([self.example, self.empty]),
                self.asking,
                self.problem,
                self.said,
            ],
            lang=words.lang,
            label=words("start_label"),
        )
        state.observe(lambda _: self._show(), "problem")
        state.desk.observe(lambda _: self._forget(), "opened")
        self._show()

    def begin_with_example(self) -> None:
        """Put the example in the place of the weighing that is there."""
        lang, desk = self._words.lang, self._state.desk
        if desk.dossier.is_empty:
            desk.change(title=example_title(lang), case=example_case())
        self._state.keep(example(lang))
        self._say("start_done_example")

    def begin_empty(self) -> None:
        """Put an empty weighing in the place of the one that is there."""
        self._state.keep(fresh(self._state.desk.dossier))
        self._say("start_done_empty")

    def _ask_example(self) -> None:
        self._ask(self.begin_with_example)

    def _ask_empty(self) -> None:
        self._ask(self.begin_empty)

    def _ask(self, begin: Callable[[], None]) -> None:
        """Begin; ask first if that replaces something that was filled in."""
        there, words = self._state.desk.dossier.weighing, self._words
        untouched = (None, *(one.to_mapping() for one in self._replaceable()))
        if there in untouched:
            begin()
            return
        answers = [(words("start_yes"), begin), (words("start_no"), self.asking.close_question)]
        self.asking.ask(words("start_ask"), answers)

    def _replaceable(self) -> tuple[Weighing, ...]:
        """Return what can be replaced without a loss."""
        return fresh(self._state.desk.dossier), Weighing.empty(), example(self._words.lang)

    def _forget(self) -> None:
        """Take away what is about the weighing of another dossier."""
        self.asking.close_question()
        self.said.say("")

    def _say(self, key: str) -> None:
        self.said.say(f"<p>{self._words(key)}</p>")

    def _show(self) -> None:
        """Say whether the weighing could be read."""
        problem, words = self._state.problem, self._words
        told = "" if problem is None else errors_html([problem], words.lang)
        self.problem.say(f"{told}<p>{escape(words('start_broken'))}</p>" if told else "")
