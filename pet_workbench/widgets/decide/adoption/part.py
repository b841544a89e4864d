"""The adoption scan as one part of a page."""

from functools import partial
from html import escape

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.decide.adoption import KNOWN, Adoption, assess, scan, sentence
from pet_workbench.viz.decide_adoption import adoption_exhibit
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.adoption.result import result_html
from pet_workbench.widgets.decide.adoption.scoring import FACTS, UNKNOWN, scoring_html
from pet_workbench.widgets.decide.adoption.state import AdoptionState
from pet_workbench.widgets.decide.board import Board
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.inputs import area
from pet_workbench.widgets.evidence.exhibits import Showing
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html, note_html


class AdoptionPart(Panel):
    """Partners, scores per partner, the weakest link as a picture and a sentence, and measures.

    Parameters
    ----------
    desk : Desk
        Part `adoption` of its dossier is read and written here.

    Attributes
    ----------
    state : AdoptionState
    said : Sentence
        The weakest link; said to screen readers at each change.
    names : Textarea
        The partners, one per line.
    alert : HTML
        Why names cannot be used.
    scores, measures : Board
    picture : Showing
    begin, take, leave, back : Button
        Begin a scan, take over the example, throw the scan away, bring it back.
    """

    def __init__(self, desk: Desk) -> None:
        self.state = AdoptionState(desk)
        words = self.state.words
        self.said, self._about, self.alert = Sentence(), html(""), html("")
        self.begin = Button(words("begin"), self.state.begin, primary=True)
        self.take = Button(words("take"), self.state.take_example)
        self.leave = Button(words("leave"), self.state.leave)
        self.back = Button(words("back"), self.state.go_back)
        self.names = area(
            words("names"),
            rows=4,
            placeholder=words("names_hint"),
            layout=w.Layout(width="100%", max_width="34rem"),
        )
        self.scores = Board({"partner": self._look, "score": self._score, "fact": self._fact})
        self.picture, self.measures = Showing(words, is_broad=True), Board()
        self._own = w.VBox([self.names, self.alert, self.scores, row([self.leave])])
        buttons = row([self.begin, self.take, self.back])
        super().__init__(
            [self.said, self._about, buttons, self._own, self.picture, self.measures],
            lang=words.lang,
            label=words("label"),
        )
        self._is_showing = False
        self._held: tuple[str, ...] | None = None
        self.names.observe(lambda _: self._name(), "value")
        desk.observe(lambda _: self._forget(), "opened")
        desk.observe(lambda _: self.show(), "dossier")
        self.state.observe(lambda _: self._ask(), "place")
        self.show()

    def show(self) -> None:
        """Show the scan as it is in the dossier, or the example where there is none."""
        is_own = self.state.is_own
        for widget, is_shown in (
            (self._own, is_own),
            (self.back, self.state.can_go_back),
            (self.begin, not is_own),
            (self.take, not is_own),
        ):
            widget.layout.display = "" if is_shown else "none"
        self._say()
        self._show_names()
        self._ask()
        self._tell()

    def _say(self) -> None:
        """Say the weakest link in one sentence; with the example, whose it is."""
        state, words = self.state, self.state.words
        try:
            said = sentence(assess(state.shown), words.lang)
        except PetError as error:
            self.said.say(errors_html([error], words.lang))
            return
        self.said.say(f'<p class="pet-message">{escape(said)}</p>')
        title = words("example_title", name=state.example.says.of(words.lang))
        told = f"<p>{escape(state.example.explains.of(words.lang))}</p>"
        shown = "" if state.is_own else note_html(told, lang=words.lang, title=title)
        self._about.value = shown

    def _show_names(self) -> None:
        """Show the partners' names; what was typed and refused stays until they are others."""
        self._is_showing = True
        try:
            partners = self.state.own.partners
            if partners != self._held:
                self._held, self.alert.value = partners, ""
                self.names.value = "\n".join(partners)
            self.names.disabled = False
        except PetError:
            self.names.disabled = True  # the sentence above says what is wrong
        finally:
            self._is_showing = False

    def _forget(self) -> None:
        """Let go of names that were typed for another dossier."""
        self._held = None

    def _ask(self) -> None:
        """Show the questions for the partner that is looked at."""
        state = self.state
        self.scores.write(
            lambda: scoring_html(state.own, state.place, state.words) if state.is_own else "",
            state.words.lang,
        )

    def _tell(self) -> None:
        """Show picture, differences and measures."""
        state = self.state
        try:
            shown = state.shown
        except PetError:
            shown = Adoption()
        has_any = bool(shown.partners) and not shown.is_empty
        self.picture.layout.display = "" if has_any else "none"
        if has_any:
            self.picture.show(partial(adoption_exhibit, shown, lang=state.words.lang))
        self.measures.show(result_html(shown, state.words) if has_any else "")

    def _name(self) -> None:
        """Take over the names that were typed; where they cannot be used, say why."""
        if self._is_showing:
            return
        typed = [line.strip() for line in self.names.value.splitlines() if line.strip()]
        try:
            self.state.name(typed)
        except PetError as error:
            self.alert.value = errors_html([error], self.state.words.lang)
            return
        self.alert.value = ""

    def _look(self, place: str, _: bool) -> None:
        """Look at another partner."""
        if place.isdecimal() and int(place) < len(self.state.own.partners):
            self.state.place = int(place)

    def _score(self, given: str, _: bool) -> None:
        """Score the partner that is looked at; what is no answer changes nothing."""
        item, _equals, value = given.partition("=")
        steps = {str(step.score): step.score for step in scan().scale}
        known = {one.id for one in scan().items}
        if item in known and self.state.partner and value in {*steps, UNKNOWN}:
            self.state.score(item, steps.get(value))

    def _fact(self, given: str, _: bool) -> None:
        """Fill in a fact of the whole; what is no answer changes nothing."""
        id, _equals, value = given.partition("=")
        known = next((one for one in KNOWN if FACTS[one] == value), None)
        if known is not None and id in {fact.id for fact in scan().facts}:
            self.state.tell(id, known)
