"""Attack 1: work out the counts that were replaced by "<5"."""

import numpy as np

from pet_workbench.attacks.suppressed_cells import Worked
from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.usecases.education import CASE, HIDDEN, PUBLISHER, Publication
from pet_workbench.usecases.education.pupils import as_case_table
from pet_workbench.widgets import Choice, Slider, html
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.education import runs
from pet_workbench.widgets.education.attacker import work_out
from pet_workbench.widgets.education.publish import share
from pet_workbench.widgets.education.runs import COMPLEMENTARY, SUPPRESSION
from pet_workbench.widgets.education.written import school_table

DATA = ("generated", "real")


class Leak(Part):
    """Which table, a minimum, a way to leave counts out, and what follows.

    Attributes
    ----------
    data, way : Choice
    minimum : Slider
    found : Worked or None
        What followed; of the real pupils only numbers of counts are ever shown.
    table : HTML
    """

    def __init__(self, words: Words) -> None:
        self.found: Worked | None = None
        self.data = Choice(words("leak_data"), {one: words(f"leak_data_{one}") for one in DATA})
        self.way = Choice(
            words("leak_way"),
            {one: words.technique(one) for one in (SUPPRESSION, COMPLEMENTARY)},
        )
        self.minimum = Slider(
            words("try_minimum"), runs.MINIMA, value=runs.START_MINIMUM, lang=words.lang
        )
        self.table = html("")
        super().__init__(
            words,
            label=words("leak_label"),
            button=words("leak_button"),
            ready=words("leak_ready"),
            controls=(self.data, self.way, self.minimum),
            results=[self.table],
        )

    def clear(self) -> None:
        """Take the last result away."""
        self.found, self.table.value = None, ""
        super().clear()

    def attack(self) -> None:
        """Try all ways to fill the table in, and say what follows."""
        exact, shown = self._published()
        minimum = self.minimum.value
        found = work_out(shown, minimum)
        if found is None:
            self._by_totals(shown)
            return
        self.found = found
        right = (found.low == exact.counts)[found.recovered]
        hidden = max(int(found.hidden.sum()), 1)
        self.say(
            "leak_found",
            hidden=int(found.hidden.sum()),
            recovered=int(found.recovered.sum()),
            share=share(float(found.recovered.sum() / hidden), self.words),
            groups=int(found.hidden.any(axis=(1, 2)).sum()),
            complete=int(found.complete.sum()),
            right=int(right.sum()),
        )
        if self.data.value == "generated":
            self.table.value = school_table(
                shown,
                runs.school_to_show(),
                self.words,
                caption=self.words("leak_caption"),
                hidden="",
                found=found,
            )

    def _by_totals(self, shown: Publication) -> None:
        """Try what is left to try where percentages went too: totals of regions."""
        most, exactly = self.minimum.value - 1, 0
        for at in (0, 1):
            cells = np.where(shown.hidden[:, at, 2], UNKNOWN, shown.counts[:, at, 2])
            totals = np.where(shown.regions[:, at] == HIDDEN, UNKNOWN, shown.regions[:, at])
            lines = Lines(shown.offers.line, totals)
            exactly += narrow(cells, np.full(len(cells), most), [lines]).recovered.size
        self.say("leak_none", hidden=int(shown.hidden.sum()), recovered=exactly)

    def _published(self) -> tuple[Publication, Publication]:
        """Return the exact table and the published one."""
        if self.data.value == "generated":
            outcome = runs.run(self.way.value, minimum=self.minimum.value)
        else:
            real = {PUBLISHER: as_case_table()}
            outcome = CASE.run(self.way.value, real, minimum=self.minimum.value)
        return outcome.exact, outcome.answer
