"""Who holds which key, drawn, and one client followed through the computation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.core import Message
from pet_workbench.i18n import percent
from pet_workbench.usecases.falls import CARE, FEATURES, HOSPITAL
from pet_workbench.usecases.falls.by_encryption import ENCRYPTED, SCORES
from pet_workbench.usecases.falls.clients import CENTRE_AGE, features
from pet_workbench.viz.homomorphic import Holder, holders_svg
from pet_workbench.widgets import Button, Sentence, html, row, table_html
from pet_workbench.widgets.case import Busy, Section, Words
from pet_workbench.widgets.case.steps import slug
from pet_workbench.widgets.data_table import ABSENT

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.page import FallsPage

_LEFT, _RIGHT, _TOP, _HEIGHT = 90, 390, 40, 120
_BYTES = 12
_NUMBERS = ("age", "medicines")


def excerpt(message: Message) -> str:
    """Return a few bytes from the middle of a message, as sixteen-ary numbers.

    Parameters
    ----------
    message : Message
    """
    content = message.values().tobytes()
    middle = len(content) // 2
    return " ".join(f"{byte:02x}" for byte in content[middle : middle + _BYTES])


def keys_picture(keys: Mapping[str, tuple[str, ...]], words: Words, *, alt: str) -> str:
    """Return a picture of two organisations with their keys, as HTML.

    Parameters
    ----------
    keys : mapping of str to tuple of {"secret", "public"}
        By organisation; the one on the left sends first.
    words : Words
    alt : str
        What the picture shows, for those who do not see it.
    """
    holders = [
        Holder(words(f"keys_plate_{slug(party)}"), x, _TOP, held)
        for (party, held), x in zip(keys.items(), (_LEFT, _RIGHT), strict=True)
    ]
    return holders_svg(holders, [(0, 1), (1, 0)], alt=alt, height=_HEIGHT)


class Keys(Section):
    """The picture, what travels, and a table that follows one client.

    Parameters
    ----------
    page : FallsPage

    Attributes
    ----------
    picture, table : HTML
    travels : Sentence
    button : Button
        Goes on to the next client.
    place : int
        Row of the client that is followed.
    """

    def __init__(self, page: "FallsPage") -> None:
        words = page.words
        self._page, self.place = page, 0
        self.picture, self.travels, self.table = html(""), Sentence(), html("")
        self.button, self.busy = Button(words("follow_button"), self.follow), Busy(words)
        super().__init__(
            page,
            [
                self.picture,
                self.travels,
                html(f"<h3>{words('follow_title')}</h3>"),
                self.busy,
                self.table,
                row([self.button]),
            ],
            label=words("keys_label"),
            follows=page.state.decisive,
        )

    def follow(self) -> None:
        """Go on to the next client."""
        self.place = (self.place + 1) % len(self._page.state.tables[CARE])
        self.refresh()

    def redraw(self) -> None:
        """Draw the organisations, and look the client up in the messages of the run."""
        page, words = self._page, self.words
        with self.busy.while_working():
            outcome = page.state.outcome(page.main)
        said = words.written(page.told(outcome))
        keys = {CARE: ("secret", "public"), HOSPITAL: ("public",)}
        self.picture.value = keys_picture(keys, words, alt=words("keys_alt"))
        self.travels.say(words("keys_travels", **said))
        self.place = min(self.place, len(outcome.answer.persons) - 1)
        there = outcome.transcript.view(HOSPITAL).find(ENCRYPTED)[0]
        back = outcome.transcript.view(CARE).find(SCORES)[0]
        risk = percent(float(outcome.answer.risks[self.place]), words.lang, digits=1)
        self.table.value = self._table(
            (self._file(), excerpt(there), excerpt(back), risk),
            str(outcome.answer.persons[self.place]),
        )

    def _file(self) -> str:
        """Write what the care organisation knows about the client."""
        words = self.words
        client = self._page.state.tables[CARE].iloc[[self.place]]
        values = dict(zip(FEATURES, features(client)[0].tolist(), strict=True))
        said = [
            words("follow_age", n=values["age"] + CENTRE_AGE),
            words("follow_medicines", n=values["medicines"]),
        ]
        said += [
            words(f"feature_{name}") for name in FEATURES if name not in _NUMBERS and values[name]
        ]
        return ", ".join(said) or ABSENT

    def _table(self, seen: tuple[str, ...], person: str) -> str:
        """Return the stages below each other: where, what is seen, and who can read it."""
        words = self.words
        stages = ("file", "sent", "returned", "read")
        frame = pd.DataFrame(
            {
                "where": [words(f"follow_{stage}") for stage in stages],
                "seen": list(seen),
                "reads": [words(f"follow_reads_{stage}") for stage in stages],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("follow_caption", person=person),
            headers={name: words(f"follow_column_{name}") for name in frame.columns},
        )
