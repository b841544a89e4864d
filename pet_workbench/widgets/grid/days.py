"""Load curves of a home, peaks and seasons: what is left of them in rows with all columns."""

from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.i18n import percent
from pet_workbench.usecases.grid import DWELLINGS
from pet_workbench.usecases.grid.household import HEAT_PUMPS
from pet_workbench.usecases.grid.kept import impossible, seasons
from pet_workbench.usecases.grid.street import street_curve
from pet_workbench.viz.grid import days_figure, duration_figure
from pet_workbench.widgets import Chart, Choice, Sentence, html, table_html
from pet_workbench.widgets.case import Section, tie
from pet_workbench.widgets.case.try_it import technique_choice
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.data_table import ABSENT

if TYPE_CHECKING:
    from pet_workbench.widgets.grid.page import GridPage


class Days(Section):
    """A cold and a sunny day, the load-duration curve, seasons, and homes that cannot be.

    Parameters
    ----------
    page : GridPage

    Attributes
    ----------
    dwelling, technique : Choice
    days, duration : Chart
    table : HTML
    sentence : Sentence
    """

    is_patient = True

    def __init__(self, page: "GridPage") -> None:
        words, state = page.words, page.state
        self._state = state
        self.dwelling = Choice(
            words("days_dwelling"), {one: words(f"value_dwelling_{one}") for one in DWELLINGS}
        )
        tie(self.dwelling, state, "dwelling")
        self.technique = technique_choice(page, "street_technique")
        self.days, self.duration, self.table = Chart(), Chart(), html("")
        self.sentence, self.waiting = Sentence(), Waiting(page)
        self.duration_title = html("")
        super().__init__(
            page,
            [
                self.technique,
                self.dwelling,
                self.waiting,
                self.days,
                self.duration_title,
                self.duration,
                self.sentence,
                self.table,
            ],
            label=words("days_label"),
            follows=("dwelling", "technique", "epsilon", "rows", "asked"),
        )

    def redraw(self) -> None:
        """Draw the chosen home from both kinds of rows, unless the rows wait."""
        waits = bool(self.waiting.list_those_of((self._state.technique,)))
        for chart in (self.days, self.duration):
            chart.layout.display = "none" if waits else ""
        if waits:
            self.table.value = self.duration_title.value = ""
            self.sentence.say("")
            return
        made = self._state.outcome().answer.frame
        self._draw(made)
        self.table.value = self._seasons(made)
        self.sentence.say(
            self.words(
                "days_impossible",
                where=self.words(f"where_{self._state.technique.rpartition(':')[2]}"),
                share=percent(impossible(made), self.words.lang, digits=1),
            )
        )

    def _draw(self, made: pd.DataFrame) -> None:
        """Draw both pictures; of rows without this kind of home only the real ones."""
        words, dwelling = self.words, self._state.dwelling
        curves = {"real": street_curve(self._state.real, dwelling)}
        if (made["dwelling"] == dwelling).any():
            curves["synthetic"] = street_curve(made, dwelling)
        self.days.draw(days_figure(curves, lang=words.lang))
        self.duration_title.value = f"<p>{words('duration_what')}</p>"
        self.duration.draw(duration_figure(curves, lang=words.lang))

    def _seasons(self, made: pd.DataFrame) -> str:
        """Return how much more homes take on a cold day than on a summer's day."""
        words = self.words
        real, synthetic = seasons(self._state.real), seasons(made)
        rows = [
            [
                words(f"value_heat_pump_{kind}"),
                *(
                    words.number(each[kind], 1) if kind in each else ABSENT
                    for each in (real, synthetic)
                ),
            ]
            for kind in HEAT_PUMPS
        ]
        columns = ("heat_pump", "real", "synthetic")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("seasons_caption"),
            headers={one: words(f"seasons_{one}") for one in columns},
        )
