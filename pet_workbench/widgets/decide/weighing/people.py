"""Who is at the table: roles, own names, who joins and who leaves."""

from collections.abc import Callable
from dataclasses import replace
from html import escape

from pet_workbench.core import PetError
from pet_workbench.decide.weighing import Person, framework, person_text
from pet_workbench.i18n import listing
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.asking import Asking, Fold
from pet_workbench.widgets.decide.inputs import line
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.page import Columns, Panel, Sentence, errors_html, html

People = tuple[Person, ...]


class Table(Panel):
    """Adds, names and removes people.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    now : Sentence
        Who is at the table.
    role : Pick
    name : Text
    who : Dropdown
        Of those at the table, to name or remove.
    renamed : Text
    alert : Sentence
    asking : Asking
        Before somebody goes whose scores would be lost.
    """

    def __init__(self, state: WeighingState) -> None:
        words = state.words
        self._state, self._words = state, words
        roles = {id: role.name.of(words.lang) for id, role in framework().roles.items()}
        self.now, self.alert, self.asking = Sentence(), Sentence(), Asking()
        self.role, self.name = Pick(words("people_role"), roles), line(words("people_name"))
        self.who, self.renamed = Pick(words("people_gone"), {0: ""}), line(words("people_rename"))
        self.adds = Button(words("people_add"), self.add)
        self.sets = Button(words("people_set"), self.rename)
        self.removes = Button(words("people_remove"), self.remove)
        self.fold = Fold(
            words("people_change"),
            [self.who, self.renamed, row([self.sets, self.removes]), self.asking],
        )
        super().__init__(
            [
                self.now,
                Columns([self.role, self.name]),
                row([self.adds]),
                self.alert,
                self.fold.button,
                self.fold,
                html(f'<p class="pet-small">{escape(words("people_ask"))}</p>'),
            ],
            lang=words.lang,
            label=words("people_label"),
        )
        state.observe(lambda _: self._show(), "weighing")
        state.desk.observe(lambda _: self.asking.close_question(), "opened")
        self._show()

    def add(self) -> None:
        """Give somebody a place at the table."""
        joining = self.role.value, self.name.value.strip()
        if self._put(lambda people: (*people, Person(*joining))):
            self.name.value = ""

    def rename(self) -> None:
        """Give the chosen person the name that was typed."""
        place, name = self.who.value, self.renamed.value.strip()

        def renamed(people: People) -> People:
            return (*people[:place], replace(people[place], name=name), *people[place + 1 :])

        if self._put(renamed):
            self.renamed.value = ""

    def remove(self) -> None:
        """Take the chosen person away; ask first if that takes scores along."""
        words, people = self._words, self._state.weighing.people
        if self.who.value is None or self.who.value >= len(people):
            return
        person = people[self.who.value]

        def gone() -> None:
            self._put(lambda there: tuple(one for one in there if one.key != person.key))

        if not person.scores:
            gone()
            return
        answers = [
            (words("people_yes"), gone),
            (words("people_keep"), self.asking.close_question),
        ]
        self.asking.ask(words("people_sure", person=person_text(person, words.lang)), answers)

    def _put(self, change: Callable[[People], People]) -> bool:
        """Change who is at the table; tell whether that could be done, and why not."""
        weighing = self._state.weighing
        try:
            self._state.put(people=change(weighing.people))
        except PetError as error:
            self.alert.say(errors_html([error], self._words.lang))
            return False
        self.alert.say("")
        return True

    def _show(self) -> None:
        """Show who is at the table."""
        words, people = self._words, self._state.weighing.people
        names = [person_text(person, words.lang) for person in people]
        self.fold.button.layout.display = "" if names else "none"
        told = words(
            "people_now",
            people=listing([f"<strong>{escape(one)}</strong>" for one in names], words.lang),
        )
        self.now.say(f"<p>{told if names else words('people_none')}</p>")
        options = [(name, place) for place, name in enumerate(names)]
        if tuple(options) != self.who.options:
            self.who.options = options
