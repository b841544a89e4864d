"""The dictionary attack, live: try all numbers against a list that really travelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from pet_workbench.attacks.dictionary import Progress, break_hashes, break_pseudonyms
from pet_workbench.core import Entropy
from pet_workbench.datasets.citizen_numbers import INVENTED, PREFIXES
from pet_workbench.sharing.joins.hashes import hash_numbers
from pet_workbench.usecases.fugitives import BANK, JUSTICE
from pet_workbench.viz.lists import attack_figure
from pet_workbench.widgets import Chart, Choice, Columns, Job, Sentence, Slider, html, table_html
from pet_workbench.widgets.case import Section, figures_html
from pet_workbench.widgets.job import Step
from pet_workbench.widgets.lists.candidates import FIRST_PREFIX

if TYPE_CHECKING:
    from pet_workbench.widgets.lists.fugitives import FugitivesPage

Target = Literal["hash", "salt", "without", "with"]
TARGETS: tuple[Target, ...] = ("hash", "salt", "without", "with")
PARTS = (1, 2, 5, 10, 25, 50, 100)
"""Percentages of all numbers that can be tried."""
SALT = b"agreed by Justice and the bank"
_ROWS = 5


@dataclass(frozen=True)
class Attack:
    """What an attack has come to, block by block.

    Attributes
    ----------
    reports : tuple of Progress
    listed : int
        Persons on the attacked list.
    """

    reports: tuple[Progress, ...]
    listed: int


class Breaking(Section):
    """What to attack, how many numbers to try, a button, and what comes out as it comes.

    Parameters
    ----------
    page : FugitivesPage

    Attributes
    ----------
    target : Choice
    part : Slider
    job : Job
        Its result is an `Attack`.
    sentence : Sentence
    """

    def __init__(self, page: "FugitivesPage") -> None:
        words = page.words
        targets = {one: words(f"break_{one}") for one in TARGETS}
        self.target = Choice(words("break_target"), targets)
        self.part = Slider(words("break_part"), PARTS, value=2, lang=page.lang, written=_percent)
        self.job = Job(self._work, lang=page.lang, label=words("break_button"), on_done=self._show)
        self.live, self.chart, self.sentence = html(""), Chart(), Sentence()
        self.table = html("")
        super().__init__(
            page,
            [
                Columns([self.target, self.part]),
                self.job,
                self.live,
                self.sentence,
                self.chart,
                self.table,
            ],
            label=words("break_label"),
            follows=page.state.decisive,
        )
        for control in (self.target, self.part):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last attack away: it was about another list."""
        self.live.value = self.table.value = ""
        self.chart.layout.display = "none"
        self.sentence.say(self.words(f"break_ready_{self.target.value}"))

    def _work(self, step: Step) -> Attack:
        """Try all numbers of the part that was chosen, and report on the way."""
        reports: list[Progress] = []
        listed = len(self.page.state.tables[JUSTICE])
        for report in self._attack():
            reports.append(report)
            self.live.value = self._figures(report, listed)
            step(report.done, 1)
        return Attack(tuple(reports), listed)

    def _attack(self) -> Iterator[Progress]:
        """Start the attack on the list that was chosen, as it travelled."""
        state, target = self.page.state, self.target.value
        stop = FIRST_PREFIX + (PREFIXES - FIRST_PREFIX) * self.part.value // 100
        prefixes = (FIRST_PREFIX, stop)
        if target == "salt":
            persons = state.tables[JUSTICE]["person"].to_numpy(np.int64)
            hashes = hash_numbers(persons, salt=SALT)
            return break_hashes(hashes, salt=SALT, remainder=INVENTED, prefixes=prefixes)
        if target == "hash":
            listed = state.outcome("hashed-ids").transcript.view(BANK).find("hashed list")[0]
            return break_hashes(listed.values(), remainder=INVENTED, prefixes=prefixes)
        transcript = state.outcome("secret-sharing").transcript
        labels = transcript.view(state.third_party).find("pseudonyms sought")[0].values()
        key = Entropy().key()
        if target == "with":
            key = transcript.view(BANK).find("pseudonym key")[0].values().tobytes()
        return break_pseudonyms(labels, key, remainder=INVENTED, prefixes=prefixes)

    def _figures(self, report: Progress, listed: int) -> str:
        """Return the numbers of the moment."""
        words = self.words
        said = {
            "tried": words.number(report.tried),
            "speed": words.number(round(report.per_second, -4)),
            "whole": words.duration(report.whole_domain_seconds),
            "read": words(
                "break_of", found=words.number(len(report.found)), listed=words.number(listed)
            ),
        }
        return figures_html([(words(f"break_{name}"), value) for name, value in said.items()])

    def _show(self, attack: Attack) -> None:
        """Say and draw what came of it."""
        words, last, target = self.words, attack.reports[-1], self.target.value
        found, listed = len(last.found), attack.listed
        key = "all" if found == listed else "some" if found else "none"
        said = {
            "found": words.number(found),
            "listed": words.number(listed),
            "tried": words.number(last.tried),
            "seconds": words.duration(last.seconds),
            "whole": words.duration(last.whole_domain_seconds),
        }
        self.sentence.say(words(f"break_{key}_{target}", **said))
        share = self.part.value / 100
        self.chart.draw(
            attack_figure(
                [share * report.done for report in attack.reports],
                [len(report.found) / listed for report in attack.reports],
                about=words(f"break_{target}"),
                lang=self.page.lang,
            )
        )
        self.chart.layout.display = ""
        self.table.value = self._table(last) if found else ""

    def _table(self, last: Progress) -> str:
        """Show the first persons that were read off the list."""
        words, first = self.words, list(last.found.items())[:_ROWS]
        frame = pd.DataFrame(
            {
                "place": [str(place + 1) for place, _ in first],
                "person": [str(person) for _, person in first],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("break_caption"),
            headers={name: words(f"break_column_{name}") for name in frame.columns},
        )


def _percent(part: int) -> str:
    """Write a percentage of all numbers."""
    return f"{part}%"
