"""What the parts of the attack lab have in common: words, a button, and refusals in words."""

from collections.abc import Callable, Sequence

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.widgets import Button, Panel, Sentence, html, row
from pet_workbench.widgets.case import Busy, Words
from pet_workbench.widgets.page import errors_html


class Part(Panel):
    """One attack: controls, a button that carries it out, and what came of it.

    Parameters
    ----------
    words : Words
    label, button, ready : str
        Its name for screen readers, the words on the button, and what stands there before.
    controls : sequence of Widget
        When one of them changes, the last result is taken away.
    layout : sequence of Widget
        What stands above the button, where that is more than the controls.
    results : sequence of Widget
        Shown under the sentence.

    Attributes
    ----------
    button : Button
    sentence : Sentence
        What came of the attack.
    refusal : HTML
        Who refused, and why.
    """

    def __init__(
        self,
        words: Words,
        *,
        label: str,
        button: str,
        ready: str,
        controls: Sequence[w.Widget],
        layout: Sequence[w.Widget] = (),
        results: Sequence[w.Widget] = (),
    ) -> None:
        self.words, self._ready = words, ready
        self.button = Button(button, self._press, primary=True)
        self.busy, self.sentence, self.refusal = Busy(words), Sentence(), html("")
        super().__init__(
            [
                *(layout or controls),
                row([self.button]),
                self.busy,
                self.refusal,
                self.sentence,
                *results,
            ],
            lang=words.lang,
            label=label,
        )
        for control in controls:
            control.observe(lambda _: self.clear(), "value")
        self.clear()

    def clear(self) -> None:
        """Take the last result away: it was about other choices."""
        self.refusal.value = ""
        self.sentence.say(f"<p>{self._ready}</p>")

    def attack(self) -> None:
        """Carry the attack out and show what came of it."""

    def _press(self) -> None:
        """Carry the attack out; a refusal is told in words."""
        self.clear()
        self.guard(self.attack)

    def guard(self, work: Callable[[], None]) -> None:
        """Do `work`, announce it when it takes long, and tell a refusal in words."""
        try:
            with self.busy.while_working():
                work()
        except PetError as error:
            self.refusal.value = errors_html([error], self.words.lang)

    def say(self, key: str, **values: object) -> None:
        """Say what came of it."""
        self.sentence.say(f"<p>{self.words(key, **self.words.written(values))}</p>")
