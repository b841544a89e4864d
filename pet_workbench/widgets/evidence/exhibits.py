"""A figure with what it means, when it would mislead, and the same as a table."""

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as w

from pet_workbench.core import PetError
from pet_workbench.i18n import Language
from pet_workbench.viz.evidence import Exhibit
from pet_workbench.viz.evidence_words import time_text
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Sentence, errors_html, html


class Showing(w.VBox):
    """Shows an exhibit: heading, picture, meaning, warning, and the table to unfold.

    Parameters
    ----------
    words : Words
    is_drawn : bool, default: True
        Whether the picture is shown; else only its words and its table.
    is_broad : bool, default: False
        Whether the picture scrolls sideways where a page is narrow, instead of shrinking.

    Attributes
    ----------
    chart : Chart
    meaning : Sentence
    table : HTML
    """

    def __init__(self, words: Words, *, is_drawn: bool = True, is_broad: bool = False) -> None:
        self._words, self._is_drawn = words, is_drawn
        self._caption, self.chart, self.meaning = html(""), Chart(), Sentence()
        self.table = html("")
        picture: w.Widget = self.chart
        if is_broad:
            picture = w.Box([self.chart], tabbable=True)
            picture.add_class("pet-broad")
        super().__init__([self._caption, picture, self.meaning, self.table])

    def show(self, make: Callable[[], Exhibit]) -> None:
        """Show what `make` returns; where there is nothing to show, say why."""
        try:
            exhibit = make()
        except PetError as error:
            self._say_why_not(error)
            return
        words = self._words
        self.chart.layout.display = "" if self._is_drawn else "none"
        self._caption.value = f"<h3>{escape(exhibit.caption)}</h3>"
        if self._is_drawn:
            self.chart.draw(exhibit.figure)
        self.meaning.say(
            f"<p>{escape(exhibit.meaning)}</p>"
            f'<p class="pet-small"><strong>{words("misleads")}</strong> '
            f"{escape(exhibit.misleads)}</p>"
        )
        rows = written_table(exhibit.head, exhibit.rows, words, caption=exhibit.caption)
        self.table.value = unfolding(words("as_table"), rows)

    def _say_why_not(self, error: PetError) -> None:
        """Say in words why there is nothing to draw."""
        self.chart.layout.display = "none"
        self._caption.value, self.table.value = "", ""
        self.meaning.say(errors_html([error], self._words.lang))


def written_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], words: Words, *, caption: str
) -> str:
    """Return a table of written text as HTML; the first cell of a row is its heading."""
    names = [f"column{place}" for place in range(len(head))]
    return table_html(
        {name: [row[place] for row in rows] for place, name in enumerate(names)},
        lang=words.lang,
        caption=caption,
        headers=dict(zip(names, head, strict=True)),
        max_rows=len(rows),
    )


def unfolding(summary: str, content: str) -> str:
    """Return HTML that stays folded until the reader opens it."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def topics(pairs: Sequence[tuple[str, str]], *, caption: str) -> str:
    """Return topics with a sentence each, as a table of two columns.

    Parameters
    ----------
    pairs : sequence of (topic, HTML)
        Pairs without a sentence are left out.
    caption : str
    """
    body = "".join(
        f'<tr><th scope="row">{escape(topic)}</th><td>{said}</td></tr>'
        for topic, said in pairs
        if said
    )
    return (
        f'<div class="pet-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="pet-table"><caption>{escape(caption)}</caption>'
        f"<tbody>{body}</tbody></table></div>"
    )


def unbroken(seconds: float, lang: Language) -> str:
    """Write a time that stays on one line."""
    return time_text(seconds, lang).replace(" ", "\N{NO-BREAK SPACE}")
