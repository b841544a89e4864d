"""A list of questions that writes its answers into the dossier."""

from collections.abc import Callable

import traitlets

from pet_workbench.decide import Answers, Question
from pet_workbench.decide.questions import asked, relevant
from pet_workbench.widgets.decide.board import Board
from pet_workbench.widgets.decide.chooser.asked import Asking, asking_html, legend
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.page import Panel, Sentence

Told = Callable[[], str]
"""What the answers come to now, as HTML; said to screen readers at each change."""


class Questionnaire(Panel):
    """Questions, and below them what the answers come to.

    Parameters
    ----------
    state : ChooserState
    part : {"gate", "needs"}
        Which answers of the dossier.
    questions : tuple of Question
    told : callable
        Says what the answers come to now.

    Attributes
    ----------
    board : Board
    outcome : Sentence
    current : str
        Id of the open question; empty if none is.
    is_whole : bool
        Whether all questions are open.
    """

    def __init__(
        self, state: ChooserState, part: str, questions: tuple[Question, ...], told: Told
    ) -> None:
        self._state, self._part, self._questions, self._told = state, part, questions, told
        self.board = Board(
            {
                "answer": self.answer,
                "open": lambda question, _: self.turn_to(question),
                "next": lambda _, __: self.turn_to(self.asking.following),
                "whole": lambda _, on: self.unfold(on),
            }
        )
        self.outcome = Sentence()
        self.current, self.is_whole, self._is_answering = "", False, False
        self.current = self.asking.following
        label = state.words(f"chooser.label_{part}")
        super().__init__([self.board, self.outcome], lang=state.words.lang, label=label)
        state.desk.observe(self._follow, "dossier")
        self.show()

    @property
    def answers(self) -> Answers:
        """The answers in the dossier."""
        given: Answers = getattr(self._state.desk.dossier, self._part)
        return given

    @property
    def asking(self) -> Asking:
        """What stands on the page."""
        return Asking(
            self._part,
            asked(self._questions, self._before()),
            self.answers,
            self.current,
            self.is_whole,
        )

    def answer(self, chosen: str, on: bool = True) -> None:
        """Give or take back one answer, written as ``question=option``; others go where it says."""
        id, _, option = chosen.partition("=")
        question = next((one for one in self._questions if one.id == id), None)
        if question is None or option not in question.choices:
            return
        given = set(self.answers.get(id, ())) if question.several else set()
        given = given | {option} if on else given - {option}
        self.current = id
        answers = {**self.answers, id: tuple(one for one in question.choices if one in given)}
        left = relevant(self._questions, {**self._before(), **answers})
        kept = {one.id: left[one.id] for one in self._questions if one.id in left}
        self._is_answering = True
        self._state.desk.change(**{self._part: kept})
        self._is_answering = False

    def turn_to(self, question: str) -> None:
        """Open a question, with the focus on it; an empty id closes the open one."""
        left, self.current = self.current, question
        self.show()
        self.board.focus_on(legend(question) if question else f"change-{left}")

    def unfold(self, is_whole: bool) -> None:
        """Open all questions, or only one."""
        self.is_whole = is_whole
        self.show()

    def show(self) -> None:
        """Show the questions as they are, and what they come to."""
        self.board.show(asking_html(self.asking, self._state.words))
        self.outcome.say(self._told())

    def _before(self) -> Answers:
        """Return all answers that a question may depend on: those of the gate come first."""
        dossier = self._state.desk.dossier
        return dossier.gate if self._part == "gate" else {**dossier.gate, **dossier.needs}

    def _follow(self, change: traitlets.Bunch) -> None:
        """Show what changed; other answers from elsewhere begin at the first one that is open."""
        is_other = getattr(change.old, self._part) != getattr(change.new, self._part)
        known = [question.id for question in self.asking.questions]
        if (is_other and not self._is_answering) or self.current not in {"", *known}:
            self.current = ""
            self.current = self.asking.following
        self.show()
