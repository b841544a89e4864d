"""The four ways to get rows beside each other, on the question that matters to the analyst."""

from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.usecases.grid import DWELLINGS
from pet_workbench.usecases.grid.kept import Verdict, mean_off
from pet_workbench.usecases.synthetic_rows import PLAIN
from pet_workbench.viz.grid import ways_figure
from pet_workbench.widgets import Button, Chart, Sentence, html, row, table_html
from pet_workbench.widgets.case import Busy, Section

if TYPE_CHECKING:
    from pet_workbench.widgets.grid.page import GridPage


class Ways(Section):
    """A button, the peaks by every way to make rows, and which verdicts are right.

    Parameters
    ----------
    page : GridPage

    Attributes
    ----------
    button : Button
    chart : Chart
    table : HTML
    sentence : Sentence
    found : dict of str to tuple of Verdict
        By technique; empty until the button is pressed.
    """

    def __init__(self, page: "GridPage") -> None:
        words = page.words
        self._state = page.state
        self.found: dict[str, tuple[Verdict, ...]] = {}
        self.button = Button(words("ways_button"), self.compare, primary=True)
        self.busy, self.chart, self.table, self.sentence = (
            Busy(words),
            Chart(),
            html(""),
            Sentence(),
        )
        super().__init__(
            page,
            [row([self.button]), self.busy, self.sentence, self.chart, self.table],
            label=words("ways_label"),
            follows=("question", "request", "epsilon", "homes", "capacity"),
        )

    def redraw(self) -> None:
        """Take the last comparison away: it was about other choices."""
        self.found, self.table.value = {}, ""
        self.chart.layout.display = "none"
        self.sentence.say(self.words("ways_ready"))

    def compare(self) -> None:
        """Make rows in all four ways, and ask the question of each."""
        with self.busy.while_working():
            self.found = {id: self._state.verdicts(id) for id in self._state.case.techniques}
        words = self.words
        peaks = {
            words("series_real" if id == PLAIN else f"ways_{id.rpartition(':')[2]}"): [
                one.synthetic for one in found
            ]
            for id, found in self.found.items()
        }
        self.chart.layout.display = ""
        self.chart.draw(
            ways_figure(peaks, DWELLINGS, capacity=self._state.capacity, lang=words.lang)
        )
        self.table.value = self._table()
        best = max(self.found, key=lambda id: (id != PLAIN, self._right(id), -self._off(id)))
        self.sentence.say(words("ways_found", best=words.technique(best)))

    def _right(self, id: str) -> int:
        """Return for how many kinds of street a technique gives the right answer."""
        return sum(one.is_right for one in self.found[id])

    def _off(self, id: str) -> float:
        """Return by which share peaks are off."""
        return mean_off(self.found[id])

    def _table(self) -> str:
        """Return the verdicts, counted."""
        words = self.words
        rows = [
            [
                words.technique(id),
                words("ways_of", right=words.number(self._right(id)), kinds=len(found)),
                words.number(sum(one.is_dangerous for one in found)),
                words.percent(round(100 * self._off(id))),
            ]
            for id, found in self.found.items()
        ]
        columns = ("technique", "right", "dangerous", "off")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("ways_caption"),
            headers={one: words(f"ways_{one}") for one in columns},
        )
