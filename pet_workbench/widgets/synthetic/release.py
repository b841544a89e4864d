"""Handing out rows for real, as far as a lesson can: a ledger, the rows, and their data sheet."""

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from pet_workbench.core import PetError
from pet_workbench.datasets import write_csv
from pet_workbench.dp import Ledger
from pet_workbench.synthetic import Private
from pet_workbench.synthetic.datasheet import datasheet
from pet_workbench.synthetic.risk import ATTACKS
from pet_workbench.usecases.synthetic_rows import PLAIN, PRIVATE
from pet_workbench.usecases.synthetic_rows.making import how_many
from pet_workbench.usecases.synthetic_rows.rows import for_a_file
from pet_workbench.usecases.synthetic_rows.tradeoff import DELTA, attacked
from pet_workbench.widgets import Button, Download, Sentence, html, row, table_html
from pet_workbench.widgets.case import Busy, Section, small
from pet_workbench.widgets.page import errors_html
from pet_workbench.widgets.synthetic.sheet import sheet_body, sheet_html
from pet_workbench.widgets.synthetic.words import SyntheticWords

if TYPE_CHECKING:
    from pet_workbench.widgets.synthetic.page import SyntheticPage

BUDGET, BUDGET_DELTA = "3", "1e-5"
_ATTACKS = 400
_SEED = 1


class Release(Section):
    """A button that hands out rows by the technique of the page, with three files to take along.

    Parameters
    ----------
    page : SyntheticPage

    Attributes
    ----------
    press_button, start_again : Button
    ledger : Ledger
        Of the private rows: one for all releases.
    sheet : mapping or None
        Of the last release, as plain values.
    rows_file, words_file, machine_file : Download
    book : HTML
        The ledger, line by line.
    """

    words: SyntheticWords

    def __init__(self, page: "SyntheticPage[Any]") -> None:
        words = page.words
        self._state = page.state
        self.sheet: dict[str, Any] | None = None
        self.ledger = self._new_ledger()
        self.press_button = Button(words("release"), self.press, primary=True)
        self.start_again = Button(words("release_again"), self.begin)
        self.busy, self.sentence, self.book = Busy(words), Sentence(), html("")
        self.shown = html("")
        self.rows_file, self.words_file, self.machine_file = Download(), Download(), Download()
        super().__init__(
            page,
            [
                row([self.press_button, self.start_again]),
                self.busy,
                self.sentence,
                self.rows_file,
                self.words_file,
                self.machine_file,
                self.book,
                self.shown,
                html(small(words("release_note"))),
            ],
            label=words("release_label"),
        )

    def _new_ledger(self) -> Ledger:
        """Return a ledger with the whole budget."""
        case = self._state.case
        return Ledger.temporary(
            dataset=case.dataset,
            unit=case.terms.unit,
            neighbours=case.terms.neighbours,
            epsilon=BUDGET,
            delta=BUDGET_DELTA,
        )

    def redraw(self) -> None:
        """Say how much there is to spend."""
        self._say_left("release_ready")

    def begin(self) -> None:
        """Begin with a new ledger: what nobody may do in earnest."""
        self.ledger = self._new_ledger()
        self._say_left("release_ready")

    def press(self) -> None:
        """Hand out rows, if the technique and the ledger allow."""
        technique = self._state.technique
        if technique == PLAIN:
            self.sentence.say(self.words("release_refused"))
            return
        try:
            with self.busy.while_working():
                rows, sheet = self._private() if technique == PRIVATE else self._other(technique)
        except PetError as error:
            self.sentence.say(errors_html([error], self.words.lang))
            return
        self._offer(rows, sheet)
        self._say_left("release_done" if technique == PRIVATE else "release_done_unpaid")

    def _private(self) -> tuple[pd.DataFrame, dict[str, Any]]:
        """Make rows paid from the ledger; nothing that is measured goes on their sheet."""
        state, case = self._state, self._state.case
        generator = Private(
            ledger=self.ledger,
            epsilon=state.epsilon,
            delta=DELTA,
            terms=case.terms,
            purpose=self.words("release_purpose"),
            asker=case.reader,
        )
        fitted = generator.fit(state.tables[case.keeper], case.description)
        count = how_many(fitted, 0, state.rows)
        sheet = datasheet(fitted, case.description, rows=count, learned_from=0)
        return fitted.draw(count, seed=_SEED), sheet.to_mapping()

    def _other(self, technique: str) -> tuple[pd.DataFrame, dict[str, Any]]:
        """Take the rows of the page's run, and measure them for their sheet."""
        state = self._state
        answer = state.outcome(technique).answer
        learned, aside = state.parts
        frame = answer.frame
        risks = {
            name: attacked(state.case, name, learned, aside, frame, attacks=_ATTACKS)
            for name in ATTACKS
        }
        sheet = {
            **answer.sheet,
            "utility": {
                "total_variation": {
                    "single": answer.measured.mean_single,
                    "pairs": answer.measured.mean_pairs,
                }
            },
            "risks": {
                name: {"risk": risk.value, "interval": list(risk.interval())}
                for name, risk in risks.items()
            },
        }
        return frame, sheet

    def _offer(self, rows: pd.DataFrame, sheet: dict[str, Any]) -> None:
        """Offer the rows, and their sheet in words and for machines."""
        words, lang = self.words, self.words.lang
        self.sheet = sheet
        self.rows_file.offer(
            write_csv(for_a_file(rows), lang=lang), words("release_rows_file"), lang=lang
        )
        page = sheet_html(sheet, words).encode()
        self.words_file.offer(page, words("release_words_file"), lang=lang)
        machine = json.dumps(sheet, indent=1, ensure_ascii=False).encode()
        self.machine_file.offer(machine, words("release_machine_file"), lang=lang)
        summary = f"<summary>{words('release_show')}</summary>"
        self.shown.value = f"<details>{summary}{sheet_body(sheet, words)}</details>"

    def _say_left(self, key: str) -> None:
        """Say what was spent and what is left, and show the ledger."""
        words, state = self.words, self._state
        facts = {
            "spent": words.epsilon(float(self.ledger.spent.epsilon)),
            "left": words.epsilon(float(self.ledger.remaining.epsilon)),
            "budget": words.epsilon(BUDGET),
            "epsilon": words.epsilon(state.epsilon),
            "technique": words.technique(state.technique),
        }
        self.sentence.say(words(key, **facts))
        self.book.value = self._book()

    def _book(self) -> str:
        """Return the ledger, line by line."""
        words, entries = self.words, self.ledger.entries
        if not entries:
            return ""
        rows = [
            [number, entry.purpose, words.epsilon(float(entry.loss.epsilon))]
            for number, entry in enumerate(entries, start=1)
        ]
        columns = ("number", "purpose", "epsilon")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("book_caption"),
            headers={one: words(f"book_{one}") for one in columns},
        )
