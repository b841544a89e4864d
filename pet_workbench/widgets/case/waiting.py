"""Techniques that take too long to follow every move of a slider: the reader asks for them."""

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from pet_workbench.widgets.case.section import Busy, small
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.page import html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage


class Waiting(w.VBox):
    """Says which techniques have not been run with the present choices; a button runs them.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    techniques : tuple of str
        Full ids of those that wait.
    button : Button
    """

    def __init__(self, page: "CasePage[Any]") -> None:
        self._page, self.techniques = page, tuple[str, ...]()
        self._said, self._busy = html(""), Busy(page.words)
        self.button = Button(page.words("waits_run"), self.run, primary=True)
        super().__init__([self._said, row([self.button]), self._busy])
        self.list_those_of(())

    def list_those_of(self, techniques: tuple[str, ...]) -> tuple[str, ...]:
        """Show those of `techniques` that wait, if any, and return them."""
        words, state = self._page.words, self._page.state
        self.techniques = tuple(id for id in techniques if state.ready(id) is None)
        self.layout.display = "" if self.techniques else "none"
        if self.techniques:
            names = words.join([words.technique(id) for id in self.techniques])
            said = [
                words(
                    "waits_last",
                    seconds=words.duration(last.outcome.seconds),
                    people=words("people", n=words.number(last.n)),
                )
                for last in map(state.last, filter(state.has_run, self.techniques))
            ]
            self._said.value = small(" ".join([words("waits", techniques=names), *said]))
        return self.techniques

    def run(self) -> None:
        """Run what waits, and bring the page up to date."""
        with self._busy.while_working():
            self._page.state.catch_up(self.techniques)


def name(page: "CasePage[Any]", technique: str) -> str:
    """Name a technique; of one that waits, also what size its last run had.

    Parameters
    ----------
    page : CasePage
    technique : str
    """
    words, state = page.words, page.state
    if state.ready(technique) is not None or not state.has_run(technique):
        return words.technique(technique)
    people = words("people", n=words.number(state.last(technique).n))
    return words("waits_from", technique=words.technique(technique), people=people)
