"""Write the agreement: with which thresholds, how often, and of columns that mean what."""

from collections.abc import Sequence
from html import escape

import ipywidgets as w
import traitlets

from pet_workbench.governance import repetitions
from pet_workbench.reports.agreement import write_agreement
from pet_workbench.widgets import (
    CheckBox,
    Columns,
    Panel,
    Sentence,
    Slider,
    html,
    note_html,
    table_html,
)
from pet_workbench.widgets.agreed.story import Story
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.section import tie
from pet_workbench.widgets.decide.saver import Made, Saver
from pet_workbench.widgets.page import Kind

THRESHOLDS, MINIMA, RUNS = (80, 90, 95, 99, 100, 101, 105, 110), (1, 5, 10, 20), (1, 2, 3)


class Drafting(Panel):
    """Sliders and a tick that make the agreement; its digest, columns and file.

    Parameters
    ----------
    story : Story
    words : Words

    Attributes
    ----------
    threshold, minimum, runs : Slider
    decided : Checkbox
    digest, columns, alike : Sentence
    saver : Saver
        The agreement as a page or as a file.
    """

    def __init__(self, story: Story, words: Words) -> None:
        self.story, self.words = story, words
        lang = words.lang
        self.threshold = Slider(
            words("threshold"), THRESHOLDS, value=100, lang=lang, written=words.percent
        )
        self.minimum = Slider(words("minimum"), MINIMA, value=10, lang=lang)
        self.runs = Slider(words("runs"), RUNS, lang=lang)
        self.decided = CheckBox(words("decide"))
        for control, trait in self._controls():
            tie(control, story, trait)
        self.digest, self.columns, self.alike = Sentence(), Sentence(), Sentence()
        files = {"html": words("save_page"), "json": words("save_file")}
        self.saver = Saver(self._made, files, lang=lang)
        super().__init__(
            [
                Columns([self.threshold, self.minimum, self.runs]),
                self.digest,
                html(self._table()),
                self.columns,
                self.decided,
                self.alike,
                self.saver,
            ],
            lang=lang,
            label=words("drafting_label"),
        )
        story.observe(self.redraw, "turn")
        self.redraw()

    def _controls(self) -> Sequence[tuple[w.Widget, str]]:
        return (
            (self.threshold, "threshold_percent"),
            (self.minimum, "minimum_found"),
            (self.runs, "runs"),
            (self.decided, "decided"),
        )

    def redraw(self, _: traitlets.Bunch | None = None) -> None:
        """Show the digest, what is still to be decided, and earlier agreements that are alike."""
        words, agreement = self.words, self.story.agreement
        self.digest.say(f"<p>{words('digest', digest=f'<code>{agreement.short}</code>')}</p>")
        key = "columns_undecided" if agreement.undecided else "columns_decided"
        kind: Kind = "warning" if agreement.undecided else "note"
        self.columns.say(note_html(f"<p>{words(key)}</p>", lang=words.lang, kind=kind))
        self.alike.say(self._alike())

    def _alike(self) -> str:
        """Name agreements that were approved before and are nearly the same."""
        words = self.words
        lines = [
            words(
                "alike_one",
                field=words.optional(f"field_{one.field.rpartition('.')[2]}") or one.field,
                before=one.agreed,
                now=one.asked,
            )
            for found in repetitions(self.story.agreement, self.story.earlier)
            for one in found.differs
        ]
        if not lines:
            return ""
        listed = "".join(f"<li>{escape(line)}</li>" for line in dict.fromkeys(lines))
        content = f"<p>{words('alike')}</p><ul>{listed}</ul>"
        return note_html(content, lang=words.lang, kind="warning")

    def _table(self) -> str:
        """Show the columns with what they mean."""
        words, agreement = self.words, self.story.agreement
        meanings = {one.id: one for one in agreement.definitions}
        columns = agreement.columns
        frame = {
            "party": [one.party for one in columns],
            "column": [words(f"column_{one.name}") for one in columns],
            "means": [meanings[one.definition].says for one in columns],
            "defined": [meanings[one.definition].source for one in columns],
        }
        return table_html(
            frame,
            lang=words.lang,
            caption=words("columns_caption"),
            headers={name: words(f"head_{name}") for name in frame},
        )

    def _made(self, kind: str) -> Made:
        """Make the file that was asked for."""
        signed, name = self.story.signed, self.words("file_name")
        if kind == "json":
            return Made(f"{name}.json", signed.to_json().encode())
        return Made(f"{name}.html", write_agreement(signed, lang=self.words.lang))
