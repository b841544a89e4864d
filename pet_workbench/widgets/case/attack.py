"""A section in which the reader carries out attacks of the case's own, and sees what they find."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.widgets.case.section import Busy, Section
from pet_workbench.widgets.page import Sentence, errors_html, html, note

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage


class AttackSection(Section):
    """Buttons that attack, a sentence on what came of it, a table, and why that is so.

    A subclass makes its buttons with `doing` and hands them over; its words are ``attack_label``,
    ``attack_ready`` and ``attack_why``, or begin with another `name` where a page has two attacks.

    Parameters
    ----------
    page : CasePage
    controls : sequence of Widget
        What stands above the answer.
    follows : sequence of str
        Traits of the state at which the last attack is taken away: it was about other data.

    Attributes
    ----------
    busy : Busy
    sentence : Sentence
    table : HTML
    found : value or None
        What the last attack found, for tests.
    """

    name: ClassVar[str] = "attack"
    found: Any = None

    def __init__(
        self, page: "CasePage[Any]", controls: Sequence[w.Widget], *, follows: Sequence[str]
    ) -> None:
        words = page.words
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        why = note(words(f"{self.name}_why"), lang=page.lang, kind="fact")
        super().__init__(
            page,
            [*controls, self.busy, self.sentence, self.table, why],
            label=words(f"{self.name}_label"),
            follows=follows,
        )

    def redraw(self) -> None:
        """Take the last attack away."""
        self.found, self.table.value = None, ""
        self.sentence.say(self.words(f"{self.name}_ready"))

    def doing(self, attack: Callable[[], None]) -> Callable[[], None]:
        """Return `attack` as something for a button to press, with its errors shown in words."""

        def press() -> None:
            self.redraw()
            try:
                with self.busy.while_working():
                    attack()
            except PetError as error:
                self.sentence.say(errors_html([error], self.words.lang))

        return press
