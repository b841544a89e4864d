"""How good the answer is: every technique beside the truth, and a margin for every emoji."""

from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.usecases.emoji import SIZE
from pet_workbench.viz.emoji import emoji_name
from pet_workbench.widgets import Sentence, html, table_html
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.case.quality import Quality
from pet_workbench.widgets.case.waiting import Waiting

if TYPE_CHECKING:
    from pet_workbench.widgets.emoji.page import EmojiPage

_ROWS = 20
_COLUMNS = ("emoji", "low", "high", "truth", "inside", "seen")


class EmojiQuality(Quality):
    """The usual table, and one with a row for every emoji.

    Parameters
    ----------
    page : EmojiPage

    Attributes
    ----------
    every : HTML
    held : Sentence
        How many margins hold the truth.
    inside : int
        That number.
    """

    page: "EmojiPage"
    inside: int = 0

    def __init__(self, page: "EmojiPage") -> None:
        words = page.words
        self.table, self.sentence, self.waiting = html(""), Sentence(), Waiting(page)
        self.every, self.held = html(""), Sentence()
        Section.__init__(
            self,
            page,
            [self.table, self.sentence, self.waiting, self.held, self.every],
            label=words("quality_label"),
            follows=(*page.state.decisive, "technique", "asked"),
        )

    def redraw(self) -> None:
        """Compare all techniques, and list the emoji of the one that was chosen."""
        super().redraw()
        page, words = self.page, self.words
        outcome = page.state.outcome()
        popularity, exact, margin = outcome.answer, outcome.exact, outcome.answer.margin()
        low = (popularity.counts - margin).clip(0)
        high = (popularity.counts + margin).clip(0)
        inside = (low.round() <= exact) & (exact <= high.round())
        self.inside = int(inside.sum())
        listed = page.state.listed
        frame = pd.DataFrame(
            {
                "emoji": [emoji_name(listed, at, page.lang) for at in range(SIZE)],
                "low": low.round().astype(int),
                "high": high.round().astype(int),
                "truth": exact,
                "inside": inside,
                "seen": popularity.seen,
            }
        )
        technique = words.technique(outcome.technique)
        facts = {"inside": self.inside, "size": SIZE, "technique": technique}
        self.held.say(words("quality_held", **words.written(facts)))
        self.every.value = table_html(
            frame,
            lang=page.lang,
            caption=words("every_caption", technique=technique),
            headers={name: words(f"every_{name}") for name in _COLUMNS},
            max_rows=_ROWS,
        )
