"""The host looks into memory: here it reads all, and what is known of real hardware."""

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.attacks.host_memory import PUBLISHED
from pet_workbench.core import PetError
from pet_workbench.usecases.mobility.in_enclave import suppressing
from pet_workbench.widgets import Button, Sentence, html, note, row
from pet_workbench.widgets.case import Busy, Section
from pet_workbench.widgets.mobility.seen import host_reads, rows_html
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.mobility.page import MobilityPage


class Memory(Section):
    """A button, the rows that it finds, and a list of published attacks.

    Parameters
    ----------
    page : MobilityPage

    Attributes
    ----------
    look : Button
    sentence : Sentence
    rows : HTML
    found : int or None
        How many rows the host read, for tests.
    """

    found: int | None = None

    def __init__(self, page: "MobilityPage") -> None:
        words = page.words
        self.look = Button(words("memory_button"), self.attack, primary=True)
        self.busy, self.sentence, self.rows = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [
                row([self.look]),
                self.busy,
                self.sentence,
                self.rows,
                note(words("memory_why"), lang=page.lang, kind="warning"),
                html(_published(page)),
            ],
            label=words("memory_label"),
            follows=("n", "minimum"),
        )

    def redraw(self) -> None:
        """Take the last look away: it was at other rows."""
        self.found, self.rows.value = None, ""
        self.sentence.say(self.words("memory_ready"))

    def attack(self) -> None:
        """Read every operator's rows in the memory of the approved program."""
        self.redraw()
        state, words = self.page.state, self.words
        try:
            with self.busy.while_working():
                read = host_reads(state.tables, suppressing(state.minimum))
        except PetError as error:
            self.sentence.say(errors_html([error], words.lang))
            return
        self.found = sum(one.size for one in read.values())
        facts = {"rows": words.number(self.found), "operators": words.number(len(read))}
        self.sentence.say(words("memory_found", **facts))
        self.rows.value = rows_html(
            np.concatenate(list(read.values())), words, caption="memory_caption"
        )


def _published(page: "MobilityPage") -> str:
    """List attacks on real hardware, with where we read about them."""
    words = page.words
    items = "".join(
        f'<li><a href="{escape(one.url)}">{escape(one.name)}</a> ({one.year}): '
        f"{escape(words(f'channel_{one.id}'))}</li>"
        for one in PUBLISHED
    )
    return f"<p><strong>{escape(words('channels_title'))}</strong></p><ul>{items}</ul>"
