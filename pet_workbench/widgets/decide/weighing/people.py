"""Who is at the table: roles, own names, who joins and who leaves."""

from html import escape

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.decide.weighing import Person, framework, person_text
from pet_workbench.i18n import listing
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.asking import Fold
from pet_workbench.widgets.decide.weighing.fields import line
from pet_workbench.widgets.decide.weighing.sheet import Sheet
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html


class Table(Panel):
    """Adds, names and removes people.

    Parameters
    ----------
    sheet : Sheet

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
    """

    def __init__(self, sheet: Sheet) -> None:
        words = sheet.words
        self._sheet, self._words = sheet, words
        lang = words.lang
        roles = {id: role.name.of(lang) for id, role in framework().roles.items()}
        self.now, self.alert = Sentence(), Sentence()
        self.role, self.name = Pick(words("people_role"), roles), line(words("people_name"))
        self.who = Pick(words("people_gone"), {0: ""})
        self.renamed = line(words("people_rename"))
        self.adds = Button(words("people_add"), self.add)
        self.sets = Button(words("people_set"), self.rename)
        self.removes = Button(words("people_remove"), self.remove)
        self.fold = Fold(
            words("people_change"),
            [self.who, self.renamed, row([self.sets, self.removes])],
        )
        joining = w.VBox([self.role, self.name, self.adds])
        super().__init__(
            [
                self.now,
                joining,
                self.alert,
                self.fold.button,
                self.fold,
                html(f'<p class="pet-small">{escape(words("people_ask"))}</p>'),
            ],
            lang=lang,
            label=words("people_label"),
        )
        sheet.observe(lambda _: self._show(), "weighing")
        self._show()

    def add(self) -> None:
        """Give somebody a place at the table."""
        people = self._sheet.weighing.people
        if self._put(lambda: (*people, Person(self.role.value, self.name.value.strip()))):
            self.name.value = ""
