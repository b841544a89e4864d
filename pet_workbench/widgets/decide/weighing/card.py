"""One sub-question on the page: what is asked, what scores mean, the score and the reason."""

from html import escape

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.decide.weighing import Main, SubQuestion, framework
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.inputs import across, line
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.page import Sentence, errors_html, html

NONE = "none"
"""Value of the radio button for a question that was not scored yet."""


class ScoreCard(w.VBox):
    """Takes the score and the reason of one person on one question.

    Parameters
    ----------
    question : SubQuestion
    state : WeighingState

    Attributes
    ----------
    score : Choice
        "none", or the score as text.
    reason : Text
    alert : Sentence
    """

    def __init__(self, question: SubQuestion, state: WeighingState) -> None:
        words = state.words
        self._question, self._state, self._lang = question, state, words.lang
        self._place: int | None = None
        self._held: tuple[int, str, str] | None = None
        self._is_showing = False
        main = next(one for one in framework().mains if one.id == question.main)
        self.score = across(question.asks.of(words.lang), _options(main, words))
        self.reason, self.alert = line(words("scoring_reason")), Sentence()
        super().__init__(
            [
                html(_above(question, words)),
                self.score,
                html(_below(question, words)),
                self.reason,
                self.alert,
            ]
        )
        self.add_class("pet-card")
        state.desk.observe(lambda _: self._forget(), "opened")
        self.score.observe(lambda _: self._take(), "value")
        self.reason.observe(lambda _: self._take(), "value")

    def show(self, place: int | None) -> None:
        """Show what the person at `place` of the table filled in; a refused text stays there."""
        self._place = place
        if place is None:
            return
        person, id = self._state.weighing.people[place], self._question.id
        held = place, str(person.scores.get(id, NONE)), person.reasons.get(id, "")
        if held == self._held:
            return
        self._held = held
        self._is_showing = True
        _, self.score.value, self.reason.value = held
        self._is_showing = False
        self.alert.say("")

    def _forget(self) -> None:
        """Let go of a text that belongs to another dossier."""
        self._held = None

    def _take(self) -> None:
        """Put what was ticked or typed into the weighing."""
        if self._is_showing or self._place is None:
            return
        person, id = self._state.weighing.people[self._place], self._question.id
        score = None if self.score.value in {NONE, None} else int(self.score.value)
        try:
            changed = person.scoring(id, score).reasoning(id, self.reason.value)
        except PetError as error:
            self.alert.say(errors_html([error], self._lang))
            return
        self.alert.say("")
        self._state.put_person(self._place, changed)


def _options(main: Main, words: Words) -> dict[str, str]:
    """Return what can be ticked: not yet, and each score, with words where it has any."""
    options = {NONE: words("scoring_none")}
    for score in framework().scores:
        named = main.words.get(score)
        options[str(score)] = (
            str(score)
            if named is None
            else words("scoring_word", score=score, words=named.of(words.lang))
        )
    return options


def _above(question: SubQuestion, words: Words) -> str:
    """Return the name of the question, and whether it is ours."""
    ours = f' <span class="pet-tag">{escape(words("scoring_ours"))}</span>'
    name = escape(question.name.of(words.lang))
    return f"<h4>{name}{ours if question.is_ours else ''}</h4>"


def _below(question: SubQuestion, words: Words) -> str:
    """Return what scores mean, why it matters, and whom to ask."""
    lang = words.lang
    means = "".join(
        f"<li><strong>{score}</strong> {escape(told.of(lang))}</li>"
        for score, told in question.means.items()
    )
    roles = [framework().roles[role].within.of(lang) for role in question.ask]
    ask = words("scoring_ask", roles=words.join(roles))
    return (
        f'<ul class="pet-small pet-means">{means}</ul>'
        f'<p class="pet-small">{escape(question.why.of(lang))} {escape(ask)}</p>'
    )
