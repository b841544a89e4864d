"""A question to the reader before something is lost, and a box that folds open at a press."""

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as w

from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.page import Sentence


class Asking(w.VBox):
    """One question with a button per answer; out of sight while there is nothing to ask.

    Attributes
    ----------
    sentence : Sentence
    buttons : tuple of Button
        Of the question that is asked now.
    """

    def __init__(self) -> None:
        self.sentence, self._row = Sentence(), row([])
        self.buttons: tuple[Button, ...] = ()
        super().__init__([self.sentence, self._row])
        self.add_class("pet-asking")
        self.close_question()

    def ask(self, question: str, answers: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Ask; the answer that is pressed is carried out, and the question goes away.

        Parameters
        ----------
        question : str
            Plain text.
        answers : sequence of (str, callable)
            Words on each button, and what it does.
        """
        self.sentence.say(f"<p><strong>{escape(question)}</strong></p>")
        self.buttons = tuple(Button(label, self._then(work)) for label, work in answers)
        self._row.children = self.buttons
        self.layout.display = ""

    def close_question(self) -> None:
        """Take the question away."""
        self.layout.display = "none"
        self.sentence.say("")
        self.buttons = self._row.children = ()

    def _then(self, work: Callable[[], None]) -> Callable[[], None]:
        """Return what a button does."""

        def press() -> None:
            self.close_question()
            work()

        return press


class Fold(w.VBox):
    """A box that a button of its own opens and closes.

    Parameters
    ----------
    label : str
        Words on the button.
    children : sequence of Widget

    Attributes
    ----------
    button : ToggleButton
        Stands elsewhere, in a row with others.
    """

    def __init__(self, label: str, children: Sequence[w.Widget]) -> None:
        super().__init__(list(children))
        self.add_class("pet-fold")
        self.button = w.ToggleButton(
            value=False, description=label, layout=w.Layout(width="auto", height="auto")
        )
        self.button.add_class("pet-fold-button")
        self.button.observe(lambda _: self._show(), "value")
        self._show()

    def _show(self) -> None:
        """Follow the button."""
        self.layout.display = "" if self.button.value else "none"
