"""The scores: choose who scores and which of the three questions, then tick and say why."""

from html import escape

import ipywidgets as w

from pet_workbench.decide.weighing import Person, framework, person_text
from pet_workbench.i18n import listing
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.inputs import across
from pet_workbench.widgets.decide.weighing.card import ScoreCard
from pet_workbench.widgets.decide.weighing.gate import gate_html
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.page import Panel, Sentence, html


class Scoring(Panel):
    """One person and one main question at a time, so that it can stand on a wall.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    person : RadioButtons
        Value: place at the table, from 0.
    main : Choice
    cards : dict of str to ScoreCard
        By sub-question; those of the chosen main question are in sight.
    next : Button
    """

    def __init__(self, state: WeighingState) -> None:
        words: Words = state.words
        self._state, self._words = state, words
        mains = {main.id: main.asks.of(words.lang) for main in framework().mains}
        self.person = across(words("scoring_person"), {0: ""})
        self.main = across(words("scoring_main"), mains)
        self.cards = {id: ScoreCard(one, state) for id, one in framework().questions.items()}
        self.progress, self.heading, self.gate = Sentence(), Sentence(), html("")
        self.next = Button(words("scoring_next"), self.go_on, primary=True)
        self._shown = w.VBox()
        self._shown.add_class("pet-scores")
        advice = html(f'<p class="pet-small">{escape(words("scoring_own"))}</p>')
        choices = [advice, self.person, self.main, self.heading, self.gate]
        super().__init__(
            [*choices, self._shown, row([self.next]), self.progress],
            lang=words.lang,
            label=words("scoring_label"),
        )
        self._follow()
        self.person.observe(lambda _: self._choose(), "value")
        self.main.observe(lambda _: self._choose(), "value")
        state.observe(lambda _: self._follow(), "weighing")
        state.desk.observe(lambda _: self._show_gate(), "dossier")

    def go_on(self) -> None:
        """Go to the next main question, and after the last one to the next person."""
        mains = [main.id for main in framework().mains]
        place = mains.index(self.main.value) + 1
        if place == len(mains) and self.person.value is not None:
            count = len(self._state.weighing.people)
            self.person.value = (self.person.value + 1) % count
        self.main.value = mains[place % len(mains)]

    def _follow(self) -> None:
        """Follow the weighing."""
        self._show_people()
        self._choose()

    def _show_people(self) -> None:
        """Offer who is at the table, and keep who was chosen if still there."""
        lang, people = self._words.lang, self._state.weighing.people
        options = tuple((person_text(one, lang), place) for place, one in enumerate(people))
        if options != self.person.options:
            before = self.person.value
            self.person.options = options
            if options:
                self.person.value = before if before in range(len(options)) else 0
        total = len(framework().questions)
        done = [
            self._words(
                "scoring_progress",
                person=escape(person_text(one, lang)),
                done=len(one.scores),
                total=total,
            )
            for one in people
        ]
        told = self._words("scoring_progress_label", people=listing(done, lang)) if done else ""
        self.progress.say(f"<p>{told}</p>")

    def _choose(self) -> None:
        """Show the questions of the chosen part, as the chosen person scored them."""
        place, people = self.person.value, self._state.weighing.people
        is_there = place is not None and place < len(people)
        for card in self.cards.values():
            card.show(place if is_there else None)
        main = next(one for one in framework().mains if one.id == self.main.value)
        shown = tuple(self.cards[one.id] for one in main.questions)
        self._shown.children = shown if is_there else ()
        self.next.disabled = not is_there
        self.heading.say(self._heading(people[place]) if is_there else "")
        self._show_gate()

    def _heading(self, person: Person) -> str:
        """Return which question is scored, by whom, and where help can be found."""
        words = self._words
        main = next(one for one in framework().mains if one.id == self.main.value)
        who = escape(person_text(person, words.lang, within=True))
        title = words("scoring_heading", main=main.asks.of(words.lang), person=who)
        said = [main.says, main.who, main.aids]
        help_ = " ".join(escape(one.of(words.lang)) for one in said[1:])
        return (
            f"<h3>{title}</h3><p>{escape(said[0].of(words.lang))}</p>"
            f'<p class="pet-small">{help_}</p>'
        )

    def _show_gate(self) -> None:
        """Show what the legal gate said, beside the questions whose 0 is the outcome."""
        is_beside = self.main.value in framework().rules.blocks
        self.gate.value = gate_html(self._state.desk.dossier, self._words) if is_beside else ""
