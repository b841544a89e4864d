"""Leaving out beside noise: what a table is still good for, and what an attacker reads in it."""

import pandas as pd

from pet_workbench.usecases.education.bands import usable_share, usable_totals
from pet_workbench.viz.education import Tried, compare_figure
from pet_workbench.widgets import Button, Chart, Sentence, html, row, table_html
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.education import runs
from pet_workbench.widgets.education.attacker import looks, share_right, share_without_table
from pet_workbench.widgets.education.publish import share
from pet_workbench.widgets.education.runs import COMPLEMENTARY, PRIVATE, SUPPRESSION

N = 20_000
MINIMUM = 5
EPSILONS = (0.1, 0.5, 1, 2, 5)


class Compare(Live):
    """A chart and a table of ways to publish, each really carried out and attacked.

    Attributes
    ----------
    tried : list of Tried
    without : float
        How often whoever has no table at all is right.
    """

    tried: list[Tried]

    def __init__(self, words: Words) -> None:
        self.chart, self.table, self.sentence = Chart(), html(""), Sentence()
        self.alert = no_alert()
        again = Button(words("compare_again"), self.refresh)
        super().__init__(
            words,
            [
                row([again]),
                self.alert,
                self.sentence,
                self.chart,
                self.table,
                html(small(words("compare_note", minimum=MINIMUM))),
            ],
            label=words("compare_label"),
            controls=(),
        )

    def redraw(self) -> None:
        """Publish in all ways, and attack each."""
        words = self.words
        exact = runs.exact(N)
        self.without = share_without_table(exact, MINIMUM)
        ways: list[tuple[str, float | None]] = [(SUPPRESSION, None), (COMPLEMENTARY, None)]
        ways += [(PRIVATE, epsilon) for epsilon in EPSILONS]
        self.tried = []
        for technique, epsilon in ways:
            table = runs.run(technique, N, minimum=MINIMUM, epsilon=epsilon).answer
            if epsilon is None:
                name = words(f"short_{technique.replace(':', '_')}")
            else:
                name = words("short_epsilon", epsilon=words.epsilon(epsilon))
            self.tried.append(
                Tried(
                    name,
                    epsilon,
                    usable_share(exact, table),
                    usable_totals(exact, table),
                    share_right(looks(table, MINIMUM), exact, MINIMUM),
                )
            )
        self.chart.draw(compare_figure(self.tried, self.without, lang=words.lang))
        self._say()

    def _say(self) -> None:
        """Write table and sentence."""
        words = self.words
        suppressed, safely, *noisy = self.tried
        one = next(tried for tried in noisy if tried.epsilon == 1)
        facts = {
            "suppressed": share(suppressed.guessed, words),
            "safely": share(safely.guessed, words),
            "noisy": share(one.guessed, words),
            "without": share(self.without, words),
            "usable": share(one.usable, words),
            "regions": share(one.regions, words),
            "kept": share(safely.usable, words),
            "kept_regions": share(safely.regions, words),
        }
        self.sentence.say(f"<p>{words('compare_said', **facts)}</p>")
        rows = [
            (
                tried.name,
                share(tried.usable, words),
                share(tried.regions, words),
                share(tried.guessed, words),
            )
            for tried in self.tried
        ]
        frame = pd.DataFrame(rows, columns=["way", "usable", "regions", "guessed"])
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words("compare_caption"),
            headers={name: words(f"compare_{name}") for name in frame.columns},
        )
